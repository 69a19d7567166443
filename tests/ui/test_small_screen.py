"""What does not fit scrolls; what does nothing on a page is not offered there."""

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QToolButton

from qda_app.services.sample import write_sample
from qda_app.ui.application import fit_dialog_in_front
from qda_app.ui.main_window import MainWindow
from qda_app.ui.page_list import PageList
from qda_app.ui.preferences import Preferences
from qda_app.ui.small_screen import Scrolled, fit_dialog
from qda_app.ui.translation import Languages
from qda_app.ui.views.team.new_round import NewRoundDialog

SMALL = (683, 384)  # a screen of 1366 by 768 at 200 %


@pytest.fixture
def window(qtbot, theme, tmp_path):
    made = MainWindow(theme, Preferences(tmp_path / "mine"))
    qtbot.addWidget(made)
    made.show()
    made.open_project(write_sample(tmp_path / "sample"), viewer="Ana")
    yield made
    made.close()


def front(window):
    return window.stack.parentWidget().parentWidget()


def test_every_page_keeps_a_small_window_small_and_is_reached_by_scrolling(window):
    window.resize(*SMALL)
    area = front(window)
    assert isinstance(area, Scrolled)
    for item in PageList(window).items():
        window.show_page(item.name)
        for _ in range(5):  # rows that wrap ask for room, and their pages for more
            QApplication.processEvents()
        assert (window.width(), window.height()) == SMALL, item.name
        on = next(b for b in window.rail.findChildren(QToolButton) if b.isChecked())
        assert on.visibleRegion().boundingRect() == on.rect(), item.name
        page, view = window.pages.currentWidget(), area.viewport()
        least = page.minimumSizeHint()
        assert page.width() >= least.width(), item.name
        assert page.height() >= least.height(), item.name
        bars = area.horizontalScrollBar().maximum(), area.verticalScrollBar().maximum()
        assert bars == (page.width() - view.width(), page.height() - view.height()), item.name
    rail = window.beside
    assert rail.verticalScrollBar().maximum() == window.rail.height() - rail.viewport().height() > 0
    window.resize(1366, 768)
    QApplication.processEvents()
    assert rail.verticalScrollBar().maximum() == 0
    assert rail.width() == window.rail.width()


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_page_needs_scrolling_at_1024(qtbot, theme, tmp_path, language):
    languages = Languages(QApplication.instance())
    languages.switch(language)
    try:
        made = MainWindow(theme, Preferences(tmp_path / "mine"))
        qtbot.addWidget(made)
        made.resize(1024, 700)
        made.show()
        made.open_project(write_sample(tmp_path / "sample"), viewer="Ana")
        for item in PageList(made).items():
            made.show_page(item.name)
            QApplication.processEvents()
            area = front(made)
            assert area.horizontalScrollBar().maximum() == 0, item.name
            assert area.verticalScrollBar().maximum() == 0, item.name
        made.close()
    finally:
        languages.switch("en")


def test_panels_give_way_to_the_text_and_come_back(window):
    space = window.workspace
    window.resize(1366, 768)
    assert (space.left.isVisible(), space.right.isVisible()) == (True, True)
    window.resize(1000, 700)
    QApplication.processEvents()
    assert (space.left.isVisible(), space.right.isVisible()) == (True, False)
    window.action("right")()
    assert space.right.isVisible()
    window.action("right")()
    window.resize(*SMALL)
    QApplication.processEvents()
    assert (space.left.isVisible(), space.right.isVisible()) == (False, False)
    window.resize(1366, 768)
    QApplication.processEvents()
    assert (space.left.isVisible(), space.right.isVisible()) == (True, True)


def test_tools_that_code_are_offered_where_one_codes(window):
    actions = window.actions_table
    offered = {action.objectName() for action in actions.tools.actions()}
    assert {"left", "right", "import", "undo", "redo", "code", "uncode", "done"} <= offered
    window.show_page("cases")
    shown = {action.objectName() for action in actions.tools.actions()} - {""}
    assert shown == {"import", "undo", "redo"}
    assert not actions.by_name["uncode"].isEnabled()
    assert not actions.by_name["close_tab"].isEnabled()
    assert actions.by_name["palette"].isEnabled()
    window.action("find_node")()
    assert window.pages.current_name() == "code"
    assert actions.by_name["uncode"].isEnabled()
    assert {action.objectName() for action in actions.tools.actions()} >= offered - {""}


def test_a_folded_tool_bar_says_so(window):
    window.resize(900, 700)
    QApplication.processEvents()
    more = window.actions_table.tools.findChild(QToolButton, "qt_toolbar_ext_button")
    assert more.isVisible()
    assert not more.icon().isNull()


def test_a_dialog_larger_than_the_screen_scrolls(qtbot, window):
    dialog = NewRoundDialog(window.project, window.theme, window)
    qtbot.addWidget(dialog)
    dialog.show()
    room = QSize(SMALL[0], SMALL[1] - 32)
    fit_dialog(dialog, room)
    QApplication.processEvents()
    assert dialog.size().boundedTo(room) == dialog.size()
    area = dialog.findChild(Scrolled)
    assert area.verticalScrollBar().maximum() > 0
    last = dialog.buttons
    assert last.isVisible()
    area.ensureWidgetVisible(last)
    assert not last.visibleRegion().isEmpty()
    fit_dialog(dialog, room)
    assert len(dialog.findChildren(Scrolled)) == 1


def test_a_dialog_that_comes_to_the_front_is_fitted_to_its_screen(qtbot, window):
    app = QApplication.instance()
    app.focusWindowChanged.connect(fit_dialog_in_front)
    try:
        dialog = NewRoundDialog(window.project, window.theme, window)
        qtbot.addWidget(dialog)
        room = dialog.screen().availableGeometry()
        dialog.resize(room.width() + 300, room.height() + 300)
        with qtbot.waitActive(dialog):
            dialog.show()
            dialog.activateWindow()
        qtbot.waitUntil(lambda: room.contains(dialog.frameGeometry()))
    finally:
        app.focusWindowChanged.disconnect(fit_dialog_in_front)
