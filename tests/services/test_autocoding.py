"""Hits become codings: with their sentence, paragraph or turn, in one step."""

import pytest

from qda_app.domain.errors import QdaError
from qda_app.domain.transcript import Transcript, Turn
from qda_app.services.autocoding import auto_code, preview
from qda_app.services.commands.autocode import AutoCode, Target
from qda_app.services.commands.sources import ImportSources
from qda_app.services.project import Project
from qda_app.services.searching import search

SAID = "Uno. La puerta se abre 😀. Otra puerta y otra puerta más.\nY la puerta nueva."
LABEL = "Directora: "


@pytest.fixture
def study(tmp_path):
    with Project.create(tmp_path / "study.qdaproj") as project:
        from qda_app.services.commands.coders import AddCoder
        from qda_app.services.commands.nodes import Branch, GrowTree

        project.run(AddCoder("Ana"))
        project.run(AddCoder("Bruno"))
        project.run(GrowTree([Branch("A > B"), Branch("C")]))
        text = f"{LABEL}{SAID}\n\nOtra línea sin turno, con puerta.\n"
        turn = Turn(0, len(LABEL), len(LABEL) + len(SAID), "Directora")
        project.run(ImportSources([Transcript("one", text, "txt", turns=(turn,), language="es")]))
        project.become("Ana")
        yield project


def node(project, name):
    return next(n.id for n in project.read.tree().order if n.name == name)


def coded(project, spread, query="puerta", **more):
    hits = search(project.read, query).hits
    text = project.read.text(hits[0].source)
    return [(text[p.start : p.end], p.hits) for p in preview(project.read, hits, spread, **more)]


def test_spreads_join_what_is_the_same_and_leave_labels_out(study):
    assert coded(study, "match") == [("puerta", 1)] * 5
    assert coded(study, "sentence") == [
        ("La puerta se abre 😀.", 1),
        ("Otra puerta y otra puerta más.", 2),
        ("Y la puerta nueva.", 1),
        ("Otra línea sin turno, con puerta.", 1),
    ]
    assert coded(study, "paragraph") == [
        ("Uno. La puerta se abre 😀. Otra puerta y otra puerta más.", 3),
        ("Y la puerta nueva.", 1),
        ("Otra línea sin turno, con puerta.", 1),
    ]
    assert coded(study, "turn") == [(SAID, 4), ("Otra línea sin turno, con puerta.", 1)]


def test_a_match_that_crosses_a_boundary_takes_both_sides(study):
    assert coded(study, "sentence", "Uno. La") == [("Uno. La puerta se abre 😀.", 1)]
    assert coded(study, "sentence", "más.\nY") == [
        ("Otra puerta y otra puerta más.\nY la puerta nueva.", 1)
    ]


def test_a_match_in_a_label_takes_the_label_along(study):
    assert coded(study, "sentence", "Directora") == [(f"{LABEL}Uno.", 1)]
    assert coded(study, "match", "Directora") == [("Directora", 1)]


def test_one_step_codes_and_one_undo_takes_it_back(study):
    before = study.read.codings()
    passages = preview(study.read, search(study.read, "puerta").hits, "sentence")
    made = study.run(auto_code(passages, node=node(study, "B"), name="B"))
    assert made == 4
    text = study.read.text(passages[0].source)
    assert [(text[c.start : c.end]) for c in study.read.codings()] == [
        text[p.start : p.end] for p in passages
    ]
    assert {c.coder for c in study.read.codings()} == {study.viewer_id}
    assert study.undo_label == "Auto-coded 4 passages at “B”"
    study.undo()
    assert study.read.codings() == before
    study.redo()
    assert len(study.read.codings()) == 4
    assert study.check() is None


def test_what_stands_already_is_marked_and_skipped(study):
    hits = search(study.read, "puerta").hits
    at = node(study, "B")
    study.run(auto_code(preview(study.read, hits[:1], "sentence"), node=at, name="B"))
    again = preview(study.read, hits, "sentence", at, coder=study.viewer_id)
    assert [p.standing for p in again] == [True, False, False, False]
    assert study.run(auto_code(again, node=at, name="B")) == 3
    places = [(p.source, p.start, p.end) for p in again]
    with pytest.raises(QdaError, match="coded so already"):
        study.run(AutoCode([Target(places, at)], "B"))
    study.become("Bruno")  # another's codings are no obstacle to one's own
    mine = preview(study.read, hits, "sentence", at, coder=study.viewer_id)
    assert study.run(auto_code(mine, node=at, name="B")) == 4


def test_a_new_node_is_made_in_the_same_step(study):
    passages = preview(study.read, search(study.read, "puerta").hits, "turn")
    study.run(auto_code(passages, new_node=" Puertas  ", parent=node(study, "A")))
    tree = study.read.tree()
    assert tree.path(node(study, "Puertas")) == "A > Puertas"
    assert {c.node for c in study.read.codings()} == {node(study, "Puertas")}
    study.undo()
    assert "Puertas" not in {n.name for n in study.read.tree().order}
    assert study.read.codings() == []


def test_a_node_of_that_name_is_used_as_it_is(study):
    passages = preview(study.read, search(study.read, "puerta").hits, "turn")
    study.run(auto_code(passages, new_node="C"))
    assert {c.node for c in study.read.codings()} == {node(study, "C")}


def test_what_cannot_be_done_is_refused_and_nothing_stays(study):
    hits = search(study.read, "puerta").hits
    passages = preview(study.read, hits, "match")
    source = passages[0].source
    with pytest.raises(QdaError, match="Choose a node"):
        study.run(auto_code(passages))
    with pytest.raises(QdaError, match="no passage"):
        study.run(AutoCode([Target([(source, 5, 99_999)], node(study, "B"))], "B"))
    with pytest.raises(QdaError, match="name"):
        study.run(auto_code(passages, new_node="A > B"))
    study.become(None)
    with pytest.raises(QdaError, match="who is coding"):
        study.run(auto_code(passages, node=node(study, "B"), name="B"))
    assert study.read.codings() == []
