"""How wide a chart is printed."""

from pathlib import Path

from PySide6.QtWidgets import QInputDialog, QWidget

from qda_app.formats.reports.charts import KINDS, NARROWEST
from qda_app.ui.preferences import Preferences

WIDTH = "chart/width"  # centimetres, of the last chart
PAGE = 17.0  # centimetres of an upright page between its margins
WIDEST = 60.0
LABELS, COLUMN = 5.0, 0.33  # what a heat map's labels and a column need


def is_chart(path: Path) -> bool:
    """Say whether a file is named as a picture."""
    return path.suffix.lower().removeprefix(".") in KINDS


def least_width(columns: int) -> float:
    """Return the width in centimetres below which names and numbers would run into each other."""
    return max(NARROWEST, LABELS + COLUMN * columns) if columns > 1 else NARROWEST


def ask_width(
    preferences: Preferences, usual: float, parent: QWidget, columns: int = 1
) -> float | None:
    """Ask for the width in centimetres, beginning with that of the last time; None for none."""
    least = round(min(least_width(columns), WIDEST), 1)
    if least > PAGE:
        sentence = parent.tr(
            "Centimetres, {0} at least for what is drawn. That is wider than an upright page, "
            "which has about 17: turn the page, or choose fewer columns."
        )
    else:
        sentence = parent.tr(
            "Centimetres, {0} at least for what is drawn (a printed page has about 17)"
        )
    width, accepted = QInputDialog.getDouble(
        parent,
        parent.tr("Width of the chart"),
        sentence.format(parent.locale().toString(least, "g", 4)),
        max(float(preferences.get(WIDTH, usual)), least),
        least,
        WIDEST,
        1,
    )
    if not accepted:
        return None
    preferences.set(WIDTH, width)
    return width
