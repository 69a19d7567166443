import math

import naive_agreement as naive
import naive_spans
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qda_app.analysis.agreement import sets, units
from qda_app.analysis.agreement.study import codings_of, compared_text, study

DISTANCES = [
    (sets.jaccard_distance, naive_spans.jaccard),
    (sets.masi_distance, naive_spans.masi),
]


def same(found, expected):
    if expected is None:
        return math.isnan(found)
    return found == pytest.approx(expected, abs=1e-9)


def built(rows, texts, nodes, coders):
    return study(compared_text(texts), nodes, coders, codings_of(rows))


@given(naive.studies(), st.sampled_from(DISTANCES))
def test_alpha_equals_a_computation_per_code_point(drawn, distances):
    rows, texts, nodes, coders, _ = drawn
    each = naive_spans.sets_per_code_point(rows, texts, nodes, coders)
    found = sets.by_character(built(rows, texts, nodes, coders))
    assert found.weight.sum() == len(each)
    alpha = sets.alpha(found, distances[0])
    assert same(alpha, naive_spans.set_alpha(each, distances[1]))


@given(naive.studies(), st.sampled_from(DISTANCES), st.integers(1, 9))
def test_alpha_by_unit_equals_a_count_one_by_one(drawn, distances, step):
    rows, texts, nodes, coders, _ = drawn
    own = built(rows, texts, nodes, coders)
    edges = [[(at, at + step) for at in range(0, 40, step)]] * len(texts)
    found = sets.by_unit(own, units.units_of(own.text, edges))
    expected = []
    for source, spans in enumerate(edges):
        counted = {p for a, b in texts[source] for p in range(a, b)}
        for start, end in spans:
            inside = counted & set(range(start, end))
            if inside:
                expected.append(
                    [
                        frozenset(
                            n
                            for n in range(nodes)
                            if naive.covered(rows, texts, source, {n}, c) & inside
                        )
                        for c in range(coders)
                    ]
                )
    alpha = sets.alpha(found, distances[0])
    assert same(alpha, naive_spans.set_alpha(expected, distances[1]))


@given(
    st.lists(
        st.lists(st.frozensets(st.integers(0, 5), max_size=4), min_size=3, max_size=3),
        min_size=1,
        max_size=20,
    ),
    st.sampled_from(DISTANCES),
)
def test_alpha_of_given_sets_equals_the_definition(table, distances):
    found = sets.alpha(sets.sets_of(table, 6), distances[0])
    assert same(found, naive_spans.set_alpha(table, distances[1]))


def test_more_nodes_than_bits_in_a_word_are_told_apart():
    rows = [(0, 0, 0, 0, 4), (0, 64, 0, 2, 6), (0, 129, 1, 0, 6), (0, 64, 1, 4, 6)]
    found = sets.by_character(built(rows, [[(0, 8)]], 130, 2))
    spelled = [
        ([np.flatnonzero(found.members[s]).tolist() for s in row], int(weight))
        for row, weight in zip(found.given, found.weight, strict=True)
    ]
    assert spelled == [
        ([[0], [129]], 2),
        ([[0, 64], [129]], 2),
        ([[64], [64, 129]], 2),
        ([[], []], 2),
    ]


def test_what_has_no_alpha_is_nan_or_refused():
    assert math.isnan(sets.alpha(sets.by_character(built([], [[(0, 5)]], 2, 2))))
    assert math.isnan(sets.alpha(sets.by_character(built([], [], 2, 2))))
    assert math.isnan(sets.alpha(sets.sets_of([[{1}, {1}], [{1}, {1}]], 2)))
    assert sets.alpha(sets.sets_of([[{1}, {1}], [{0}, {0}]], 2)) == 1
    with pytest.raises(ValueError, match="two coders"):
        sets.alpha(sets.sets_of([[{1}]], 2))
    with pytest.raises(ValueError, match="same coders"):
        sets.sets_of([[{1}], [{1}, {0}]], 2)
    with pytest.raises(ValueError, match="not within"):
        sets.sets_of([[{1}, {2}]], 2)
    own = built([], [[(0, 5)]], 1, 2)
    with pytest.raises(ValueError, match="share"):
        sets.by_unit(own, units.units_of(own.text, [[(0, 5)]]), -0.1)
