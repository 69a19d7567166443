import math
from dataclasses import replace

import naive_agreement as naive
import naive_spans
import numpy as np
import pytest
from hypothesis import given

from qda_app.analysis.agreement import coincidences, lengths, unitizing
from qda_app.analysis.agreement.meeting import clashes
from qda_app.analysis.agreement.study import codings_of, compared_text, study


def built(rows, texts, nodes, coders):
    return study(compared_text(texts), nodes, coders, codings_of(rows))


def same(found, expected):
    if expected is None:
        return math.isnan(found)
    return found == pytest.approx(expected, abs=1e-9)


@given(naive.studies())
def test_alpha_u_equals_a_count_one_by_one(drawn):
    rows, texts, nodes, coders, _ = drawn
    rows = naive_spans.without_clashes(rows, texts, by_node=True)
    own = built(rows, texts, nodes, coders)
    if not own.text.length.sum():
        return
    found = unitizing.unitizing(own)
    spans = naive_spans.clipped(rows, texts)
    both = []
    for node in range(nodes):
        one = [(s, c, a, b) for s, n, c, a, b in spans if n == node]
        observed, expected = naive_spans.alpha_u(one, own.text.length.tolist(), coders)
        both.append((observed, expected))
        alpha = 1 - observed / expected if expected else None
        assert found.observed[node] == pytest.approx(observed, abs=1e-12)
        assert same(unitizing.alpha(found)[node], alpha)
    over, below = (sum(x) for x in zip(*both, strict=True))
    assert same(unitizing.alpha_together(found), 1 - over / below if below else None)


@given(naive.studies())
def test_the_family_of_2016_equals_a_computation_per_code_point(drawn):
    rows, texts, nodes, coders, _ = drawn
    rows = naive_spans.without_clashes(rows, texts, by_node=False)
    own = built(rows, texts, nodes, coders)
    found = coincidences.coincidences(own)
    spans = naive_spans.clipped(rows, texts)
    u, binary, cu, ku = naive_spans.coincidence_alphas(
        spans, own.text.length.tolist(), coders, nodes
    )
    assert same(coincidences.u_alpha(found), u)
    assert same(coincidences.binary_alpha(found), binary)
    assert same(coincidences.cu_alpha(found), cu)
    assert all(same(x, y) for x, y in zip(coincidences.ku_alpha(found), ku, strict=True))


@given(naive.studies())
def test_coincidences_by_source_sum_to_those_of_all(drawn):
    rows, texts, nodes, coders, _ = drawn
    rows = naive_spans.without_clashes(rows, texts, by_node=False)
    own = built(rows, texts, nodes, coders)
    whole = coincidences.coincidences(own)
    parts = coincidences.coincidences(own, by_source=True)
    for name in ("cells", "squares", "covered"):
        np.testing.assert_array_equal(getattr(parts.together(), name), getattr(whole, name))
    assert coincidences.u_alpha(parts).shape == (len(texts),)
    assert coincidences.ku_alpha(parts).shape == (len(texts), nodes)


def test_only_the_nodes_of_the_domain_are_units():
    rows = [(0, 0, 0, 0, 5), (0, 0, 1, 0, 5), (0, 1, 0, 2, 9), (0, 2, 1, 6, 9)]
    own = built(rows, [[(0, 10)]], 3, 2)
    domain = np.array([True, False, True])
    found = coincidences.coincidences(own, domain)
    alone = built([rows[0], rows[1], rows[3]], [[(0, 10)]], 3, 2)
    assert found.cells.tolist() == coincidences.coincidences(alone).cells.tolist()
    with pytest.raises(ValueError, match="1 codings overlap"):
        coincidences.coincidences(own)
    assert clashes(own.codings, np.ones(3, dtype=bool)).tolist() == [[0, 2]]
    assert clashes(own.codings).tolist() == []


def test_overlaps_are_listed_with_the_coding_that_reaches_furthest():
    rows = [(0, 0, 0, 0, 9), (0, 0, 0, 1, 3), (0, 0, 0, 8, 12), (0, 0, 1, 2, 4), (0, 0, 0, 12, 13)]
    own = built(rows, [[(0, 20)]], 1, 2)
    assert clashes(own.codings).tolist() == [[0, 1], [0, 2]]
    with pytest.raises(ValueError, match="2 codings overlap"):
        unitizing.unitizing(own)
    joined = replace(own, codings=lengths.union(own.codings))
    assert unitizing.alpha(unitizing.unitizing(joined)).shape == (1,)
    assert clashes(own.codings, np.array([False])).shape == (0, 2)


def test_what_has_no_alpha_is_nan_or_refused():
    own = built([], [[(0, 5)]], 1, 2)
    assert math.isnan(unitizing.alpha(unitizing.unitizing(own))[0])
    assert math.isnan(unitizing.alpha_together(unitizing.unitizing(own)))
    assert math.isnan(coincidences.u_alpha(coincidences.coincidences(own)))
    without_text = built([], [], 1, 2)
    assert math.isnan(unitizing.alpha(unitizing.unitizing(without_text))[0])
    assert math.isnan(coincidences.cu_alpha(coincidences.coincidences(without_text)))
    with pytest.raises(ValueError, match="two coders"):
        unitizing.unitizing(replace(own, coders=1))
    with pytest.raises(ValueError, match="two coders"):
        coincidences.coincidences(replace(own, coders=1))
    with pytest.raises(ValueError, match="too large"):
        coincidences.coincidences(built([], [[(0, 1)]], 5000, 2))
