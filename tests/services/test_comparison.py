"""A comparison that follows the coders: its figures, its updates and the text behind them."""

import random

import numpy as np
import pytest

from qda_app.domain.errors import QdaError
from qda_app.services.commands.codings import ApplyNode
from qda_app.services.comparison import Comparison
from qda_app.services.comparison_passages import SAME, joined, shared, without
from qda_app.services.project import Project
from qda_app.services.sample import write_sample


@pytest.fixture
def sample(tmp_path):
    project = Project.open(write_sample(tmp_path / "sample"))
    yield project
    project.close()


@pytest.mark.parametrize("text", ["participants", "whole"])
def test_the_figures_are_those_of_the_command_line(sample, text):
    found = sample.agreement(text=text)
    made = Comparison(sample.read, text=text)
    for entry, row in zip(found.report.node_entries(), made.node_rows(), strict=True):
        assert row.cells == (entry.n11, entry.n10, entry.n01, entry.n00)
        assert row.value == pytest.approx(entry.kappa)
        assert (row.percent, row.f1) == (entry.percent, entry.f1)
    assert made.overall_row().value == pytest.approx(found.report.overall.pooled_kappa)
    assert made.length == found.report.length


@pytest.mark.parametrize("unit", ["character", "paragraph"])
def test_what_is_replaced_equals_what_is_made_anew(sample, unit):
    live, chance = Comparison(sample.read, unit=unit), random.Random(4)
    live.node_rows()
    nodes = [node.id for node in live.tree.order]
    for _ in range(8):
        source, coder = chance.choice(live.sources), chance.choice(live.coders)
        start = chance.randrange(source.length - 60)
        node, end = chance.choice(nodes), start + chance.randrange(1, 60)
        sample.run(ApplyNode([node], source.id, start, end, coder=coder.id))
        assert live.replace({source.id})
        fresh = Comparison(sample.read, unit=unit)
        assert live.node_rows() == fresh.node_rows()
        assert live.overall_row() == fresh.overall_row()
        assert live.source_rows() == fresh.source_rows()
        assert live.passages(node) == fresh.passages(node)
        assert np.array_equal(live.confusions(), fresh.confusions())


def test_passages_quote_the_source_and_add_up_to_the_cells(sample):
    made = Comparison(sample.read)
    for row in made.node_rows():
        met = only = other = 0
        for passage in made.passages(row.key):
            text = sample.read.text(passage.source)
            assert passage.text == text[passage.start : passage.end]
            both = sum(e - s for s, e in shared(passage.first, passage.second))
            met += both
            only += sum(e - s for s, e in passage.first) - both
            other += sum(e - s for s, e in passage.second) - both
            assert passage.agrees == (passage.kind == SAME) == (passage.first == passage.second)
        assert (met, only, other) == row.cells[:3]


def test_every_confusion_has_passages_behind_it(sample):
    made = Comparison(sample.read)
    table = made.confusions()
    assert table.any()
    for one, other in np.argwhere(table >= 0)[::7]:
        a, b = made.tree.order[one].id, made.tree.order[other].id
        assert bool(made.crossed(a, b)) == bool(table[one, other])


def test_heat_and_sources_have_their_shape(sample):
    made = Comparison(sample.read)
    heat = made.heat()
    assert (len(heat), len(heat[0])) == (len(made.tree.order), len(made.sources))
    assert [row.name for row in made.source_rows()] == [source.name for source in made.sources]


def test_only_the_text_of_the_cases_wanted_is_compared(sample):
    name = next(n for n, _ in sample.read.attributes())
    value = next(v for c in sample.read.cases() if (v := c.attributes.get(name)))
    whole, part = Comparison(sample.read), Comparison(sample.read, where={name: {value}})
    assert 0 < part.length < whole.length


def test_what_cannot_be_compared_is_refused(sample):
    with pytest.raises(QdaError, match="unit"):
        Comparison(sample.read, unit="word")
    with pytest.raises(QdaError, match="worked on by both"):
        Comparison(sample.read, sources=())


def test_spans_are_joined_met_and_taken_away():
    assert joined([(5, 7), (0, 2), (2, 3)]) == [(0, 3), (5, 7)]
    assert shared([(0, 4), (6, 9)], [(3, 7)]) == [(3, 4), (6, 7)]
    assert without([(0, 9)], [(2, 3), (5, 6)], 9) == [(0, 2), (3, 5), (6, 9)]
