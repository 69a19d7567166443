"""The array types that the analyses share."""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Ints: TypeAlias = NDArray[np.int64]
Floats: TypeAlias = NDArray[np.float64]
Bools: TypeAlias = NDArray[np.bool_]
Pieces: TypeAlias = Sequence[tuple[int, int]]


def ratio(above: Floats | Ints, below: Floats | Ints) -> Floats:
    """Divide elementwise; NaN, without a warning, exactly where the denominator is zero."""
    above, below = np.broadcast_arrays(
        np.asarray(above, dtype=np.float64), np.asarray(below, dtype=np.float64)
    )
    quotient = np.full(below.shape, np.nan)
    np.divide(above, below, out=quotient, where=below != 0)
    return quotient


def sums(index: Ints, weights: Floats | Ints, number: int) -> Floats:
    """Return the weights summed by index [number]."""
    summed: Floats = np.bincount(index, weights=weights, minlength=number).astype(np.float64)
    return summed


def or_none(values: Floats) -> list[float | None]:
    """Return a vector [n] as plain numbers, None for what cannot be computed."""
    return [None if value != value else value for value in values.tolist()]  # noqa: PLR0124
