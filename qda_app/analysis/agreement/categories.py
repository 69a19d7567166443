"""Agreement where one of several categories is given to each unit, and kappa's standard errors.

A table of two coders is an array [..., k, k]: rows are the first coder's category, columns the
second's. Functions are vectorised over the leading axes and NaN where their denominator is zero.
"""

from collections.abc import Sequence

import numpy as np

from qda_app.analysis.agreement.coefficients import Table
from qda_app.analysis.arrays import Floats, Ints, ratio


def crossed(first: Sequence[object], second: Sequence[object]) -> Ints:
    """Return the table [k, k] of two coders' values, one pair per unit; categories in text order.

    Raises ValueError where the coders did not rate the same number of units.
    """
    order = {value: i for i, value in enumerate(sorted({*first, *second}, key=str))}
    counted = np.zeros((len(order), len(order)), dtype=np.int64)
    for a, b in zip(first, second, strict=True):
        counted[order[a], order[b]] += 1
    return counted


def percent(table: Table) -> Floats:
    """Return the observed agreement [...], within 0..1."""
    return ratio(_diagonal(table).sum(axis=-1), _n(table))


def cohen_kappa(table: Table) -> Floats:
    """Return Cohen's kappa (1960) [...], within -1..1; NaN where both used one same category."""
    rows, columns = _shares(table)
    return _beyond(percent(table), (rows * columns).sum(axis=-1))


def scott_pi(table: Table) -> Floats:
    """Return Scott's pi (1955) [...], within -1..1."""
    return _beyond(percent(table), (_mean_share(table) ** 2).sum(axis=-1))


def bennett_s(table: Table) -> Floats:
    """Return Bennett's S (1954), pe = 1/k (Brennan and Prediger 1981) [...]."""
    observed = percent(table)
    return _beyond(observed, np.full_like(observed, 1 / np.shape(table)[-1]))


def gwet_ac1(table: Table) -> Floats:
    """Return Gwet's AC1 (2008), pe = Σ p(1 - p) / (k - 1) [...]; raises ValueError for k = 1."""
    k = np.shape(table)[-1]
    if k < 2:
        raise ValueError("AC1 needs at least two categories")
    share = _mean_share(table)
    return _beyond(percent(table), (share * (1 - share)).sum(axis=-1) / (k - 1))


def krippendorff_alpha(table: Table) -> Floats:
    """Return Krippendorff's nominal alpha (2011) without missing values [...], at most 1."""
    return _beyond(percent(table), alpha_chance(table))


def alpha_chance(table: Table) -> Floats:
    """Return alpha's expected agreement Σ c(c - 1) / N(N - 1) [...]; c of the N = 2n values."""
    values, pairs = _mean_share(table) * 2 * _n(table)[..., None], 2 * _n(table)
    return ratio((values * (values - 1)).sum(axis=-1), pairs * (pairs - 1))


def kappa_standard_error(table: Table) -> Floats:
    """Return the large-sample standard error of Cohen's kappa [...], in kappa's units.

    Fleiss, Cohen and Everitt 1969, non-null; it holds for independent units, which the characters
    of a text are not.
    """
    cells, rows, columns = _proportions(table)
    kappa, chance = cohen_kappa(table), (rows * columns).sum(axis=-1)
    both = rows + columns
    free = (1 - kappa)[..., None]
    agreed = (_diagonal(cells) * (1 - both * free) ** 2).sum(axis=-1)
    cross = (columns[..., :, None] + rows[..., None, :]) ** 2 * cells
    missed = (cross.sum(axis=(-2, -1)) - (_diagonal(cells) * both**2).sum(axis=-1)) * free[
        ..., 0
    ] ** 2
    spread = agreed + missed - (kappa - chance * (1 - kappa)) ** 2
    return np.sqrt(ratio(np.maximum(spread, 0.0), (1 - chance) ** 2 * _n(table)))


def kappa_standard_error_null(table: Table) -> Floats:
    """Return the standard error of a Cohen's kappa of 0 [...] (Fleiss, Cohen, Everitt 1969)."""
    _, rows, columns = _proportions(table)
    product = rows * columns
    chance = product.sum(axis=-1)
    spread = chance + chance**2 - (product * (rows + columns)).sum(axis=-1)
    return np.sqrt(ratio(np.maximum(spread, 0.0), (1 - chance) ** 2 * _n(table)))


def ac1_standard_error(table: Table) -> Floats:
    """Return the large-sample standard error of Gwet's AC1 (2008, eq. 19) [...], in AC1's units.

    The sampling fraction is taken as 0; like kappa's it holds for independent units, which the
    characters of a text are not. NaN where n is 0; raises ValueError for k = 1.
    """
    cells, _, _ = _proportions(table)
    found, observed, share = gwet_ac1(table), percent(table), _mean_share(table)
    k = np.shape(table)[-1]
    chance = (share * (1 - share)).sum(axis=-1) / (k - 1)
    free = 1 - found
    agreed = (_diagonal(cells) * (1 - share)).sum(axis=-1) / (k - 1)
    rare = 1 - (share[..., :, None] + share[..., None, :]) / 2
    crossed_rare = (cells * rare**2).sum(axis=(-2, -1)) / (k - 1) ** 2
    spread = (
        observed * (1 - observed)
        - 4 * free * (agreed - observed * chance)
        + 4 * free**2 * (crossed_rare - chance**2)
    )
    return np.sqrt(ratio(np.maximum(spread, 0.0), (1 - chance) ** 2 * _n(table)))


def square(table: Table) -> Floats:
    """Return a table [..., 4] of n11, n10, n01, n00 as [..., 2, 2], for the functions above."""
    cells = np.asarray(table, dtype=np.float64)
    return cells.reshape(*cells.shape[:-1], 2, 2)


def _n(table: Table) -> Floats:
    n: Floats = np.asarray(table, dtype=np.float64).sum(axis=(-2, -1))
    return n


def _diagonal(table: Table) -> Floats:
    diagonal: Floats = np.diagonal(np.asarray(table, dtype=np.float64), axis1=-2, axis2=-1)
    return diagonal


def _proportions(table: Table) -> tuple[Floats, Floats, Floats]:
    cells = ratio(table, _n(table)[..., None, None])
    return cells, cells.sum(axis=-1), cells.sum(axis=-2)


def _shares(table: Table) -> tuple[Floats, Floats]:
    _, rows, columns = _proportions(table)
    return rows, columns


def _mean_share(table: Table) -> Floats:
    rows, columns = _shares(table)
    return (rows + columns) / 2


def _beyond(observed: Floats, chance: Floats) -> Floats:
    """Return (po - pe) / (1 - pe)."""
    return ratio(observed - chance, 1 - chance)
