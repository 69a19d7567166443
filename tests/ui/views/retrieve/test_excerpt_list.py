"""The list of excerpts with thousands of rows: exact where it is seen, steady where one is."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextLayout

from qda_app.services.retrieval.excerpts import Excerpt
from qda_app.services.retrieval.groups import Group
from qda_app.ui.theme import Theme
from qda_app.ui.views.retrieve.excerpt_list import ExcerptList
from qda_app.ui.views.retrieve.heights import Heights
from qda_app.ui.views.retrieve.model import ExcerptModel
from qda_app.ui.views.retrieve.sheet import LONGEST, Look, Sheet, units

TALK = "antes uno cerraba la puerta 😀 y ahora entro y miro a los niños no al profesor"
WORDS = TALK.split()


@given(st.lists(st.integers(1, 90), max_size=40), st.data())
def test_heights_against_a_plain_list(estimates, data):
    heights = Heights()
    heights.reset(list(estimates))
    known = list(estimates)
    for _ in range(4):
        if known:
            row = data.draw(st.integers(0, len(known) - 1))
            known[row] = data.draw(st.integers(1, 90))
            heights.measured({row: known[row]})
            assert heights.is_exact(row)
        assert heights.total == sum(known)
        for row in range(len(known)):
            assert heights.top(row) == sum(known[:row])
            assert heights.row_at(heights.top(row)) == row
            assert heights.row_at(heights.top(row) + known[row] - 1) == row
        assert heights.row_at(heights.total + 5) == len(known) - 1


def excerpts(count):
    draw, found, at = random.Random(3), [], 0
    for number in range(count):
        text = " ".join(draw.choices(WORDS, k=draw.randrange(1, 120)))
        text = text.replace(" y ", "\n") if number % 9 == 0 else text
        found.append(Excerpt(1, "s", at, at + len(text), text, (number,), (1,), (1,)))
        at += len(text)
    return found


@pytest.fixture
def shown(qtbot, theme: Theme):
    look = Look(lambda _e: "Ana · I_1", lambda _e: [], lambda _e: ("", ""), lambda _t: [])
    sheet = Sheet(theme, look)
    model = ExcerptModel(lambda _e: "line")
    view = ExcerptList(model, sheet)
    qtbot.addWidget(view)
    view.resize(700, 500)
    view.show()
    found = excerpts(3_000)
    groups = [Group(n, f"group {n}", tuple(found[n * 300 : n * 300 + 300])) for n in range(10)]
    model.show_groups(groups, headed=True)
    return view, model, sheet


def seen(view):
    """Return the rows painted, with their rectangles."""
    row = view.indexAt(QPoint(5, view.viewport().height() // 2)).row()
    return row, view.visualRect(view.model().index(row))


def test_only_what_is_seen_is_laid_out(shown, monkeypatch):
    view, model, sheet = shown
    made = []
    begin = QTextLayout.beginLayout
    monkeypatch.setattr(QTextLayout, "beginLayout", lambda of: (made.append(1), begin(of))[1])
    groups = list(model._groups)
    sheet.forget()
    model.show_groups(groups, headed=True)
    view.grab()
    assert 2 < len(made) < 40


def test_rows_seen_are_exact_and_follow_each_other(shown):
    view, model, sheet = shown
    for value in (0, 4_000, 91_111, 7, view.verticalScrollBar().maximum()):
        view.verticalScrollBar().setValue(value)
        top = sheet.heading_height
        row = view.indexAt(QPoint(5, top + 1)).row()
        while view.visualRect(model.index(row)).top() < view.viewport().height():
            rect = view.visualRect(model.index(row))
            assert rect.height() == sheet.height(model.rows[row])
            if row + 1 == model.rowCount():
                assert rect.bottom() + 1 == view.viewport().height()
                break
            row += 1
            assert view.visualRect(model.index(row)).top() == rect.bottom() + 1


def test_scrolling_up_by_steps_does_not_jump(shown):
    view, model, _sheet = shown
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    for _ in range(120):
        row, rect = seen(view)
        bar.setValue(bar.value() - 40)
        assert view.visualRect(model.index(row)).top() == rect.top() + 40


def test_every_row_is_reached_by_the_keys_and_in_view(qtbot, shown):
    view, model, _sheet = shown
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_End)
    assert view.currentIndex().row() == model.rowCount() - 1
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert view.currentIndex().row() == 1
    for key in [Qt.Key.Key_Down] * 30 + [Qt.Key.Key_PageDown] * 10 + [Qt.Key.Key_Up] * 30:
        before = view.currentIndex().row()
        qtbot.keyClick(view, key)
        row, rect = view.currentIndex().row(), view.visualRect(view.currentIndex())
        assert (row > before) == (key != Qt.Key.Key_Up)
        assert rect.top() >= 0
        assert rect.bottom() < view.viewport().height() or rect.top() <= 40
        assert view.chosen() == [model.rows[row]]


def test_shift_extends_the_selection_without_headings(qtbot, shown):
    view, model, _sheet = shown
    view.setFocus()
    view.go_to_row(299)
    for _ in range(4):
        qtbot.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    rows = [299, 300, 302, 303, 304]
    assert view.chosen() == [model.rows[row] for row in rows]


def test_the_heading_stays_at_the_top_and_folds(qtbot, shown):
    view, model, _sheet = shown
    view.verticalScrollBar().setValue(9_000)
    assert view.indexAt(QPoint(10, 5)).row() == 0
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(10, 5))
    assert model.rows[0].folded
    assert view.currentIndex().row() == 0
    assert view.visualRect(model.index(0)).top() == 0
    model.fold_all(folded=True)
    assert model.rowCount() == 10
    model.fold_all(folded=False)
    assert model.rowCount() == 3_010


def test_another_width_lays_out_again_and_keeps_the_row_at_the_top(shown):
    view, model, sheet = shown
    view.verticalScrollBar().setValue(30_000)
    row = view._heights.row_at(view.verticalOffset())
    view.resize(420, 500)
    assert view._heights.row_at(view.verticalOffset()) == row
    view.resize(1_400, 500)
    rect = view.visualRect(model.index(row))
    assert rect.height() == sheet.height(model.rows[row])
    view.grab()


def test_a_very_long_passage_is_shown_in_part_and_stays_whole(shown):
    view, model, sheet = shown
    text = "palabra 😀 " * 20_000
    long = Excerpt(1, "s", 0, len(text), text, (1,))
    model.show_groups([Group("", "", (long,))], headed=False)
    assert sheet.height(long) < 3_000
    layout = sheet._layout(long)
    assert layout.cut
    assert units(layout.layout.text()[:LONGEST]) <= len(layout.layout.text()) * 2
    assert model.index(0).data() == text
    view.grab()


def test_context_and_hits_are_marked_in_units_of_qt(theme: Theme):
    look = Look(lambda _e: "", lambda _e: [], lambda _e: ("😀😀 ", " 😀"), lambda _t: [(2, 4)])
    sheet = Sheet(theme, look)
    sheet.set_width(600)
    layout = sheet._layout(Excerpt(1, "s", 0, 5, "a😀bcd")).layout
    assert layout.text() == "😀😀 a😀bcd 😀"
    ranges = [(r.start, r.length) for r in layout.formats()]
    assert ranges == [(0, 5), (11, 3), (8, 2)]


def test_an_empty_list_answers_everything(qtbot, shown):
    view, model, _sheet = shown
    model.show_groups([], headed=True)
    view.setFocus()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_End, Qt.Key.Key_Return, Qt.Key.Key_Left):
        qtbot.keyClick(view, key)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert view.chosen() == []
    assert view.verticalScrollBar().maximum() == 0
    view.grab()
