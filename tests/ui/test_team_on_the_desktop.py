"""The workflow of a team on the desktop: a round, two copies coded blind, merged and settled."""

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog

from qda_app.domain.text import Span
from qda_app.domain.transcript import Transcript
from qda_app.services.commands.coders import AddCoder
from qda_app.services.commands.nodes import Branch, GrowTree
from qda_app.services.commands.sources import ImportSources
from qda_app.services.project import Project
from qda_app.ui.dialogs.hand_out import HandOutDialog
from qda_app.ui.dialogs.merge_copy import MergeCopyDialog
from qda_app.ui.dialogs.round_steps import CloseDialog, SubmitDialog
from qda_app.ui.main_window import MainWindow
from qda_app.ui.preferences import Preferences
from qda_app.ui.views.team.new_round import NewRoundDialog

Key = Qt.Key
TEXT = "Antes uno cerraba la puerta 😀. Ahora entro y miro. Los niños hablan más. Nadie falta.\n"
CODED = {  # by figure: which sentence each coder gives which node, as typed in the palette
    "Ana": {"Antes uno": "teachers", "Ahora": "time", "Los niños": "teachers"},
    "Bruno": {"Antes uno": "teachers", "Ahora": "teachers", "Nadie": "time"},
}


@pytest.fixture
def main(tmp_path):
    path = tmp_path / "main.qdaproj"
    with Project.create(path, "Study") as project:
        project.run(AddCoder("Lea", lead=True))
        for name in CODED:
            project.run(AddCoder(name))
        project.run(GrowTree([Branch("Results > Teachers"), Branch("Factors > Time")]))
        project.run(ImportSources([Transcript("I_1", TEXT, "txt")]))
    return path


@pytest.fixture
def window(qtbot, theme, tmp_path):
    made = MainWindow(theme, Preferences(tmp_path / "preferences"))
    qtbot.addWidget(made)
    made.resize(1366, 768)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    yield made
    made.close_project()


def in_dialog(kind, act, then):
    """Do what opens a dialog, and act in it while it is open."""
    met = []

    def visit():
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, kind), dialog
        met.append(dialog)
        try:
            act(dialog)
        finally:
            if dialog.isVisible():
                dialog.done(QDialog.DialogCode.Rejected)

    QTimer.singleShot(50, visit)
    then()
    assert met


def settled(window):
    window.jobs.wait()
    QApplication.processEvents()


def board(window):
    window.show_page("team")
    settled(window)
    return window.pages.page("team").board


def code(qtbot, window, sentences):
    """Code sentences by the palette: put the caret in each, Enter, a few letters, Enter."""
    page = window.workspace.page
    text = page.text
    for words, node in sentences.items():
        at = text.index(words)
        page.select(Span(at, text.index(".", at) + 1))
        window.workspace.gestures.open_palette()
        field = window.workspace.palette_box._field
        qtbot.keyClicks(field, node)
        qtbot.keyClick(field, Key.Key_Return)


def begin(dialog):
    dialog.name.setText("Pilot")
    dialog.pilot.setChecked(True)
    dialog.text.every.click()
    dialog.work_out()
    for row in range(dialog.coders.count()):
        item = dialog.coders.item(row)
        wanted = item.text() in CODED
        item.setCheckState(Qt.CheckState.Checked if wanted else Qt.CheckState.Unchecked)
    assert dialog.begin.isEnabled(), dialog.missing.text()
    dialog.accept()


def merge(window):
    def act(path):
        def inside(dialog):
            dialog.read(path)
            settled(window)
            assert dialog.conflicts.total() == 0
            assert dialog.go.isEnabled(), dialog.problem.text()
            dialog.merge_now()
            settled(window)
            assert dialog.merged is not None

        return inside

    return act


def test_a_round_from_planning_to_closing(qtbot, window, main, tmp_path):
    window.open_project(main, viewer="Lea")
    in_dialog(NewRoundDialog, begin, window.pages.page("team").ask_round)
    copies = {}
    for name in CODED:

        def hand_out(dialog, name=name):
            dialog.coder.setCurrentIndex(dialog.coder.findText(name))
            copies[name] = dialog.file.text()
            dialog.write()
            settled(window)
            assert dialog.made is not None, dialog.problem.text()

        in_dialog(HandOutDialog, hand_out, board(window).hand_out)

    for name, sentences in CODED.items():
        window.open_project(tmp_path / copies[name].rsplit("/", 1)[-1], viewer=name)
        assert [c.name for c in window.project.read.coders()] == [name]
        window.workspace.sources.choose_first()
        code(qtbot, window, sentences)
        assert len(window.project.read.codings()) == 3
        one = window.project.read.rounds()[0]
        shown = board(window)
        in_dialog(SubmitDialog, lambda d: d.accept(), lambda: shown.submit(one))  # noqa: B023
        assert window.project.read.rounds()[0].assignment(window.project.viewer_id).submitted

    window.open_project(main, viewer="Lea")
    for name in CODED:
        path = tmp_path / copies[name].rsplit("/", 1)[-1]
        in_dialog(MergeCopyDialog, merge(window)(path), board(window).merge)
    assert window.project.read.rounds()[0].state == "compared"
    assert len(window.project.read.codings()) == 6

    window.show_page("reconcile")
    page = window.pages.page("reconcile")
    assert {item.cause for item in page.of.items} == {"node", "missed"}
    page.bar.accept_agreed.click()
    with qtbot.waitActive(window):
        window.activateWindow()
    page.take_focus()
    strokes = 0
    while not all(page.of.settled(item) for item in page.of.items):
        qtbot.keyClick(page.queue.tree, Key.Key_3)
        strokes += 1
        assert strokes < 10
    one = window.project.read.rounds()[0]
    in_dialog(CloseDialog, lambda d: d.accept(), lambda: board(window).close_round(one))
    assert window.project.read.rounds()[0].state == "closed"
    layer = [c.id for c in window.project.read.coders() if c.consensus]
    assert len(window.project.read.codings(layer)) == 5
    assert window.project.check() is None
