"""The published and derived figures of agreement_vectors.json, one test per vector.

`python tests/analysis/test_agreement_vectors.py` prints how many of each family are met.
"""

import itertools
import json
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from qda_app.analysis.agreement import (
    categories,
    coefficients,
    coincidences,
    lengths,
    sets,
    several,
    unitizing,
    units,
)
from qda_app.analysis.agreement.study import codings_of, compared_text, rolled_up, study

VECTORS = json.loads(
    (Path(__file__).parents[1] / "data" / "agreement_vectors.json").read_text(encoding="utf-8")
)
SQUARE = {
    "percent": categories.percent,
    "po": categories.percent,
    "S": categories.bennett_s,
    "pi": categories.scott_pi,
    "kappa": categories.cohen_kappa,
    "AC1": categories.gwet_ac1,
    "alpha": categories.krippendorff_alpha,
    "expected": categories.alpha_chance,
    "kappa_se_FCE1969": categories.kappa_standard_error,
    "kappa_se_gwet": categories.kappa_standard_error,
    "kappa_se_null": categories.kappa_standard_error_null,
    "kappa_ci95_low": lambda t: (
        categories.cohen_kappa(t) - 1.959963984540054 * categories.kappa_standard_error(t)
    ),
    "kappa_split75": categories.cohen_kappa,
}
PAIRED = {
    "percent": coefficients.percent,
    "po": coefficients.percent,
    "S": coefficients.bennett_s,
    "pi": coefficients.scott_pi,
    "kappa": coefficients.cohen_kappa,
    "AC1": coefficients.gwet_ac1,
    "alpha": coefficients.krippendorff_alpha,
    "alpha_nominal": coefficients.krippendorff_alpha,
    "jaccard": coefficients.jaccard,
    "kappa_split75": coefficients.cohen_kappa,
}


FAMILIES = {  # the first words that a measure's name holds say its family
    "alpha_U": "alpha_U of free spans (1995, 2004)",
    "u-alpha": "u-, |u-, cu- and (k)u-alpha (2016)",
    "distance": "alpha of sets: Jaccard, MASI and variants",
    "n11": "tables of lengths and units",
    "MAXQDA": "MAXQDA, NVivo, Holsti, pooled kappa",
    "NVivo": "MAXQDA, NVivo, Holsti, pooled kappa",
    "Holsti": "MAXQDA, NVivo, Holsti, pooled kappa",
    "pooled": "MAXQDA, NVivo, Holsti, pooled kappa",
    "per file": "MAXQDA, NVivo, Holsti, pooled kappa",
    "SE": "standard errors and limits of kappa",
    "Fleiss": "Fleiss' kappa",
    "Cohen": "Cohen's kappa",
    "kappa": "Cohen's kappa",
    "alpha": "Krippendorff's alpha",
    "expected": "Krippendorff's alpha",
    "pi": "Scott's pi",
    "AC1": "Gwet's AC1",
    "Bennett": "percent, S and Jaccard",
    "percent": "percent, S and Jaccard",
    "po": "percent, S and Jaccard",
    "jaccard": "percent, S and Jaccard",
}


def family(vector):
    said = vector["measure"]
    if "cu-alpha" in said:
        return FAMILIES["u-alpha"]
    return next(name for part, name in FAMILIES.items() if part in said)


@pytest.mark.parametrize(
    "vector", [pytest.param(v, id=f"{family(v)}: {v['name']}") for v in VECTORS]
)
def test_vector(vector):
    check(vector)


def test_every_family_has_vectors():
    assert {family(vector) for vector in VECTORS} == set(FAMILIES.values())


def check(vector):
    kinds = {
        "sets_by_unit": of_sets,
        "units_by_coder": of_labelled_units,
        "continuum_start": of_free_spans,
        "table": of_table,
        "ratings_by_coder": of_ratings,
        "counts_items_by_category": of_counts,
        "spans_by_coder": of_two_coders,
        "spans_coder_code_start_end": of_spans,
        "tables": of_tables,
    }
    kind = next((kinds[key] for key in kinds if key in vector["input"]), of_numbers)
    values = list(kind(vector["name"].rsplit(".", 1)[-1], vector["name"], vector["input"]))
    assert values
    for found in values:
        if vector["expected"] is None:
            assert np.isnan(found)
        else:
            assert found == pytest.approx(vector["expected"], abs=vector["tolerance"], rel=0)
        if "exact" in vector:
            assert found == pytest.approx(vector["exact"], abs=1e-9, rel=0)


def of_table(measure, name, given):
    if measure.startswith("gwet_fixture") or measure not in SQUARE | PAIRED:
        measure = "AC1"
    table = np.array(given["table"])
    if measure in SQUARE:
        yield float(SQUARE[measure](table))
    if table.shape == (2, 2) and measure in PAIRED:
        yield float(PAIRED[measure](table.ravel()))


def of_ratings(measure, name, given):
    table = categories.crossed(*given["ratings_by_coder"])
    measure = measure if measure in SQUARE else "alpha"
    yield float(SQUARE[measure](table))
    if table.shape == (2, 2) and measure in PAIRED:
        yield float(PAIRED[measure](table.ravel()[[3, 2, 1, 0]]))
        rated = np.array(given["ratings_by_coder"]).T
        if measure == "alpha":
            yield several.rated_alpha([[np.sum(u == 0), np.sum(u == 1)] for u in rated])


