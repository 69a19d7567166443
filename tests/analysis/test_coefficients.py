import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score, jaccard_score
from sklearn.metrics import f1_score as sklearn_f1
from statsmodels.stats.inter_rater import aggregate_raters
from statsmodels.stats.inter_rater import cohens_kappa as statsmodels_kappa
from statsmodels.stats.inter_rater import fleiss_kappa as statsmodels_fleiss

from qda_app.analysis.agreement import categories, coefficients, lengths, several
from qda_app.analysis.agreement.measures import MEASURES

CELL = st.integers(0, 60)
TABLES = st.tuples(CELL, CELL, CELL, CELL).map(np.array)


def vectors(table):
    """Return the two coders' values, one per unit."""
    first, second = np.array([1, 1, 0, 0]), np.array([1, 0, 1, 0])
    return np.repeat(first, table), np.repeat(second, table)


def exists(table):
    a, b = vectors(table)
    return len(set(a.tolist()) | set(b.tolist())) == 2


@given(TABLES.filter(exists))
def test_kappa_f1_and_jaccard_are_those_of_scikit_learn(table):
    a, b = vectors(table)
    assert coefficients.cohen_kappa(table) == pytest.approx(cohen_kappa_score(a, b), abs=1e-9)
    assert coefficients.f1(table) == pytest.approx(sklearn_f1(a, b, zero_division=0), abs=1e-9)
    assert coefficients.jaccard(table) == pytest.approx(
        jaccard_score(a, b, zero_division=0), abs=1e-9
    )


@given(TABLES.filter(lambda t: exists(t) and not np.isnan(coefficients.cohen_kappa(t))))
def test_standard_errors_are_those_of_statsmodels(table):
    with np.errstate(all="ignore"):  # statsmodels takes roots of rounding below 0
        found = statsmodels_kappa(categories.square(table))
    mine = categories.kappa_standard_error(categories.square(table))
    null = categories.kappa_standard_error_null(categories.square(table))
    assert mine**2 == pytest.approx(found.var_kappa, abs=1e-9)
    assert null**2 == pytest.approx(found.var_kappa0, abs=1e-9)


@given(TABLES.filter(exists))
def test_the_forms_for_two_values_are_those_for_any_number(table):
    square = categories.square(table)
    for name in ("percent", "cohen_kappa", "scott_pi", "bennett_s", "gwet_ac1"):
        two, many = getattr(coefficients, name)(table), getattr(categories, name)(square)
        assert two == pytest.approx(many, abs=1e-9), name
    counts = np.array([table[3], table[1] + table[2], table[0]])
    assert several.percent(counts) == pytest.approx(coefficients.percent(table), abs=1e-12)
    assert several.prevalence(counts) == pytest.approx(coefficients.prevalence(table), abs=1e-12)
    assert several.fleiss_kappa(counts) == pytest.approx(coefficients.scott_pi(table), abs=1e-9)
    assert several.gwet_ac1(counts) == pytest.approx(coefficients.gwet_ac1(table), abs=1e-9)
    alpha = coefficients.krippendorff_alpha(table)
    assert several.krippendorff_alpha(counts) == pytest.approx(alpha, abs=1e-9)
    assert categories.krippendorff_alpha(square) == pytest.approx(alpha, abs=1e-9)


@given(
    st.lists(st.lists(st.integers(0, 2), min_size=4, max_size=4), min_size=2, max_size=30).filter(
        lambda units: len({v for unit in units for v in unit}) > 1
    )
)
def test_fleiss_kappa_is_that_of_statsmodels(units):
    ratings, _ = aggregate_raters(np.array(units))
    assert several.rated_fleiss_kappa(ratings) == pytest.approx(statsmodels_fleiss(ratings))
    distinct, times = np.unique(ratings, axis=0, return_counts=True)
    assert several.rated_fleiss_kappa(distinct, times) == pytest.approx(
        several.rated_fleiss_kappa(ratings)
    )
    if ratings.shape[1] == 2:
        counts = np.bincount(ratings[:, 1], minlength=5)
        assert several.fleiss_kappa(counts) == pytest.approx(statsmodels_fleiss(ratings))
        assert several.krippendorff_alpha(counts) == pytest.approx(several.rated_alpha(ratings))


