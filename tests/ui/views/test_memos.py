"""The list of memos, the editor beside it, links, and memos on passages in the text."""

import pytest
from PySide6.QtWidgets import QInputDialog

from qda_app.domain.text import Span
from qda_app.services.commands.memos import WriteMemo, WriteSpanMemo
from qda_app.services.commands.relations import RelateNodes
from qda_app.ui.bridge import Bridge
from qda_app.ui.views.code.workspace import Workspace
from qda_app.ui.views.memos.page import MemosPage


def follow(qtbot, desk, page):
    qtbot.addWidget(page)
    page.resize(900, 600)
    page.show()
    bridge = Bridge(desk.project, page)
    bridge.changed.connect(page.on_changed)
    return page


@pytest.fixture
def page(qtbot, desk):
    made = follow(qtbot, desk, MemosPage(desk))
    made.said = []
    desk.refused.connect(made.said.append)
    return made


def fill(desk):
    """One memo on each kind of thing."""
    project, read = desk.project, desk.project.read
    source = next(s for s in read.sources() if s.name == "I_1")
    time = next(n for n in read.tree().order if n.name == "Time")
    other = next(n for n in read.tree().order if n.name == "Teachers")
    relation = project.run(RelateNodes(time.id, other.id, "condition"))
    coding = read.codings(source=source.id)[0]
    for guid, kind in (
        (read.project_guid(), "project"),
        (source.guid, "source"),
        (time.guid, "node"),
        (relation, "relation"),
        (coding.guid, "coding"),
    ):
        project.run(WriteMemo(guid, kind, f"on the {kind}"))
    project.run(WriteSpanMemo(source.id, 13, 25, "on the passage"))
    return source


def listed(page):
    return [(row[0], row[2], row[1]) for row in page.table.model._rows]


def test_every_kind_is_listed_with_what_it_is_about_newest_first(page, desk):
    assert page.empty.isVisible()
    fill(desk)
    assert {row[:2] for row in listed(page)} == {
        ("Passage", "I_1: “¿Qué cambió?”"),
        ("Coding", "Time, I_1: “Antes uno”"),
        ("Relation", "Factors > Time – Results > Teachers"),
        ("Node", "Factors > Time"),
        ("Source", "I_1"),
        ("Project", "study"),
    }
    assert listed(page)[0][2] == "on the passage"
    assert not page.empty.isVisible()
    page.table.filter.setText("teachers")
    assert page.table._proxy.rowCount() == 1


def test_going_to_what_a_memo_is_about(page, desk):
    source = fill(desk)
    places, behind = [], []
    desk.passage_requested.connect(lambda s, span: places.append((s, span)))
    desk.excerpts_requested.connect(behind.append)
    for row, line in enumerate(page._lines):
        page.table.choose_row(row)
        assert page.place.isEnabled() == (line.memo.kind != "project")
        page.go()
    assert (source.id, Span(13, 25)) in places
    assert (source.id, None) in places
    assert len(places) == 3
    assert len(behind) == 2


def test_writing_saves_before_another_memo_is_shown_and_on_closing(page, desk):
    fill(desk)
    page.choose(page._lines[0].memo.id)
    first = page._lines[0].memo.id
    page.text.setPlainText("rewritten")
    assert page.save.isEnabled()
    page.table.choose_row(3)
    assert next(m.text for m in desk.project.read.memos() if m.id == first) == "rewritten"
    page.text.setPlainText("at the end")
    page.stop()
    assert "at the end" in [m.text for m in desk.project.read.memos()]


def test_what_others_change_meanwhile_does_not_take_away_what_is_being_written(page, desk):
    fill(desk)
    page.choose(page._lines[0].memo.id)
    page.text.setPlainText("half a sen")
    desk.project.run(WriteMemo(desk.project.read.project_guid(), "project", "elsewhere"))
    assert page.text.toPlainText() == "half a sen"


def test_links_are_made_followed_and_cut(page, desk, monkeypatch):
    fill(desk)
    page.choose(page._lines[0].memo.id)
    page.cut_link()
    assert "Choose a linked memo" in page.said[-1]
    monkeypatch.setattr(QInputDialog, "getItem", lambda *a, **_k: (a[3][0], True))
    page.ask_link()
    assert page.links.count() == 1
    first = page._shown.memo.id
    page.links.itemActivated.emit(page.links.item(0))
    assert page._shown.memo.id != first
    assert page.links.count() == 1
    page.links.setCurrentRow(0)
    page.cut_link()
    assert page.links.count() == 0


def test_removing_and_anothers_memo(page, desk):
    fill(desk)
    page.choose(page._lines[0].memo.id)
    page.take_away()
    assert len(desk.project.read.memos()) == 5
    desk.project.become("Bruno")
    page.choose(page._lines[0].memo.id)
    assert page.text.isReadOnly()
    assert not page.remove.isEnabled()


def test_a_memo_on_a_passage_is_marked_in_the_text_and_shown_at_the_cursor(
    qtbot, desk, monkeypatch
):
    space = follow(qtbot, desk, Workspace(desk))
    space.sources.choose(next(s.id for s in desk.project.read.sources() if s.name == "I_1"))
    monkeypatch.setattr(QInputDialog, "getMultiLineText", lambda *_a, **_k: ("look here", True))
    space.page.select(Span(13, 25))
    space.gestures.write_passage_memo()
    assert space.inspector.memos.text() == "Ana: look here"
    assert [mark.id < 0 for mark in space.page.marks_at(14)] == [True]
    assert space.pane.here() == []
    space.pane.put_caret(70)
    assert space.inspector.memos.isHidden()
    desk.project.undo()
    assert space.page.marks_at(14) == []
    space.stop()
