"""The button that writes a comparison to files."""

from pathlib import Path
from typing import cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QToolButton

from qda_app.domain.errors import QdaError
from qda_app.services.comparing.comparison import Comparison, View
from qda_app.services.comparing.history import HistoryRow
from qda_app.services.comparing.planning import PlanRow
from qda_app.ui.desk import Desk
from qda_app.ui.dialogs.chart_width import ask_width, is_chart
from qda_app.ui.icons import dress
from qda_app.ui.saving import ask_file

WIDTH = 24.0  # centimetres of a chart where no other is asked for


class ExportButton(QToolButton):
    """Asks what to write and where; `wanted` says the path and whether intervals are drawn."""

    wanted = Signal(object, bool)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk, self._width = desk, WIDTH
        self.columns = 1  # of the heat map
        self.setText(self.tr("Export…"))
        dress(self, "export", desk.theme)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        chart = "*.svg *.pdf *.png"
        for words, endings, drawn in (
            (self.tr("Workbook"), "*.xlsx", False),
            (self.tr("Table"), "*.csv", False),
            (self.tr("Tables for Word"), "*.docx", False),
            (self.tr("Heat map"), chart, False),
            (self.tr("Interval chart"), chart, True),
        ):
            action = menu.addAction(f"{words}…")
            action.triggered.connect(
                lambda _on, w=words, e=endings, d=drawn: self._ask(w, e, drawn=d)
            )
        self.setMenu(menu)

    def _ask(self, words: str, endings: str, *, drawn: bool) -> None:
        path = ask_file(self, self.tr("Export"), [f"{words} ({endings})"])
        if path is None:
            return
        if is_chart(path):
            columns = 1 if drawn else self.columns
            width = ask_width(self._desk.preferences, self._width, self, columns)
            if width is None:
                return
            self._width = width
        self.wanted.emit(path, drawn)

    def write(
        self,
        path: object,
        of: Comparison,
        view: View,
        history: list[HistoryRow],
        plan: list[PlanRow],
        *,
        drawn_intervals: bool,
    ) -> None:
        """Write the comparison and say so, or say why not."""
        from qda_app.formats.reports.charts import write_chart
        from qda_app.formats.reports.interval_chart import write_interval_chart
        from qda_app.services.comparing.files import write_comparison
        from qda_app.services.comparing.papers import heat_chart, interval_chart

        target = cast("Path", path)
        try:
            if not is_chart(target):
                write_comparison(target, of, view, history, plan)
            elif drawn_intervals:
                write_interval_chart(interval_chart(of, view), target, self._width)
            else:
                write_chart(heat_chart(of, view), target, self._width)
        except QdaError as error:
            self._desk.refused.emit(str(error))
            return
        self._desk.said.emit(self.tr("Exported to {0}.").format(target.name), False)  # noqa: FBT003
