"""Boxes for numbers, whose figures stand as far from the edge as the words of other fields."""

from PySide6.QtWidgets import QDoubleSpinBox, QSpinBox

from qda_app.ui.theme import SMALL


def number_box() -> QSpinBox:
    """Return a box for a whole number; a style sheet cannot pad what is within it."""
    made = QSpinBox()
    made.lineEdit().setTextMargins(SMALL, 0, 0, 0)
    return made


def decimal_box() -> QDoubleSpinBox:
    """Return a box for a number with decimals."""
    made = QDoubleSpinBox()
    made.lineEdit().setTextMargins(SMALL, 0, 0, 0)
    return made
