"""How tables of a comparison are read: which coefficients there are for pairs, more, segments."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from qda_app.analysis.agreement import coefficients, segments, several
from qda_app.analysis.agreement.aggregation import mean_over_nodes
from qda_app.analysis.agreement.coefficients import Table
from qda_app.analysis.agreement.intervals import Calculation
from qda_app.analysis.agreement.lengths import counts_of
from qda_app.analysis.agreement.measures import MEASURES
from qda_app.analysis.arrays import Floats, Ints, ratio
from qda_app.domain.messages import say

IOU, MAXQDA = "iou", "maxqda"


@dataclass(frozen=True, slots=True)
class Scale:
    """One kind of table [..., cells]: the coefficients offered on it and the figures shown beside.

    `measures` name coefficients, the usual one first; `cells` are the columns that `shown` makes of
    a table. A figure that does not exist for this kind is None.
    """

    name: str
    measures: tuple[str, ...]
    cells: tuple[str, ...]
    shown: Callable[[Ints], Ints]
    percent: Calculation | None
    f1: Calculation | None
    prevalence: Calculation | None
    bias: Calculation | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """One coefficient on tables [..., cells], and over several nodes on [..., nodes, cells]."""

    name: str
    calculation: Calculation
    over_nodes: Calculation
    limits: tuple[float, float]
    paper: str


def _as_it_is(table: Ints) -> Ints:
    return table


def _counting(several_of: Callable[[Ints], Floats] | None) -> Calculation | None:
    """Return a calculation on patterns for tables of any number, as a bootstrap sums them."""
    if several_of is None:
        return None

    def calculation(patterns: Table) -> Floats:
        return several_of(np.rint(patterns).astype(np.int64))

    return calculation


def _on_counts(function: Callable[[Table], Floats]) -> Calculation:
    def calculation(patterns: Table) -> Floats:
        return function(counts_of(np.asarray(patterns)))

    return calculation


def rows_percent(rows: Table) -> Floats:
    """Return the share of rows that agree, of tables [..., 2] of agreeing and other rows."""
    cells = np.asarray(rows, dtype=np.float64)
    return ratio(cells[..., 0], cells.sum(axis=-1))


PAIR = Scale(
    "pair",
    ("kappa", "alpha", "f1", "jaccard", "pi", "percent", "ac1", "s"),
    ("n11", "n10", "n01", "n00"),
    _as_it_is,
    coefficients.percent,
    coefficients.f1,
    coefficients.prevalence,
    coefficients.bias,
)
SEVERAL = Scale(
    "several",
    ("fleiss_kappa", "alpha", "f1", "conger_kappa", "percent", "ac1", "s"),
    (),
    counts_of,
    _on_counts(several.percent),
    _on_counts(several.positive_agreement),
    _on_counts(several.prevalence),
)
MATCHES = Scale(
    "matches",
    ("f1",),
    ("matches", "first_only", "second_only"),
    _as_it_is,
    None,
    segments.f1,
    None,
)
ROWS = Scale(
    "rows",
    ("maxqda_kappa", "percent"),
    ("agreeing", "others"),
    _as_it_is,
    rows_percent,
    None,
    None,
)


def reading(scale: Scale, name: str, nodes: int) -> Reading:
    """Return a coefficient for one kind of table; the scale's usual one where it has no such.

    `nodes` is the number of nodes in the tree, from which MAXQDA's chance follows. Over several
    nodes kappa of two coders is pooled, counts of segments are summed, all others are averaged.
    """
    name = name if name in scale.measures else scale.measures[0]
    if scale is MATCHES:
        return Reading(name, segments.f1, _summed(segments.f1), (0.0, 1.0), HRIPCSAK)
    if scale is ROWS:
        found = rows_percent if name == "percent" else _maxqda(max(nodes, 2))
        return Reading(name, found, _summed(found), (-1.0, 1.0), MAXQDA_MANUAL)
    of = MEASURES[name]
    calculation = of.pair if scale is PAIR else _counting(of.several)
    if calculation is None:
        raise KeyError(name)
    if name == "kappa":
        pooled = coefficients.pooled_kappa
        return Reading(name, calculation, pooled, of.limits, f"{of.paper}; {DE_VRIES}")
    return Reading(name, calculation, mean_over_nodes(calculation), of.limits, of.paper)


DE_VRIES = "De Vries et al. 2008"
HRIPCSAK = "Hripcsak and Rothschild 2005"
MAXQDA_MANUAL = "Brennan and Prediger 1981"


def _maxqda(nodes: int) -> Calculation:
    def calculation(rows: Table) -> Floats:
        cells = np.asarray(rows, dtype=np.float64)
        return coefficients.maxqda_kappa(cells[..., 0], cells[..., 1], nodes)

    return calculation


def _summed(calculation: Calculation) -> Calculation:
    def over_nodes(tables: Table) -> Floats:
        return calculation(np.asarray(tables).sum(axis=-2))

    return over_nodes


def measure_words() -> Mapping[str, str]:
    """Return the coefficients' names in the user's language."""
    return {
        "kappa": say("Cohen's kappa"),
        "fleiss_kappa": say("Fleiss' kappa"),
        "conger_kappa": say("Conger's kappa"),
        "alpha": say("Krippendorff's alpha"),
        "f1": say("F1 (positive agreement)"),
        "jaccard": say("Jaccard"),
        "pi": say("Scott's pi"),
        "percent": say("Percent agreement"),
        "ac1": say("Gwet's AC1"),
        "s": say("Bennett's S"),
        "maxqda_kappa": say("Kappa as in MAXQDA"),
    }


def pair_measure(name: str) -> str:
    """Return the coefficient of two coders that answers to one of more."""
    return name if name in PAIR.measures else "kappa"
