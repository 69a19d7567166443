import naive_agreement as naive
import naive_spans
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from qda_app.analysis.agreement import coefficients, segments
from qda_app.analysis.agreement.study import codings_of, compared_text, study

THRESHOLDS = st.sampled_from([0.0, 0.1, 0.3, 0.5, 0.75, 1.0])


def joined(rows, texts, nodes, coders):
    own = study(compared_text(texts), nodes, coders, codings_of(rows))
    return segments.segments_of(own.codings, coders)


@given(naive.studies(), THRESHOLDS)
def test_the_matching_is_the_heaviest_of_all(drawn, threshold):
    rows, texts, nodes, coders, _ = drawn
    spans = joined(rows, texts, nodes, coders)
    found = segments.matching(spans[0], spans[1], threshold)
    counted = segments.counts(found, nodes, len(texts))
    expected = naive_spans.merged(rows, texts)
    for node in range(nodes):
        for source in range(len(texts)):
            first, second = (expected.get((node, source, c), []) for c in (0, 1))
            here = (found.first.node[found.one] == node) & (found.first.source[found.one] == source)
            total = naive_spans.heaviest_total(first, second, threshold)
            assert found.iou[here].sum() == pytest.approx(total)
            matches, a, b = counted[node, source].tolist()
            assert matches == here.sum()
            assert (matches + a, matches + b) == (len(first), len(second))
    assert len(set(found.one.tolist())) == len(set(found.two.tolist())) == len(found.one)
    assert (found.iou + 1e-9 >= threshold).all()
    assert (found.iou > 0).all()


@given(st.lists(st.integers(1, 9), min_size=2, max_size=60), st.integers(0, 2**32))
def test_long_chains_are_matched_as_well_as_by_the_assignment_problem(steps, seed):
    random = np.random.default_rng(seed)
    edges = np.cumsum(steps)
    rows = [(0, 0, 0, int(a), int(b)) for a, b in zip(edges, edges[1:] - 1, strict=False) if a < b]
    edges = np.cumsum(random.integers(1, 12, 40))
    rows += [(0, 0, 1, int(a), int(b)) for a, b in zip(edges, edges[1:] - 1, strict=False) if a < b]
    spans = joined(rows, [[(0, 700)]], 1, 2)
    found = segments.matching(spans[0], spans[1], 0.0)
    a, b = found.first, found.second
    both = np.minimum(a.end[:, None], b.end) - np.maximum(a.start[:, None], b.start)
    both = np.maximum(both, 0)
    weight = both / ((a.end - a.start)[:, None] + (b.end - b.start) - both)
    best = weight[linear_sum_assignment(weight, maximize=True)].sum()
    assert found.iou.sum() == pytest.approx(best)


def test_a_chain_is_matched_for_the_largest_sum_not_for_the_nearest():
    rows = [(0, 0, 0, 0, 10), (0, 0, 0, 11, 20), (0, 0, 1, 6, 15), (0, 0, 1, 16, 30)]
    spans = joined(rows, [[(0, 40)]], 1, 2)
    found = segments.matching(spans[0], spans[1], 0.0)
    assert list(zip(found.one.tolist(), found.two.tolist(), strict=True)) == [(0, 0), (1, 1)]
    strict = segments.matching(spans[0], spans[1], 0.5)
    assert len(strict.one) == 0
    assert [len(x) for x in strict.unmatched()] == [2, 2]
    assert segments.f1(segments.counts(found, 1, 1)).tolist() == [[1.0]]
    assert np.isnan(segments.f1([0, 0, 0]))


@given(naive.studies(), st.sampled_from([0.0, 0.5, 0.9, 1.0]))
def test_rows_agree_where_enough_of_them_is_covered(drawn, share):
    rows, texts, nodes, coders, _ = drawn
    both = joined(rows, texts, nodes, coders)[:2]
    agrees = segments.rows_agreeing(*both, share)
    expected = naive_spans.merged(rows, texts)
    points = {key: {p for a, b in spans for p in range(a, b)} for key, spans in expected.items()}
    said = {
        (int(x.node[i]), int(x.source[i]), c, int(x.start[i]), int(x.end[i])): bool(agrees[c][i])
        for c, x in enumerate(both)
        for i in range(len(x))
    }
    wanted = {}
    for (n, s, c), spans in expected.items():
        for a, b in spans if c < 2 else []:
            covered = len(points.get((n, s, 1 - c), set()) & set(range(a, b)))
            wanted[n, s, c, a, b] = covered > 0 and covered >= share * (b - a) - 1e-9
    assert said == wanted
    counted = segments.row_counts(*both, nodes, len(texts), share)
    for n, s in np.ndindex(nodes, len(texts)):
        here = [agreed for key, agreed in wanted.items() if key[:2] == (n, s)]
        assert counted[n, s].tolist() == [sum(here), len(here) - sum(here)]


def test_maxqda_counts_rows_both_ways():
    rows = [(0, 0, 0, 0, 100), (0, 0, 1, 0, 89), (0, 1, 0, 10, 20), (0, 1, 1, 10, 20)]
    spans = joined(rows, [[(0, 200)]], 2, 2)
    counted = segments.row_counts(*spans, 2, 1).sum(axis=1)
    assert counted.tolist() == [[1, 1], [2, 0]]
    agreed, other = counted.sum(axis=0)
    assert coefficients.maxqda_kappa(agreed, other, 2) == pytest.approx(0.5)


def test_the_longest_stretch_shared_and_the_number_of_segments():
    rows = [(0, 0, 0, 0, 10), (0, 0, 0, 5, 20), (0, 0, 1, 2, 9), (0, 0, 1, 12, 30), (1, 0, 2, 0, 1)]
    spans = joined(rows, [[(0, 40)], [(0, 5)]], 1, 3)
    assert segments.longest_shared(spans[0], spans[1], 1, 2).tolist() == [[8, 0]]
    assert segments.numbers(spans, 1, 2).tolist() == [[[1, 2, 0], [0, 0, 1]]]


def test_what_is_out_of_range_is_refused():
    spans = joined([(0, 0, 0, 0, 10)], [[(0, 40)]], 1, 2)
    with pytest.raises(ValueError, match="threshold"):
        segments.matching(spans[0], spans[1], 1.5)
    with pytest.raises(ValueError, match="share"):
        segments.rows_agreeing(*spans, -1)
    with pytest.raises(ValueError, match="out of range"):
        segments.counts(segments.matching(*spans), 0, 1)
