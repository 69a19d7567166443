"""Agreement where there is little to choose from: no nodes, one node, settings without use."""

from pathlib import Path

import pytest

from qda_app.domain.errors import QdaError
from qda_app.services.commands.coders import AddCoder
from qda_app.services.commands.codings import ApplyNode
from qda_app.services.commands.nodes import CreateNode
from qda_app.services.commands.sources import MarkDone
from qda_app.services.comparing.comparison import Comparison, View
from qda_app.services.comparing.papers import methods_paragraph
from qda_app.services.comparing.rows import heat, node_rows, overall_row, pair_rows, source_rows
from qda_app.services.comparing.segments import Match
from qda_app.services.comparing.units import FREE_SPANS, MAXQDA, SEGMENT
from qda_app.services.importing import Choices, import_files
from qda_app.services.project import Project
from qda_app.services.result_tables import agreement_caption, agreement_sheets
from qda_app.services.sample import write_sample

UNITS = [
    *((unit, "iou") for unit in ("character", "sentence", "paragraph", "turn", SEGMENT)),
    (SEGMENT, MAXQDA),
]
GROUPS = (["Ana", "Bruno"], ["Ana", "Bruno", "Carla"])


@pytest.fixture
def sample(tmp_path):
    with Project.open(write_sample(tmp_path / "sample")) as project:
        yield project


@pytest.fixture
def without_nodes(tmp_path: Path):
    """Three coders who are done with three sources, and no node at all."""
    paths = [tmp_path / f"{name}.txt" for name in ("one", "two", "three")]
    for path in paths:
        path.write_text("Uno. Dos.\nTres.\n", encoding="utf-8")
    with Project.create(tmp_path / "e.qdaproj", "") as project:
        import_files(project, paths, Choices())
        for name in GROUPS[1]:
            coder = project.run(AddCoder(name))
            project.run(MarkDone(coder, [source.id for source in project.read.sources()]))
        yield project


@pytest.mark.parametrize("coders", GROUPS)
@pytest.mark.parametrize(("unit", "match"), UNITS)
def test_without_nodes_there_are_no_figures_and_a_reason(without_nodes, coders, unit, match):
    for level in ("", "own", "leaf", "0"):
        for interval in ("jackknife", "bootstrap", "none"):
            found = without_nodes.agreement(
                coders=coders, unit=unit, match=match, level=level, interval=interval
            )
            said = found.as_json()
            assert said["nodes"] == said["sources"] == []
            assert said["overall"]["percent"] is said["overall"]["pooled_kappa"] is None
            assert said["overall"]["reason"] == "There are no nodes to compare."
            assert agreement_sheets(found)
            assert agreement_caption(found)[0].endswith(": There are no nodes to compare.")
            made = Comparison(without_nodes.read, coders, unit, match=Match(match))
            view = View(level=level, interval=interval)
            row = overall_row(made, view)
            assert (row.value, row.reason) == (None, "There are no nodes to compare.")
            assert node_rows(made, view) == heat(made, view) == []
            assert {row.value for row in source_rows(made, view)} == {None}
            assert {row.value for _pair, row in pair_rows(made, view)} == {None}
            assert methods_paragraph(made, view)


@pytest.mark.parametrize("coders", GROUPS)
@pytest.mark.parametrize("measure", FREE_SPANS)
def test_without_nodes_free_spans_have_no_value(without_nodes, coders, measure):
    found = without_nodes.agreement(coders=coders, measures=[measure])
    block = found.as_json()["unitizing"][measure]
    assert (block["value"], block["reason"]) == (None, "There are no nodes to compare.")
    assert agreement_sheets(found)


def test_rows_overall_have_the_chance_of_the_nodes_they_go_over(sample):
    found = sample.agreement(unit=SEGMENT, match=MAXQDA).as_json()
    tree = sample.read.tree()
    parents = {tree.path(node.parent) for node in tree.order if node.parent is not None}
    leaf = [entry for entry in found["nodes"] if entry["node"] not in parents]
    assert 1 < len(leaf) < len(found["nodes"])
    agreeing = sum(entry["agreeing"] for entry in leaf)
    observed = agreeing / (agreeing + sum(entry["disagreeing"] for entry in leaf))
    chance = 1 / len(leaf)
    wanted = (observed - chance) / (1 - chance)
    assert found["overall"]["pooled_kappa"] == pytest.approx(wanted)
    made = Comparison(sample.read, unit=SEGMENT, match=Match(MAXQDA, 0.9))
    row = overall_row(made, View())
    assert row.value == pytest.approx(wanted)
    assert (row.low, row.high) == pytest.approx(found["overall"]["ci"]["pooled_kappa"])
    assert pair_rows(made, View())[0][1].value == pytest.approx(wanted)
    by_source = source_rows(made, View())[0]
    share = by_source.cells[0] / sum(by_source.cells)
    assert by_source.value == pytest.approx((share - chance) / (1 - chance))


def test_rows_of_one_node_have_no_kappa_and_say_why(sample):
    tree = sample.read.tree()
    parents = {node.parent for node in tree.order}
    one = next(tree.path(node.id) for node in tree.order if node.id not in parents)
    found = sample.agreement(nodes=[one], unit=SEGMENT, match=MAXQDA).as_json()
    (entry,) = found["nodes"]
    assert entry["agreeing"] + entry["disagreeing"] > 0
    assert entry["percent"] is not None
    assert entry["kappa"] is found["overall"]["pooled_kappa"] is None
    assert entry["ci"]["kappa"] is None
    assert entry["reason"].startswith("Only one node")
    assert found["overall"]["reason"].startswith("Only one node")


def test_the_compare_page_says_so_too(without_nodes):
    without_nodes.run(CreateNode("A"))
    (node,), read = without_nodes.read.tree().order, without_nodes.read
    for coder in read.coders():
        without_nodes.run(ApplyNode([node.id], read.sources()[0].id, 0, 4, coder=coder.id))
    made = Comparison(read, GROUPS[0], SEGMENT, match=Match(MAXQDA, 0.9))
    for row in (overall_row(made), *node_rows(made), pair_rows(made)[0][1]):
        assert row.cells == (2, 0)
        assert (row.value, row.percent) == (None, 1.0)
        assert row.reason.startswith("Only one node")


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"overlap": 0.5}, "Characters have no overlap"),
        ({"match": MAXQDA}, "Only segments are matched as in MAXQDA"),
        ({"unit": "turn", "match": MAXQDA}, "Only segments are matched as in MAXQDA"),
    ],
)
def test_settings_that_would_be_ignored_are_refused(sample, settings, said):
    with pytest.raises(QdaError, match=said):
        sample.agreement(**settings)


def test_with_three_coders_two_or_more_are_asked_for(without_nodes):
    with pytest.raises(QdaError, match="name two or more of: Ana, Bruno, Carla"):
        without_nodes.agreement()