@given(TABLES)
def test_a_coefficient_is_missing_only_where_its_denominator_is_zero(table):
    n11, n10, n01, n00 = table.tolist()
    n = n11 + n10 + n01 + n00
    one_value = n in {0, n11, n00}
    for name, missing in {
        "percent": n == 0,
        "bennett_s": n == 0,
        "gwet_ac1": n == 0,
        "prevalence": n == 0,
        "bias": n == 0,
        "cohen_kappa": one_value,
        "scott_pi": one_value,
        "krippendorff_alpha": one_value,
        "f1": n - n00 == 0,
        "jaccard": n - n00 == 0,
    }.items():
        assert np.isnan(getattr(coefficients, name)(table)) == missing, name


def test_kappa_is_exactly_zero_where_one_coder_never_used_the_node():
    tables = np.array([[0, 7, 0, 99_999_991], [0, 0, 13, 5], [9, 0, 30_000_001, 0]])
    assert coefficients.cohen_kappa(tables).tolist() == [0.0, 0.0, 0.0]


def test_large_lengths_keep_their_precision():
    table = np.array([1_000_003, 2_000_001, 3_000_017, 10**12])
    exact = 2 * (int(table[0]) * int(table[3]) - int(table[1]) * int(table[2]))
    a, b = int(table[0] + table[1]), int(table[0] + table[2])
    n = int(table.sum())
    assert coefficients.cohen_kappa(table) == pytest.approx(
        exact / (a * (n - b) + b * (n - a)), rel=1e-12
    )


def test_bias_and_prevalence():
    table = np.array([10, 30, 10, 50])
    assert coefficients.bias(table) == pytest.approx(0.2)
    assert coefficients.prevalence(table) == pytest.approx(0.3)


def test_nodes_nobody_used_do_not_change_pooled_and_mean_kappa():
    used = np.array([[20, 10, 20, 50], [40, 9, 6, 45]])
    more = np.vstack([used, [[0, 0, 0, 100]]])
    assert coefficients.pooled_kappa(more) == pytest.approx(coefficients.pooled_kappa(used))
    assert coefficients.mean_kappa(more) == pytest.approx(coefficients.mean_kappa(used))
    assert np.isnan(coefficients.pooled_kappa(more[2:]))
    assert np.isnan(coefficients.mean_kappa(more[2:]))
    assert coefficients.pooled_kappa(np.stack([used, used])).shape == (2,)


def test_weighting_by_length_leaves_out_what_has_no_kappa():
    tables = np.array([[20, 10, 20, 50], [0, 0, 0, 900]])
    assert coefficients.weighted_kappa(tables) == pytest.approx(coefficients.cohen_kappa(tables[0]))


def test_what_cannot_be_computed_is_nan_or_refused():
    assert np.isnan(coefficients.holsti(0, 0, 0))
    assert np.isnan(coefficients.maxqda_kappa(0, 0, 5))
    assert np.isnan(coefficients.maxqda_kappa(3, 0, 1))
    assert np.isnan(several.rated_fleiss_kappa([[3, 0], [3, 0]]))
    assert np.isnan(several.rated_alpha([[3, 0], [3, 0]]))
    with pytest.raises(ValueError, match="two coders"):
        several.percent([5, 5])
    with pytest.raises(ValueError, match="same coders"):
        several.rated_fleiss_kappa([[3, 0], [1, 1]])
    with pytest.raises(ValueError, match="two categories"):
        categories.gwet_ac1(np.array([[4]]))
    with pytest.raises(ValueError, match="zip"):
        categories.crossed([1, 2], [1])


@given(TABLES.filter(lambda t: t.sum() > 0))
def test_the_standard_error_of_ac1_is_that_of_the_delta_method(table):
    square = categories.square(table)
    n, share = square.sum(), square / square.sum()
    slopes = np.zeros((2, 2))
    for i, j in np.ndindex(2, 2):
        step = np.zeros((2, 2))
        step[i, j] = 1e-6
        either = [categories.gwet_ac1(share + sign * step) for sign in (1, -1)]
        slopes[i, j] = (either[0] - either[1]) / 2e-6
    variance = ((share * slopes**2).sum() - (share * slopes).sum() ** 2) / n
    assert categories.ac1_standard_error(square) ** 2 == pytest.approx(variance, abs=1e-7)


