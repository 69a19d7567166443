"""Krippendorff's alpha_U for free spans, of 1995 and 2004: where coders find units, node by node.

A unit is one coding; units of one coder that touch stay apart. The sources are parts of one
continuum, and no gap between units reaches across two of them.
"""

from dataclasses import dataclass

import numpy as np

from qda_app.analysis.agreement.meeting import by_coder, clashes, meetings
from qda_app.analysis.agreement.study import Codings, Study
from qda_app.analysis.arrays import Floats, Ints, ratio, sums


@dataclass(frozen=True, slots=True, eq=False)
class Unitizing:
    """Observed and expected disagreement per node [nodes], both at least 0, without a unit."""

    observed: Floats
    expected: Floats


def unitizing(own: Study) -> Unitizing:
    """Return alpha_U's disagreements of two or more coders (Krippendorff 1995; 2004, p. 251-256).

    The observed disagreement of two units that share text is (Δ begin)² + (Δ end)² in code points,
    that of a unit inside a gap its squared length; the expected one is that of all ways to place
    the units and gaps on the continuum (the formula of 2004).

    Raises ValueError for fewer than two coders, and where a coder's codings of one node overlap:
    `meeting.clashes` lists them, `lengths.union` would join them.
    """
    if own.coders < 2:
        raise ValueError("agreement needs at least two coders")
    found = len(clashes(own.codings))
    if found:
        raise ValueError(f"{found} codings overlap another of the same node and coder")
    spans = _ordered(own.codings)
    total = float(own.text.length.sum())
    pairs = np.array(own.coders * (own.coders - 1) * total**2)
    observed = ratio(_observed(own, spans), pairs)
    return Unitizing(observed, _expected(own, spans, total))


def alpha(of: Unitizing) -> Floats:
    """Return alpha_U per node [nodes], at most 1; NaN where nobody used the node."""
    return 1 - ratio(of.observed, of.expected)


def alpha_together(of: Unitizing) -> float:
    """Return alpha_U over several nodes, at most 1: 1 - ΣDo / ΣDe (2004); NaN without any unit."""
    observed, expected = (np.array(np.nansum(x)) for x in (of.observed, of.expected))
    return 1 - float(ratio(observed, expected))


def _ordered(codings: Codings) -> Codings:
    """Order codings by node, source, coder and start, as one coder's must be for `meetings`."""
    return codings.take(np.lexsort((codings.start, codings.coder, codings.source, codings.node)))


def _observed(own: Study, spans: Codings) -> Floats:
    """Sum the squared differences of all ordered pairs of coders [nodes]."""
    squares = np.zeros(own.nodes, dtype=np.float64)
    each = by_coder(spans, own.coders)
    for a, b in np.ndindex(own.coders, own.coders):
        if a == b:
            continue
        first, second = each[a], each[b]
        i, j = meetings(first, second)
        begin = (first.start[i] - second.start[j]).astype(np.float64)
        end = (first.end[i] - second.end[j]).astype(np.float64)
        squares += sums(first.node[i], begin**2 + end**2, own.nodes)
        alone = np.ones(len(first), dtype=np.bool_)
        alone[i] = False
        missed = ((first.end - first.start).astype(np.float64) ** 2)[alone]
        squares += 2 * sums(first.node[alone], missed, own.nodes)
    return squares


def _expected(own: Study, spans: Codings, total: float) -> Floats:
    length = (spans.end - spans.start).astype(np.float64)
    number = np.bincount(spans.node, minlength=own.nodes)
    among_units = (number[spans.node] - 1) / 3 * (2 * length**3 - 3 * length**2 + length)
    ways = among_units + length**2 * _rooms(own, spans, length)
    everything = own.coders * total
    used = sums(spans.node, length * (length - 1), own.nodes)
    above = ratio(2 * sums(spans.node, ways, own.nodes), np.array(total))
    return ratio(above, everything * (everything - 1) - used)


def _rooms(own: Study, spans: Codings, length: Floats) -> Floats:
    """Return in how many places of the node's gaps each unit would fit [spans]."""
    node, gap = _gaps(own, spans)
    stride = float(own.text.length.max(initial=0)) + 1
    order = np.argsort(node * stride + gap)
    key = (node * stride + gap)[order]
    below = np.concatenate(([0.0], np.cumsum(gap[order])))
    first = np.searchsorted(key, spans.node * stride + length, side="left")
    last = np.searchsorted(key, (spans.node + 1) * stride, side="left")
    return below[last] - below[first] + (last - first) * (1 - length)


def _gaps(own: Study, spans: Codings) -> tuple[Ints, Floats]:
    """Return the node and the length of every stretch that a coder left without the node."""
    groups = (own.nodes, own.text.sources, own.coders)
    group = np.ravel_multi_index((spans.node, spans.source, spans.coder), groups)
    before = np.concatenate(([0], spans.end[:-1]))[: len(spans)]
    fresh = np.concatenate(([True], group[1:] != group[:-1]))[: len(spans)]
    before = np.where(fresh, 0, before)
    end = np.zeros(groups, dtype=np.int64)
    np.maximum.at(end.reshape(-1), group, spans.end)
    after = (own.text.length[None, :, None] - end).reshape(-1)
    node = np.repeat(np.arange(own.nodes), own.text.sources * own.coders)
    gap = np.concatenate((spans.start - before, after)).astype(np.float64)
    return np.concatenate((spans.node, node)), gap
