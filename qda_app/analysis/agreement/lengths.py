"""The table everything comes from: how much text each set of coders gave each node, per source.

One sort of the span ends and one pass over them; characters are never materialised, and every
length is an exact integer.
"""

from dataclasses import replace

import numpy as np

from qda_app.analysis.agreement.study import Codings, Study
from qda_app.analysis.arrays import Ints

_KEY_BITS = 63
_CELLS = 1 << 24  # the largest table kept in memory: 128 MB


def table(of: Study) -> Ints:
    """Return the lengths by pattern of coders [nodes, sources, 2**coders], in code points.

    Bit c of the last index says whether coder c applied the node there; index 0 is the text that
    nobody gave the node. A coder's own overlaps count once. Exact up to 2**53. Raises ValueError
    where the table would exceed 2**24 cells; `counts` and `pair_table` may still serve then.
    """
    if of.coders > 24:
        raise ValueError("too many coders for a table of patterns")
    return _lengths(of, [1 << c for c in range(of.coders)], 1 << of.coders)


def counts(of: Study) -> Ints:
    """Return the lengths by number of coders who applied the node [nodes, sources, coders + 1]."""
    return _lengths(of, [1] * of.coders, of.coders + 1)


def pair_table(of: Study, a: int = 0, b: int = 1) -> Ints:
    """Return n11, n10, n01, n00 of coders a and b [nodes, sources, 4], in code points."""
    marks = [0] * of.coders
    marks[a], marks[b] = 1, 2
    return _lengths(of, marks, 4)[..., [3, 1, 2, 0]]


def pairs(patterns: Ints, a: int, b: int) -> Ints:
    """Return n11, n10, n01, n00 of coders a and b [..., 4] from a table by pattern [..., 2**k]."""
    code = np.arange(patterns.shape[-1])
    has_a, has_b = (code >> a & 1).astype(bool), (code >> b & 1).astype(bool)
    cells = (has_a & has_b, has_a & ~has_b, ~has_a & has_b, ~has_a & ~has_b)
    summed: Ints = np.stack([patterns[..., cell].sum(axis=-1) for cell in cells], axis=-1)
    return summed


def counts_of(patterns: Ints) -> Ints:
    """Return lengths by number of coders [..., k + 1] from a table by pattern [..., 2**k]."""
    coders = patterns.shape[-1].bit_length() - 1
    number = np.bitwise_count(np.arange(patterns.shape[-1]))
    if patterns.dtype.kind == "f":  # a bootstrap's sums, whole numbers still
        gathered: Ints = patterns @ (number[:, None] == np.arange(coders + 1)).astype(np.float64)
        return gathered
    columns = [patterns[..., number == many].sum(axis=-1) for many in range(coders + 1)]
    summed: Ints = np.stack(columns, axis=-1)
    return summed


def union(codings: Codings) -> Codings:
    """Return each coder's codings of a node in a source joined where they touch or overlap.

    The result is ordered by node, source, coder and start, and its spans are disjoint.
    """
    if len(codings) == 0:
        return codings
    coder_bits = _bits(int(codings.coder.max()) + 1)
    source_bits = _bits(int(codings.source.max()) + 1)
    group = (codings.node << source_bits | codings.source) << coder_bits | codings.coder
    group, position, closing = _in_order(group, codings, np.zeros_like(group), 1)
    depth = np.cumsum(1 - 2 * closing.astype(np.int8), dtype=np.int32)
    ends = np.flatnonzero(depth == 0)
    starts = np.concatenate(([0], ends[:-1] + 1))
    group = group[starts]
    source = (group >> coder_bits) & ((1 << source_bits) - 1)
    coder = group & ((1 << coder_bits) - 1)
    node = group >> (coder_bits + source_bits)
    return Codings(source, node, coder, position[starts], position[ends])


def everyone_as_one(codings: Codings) -> Codings:
    """Return the codings as if one coder had made them all, for a union over coders."""
    return replace(codings, coder=np.zeros_like(codings.coder))


def _lengths(of: Study, marks: list[int], bins: int) -> Ints:
    """Sum lengths by (node, source, total of the marks of the coders there)."""
    sources = of.text.sources
    if of.nodes * sources * bins > _CELLS:
        raise ValueError("the table of lengths would be too large")
    codings = of.codings
    group = codings.node * sources + codings.source
    group, position, low = _in_order(group, codings, codings.coder, of.coders)
    length = np.diff(position)
    cell = group[:-1] * bins
    for coder, mark in enumerate(marks):
        if mark:
            step = np.zeros(2 << _bits(of.coders), dtype=np.int32)
            step[[2 * coder, 2 * coder + 1]] = 1, -1
            depth = np.cumsum(step[low[:-1]], dtype=np.int32)
            cell += (depth > 0) * np.int64(mark)
    # Between two groups nobody codes: such gaps fall on index 0, filled from the text below.
    summed = np.bincount(cell, weights=length, minlength=of.nodes * sources * bins)
    lengths = summed.astype(np.int64).reshape(of.nodes, sources, bins)
    lengths[..., 0] = of.text.length - lengths[..., 1:].sum(axis=-1)
    return lengths


def _in_order(group: Ints, codings: Codings, coder: Ints, coders: int) -> tuple[Ints, Ints, Ints]:
    """Return the span ends sorted by group and position: group, position, coder * 2 + closing."""
    low_bits = _bits(coders) + 1
    place_bits = _bits(int(codings.end.max(initial=0)) + 1)
    group_bits = _bits(int(group.max(initial=0)) + 1)
    opening = coder << 1
    if group_bits + place_bits + low_bits > _KEY_BITS:
        return _in_order_of_columns(group, codings, opening)
    head = group << (place_bits + low_bits) | opening
    keys = np.concatenate((head | codings.start << low_bits, head | codings.end << low_bits | 1))
    keys.sort()
    place = keys >> low_bits
    return place >> place_bits, place & ((1 << place_bits) - 1), keys & ((1 << low_bits) - 1)


def _in_order_of_columns(group: Ints, codings: Codings, opening: Ints) -> tuple[Ints, Ints, Ints]:
    """Do the same by columns, for a study whose numbers do not fit one 64-bit key."""
    groups = np.concatenate((group, group))
    places = np.concatenate((codings.start, codings.end))
    lows = np.concatenate((opening, opening | 1))
    order = np.lexsort((lows, places, groups))
    return groups[order], places[order], lows[order]


def _bits(count: int) -> int:
    """Return how many bits number `count` things."""
    return max(count - 1, 0).bit_length()
