"""Passages as sets: union, intersection, difference, near, overlapping, within.

A passage is a row [start, end) of an int64 array of shape (n, 2), in code points. Passages of many
sources stand on one axis: source number times `STRIDE`, plus the position (`on_axis`), so that one
pass serves a whole project. Arrays called sets are sorted and hold no two passages that touch.
"""

from collections.abc import Iterable

import numpy as np

from qda_app.analysis.arrays import Bools, Ints

STRIDE = 1 << 40  # room on the axis for one source and for any distance


def spans(pairs: Iterable[tuple[int, int]]) -> Ints:
    """Return (start, end) pairs as an array (n, 2), sorted; empty ones are left out."""
    found = np.array(sorted(p for p in pairs if p[0] < p[1]), dtype=np.int64)
    return found.reshape(-1, 2)


def on_axis(place: Ints, start: Ints, end: Ints) -> Ints:
    """Return spans (n, 2) on the common axis; `place` numbers their sources from 0."""
    base = np.asarray(place, dtype=np.int64) * STRIDE
    return np.stack([base + start, base + end], axis=1)


def off_axis(passages: Ints) -> tuple[Ints, Ints]:
    """Return the source numbers (n) and the spans (n, 2) of passages on the common axis."""
    place = passages[:, 0] // STRIDE
    return place, passages - (place * STRIDE)[:, None]


def union(*many: Ints) -> Ints:
    """Return all the text of the passages as a set: what touches or overlaps is one passage."""
    every = np.concatenate([np.empty((0, 2), np.int64), *many])
    every = every[np.argsort(every[:, 0], kind="stable")]
    if not len(every):
        return every
    reach = np.maximum.accumulate(every[:, 1])
    first = np.concatenate([[True], every[1:, 0] > reach[:-1]])
    last = np.concatenate([first[1:], [True]])
    return np.stack([every[first, 0], reach[last]], axis=1)


def intersection(a: Ints, b: Ints) -> Ints:
    """Return the text that lies in both, as a set."""
    return _covered(union(a), union(b), both=True)


def difference(a: Ints, b: Ints) -> Ints:
    """Return the text of a that does not lie in b, as a set."""
    return _covered(union(a), union(b), both=False)


def _covered(a: Ints, b: Ints, *, both: bool) -> Ints:
    """Sweep two sets over their edges and keep what is in a and, or but not, in b."""
    edges = np.unique(np.concatenate([a.ravel(), b.ravel()]))
    if len(edges) < 2:
        return np.empty((0, 2), np.int64)
    pieces = np.stack([edges[:-1], edges[1:]], axis=1)
    kept = _inside(pieces[:, 0], a) & (_inside(pieces[:, 0], b) == both)
    return union(pieces[kept])


def _inside(points: Ints, of: Ints) -> Bools:
    """Say which points lie in a set."""
    at = np.searchsorted(of[:, 0], points, side="right") - 1
    known = at >= 0
    found = np.zeros(len(points), dtype=np.bool_)
    found[known] = of[at[known], 1] > points[known]
    return found


def overlapping(a: Ints, b: Ints) -> Bools:
    """Say for each passage of a [n] whether it shares at least one code point with b."""
    return near(a, b, -1)


def near(a: Ints, b: Ints, distance: int) -> Bools:
    """Say for each passage of a [n] whether one of b is at most `distance` code points away.

    Passages that touch are 0 apart; those that overlap count as near at any distance.
    """
    merged = union(b)
    reach = distance + 1
    first = np.searchsorted(merged[:, 1] + reach, a[:, 0], side="right")
    found: Bools = np.zeros(len(a), dtype=np.bool_)
    known = first < len(merged)
    found[known] = merged[first[known], 0] < a[known, 1] + reach
    return found


def within(a: Ints, b: Ints) -> Bools:
    """Say for each passage of a [n] whether all of it lies in the text of b."""
    merged = union(b)
    at = np.searchsorted(merged[:, 0], a[:, 0], side="right") - 1
    found: Bools = np.zeros(len(a), dtype=np.bool_)
    known = at >= 0
    found[known] = merged[at[known], 1] >= a[known, 1]
    return found


def in_units(a: Ints, units: Ints) -> Ints:
    """Return passages as [first, last + 1) of the units that they touch, in the order of a (n, 2).

    `units` are turns or paragraphs: sorted, apart. Two passages share a unit exactly where these
    overlap. A passage that touches none is empty, at a place of its own kind: -1, -1.
    """
    first = np.searchsorted(units[:, 1], a[:, 0], side="right")
    after = np.searchsorted(units[:, 0], a[:, 1], side="left")
    found = np.stack([first, after], axis=1).astype(np.int64)
    found[first >= after] = -1
    return found


def sharing(a: Ints, b: Ints, units: Ints) -> Bools:
    """Say for each passage of a [n] whether one of b touches the same turn or paragraph."""
    mine, theirs = in_units(a, units), in_units(b, units)
    found: Bools = overlapping(mine, theirs[theirs[:, 0] >= 0])
    return found & (mine[:, 0] >= 0)


def without(units: Ints, b: Ints) -> Ints:
    """Return the units (turns, paragraphs, whole sources) in which no passage of b lies."""
    kept: Ints = units[~overlapping(units, b)]
    return kept
