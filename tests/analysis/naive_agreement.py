"""Slow computations per code point, for comparison; they share nothing with the application's."""

from itertools import product

import numpy as np
from hypothesis import strategies as st

Row = tuple[int, int, int, int, int]


def covered(rows, texts, source, nodes, coder):
    """Return the counted code points of a source that the coder gave any of the nodes."""
    inside = {p for start, end in texts[source] for p in range(start, end)}
    given = {
        p
        for s, n, c, a, b in rows
        if s == source and n in nodes and c == coder
        for p in range(a, b)
    }
    return inside & given


def below(parents, node):
    """Return a node and its descendants."""
    found = {node}
    for _ in parents:
        found |= {child for child, parent in enumerate(parents) if parent in found}
    return found


def tables(rows, texts, nodes, coders, parents=None):
    """Return lengths by pattern of coders, as lengths.table does."""
    result = np.zeros((nodes, len(texts), 1 << coders), dtype=np.int64)
    for node, source in product(range(nodes), range(len(texts))):
        family = {node} if parents is None else below(parents, node)
        given = [covered(rows, texts, source, family, c) for c in range(coders)]
        for point in {p for start, end in texts[source] for p in range(start, end)}:
            pattern = sum(1 << c for c in range(coders) if point in given[c])
            result[node, source, pattern] += 1
    return result


@st.composite
def studies(draw, most_coders=3):
    """Draw (rows, pieces per source, nodes, coders, parents): overlaps, nesting, empty coders."""
    nodes, coders = draw(st.integers(1, 5)), draw(st.integers(2, most_coders))
    lengths = draw(st.lists(st.integers(1, 40), min_size=1, max_size=3))
    texts = [draw(_pieces(length)) for length in lengths]
    parents = [draw(st.integers(-1, node - 1)) for node in range(nodes)]
    row = st.integers(0, len(lengths) - 1).flatmap(
        lambda s: st.tuples(
            st.just(s),
            st.integers(0, nodes - 1),
            st.integers(0, coders - 1),
            st.integers(0, lengths[s] - 1),
            st.integers(1, lengths[s]),
        )
    )
    drawn = draw(st.lists(row, max_size=14))
    rows = [(s, n, c, min(a, b - 1), max(b, a + 1)) for s, n, c, a, b in drawn]
    return rows, texts, nodes, coders, parents


@st.composite
def _pieces(draw, length):
    if draw(st.booleans()):
        return [(0, length)]
    edges = sorted(draw(st.sets(st.integers(0, length), max_size=6)))
    return [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=False)]
