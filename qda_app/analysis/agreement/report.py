"""The figures of two coders or more per node, per source and overall, with reasons and warnings."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from qda_app.analysis.agreement.cautions import cautions, cautions_of_several, explanations
from qda_app.analysis.agreement.coefficients import Table
from qda_app.analysis.agreement.entry import Entry, Overall
from qda_app.analysis.agreement.intervals import Interval
from qda_app.analysis.agreement.intervals import reason as why_none
from qda_app.analysis.agreement.kinds import PAIR, SEVERAL, Formula, Kind
from qda_app.analysis.agreement.lengths import counts_of
from qda_app.analysis.agreement.reasons import nothing_to_compare, reason_for, reason_of
from qda_app.analysis.agreement.tallies import Tallies, Tally
from qda_app.analysis.arrays import Bools, Floats, Ints, or_none

__all__ = ["Entry", "Names", "Overall", "Part", "Report", "overall_of", "reason_for", "report"]

Estimate = Callable[[Table, Mapping[str, Formula]], Mapping[str, Interval]]


@dataclass(frozen=True, slots=True)
class Names:
    """What the numbers of a study stand for: sources, node paths and coders, by index."""

    sources: Sequence[str]
    nodes: Sequence[str]
    coders: Sequence[str]


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """The figures of one tally on the nodes shown: `table` [nodes, cells], `values` [nodes].

    `intervals` by figure [nodes]; `warned` [nodes, 7] by `Caution`; `segments` [nodes, coders].
    """

    tally: Tally
    table: Table
    values: Mapping[str, Floats]
    intervals: Mapping[str, Interval]
    warned: Bools
    segments: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Report:
    """Everything said about some coders; entries are made when they are asked for.

    `parts` begin with all coders; of three or more, every pair follows. `narrow` is what an entry
    with an interval must say besides, where there is anything.
    """

    names: Names
    shown: Ints
    unit: str
    length: int
    parts: tuple[Part, ...]
    overall: Overall
    narrow: str = ""

    def node_entries(self) -> list[Entry]:
        """Return one entry per node shown, in the order of the tree."""
        return list(self._together([list(self._nodes(part)) for part in self.parts]))

    def source_entries(self) -> Iterator[Entry]:
        """Yield one entry per source and node shown."""
        tables = [part.tally.table[:, self.shown] for part in self.parts]
        values = [
            {name: formula.of(table) for name, formula in part.tally.kind.figures.items()}
            for part, table in zip(self.parts, tables, strict=True)
        ]
        for index, source in enumerate(self.names.sources):
            yield from self._together(
                [
                    list(self._entries(part, table[index], _at(found, index), None, source))
                    for part, table, found in zip(self.parts, tables, values, strict=True)
                ]
            )

    def as_json(self) -> dict[str, Any]:
        """Return the report as the command line prints it."""
        return {
            "coders": list(self.names.coders),
            "unit": self.unit,
            "universe": {"sources": list(self.names.sources), "length": self.length},
            "nodes": [entry.as_json() for entry in self.node_entries()],
            "sources": [entry.as_json() for entry in self.source_entries()],
            "overall": self.overall.as_json(),
        }

    def _together(self, entries: Sequence[list[Entry]]) -> Iterator[Entry]:
        for first, *pairs in zip(*entries, strict=True):
            yield first.with_pairs(pairs) if pairs else first

    def _nodes(self, part: Part) -> Iterator[Entry]:
        coders = self._coders(part)
        one_way = part.tally.kind is PAIR  # only two coders' tables tell which way
        counted = part.table.tolist() if one_way else [[0, 0, 0, 0]] * len(part.table)
        for at, entry in enumerate(self._entries(part, part.table, part.values, part.segments)):
            ends = {name: _ends(of, at) for name, of in part.intervals.items()}
            said = explanations(part.warned[at], counted[at], coders)
            if self.narrow and any(ends.values()):
                said.append(self.narrow)
            yield entry.with_intervals(ends, _reasons(part.intervals, at), said)

    def _entries(
        self,
        part: Part,
        table: Table,
        values: Mapping[str, Floats],
        segments: Ints | None,
        source: str | None = None,
    ) -> Iterator[Entry]:
        kind, coders = part.tally.kind, self._coders(part)
        columns = [or_none(column) for column in values.values()]
        counts = counts_of(table).tolist() if kind is SEVERAL else None  # type: ignore[arg-type]
        numbers = None if segments is None else segments.tolist()
        cells = table[..., : len(kind.whole)].astype(np.int64).tolist()
        for at, place in enumerate(self.shown.tolist()):
            used = cells[at] if counts is None else counts[at]
            yield Entry(
                node=self.names.nodes[place],
                coders=tuple(coders),
                cells=dict(zip(kind.whole, cells[at], strict=True)),
                figures={n: c[at] for n, c in zip(values, columns, strict=True)},
                reason=reason_of(kind, used, coders),
                source=source,
                counts=None if counts is None else counts[at],
                segments=None if numbers is None else numbers[at],
            )

    def _coders(self, part: Part) -> list[str]:
        return [self.names.coders[coder] for coder in part.tally.coders]


def report(
    tallies: Tallies,
    names: Names,
    *,
    length: int,
    over: Bools,
    shown: Sequence[int] | Ints | None = None,
    unit: str = "character",
    estimate: Estimate | None = None,
    estimated: Sequence[str] | None = None,
    narrow: str = "",
) -> Report:
    """Put every figure of the tallies together; overall ones go over the nodes [nodes] of `over`.

    `length` is the compared text in code points; `shown` chooses nodes, else all. `estimate` makes
    the intervals of figures from a table by groups, for the figures named `estimated`, else for
    those of the kind.
    """
    chosen = np.arange(len(names.nodes)) if shown is None else np.asarray(shown, dtype=np.int64)
    parts, overall = [], []
    for place, tally in enumerate(tallies.each):
        wanted = tally.kind.estimated if estimated is None else estimated
        pair = place - (len(tallies.each) > 1)
        longest = None if tallies.longest is None or pair < 0 else tallies.longest[pair][chosen]
        segments = tallies.segments[chosen][:, list(tally.coders)]
        parts.append(_part(tally, chosen, segments, longest, estimate, wanted))
        overall.append(_overall(tally, over, [names.coders[c] for c in tally.coders], estimate))
    first, *others = overall
    found = first.with_pairs(others) if others else first
    return Report(names, chosen, unit, length, tuple(parts), found, narrow)


def _part(
    tally: Tally,
    chosen: Ints,
    segments: Ints,
    longest: Ints | None,
    estimate: Estimate | None,
    estimated: Sequence[str],
) -> Part:
    kind = tally.kind
    table, groups = tally.table.sum(axis=0)[chosen], tally.groups[:, chosen]
    values = {name: formula.of(table) for name, formula in kind.figures.items()}
    asked = {name: kind.figures[name] for name in estimated if name in kind.figures}
    intervals = {} if estimate is None else estimate(groups, asked)
    leading = next((intervals[name] for name in kind.shown if name in intervals), None)
    wide = None if leading is None else leading.half_width
    if kind is PAIR:
        warned = cautions(table, segments, longest, wide)
    else:
        warned = cautions_of_several(segments, values.get("prevalence"), wide)
    return Part(tally, table, values, intervals, warned, segments)


def _overall(
    tally: Tally, over: Bools, coders: Sequence[str], estimate: Estimate | None
) -> Overall:
    """Return the figures over several nodes, with their intervals."""
    kind = tally.kind
    table = tally.table.sum(axis=0)[over]
    nothing = nothing_to_compare(kind, table)
    if nothing is not None and (kind is PAIR or kind is SEVERAL or len(table) == 0):
        return Overall(None, None, None, nothing, dict.fromkeys(kind.over_nodes), tuple(coders))
    values = {name: _number(f.of(table)) for name, f in kind.over_nodes.items()}
    ends, reasons = _over_nodes(kind, tally.groups[:, over], estimate)
    missing = reason_of(kind, None, coders) if None in values.values() else None
    return Overall(
        values.get("percent"),
        values.get("pooled_kappa"),
        values.get("mean_kappa"),
        missing,
        values,
        tuple(coders),
        ends,
        reasons,
    )


def _at(values: Mapping[str, Floats], index: int) -> dict[str, Floats]:
    """Return the figures of one source."""
    return {name: found[index] for name, found in values.items()}


def _over_nodes(
    kind: Kind, groups: Table, estimate: Estimate | None
) -> tuple[dict[str, tuple[float, float] | None], dict[str, str]]:
    if estimate is None:
        return {}, {}
    found = estimate(groups, kind.over_nodes)
    flat = {name: _flat(interval) for name, interval in found.items()}
    return {name: _ends(of, 0) for name, of in flat.items()}, _reasons(flat, 0)


def _flat(of: Interval) -> Interval:
    """Return a single figure's interval as one of a vector [1]."""
    return replace(
        of,
        estimate=np.atleast_1d(of.estimate),
        low=np.atleast_1d(of.low),
        high=np.atleast_1d(of.high),
        error=np.atleast_1d(of.error),
        missing=np.atleast_1d(of.missing),
    )


