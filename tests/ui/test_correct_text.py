"""Correcting a text on the desktop: seen before, done as one step, the transcript follows."""

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QDialogButtonBox, QLabel

from qda_app.domain.errors import QdaError
from qda_app.services.commands.coders import NameLead
from qda_app.services.commands.rounds import CreateRound
from qda_app.services.correcting import correction
from qda_app.services.rounds.rounds import whole
from qda_app.ui.bridge import Bridge
from qda_app.ui.dialogs.correct_table import around
from qda_app.ui.dialogs.correct_text import CorrectDialog, ask_correction
from qda_app.ui.main_window import MainWindow
from qda_app.ui.preferences import Preferences
from qda_app.ui.source_menu import SourceMenu
from qda_app.ui.views.code.workspace import Workspace


@pytest.fixture
def space(qtbot, desk):
    """The coding page with the first source open."""
    page = Workspace(desk)
    qtbot.addWidget(page)
    page.resize(1100, 700)
    page.refresh()
    page.show()
    bridge = Bridge(desk.project, page)
    bridge.changed.connect(page.on_changed)
    source = next(s.id for s in desk.project.read.sources() if s.name == "I_1")
    page.go_to(source, None)
    yield page
    page.stop()
    bridge.end()


def replace(dialog, old, new):
    """Type as a person does, by finding the words."""
    document = dialog.editor.document()
    cursor = document.find(old)
    assert not cursor.isNull()
    cursor.insertText(new)


def test_the_codings_that_change_are_seen_first_and_the_transcript_follows(qtbot, desk, space):
    dialog = CorrectDialog(desk, space.source, 0, space)
    qtbot.addWidget(dialog)
    dialog.show()
    assert not dialog.correct.isEnabled()
    replace(dialog, "uno cerraba", "yo abría")
    qtbot.waitUntil(dialog.correct.isEnabled)
    assert dialog.said.text().startswith("2 places change. 2 codings take the new words in.")
    model = dialog.table.model
    words = {model.index(row, 3).data() for row in range(model.rowCount())}
    assert words == {"Antes yo abría la puerta 😀.", "Antes yo"}
    qtbot.mouseClick(dialog.correct, Qt.MouseButton.LeftButton)
    text = desk.project.read.text(space.source)
    assert "Antes yo abría la puerta" in text
    assert space.page.text == text
    shown = {text[c.start : c.end] for c in space.pane.codings.values()}
    assert "Antes yo abría la puerta 😀." in shown
    desk.project.undo()
    assert space.page.text == desk.project.read.text(space.source) != text
    assert "Antes uno cerraba la puerta 😀." in {
        space.page.text[c.start : c.end] for c in space.pane.codings.values()
    }


def test_the_text_is_opened_where_it_is_read_and_kept_letter_for_letter(qtbot, desk, space):
    at = space.page.text.index("Ahora")
    space.pane.put_caret(at)
    dialog = CorrectDialog(desk, space.source, space.pane.caret(), space)
    qtbot.addWidget(dialog)
    assert dialog.editor.textCursor().block().text().startswith("Director:")
    assert dialog.text() == desk.project.read.text(space.source)
    dialog.editor.setPlainText("a\u00a0b\u2028😀\tc")
    assert dialog.text() == "a\u00a0b\u2028😀\tc"
    dialog.reject()


def test_leaving_changes_nothing_and_no_change_is_no_step(qtbot, desk, space):
    head = desk.project.read.head()
    dialog = CorrectDialog(desk, space.source, 0, space)
    qtbot.addWidget(dialog)
    replace(dialog, "Antes", "Ayer")
    replace(dialog, "Ayer", "Antes")
    dialog.look()
    assert dialog.said.text() == "The text is the same."
    assert not dialog.correct.isEnabled()
    dialog.show()
    dialog.reject()
    assert not dialog.isVisible()
    assert desk.project.read.head() == head


def test_what_was_corrected_is_not_thrown_away_unasked(qtbot, desk, space):
    head = desk.project.read.head()
    dialog = CorrectDialog(desk, space.source, 0, space)
    qtbot.addWidget(dialog)
    dialog.show()
    replace(dialog, "Antes", "Ayer")
    text = dialog.text()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    question = dialog.question
    assert question.isVisible()
    assert "not kept yet" in question.text()
    qtbot.keyClick(question, Qt.Key.Key_Escape)
    assert question.isHidden()
    assert dialog.isVisible()
    dialog.buttons.button(QDialogButtonBox.StandardButton.Cancel).click()
    qtbot.keyClick(dialog.question, Qt.Key.Key_Return)
    assert dialog.isVisible()
    dialog.close()
    assert dialog.isVisible()
    assert dialog.text() == text
    discard = next(b for b in dialog.question.buttons() if b.text() == "Discard")
    discard.click()
    assert not dialog.isVisible()
    assert desk.project.read.head() == head


