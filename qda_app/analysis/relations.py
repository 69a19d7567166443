"""How often codings of two nodes overlap or stand near each other, for every pair of nodes."""

from collections.abc import Iterator

import numpy as np

from qda_app.analysis.arrays import Ints
from qda_app.analysis.passages import on_axis

_PAIRS = 1 << 22  # how many pairs are looked at together


def overlap_matrix(place: Ints, node: Ints, start: Ints, end: Ints, nodes: int) -> Ints:
    """Return how many pairs of codings overlap, by node and node [nodes, nodes].

    All four arrays are [n]; `node` numbers the nodes from 0, `place` the sources (or each source of
    each coder, where only one person's codings may meet). A pair counts once, in both triangles; on
    the diagonal stand the pairs of two codings at the same node.
    """
    return near_matrix(place, node, start, end, nodes, -1)


def near_matrix(place: Ints, node: Ints, start: Ints, end: Ints, nodes: int, distance: int) -> Ints:
    """Return how many pairs of codings are at most `distance` code points apart [nodes, nodes].

    Those that overlap are among them; otherwise as `overlap_matrix`. For pairs that share a turn or
    a paragraph, give the numbers of these instead of positions (`passages.in_units`) and use
    `overlap_matrix`.
    """
    counts: Ints = np.zeros(nodes * nodes, dtype=np.int64)
    node = np.asarray(node, dtype=np.int64)
    for one, other in pairs(place, start, end, distance):
        counts += np.bincount(node[one] * nodes + node[other], minlength=nodes * nodes)
    found = counts.reshape(nodes, nodes)
    summed: Ints = found + found.T - np.diag(np.diag(found))
    return summed


def pairs(place: Ints, start: Ints, end: Ints, distance: int = -1) -> Iterator[tuple[Ints, Ints]]:
    """Yield the pairs of rows at most `distance` apart, each once; -1 asks for overlapping ones."""
    axis = on_axis(place, start, end)
    order = np.argsort(axis[:, 0], kind="stable")
    begin, reach = axis[order, 0], axis[order, 1] + distance + 1
    after = np.arange(1, len(order) + 1)
    many = np.maximum(np.searchsorted(begin, reach, side="left") - after, 0)
    for low, high in _chunks(many):
        part = many[low:high]
        one = np.repeat(np.arange(low, high), part)
        ends = np.cumsum(part)
        nth = np.arange(len(one)) - np.repeat(ends - part, part)
        yield order[one], order[one + 1 + nth]


def _chunks(many: Ints) -> Iterator[tuple[int, int]]:
    """Cut the rows so that each part has about so many pairs as fit."""
    total = np.cumsum(many)
    low = 0
    while low < len(many):
        before = int(total[low - 1]) if low else 0
        high = max(low + 1, int(np.searchsorted(total, before + _PAIRS, side="right")))
        yield low, high
        low = high
