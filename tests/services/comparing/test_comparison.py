"""A comparison that follows the coders: its figures, its updates and the text behind them."""

import random

import numpy as np
import pytest

from qda_app.analysis.agreement import several
from qda_app.analysis.agreement.lengths import counts_of
from qda_app.domain.errors import QdaError
from qda_app.services.commands.coders import AddCoder
from qda_app.services.commands.codings import ApplyNode, RemoveCodings
from qda_app.services.commands.rounds import CreateRound
from qda_app.services.commands.sources import MarkDone
from qda_app.services.comparing.behind import crossed, in_source, passages
from qda_app.services.comparing.comparison import Comparison, View
from qda_app.services.comparing.passages import ONLY, SAME, joined, shared, without
from qda_app.services.comparing.rows import heat, node_rows, overall_row, pair_rows, source_rows
from qda_app.services.comparing.segments import Match
from qda_app.services.comparing.units import BOOTSTRAP, LEAF, MAXQDA, NONE, OWN, SEGMENT
from qda_app.services.project import Project
from qda_app.services.rounds.rounds import whole
from qda_app.services.sample import write_sample

EVERY = (
    {"unit": "character"},
    {"unit": "paragraph", "share": 0.3},
    {"unit": SEGMENT},
    {"unit": SEGMENT, "match": Match(MAXQDA, 0.9)},
)


@pytest.fixture
def sample(tmp_path):
    project = Project.open(write_sample(tmp_path / "sample"))
    yield project
    project.close()


@pytest.fixture
def three(sample):
    """The sample with a third coder, who does every other coding of Ana's a little shorter."""
    coder = sample.run(AddCoder("Carla"))
    ana = next(c for c in sample.read.coders() if c.name == "Ana")
    for each in sample.read.codings([ana.id])[::2]:
        sample.run(ApplyNode([each.node], each.source, each.start, each.end - 1, coder=coder))
    return sample


def everything(of, view):
    return node_rows(of, view), overall_row(of, view), source_rows(of, view), pair_rows(of, view)


AS_ASKED = [
    ({"unit": "sentence", "overlap": 0.3}, {"unit": "sentence", "share": 0.3}, "kappa"),
    ({"unit": SEGMENT}, {"unit": SEGMENT}, "f1"),
    (
        {"unit": SEGMENT, "match": MAXQDA, "overlap": 0.8},
        {"unit": SEGMENT, "match": Match(MAXQDA, 0.8)},
        "kappa",
    ),
]


@pytest.mark.parametrize(("asked", "chosen", "measure"), AS_ASKED)
@pytest.mark.parametrize("few", [0, 3])
def test_figures_and_intervals_are_those_of_the_command_line(sample, asked, chosen, measure, few):
    sources = Comparison(sample.read).sources[: few or None]
    found = sample.agreement(sources=[s.name for s in sources], **asked)
    made = Comparison(sample.read, sources=[s.id for s in sources], **chosen)
    for entry, row in zip(found.as_json()["nodes"], node_rows(made, View(measure)), strict=True):
        assert row.value == (None if entry[measure] is None else pytest.approx(entry[measure]))
        ends = entry["ci"][measure]
        wanted = (None, None) if ends is None else tuple(map(pytest.approx, ends))
        assert (row.low, row.high) == wanted


@pytest.mark.parametrize("text", ["participants", "whole"])
def test_the_figures_are_those_of_the_command_line(sample, text):
    found = sample.agreement(text=text)
    made = Comparison(sample.read, text=text)
    for entry, row in zip(found.report.node_entries(), node_rows(made), strict=True):
        assert row.cells == (entry.n11, entry.n10, entry.n01, entry.n00)
        assert row.value == pytest.approx(entry.kappa)
        assert (row.percent, row.f1) == (entry.percent, entry.f1)
    assert overall_row(made).value == pytest.approx(found.report.overall.pooled_kappa)
    assert made.length == found.report.length


@pytest.mark.parametrize("settings", EVERY)
@pytest.mark.parametrize("level", ["", OWN])
def test_what_is_replaced_equals_what_is_made_anew(sample, settings, level):
    live, chance, view = Comparison(sample.read, **settings), random.Random(4), View(level=level)
    everything(live, view)
    nodes = [node.id for node in live.tree.order]
    for _ in range(5):
        source, coder = chance.choice(live.sources), chance.choice(live.coders)
        start = chance.randrange(source.length - 60)
        node, end = chance.choice(nodes), start + chance.randrange(1, 60)
        sample.run(ApplyNode([node], source.id, start, end, coder=coder.id))
        assert live.replace({source.id})
        fresh = Comparison(sample.read, **settings)
        assert everything(live, view) == everything(fresh, view)
        assert passages(live, node) == passages(fresh, node)
        assert np.array_equal(live.confusions(), fresh.confusions())


