"""Where the spans of two coders meet, and where one coder's spans run into each other."""

from itertools import pairwise

import numpy as np

from qda_app.analysis.agreement.study import Codings
from qda_app.analysis.arrays import Bools, Ints


def by_coder(codings: Codings, coders: int) -> list[Codings]:
    """Return the codings of each coder, in their order."""
    order = np.argsort(codings.coder.astype(np.int16), kind="stable")
    sorted_by = codings.take(order)
    edges = np.searchsorted(sorted_by.coder, np.arange(coders + 1))
    return [sorted_by.take(slice(a, b)) for a, b in pairwise(edges.tolist())]


def meetings(first: Codings, second: Codings) -> tuple[Ints, Ints]:
    """Return every pair of spans of a node in a source that share text, as positions [n], [n].

    Both must be ordered by node, source and start with no overlap within a node and source, as
    `lengths.union` leaves one coder's codings. Pairs come in the order of the first, then of the
    second.
    """
    if len(first) == 0 or len(second) == 0:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    sources = 1 + max(int(first.source.max()), int(second.source.max()))
    stride = 1 + max(int(first.end.max()), int(second.end.max()))
    here = (first.node * sources + first.source) * stride
    there = (second.node * sources + second.source) * stride
    begin = np.searchsorted(there + second.end, here + first.start, side="right")
    opens, closes = there + second.start, here + first.end
    some = np.flatnonzero(begin < len(second))
    some = some[opens[begin[some]] < closes[some]]
    begin = begin[some]
    number = np.searchsorted(opens, closes[some], side="left") - begin
    row, met = repeated(number, begin)
    return some[row], met


def repeated(number: Ints, begin: Ints) -> tuple[Ints, Ints]:
    """Return for each row i the pairs (i, begin[i]), (i, begin[i] + 1), ... number[i] of them."""
    row = np.repeat(np.arange(len(number)), number)
    return row, np.arange(len(row)) - np.repeat(np.cumsum(number) - number - begin, number)


def shared(first: Codings, second: Codings, i: Ints, j: Ints) -> Ints:
    """Return how much text the spans i of the first and j of the second share [n]; at least 0."""
    both = np.minimum(first.end[i], second.end[j]) - np.maximum(first.start[i], second.start[j])
    at_least_none: Ints = np.maximum(both, 0)
    return at_least_none


def clashes(codings: Codings, across: Bools | None = None) -> Ints:
    """Return the codings that run into an earlier one by the same coder [n, 2], as positions.

    Each row names the earlier coding that reaches furthest and the one that begins before its end.
    Without `across` [nodes] only codings of one node can clash; with it, all those of the nodes it
    marks clash with each other, and the other nodes are left out.
    """
    kept = np.arange(len(codings)) if across is None else np.flatnonzero(across[codings.node])
    if len(kept) == 0:
        return np.empty((0, 2), dtype=np.int64)
    found = codings.take(kept)
    group = found.source * (int(found.coder.max()) + 1) + found.coder
    if across is None:
        group = group * (int(found.node.max()) + 1) + found.node
    order = np.lexsort((found.end, found.start, group))
    stride = int(found.end.max()) + 1
    reach = group[order] * stride + found.end[order]
    furthest = np.maximum.accumulate(reach)
    holder = np.maximum.accumulate(np.where(reach == furthest, np.arange(len(order)), 0))
    late = np.flatnonzero((group * stride + found.start)[order][1:] < furthest[:-1]) + 1
    return kept[np.stack([order[holder[late - 1]], order[late]], axis=-1)]
