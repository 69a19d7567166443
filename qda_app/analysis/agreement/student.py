"""Student's t distribution with a whole number of degrees of freedom."""

import math
from functools import lru_cache
from statistics import NormalDist


def t_probability(t: float, freedom: int) -> float:
    """Return P(T <= t), within 0..1; raises ValueError for fewer than one degree of freedom."""
    if freedom < 1:
        raise ValueError("a t distribution has at least one degree of freedom")
    angle = math.atan(abs(t) / math.sqrt(freedom))
    sine, squared = math.sin(angle), math.cos(angle) ** 2
    odd = freedom % 2
    term = total = math.cos(angle) if odd else 1.0
    for step in range(2 + odd, freedom - 1, 2):
        term *= squared * (step - 1) / step
        total += term
    below = sine * total
    if odd:
        below = (angle + (below if freedom > 1 else 0.0)) * 2 / math.pi
    return 0.5 + math.copysign(below / 2, t)


@lru_cache(maxsize=256)
def t_quantile(probability: float, freedom: int) -> float:
    """Return the t below which the probability lies, exact to about 1e-12 of its size.

    Raises ValueError for a probability not strictly within 0..1, or fewer than one degree of
    freedom.
    """
    if not 0 < probability < 1:
        raise ValueError("a probability lies within 0 and 1")
    if probability < 0.5:
        return -t_quantile(1 - probability, freedom)
    low, high = 0.0, max(NormalDist().inv_cdf(probability), 1.0)
    while t_probability(high, freedom) < probability:
        low, high = high, high * 2
    for _ in range(80):
        middle = (low + high) / 2
        if t_probability(middle, freedom) < probability:
            low = middle
        else:
            high = middle
    return (low + high) / 2