def _number(value: Floats) -> float | None:
    return or_none(np.atleast_1d(np.asarray(value, dtype=np.float64)))[0]


def _ends(of: Interval, at: int) -> tuple[float, float] | None:
    """Return an interval's ends at one node, None where there is none."""
    return None if of.missing[at] else (float(of.low[at]), float(of.high[at]))


def _reasons(intervals: Mapping[str, Interval], at: int) -> dict[str, str]:
    """Return why figures have no interval at one node."""
    said = {name: why_none(int(of.missing[at])) for name, of in intervals.items()}
    return {name: why for name, why in said.items() if why is not None}


def overall_of(table: Ints) -> Overall:
    """Return two coders' figures over several nodes, from tables [nodes, 4] over all sources."""
    tally = Tally((0, 1), PAIR, table[None], table[None])
    return _overall(tally, np.ones(len(table), dtype=np.bool_), ("", ""), None)


def at_or_below(parents: Ints, chosen: Ints) -> Bools:
    """Say of each node whether it is one of the chosen or below one of them [nodes]."""
    inside = np.zeros(len(parents), dtype=np.bool_)
    inside[chosen] = True
    for _ in range(len(parents)):
        grown = inside | np.where(parents >= 0, inside[parents], False)  # noqa: FBT003
        if (grown == inside).all():
            break
        inside = grown
    return inside
