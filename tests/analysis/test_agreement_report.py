import json

import numpy as np
import pytest

from qda_app.analysis.agreement import coefficients, several, units
from qda_app.analysis.agreement.jackknife import jackknife
from qda_app.analysis.agreement.lengths import counts, pair_table
from qda_app.analysis.agreement.report import Names, at_or_below, report
from qda_app.analysis.agreement.study import codings_of, compared_text, leaves, rolled_up, study
from qda_app.analysis.agreement.tallies import by_matches, by_rows, by_text

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


def figures(own, names, parents, shown=None, tallies=None, **more):
    chosen = np.arange(own.nodes) if shown is None else np.array(shown)
    over = leaves(parents) & at_or_below(parents, chosen)
    length = int(own.text.length.sum())
    tallies = tallies or by_text(own, parents)
    return report(tallies, names, length=length, over=over, shown=chosen, **more)


def test_a_parent_includes_its_descendants_by_union():
    entries = figures(built(), NAMES, PARENTS).node_entries()
    assert [e.node for e in entries] == list(NAMES.nodes)
    parent = entries[0]
    assert (parent.n11, parent.n10, parent.n01, parent.n00) == (60, 10, 20, 110)
    assert entries[1].n11 == 40


def test_overall_figures_are_over_the_leaves():
    found = figures(built(), NAMES, PARENTS)
    leaves = [found.node_entries()[i] for i in (1, 2, 3, 4)]
    assert found.overall.percent == pytest.approx(np.mean([e.percent for e in leaves]))
    kappas = [e.kappa for e in leaves if e.kappa is not None]
    assert len(kappas) == 3
    assert found.overall.mean_kappa == pytest.approx(np.mean(kappas))
    cells = np.array([[e.n11, e.n10, e.n01, e.n00] for e in leaves])
    assert found.overall.pooled_kappa == pytest.approx(float(coefficients.pooled_kappa(cells)))


def test_what_is_missing_has_a_reason():
    p, _, _, q, r = figures(built(), NAMES, PARENTS).node_entries()
    assert p.reason is None
    assert q.kappa == 0.0
    assert q.reason == "Only Ana used this node, so kappa is 0."
    assert (r.percent, r.kappa, r.alpha, r.f1, r.prevalence) == (1.0, None, None, 1.0, 1.0)
    assert "all of the text" in r.reason
    unused = next(iter(figures(built([]), NAMES, PARENTS).node_entries()))
    assert (unused.percent, unused.kappa, unused.f1, unused.prevalence) == (1.0, None, None, 0.0)
    assert "Neither coder" in unused.reason


def test_one_coder_who_gave_a_node_to_everything_is_named():
    rows = [(0, 0, 0, 0, 3), (0, 0, 1, 0, 9)]
    names = Names(["S"], ["n"], ["Ana", "Ben"])
    entry = figures(built(rows, [[(0, 9)]], 1), names, np.array([-1])).node_entries()[0]
    assert entry.kappa == 0.0
    assert entry.reason == "Ben gave this node to all of the text, so kappa is 0."


def test_without_a_shared_text_nothing_is_computed():
    found = figures(built([], [], 2), Names([], ["a", "b"], ["Ana", "Ben"]), np.array([-1, -1]))
    entry = found.node_entries()[0]
    assert (entry.n00, entry.percent, entry.kappa) == (0, None, None)
    assert entry.reason == "There is no text that both coders worked on."
    assert found.overall.percent is None
    assert found.overall.reason == entry.reason
    empty = figures(built([], [[(0, 5)]], 0), Names(["S"], [], ["Ana", "Ben"]), np.array([], int))
    assert empty.overall.reason == "There are no nodes to compare."


def test_nodes_can_be_chosen_and_overall_follows():
    whole = figures(built(), NAMES, PARENTS)
    some = figures(built(), NAMES, PARENTS, shown=[0])
    assert [e.node for e in some.node_entries()] == ["P"]
    assert [(e.source, e.node) for e in some.source_entries()] == [("S1", "P"), ("S2", "P")]
    below = [whole.node_entries()[i].percent for i in (1, 2)]
    assert some.overall.percent == pytest.approx(np.mean(below))


def test_the_json_is_that_of_the_command_line():
    found = json.loads(json.dumps(figures(built(), NAMES, PARENTS).as_json(), allow_nan=False))
    assert list(found) == ["coders", "unit", "universe", "nodes", "sources", "overall"]
    assert found["coders"] == ["Ana", "Ben"]
    assert found["universe"] == {"sources": ["S1", "S2"], "length": 200}
    always = ["n11", "n10", "n01", "n00", "percent", "kappa", "alpha", "f1", "prevalence", "reason"]
    more = ["pi", "s", "ac1", "jaccard", "bias"]
    last = ["ci", "ci_reasons", "warnings"]
    assert list(found["nodes"][0]) == ["node", *always, *more, "segments", *last]
    assert list(found["sources"][0]) == ["source", "node", *always, *more, *last]
    assert found["nodes"][1]["segments"] == [1, 1]
    assert len(found["sources"]) == 10
    second = next(e for e in found["sources"] if e["source"] == "S2" and e["node"] == "Q")
    assert (second["n10"], second["n00"]) == (20, 60)


def test_other_units_can_be_reported():
    own = built()
    spans = units.units_of(own.text, [[(0, 60), (60, 120)], [(0, 80)]])
    tallies = by_text(own, PARENTS, spans)
    found = figures(own, NAMES, PARENTS, tallies=tallies, unit="paragraph")
    assert found.unit == "paragraph"
    assert found.node_entries()[4].n11 == 3


