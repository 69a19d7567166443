"""What surrounds the team page: who I am in the status line, banners, identity, the audit."""

import sqlite3

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QRadioButton

from qda_app.domain.rounds import Part
from qda_app.domain.text import Span
from qda_app.domain.transcript import Transcript
from qda_app.services.commands.coders import AddCoder, NameLead
from qda_app.services.commands.codings import ApplyNode
from qda_app.services.commands.nodes import Branch, GrowTree
from qda_app.services.commands.rounds import CloseRound, CreateRound, SubmitRound
from qda_app.services.commands.sources import ImportSources
from qda_app.services.project import Project
from qda_app.ui.dialogs.audit import audit_to
from qda_app.ui.dialogs.identity import IdentityDialog, ask_identity
from qda_app.ui.main_window import MainWindow
from qda_app.ui.preferences import Preferences

TEXT = "Antes uno cerraba la puerta 😀.\nAhora entro y miro.\nNo al profesor.\n"


@pytest.fixture
def path(tmp_path):
    made = tmp_path / "study.qdaproj"
    with Project.create(made) as project:
        for name in ("Ana", "Bruno"):
            project.run(AddCoder(name))
        project.run(GrowTree([Branch("A")]))
        project.run(ImportSources([Transcript("one", TEXT, "txt"), Transcript("two", TEXT, "txt")]))
    return made


@pytest.fixture
def window(qtbot, theme, tmp_path, path):
    made = MainWindow(theme, Preferences(tmp_path / "preferences"))
    qtbot.addWidget(made)
    made.show()
    made.open_project(path, viewer="Ana")
    yield made
    made.close()


def begin(window, blind=True, parts=None):
    return window.project.run(
        CreateRound("Pilot round", parts or [Part(1, 0, len(TEXT))], [1, 2], blind=blind)
    )


def test_the_status_line_says_who_and_in_which_round(window):
    assert window.who.text() == "Ana"
    begin(window)
    assert window.who.text() == "Ana · Pilot round, blind"
    assert "the guarantee is a copy" in window.who.toolTip()
    window.workspace.pane.open_source(2)
    assert window.who.text() == "Ana"
    assert window.who.toolTip() == ""
    window.take_back()
    window.workspace.pane.open_source(1)
    assert window.who.text() == "Ana"


def test_what_a_round_hides_and_locks_is_announced_under_the_text(window):
    banner = window.workspace.pane.rounds
    assert banner.isHidden()
    key = begin(window)
    assert "Others' codings are hidden until all have submitted (Pilot round)" in banner.text()
    window.project.run(SubmitRound(key, 1))
    assert "Submitted (Pilot round): these codings stay" in banner.text()
    assert "hidden" in banner.text()
    window.workspace.pane.open_source(2)
    assert banner.isHidden()
    window.workspace.pane.open_source(1)
    window.project.become(None)
    window.project.run(SubmitRound(key, 2))
    window.project.run(CloseRound(key))
    window.project.become("Ana")
    window.workspace.pane.show_rounds()
    assert "hidden" not in banner.text()
    assert window.workspace.pane.rounds.isVisible()


def test_others_codings_appear_when_all_have_submitted(window):
    key = begin(window)
    window.project.become("Bruno")
    window.project.run(ApplyNode([1], 1, 0, 5))
    window.project.become("Ana")
    window.workspace.pane.show_marks()
    assert window.workspace.page.marks_at(2) == []
    window.project.run(SubmitRound(key, 1))
    window.project.become("Bruno")
    window.project.run(SubmitRound(key, 2))
    window.project.become("Ana")
    window.workspace.pane.show_marks()
    assert len(window.workspace.page.marks_at(2)) == 1


def test_the_palette_does_not_open_on_what_was_submitted(qtbot, window):
    second = TEXT.index("Ahora")
    key = begin(window, parts=[Part(1, second, second + 19)])
    space = window.workspace
    space.page.select(Span(second, second + 5))
    space.gestures.open_palette()
    assert space.palette_box.isVisible()
    space.gestures.apply(1)
    space.palette_box.hide()
    window.project.run(SubmitRound(key, 1))
    with qtbot.waitSignal(window.desk.refused) as refused:
        space.gestures.open_palette()
    assert "Ana submitted the round “Pilot round”" in refused.args[0]
    assert not space.palette_box.isVisible()
    with qtbot.waitSignal(window.desk.refused):
        space.gestures.change_node()
    assert not space.palette_box.isVisible()
    space.page.select(Span(0, 5))
    space.gestures.open_palette()
    assert space.palette_box.isVisible()