@pytest.mark.parametrize("unit", ["character", SEGMENT])
def test_three_coders_follow_the_work_too(three, unit):
    names, view = ("Ana", "Bruno", "Carla"), View("fleiss_kappa")
    live = Comparison(three.read, names, unit)
    everything(live, view)
    source, coder = live.sources[0], live.coders[2]
    three.run(ApplyNode([live.tree.order[-1].id], source.id, 40, 90, coder=coder.id))
    assert live.replace({source.id})
    assert everything(live, view) == everything(Comparison(three.read, names, unit), view)


def test_a_source_that_a_coder_empties_or_begins_makes_the_comparison_anew(sample):
    live = Comparison(sample.read)
    source, coder = live.sources[0].id, live.coders[0]
    sample.become(coder.name)
    sample.run(MarkDone(coder.id, [source], done=False))
    live = Comparison(sample.read)
    sample.run(RemoveCodings([c.id for c in sample.read.codings([coder.id], source)]))
    assert not live.replace({source})
    without_it = Comparison(sample.read)
    assert dict(without_it.left_out)[live.sources[0].name] == f"not worked on by {coder.name}"
    sample.run(ApplyNode([live.tree.order[0].id], source, 0, 9))
    assert not without_it.replace({source})
    sample.run(ApplyNode([live.tree.order[1].id], source, 0, 9))
    assert Comparison(sample.read).replace({source})


def test_the_figures_of_three_coders_are_fleiss_and_every_pairs(three):
    made = Comparison(three.read, ("Ana", "Bruno", "Carla"))
    table = counts_of(made.live.pattern_sums())
    kappa = several.fleiss_kappa(table)
    for row, value, cells in zip(node_rows(made), kappa, table, strict=True):
        assert row.value == (None if np.isnan(value) else pytest.approx(value))
        assert row.cells == tuple(cells)
        assert row.reason is None or row.value is None or row.value == 0
    pairs = pair_rows(made)
    assert [row.name for _p, row in pairs] == ["Ana × Bruno", "Ana × Carla", "Bruno × Carla"]
    shared_by_all = [source.id for source in made.sources]
    two = Comparison(three.read, ("Ana", "Carla"), sources=shared_by_all)
    assert pairs[1][1].value == pytest.approx(overall_row(two).value)
    matched = Comparison(three.read, ("Ana", "Bruno", "Carla"), unit=SEGMENT)
    two = Comparison(three.read, ("Ana", "Carla"), unit=SEGMENT, sources=shared_by_all)
    assert pair_rows(matched)[1][1].cells == overall_row(two).cells


@pytest.mark.parametrize("match", [Match(), Match(share=0.1), Match(MAXQDA, 0.9)])
def test_segments_are_counted_by_what_the_coders_joined(sample, match):
    made = Comparison(sample.read, unit=SEGMENT, text="whole", match=match)
    for row in node_rows(made):
        found = passages(made, row.key)
        first, second = (sum(len(p.spans[n]) for p in found) for n in (0, 1))
        if match.mode == MAXQDA:
            assert sum(row.cells) == first + second
        else:
            both, one, two = row.cells
            assert (both + one, both + two) == (first, second)
            same = sum(p.kind == SAME for p in found)
            assert both >= same
            assert row.value == row.f1


@pytest.mark.parametrize("settings", EVERY)
def test_parts_of_few_sources_add_up_to_the_whole(sample, settings):
    few = [source.id for source in Comparison(sample.read).sources[:3]]
    made = Comparison(sample.read, sources=few, **settings)
    for view in (View(), View(level=OWN)):
        assert made.in_parts(view)
        parts = made.sampled(view)
        assert len(parts) > 3
        assert np.allclose(parts.sum(axis=0), made.tables(own=view.own).sum(axis=0))
    row = overall_row(made)
    assert row.low is not None
    assert not made.in_parts(View(interval=NONE))
    assert overall_row(made, View(interval=NONE)).low is None
    assert overall_row(made, View(interval=BOOTSTRAP)).low is not None
    ten = [source.id for source in Comparison(sample.read).sources[:10]]
    none = overall_row(Comparison(sample.read, sources=ten), View(interval=BOOTSTRAP))
    assert "20" in none.no_interval


