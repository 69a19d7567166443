"""Agreement by segment: which codings of one coder answer to a coding of another.

A coder's codings of a node are joined first, where they touch or overlap: `segments_of`. Tables
of counts are sums over sources, so every interval of `intervals` can be had for them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from qda_app.analysis.agreement.coefficients import Table
from qda_app.analysis.agreement.lengths import union
from qda_app.analysis.agreement.meeting import by_coder, meetings, shared
from qda_app.analysis.agreement.study import Codings
from qda_app.analysis.arrays import Bools, Floats, Ints, ratio, sums

_SAFE = 1e-9  # a share of exactly nine tenths is enough, whatever its rounding


@dataclass(frozen=True, slots=True, eq=False)
class Matching:
    """Two coders' segments and which belong together.

    `first` and `second` are the segments of either coder by node, source and start. `one` and `two`
    [matches] point to the segments matched, `iou` [matches] is their intersection over union.
    """

    first: Codings
    second: Codings
    one: Ints
    two: Ints
    iou: Floats

    def unmatched(self) -> tuple[Codings, Codings]:
        """Return the segments that only the first and only the second coder has."""
        alone = [np.ones(len(x), dtype=np.bool_) for x in (self.first, self.second)]
        alone[0][self.one] = False
        alone[1][self.two] = False
        return self.first.take(alone[0]), self.second.take(alone[1])


def segments_of(codings: Codings, coders: int) -> list[Codings]:
    """Return each coder's segments by node, source and start: codings joined."""
    return by_coder(union(codings), coders)


def matching(first: Codings, second: Codings, threshold: float = 0.5) -> Matching:
    """Match the segments of two coders, each as `segments_of` returns them.

    Two segments of a node and source can match where their intersection over union is at least the
    threshold (at 0: where they share any text). From 0.5 on no segment has two candidates; below,
    the one-to-one matching with the largest sum of intersections over unions is taken. Raises
    ValueError for a threshold outside 0..1.
    """
    if not 0 <= threshold <= 1:
        raise ValueError("a threshold lies within 0 and 1")
    i, j = meetings(first, second)
    both = shared(first, second, i, j)
    either = (first.end - first.start)[i] + (second.end - second.start)[j] - both
    iou = both / either
    good = iou + _SAFE >= threshold
    i, j, iou = i[good], j[good], iou[good]
    kept = heaviest(i, j, iou)
    return Matching(first, second, i[kept], j[kept], iou[kept])


def counts(of: Matching, nodes: int, sources: int) -> Ints:
    """Return the numbers of matches, of the first's only and the second's only [nodes, sources, 3].

    Raises ValueError where a node or source is out of range.
    """
    matched = _number(of.first.take(of.one), nodes, sources)
    each = [_number(spans, nodes, sources) - matched for spans in (of.first, of.second)]
    return np.stack([matched, *each], axis=-1)


def f1(of: Table) -> Floats:
    """Return 2 matches / (2 matches + first only + second only) of counts [..., 3], within 0..1.

    The harmonic mean of precision and recall, whichever coder is called right (Hripcsak and
    Rothschild 2005). NaN where neither coder has a segment.
    """
    cells = np.asarray(of, dtype=np.float64)
    return ratio(2 * cells[..., 0], cells.sum(axis=-1) + cells[..., 0])


def rows_agreeing(first: Codings, second: Codings, share: float = 0.9) -> tuple[Bools, Bools]:
    """Return which segments of the first and of the second coder agree, as MAXQDA's rows do.

    Each segment of either coder is a row; it agrees where the other coder gave the node to at least
    that share of it (at 0: to any of it). Raises ValueError for a share outside 0..1.
    """
    if not 0 <= share <= 1:
        raise ValueError("a share lies within 0 and 1")
    i, j = meetings(first, second)
    both = shared(first, second, i, j).astype(np.float64)
    return _enough(first, i, both, share), _enough(second, j, both, share)


