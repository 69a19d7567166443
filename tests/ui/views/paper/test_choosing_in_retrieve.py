"""Excerpts of the page Retrieve are chosen for the paper by key and by mouse."""

import pytest
from paper_study import LINES, allow
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from qda_app.ui.preferences import TEMPLATE
from qda_app.ui.views.paper.page import PaperPage
from qda_app.ui.views.retrieve.page import RetrievePage

NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def retrieve(qtbot, made):
    page = RetrievePage(made.desk)
    qtbot.addWidget(page)
    page.resize(1120, 700)
    page.show()
    page.list.setFocus()
    end = made.project.on_changed(page.on_changed)
    yield page
    page.stop()
    end()
    page.grab()


def rows(page):
    """Return the rows with an excerpt: the others are headings."""
    return [row for row in range(page.model.rowCount()) if page.model.excerpt(row)]


def test_q_chooses_the_excerpt_at_its_node_and_once(qtbot, retrieve, made):
    first, again, second = rows(retrieve)[:3]  # the first two are the same words, by two coders
    retrieve.list.go_to_row(first)
    qtbot.keyClick(retrieve.list, Qt.Key.Key_Q)
    retrieve.list.go_to_row(again)
    qtbot.keyClick(retrieve.list, Qt.Key.Key_Q)
    retrieve.list.go_to_row(second)
    qtbot.keyClick(retrieve.list, Qt.Key.Key_Q)
    qtbot.keyClick(retrieve.list, Qt.Key.Key_Q)
    wanted = [retrieve.model.excerpt(row) for row in (first, second)]
    found = made.project.read.quotations()
    assert [(q.source, q.start, q.end) for q in found] == [
        (e.source, e.start, e.end) for e in wanted
    ]
    assert all(q.node is not None for q in found)
    assert made.list.order() == [q.id for q in found]
    made.project.undo()
    assert len(made.list.order()) == 1


def test_the_mouse_chooses_from_the_menu(qtbot, retrieve, made):
    row = rows(retrieve)[1]
    retrieve.list.go_to_row(row)
    area = retrieve.list.visualRect(retrieve.model.index(row))
    window = retrieve.window().windowHandle()
    place = retrieve.list.viewport().mapTo(retrieve.window(), area.center())
    QTest.mouseClick(window, Qt.MouseButton.RightButton, NONE, place)
    menu = QApplication.activePopupWidget()
    action = next(a for a in menu.actions() if a.text().startswith("Choose for the paper"))
    qtbot.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())
    (quotation,) = made.project.read.quotations()
    excerpt = retrieve.model.excerpt(row)
    assert (quotation.source, quotation.start) == (excerpt.source, excerpt.start)
    assert made.list.item(0).text().split("\n")[0] == f"1. {' '.join(excerpt.text.split())}"


def test_who_refuses_is_not_chosen_and_it_is_said(qtbot, retrieve, made):
    allow(made.project, {"P1": "share"})
    told = []
    made.desk.refused.connect(told.append)
    row = next(r for r in rows(retrieve) if retrieve.model.excerpt(r).case == "P1")
    retrieve.list.go_to_row(row)
    qtbot.keyClick(retrieve.list, Qt.Key.Key_Q)
    assert made.project.read.quotations() == []
    assert told == ["1 passage of 1 participant who does not allow quotation is left out."]


def test_the_last_template_is_kept_for_each_project_and_a_wrong_one_is_not(made):
    made.template.setEditText("({role})")
    made.template.setEditText("({shoe})")
    made.desk.preferences.set(TEMPLATE, "({source}, lines {lines})")  # of another project
    again = PaperPage(made.desk)
    assert again.template.currentText() == "({role})"
    again.deleteLater()


def test_fields_are_inserted_where_the_cursor_is(made, page):
    page.template.setEditText("()")
    page.template.lineEdit().setCursorPosition(1)
    names = [action.text().split("\t")[0] for action in page.bar.fields.actions()]
    assert names[:3] == ["{role}", "{school}", "{case}"]
    page.bar.fields.actions()[1].trigger()
    assert page.template.currentText() == "({school})"
    assert page.example.text().endswith("(1)")
    assert LINES[2] in page.example.text()
