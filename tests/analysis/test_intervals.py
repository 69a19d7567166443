import naive_agreement as naive
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import t as students_t

from qda_app.analysis.agreement import coefficients, lengths, units
from qda_app.analysis.agreement.aggregation import (
    BY_LENGTH,
    MEAN,
    POOLED,
    interval_over_sources,
    mean_over_nodes,
    over_sources,
)
from qda_app.analysis.agreement.blocks import in_blocks
from qda_app.analysis.agreement.bootstrap import bootstrap, bootstrap_mean
from qda_app.analysis.agreement.intervals import Missing, reason
from qda_app.analysis.agreement.jackknife import jackknife, jackknife_mean, sources_needed
from qda_app.analysis.agreement.student import t_probability, t_quantile
from qda_app.analysis.agreement.study import codings_of, compared_text, study


def tables(sources, nodes=3, seed=1):
    random = np.random.default_rng(seed)
    share = random.dirichlet([3, 2, 2, 20], (sources, nodes))
    return (share * 5000).astype(np.int64)


def by_hand(found, left_out, level=0.95):
    """Return low and high from the values without each source in turn."""
    number = len(left_out)
    mean = sum(left_out) / number
    variance = (number - 1) / number * sum((x - mean) ** 2 for x in left_out)
    reach = students_t.ppf(0.5 + level / 2, number - 1) * variance**0.5
    return found - reach, min(found + reach, 1.0)


@pytest.mark.parametrize("freedom", [1, 2, 3, 4, 5, 6, 11, 20, 49, 998])
def test_students_t_is_that_of_scipy(freedom):
    for probability in (0.005, 0.3, 0.5, 0.6, 0.9, 0.975, 0.995):
        expected = students_t.ppf(probability, freedom)
        assert t_quantile(probability, freedom) == pytest.approx(expected, rel=1e-9, abs=1e-9)
        assert t_probability(expected, freedom) == pytest.approx(probability, abs=1e-12)
    with pytest.raises(ValueError, match="probability"):
        t_quantile(1.0, freedom)
    with pytest.raises(ValueError, match="freedom"):
        t_probability(0.5, 0)


@pytest.mark.parametrize(
    "measure",
    [
        coefficients.cohen_kappa,
        coefficients.krippendorff_alpha,
        coefficients.f1,
        coefficients.gwet_ac1,
        coefficients.bias,
    ],
)
def test_the_jackknife_leaves_out_one_source_at_a_time(measure):
    given_tables = tables(7)
    found = jackknife(given_tables, measure, level=0.9)
    for node in range(3):
        one = given_tables[:, node]
        left = [float(measure(np.delete(one, i, axis=0).sum(axis=0))) for i in range(7)]
        low, high = by_hand(float(measure(one.sum(axis=0))), left, 0.9)
        assert (found.low[node], found.high[node]) == pytest.approx((low, high))
        assert found.half_width[node] == pytest.approx((high - low) / 2)
    assert found.quantile == pytest.approx(students_t.ppf(0.95, 6))
    assert (found.method, found.sources, found.missing.tolist()) == ("jackknife", 7, [0, 0, 0])


def test_measures_over_nodes_have_intervals_too():
    given_tables = tables(6)
    pooled = jackknife(given_tables, coefficients.pooled_kappa)
    left = [
        float(coefficients.pooled_kappa(np.delete(given_tables, i, axis=0).sum(axis=0)))
        for i in range(6)
    ]
    whole = float(coefficients.pooled_kappa(given_tables.sum(axis=0)))
    assert (float(pooled.low), float(pooled.high)) == pytest.approx(by_hand(whole, left))
    mean = jackknife(given_tables, mean_over_nodes(coefficients.f1))
    assert mean.estimate == pytest.approx(coefficients.f1(given_tables.sum(axis=0)).mean())


@given(naive.studies())
def test_left_out_tables_are_those_of_a_study_without_the_source(drawn):
    rows, texts, nodes, coders, _ = drawn
    own = study(compared_text(texts), nodes, coders, codings_of(rows))
    by_source = lengths.pair_table(own).swapaxes(0, 1)
    left = by_source.sum(axis=0) - by_source
    for source in range(len(texts)):
        others = [i for i in range(len(texts)) if i != source]
        kept = [(others.index(s), n, c, a, b) for s, n, c, a, b in rows if s != source]
        fewer = study(compared_text([texts[i] for i in others]), nodes, coders, codings_of(kept))
        np.testing.assert_array_equal(left[source], lengths.pair_table(fewer).sum(axis=1))


