from dataclasses import replace

import naive_agreement as naive
import numpy as np
import pytest
from hypothesis import given

from qda_app.analysis.agreement import lengths
from qda_app.analysis.agreement.study import (
    at_level,
    codings_of,
    compared_text,
    depths,
    leaves,
    rolled_up,
    study,
    worked_on,
)


def built(rows, texts, nodes, coders):
    return study(compared_text(texts), nodes, coders, codings_of(rows))


@given(naive.studies())
def test_lengths_equal_a_count_of_code_points(drawn):
    rows, texts, nodes, coders, parents = drawn
    own = built(rows, texts, nodes, coders)
    np.testing.assert_array_equal(lengths.table(own), naive.tables(rows, texts, nodes, coders))
    np.testing.assert_array_equal(
        lengths.table(rolled_up(own, np.array(parents))),
        naive.tables(rows, texts, nodes, coders, parents),
    )


@given(naive.studies())
def test_pairs_and_counts_come_straight_from_the_sweep_too(drawn):
    rows, texts, nodes, coders, _ = drawn
    own = built(rows, texts, nodes, coders)
    patterns = lengths.table(own)
    np.testing.assert_array_equal(lengths.counts(own), lengths.counts_of(patterns))
    for a in range(coders):
        for b in range(coders):
            if a != b:
                direct = lengths.pair_table(own, a, b)
                np.testing.assert_array_equal(direct, lengths.pairs(patterns, a, b))


@given(naive.studies())
def test_numbers_that_do_not_fit_one_key_are_sorted_by_columns(drawn):
    rows, texts, nodes, coders, _ = drawn
    own = built(rows, texts, nodes, coders)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lengths, "_KEY_BITS", 1)
        np.testing.assert_array_equal(lengths.table(own), naive.tables(rows, texts, nodes, coders))


@given(naive.studies())
def test_many_codings_are_placed_in_order_with_the_same_result(drawn):
    rows, texts, nodes, coders, _ = drawn
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("qda_app.analysis.agreement.study._MANY", 1)
        own = built(rows, texts, nodes, coders)
    np.testing.assert_array_equal(lengths.table(own), naive.tables(rows, texts, nodes, coders))


def test_offsets_up_to_2_to_the_52_are_exact():
    far = 1 << 52
    own = built([(0, 0, 0, 1, far), (0, 1400, 1, far - 2, far + 5)], [[(0, far + 9)]], 1500, 2)
    found = lengths.table(own)
    assert found[0, 0].tolist() == [10, far - 1, 0, 0]
    assert found[1400, 0].tolist() == [far + 2, 0, 7, 0]


@given(naive.studies())
def test_union_covers_the_same_code_points_without_overlap(drawn):
    rows, texts, nodes, coders, _ = drawn
    own = built(rows, texts, nodes, coders)
    joined = lengths.union(own.codings)
    np.testing.assert_array_equal(lengths.table(replace(own, codings=joined)), lengths.table(own))
    group = np.stack([joined.node, joined.source, joined.coder])
    same = (group[:, 1:] == group[:, :-1]).all(axis=0)
    assert (joined.start[1:][same] > joined.end[:-1][same]).all()


def test_a_node_can_be_counted_at_a_level_of_the_tree():
    parents = np.array([-1, 0, 1, -1])
    own = built([(0, 2, 0, 0, 5), (0, 1, 0, 3, 9), (0, 3, 1, 0, 2)], [[(0, 10)]], 4, 2)
    assert at_level(own, parents, 0).codings.node.tolist() == [0, 0, 3]
    assert at_level(own, parents, 1).codings.node.tolist() == [1, 1, 3]
    assert depths(parents).tolist() == [0, 1, 2, 0]
    assert leaves(parents).tolist() == [False, False, True, True]
    with pytest.raises(ValueError, match="counts from 0"):
        at_level(own, parents, -1)


@pytest.mark.parametrize("parents", [[0], [1, 0], [1, 2, 1]])
def test_a_circle_of_parents_is_refused(parents):
    nodes = len(parents)
    own = built([(0, 0, 0, 0, 1)], [[(0, 2)]], nodes, 2)
    for function in (rolled_up, lambda s, p: at_level(s, p, 0)):
        with pytest.raises(ValueError, match="circle"):
            function(own, np.array(parents))


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ((1, 0, 0, 0, 1), "source"),
        ((0, 2, 0, 0, 1), "node"),
        ((0, 0, 2, 0, 1), "coder"),
        ((0, -1, 0, 0, 1), "node"),
        ((0, 0, 0, 3, 3), "covers no text"),
    ],
)
def test_a_coding_out_of_range_is_refused(row, words):
    with pytest.raises(ValueError, match=words):
        built([row], [[(0, 5)]], 2, 2)


def test_what_is_not_compared_leaves_no_coding_behind():
    own = built([(0, 0, 0, 4, 6), (0, 0, 1, 0, 20)], [[(0, 4), (6, 10)]], 1, 2)
    assert len(own.codings) == 1
    assert lengths.pair_table(own).tolist() == [[[0, 0, 8, 0]]]


def test_pieces_may_come_in_any_order_and_overlap():
    text = compared_text([[(6, 10), (0, 4), (3, 5), (7, 7)], []])
    assert text.length.tolist() == [9, 0]
    at = np.array([0, 5, 6, 99])
    assert text.position(np.zeros(4, dtype=np.int64), at).tolist() == [0, 5, 5, 9]
    with pytest.raises(ValueError, match="below 0"):
        compared_text([[(-1, 3)]])


def test_studies_without_sources_nodes_or_codings_have_tables():
    assert lengths.table(built([], [], 2, 2)).shape == (2, 0, 4)
    assert lengths.table(built([], [[(0, 3)]], 0, 2)).shape == (0, 1, 4)
    assert lengths.table(built([], [[], [(0, 3)]], 1, 2)).tolist() == [[[0, 0, 0, 0], [3, 0, 0, 0]]]
    assert len(lengths.union(codings_of([]))) == 0


def test_a_table_too_large_for_memory_is_refused():
    own = built([], [[(0, 1)]], 2, 24)
    with pytest.raises(ValueError, match="too large"):
        lengths.table(own)
    with pytest.raises(ValueError, match="too many coders"):
        lengths.table(replace(own, coders=25))
    assert lengths.counts(own).shape == (2, 1, 25)


def test_a_source_counts_for_who_marked_it_done_or_codes_in_it():
    codings = codings_of([(0, 0, 0, 0, 1), (0, 0, 1, 0, 1), (1, 0, 0, 0, 1)])
    found = worked_on(3, 2, codings, done=[(1, 1), (2, 0)])
    assert found.tolist() == [[True, True], [True, True], [True, False]]
