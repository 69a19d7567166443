"""Which key presses are requests to the window."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent


def command_of(event: QKeyEvent) -> str:
    """Return "Return", "Delete", or the capital letter or figure pressed; "" for anything else."""
    plain = event.modifiers() in {
        Qt.KeyboardModifier.NoModifier,
        Qt.KeyboardModifier.KeypadModifier,
    }
    if not plain:
        return ""
    if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
        return "Return"
    if event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
        return "Delete"
    text = event.text()
    return text.upper() if len(text) == 1 and text.isalnum() else ""
