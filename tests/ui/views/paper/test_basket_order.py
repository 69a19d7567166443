"""The list of the quotations: dragged with a real mouse, moved by keys, sorted, filtered."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QDrag, QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from qda_app.services.commands.quotations import NoteQuotation


def ids(page):
    return [quotation.id for quotation in page.project.read.quotations()]


LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def drag(page, monkeypatch, row, place):
    """Press on a row and move with the mouse; drop at a place of the list.

    The offscreen platform ends every drag at once, so that the drop is sent from where it waits.
    """
    view = page.list.viewport()
    window = page.window().windowHandle()
    grip = view.mapTo(page.window(), page.list.visualItemRect(page.list.item(row)).center())

    def exec_(self, *_actions):
        move, data = Qt.DropAction.MoveAction, self.mimeData()
        QApplication.sendEvent(view, QDragEnterEvent(place, move, data, LEFT, NONE))
        QApplication.sendEvent(view, QDragMoveEvent(place, move, data, LEFT, NONE))
        QApplication.sendEvent(view, QDropEvent(QPointF(place), move, data, LEFT, NONE))
        return Qt.DropAction.IgnoreAction

    monkeypatch.setattr(QDrag, "exec", exec_)
    QTest.mousePress(window, LEFT, NONE, grip)
    QTest.mouseMove(window, grip + QPoint(0, -4))
    QTest.mouseMove(window, grip + QPoint(0, -30))
    QTest.mouseRelease(window, LEFT, NONE, grip + QPoint(0, -30))


@pytest.mark.parametrize(
    ("row", "onto", "below", "order"),
    [(2, 0, False, (3, 1, 2)), (0, 1, True, (2, 1, 3)), (0, 2, True, (2, 3, 1))],
)
def test_dragging_with_the_mouse_orders_and_undo_takes_it_back(
    page, monkeypatch, row, onto, below, order
):
    before = ids(page)
    steps = len(page.project.steps())
    area = page.list.visualItemRect(page.list.item(onto))
    drag(page, monkeypatch, row, area.center() + QPoint(0, 5 if below else -5))
    assert ids(page) == page.list.order() == [before[n - 1] for n in order]
    assert len(page.project.steps()) == steps + 1
    page.project.undo()
    assert page.list.order() == ids(page) == before


def test_several_are_dragged_together_and_stay_selected_and_a_drop_in_place_is_no_step(
    qtbot, page, monkeypatch
):
    first, second, third = ids(page)
    steps = len(page.project.steps())
    middle = page.list.visualItemRect(page.list.item(1)).center()
    drag(page, monkeypatch, 1, middle)
    assert len(page.project.steps()) == steps
    page.list.item(0).setSelected(True)
    page.list.item(1).setSelected(True)
    drag(page, monkeypatch, 1, QPoint(20, page.list.viewport().height() - 2))
    assert ids(page) == [third, first, second]
    assert page.list.selected() == [first, second]


def test_the_filter_finds_words_and_notes_and_keys_move_among_what_is_seen(qtbot, page):
    first, second, third = ids(page)
    page.project.run(NoteQuotation(third, "for the Results"))
    page.basket.filter.setText("RESULTS")
    seen = [row for row in range(3) if not page.list.item(row).isHidden()]
    assert seen == [2]
    page.basket.filter.setText("cerraba")
    assert page.list.item(0).isHidden()
    page.list.go_to(third)
    qtbot.keyClick(page.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert ids(page) == [first, third, second]
    page.list.selectAll()
    assert page.list.selected() == [third, second]
    page.basket.filter.clear()
    assert not any(page.list.item(row).isHidden() for row in range(3))


def test_sorting_is_one_step_that_undo_takes_back(page):
    first, second, third = ids(page)
    page.list.ordered.emit([third, first, second])
    page.basket.sort.menu().actions()[1].trigger()
    assert ids(page) == [first, second, third]
    steps = len(page.project.steps())
    page.sort_by("source")
    page.sort_by("node")
    assert len(page.project.steps()) == steps
    page.project.undo()
    assert ids(page) == [third, first, second]


def test_long_quotations_take_three_lines_and_no_more(qtbot, page):
    page.resize(1290, 640)
    rows = [page.list.visualItemRect(page.list.item(row)).height() for row in range(3)]
    line = page.list.fontMetrics().lineSpacing()
    assert all(2 * line < height <= 5 * line + 16 for height in rows)