def test_the_passages_of_a_round_are_marked_beside_the_text(window):
    second = TEXT.index("Ahora")
    begin(window, parts=[Part(1, second, second + 19)])
    pane = window.workspace.pane
    assert "only the passages marked" in pane.rounds.text()
    gutter = pane.page._gutter
    assert [gutter._in_parts(number) for number in range(3)] == [False, True, False]
    window.resize(1366, 768)
    QApplication.processEvents()
    shot = gutter.grab().toImage()
    accent = window.theme.tokens.color("accent").rgb()
    seen = {shot.pixel(shot.width() - 3, y) for y in range(shot.height())}
    assert accent in seen
    pane.open_source(2)
    assert not gutter._in_parts(1)


def test_compare_and_reconcile_open_on_the_round(window):
    window.project.become(None)
    for name, source in (("First", 1), ("Second", 2)):
        key = window.project.run(CreateRound(name, [Part(source, 0, len(TEXT))], [1, 2]))
        for coder in (1, 2):
            window.project.run(SubmitRound(key, coder))
    window.show_page("team")
    board = window.pages.page("team").board
    board.choose(1)
    board.steps["reconcile"].click()
    assert window.pages.page("reconcile").bar.round.currentText().startswith("First")
    window.show_page("team")
    board.steps["compare"].click()
    page = window.pages.currentWidget()
    assert page.choices.sources.ticked == {1}
    assert page.choices.coders.ticked == {1, 2}


# -- identity ------------------------------------------------------------------------------------


def test_the_question_says_who_leads_and_chooses_nobody(qtbot, path):
    with Project.open(path) as project:
        project.run(NameLead(2, lead=True, name="Bruno"))
        dialog = IdentityDialog(project)
        qtbot.addWidget(dialog)
        assert [b.text() for b in dialog.findChildren(QRadioButton)] == ["Ana", "Bruno (lead)"]
        assert dialog.chosen() is None
        assert dialog.lead.isHidden()
        dialog.choose("Bruno")
        assert dialog.chosen() == "Bruno"


def test_where_nobody_leads_one_can_say_so_of_oneself(qtbot, path, monkeypatch):
    def answer(dialog):
        dialog.name.setText("Carla")
        dialog.add()
        dialog.lead.setChecked(True)
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(IdentityDialog, "exec", answer)
    with Project.open(path) as project:
        assert ask_identity(project, None)
        assert project.viewer == "Carla"
        assert [c.name for c in project.read.coders() if c.lead] == ["Carla"]


def test_a_file_with_one_coder_still_asks(qtbot, tmp_path):
    with Project.create(tmp_path / "copy.qdaproj") as project:
        project.run(AddCoder("Bruno"))
        dialog = IdentityDialog(project)
        qtbot.addWidget(dialog)
        assert dialog.chosen() is None
        assert not dialog.go_on.isEnabled()
        assert not dialog.lead.isChecked()


# -- audit ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", [".csv", ".html"])
def test_the_audit_is_written_beside_the_work(window, tmp_path, suffix):
    target = tmp_path / f"audit{suffix}"
    audit_to(window.desk, target)
    window.jobs.wait()
    QApplication.processEvents()
    assert "Added coder Ana" in target.read_text(encoding="utf-8")
    assert "the journal is whole" in window.messages.text()


def test_a_broken_chain_is_said(window, path, tmp_path):
    window.close_project()
    file = sqlite3.connect(path)
    file.execute("UPDATE change_set SET label = 'another' WHERE id = 2")
    file.commit()
    file.close()
    window.open_project(path, viewer="Ana")
    audit_to(window.desk, tmp_path / "audit.html")
    window.jobs.wait()
    QApplication.processEvents()
    assert "does not hold" in window.messages.text()
    assert (tmp_path / "audit.html").exists()


def test_a_place_that_cannot_be_written_is_said(window, tmp_path):
    audit_to(window.desk, tmp_path / "nowhere" / "audit.html")
    window.jobs.wait()
    QApplication.processEvents()
    assert "cannot be written" in window.messages.text()
