"""Correcting a text on the desktop: seen before, done as one step, the transcript follows."""

import pytest
from PySide6.QtCore import Qt

from qda_app.services.commands.coders import NameLead
from qda_app.ui.bridge import Bridge
from qda_app.ui.dialogs.correct_text import CorrectDialog
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
    replace(dialog, "Antes", "Ayer")
    dialog.reject()
    assert desk.project.read.head() == head


def test_who_does_not_lead_is_told_and_the_dialog_stays(qtbot, desk, space):
    bruno = next(c.id for c in desk.project.read.coders() if c.name == "Bruno")
    desk.project.run(NameLead(bruno, lead=True))
    told = []
    desk.refused.connect(told.append)
    dialog = CorrectDialog(desk, space.source, 0, space)
    qtbot.addWidget(dialog)
    dialog.show()
    replace(dialog, "Antes", "Ayer")
    dialog.look()
    dialog.correct.click()
    assert "Only a lead" in told[0]
    assert dialog.isVisible()
