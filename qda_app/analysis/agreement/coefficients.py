"""Agreement of two coders on one node, and over several nodes or sources, in closed form.

A table is an array [..., 4] of n11, n10, n01, n00: how many units (code points, turns, ...) both
coders gave the node, only the first, only the second, neither. Every function is vectorised over
the leading axes, returns an array of their shape, and is NaN exactly where its denominator is zero.
Symbols: n the total, po the observed and pe the expected agreement, a and b the coders' shares of
the text, m the mean of these.
"""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from qda_app.analysis.arrays import Floats, Ints, ratio

Table: TypeAlias = Floats | Ints


def total(table: Table) -> Floats:
    """Return n [...], in the table's unit."""
    n: Floats = np.asarray(table, dtype=np.float64).sum(axis=-1)
    return n


def percent(table: Table) -> Floats:
    """Return po = (n11 + n00) / n [...], within 0..1; NaN where n is 0."""
    n11, _, _, n00 = _cells(table)
    return ratio(n11 + n00, total(table))


def prevalence(table: Table) -> Floats:
    """Return m = (2 n11 + n10 + n01) / 2n [...], within 0..1; NaN where n is 0."""
    n11, n10, n01, _ = _cells(table)
    return ratio(2 * n11 + n10 + n01, 2 * total(table))


def bias(table: Table) -> Floats:
    """Return a - b = (n10 - n01) / n [...], within -1..1 (Byrt, Bishop and Carlin 1993)."""
    _, n10, n01, _ = _cells(table)
    return ratio(n10 - n01, total(table))


def prevalence_index(table: Table) -> Floats:
    """Return (n11 - n00) / n [...], within -1..1 (Byrt, Bishop and Carlin 1993); NaN at n = 0."""
    n11, _, _, n00 = _cells(table)
    return ratio(n11 - n00, total(table))


def chance_cohen(table: Table) -> Floats:
    """Return Cohen's pe = ab + (1 - a)(1 - b) [...], within 0..1; NaN where n is 0."""
    n11, n10, n01, n00 = _cells(table)
    both = (n11 + n10) * (n11 + n01) + (n01 + n00) * (n10 + n00)
    return ratio(both, total(table) ** 2)


def cohen_kappa(table: Table) -> Floats:
    """Return Cohen's kappa (1960) [...], within -1..1.

    Written as 2(n11 n00 - n10 n01) over its largest value, so that a node which one coder never
    used (or gave to all of the text) has exactly 0. NaN where both coders gave the node to nothing,
    or both to everything.
    """
    n11, n10, n01, n00 = _cells(table)
    below = (n11 + n10) * (n10 + n00) + (n11 + n01) * (n01 + n00)
    return ratio(2 * (n11 * n00 - n10 * n01), below)


def scott_pi(table: Table) -> Floats:
    """Return Scott's pi (1955), pe = m² + (1 - m)² [...]; NaN where m is 0 or 1, or n is 0."""
    n11, n10, n01, n00 = _cells(table)
    used, unused = 2 * n11 + n10 + n01, 2 * n00 + n10 + n01
    return _less_one(2 * (n10 + n01) * total(table), used * unused)


def bennett_s(table: Table) -> Floats:
    """Return Bennett's S (1954), also Brennan and Prediger (1981), pe = 1/2 [...]; NaN at n = 0."""
    return 2 * percent(table) - 1


def pabak(table: Table) -> Floats:
    """Return the prevalence- and bias-adjusted kappa 2 po - 1 (Byrt, Bishop and Carlin 1993) [...].

    The value kappa would have at even shares; it equals `bennett_s`. NaN where n is 0.
    """
    return bennett_s(table)


def gwet_ac1(table: Table) -> Floats:
    """Return Gwet's AC1 (2008), pe = 2m(1 - m) [...], within -1..1; NaN only where n is 0."""
    m = prevalence(table)
    chance = 2 * m * (1 - m)
    return (percent(table) - chance) / (1 - chance)


