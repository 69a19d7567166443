"""The figures of two coders per node, per source and overall, with reasons where one is missing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from qda_app.analysis.agreement import coefficients, lengths
from qda_app.analysis.agreement.cautions import cautions, explanations
from qda_app.analysis.agreement.intervals import Interval
from qda_app.analysis.agreement.intervals import reason as why_none
from qda_app.analysis.agreement.study import Study, leaves, rolled_up
from qda_app.analysis.arrays import Bools, Floats, Ints, or_none
from qda_app.domain.messages import say


@dataclass(frozen=True, slots=True)
class Names:
    """What the numbers of a study stand for: sources, node paths and coders, by index."""

    sources: Sequence[str]
    nodes: Sequence[str]
    coders: Sequence[str]


@dataclass(frozen=True, slots=True)
class Entry:
    """The agreement on one node, in all sources together or in the one that is named."""

    node: str
    n11: int
    n10: int
    n01: int
    n00: int
    percent: float | None
    kappa: float | None
    alpha: float | None
    f1: float | None
    prevalence: float | None
    reason: str | None
    source: str | None = None
    pi: float | None = None
    s: float | None = None
    ac1: float | None = None
    jaccard: float | None = None
    bias: float | None = None
    ci: Mapping[str, tuple[float, float] | None] = field(default_factory=dict)
    ci_reasons: Mapping[str, str] = field(default_factory=dict)
    warnings: Sequence[str] = ()

    def as_json(self) -> dict[str, object]:
        """Return the entry as the command line prints it."""
        where = {} if self.source is None else {"source": self.source}
        figures = {name: getattr(self, name) for name in _FIGURES}
        more = {name: getattr(self, name) for name in _MORE}
        intervals = {name: ends and list(ends) for name, ends in self.ci.items()}
        return {
            **where,
            "node": self.node,
            **figures,
            "reason": self.reason,
            **more,
            "ci": intervals,
            "ci_reasons": dict(self.ci_reasons),
            "warnings": list(self.warnings),
        }


_FIGURES = ("n11", "n10", "n01", "n00", "percent", "kappa", "alpha", "f1", "prevalence")
_MORE = ("pi", "s", "ac1", "jaccard", "bias")


@dataclass(frozen=True, slots=True)
class Overall:
    """The agreement over the leaf nodes; all fractions, None for what cannot be computed."""

    percent: float | None
    pooled_kappa: float | None
    mean_kappa: float | None
    reason: str | None = None

    def as_json(self) -> dict[str, object]:
        """Return the figures as the command line prints them, with a reason if one is missing."""
        figures: dict[str, object] = {
            "percent": self.percent,
            "pooled_kappa": self.pooled_kappa,
            "mean_kappa": self.mean_kappa,
        }
        return figures if self.reason is None else {**figures, "reason": self.reason}


@dataclass(frozen=True, slots=True, eq=False)
class Figures:
    """Tables [..., 4] of n11, n10, n01, n00 and the coefficients on them [...]; NaN for none."""

    table: Ints
    percent: Floats
    kappa: Floats
    alpha: Floats
    f1: Floats
    prevalence: Floats
    pi: Floats
    s: Floats
    ac1: Floats
    jaccard: Floats
    bias: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Report:
    """Everything said about two coders; entries are made when they are asked for.

    `nodes` has the shape [nodes shown], `sources` [sources, nodes shown]; `intervals` by measure
    [nodes shown]; `segments` [nodes shown, coders] and `longest` [nodes shown] are for warnings.
    """

    names: Names
    shown: Ints
    unit: str
    length: int
    nodes: Figures
    sources: Figures
    overall: Overall
    intervals: Mapping[str, Interval] = field(default_factory=dict)
    segments: Ints | None = None
    longest: Ints | None = None

    def node_entries(self) -> list[Entry]:
        """Return one entry per node shown, in the order of the tree."""
        paths = [self.names.nodes[i] for i in self.shown]
        wide = self.intervals["kappa"].half_width if "kappa" in self.intervals else None
        found = cautions(self.nodes.table, self.segments, self.longest, wide)
        return [
            replace(
                entry,
                ci={name: _ends(of, at) for name, of in self.intervals.items()},
                ci_reasons=_reasons(self.intervals, at),
                warnings=explanations(found[at], self.nodes.table[at].tolist(), self.names.coders),
            )
            for at, entry in enumerate(_entries(self.nodes, paths, self.names))
        ]

    def source_entries(self) -> Iterator[Entry]:
        """Yield one entry per source and node shown."""
        paths = [self.names.nodes[i] for i in self.shown]
        for index, source in enumerate(self.names.sources):
            part = Figures(*(getattr(self.sources, n)[index] for n in Figures.__slots__))
            yield from _entries(part, paths, self.names, source)

    def as_json(self) -> dict[str, object]:
        """Return the report as the command line prints it."""
        return {
            "coders": list(self.names.coders),
            "unit": self.unit,
            "universe": {"sources": list(self.names.sources), "length": self.length},
            "nodes": [entry.as_json() for entry in self.node_entries()],
            "sources": [entry.as_json() for entry in self.source_entries()],
            "overall": self.overall.as_json(),
        }


def report(
    own: Study,
    names: Names,
    parents: Ints,
    *,
    shown: Sequence[int] | None = None,
    unit: str = "character",
    tables: Ints | None = None,
    over: Bools | None = None,
) -> Report:
    """Compare the first two coders of a study node by node, descendants included by union.

    `parents` [nodes] holds each node's parent, -1 at the top; `shown` chooses nodes, else all.
    `tables` [nodes, sources, 4] replaces the lengths, for other units than the code point; it must
    include descendants already. Overall figures are over the leaves at or below the nodes shown,
    or over the nodes [nodes] that `over` marks.
    Raises ValueError for fewer than two coders.
    """
    if own.coders < 2:
        raise ValueError("agreement needs two coders")
    if tables is None:
        tables = lengths.pair_table(rolled_up(own, parents), 0, 1)
    chosen = np.arange(own.nodes) if shown is None else np.asarray(shown, dtype=np.int64)
    together = tables.sum(axis=1)
    leaf = leaves(parents) & at_or_below(parents, chosen) if over is None else over
    return Report(
        names,
        chosen,
        unit,
        int(own.text.length.sum()),
        figures(together[chosen]),
        figures(np.swapaxes(tables[chosen], 0, 1)),
        overall_of(together[leaf]),
    )


def figures(table: Ints) -> Figures:
    """Return the coefficients of tables [..., 4], each with the tables' leading shape."""
    return Figures(
        table,
        coefficients.percent(table),
        coefficients.cohen_kappa(table),
        coefficients.krippendorff_alpha(table),
        coefficients.f1(table),
        coefficients.prevalence(table),
        coefficients.scott_pi(table),
        coefficients.bennett_s(table),
        coefficients.gwet_ac1(table),
        coefficients.jaccard(table),
        coefficients.bias(table),
    )


