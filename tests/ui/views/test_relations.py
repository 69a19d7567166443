"""Relating nodes on screen: the layers of the diagram, the table, the picture."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qda_app.domain.relation import KINDS, Relation
from qda_app.ui.bridge import Bridge
from qda_app.ui.views.relations.layers import flow, layers_of
from qda_app.ui.views.relations.page import RelationsPage

ends = st.integers(1, 6)
some = st.lists(
    st.builds(
        lambda i, n, o, k: Relation(i, str(i), n, o, k), ends, ends, ends, st.sampled_from(KINDS)
    ).filter(lambda r: r.node != r.other),
    max_size=12,
)


@given(some)
def test_every_related_node_stands_once_and_causes_stand_left_unless_in_a_circle(relations):
    layers = layers_of(relations)
    nodes = [node for layer in layers for node in layer]
    assert sorted(nodes) == sorted({n for r in relations for n in (r.node, r.other)})
    assert all(layers)
    level = {node: column for column, layer in enumerate(layers) for node in layer}
    pairs = {flow(r) for r in relations}
    if all((end, start) not in pairs for start, end in pairs) and len(pairs) == 1:
        assert all(level[start] < level[end] for start, end in pairs)


def test_a_chain_goes_from_left_to_right():
    chain = [Relation(1, "1", 1, 2, "condition"), Relation(2, "2", 3, 2, "consequence")]
    assert layers_of(chain) == [[1], [2], [3]]


@pytest.fixture
def page(qtbot, desk):
    made = RelationsPage(desk)
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    bridge = Bridge(desk.project, made)
    bridge.changed.connect(made.on_changed)
    return made


def choose(page, node, kind, other):
    for box, path in ((page.node, node), (page.other, other)):
        box.setCurrentIndex(box.findText(path))
    page.kind.setCurrentIndex(page.kind.findData(kind))


def test_relate_look_at_one_node_remove_and_undo(qtbot, page, tmp_path):
    assert page.empty.isVisible()
    choose(page, "Factors > Time", "condition", "Results > Teachers")
    page.add.click()
    choose(page, "Results", "consequence", "Results > Teachers")
    page.add.click()
    assert page.table.model.rowCount() == 2
    assert not page.empty.isVisible()
    assert "Time: is a condition of: Teachers" in page.diagram.accessibleDescription()
    time = next(n.id for n in page.project.read.tree().order if n.name == "Time")
    page.diagram.node_chosen.emit(time)
    assert page.table.model.rowCount() == 1
    page.take_back()
    assert page.table.model.rowCount() == 0
    page.every.click()
    page.project.undo()
    assert page.table.model.rowCount() == 2
    for name in ("d.svg", "d.png"):
        page.diagram.save(tmp_path / name)
        assert (tmp_path / name).stat().st_size > 1_000


def test_what_cannot_be_related_is_said(qtbot, page, desk):
    said = []
    desk.refused.connect(said.append)
    page.node.setCurrentIndex(-1)
    page.relate()
    choose(page, "Factors", "condition", "Factors")
    page.relate()
    page.take_back()
    assert "Choose both nodes" in said[0]
    assert "itself" in said[1]
    assert "Choose a relation" in said[2]