def test_what_has_no_jackknife_interval_has_a_reason():
    spread = tables(4, 1)[:, 0]
    nothing = np.tile([0, 0, 0, 100], (4, 1))
    once = nothing.copy()
    once[0] = [20, 5, 5, 70]
    perfect = np.array([[5, 0, 0, 50], [9, 0, 0, 60], [1, 0, 0, 10], [4, 0, 0, 30]])
    cases = np.stack([spread, nothing, once, perfect], axis=1)
    found = jackknife(cases, coefficients.cohen_kappa)
    assert found.missing.tolist() == [0, Missing.NO_VALUE, Missing.RESTS_ON_ONE, Missing.NO_SPREAD]
    for values in (found.low, found.high, found.error):
        assert np.isnan(values).tolist() == [False, True, True, True]
    alone = jackknife(cases[:1], coefficients.cohen_kappa)
    assert alone.missing.tolist() == [1 + 1, 1, 2, 2]
    assert np.isnan(alone.low).all()
    assert reason(0) is None
    sentences = [reason(int(why)) for why in Missing if why]
    assert all(sentences)
    assert len(set(sentences)) == len(sentences)
    for level in (0.0, 1.0, -0.5):
        with pytest.raises(ValueError, match="level"):
            jackknife(cases, coefficients.cohen_kappa, level=level)


def test_the_interval_ends_where_the_measure_does():
    near = np.array([[90, 1, 0, 9], [50, 0, 0, 50], [60, 30, 0, 10], [20, 0, 1, 79]])
    found = jackknife(near, coefficients.f1, limits=(0, 1))
    assert found.high == 1.0
    assert found.low > 0
    assert jackknife(near, coefficients.f1, limits=(0.99, 1)).low == 0.99


def test_sources_can_be_brought_together_in_three_ways():
    given_tables = tables(5)
    given_tables[4, 0] = [0, 0, 0, 5000]
    given_tables[:, :, 3] += np.arange(5)[:, None] * 9000
    kappa = coefficients.cohen_kappa(given_tables)
    mean = over_sources(given_tables, coefficients.cohen_kappa, MEAN)
    weighted = over_sources(given_tables, coefficients.cohen_kappa, BY_LENGTH)
    assert mean[0] == pytest.approx(kappa[:4, 0].mean())
    np.testing.assert_allclose(
        weighted, coefficients.weighted_kappa(given_tables.swapaxes(0, 1)), rtol=1e-12
    )
    pooled = over_sources(given_tables, coefficients.cohen_kappa, POOLED)
    np.testing.assert_array_equal(pooled, coefficients.cohen_kappa(given_tables.sum(axis=0)))
    for way, whole in ((MEAN, mean), (BY_LENGTH, weighted), (POOLED, pooled)):
        found = interval_over_sources(given_tables, coefficients.cohen_kappa, way)
        np.testing.assert_allclose(found.estimate, whole, rtol=1e-12)
        left = [
            over_sources(np.delete(given_tables, i, axis=0), coefficients.cohen_kappa, way)[0]
            for i in range(5)
        ]
        low, high = by_hand(float(whole[0]), left)
        assert (found.low[0], found.high[0]) == pytest.approx((low, high))
    with pytest.raises(ValueError, match="not median"):
        over_sources(given_tables, coefficients.f1, "median")


def test_the_bootstrap_draws_sources_with_replacement():
    given_tables = tables(24)
    found = bootstrap(given_tables, coefficients.cohen_kappa, seed=11, replicates=400, level=0.8)
    random = np.random.default_rng(11)
    drawn = [
        coefficients.cohen_kappa(given_tables[random.integers(0, 24, 24)].sum(axis=0))
        for _ in range(400)
    ]
    low, high = np.quantile(drawn, [0.1, 0.9], axis=0)
    np.testing.assert_allclose([found.low, found.high], [low, high], rtol=1e-12)
    np.testing.assert_allclose(found.error, np.std(drawn, axis=0, ddof=1), rtol=1e-9)
    assert (found.seed, found.replicates, found.quantile) == (11, 400, None)
    again = bootstrap(given_tables, coefficients.cohen_kappa, seed=11, replicates=400, level=0.8)
    np.testing.assert_array_equal(found.low, again.low)
    other = bootstrap(given_tables, coefficients.cohen_kappa, seed=12, replicates=400, level=0.8)
    assert (found.low != other.low).all()


