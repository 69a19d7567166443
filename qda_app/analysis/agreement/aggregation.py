"""One figure for several sources or several nodes, by each of the ways in use.

`tables` [sources, ..., cells] are tables per source, `measure` a function from [..., cells] to
[...]; a node's parent is never averaged with it: pass the leaves, or the nodes of one level.
"""

import numpy as np

from qda_app.analysis.agreement.coefficients import Table, mean_of_known, total
from qda_app.analysis.agreement.intervals import Calculation, Interval
from qda_app.analysis.agreement.jackknife import jackknife, jackknife_mean
from qda_app.analysis.arrays import Floats, ratio

POOLED, MEAN, BY_LENGTH = "pooled", "mean", "length"
WAYS = (POOLED, MEAN, BY_LENGTH)


def over_sources(tables: Table, measure: Calculation, way: str = POOLED) -> Floats:
    """Return the measure over all sources [...].

    `pooled` sums the tables first, `mean` averages the sources' values, `length` weights them by
    the source's text (as NVivo does). Sources without a value are left out of the two means; NaN
    where none is left. Raises ValueError for another way.
    """
    if way == POOLED:
        return measure(np.asarray(tables).sum(axis=0))
    values = np.moveaxis(measure(tables), 0, -1)
    if way == MEAN:
        return mean_of_known(values)
    weights = np.moveaxis(_lengths(tables, way), 0, -1)
    known = ~np.isnan(values)
    weights = np.where(known, weights, 0.0)
    return ratio((np.where(known, values, 0.0) * weights).sum(axis=-1), weights.sum(axis=-1))


def interval_over_sources(
    tables: Table,
    measure: Calculation,
    way: str = POOLED,
    *,
    level: float = 0.95,
    limits: tuple[float, float] = (-np.inf, 1.0),
) -> Interval:
    """Return the same with its jackknife interval; see `jackknife.jackknife`."""
    if way == POOLED:
        return jackknife(tables, measure, level=level, limits=limits)
    weights = None if way == MEAN else _lengths(tables, way)
    return jackknife_mean(measure(tables), weights, level=level, limits=limits)


def mean_over_nodes(measure: Calculation) -> Calculation:
    """Return the measure as one over nodes, from [..., nodes, cells] to the mean of the known."""

    def over_nodes(tables: Table) -> Floats:
        return mean_of_known(measure(tables))

    return over_nodes


def _lengths(tables: Table, way: str) -> Floats:
    if way != BY_LENGTH:
        raise ValueError(f"sources are brought together by {', '.join(WAYS)}, not {way}")
    return total(tables)
