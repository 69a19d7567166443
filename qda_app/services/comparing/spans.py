"""Krippendorff's alphas of free spans: figures per node and together, or why they are refused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from qda_app.analysis.agreement import coincidences, unitizing
from qda_app.analysis.agreement.blocks import FEW_SOURCES
from qda_app.analysis.agreement.coefficients import Table
from qda_app.analysis.agreement.coincidences import Coincidences
from qda_app.analysis.agreement.intervals import Interval, reason
from qda_app.analysis.agreement.kinds import OPEN, Formula
from qda_app.analysis.agreement.lengths import union
from qda_app.analysis.agreement.meeting import clashes
from qda_app.analysis.agreement.report import Names
from qda_app.analysis.agreement.study import ComparedText, Study, at_level
from qda_app.analysis.arrays import Bools, Floats, Ints, or_none
from qda_app.domain.messages import say
from qda_app.services.comparing.units import Settings, estimator

MOST = 100  # overlaps listed
SAID = 5  # overlaps in the sentence
_CELLS = 1 << 24


@dataclass(frozen=True, slots=True)
class SpanRow:
    """One alpha of all nodes together, or of the one that is named."""

    measure: str
    node: str | None
    value: float | None
    ci: tuple[float, float] | None = None
    reason: str | None = None
    no_interval: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the row without its measure's name."""
        where = {} if self.node is None else {"node": self.node}
        return {
            **where,
            "value": self.value,
            "ci": self.ci and list(self.ci),
            "reason": self.reason,
            "ci_reason": self.no_interval,
        }


