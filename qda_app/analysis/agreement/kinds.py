"""The kinds of table that agreement is read from, and every figure that exists on each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from qda_app.analysis.agreement import coefficients, segments, several
from qda_app.analysis.agreement.aggregation import mean_over_nodes
from qda_app.analysis.agreement.coefficients import Table
from qda_app.analysis.agreement.lengths import counts_of
from qda_app.analysis.agreement.measures import MEASURES
from qda_app.analysis.arrays import Floats, Ints, ratio

Calculation = Callable[[Table], Floats]
SHARE, KAPPA, OPEN = (0.0, 1.0), (-1.0, 1.0), (-float("inf"), 1.0)


@dataclass(frozen=True, slots=True)
class Formula:
    """A figure, from [..., cells] (over nodes: [..., nodes, cells]) to [...], with its range."""

    of: Calculation
    limits: tuple[float, float]


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """A table's cells by name, its figures, those over several nodes, and what is shown unasked.

    `estimated` are the figures that get an interval unasked; `choices` are the numbers of nodes
    that chance rests on, for a node's figures and for those over nodes, where it rests on them.
    """

    cells: tuple[str, ...]
    figures: Mapping[str, Formula]
    over_nodes: Mapping[str, Formula]
    shown: tuple[str, ...]
    estimated: tuple[str, ...]
    whole: tuple[str, ...] = field(default=())  # the cells that are counts
    choices: tuple[int, int] | None = None


def _mean(formula: Formula) -> Formula:
    return Formula(mean_over_nodes(formula.of), formula.limits)


def _summed(formula: Formula) -> Formula:
    def pooled(table: Table) -> Floats:
        return formula.of(table.sum(axis=-2))

    return Formula(pooled, formula.limits)


def _pair() -> Kind:
    figures = {m.name: Formula(m.pair, m.limits) for m in MEASURES.values() if m.pair is not None}
    over = {
        "percent": _mean(figures["percent"]),
        "pooled_kappa": Formula(coefficients.pooled_kappa, KAPPA),
        "mean_kappa": _mean(figures["kappa"]),
        "mean_alpha": _mean(figures["alpha"]),
        "mean_f1": _mean(figures["f1"]),
    }
    cells = ("n11", "n10", "n01", "n00")
    estimated = ("kappa", "alpha", "f1", "percent", "pi", "s", "ac1", "jaccard")
    return Kind(cells, figures, over, ("kappa", "alpha", "f1", "percent"), estimated, cells)


def _several() -> Kind:
    figures = {
        m.name: Formula(_as_patterns(m.several), m.limits)
        for m in MEASURES.values()
        if m.several is not None
    }
    over = {
        "percent": _mean(figures["percent"]),
        "pooled_fleiss_kappa": Formula(_pooled_fleiss, OPEN),
        "mean_fleiss_kappa": _mean(figures["fleiss_kappa"]),
        "mean_alpha": _mean(figures["alpha"]),
        "mean_f1": _mean(figures["f1"]),
    }
    shown = ("fleiss_kappa", "alpha", "f1", "percent")
    return Kind((), figures, over, shown, ("fleiss_kappa", "alpha", "f1", "percent", "s", "ac1"))


def _as_patterns(function: Callable[[Ints], Floats]) -> Calculation:
    def on_table(table: Table) -> Floats:
        return function(table)  # type: ignore[arg-type]

    return on_table


def _pooled_fleiss(patterns: Table) -> Floats:
    return several.pooled_fleiss_kappa(counts_of(patterns))  # type: ignore[arg-type]


def _matched() -> Kind:
    figures = {
        "f1": Formula(lambda t: segments.f1(t[..., :3]), SHARE),
        "first_share": Formula(lambda t: ratio(t[..., 0], t[..., 0] + t[..., 1]), SHARE),
        "second_share": Formula(lambda t: ratio(t[..., 0], t[..., 0] + t[..., 2]), SHARE),
        "mean_iou": Formula(lambda t: ratio(t[..., 3], t[..., 0]), SHARE),
    }
    over = {"f1": _summed(figures["f1"]), "mean_f1": _mean(figures["f1"])}
    over["mean_iou"] = _summed(figures["mean_iou"])
    cells = ("matches", "first_only", "second_only")
    names = tuple(figures)
    return Kind((*cells, "iou"), figures, over, names, names, cells)


def _matched_by_several() -> Kind:
    pair = MATCHED
    figures = {name: pair.figures[name] for name in ("f1", "mean_iou")}
    names = tuple(figures)
    return Kind(pair.cells, figures, pair.over_nodes, names, names)


def rows(nodes: int, over: int | None = None) -> Kind:
    """Return the kind of MAXQDA's rows that agree and that do not, with chance 1 / nodes.

    `over` is the number of nodes that figures over nodes go over, by default the same.
    """
    over = nodes if over is None else over

    def percent(table: Table) -> Floats:
        return ratio(table[..., 0], table.sum(axis=-1))

    kappa, together = (
        Formula(partial(_maxqda_kappa, nodes=number), KAPPA) for number in (nodes, over)
    )
    figures = {"percent": Formula(percent, SHARE), "kappa": kappa}
    over_nodes = {
        "percent": _summed(figures["percent"]),
        "pooled_kappa": _summed(together),
        "mean_kappa": _mean(together),
    }
    cells, names = ("agreeing", "disagreeing"), ("kappa", "percent")
    return Kind(cells, figures, over_nodes, names, names, cells, (nodes, over))


def _maxqda_kappa(table: Table, nodes: int) -> Floats:
    return coefficients.maxqda_kappa(table[..., 0], table[..., 1], nodes)


PAIR = _pair()
SEVERAL = _several()
MATCHED = _matched()
MATCHED_BY_SEVERAL = _matched_by_several()