def overall_of(table: Ints) -> Overall:
    """Return the figures over several nodes, from their tables [nodes, 4] over all sources."""
    if len(table) == 0 or not table.any():
        nothing = _no_text() if len(table) else say("There are no nodes to compare.")
        return Overall(None, None, None, nothing)
    values = [
        coefficients.percent(table).mean(),
        coefficients.pooled_kappa(table),
        coefficients.mean_kappa(table),
    ]
    percent, pooled, mean = or_none(np.array(values, dtype=np.float64))
    missing = say("No node leaves room for chance: each was used nowhere or everywhere by both.")
    return Overall(percent, pooled, mean, missing if mean is None else None)


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


def _entries(
    part: Figures, paths: Sequence[str], names: Names, source: str | None = None
) -> Iterator[Entry]:
    columns = (or_none(getattr(part, name)) for name in (*_FIGURES[4:], *_MORE))
    for path, cells, values in zip(
        paths, part.table.tolist(), zip(*columns, strict=True), strict=True
    ):
        n11, n10, n01, n00 = cells
        po, kappa, alpha, f1, share, *more = values
        reason = reason_for(cells, names.coders)
        yield Entry(path, n11, n10, n01, n00, po, kappa, alpha, f1, share, reason, source, *more)


def _ends(of: Interval, at: int) -> tuple[float, float] | None:
    """Return an interval's ends at one node, None where there is none."""
    return None if of.missing[at] else (float(of.low[at]), float(of.high[at]))


def _reasons(intervals: Mapping[str, Interval], at: int) -> dict[str, str]:
    """Return why measures have no interval at one node."""
    said = {name: why_none(int(of.missing[at])) for name, of in intervals.items()}
    return {name: why for name, why in said.items() if why is not None}


def reason_for(cells: Sequence[int], coders: Sequence[str]) -> str | None:
    """Return why a coefficient on n11, n10, n01, n00 is missing, or why kappa is exactly 0."""
    n11, n10, n01, n00 = cells
    a, b = n11 + n10, n11 + n01
    n = a + n01 + n00
    if n == 0:
        return _no_text()
    if a == b == 0:
        return say("Neither coder used this node, so only percent agreement exists.")
    if a == b == n:
        return say("Both coders gave this node to all of the text: kappa and alpha do not exist.")
    for used, other in ((a, 1), (b, 0)):
        if used == 0:
            return say("Only {coder} used this node, so kappa is 0.", coder=coders[other])
    for used, who in ((a, 0), (b, 1)):
        if used == n:
            sentence = "{coder} gave this node to all of the text, so kappa is 0."
            return say(sentence, coder=coders[who])
    return None


def _no_text() -> str:
    return say("There is no text that both coders worked on.")