def row_counts(
    first: Codings, second: Codings, nodes: int, sources: int, share: float = 0.9
) -> Ints:
    """Return the rows that agree and that do not [nodes, sources, 2], for `maxqda_kappa`.

    Raises ValueError for a share outside 0..1, or where a node or source is out of range.
    """
    agree = rows_agreeing(first, second, share)
    sides = tuple(zip((first, second), agree, strict=True))
    agreeing = sum((_number(x.take(yes), nodes, sources) for x, yes in sides), start=np.int64(0))
    others = sum((_number(x.take(~yes), nodes, sources) for x, yes in sides), start=np.int64(0))
    return np.stack([agreeing, others], axis=-1)


def numbers(each: Sequence[Codings], nodes: int, sources: int) -> Ints:
    """Return how many segments each coder has [nodes, sources, coders]."""
    return np.stack([_number(spans, nodes, sources) for spans in each], axis=-1)


def longest_shared(first: Codings, second: Codings, nodes: int, sources: int) -> Ints:
    """Return the longest stretch that both gave the node [nodes, sources], in code points."""
    i, j = meetings(first, second)
    longest = np.zeros(nodes * sources, dtype=np.int64)
    np.maximum.at(longest, (first.node * sources + first.source)[i], shared(first, second, i, j))
    return longest.reshape(nodes, sources)


def heaviest(i: Ints, j: Ints, weight: Floats) -> Ints:
    """Return which pairs make up a one-to-one matching of the largest total weight, in order.

    Pairs (i, j) come as `meetings` gives them: neither index ever falls. A chain of pairs that
    share a segment is then solved like a row of intervals: take a pair and what is best before all
    pairs in its way, or do without it. All chains are worked through at once, pair by pair.
    """
    n = len(i)
    if n == 0:
        return np.empty(0, dtype=np.int64)
    new_i, new_j = (np.concatenate(([True], x[1:] != x[:-1])) for x in (i, j))
    at = np.arange(n)
    starts = [np.maximum.accumulate(np.where(new, at, 0)) for new in (new_i, new_j)]
    before = np.minimum(*starts)
    chain = np.cumsum(new_i & new_j) - 1
    head = np.flatnonzero(new_i & new_j)
    rank = at - head[chain]
    if not rank.any():
        return at
    order = np.argsort(rank, kind="stable")
    ranks = np.split(order, np.cumsum(np.bincount(rank))[:-1])
    # best[k + 1 + chain] is the best of its chain up to pair k; a chain begins with 0.
    slot = at + chain + 1
    best = np.zeros(n + len(head), dtype=np.float64)
    for pairs in ranks:
        taken = weight[pairs] + best[slot[before[pairs]] - 1]
        best[slot[pairs]] = np.maximum(best[slot[pairs] - 1], taken)
    return _chosen(ranks, slot, before, best)


def _chosen(ranks: list[Ints], slot: Ints, before: Ints, best: Floats) -> Ints:
    """Walk back through all chains at once, from their last pair."""
    kept = np.zeros(len(slot), dtype=np.bool_)
    upto = np.full(len(slot) + 1, len(slot), dtype=np.int64)  # by chain: only pairs before this
    chain = slot - np.arange(len(slot)) - 1
    for pairs in reversed(ranks):
        open_now = pairs < upto[chain[pairs]]
        kept[pairs] = open_now & (best[slot[pairs]] > best[slot[pairs] - 1])
        taken = pairs[kept[pairs]]
        upto[chain[taken]] = before[taken]
    return np.flatnonzero(kept)


def _enough(spans: Codings, met: Ints, both: Floats, share: float) -> Bools:
    """Say which spans are covered enough, from how much of them each meeting covers."""
    covered = sums(met, both, len(spans))
    return (covered > 0) & (covered + _SAFE >= share * (spans.end - spans.start))


def _number(spans: Codings, nodes: int, sources: int) -> Ints:
    if len(spans) and (spans.node.max() >= nodes or spans.source.max() >= sources):
        raise ValueError("a segment's node or source is out of range")
    counted = np.bincount(spans.node * sources + spans.source, minlength=nodes * sources)
    return counted.astype(np.int64).reshape(nodes, sources)
