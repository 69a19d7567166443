"""Intervals for agreement: the sources are the sample, never the characters in them.

A table of sources is an array [sources, ...]: for each source the lengths or counts from which a
measure is computed, such that the table of several sources is their sum. A measure is a function
from [..., cells] (or [..., nodes, cells] for one over nodes) to [...], vectorised over the leading
axes and NaN where it does not exist. Only sources that are compared may be in the table.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import TypeAlias

import numpy as np

from qda_app.analysis.agreement.coefficients import Table
from qda_app.analysis.arrays import Bools, Floats, Ints, ratio
from qda_app.domain.messages import say

Calculation: TypeAlias = Callable[[Table], Floats]

ENOUGH_FOR_BOOTSTRAP = 20  # sources
NOTHING = 1e-12  # a standard error up to this is none


class Missing(IntEnum):
    """Why there is no interval."""

    NOTHING = 0
    NO_VALUE = 1
    ONE_SOURCE = 2
    FEW_SOURCES = 3
    RESTS_ON_ONE = 4
    NO_SPREAD = 5
    OFTEN_NO_VALUE = 6


@dataclass(frozen=True, slots=True, eq=False)
class Interval:
    """A measure with its interval, all arrays of the measure's shape [...].

    `low` and `high` are NaN where `missing` is not 0. `error` is the standard error, in the
    measure's units. `sources` is the number of blocks drawn from or left out. `quantile` says how
    many standard errors a jackknife's interval reaches, `seed` and `replicates` how a bootstrap was
    drawn; they are None for the other.
    """

    estimate: Floats
    low: Floats
    high: Floats
    error: Floats
    missing: Ints
    method: str
    sources: int
    level: float
    quantile: float | None = None
    seed: int | None = None
    replicates: int | None = None

    @property
    def half_width(self) -> Floats:
        """Return half the interval's length [...]; NaN where there is none."""
        return (self.high - self.low) / 2


def one_of(several: Interval, place: int, limits: tuple[float, float]) -> Interval:
    """Return one of several measures' intervals [..., measures], cut at the measure's limits."""
    return replace(
        several,
        estimate=several.estimate[..., place],
        low=np.maximum(several.low[..., place], limits[0]),
        high=np.minimum(several.high[..., place], limits[1]),
        error=several.error[..., place],
        missing=several.missing[..., place],
    )


def reason(missing: int) -> str | None:
    """Return why there is no interval, in the user's language; None where there is one."""
    return {
        Missing.NO_VALUE: say("There is no value to put an interval around."),
        Missing.ONE_SOURCE: say("With one source there is no interval."),
        Missing.FEW_SOURCES: say(
            "A bootstrap needs at least {count} sources.", count=ENOUGH_FOR_BOOTSTRAP
        ),
        Missing.RESTS_ON_ONE: say("The value rests on a single source, so there is no interval."),
        Missing.NO_SPREAD: say("Every source gives the same value, so there is no interval."),
        Missing.OFTEN_NO_VALUE: say("Too few sources have this node for an interval."),
    }.get(Missing(missing))


def refused(estimate: Floats, sources: int, method: str, level: float) -> Interval:
    """Return the estimate without an interval, for want of sources."""
    estimate = np.asarray(estimate, dtype=np.float64)
    few = Missing.ONE_SOURCE if sources < 2 else Missing.FEW_SOURCES
    missing = np.where(np.isnan(estimate), int(Missing.NO_VALUE), int(few))
    none = np.full(estimate.shape, np.nan)
    return Interval(estimate, none, none, none, missing, method, sources, level)


def first_true(*cases: tuple[Bools, Missing]) -> Ints:
    """Return the first reason that holds [...], else 0."""
    conditions = [condition for condition, _ in cases]
    return np.asarray(np.select(conditions, [int(why) for _, why in cases], 0), dtype=np.int64)


def weighted_sums(values: Floats, weights: Floats | None) -> Floats:
    """Return weight * value and weight of what is known [sources, ..., 2]."""
    known = ~np.isnan(values)
    weight = np.ones(len(values)) if weights is None else np.asarray(weights, dtype=np.float64)
    if weight.ndim < values.ndim:
        weight = weight.reshape(-1, *(1,) * (values.ndim - 1))
    weight = np.where(known, weight, 0.0)
    return np.stack([np.where(known, values, 0.0) * weight, weight], axis=-1)


def mean_of_sums(sums: Table) -> Floats:
    """Return the means [...] of such sums [..., 2]; NaN where nothing is known."""
    return ratio(sums[..., 0], sums[..., 1])