def test_the_codings_have_room_and_the_size_is_remembered(qtbot, desk, space):
    dialog = CorrectDialog(desk, space.source, 0, space)
    dialog.show()
    replace(dialog, "uno cerraba", "yo abría")
    dialog.look()
    qtbot.wait(1)
    grid = dialog.table.grid
    assert grid.viewport().height() > 5 * grid.rowHeight(0)
    index = grid.model().index(0, 1)
    delegate = grid.itemDelegateForIndex(index)
    assert index.data(Qt.ItemDataRole.ToolTipRole) in {"Results > Teachers", "Factors > Time"}
    assert delegate.displayText(index.data(), QLocale()) in {"Teachers", "Time"}
    dialog.resize(700, 500)
    dialog.done(0)
    again = CorrectDialog(desk, space.source, 0, space)
    qtbot.addWidget(again)
    assert (again.width(), again.height()) == (700, 500)


def test_a_long_passage_is_shown_from_where_it_changes():
    before = "one two three four five six\nseven eight nine ten"
    after = before.replace("nine", "mine")
    assert around(before, after) == "…eight nine ten"
    assert around(after, before) == "…eight mine ten"
    assert around("a b", "a c") == "a b"
    assert around("gone", "") == "gone"
    assert around("", "gone") == ""
    assert around("x" * 40, "x" * 39) == f"…{'x' * 13}"
    assert around("x" * 300, "") == f"{'x' * 200}…"


def test_who_does_not_lead_is_told_and_the_dialog_stays(qtbot, desk, space):
    bruno = next(c.id for c in desk.project.read.coders() if c.name == "Bruno")
    desk.project.run(NameLead(bruno, lead=True))
    dialog = CorrectDialog(desk, space.source, 0, space)
    qtbot.addWidget(dialog)
    dialog.show()
    replace(dialog, "Antes", "Ayer")
    dialog.look()
    assert dialog.problem.isHidden()
    dialog.correct.click()
    assert "Only a lead" in dialog.problem.text()
    assert dialog.problem.isVisible()
    assert dialog.isVisible()
    replace(dialog, "Ayer", "Hoy")
    assert dialog.problem.isHidden()


def test_the_text_of_a_round_is_refused_before_anything_is_typed(qtbot, desk, space):
    told = []
    desk.refused.connect(told.append)
    ask_correction(desk, space.source, 0, space)
    (dialog,) = space.findChildren(CorrectDialog)
    assert dialog.isVisible()
    dialog.reject()
    assert told == []
    source = next(s for s in desk.project.read.sources() if s.id == space.source)
    coder = desk.project.read.coders()[0].id
    desk.project.run(CreateRound("R", whole([source]), [coder]))
    with pytest.raises(QdaError) as refused:
        desk.project.run(correction(desk.project.read, source.id, "Another text."))
    qtbot.waitUntil(lambda: not space.findChildren(CorrectDialog))
    ask_correction(desk, space.source, 0, space)
    assert told == [str(refused.value)]
    assert "round “R” rest on the text of “I_1”" in told[0]
    assert not space.findChildren(CorrectDialog)


def test_the_source_menu_and_the_action_open_the_dialog_only_where_the_text_may_change(
    qtbot, theme, tmp_path, desk
):
    path = tmp_path / "team.qdaproj"
    desk.project.backup(path)
    window = MainWindow(theme, Preferences(tmp_path / "mine"))
    qtbot.addWidget(window)
    window.show()
    window.open_project(path, viewer="Ana")
    source = window.workspace.source
    menu = window.findChild(SourceMenu)
    coder = window.project.read.coders()[0].id
    part = next(s for s in window.project.read.sources() if s.id == source)
    window.project.run(CreateRound("R", whole([part]), [coder]))
    for begin in (window.action("correct"), lambda: menu._correct(source)):
        window.messages.dismiss()
        begin()
        assert "The figures of the round “R”" in window.messages.text()
        assert not window.findChildren(CorrectDialog)
    window.close()


def test_the_dialog_says_that_the_history_keeps_the_text(qtbot, desk, space):
    dialog = CorrectDialog(desk, space.source, 0, space)
    qtbot.addWidget(dialog)
    assert any(
        "history keeps the text as it was" in each.text() for each in dialog.findChildren(QLabel)
    )