def test_levels_show_other_nodes_and_never_average_a_parent_with_its_child(sample):
    made = Comparison(sample.read)
    leaf = node_rows(made, View(level=LEAF))
    assert all(not made.tree.children(row.key) for row in leaf)
    top = node_rows(made, View(level="0"))
    assert {made.tree.by_id[row.key].parent for row in top} == {None}
    assert overall_row(made, View(level="0")).value != overall_row(made).value
    own = {row.key: row.value for row in node_rows(made, View(level=OWN))}
    assert all(row.own == own[row.key] for row in node_rows(made))


def test_passages_quote_the_source_and_add_up_to_the_cells(sample):
    made = Comparison(sample.read)
    for row in node_rows(made):
        met = only = other = 0
        for passage in passages(made, row.key):
            text = sample.read.text(passage.source)
            first, second = passage.spans
            assert passage.text == text[passage.start : passage.end]
            both = sum(e - s for s, e in shared(first, second))
            met += both
            only += sum(e - s for s, e in first) - both
            other += sum(e - s for s, e in second) - both
            assert passage.agrees == (passage.kind == SAME) == (first == second)
            assert (passage.kind == ONLY) == (len(passage.users) == 1)
        assert (met, only, other) == row.cells[:3]


def test_a_source_shows_what_every_node_was_given(sample):
    made = Comparison(sample.read)
    source = made.sources[0].id
    found = in_source(made, source)
    assert [p.start for p in found] == sorted(p.start for p in found)
    for row in node_rows(made, View(level=OWN)):
        mine = [p for p in found if p.node == row.key]
        there = passages(made, row.key, source, own=True)
        assert [(p.start, p.spans) for p in mine] == [(p.start, p.spans) for p in there]


def test_every_confusion_has_passages_behind_it(sample):
    made = Comparison(sample.read)
    table = made.confusions()
    assert table.any()
    for one, other in np.argwhere(table >= 0)[::7]:
        a, b = made.tree.order[one].id, made.tree.order[other].id
        assert bool(crossed(made, a, b)) == bool(table[one, other])


def test_heat_and_sources_have_their_shape(sample):
    made = Comparison(sample.read)
    shades = heat(made)
    assert (len(shades), len(shades[0])) == (len(made.tree.order), len(made.sources))
    assert [row.name for row in source_rows(made)] == [source.name for source in made.sources]


def test_only_the_text_of_the_cases_wanted_is_compared_and_the_rest_is_named(sample):
    name = next(n for n, _ in sample.read.attributes())
    value = next(v for c in sample.read.cases() if (v := c.attributes.get(name)))
    whole, part = Comparison(sample.read), Comparison(sample.read, where={name: {value}})
    assert 0 < part.length < whole.length
    assert {why for _n, why in part.left_out} >= {"none of its text is compared"}
    one = Comparison(sample.read, sources=[whole.sources[0].id])
    assert ("not chosen" in {why for _n, why in one.left_out}) == (len(whole.sources) > 1)
    assert {s.name for s in sample.read.sources()} == {
        *(s.name for s in one.sources),
        *(n for n, _why in one.left_out),
    }


def test_what_cannot_be_compared_is_refused(three):
    sample = three
    with pytest.raises(QdaError, match="unit"):
        Comparison(sample.read, ("Ana", "Bruno"), unit="word")
    with pytest.raises(QdaError, match="worked on by both"):
        Comparison(sample.read, ("Ana", "Bruno"), sources=())
    with pytest.raises(QdaError, match="two different coders"):
        Comparison(sample.read, ("Ana", "Ana"))
    with pytest.raises(QdaError, match="iou"):
        Match("guess")
    with pytest.raises(QdaError, match="overlap"):
        Match(share=1.5)


def test_spans_are_joined_met_and_taken_away():
    assert joined([(5, 7), (0, 2), (2, 3)]) == [(0, 3), (5, 7)]
    assert shared([(0, 4), (6, 9)], [(3, 7)]) == [(3, 4), (6, 7)]
    assert without([(0, 9)], [(2, 3), (5, 6)], 9) == [(0, 2), (3, 5), (6, 9)]


def test_what_a_blind_viewer_may_not_see_is_not_called_undone(project):
    people = [coder.id for coder in project.read.coders()]
    one, two = project.read.sources()
    for coder in people:
        for source in (one, two):
            project.run(ApplyNode([2], source.id, 0, 20, coder=coder))
    project.run(CreateRound("R", whole([one]), people))
    project.become("Ana")
    of = Comparison(project.read)
    assert of.left_out == ((one.name, "hidden while the round is blind"),)