def test_the_bootstrap_is_the_same_in_batches(monkeypatch):
    given_tables = tables(20)
    whole = bootstrap(given_tables, coefficients.f1, seed=3, replicates=50)
    monkeypatch.setattr("qda_app.analysis.agreement.bootstrap._BATCH", 100)
    parts = bootstrap(given_tables, coefficients.f1, seed=3, replicates=50)
    np.testing.assert_array_equal(whole.low, parts.low)


def test_both_methods_find_about_the_same_error():
    given_tables = tables(60, seed=8)
    left = jackknife(given_tables, coefficients.cohen_kappa)
    drawn = bootstrap(given_tables, coefficients.cohen_kappa, seed=5)
    np.testing.assert_allclose(left.error, drawn.error, rtol=0.15)
    values = coefficients.cohen_kappa(given_tables)
    weights = coefficients.total(given_tables)[:, 0]
    drawn = bootstrap_mean(values, weights, seed=5)
    np.testing.assert_allclose(jackknife_mean(values, weights).error, drawn.error, rtol=0.15)


def test_what_has_no_bootstrap_interval_has_a_reason():
    spread = tables(20, 1)[:, 0]
    nothing = np.tile([0, 0, 0, 100], (20, 1))
    once = nothing.copy()
    once[0] = [20, 5, 5, 70]
    perfect = np.tile([9, 0, 0, 100], (20, 1))
    cases = np.stack([spread, nothing, once, perfect], axis=1)
    found = bootstrap(cases, coefficients.cohen_kappa, seed=1)
    assert found.missing.tolist() == [
        *[0, Missing.NO_VALUE, Missing.OFTEN_NO_VALUE, Missing.NO_SPREAD]
    ]
    assert np.isnan(found.low).tolist() == [False, True, True, True]
    few = bootstrap(cases[:19], coefficients.cohen_kappa, seed=1)
    assert few.missing[0] == Missing.FEW_SOURCES
    assert bootstrap(cases[:19], coefficients.cohen_kappa, seed=1, fewest=5).missing[0] == 0
    with pytest.raises(ValueError, match="replicates"):
        bootstrap(cases, coefficients.f1, seed=1, replicates=0)
    with pytest.raises(ValueError, match="level"):
        bootstrap(cases, coefficients.f1, seed=1, level=1.2)


@given(st.floats(0.01, 0.4), st.integers(2, 40), st.floats(0.02, 0.5))
def test_the_number_of_sources_needed_is_the_smallest_that_suffices(error, sources, half_width):
    needed = sources_needed(error, sources, half_width)
    reach = [
        students_t.ppf(0.975, number - 1) * error * (sources / number) ** 0.5
        for number in (needed - 1, needed)
        if number > 1
    ]
    assert reach[-1] <= half_width * (1 + 1e-9)
    assert needed == 2 or reach[0] > half_width * (1 - 1e-9)


def test_a_width_that_no_number_of_sources_has_is_refused():
    with pytest.raises(ValueError, match="above 0"):
        sources_needed(0.1, 5, 0)


@given(naive.studies(), st.integers(1, 9))
def test_blocks_of_text_can_stand_for_sources(drawn, step):
    rows, texts, nodes, coders, _ = drawn
    own = study(compared_text(texts), nodes, coders, codings_of(rows))
    edges = [[(at, at + step) for at in range(0, 40, step)]] * len(texts)
    cut = in_blocks(own, units.units_of(own.text, edges))
    found = lengths.table(cut)
    np.testing.assert_array_equal(found.sum(axis=1), lengths.table(own).sum(axis=1))
    assert cut.text.length.sum() == own.text.length.sum()
    assert (cut.text.length > 0).all()
    assert (cut.text.length <= step).all()