def of_counts(measure, name, given):
    items = given["counts_items_by_category"]
    if measure == "expected":
        yield several.fleiss_chance(items)
    else:
        yield several.rated_fleiss_kappa(items)


def of_two_coders(measure, name, given):
    rows = [(0, 0, c, a, b) for c, spans in enumerate(given["spans_by_coder"]) for a, b in spans]
    own = study(compared_text([[(0, given["doc_length"])]]), 1, 2, codings_of(rows))
    table = lengths.pair_table(own)[0, 0]
    if "expect_table_n11_n10_n01_n00" in given:
        assert table.tolist() == given["expect_table_n11_n10_n01_n00"]
    yield float(PAIRED[measure](table))


def of_spans(measure, name, given):
    edges = given.get("unit_edges")
    length = edges[-1] if edges else given["doc_length"]
    rows = [(0, n, c, a, b) for c, n, a, b in given["spans_coder_code_start_end"]]
    own = study(compared_text([[(0, length)]]), 3, 2, codings_of(rows))
    node = given.get("code", 0)
    if "tree" in given:
        own, node = rolled_up(own, np.array([2, 2, -1])), 2
    if edges:
        spans = units.units_of(own.text, [list(itertools.pairwise(edges))])
        table = lengths.pairs(units.table(own, spans, given["threshold"]), 0, 1)
    else:
        table = lengths.pair_table(own)
    yield table[node, 0].tolist()


def of_free_spans(measure, name, given):
    nodes = given["spans_by_coder"]
    nodes = nodes if isinstance(nodes, dict) else {"c": nodes}
    start, length = given["continuum_start"], given["continuum_length"]
    rows = [
        (0, n, c, a, b)
        for n, coders in enumerate(nodes.values())
        for c, spans in enumerate(coders)
        for a, b in spans
    ]
    own = study(compared_text([[(start, start + length)]]), len(nodes), 2, codings_of(rows))
    found = unitizing.unitizing(own)
    node = list(nodes).index(measure[-1]) if measure[-2] == "_" else 0
    if measure.startswith("Do"):
        yield float(found.observed[node])
    elif measure.startswith("De"):
        yield float(found.expected[node])
    elif measure == "alpha":
        yield unitizing.alpha_together(found)
    else:
        yield float(unitizing.alpha(found)[node])


def of_labelled_units(measure, name, given):
    start, length = given["continuum_start"], given["continuum_length"]
    coders = given["units_by_coder"]
    nodes = sorted({label for units in coders for _, _, label in units})
    rows = [(0, nodes.index(k), c, a, b) for c, found in enumerate(coders) for a, b, k in found]
    text = compared_text([[(start, start + length)]])
    table = coincidences.coincidences(study(text, len(nodes), len(coders), codings_of(rows)))
    if measure.startswith("k_"):
        yield float(coincidences.ku_alpha(table)[nodes.index(given["category"])])
    else:
        yield float(
            {
                "u_alpha": coincidences.u_alpha,
                "binary": coincidences.binary_alpha,
                "cu": coincidences.cu_alpha,
            }[measure](table)
        )


def of_sets(measure, name, given):
    rows = [[["ABC".index(node) for node in s] for s in unit] for unit in given["sets_by_unit"]]
    distance = {
        "masi_passonneau2006": sets.masi_distance,
        "masi_dkpro": masi_of_dkpro,
        "jaccard": sets.jaccard_distance,
        "passonneau2004_dkpro": sets.passonneau_distance,
    }[measure]
    yield sets.alpha(sets.sets_of(rows, 3), distance)


def masi_of_dkpro(shared, first, second):
    near = 1 - sets.monotonicity(shared, first, second)
    return sets.jaccard_distance(shared, first, second) * near


def of_tables(measure, name, given):
    tables = np.array(given["tables"]).reshape(-1, 4)
    if "pooled" in name:
        yield float(coefficients.pooled_kappa(tables))
    else:
        yield float(coefficients.weighted_kappa(tables, np.array(given["sizes"])))


def of_numbers(measure, name, given):
    if "holsti" in name:
        yield float(coefficients.holsti(given["M"], given["N1"], given["N2"]))
    elif "n_codes" in given:
        agreed = given["a"] + given["d"]
        yield float(coefficients.maxqda_kappa(agreed, given["b_plus_c"], given["n_codes"]))
    elif "agreements" in given:
        table = [given["agreements"], given["disagreements"], 0, 0]
        yield float(coefficients.percent(table))
    else:
        table = [given["n11"], given["n10_plus_n01"], 0, given["n00"]]
        yield float(coefficients.percent(table))


def met(vector):
    try:
        check(vector)
    except AssertionError:
        return False
    return True


if __name__ == "__main__":
    there = Counter(family(vector) for vector in VECTORS)
    kept = Counter(family(vector) for vector in VECTORS if met(vector))
    for name in sorted(there):
        print(f"{name:<45} {kept[name]:>4} of {there[name]}")  # noqa: T201
    print(f"{'all':<45} {kept.total():>4} of {there.total()}")  # noqa: T201
