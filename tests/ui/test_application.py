"""What nobody caught: a sentence of ours is said as it is, anything else is a defect."""

import sys
import threading

import pytest
from PySide6.QtWidgets import QMessageBox

from qda_app.domain.errors import QdaError
from qda_app.ui import application
from qda_app.ui.dialogs.defect import DefectDialog


@pytest.fixture
def said(monkeypatch, qapp, tmp_path):
    """Catch what is shown; the hooks are put back."""
    shown = []
    for module in (sys, threading):
        monkeypatch.setattr(module, "excepthook", module.excepthook)
    monkeypatch.setattr(application.paths, "log_folder", lambda: tmp_path)
    monkeypatch.setattr(QMessageBox, "warning", lambda *words: shown.append(words[-1]))
    monkeypatch.setattr(DefectDialog, "exec", lambda _dialog: shown.append("defect"))
    application._catch_defects()
    return shown


def test_a_sentence_of_ours_is_no_defect(said, tmp_path):
    sys.excepthook(QdaError, QdaError("The file is damaged."), None)
    assert said == ["The file is damaged."]
    assert list(tmp_path.iterdir()) == []


def test_anything_else_is_shown_with_its_details_and_logged(said, tmp_path):
    sys.excepthook(ValueError, ValueError("x"), None)
    assert said == ["defect"]
    assert "ValueError: x" in (tmp_path / "defects.log").read_text(encoding="utf-8")
