"""The made-up interview in a view that has the focus."""

import pytest
from interview import INTERVIEW, interview_turns
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from qda_app.ui.theme import Theme
from qda_app.ui.views.transcript.view import TranscriptView


@pytest.fixture
def page(qtbot: QtBot, theme: Theme) -> TranscriptView:
    """Return a view of the interview without codings, exposed and with the focus."""
    made = TranscriptView(theme)
    qtbot.addWidget(made)
    made.resize(1000, 640)
    made.show_source(INTERVIEW, interview_turns(), [])
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    made.setFocus()
    QApplication.processEvents()
    return made
