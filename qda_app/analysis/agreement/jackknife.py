"""Leave-one-source-out intervals, and how many sources an interval of a wanted width takes."""

import numpy as np

from qda_app.analysis.agreement.coefficients import Table
from qda_app.analysis.agreement.intervals import (
    NOTHING,
    Calculation,
    Interval,
    Missing,
    first_true,
    mean_of_sums,
    refused,
    weighted_sums,
)
from qda_app.analysis.agreement.student import t_quantile
from qda_app.analysis.arrays import Floats


def jackknife(
    tables: Table,
    measure: Calculation,
    *,
    level: float = 0.95,
    limits: tuple[float, float] = (-np.inf, 1.0),
) -> Interval:
    """Leave out one source at a time and return estimate ± t(sources - 1) standard errors.

    `tables` [sources, ...] as above. The variance is (D - 1)/D Σ(θ(i) - θ(.))² (Efron and Stein
    1981; Miller 1974). `limits` are the measure's smallest and largest value, where the interval is
    cut. Raises ValueError for a level not strictly within 0..1.
    """
    whole = np.asarray(tables)
    total = whole.sum(axis=0)
    return _left_out(measure(total), measure(total - whole), level, limits)


def jackknife_mean(
    values: Floats,
    weights: Floats | None = None,
    *,
    level: float = 0.95,
    limits: tuple[float, float] = (-np.inf, 1.0),
) -> Interval:
    """Do the same for the mean over sources of values [sources, ...]; those that are NaN are out.

    `weights` [sources] or of the values' shape, such as the sources' lengths; by default all equal.
    """
    sums = weighted_sums(values, weights)
    total = sums.sum(axis=0)
    left = total - sums
    return _left_out(mean_of_sums(total), mean_of_sums(left), level, limits)


def sources_needed(error: float, sources: int, half_width: float, level: float = 0.95) -> int:
    """Return how many sources like these an interval of this half-width takes, at least two.

    `error` is the jackknife's standard error from so many `sources`; it shrinks with the square
    root of their number. Raises ValueError unless error and half-width are above 0.
    """
    if not (error > 0 and half_width > 0):
        raise ValueError("a standard error and a half-width are above 0")
    spread = error * np.sqrt(sources)
    low, high = 1, 2
    while spread / np.sqrt(high) * _t(level, high) > half_width:
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        fits = spread / np.sqrt(middle) * _t(level, middle) <= half_width
        low, high = (low, middle) if fits else (middle, high)
    return high


def _t(level: float, sources: int) -> float:
    if not 0 < level < 1:
        raise ValueError("a level lies within 0 and 1")
    return t_quantile(0.5 + level / 2, sources - 1)


def _left_out(
    estimate: Floats, left: Floats, level: float, limits: tuple[float, float]
) -> Interval:
    number = len(left)
    if number < 2:
        return refused(estimate, number, "jackknife", level)
    quantile = _t(level, number)
    off = left - left.mean(axis=0)
    error = np.sqrt((number - 1) / number * (off * off).sum(axis=0))
    flat = error <= NOTHING
    missing = first_true(
        (np.isnan(estimate), Missing.NO_VALUE),
        (np.isnan(error), Missing.RESTS_ON_ONE),
        (flat, Missing.NO_SPREAD),
    )
    known = missing == 0
    low = np.where(known, np.maximum(estimate - quantile * error, limits[0]), np.nan)
    high = np.where(known, np.minimum(estimate + quantile * error, limits[1]), np.nan)
    error = np.where(known, error, np.nan)
    return Interval(
        estimate, low, high, error, missing, "jackknife", number, level, quantile=quantile
    )
