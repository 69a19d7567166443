"""The dialog of the report pack: its choices, what it shows afterwards, and cancelling."""

from threading import Event

import pytest
from paper_study import write_study
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QProgressDialog, QWidget

from qda_app.services.commands.coders import AddCoder
from qda_app.services.commands.rounds import CreateRound, SubmitRound
from qda_app.services.paper.pack import PackSettings
from qda_app.services.project import Project
from qda_app.services.rounds.rounds import whole
from qda_app.ui.desk import Desk
from qda_app.ui.dialogs import report_pack
from qda_app.ui.dialogs.report_pack import PackDialog, start_pack
from qda_app.ui.dialogs.written import WrittenDialog
from qda_app.ui.jobs import Jobs
from qda_app.ui.preferences import Preferences

OFF = Qt.CheckState.Unchecked


@pytest.fixture
def desk(qtbot, theme, tmp_path):
    with Project.open(write_study(tmp_path / "study.qdaproj")) as project:
        window = QWidget()
        qtbot.addWidget(window)
        made = Desk(project, theme, Jobs(window), Preferences(tmp_path / "mine"), window)
        yield made
        made.jobs.wait()


@pytest.fixture
def dialog(qtbot, desk):
    made = PackDialog(desk.project, PackSettings(template="({role})"))
    qtbot.addWidget(made)
    return made


def test_it_asks_for_a_folder_a_coder_and_a_template_that_fits(dialog, tmp_path):
    assert not dialog.go_on.isEnabled()
    dialog.folder.setText(str(tmp_path / "pack"))
    assert dialog.go_on.isEnabled()
    dialog.template.line.setEditText("({shoe})")
    assert not dialog.go_on.isEnabled()
    dialog.template.line.setEditText("({case})")
    for row in range(2):
        dialog.coders.item(row).setCheckState(OFF)
    assert not dialog.go_on.isEnabled()


def test_what_is_asked_for_is_what_is_set(dialog, desk):
    assert dialog.settings() == PackSettings(template="({role})")
    dialog.coders.item(1).setCheckState(OFF)
    dialog.by.setCurrentIndex(1)
    dialog.examples.setValue(3)
    dialog.language.setCurrentIndex(dialog.language.findData("es"))
    wanted = PackSettings(
        coders=("Ana",), by="role", template="({role})", examples=3, language="es"
    )
    assert dialog.settings() == wanted
    again = PackDialog(desk.project, wanted)
    assert again.settings() == wanted
    again.deleteLater()


def test_it_says_why_no_round_is_offered_and_offers_those_compared(qtbot, dialog, desk, tmp_path):
    assert "the project has none" in dialog.no_rounds.text()
    project = desk.project
    people = [coder.id for coder in project.read.coders()]
    made = project.run(CreateRound("First", whole(project.read.sources()[:2]), people))
    waiting = PackDialog(project, PackSettings())
    qtbot.addWidget(waiting)
    assert "not everybody has submitted" in waiting.no_rounds.text()
    for coder in people:
        project.run(SubmitRound(made, coder, "First"))
    project.run(AddCoder("Cleo"))
    offered = PackDialog(project, PackSettings())
    qtbot.addWidget(offered)
    offered.folder.setText(str(tmp_path / "pack"))
    assert offered.rounds.names() == ("First",)
    assert offered.settings().rounds == ()
    offered.rounds.item(0).setCheckState(OFF)
    assert not offered.go_on.isEnabled()


def test_what_was_written_and_what_to_know_are_shown(qtbot, desk, tmp_path):
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    start_pack(desk, tmp_path / "pack", PackSettings(template="({role} {school})"), window)
    qtbot.waitUntil(lambda: window.findChild(WrittenDialog) is not None, timeout=30_000)
    shown = window.findChild(WrittenDialog)
    files = [shown.files.item(row).text() for row in range(shown.files.count())]
    assert files == sorted(
        path.relative_to(tmp_path / "pack").as_posix()
        for path in (tmp_path / "pack").rglob("*")
        if path.is_file()
    )
    assert shown.said.text() == f"{len(files)} files were written to {tmp_path / 'pack'}."
    assert "fewer than three participants share" in shown.remarks.toPlainText()


def names(folder):
    return [path.name for path in folder.iterdir()]


@pytest.mark.parametrize("there", [True, False])
def test_cancelling_leaves_the_folder_as_it_was(qtbot, desk, tmp_path, monkeypatch, there):
    folder = tmp_path / "out" / "pack"
    folder.parent.mkdir()
    if there:
        folder.mkdir()
    told, half, may_go_on = [], Event(), Event()
    desk.jobs.problem.connect(told.append)
    write = report_pack.write_pack

    def slowly(project, place, settings, progress):
        def step(done, of, name):
            progress(done, of, name)
            if done == 5:
                half.set()
                may_go_on.wait(30)

        return write(project, place, settings, step)

    monkeypatch.setattr(report_pack, "write_pack", slowly)
    window = QWidget()
    qtbot.addWidget(window)
    start_pack(desk, folder, PackSettings(), window)
    qtbot.waitUntil(half.is_set, timeout=30_000)
    assert len(names(folder.parent)) == (2 if there else 1)  # what is half done stands beside it
    desk.jobs.parent().findChild(QProgressDialog).canceled.emit()
    may_go_on.set()
    qtbot.waitUntil(lambda: told == ["Cancelled; nothing was changed."], timeout=30_000)
    assert names(folder.parent) == (["pack"] if there else [])
    assert not there or names(folder) == []
    assert window.findChild(WrittenDialog) is None
