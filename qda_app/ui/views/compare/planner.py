"""The planner: how many sources to code together for an interval as narrow as wanted."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from qda_app.services.comparing.comparison import Comparison, View
from qda_app.services.comparing.planning import PlanRow, described, plan
from qda_app.ui.number_boxes import decimal_box
from qda_app.ui.theme import SMALL, Theme
from qda_app.ui.views.compare.figure_table import FigureTable
from qda_app.ui.views.compare.lines import plan_table


class PlannerPanel(QWidget):
    """Asks for a half-width and shows the sources it takes, over all nodes and for each."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.wanted = decimal_box()
        self.wanted.setRange(0.01, 0.5)
        self.wanted.setSingleStep(0.01)
        self.wanted.setDecimals(2)
        self.wanted.setValue(0.10)
        self.wanted.setPrefix("± ")
        self.wanted.setKeyboardTracking(False)
        self.wanted.setAccessibleName(self.tr("Half-width wanted"))
        self.wanted.valueChanged.connect(self.changed)
        asks = QLabel(self.tr("Interval wanted:"))
        asks.setBuddy(self.wanted)
        self.said = QLabel()
        self.said.setWordWrap(True)
        self.table = FigureTable(self.tr("Plan by node"), theme)
        above = QHBoxLayout()
        above.setSpacing(SMALL)
        above.addWidget(asks)
        above.addWidget(self.wanted)
        above.addWidget(self.said, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, SMALL, 0, 0)
        layout.setSpacing(SMALL)
        layout.addLayout(above)
        layout.addWidget(self.table, 1)

    def rows(self, of: Comparison, view: View) -> list[PlanRow]:
        """Return the plan for the half-width wanted."""
        return plan(of, view, self.wanted.value())

    def show_plan(self, of: Comparison, view: View) -> None:
        """Show the plan for the half-width wanted."""
        rows = self.rows(of, view)
        self.said.setText(described(rows, self.wanted.value()))
        self.table.show_lines(*plan_table(of, view, rows))