def krippendorff_alpha(table: Table) -> Floats:
    """Return Krippendorff's alpha (2011), nominal, two values [...], at most 1.

    alpha = 1 - Do/De, De corrected for the finite number N = 2n of values. NaN where m is 0 or 1.
    """
    n11, n10, n01, n00 = _cells(table)
    used, unused = 2 * n11 + n10 + n01, 2 * n00 + n10 + n01
    return _less_one((n10 + n01) * (2 * total(table) - 1), used * unused)


def f1(table: Table) -> Floats:
    """Return positive agreement 2 n11 / (2 n11 + n10 + n01) [...], within 0..1 (Dice 1945).

    The number of true negatives plays no part. NaN where neither coder used the node.
    """
    n11, n10, n01, _ = _cells(table)
    return ratio(2 * n11, 2 * n11 + n10 + n01)


def jaccard(table: Table) -> Floats:
    """Return n11 / (n11 + n10 + n01) [...], within 0..1 (Jaccard 1912); NaN if nobody used it."""
    n11, n10, n01, _ = _cells(table)
    return ratio(n11, n11 + n10 + n01)


def pooled_kappa(table: Table) -> Floats:
    """Return the kappa pooled over nodes, for tables [..., nodes, 4], as [...].

    (mean po - mean pe) / (1 - mean pe), De Vries, Elliott, Kanouse and Teleki 2008. Nodes that
    nobody used change nothing. NaN where no node leaves room for chance.
    """
    observed, chance = (ratio(each.sum(axis=-1), each.shape[-1]) for each in
                        (percent(table), chance_cohen(table)))  # fmt: skip
    return ratio(observed - chance, 1 - chance)


def mean_kappa(table: Table) -> Floats:
    """Return the mean of the kappas that exist, for tables [..., nodes, 4], as [...]; else NaN."""
    return mean_of_known(cohen_kappa(table))


def mean_of_known(values: Floats) -> Floats:
    """Return the mean along the last axis of the values that are not NaN; NaN where none is."""
    known = ~np.isnan(values)
    return ratio(np.where(known, values, 0.0).sum(axis=-1), known.sum(axis=-1, dtype=np.float64))


def weighted_kappa(table: Table, sizes: Table | None = None) -> Floats:
    """Return NVivo's kappa over several sources, for tables [..., sources, 4], as [...].

    The mean of the sources' kappas weighted by `sizes` [..., sources], by default each table's n
    (NVivo help, "Coding Comparison query"). NVivo counts a node that nobody used, or that both gave
    to everything, as full agreement; here such a source is left out. NaN where none is left.
    """
    kappa = cohen_kappa(table)
    weight = total(table) if sizes is None else np.asarray(sizes, dtype=np.float64)
    known = ~np.isnan(kappa)
    weight = np.where(known, weight, 0.0)
    return ratio((np.where(known, kappa, 0.0) * weight).sum(axis=-1), weight.sum(axis=-1))


def holsti(matches: Table, first: Table, second: Table) -> Floats:
    """Return Holsti's coefficient 2M / (N1 + N2) (1969) [...], within 0..1; NaN if nobody coded.

    `matches` counts decisions on which the coders agree, `first` and `second` those each made.
    """
    decisions = np.asarray(first, dtype=np.float64) + np.asarray(second, dtype=np.float64)
    return ratio(2 * np.asarray(matches, dtype=np.float64), decisions)


def maxqda_kappa(agreements: Table, disagreements: Table, nodes: int) -> Floats:
    """Return MAXQDA's segment kappa [...]: po against a chance of 1 / number of nodes.

    MAXQDA manual, "Intercoder agreement", after Brennan and Prediger (1981). NaN where there are no
    rows or fewer than two nodes.
    """
    agreed = np.asarray(agreements, dtype=np.float64)
    observed = ratio(agreed, agreed + np.asarray(disagreements, dtype=np.float64))
    chance = 1 / max(nodes, 1)
    return ratio(observed - chance, np.full_like(observed, 1 - chance))


def _cells(table: Table) -> tuple[Floats, Floats, Floats, Floats]:
    cells: NDArray[np.float64] = np.asarray(table, dtype=np.float64)
    return cells[..., 0], cells[..., 1], cells[..., 2], cells[..., 3]


def _less_one(above: Floats, below: Floats) -> Floats:
    return 1 - ratio(above, below)
