"""Agreement of any number of coders.

For one node: `counts` [..., k + 1] says how much text 0, 1, ... k coders gave it (see
`lengths.counts`), `patterns` [..., 2**k] which coders did (see `lengths.table`). In general:
`ratings` [units, categories] says how many coders gave each category to each unit, all units rated
by equally many; `weight` [units] how often that unit occurs.
"""

from itertools import combinations

import numpy as np

from qda_app.analysis.agreement import coefficients
from qda_app.analysis.agreement.coefficients import Table
from qda_app.analysis.agreement.lengths import pairs
from qda_app.analysis.arrays import Floats, Ints, ratio


def percent(counts: Table) -> Floats:
    """Return the share of agreeing pairs of coders [...], within 0..1; NaN where n is 0.

    Raises ValueError for fewer than two coders, as do the others below.
    """
    many, k = _coders(counts)
    agreeing = many * (many - 1) + (k - many) * (k - many - 1)
    return ratio((counts * agreeing).sum(axis=-1), k * (k - 1) * _n(counts))


def prevalence(counts: Table) -> Floats:
    """Return the mean of the coders' shares of the text [...], within 0..1; NaN where n is 0."""
    many, k = _coders(counts)
    return ratio((counts * many).sum(axis=-1), k * _n(counts))


def fleiss_kappa(counts: Table) -> Floats:
    """Return Fleiss' kappa (1971) of one node [...]; NaN where all or none of the text has it."""
    used, unused, n = _values(counts)
    # (1 - po) / (1 - pe) with 1 - pe = 2 * used * unused / n², all exact integers
    return 1 - ratio((1 - percent(counts)) * n**2, 2 * used * unused)


def pooled_fleiss_kappa(counts: Table) -> Floats:
    """Return Fleiss' kappa pooled over nodes, for counts [..., nodes, k + 1], as [...].

    (mean po - mean pe) / (1 - mean pe), as De Vries et al. (2008) pool Cohen's; at most 1. NaN
    where no node leaves room for chance.
    """
    used, unused, n = _values(counts)
    nodes, room = used.shape[-1], ratio(2 * used * unused, n**2).sum(axis=-1)
    return 1 - ratio((nodes - percent(counts).sum(axis=-1)), room)


def krippendorff_alpha(counts: Table) -> Floats:
    """Return Krippendorff's nominal alpha (2011) of one node [...], at most 1; NaN likewise."""
    used, unused, n = _values(counts)
    return 1 - ratio((1 - percent(counts)) * n * (n - 1), 2 * used * unused)


def gwet_ac1(counts: Table) -> Floats:
    """Return Gwet's AC1 (2008) of one node [...], within -1..1; NaN only where n is 0."""
    m = prevalence(counts)
    chance = 2 * m * (1 - m)
    return (percent(counts) - chance) / (1 - chance)


def bennett_s(counts: Table) -> Floats:
    """Return 2 po - 1 of one node, po over pairs of coders [...], within -1..1; NaN at n = 0."""
    return 2 * percent(counts) - 1


def positive_agreement(counts: Table) -> Floats:
    """Return the share of a coder's text that another coder gave the node too [...], within 0..1.

    Fleiss' (1981) specific agreement over all ordered pairs; F1 for two coders. NaN if nobody used
    the node.
    """
    many, k = _coders(counts)
    return ratio((counts * many * (many - 1)).sum(axis=-1), (k - 1) * (counts * many).sum(axis=-1))


def conger_kappa(patterns: Table) -> Floats:
    """Return Conger's exact kappa (1980) of one node [...], at most 1; Cohen's for two coders.

    Chance is the mean over pairs of coders of Cohen's, each with the two's own shares. NaN where
    all coders gave the node to nothing, or all to everything.
    """
    observed, chance = _paired(patterns)
    return ratio((observed - chance).sum(axis=-1), (1 - chance).sum(axis=-1))


def light_kappa(patterns: Table) -> Floats:
    """Return the mean of the pairs' Cohen's kappas (Light 1971) [...]; pairs without one left out.

    NaN where no pair has a kappa.
    """
    return coefficients.mean_of_known(coefficients.cohen_kappa(_pair_tables(patterns)))


def rated_percent(ratings: Table, weight: Table | None = None) -> float:
    """Return the share of agreeing pairs of coders over the units, within 0..1; NaN if none."""
    given, times, raters = _rated(ratings, weight)
    agreeing = (given * (given - 1)).sum(axis=1) @ times
    return float(ratio(agreeing, raters * (raters - 1) * times.sum()))


def fleiss_chance(ratings: Table, weight: Table | None = None) -> float:
    """Return Fleiss' expected agreement (1971): the sum of the categories' squared shares."""
    given, times, raters = _rated(ratings, weight)
    share = ratio(times @ given, raters * times.sum())
    return float((share**2).sum())


def rated_fleiss_kappa(ratings: Table, weight: Table | None = None) -> float:
    """Return Fleiss' kappa (1971), at most 1; NaN where all values are of one category.

    Raises ValueError where units are rated by different numbers of coders, or by fewer than two.
    """
    observed, chance = rated_percent(ratings, weight), fleiss_chance(ratings, weight)
    return (observed - chance) / (1 - chance) if chance != 1 else float("nan")


def rated_alpha(ratings: Table, weight: Table | None = None) -> float:
    """Return Krippendorff's nominal alpha (2011) of fully rated units, at most 1; NaN likewise."""
    given, times, raters = _rated(ratings, weight)
    values, n = times @ given, raters * times.sum()
    chance = float(ratio((values * (values - 1)).sum(), n * (n - 1)))
    return (rated_percent(ratings, weight) - chance) / (1 - chance) if chance != 1 else float("nan")


def _coders(counts: Table) -> tuple[Floats, int]:
    k = np.shape(counts)[-1] - 1
    if k < 2:
        raise ValueError("agreement needs at least two coders")
    return np.arange(k + 1, dtype=np.float64), k


def _pair_tables(patterns: Table) -> Ints:
    """Return n11, n10, n01, n00 of every pair of coders [..., pairs, 4]."""
    patterns = np.asarray(patterns, dtype=np.int64)
    k = patterns.shape[-1].bit_length() - 1
    if k < 2 or patterns.shape[-1] != 1 << k:
        raise ValueError("agreement needs at least two coders")
    both = [pairs(patterns, a, b) for a, b in combinations(range(k), 2)]
    return np.stack(both, axis=-2)


def _paired(patterns: Table) -> tuple[Floats, Floats]:
    tables = _pair_tables(patterns)
    return coefficients.percent(tables), coefficients.chance_cohen(tables)


def _n(counts: Table) -> Floats:
    n: Floats = np.asarray(counts, dtype=np.float64).sum(axis=-1)
    return n


def _values(counts: Table) -> tuple[Floats, Floats, Floats]:
    """Return how many of all coders' values are the node, are not, and their number."""
    many, k = _coders(counts)
    used = (counts * many).sum(axis=-1)
    n = k * _n(counts)
    return used, n - used, n


def _rated(ratings: Table, weight: Table | None) -> tuple[Floats, Floats, float]:
    given = np.asarray(ratings, dtype=np.float64)
    number = given.sum(axis=1)
    if len(number) == 0 or number[0] < 2 or (number != number[0]).any():
        raise ValueError("every unit must be rated by the same coders, at least two")
    times = np.ones(len(given)) if weight is None else np.asarray(weight, dtype=np.float64)
    return given, times, float(number[0])