def test_the_standard_error_of_ac1_holds_for_several_categories_and_tables():
    table = np.array([[20, 5, 1], [4, 15, 6], [0, 5, 18]])
    share, slopes = table / table.sum(), np.zeros((3, 3))
    for i, j in np.ndindex(3, 3):
        step = np.zeros((3, 3))
        step[i, j] = 1e-6
        either = [categories.gwet_ac1(share + sign * step) for sign in (1, -1)]
        slopes[i, j] = (either[0] - either[1]) / 2e-6
    variance = ((share * slopes**2).sum() - (share * slopes).sum() ** 2) / table.sum()
    found = categories.ac1_standard_error(np.stack([table, 4 * table]))
    assert found[0] == pytest.approx(np.sqrt(variance), abs=1e-7)
    assert found[1] == pytest.approx(found[0] / 2)


@given(st.lists(st.integers(0, 30), min_size=8, max_size=8).map(np.array))
def test_several_coders_are_compared_pair_by_pair(patterns):
    values = np.repeat(np.arange(8), patterns)
    given_by = [(values >> coder & 1) for coder in range(3)]
    pairs = [(0, 1), (0, 2), (1, 2)]
    tables = [
        np.array([((a == x) & (b == y)).sum() for x, y in ((1, 1), (1, 0), (0, 1), (0, 0))])
        for a, b in ((given_by[i], given_by[j]) for i, j in pairs)
    ]
    counts = lengths.counts_of(patterns)
    if patterns.sum():
        observed = np.mean([np.mean(given_by[i] == given_by[j]) for i, j in pairs])
        chance = np.mean([coefficients.chance_cohen(table) for table in tables])
        assert several.percent(counts) == pytest.approx(observed)
        assert several.bennett_s(counts) == pytest.approx(2 * observed - 1)
        if patterns[0] < patterns.sum() > patterns[7]:
            expected = (observed - chance) / (1 - chance)
            assert several.conger_kappa(patterns) == pytest.approx(expected, abs=1e-9)
    kappas = [k for k in map(coefficients.cohen_kappa, tables) if not np.isnan(k)]
    found = several.light_kappa(patterns)
    assert np.isnan(found) if not kappas else found == pytest.approx(np.mean(kappas), abs=1e-9)
    both, either = (sum(t[0] for t in tables), sum(2 * t[0] + t[1] + t[2] for t in tables))
    share = several.positive_agreement(counts)
    assert np.isnan(share) if not either else share == pytest.approx(2 * both / either)


@given(TABLES.filter(exists))
def test_what_holds_for_several_coders_holds_for_two(table):
    patterns = table[[3, 1, 2, 0]]
    kappa = coefficients.cohen_kappa(table)
    assert several.conger_kappa(patterns) == pytest.approx(kappa, abs=1e-9, nan_ok=True)
    assert several.light_kappa(patterns) == pytest.approx(kappa, abs=1e-9, nan_ok=True)
    for name in ("percent", "alpha", "s", "ac1", "f1", "prevalence"):
        measure = MEASURES[name]
        two, many = measure.pair(table), measure.several(patterns)
        assert many == pytest.approx(two, abs=1e-9, nan_ok=True), name
        assert np.isnan(two) or measure.limits[0] - 1e-9 <= two <= measure.limits[1] + 1e-9, name


def test_pabak_and_the_indexes_of_byrt_bishop_and_carlin():
    table = np.array([[40, 9, 6, 45], [0, 0, 0, 0]])
    assert coefficients.pabak(table)[0] == pytest.approx(0.7)
    assert coefficients.prevalence_index(table)[0] == pytest.approx(-0.05)
    assert coefficients.bias(table)[0] == pytest.approx(0.03)
    for measure in (coefficients.pabak, coefficients.prevalence_index, coefficients.bias):
        assert np.isnan(measure(table)[1])
    with pytest.raises(ValueError, match="two coders"):
        several.conger_kappa([3, 4])
