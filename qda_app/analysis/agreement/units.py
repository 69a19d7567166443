"""Agreement by sentence, paragraph or turn: whole units instead of code points."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from qda_app.analysis.agreement.lengths import union
from qda_app.analysis.agreement.meeting import repeated
from qda_app.analysis.agreement.study import ComparedText, Study
from qda_app.analysis.arrays import Ints, Pieces
from qda_app.analysis.sentences import sentences

SENTENCE, PARAGRAPH, TURN = "sentence", "paragraph", "turn"
UNITS = (SENTENCE, PARAGRAPH, TURN)

_LINE = re.compile(r"[^\n]+")
_ROUNDING = 1e-6  # a tenth of 30 code points is 3, although 0.1 * 30 is a little more


@dataclass(frozen=True, slots=True, eq=False)
class Units:
    """The units of all sources in order: their source and their compared text, laid end to end."""

    source: Ints
    start: Ints
    end: Ints
    sources: int


def divided(
    text: str, unit: str, turns: Iterable[tuple[int, int]] = (), language: str = ""
) -> tuple[list[tuple[int, int]], int]:
    """Return a text's sentences, paragraphs or turns as [start, end), and the blank ones' number.

    `unit` is one of `UNITS`; a text's turns are passed in, its sentences go by the rules of
    `language`. Lines or turns of nothing but white space are blank and left out. Raises
    ValueError for another unit.
    """
    if unit not in UNITS:
        raise ValueError(f"a text is divided by {', '.join(UNITS)}, not {unit}")
    whole = list(turns) if unit == TURN else [m.span() for m in _LINE.finditer(text)]
    kept = without_blank(text, whole)
    found = sentences(text, language) if unit == SENTENCE else kept
    return found, len(whole) - len(kept)


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
    patterns, number = 1 << of.coders, len(units.source)
    node, coder, unit = applied(of, units, share)
    key = np.sort((node * np.int64(number) + unit) * of.coders + coder)
    cell, coder = np.divmod(key, of.coders)
    begin = _first_of_each(cell)
    node, unit = np.divmod(cell[begin], max(number, 1))
    pattern = np.add.reduceat(np.int64(1) << coder, begin) if len(begin) else begin
    index = (node * units.sources + units.source[unit]) * patterns + pattern
    counted = np.bincount(index, minlength=of.nodes * units.sources * patterns)
    found = counted.astype(np.int64).reshape(of.nodes, units.sources, patterns)
    in_source = np.bincount(units.source, minlength=units.sources)
    found[..., 0] = in_source - found[..., 1:].sum(axis=-1)
    return found


def applied(of: Study, units: Units, share: float = 0.0) -> tuple[Ints, Ints, Ints]:
    """Return node, coder and unit [n] wherever a coder covers enough of a unit, each case once.

    Raises ValueError for a share outside 0..1.
    """
    if not 0 <= share <= 1:
        raise ValueError("a share lies within 0 and 1")
    spans = union(of.codings)
    origin = of.text.origin[spans.source]
    start, end = origin + spans.start, origin + spans.end
    first = np.searchsorted(units.end, start, side="right")
    number = np.maximum(np.searchsorted(units.start, end, side="left") - first, 0)
    row, unit = repeated(number, first)
    node, coder = spans.node[row], spans.coder[row]
    # The spans come by node, source, coder and start: what concerns one unit stands together.
    begin = _first_of_each((node * of.coders + coder) * np.int64(len(units.source)) + unit)
    if share > 0:
        length = (units.end - units.start)[unit[begin]]
        covered = np.minimum(end[row], units.end[unit]) - np.maximum(start[row], units.start[unit])
        sums = np.add.reduceat(covered, begin) if len(begin) else begin
        begin = begin[sums + _ROUNDING >= share * length]
    return node[begin], coder[begin], unit[begin]


def _first_of_each(key: Ints) -> Ints:
    """Return where each run of one value begins."""
    fresh = np.ones(len(key), dtype=np.bool_)
    fresh[1:] = key[1:] != key[:-1]
    return np.flatnonzero(fresh)
