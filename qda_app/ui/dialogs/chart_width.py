"""How wide a chart is printed."""

from pathlib import Path

from PySide6.QtWidgets import QInputDialog, QWidget

from qda_app.formats.reports.charts import KINDS
from qda_app.ui.preferences import Preferences

WIDTH = "chart/width"  # centimetres, of the last chart
NARROWEST, WIDEST = 8.0, 40.0


def is_chart(path: Path) -> bool:
    """Say whether a file is named as a picture."""
    return path.suffix.lower().removeprefix(".") in KINDS


def ask_width(preferences: Preferences, usual: float, parent: QWidget) -> float | None:
    """Ask for the width in centimetres, beginning with that of the last time; None for none."""
    width, accepted = QInputDialog.getDouble(
        parent,
        parent.tr("Width of the chart"),
        parent.tr("Centimetres (a column of a journal has about 8.5, a page 17)"),
        float(preferences.get(WIDTH, usual)),
        NARROWEST,
        WIDEST,
        1,
    )
    if not accepted:
        return None
    preferences.set(WIDTH, width)
    return width
