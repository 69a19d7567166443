"""Span algebra against sets of single characters."""

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from qda_app.analysis import passages, relations

LENGTH = 24
TEXT = "Ana 😀 dijo: «sí» y nadie"[:LENGTH]
places = st.tuples(st.integers(0, LENGTH), st.integers(0, LENGTH)).map(sorted).map(tuple)
some = st.lists(places, max_size=7)


def characters(found):
    return {at for start, end in found for at in range(start, end)}


def gap(one, other):
    return max(other[0] - one[1], one[0] - other[1], -1)


def full(pairs):
    return sorted(p for p in pairs if p[0] < p[1])


def rows(array):
    return [tuple(row) for row in array.tolist()]


def runs(wanted):
    """Return the longest runs of a set of characters."""
    starts = [at for at in sorted(wanted) if at - 1 not in wanted]
    return [(s, next(e for e in range(s, LENGTH + 2) if e not in wanted)) for s in starts]


@given(some, some)
def test_sets_are_the_runs_of_their_characters(a, b):
    one, other = passages.spans(a), passages.spans(b)
    assert rows(passages.union(one, other)) == runs(characters(a) | characters(b))
    assert rows(passages.intersection(one, other)) == runs(characters(a) & characters(b))
    assert rows(passages.difference(one, other)) == runs(characters(a) - characters(b))
    assert "".join(TEXT[s:e] for s, e in rows(passages.union(one))) == "".join(
        char for at, char in enumerate(TEXT) if at in characters(a)
    )


@given(some, some, st.integers(0, 6))
def test_relations_of_passages(a, b, distance):
    one, other = passages.spans(a), passages.spans(b)
    assert passages.overlapping(one, other).tolist() == [
        bool(characters([p]) & characters(b)) for p in full(a)
    ]
    assert passages.within(one, other).tolist() == [
        characters([p]) <= characters(b) for p in full(a)
    ]
    assert passages.near(one, other, distance).tolist() == [
        any(gap(p, q) <= distance for q in full(b)) for p in full(a)
    ]


@given(some, some, st.lists(st.integers(0, LENGTH), max_size=5))
def test_units(a, b, cuts):
    edges = sorted({0, *cuts, LENGTH})
    units = [(s, e - 1) for s, e in pairwise(edges) if s < e - 1]
    grid = passages.spans(units)
    one, other = passages.spans(a), passages.spans(b)

    def touched(pairs):
        return {u for u in units if characters([u]) & characters(pairs)}

    assert passages.sharing(one, other, grid).tolist() == [
        bool(touched([p]) & touched(b)) for p in full(a)
    ]
    assert rows(passages.without(grid, other)) == [u for u in units if u not in touched(b)]


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 3), places), max_size=9))
def test_counts_by_pair_of_nodes(codings):
    codings = [(s, n, p) for s, n, p in codings if p[0] < p[1]]
    source, node, start, end = (
        np.array(column, dtype=np.int64)
        for column in (
            [c[0] for c in codings],
            [c[1] for c in codings],
            [c[2][0] for c in codings],
            [c[2][1] for c in codings],
        )
    )
    for distance in (-1, 0, 3):
        expected = np.zeros((4, 4), dtype=int)
        for i, (s, n, p) in enumerate(codings):
            for t, m, q in codings[:i]:
                if s == t and gap(p, q) <= distance:
                    expected[n, m] += 1
                    expected[m, n] += n != m
        found = relations.near_matrix(source, node, start, end, 4, distance)
        assert found.tolist() == expected.tolist()
    same = relations.overlap_matrix(source, node, start, end, 4)
    assert same.tolist() == relations.near_matrix(source, node, start, end, 4, -1).tolist()


def test_pairs_come_in_parts_without_loss(monkeypatch):
    monkeypatch.setattr(relations, "_PAIRS", 5)
    place = np.zeros(9, dtype=np.int64)
    found = [
        {int(a), int(b)}
        for one, other in relations.pairs(place, np.arange(9), np.arange(9) + 100)
        for a, b in zip(one, other, strict=True)
    ]
    assert len(found) == 36
    assert len({frozenset(pair) for pair in found}) == 36


def test_sources_do_not_meet_on_the_axis():
    place = np.array([0, 1, 5])
    axis = passages.on_axis(place, np.array([0, 0, 3]), np.array([10, 10, 4]))
    assert passages.near(axis[:1], axis[1:], 10**9).tolist() == [False]
    assert len(passages.union(axis)) == 3
    back, spans = passages.off_axis(axis)
    assert back.tolist() == [0, 1, 5]
    assert rows(spans) == [(0, 10), (0, 10), (3, 4)]


def test_nothing_is_a_set_too():
    nothing = passages.spans([])
    one = passages.spans([(0, 3)])
    assert passages.union().tolist() == []
    assert passages.intersection(nothing, one).tolist() == []
    assert passages.difference(one, nothing).tolist() == [[0, 3]]
    assert passages.near(nothing, one, 5).tolist() == []
    assert passages.within(one, nothing).tolist() == [False]
    assert passages.sharing(one, nothing, nothing).tolist() == [False]
