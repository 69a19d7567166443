"""A project whose file is damaged or gone: one sentence says so, and no defect is shown."""

import shutil
import sqlite3
import sys
import threading
from contextlib import closing

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox

from qda_app.domain.transcript import Transcript
from qda_app.services.commands.coders import AddCoder
from qda_app.services.commands.nodes import CreateNode
from qda_app.services.commands.sources import ImportSources
from qda_app.services.project import Project
from qda_app.ui import defects
from qda_app.ui.defects import Defects
from qda_app.ui.dialogs.defect import DefectDialog
from qda_app.ui.dialogs.identity import IdentityDialog
from qda_app.ui.main_window import MainWindow
from qda_app.ui.preferences import Preferences

TEXT = "Antes uno cerraba la puerta.\nAhora entro y miro a los niños.\n" * 200
DAMAGED = "study.qdaproj is damaged and was left as it is. Restore a backup."


@pytest.fixture
def path(tmp_path):
    folder = tmp_path / "work"
    folder.mkdir()
    made = folder / "study.qdaproj"
    with Project.create(made) as project:
        project.run(AddCoder("Ana"))
        project.run(ImportSources([Transcript("one", TEXT, "txt")]))
    return made


@pytest.fixture
def window(qtbot, theme, tmp_path):
    made = MainWindow(theme, Preferences(tmp_path / "preferences"))
    qtbot.addWidget(made)
    made.show()
    yield made
    made.close()


def spoil(path, table):
    """Overwrite the first page of a table."""
    with closing(sqlite3.connect(path)) as connection:
        size = connection.execute("PRAGMA page_size").fetchone()[0]
        found = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", [table])
        at = (found.fetchone()[0] - 1) * size
    data = bytearray(path.read_bytes())
    data[at : at + size] = b"\xff" * size
    path.write_bytes(data)


def is_closed(window):
    return (
        window.project is None
        and window.pages is None
        and window.stack.currentWidget() is window.start_page
    )


def test_a_project_found_damaged_while_it_is_shown_is_closed_with_one_sentence(window, path):
    spoil(path, "memo")
    Project.open(path, viewer="Ana").close()
    window.open_project(path, viewer="Ana")
    assert window.messages.text() == DAMAGED
    assert is_closed(window)
    with pytest.raises(sqlite3.DatabaseError), closing(sqlite3.connect(path)) as connection:
        connection.execute("SELECT * FROM memo").fetchall()  # and no lock is held


def test_a_project_found_damaged_after_the_coder_is_chosen(window, path, monkeypatch):
    def choose(dialog):
        dialog.choose("Ana")
        return dialog.DialogCode.Accepted

    monkeypatch.setattr(IdentityDialog, "exec", choose)
    spoil(path, "memo")
    window.open_project(path)
    assert window.messages.text() == DAMAGED
    assert is_closed(window)


def test_a_project_damaged_where_its_coders_are(window, path, monkeypatch):
    monkeypatch.setattr(IdentityDialog, "exec", lambda dialog: dialog.DialogCode.Rejected)
    spoil(path, "coder")
    window.open_project(path)
    assert window.messages.text() == DAMAGED
    assert is_closed(window)


def test_a_letter_that_cannot_be_read_is_damage_too(window, path):
    data = path.read_bytes()
    assert data.count("niños".encode()) > 1
    path.write_bytes(data.replace("niños".encode(), b"ni\xff\xffos"))
    window.open_project(path, viewer="Ana")
    assert window.messages.text() == (
        "study.qdaproj is damaged and cannot be read to its end. Restore a backup."
    )
    assert is_closed(window)


def test_a_page_that_cannot_be_read_says_so(window, path):
    window.open_project(path, viewer="Ana")
    window.close_project()
    spoil(path, "relation")
    window.open_project(path, viewer="Ana")
    for name in ("code", "relations"):
        window.show_page(name)
    assert window.messages.text() == DAMAGED


def test_what_the_database_cannot_read_later_is_damage_and_never_called_intact(
    window, path, monkeypatch, tmp_path
):
    shown = []
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    monkeypatch.setattr(defects.paths, "log_folder", lambda: tmp_path / "log")
    monkeypatch.setattr(QMessageBox, "warning", lambda *words: shown.append(words[-1]))
    monkeypatch.setattr(DefectDialog, "exec", lambda _dialog: shown.append("defect"))
    Defects(QApplication.instance()).catch()
    window.open_project(path, viewer="Ana")
    broken = sqlite3.DatabaseError("database disk image is malformed")
    sys.excepthook(sqlite3.DatabaseError, broken, None)
    assert shown == ["defect"]  # the file is sound: that one is ours
    window.close_project()
    spoil(path, "quotation")
    window.open_project(path, viewer="Ana")
    assert window.project is not None
    sys.excepthook(sqlite3.DatabaseError, broken, None)
    assert shown[1].startswith("A page of the file is damaged")
    assert shown[1].endswith("Keep this file, and restore a backup.")


def test_a_defect_on_a_sound_project_stays_a_defect(window, path, monkeypatch):
    def fail(_window):
        raise ZeroDivisionError

    monkeypatch.setattr(MainWindow, "_show_state", fail)
    with pytest.raises(ZeroDivisionError):
        window.open_project(path, viewer="Ana")
    monkeypatch.undo()
    window.close_project()
    assert window.project is None


def test_a_file_that_is_gone_is_told_once_and_a_copy_keeps_the_work(
    qtbot, window, path, tmp_path, monkeypatch
):
    window.open_project(path, viewer="Ana")
    window.workspace.run(CreateNode("before"))
    qtbot.wait(1)
    assert "gone" not in window.messages.text()
    told = []
    window.files.refused.connect(told.append)
    shutil.rmtree(path.parent)
    window.workspace.run(CreateNode("after"))
    qtbot.waitUntil(
        lambda: window.messages.text().startswith(f"The project's file is gone from {path}.")
    )
    assert window.saved.text().startswith("not saved: file gone · ")
    window.workspace.run(CreateNode("later"))
    qtbot.wait(1)
    assert len(told) == 1
    copy = tmp_path / "copy.qdaproj"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(copy), ""))
    window.files.backup(window.project)
    qtbot.waitUntil(lambda: "copy.qdaproj" in window.messages.text())
    window.close_project()
    assert is_closed(window)
    with Project.open(copy) as project:
        assert {n.name for n in project.read.tree().order} == {"before", "after", "later"}
        assert project.check() is None


def test_a_file_that_comes_back_and_goes_again_is_told_again(qtbot, window, path):
    window.open_project(path, viewer="Ana")
    told = []
    window.files.refused.connect(told.append)
    away = path.parent.with_name("away")
    for place, other in ((path.parent, away), (away, path.parent), (path.parent, away)):
        place.rename(other)
        window.workspace.run(CreateNode(f"node {len(told)} {place.name}"))
        qtbot.wait(1)
    assert len(told) == 2
    away.rename(path.parent)
    window.workspace.run(CreateNode("back"))
    assert window.saved.text().startswith("saved · ")
