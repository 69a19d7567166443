"""What is written of a quotation is never lost, and no window appears while one is shown."""

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget

from qda_app.domain.quotation import Edit
from qda_app.services.commands.quotations import DropQuotations, EditQuotation, NoteQuotation
from qda_app.services.project import Project
from qda_app.ui.main_window import MainWindow
from qda_app.ui.preferences import Preferences


class Windows(QObject):
    """Notes every window that is shown."""

    def __init__(self):
        super().__init__()
        self.shown = []

    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(watched)
        return False


@pytest.fixture
def windows(qapp):
    found = Windows()
    qapp.installEventFilter(found)
    yield found
    qapp.removeEventFilter(found)


@pytest.fixture
def edited(page):
    """The page with an edit in each quotation."""
    for quotation in page.project.read.quotations():
        page.project.run(EditQuotation(quotation.id, [Edit("omit", 0, 5)]))
    return page


def kept(page):
    return [(q.note, q.translation, q.translator) for q in page.project.read.quotations()]


def let_events_run(qapp):
    for _turn in range(5):
        qapp.processEvents()
        qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def test_no_window_appears_while_edited_quotations_are_shown(qapp, qtbot, edited, windows):
    edited.list.setFocus()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up):
        qtbot.keyClick(edited.list, key)
        let_events_run(qapp)
    edited.refresh()
    edited.refresh()
    let_events_run(qapp)
    assert windows.shown == []
    assert len(edited.editor.chips.chips()) == 1


def test_the_field_keeps_the_keyboard_through_an_edit(qapp, qtbot, edited, windows):
    edited.activateWindow()
    edited.list.setFocus()
    edited.editor.translation.setFocus()
    qtbot.keyClicks(edited.editor.translation, "Now")
    edited.list.setFocus()
    qtbot.keyClick(edited.list, Qt.Key.Key_Down)
    let_events_run(qapp)
    assert QApplication.focusWidget() is edited.list
    assert windows.shown == []
    assert kept(edited)[0] == ("", "Now", "")


def write(page):
    """Write as where a field never loses the keyboard."""
    page.editor.note.setText("results")
    page.editor.translation.setPlainText("Now I go in")
    page.editor.translator.setText("Eva")


WRITTEN = ("results", "Now I go in", "Eva")


def test_another_quotation_keeps_what_was_written_of_the_one_before(page):
    first, second, _third = (q.id for q in page.project.read.quotations())
    page.list.go_to(first)
    write(page)
    page.list.go_to(second)
    assert kept(page) == [WRITTEN, ("", "", ""), ("", "", "")]
    assert page.list.current() == second
    fields = page.editor.note.text(), page.editor.translation.toPlainText()
    assert fields == ("", "")
    page.list.go_to(first)
    assert page.editor.translator.text() == "Eva"


def test_keys_in_the_list_keep_it_too(qtbot, page):
    page.list.go_to(page.list.order()[0])
    write(page)
    qtbot.keyClick(page.list, Qt.Key.Key_Down)
    assert kept(page)[0] == WRITTEN
    assert page.list.current() == page.list.order()[1]
    qtbot.keyClick(page.list, Qt.Key.Key_Down)
    assert page.list.current() == page.list.order()[2]


def test_a_click_on_another_quotation_keeps_what_is_typed_and_shows_that_one(qtbot, page):
    page.activateWindow()
    page.list.go_to(page.list.order()[0])
    page.editor.translation.setFocus()
    qtbot.keyClicks(page.editor.translation, "Now")
    place = page.list.visualItemRect(page.list.item(2)).center()
    qtbot.mouseClick(page.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert kept(page)[0] == ("", "Now", "")
    assert page.list.selected() == [page.list.order()[2]]
    assert page.editor.translation.toPlainText() == ""


def test_a_change_elsewhere_does_not_take_the_place_of_what_is_being_written(page):
    first, second, _third = page.list.order()
    page.list.go_to(first)
    write(page)
    page.project.run(NoteQuotation(second, "other"))
    assert page.editor.note.text() == "results"
    assert page.editor.translation.toPlainText() == "Now I go in"
    assert page.editor.translator.text() == "Eva"
    page.editor.keep()
    assert kept(page)[:2] == [WRITTEN, ("other", "", "")]


def test_leaving_the_page_keeps_it_and_what_is_undone_elsewhere_stays_undone(page):
    write(page)
    page.hide()
    assert kept(page)[0] == WRITTEN
    page.project.undo()
    page.project.undo()
    page.stop()
    assert kept(page)[0] == ("", "", "")


def test_closing_keeps_it(page):
    write(page)
    page.stop()
    assert kept(page)[0] == WRITTEN


def test_closing_the_window_keeps_what_is_typed(qtbot, theme, page, tmp_path):
    path = page.project.path
    page.desk.jobs.wait()
    page.stop()
    page.project.close()
    window = MainWindow(theme, Preferences(tmp_path / "mine"))
    qtbot.addWidget(window)
    window.show()
    window.open_project(path, viewer="Ana")
    shown = window.pages.show_page("paper")
    shown.editor.translation.setFocus()
    qtbot.keyClicks(shown.editor.translation, "Now")
    window.close()
    with Project.open(path) as project:
        assert project.read.quotations()[0].translation == "Now"


def test_what_was_written_of_a_quotation_that_is_taken_out_is_no_trouble(page):
    told = []
    page.desk.refused.connect(told.append)
    write(page)
    page.project.run(DropQuotations([page.list.current()]))
    assert told == []
    assert kept(page) == [("", "", ""), ("", "", "")]
    assert page.editor.note.text() == ""


def test_an_ampersand_in_the_words_of_an_edit_is_seen(page):
    page.list.go_to(page.list.order()[0])
    words = page.editor.words.toPlainText()
    at = words.index("&")
    page.project.run(EditQuotation(page.list.current(), [Edit("omit", at, at + 3)]))
    (chip,) = page.editor.chips.chips()
    assert chip.text() == f"(…) ← && {words[at + 2]}"
    assert chip.accessibleName() == f"Take back: (…) ← & {words[at + 2]}"
