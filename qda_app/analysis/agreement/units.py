"""Agreement by sentence, paragraph or turn: whole units instead of code points."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from qda_app.analysis.agreement.lengths import union
from qda_app.analysis.agreement.study import ComparedText, Study
from qda_app.analysis.arrays import Ints, Pieces

_LINE = re.compile(r"[^\n]+")
_ROUNDING = 1e-6  # a tenth of 30 code points is 3, although 0.1 * 30 is a little more


@dataclass(frozen=True, slots=True, eq=False)
class Units:
    """The units of all sources in order: their source and their compared text, laid end to end."""

    source: Ints
    start: Ints
    end: Ints
    sources: int


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Return the [start, end) of every line of a text that holds more than white space."""
    return [m.span() for m in _LINE.finditer(text) if not m.group().isspace()]


def without_blank(text: str, units: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the units that hold more than white space; the caller says how many it dropped."""
    return [(start, end) for start, end in units if text[start:end].strip()]


def units_of(text: ComparedText, spans: Sequence[Pieces]) -> Units:
    """Return the units of each source, given as [start, end) in code points of its whole text.

    What lies outside the compared text is cut off, and a unit of which nothing is left is dropped.
    Raises ValueError where a source's units are not in order or overlap.
    """
    number = [len(units) for units in spans]
    source = np.repeat(np.arange(len(number)), number)
    pairs = [np.asarray(units, dtype=np.int64).reshape(-1, 2) for units in spans]
    edges = np.concatenate([*pairs, np.empty((0, 2), dtype=np.int64)])
    origin = text.origin[source]
    start = origin + text.position(source, np.ascontiguousarray(edges[:, 0]))
    end = origin + text.position(source, np.ascontiguousarray(edges[:, 1]))
    if not (start <= end).all() or not (end[:-1] <= start[1:]).all():
        raise ValueError("units must be in order and must not overlap")
    kept = start < end
    return Units(source[kept], start[kept], end[kept], len(number))


def table(of: Study, units: Units, share: float = 0.0) -> Ints:
    """Return the number of units by pattern of coders [nodes, sources, 2**coders].

    A coder applies a node to a unit if any of it is covered by the union of the coder's spans, or,
    with `share` above 0, at least that share of its compared text. Bits as in `lengths.table`.
    Raises ValueError for a share outside 0..1.
    """
    if not 0 <= share <= 1:
        raise ValueError("a share lies within 0 and 1")
    patterns = 1 << of.coders
    place, unit = _applied(of, units, share)
    cell, which = np.unique(place[0] * np.int64(len(units.source)) + unit, return_inverse=True)
    pattern = np.zeros(len(cell), dtype=np.int64)
    np.bitwise_or.at(pattern, which, np.int64(1) << place[1])
    node, unit = np.divmod(cell, max(len(units.source), 1))
    index = (node * units.sources + units.source[unit]) * patterns + pattern
    counted = np.bincount(index, minlength=of.nodes * units.sources * patterns)
    found = counted.astype(np.int64).reshape(of.nodes, units.sources, patterns)
    number = np.bincount(units.source, minlength=units.sources)
    found[..., 0] = number - found[..., 1:].sum(axis=-1)
    return found


def _applied(of: Study, units: Units, share: float) -> tuple[tuple[Ints, Ints], Ints]:
    """Return (node, coder) and unit wherever a coder covers enough of a unit; no triple twice."""
    spans = union(of.codings)
    origin = of.text.origin[spans.source]
    start, end = origin + spans.start, origin + spans.end
    first = np.searchsorted(units.end, start, side="right")
    number = np.maximum(np.searchsorted(units.start, end, side="left") - first, 0)
    row = np.repeat(np.arange(len(spans)), number)
    unit = np.arange(len(row)) - np.repeat(np.cumsum(number) - number, number) + first[row]
    covered = np.minimum(end[row], units.end[unit]) - np.maximum(start[row], units.start[unit])
    who = (spans.node[row] * of.coders + spans.coder[row]) * np.int64(len(units.source)) + unit
    triple, which = np.unique(who, return_inverse=True)
    sums = np.bincount(which, weights=covered, minlength=len(triple))
    node_coder, unit = np.divmod(triple, max(len(units.source), 1))
    enough = sums + _ROUNDING >= share * (units.end - units.start)[unit]
    node, coder = np.divmod(node_coder[enough], of.coders)
    return (node, coder), unit[enough]
