"""Tables of counts: every number is the number of codings behind its cell."""

import random

import pytest

from qda_app.analysis.frequencies import WORD
from qda_app.services import crosstabs
from qda_app.services.charting import chart_of
from qda_app.services.commands.codings import ApplyNode
from qda_app.services.commands.participants import AddCase, SetCaseValues, TieMany
from qda_app.services.commands.sources import MarkDone
from qda_app.services.project import Project
from qda_app.services.sample import write_sample


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    with Project.open(write_sample(tmp_path_factory.mktemp("sample") / "s")) as project:
        yield project


@pytest.mark.parametrize("by", ["coder", "source", "case", "role", "district"])
@pytest.mark.parametrize("measure", ["codings", "codings_total"])
def test_behind_every_number_of_codings_stand_as_many_codings(sample, by, measure):
    table = crosstabs.nodes_by(sample.read, by, measure)
    assert sum(map(sum, table.values)) > 0
    for row, cells in enumerate(table.values):
        for column, count in enumerate(cells):
            assert len(table.behind(row, column)) == count, (table.names[row], column)


def test_frequencies_agree_with_the_command_lines_figures(sample):
    table = crosstabs.frequencies_table(sample.read)
    report = sample.frequencies()
    assert [row[0] for row in table.values] == [row.counts.codings for row in report.rows]
    for row, cells in enumerate(table.values):
        assert len(table.behind(row, 0)) == cells[0]
        assert len(table.behind(row, 1)) == cells[1]


def naive_pairs(read, distance, *, same_coder):
    codings, order = read.codings(), [n.id for n in read.tree().order]
    table = [[0] * len(order) for _ in order]
    behind = {}
    for i, one in enumerate(codings):
        for other in codings[i + 1 :]:
            if one.source != other.source or (same_coder and one.coder != other.coder):
                continue
            gap = max(one.start, other.start) - min(one.end, other.end)
            if gap < 0 or gap <= distance:
                a, b = order.index(one.node), order.index(other.node)
                table[a][b] += 1
                if a != b:
                    table[b][a] += 1
                for pair in {(a, b), (b, a)}:
                    behind.setdefault(pair, set()).update({one.id, other.id})
    return table, behind


@pytest.mark.parametrize("distance", [crosstabs.OVERLAP, 0, 7])
@pytest.mark.parametrize("same_coder", [True, False])
def test_nodes_together_are_counted_pair_by_pair(project, distance, same_coder):
    draw = random.Random(4)
    nodes = [n.id for n in project.read.tree().order]
    for source in project.read.sources():
        for _ in range(20):
            start = draw.randrange(source.length - 40)
            end = start + draw.randrange(1, 40)
            project.run(
                ApplyNode([draw.choice(nodes)], source.id, start, end, coder=draw.choice([1, 2]))
            )
    table = crosstabs.nodes_together(project.read, distance, same_coder=same_coder)
    expected, behind = naive_pairs(project.read, distance, same_coder=same_coder)
    assert [list(row) for row in table.values] == expected
    for row in range(len(nodes)):
        for column in range(len(nodes)):
            assert table.behind(row, column) == frozenset(behind.get((row, column), ()))


def test_progress_is_counted_over_the_participants_text_by_union(project):
    source = project.read.sources()[0]
    node = project.read.tree().order[0].id
    for span in ((0, 10), (5, 20), (30, 40)):
        project.run(ApplyNode([node], source.id, *span, coder=1))
    project.run(MarkDone(1, [source.id]))
    table = crosstabs.coder_progress(project.read)
    assert table.values[0] == (source.length, 3, 30 / source.length, "done", 0, 0.0, "")
    assert len(table.behind(0, 1)) == 3
    assert table.behind(0, 4) == frozenset()
    assert len(table.behind(0, 0)) == 3


def test_a_group_of_an_attribute_counts_only_what_its_cases_said(project):
    one, two = (source.id for source in project.read.sources())
    cases = [project.run(AddCase(name)) for name in ("P1", "P2")]
    project.run(TieMany({cases[0]: [(one, "")], cases[1]: [(two, "")]}))
    project.run(SetCaseValues({"P1": {"role": "director"}, "P2": {"role": "teacher"}}, {}))
    node = project.read.tree().order[0].id
    project.run(ApplyNode([node], one, 0, 5, coder=1))
    table = crosstabs.nodes_by(project.read, "role", "words")
    words = len(WORD.findall(project.read.text(one)[:5]))
    assert dict(zip(table.columns, table.values[0], strict=True)) == {
        "director": words,
        "teacher": 0,
    }


def test_a_chart_leaves_out_what_is_empty_and_keeps_names_short(sample):
    table = crosstabs.nodes_by(sample.read, "role", "codings")
    chart = chart_of(table)
    assert "CIC Project" not in chart.rows
    assert "Obstacles" in chart.rows
    assert len(chart.values) == len(chart.rows)
    assert "Journal" in chart.note
    bars = chart_of(crosstabs.frequencies_table(sample.read), 1)
    assert bars.columns == ["codings incl. below"]
    assert max(row[0] for row in bars.values) == 342


def test_a_filter_by_attribute_counts_only_the_text_of_those_cases(sample):
    where = {"role": {"Director"}}
    by_role = crosstabs.nodes_by(sample.read, "role", "codings")
    only = crosstabs.frequencies_table(sample.read, where=where)
    column = by_role.columns.index("Director")
    assert [row[0] for row in only.values] == [row[column] for row in by_role.values]
    assert only.settings["Participants"] == "role = Director"
    for row, cells in enumerate(only.values):
        assert len(only.behind(row, 0)) == cells[0]
    split = [
        crosstabs.nodes_together(sample.read, where={"role": {value}}) for value in by_role.columns
    ]
    whole = crosstabs.nodes_together(sample.read)
    for row in range(len(whole.names)):
        parts = [sum(table.values[row][c] for table in split) for c in range(len(whole.columns))]
        assert parts == list(whole.values[row])
