"""Intervals from drawing sources again and again, with a seed that repeats them."""

import numpy as np

from qda_app.analysis.agreement.coefficients import Table
from qda_app.analysis.agreement.intervals import (
    ENOUGH_FOR_BOOTSTRAP,
    NOTHING,
    Calculation,
    Interval,
    Missing,
    first_true,
    mean_of_sums,
    refused,
    weighted_sums,
)
from qda_app.analysis.arrays import Floats, Ints, ratio

REPLICATES = 2_000
_BATCH = 1 << 22  # cells of replicates worked through at once
_MOST_MISSING = 0.05  # of the replicates, or the interval is withheld


def bootstrap(
    tables: Table,
    measure: Calculation,
    *,
    seed: int,
    replicates: int = REPLICATES,
    level: float = 0.95,
    fewest: int = ENOUGH_FOR_BOOTSTRAP,
) -> Interval:
    """Draw as many sources as there are, with replacement, and return the percentile interval.

    `tables` [sources, ...] as above (Efron 1979). The same seed gives the same interval. Replicates
    in which the measure does not exist are left out; where they are more than 5 %, there is no
    interval, nor with fewer than `fewest` sources. Raises ValueError for a level not strictly
    within 0..1 or no replicates.
    """
    whole = np.asarray(tables, dtype=np.float64)
    estimate = measure(whole.sum(axis=0))
    if len(whole) < max(fewest, 2):
        return refused(estimate, len(whole), "bootstrap", level)
    drawn = _drawn(whole, measure, seed, replicates)
    return _percentiles(estimate, drawn, level, len(whole), seed)


def bootstrap_mean(
    values: Floats,
    weights: Floats | None = None,
    *,
    seed: int,
    replicates: int = REPLICATES,
    level: float = 0.95,
    fewest: int = ENOUGH_FOR_BOOTSTRAP,
) -> Interval:
    """Do the same for the mean over sources of values [sources, ...]; see `jackknife_mean`."""
    sums = weighted_sums(values, weights)
    return bootstrap(
        sums, mean_of_sums, seed=seed, replicates=replicates, level=level, fewest=fewest
    )


def _drawn(whole: Floats, measure: Calculation, seed: int, replicates: int) -> Floats:
    """Return the measure of every replicate [replicates, ...]."""
    if replicates < 1:
        raise ValueError("a bootstrap needs replicates")
    sources = len(whole)
    flat = whole.reshape(sources, -1)
    random = np.random.default_rng(seed)
    batch = max(1, min(replicates, _BATCH // max(flat.shape[1], sources)))
    found = []
    for at in range(0, replicates, batch):
        number = min(batch, replicates - at)
        picked = random.integers(0, sources, (number, sources))
        picked += np.arange(number)[:, None] * sources
        times = np.bincount(picked.ravel(), minlength=number * sources).astype(np.float64)
        summed = times.reshape(number, sources) @ flat
        found.append(measure(summed.reshape(number, *whole.shape[1:])))
    return np.concatenate(found)


def _percentiles(
    estimate: Floats, drawn: Floats, level: float, sources: int, seed: int
) -> Interval:
    if not 0 < level < 1:
        raise ValueError("a level lies within 0 and 1")
    number = len(drawn)
    ordered = np.sort(np.ascontiguousarray(np.moveaxis(drawn, 0, -1)), axis=-1)  # NaN come last
    known = (~np.isnan(ordered)).sum(axis=-1)
    error = _spread(ordered, known)
    missing = first_true(
        (np.isnan(estimate), Missing.NO_VALUE),
        (known < number * (1 - _MOST_MISSING), Missing.OFTEN_NO_VALUE),
        (error <= NOTHING, Missing.NO_SPREAD),
    )
    low, high, error = (
        np.where(missing == 0, values, np.nan)
        for values in (
            _quantile(ordered, known, 0.5 - level / 2),
            _quantile(ordered, known, 0.5 + level / 2),
            error,
        )
    )
    return Interval(
        estimate,
        low,
        high,
        error,
        missing,
        "bootstrap",
        sources,
        level,
        seed=seed,
        replicates=number,
    )


def _quantile(ordered: Floats, known: Ints, share: float) -> Floats:
    """Interpolate between the known values of each row [...]; they come first."""
    at = np.maximum(known - 1, 0) * share
    below = np.floor(at).astype(np.int64)
    above = np.minimum(below + 1, np.maximum(known - 1, 0))
    values = [np.take_along_axis(ordered, i[..., None], axis=-1)[..., 0] for i in (below, above)]
    between: Floats = values[0] + (values[1] - values[0]) * (at - below)
    return between


def _spread(ordered: Floats, known: Ints) -> Floats:
    """Return the standard deviation of each row's known values [...]."""
    there = ~np.isnan(ordered)
    mean = ratio(np.where(there, ordered, 0.0).sum(axis=-1), known)
    off = np.where(there, ordered - mean[..., None], 0.0)
    return np.sqrt(ratio((off * off).sum(axis=-1), np.maximum(known - 1, 0)))
