"""What nobody caught: a sentence of ours is said as it is, anything else is a defect."""

import sys
import threading

import pytest
from PySide6.QtWidgets import QMessageBox

from qda_app.domain.errors import QdaError
from qda_app.ui import defects
from qda_app.ui.defects import Defects
from qda_app.ui.dialogs.defect import DefectDialog


@pytest.fixture
def said(monkeypatch, qapp, tmp_path):
    """Catch what is shown; the hooks are put back."""
    shown = []
    for module in (sys, threading):
        monkeypatch.setattr(module, "excepthook", module.excepthook)
    monkeypatch.setattr(defects.paths, "log_folder", lambda: tmp_path)
    monkeypatch.setattr(QMessageBox, "warning", lambda *words: shown.append(words[-1]))
    monkeypatch.setattr(DefectDialog, "exec", lambda _dialog: shown.append("defect"))
    Defects(qapp).catch()
    return shown


def test_a_sentence_of_ours_is_no_defect(said, tmp_path):
    sys.excepthook(QdaError, QdaError("The file is damaged."), None)
    assert said == ["The file is damaged."]
    assert list(tmp_path.iterdir()) == []


def test_anything_else_is_shown_with_its_details_and_logged(said, tmp_path):
    sys.excepthook(ValueError, ValueError("x"), None)
    assert said == ["defect"]
    assert "ValueError: x" in (tmp_path / "defects.log").read_text(encoding="utf-8")


def test_a_defect_of_another_thread_is_shown_in_this_one(qtbot, said, monkeypatch):
    shown_in = []
    look = lambda _dialog: shown_in.append(threading.current_thread())  # noqa: E731
    monkeypatch.setattr(DefectDialog, "exec", look)
    thread = threading.Thread(target=lambda: 1 // 0)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: bool(shown_in))
    assert shown_in == [threading.main_thread()]
