"""Where a file goes: a name keeps its dots, and no other file is replaced unasked."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QMessageBox

from qda_app.ui.dialogs.exchange_in import ExchangeWizard
from qda_app.ui.dialogs.exchange_out import ExchangeOutDialog
from qda_app.ui.saving import ask_file, ended

KINDS = ["Workbook (*.xlsx)", "Chart (*.svg *.pdf)"]


@pytest.fixture
def answer(monkeypatch):
    """Choose a name in the file dialog and answer the question; keep what was asked."""
    asked = []

    def given(name, kind="", *, replace=False):
        button = QMessageBox.StandardButton
        said = button.Yes if replace else button.No
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a: (str(name), kind))
        monkeypatch.setattr(QMessageBox, "question", lambda *a: asked.append(a[2]) or said)
        return asked

    return given


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [
        ("Estudio v1.2", "", "Estudio v1.2.xlsx"),
        ("a.svg", KINDS[0], "a.svg"),
        ("a.PDF", KINDS[0], "a.PDF"),
        ("Dr. No", KINDS[1], "Dr. No.svg"),
        ("a.csv", KINDS[0], "a.csv.xlsx"),
    ],
)
def test_an_ending_is_added_and_never_takes_the_place_of_a_part_of_the_name(name, kind, expected):
    assert ended(Path(name), KINDS, kind).name == expected


def test_another_file_than_the_one_confirmed_is_asked_for(qapp, answer, tmp_path):
    there = tmp_path / "a.xlsx"
    there.write_bytes(b"x")
    asked = answer(tmp_path / "a")
    assert ask_file(None, "T", KINDS) is None
    assert asked == ["a.xlsx is there already. Replace it?"]
    answer(tmp_path / "a", replace=True)
    assert ask_file(None, "T", KINDS) == there
    answer(there)  # the file dialog has asked for this one
    assert ask_file(None, "T", KINDS) == there
    answer(tmp_path / "b")
    assert ask_file(None, "T", KINDS) == tmp_path / "b.xlsx"
    assert len(asked) == 2
    answer("")
    assert ask_file(None, "T", KINDS) is None


def test_an_export_leaves_the_file_of_a_shorter_name_alone(qtbot, desk, answer, tmp_path):
    other = tmp_path / "Estudio v1.qdpx"
    other.write_bytes(b"another study")
    dialog = ExchangeOutDialog(desk.project, desk.jobs)
    qtbot.addWidget(dialog)
    answer(tmp_path / "Estudio v1.2")
    dialog.save.click()
    qtbot.waitUntil(lambda: "was written" in dialog.said.text(), timeout=5_000)
    assert other.read_bytes() == b"another study"
    assert (tmp_path / "Estudio v1.2.qdpx").exists()


def test_the_new_project_is_offered_under_the_whole_name(qtbot, desk, monkeypatch, tmp_path):
    wizard = ExchangeWizard(None, desk.jobs)
    qtbot.addWidget(wizard)
    offered = []
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda *a: offered.append(a[2]) or (a[2], "")
    )
    for name, expected in (("Estudio v1.2", "Estudio v1.2.qdaproj"), ("a.b.qdpx", "a.b.qdaproj")):
        wizard.path.setText(str(tmp_path / name))
        assert wizard.ask_target() == tmp_path / expected
    assert len(offered) == 2