@dataclass(frozen=True, slots=True)
class FreeSpans:
    """The alphas asked for; `overlaps` are those for which some of them are refused."""

    domain: tuple[str, ...]
    rows: tuple[SpanRow, ...]
    refused: Mapping[str, str] = field(default_factory=dict)
    overlaps: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    found: Mapping[str, int] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return a block by measure, as the command line prints it."""
        blocks: dict[str, Any] = {"domain": list(self.domain)}
        for name in dict.fromkeys(row.measure for row in self.rows):
            mine = [row for row in self.rows if row.measure == name]
            together = next((row for row in mine if row.node is None), None)
            block = {} if together is None else together.as_json()
            by_node = [row.as_json() for row in mine if row.node is not None]
            blocks[name] = block | ({"nodes": by_node} if by_node else {})
        for name, sentence in self.refused.items():
            blocks[name] = {
                "value": None,
                "reason": sentence,
                "overlaps": list(self.overlaps[name]),
                "overlaps_found": self.found[name],
            }
        return blocks


def free_spans(
    own: Study, parents: Ints, shown: Ints, names: Names, settings: Settings
) -> FreeSpans:
    """Return the alphas asked for, over each node's own codings cut to the text compared.

    With a level of the tree, codings count for their ancestor there, joined; the nodes shown are
    the domain within which one coder's codings must not overlap.
    """
    if settings.level.isdecimal():
        moved = at_level(own, parents, int(settings.level))
        own = replace(moved, codings=union(moved.codings))
    domain = np.zeros(own.nodes, dtype=np.bool_)
    domain[shown] = True
    own = replace(own, codings=own.codings.take(domain[own.codings.node]))
    if not len(shown):
        none = say("There are no nodes to compare.")
        empty = [SpanRow(name, None, None, None, none) for name in settings.free_spans()]
        return FreeSpans((), tuple(empty))
    rows: list[SpanRow] = []
    refused, lists, found = {}, {}, {}
    for name in settings.free_spans():
        across = None if name == "alpha_u" else domain
        clashing = clashes(own.codings, across)
        if len(clashing):
            lists[name] = _listed(own, names, clashing[:MOST])
            refused[name] = _refusal(name, len(clashing), lists[name])
            found[name] = len(clashing)
        elif name == "alpha_u":
            rows.extend(_alpha_u(own, shown, names))
        else:
            rows.extend(_family(name, own, domain, shown, names, settings))
    paths = tuple(names.nodes[node] for node in shown.tolist())
    return FreeSpans(paths, tuple(rows), refused, lists, found)


def _alpha_u(own: Study, shown: Ints, names: Names) -> list[SpanRow]:
    of = unitizing.unitizing(own)
    none = say("alpha_U is no sum over sources, so it has no interval.")
    values = or_none(unitizing.alpha(of)[shown])
    together = or_none(np.array([unitizing.alpha_together(of)]))[0]
    unused = say("Nobody used it, so there is nothing to agree on.")
    return [
        SpanRow(
            "alpha_u",
            node,
            value,
            None,
            unused if value is None else None,
            none if node is None else None,
        )
        for node, value in zip(
            [None, *(names.nodes[n] for n in shown.tolist())], [together, *values], strict=True
        )
    ]


def _family(
    name: str, own: Study, domain: Bools, shown: Ints, names: Names, settings: Settings
) -> list[SpanRow]:
    function = getattr(coincidences, name)
    interval, why = _interval(function, own, domain, settings)
    values = np.atleast_1d(function(coincidences.coincidences(own, domain)))
    nodes: list[str | None] = [None]
    if name == "ku_alpha":
        values, nodes = values[shown], [names.nodes[n] for n in shown.tolist()]
    places = shown.tolist() if name == "ku_alpha" else [0]
    missing = say("The coders' codings leave chance nothing to disagree on, so there is no value.")
    found = []
    for node, value, place in zip(nodes, or_none(values), places, strict=True):
        ends, said = None, why
        if interval is not None:
            number = int(np.atleast_1d(interval.missing)[place])
            said = reason(number)
            low, high = (float(np.atleast_1d(x)[place]) for x in (interval.low, interval.high))
            ends = None if number else (low, high)
        found.append(SpanRow(name, node, value, ends, missing if value is None else None, said))
    return found


def _interval(
    function: Any, own: Study, domain: Bools, settings: Settings
) -> tuple[Interval | None, str | None]:
    """Return the interval over sources, or why there is none."""
    estimate = estimator(settings)
    if estimate is None:
        return None, None
    if own.text.sources < FEW_SOURCES:
        return None, say("Free spans have intervals from {count} sources on.", count=FEW_SOURCES)
    if own.text.sources * (own.nodes + 1) ** 2 > _CELLS:
        return None, say("There are too many sources and nodes for an interval.")
    by_source = coincidences.coincidences(own, domain, by_source=True)

    def calculation(packed: Table) -> Floats:
        value: Floats = function(_unpacked(packed, own.nodes, own.coders))
        return value

    found = estimate(_packed(by_source), {"": Formula(calculation, OPEN)})
    return found[""], None


def _packed(of: Coincidences) -> Table:
    """Return the coincidences of each source as one row [sources, cells]."""
    flat = of.cells.reshape(len(of.cells), -1)
    return np.concatenate([flat, of.squares, of.covered], axis=1)


def _unpacked(packed: Table, nodes: int, coders: int) -> Coincidences:
    side = nodes + 1
    cells, squares, covered = np.split(packed, [side * side, side * side + nodes], axis=-1)
    return Coincidences(coders, cells.reshape(*packed.shape[:-1], side, side), squares, covered)  # type: ignore[arg-type]


def _listed(own: Study, names: Names, pairs: Ints) -> list[dict[str, Any]]:
    """Return overlaps in offsets of the sources' texts."""
    rows = []
    for first, second in pairs.tolist():
        one, other = (_place(own, names, row) for row in (first, second))
        rows.append(
            {
                "source": one["source"],
                "coder": one["coder"],
                **{name: one[name] for name in ("node", "start", "end")},
                **{f"other_{name}": other[name] for name in ("node", "start", "end")},
            }
        )
    return rows


def _place(own: Study, names: Names, row: int) -> dict[str, Any]:
    found = own.codings
    source = int(found.source[row])
    start, end = int(found.start[row]), int(found.end[row])
    return {
        "source": names.sources[source],
        "coder": names.coders[int(found.coder[row])],
        "node": names.nodes[int(found.node[row])],
        "start": _offset(own.text, source, start, "right"),
        "end": _offset(own.text, source, end, "left"),
    }


def _offset(text: ComparedText, source: int, position: int, side: Any) -> int:
    """Return the offset in a source's text of a position in what of it is compared."""
    pieces = slice(int(text.first[source]), int(text.first[source + 1]))
    piece = max(int(np.searchsorted(text.base[pieces], position, side=side)) - 1, 0)
    return int(text.start[pieces][piece] + position - text.base[pieces][piece])


def _refusal(name: str, number: int, overlaps: Sequence[Mapping[str, Any]]) -> str:
    listed = "; ".join(
        say(
            "{source} {start}–{end}, {coder}: {node} and {other}",
            source=each["source"],
            start=max(each["start"], each["other_start"]),
            end=min(each["end"], each["other_end"]),
            coder=each["coder"],
            node=each["node"],
            other=each["other_node"],
        )
        for each in overlaps[:SAID]
    )
    if number > SAID:
        listed += " …"
    return say(
        "{name} needs codings that exclude each other. Overlaps of a coder with himself: {count}. "
        "{listed}",
        name=name,
        count=number,
        listed=listed,
    )