def test_one_coder_alone_is_refused():
    own = study(compared_text([[(0, 5)]]), 1, 1, codings_of([]))
    for count in (by_text, by_matches, lambda *of: by_rows(*of, nodes=2)):
        with pytest.raises(ValueError, match="two coders"):
            count(own, np.array([-1]))


def of_three():
    rows = [*ROWS, (0, 1, 2, 0, 55), (1, 3, 2, 0, 20), (1, 4, 2, 0, 80), (0, 2, 2, 95, 99)]
    texts = [[(0, 120)], [(0, 80)]]
    return study(compared_text(texts), 5, 3, codings_of(rows))


def test_three_coders_have_figures_of_all_and_of_every_pair():
    own, names = of_three(), Names(NAMES.sources, NAMES.nodes, ["Ana", "Ben", "Cam"])
    entries = figures(own, names, PARENTS).node_entries()
    whole = rolled_up(own, PARENTS)
    together = counts(whole).sum(axis=1)
    assert entries[1].counts == together[1].tolist()
    assert entries[1].fleiss_kappa == pytest.approx(float(several.fleiss_kappa(together[1])))
    assert entries[1].alpha == pytest.approx(float(several.krippendorff_alpha(together[1])))
    assert entries[1].kappa is None
    assert "see the pairs" in entries[1].reason
    assert [pair.coders for pair in entries[0].pairs] == [
        ("Ana", "Ben"),
        ("Ana", "Cam"),
        ("Ben", "Cam"),
    ]
    last = entries[0].pairs[2]
    cells = pair_table(whole, 1, 2).sum(axis=1)[0]
    assert [last.n11, last.n10, last.n01, last.n00] == cells.tolist()
    assert last.kappa == pytest.approx(float(coefficients.cohen_kappa(cells)))
    found = figures(own, names, PARENTS).overall
    leaf = together[1:]
    assert found.figures["pooled_fleiss_kappa"] == pytest.approx(
        float(several.pooled_fleiss_kappa(leaf))
    )
    assert found.pairs[0].coders == ("Ana", "Ben")
    json.dumps(figures(own, names, PARENTS).as_json(), allow_nan=False)


def test_pooled_fleiss_kappa_is_the_pooled_kappa_of_means():
    tables = np.array([[50, 4, 3, 10], [20, 1, 9, 37], [67, 0, 0, 0]])
    chance = [1 - 2 * m * (1 - m) for m in several.prevalence(tables)]
    observed, expected = several.percent(tables).mean(), np.mean(chance)
    pooled = (observed - expected) / (1 - expected)
    assert several.pooled_fleiss_kappa(tables) == pytest.approx(pooled)
    assert np.isnan(several.pooled_fleiss_kappa(tables[2:]))
    assert several.pooled_fleiss_kappa(tables[:1]) == pytest.approx(
        float(several.fleiss_kappa(tables[0]))
    )


def test_segments_that_match_are_counted_per_coder_and_share():
    own = built()
    entries = figures(own, NAMES, PARENTS, tallies=by_matches(own, PARENTS)).node_entries()
    first = entries[1]
    assert (first.matches, first.first_only, first.second_only) == (1, 0, 0)
    assert first.mean_iou == pytest.approx(40 / 60)
    assert first.kappa is first.n00 is first.alpha is None
    assert "n00" in first.reason
    assert entries[3].first_only == 1
    assert (entries[3].first_share, entries[3].second_share) == (0.0, None)
    assert entries[4].f1 == 1.0


def test_rows_are_counted_both_ways_with_chance_by_the_number_of_nodes():
    own = built()
    entries = figures(own, NAMES, PARENTS, tallies=by_rows(own, PARENTS, 5)).node_entries()
    assert (entries[1].agreeing, entries[1].disagreeing) == (0, 2)
    assert (entries[4].agreeing, entries[4].percent, entries[4].kappa) == (4, 1.0, 1.0)
    assert entries[3].kappa == pytest.approx((0 - 1 / 5) / (1 - 1 / 5))
    assert "Brennan" in entries[3].reason


@pytest.mark.parametrize(
    "count",
    [
        lambda own, blocks: by_text(own, PARENTS, None, 0.0, blocks),
        lambda own, blocks: by_matches(own, PARENTS, 0.5, blocks),
        lambda own, blocks: by_rows(own, PARENTS, 5, 0.9, blocks),
    ],
)
def test_tables_by_blocks_of_text_sum_to_those_by_sources(count):
    own = of_three()
    cuts = [[(0, 30), (30, 70), (70, 120)], [(0, 40), (40, 80)]]
    for tally in count(own, units.units_of(own.text, cuts)).each:
        assert len(tally.groups) == 5
        assert (tally.groups >= 0).all()
        assert tally.groups.sum(axis=0) == pytest.approx(tally.table.sum(axis=0))


def test_an_entry_with_an_interval_over_blocks_says_so():
    own = built()
    blocks = units.units_of(own.text, [[(0, 30), (30, 70), (70, 120)], [(0, 40), (40, 80)]])

    def estimate(groups, formulas):
        return {n: jackknife(groups, f.of, limits=f.limits) for n, f in formulas.items()}

    tallies = by_text(own, PARENTS, None, 0.0, blocks)
    entries = figures(
        own, NAMES, PARENTS, tallies=tallies, estimate=estimate, narrow="narrow"
    ).node_entries()
    assert entries[0].warnings[-1] == "narrow"
    assert entries[0].ci["kappa"][0] < entries[0].kappa < entries[0].ci["kappa"][1]
    assert entries[4].ci["kappa"] is None
    some = figures(own, NAMES, PARENTS, tallies=tallies, estimate=estimate, estimated=["pabak"])
    assert list(some.node_entries()[0].ci) == ["pabak"]
    assert some.node_entries()[0].as_json()["pabak"] is not None
