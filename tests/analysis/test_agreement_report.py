import json

import numpy as np
import pytest

from qda_app.analysis.agreement import coefficients, lengths, units
from qda_app.analysis.agreement.report import Names, report
from qda_app.analysis.agreement.study import codings_of, compared_text, study

PARENTS = np.array([-1, 0, 0, -1, -1])
NAMES = Names(["S1", "S2"], ["P", "P > a", "P > b", "Q", "R"], ["Ana", "Ben"])
ROWS = [
    (0, 1, 0, 0, 50),
    (0, 2, 0, 20, 70),
    (0, 1, 1, 10, 60),
    (0, 2, 1, 20, 90),
    (1, 3, 0, 5, 25),
    (0, 4, 0, 0, 120),
    (0, 4, 1, 0, 120),
    (1, 4, 0, 0, 80),
    (1, 4, 1, 0, 80),
]


def built(rows=ROWS, texts=(((0, 120),), ((0, 80),)), nodes=5):
    return study(compared_text(texts), nodes, 2, codings_of(rows))


def test_a_parent_includes_its_descendants_by_union():
    entries = report(built(), NAMES, PARENTS).node_entries()
    assert [e.node for e in entries] == list(NAMES.nodes)
    parent = entries[0]
    assert (parent.n11, parent.n10, parent.n01, parent.n00) == (60, 10, 20, 110)
    assert entries[1].n11 == 40


def test_overall_figures_are_over_the_leaves():
    found = report(built(), NAMES, PARENTS)
    leaves = [found.node_entries()[i] for i in (1, 2, 3, 4)]
    assert found.overall.percent == pytest.approx(np.mean([e.percent for e in leaves]))
    kappas = [e.kappa for e in leaves if e.kappa is not None]
    assert len(kappas) == 3
    assert found.overall.mean_kappa == pytest.approx(np.mean(kappas))
    cells = np.array([[e.n11, e.n10, e.n01, e.n00] for e in leaves])
    assert found.overall.pooled_kappa == pytest.approx(float(coefficients.pooled_kappa(cells)))


def test_what_is_missing_has_a_reason():
    p, _, _, q, r = report(built(), NAMES, PARENTS).node_entries()
    assert p.reason is None
    assert q.kappa == 0.0
    assert q.reason == "Only Ana used this node, so kappa is 0."
    assert (r.percent, r.kappa, r.alpha, r.f1, r.prevalence) == (1.0, None, None, 1.0, 1.0)
    assert "all of the text" in r.reason
    unused = next(iter(report(built([]), NAMES, PARENTS).node_entries()))
    assert (unused.percent, unused.kappa, unused.f1, unused.prevalence) == (1.0, None, None, 0.0)
    assert "Neither coder" in unused.reason


def test_one_coder_who_gave_a_node_to_everything_is_named():
    rows = [(0, 0, 0, 0, 3), (0, 0, 1, 0, 9)]
    names = Names(["S"], ["n"], ["Ana", "Ben"])
    entry = report(built(rows, [[(0, 9)]], 1), names, np.array([-1])).node_entries()[0]
    assert entry.kappa == 0.0
    assert entry.reason == "Ben gave this node to all of the text, so kappa is 0."


def test_without_a_shared_text_nothing_is_computed():
    found = report(built([], [], 2), Names([], ["a", "b"], ["Ana", "Ben"]), np.array([-1, -1]))
    entry = found.node_entries()[0]
    assert (entry.n00, entry.percent, entry.kappa) == (0, None, None)
    assert entry.reason == "There is no text that both coders worked on."
    assert found.overall.percent is None
    assert found.overall.reason == entry.reason
    empty = report(built([], [[(0, 5)]], 0), Names(["S"], [], ["Ana", "Ben"]), np.array([], int))
    assert empty.overall.reason == "There are no nodes to compare."


def test_nodes_can_be_chosen_and_overall_follows():
    whole = report(built(), NAMES, PARENTS)
    some = report(built(), NAMES, PARENTS, shown=[0])
    assert [e.node for e in some.node_entries()] == ["P"]
    assert [(e.source, e.node) for e in some.source_entries()] == [("S1", "P"), ("S2", "P")]
    below = [whole.node_entries()[i].percent for i in (1, 2)]
    assert some.overall.percent == pytest.approx(np.mean(below))


def test_the_json_is_that_of_the_command_line():
    found = json.loads(json.dumps(report(built(), NAMES, PARENTS).as_json(), allow_nan=False))
    assert list(found) == ["coders", "unit", "universe", "nodes", "sources", "overall"]
    assert found["coders"] == ["Ana", "Ben"]
    assert found["universe"] == {"sources": ["S1", "S2"], "length": 200}
    figures = [
        *["n11", "n10", "n01", "n00", "percent", "kappa", "alpha", "f1", "prevalence", "reason"]
    ]
    more = ["pi", "s", "ac1", "jaccard", "bias", "ci", "ci_reasons", "warnings"]
    assert list(found["nodes"][0]) == ["node", *figures, *more]
    assert list(found["sources"][0]) == ["source", "node", *figures, *more]
    assert len(found["sources"]) == 10
    second = next(e for e in found["sources"] if e["source"] == "S2" and e["node"] == "Q")
    assert (second["n10"], second["n00"]) == (20, 60)


def test_tables_in_other_units_can_be_reported():
    own = built()
    spans = units.units_of(own.text, [[(0, 60), (60, 120)], [(0, 80)]])
    tables = lengths.pairs(units.table(own, spans), 0, 1)
    found = report(own, NAMES, PARENTS, unit="paragraph", tables=tables)
    assert found.unit == "paragraph"
    assert found.node_entries()[4].n11 == 3


def test_one_coder_alone_is_refused():
    own = study(compared_text([[(0, 5)]]), 1, 1, codings_of([]))
    with pytest.raises(ValueError, match="two coders"):
        report(own, Names(["S"], ["n"], ["Ana"]), np.array([-1]))
