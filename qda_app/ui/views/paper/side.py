"""What to know of the quotations: whom attributions give away, who is quoted how often."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QLabel, QSizePolicy, QTabWidget, QVBoxLayout, QWidget

from qda_app.services.consent import Sifted
from qda_app.services.paper.attributions import FEWEST, Narrow
from qda_app.services.paper.quotes import Quote
from qda_app.services.paper.spread import Spread
from qda_app.ui.models.table import TableView
from qda_app.ui.theme import MEDIUM, SMALL

NAME, LEAST = 190, 96  # pixels of the widest column of names, and of the narrowest


class PaperSide(QWidget):
    """Warnings on one tab, the participants with their quotations on the other."""

    chosen = Signal(int)  # the number of a quotation, from 1
    required = Signal(bool)  # whether consent has to be recorded

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.problems, self.consent = self._said("warn"), self._said("warn")
        self.unrecorded, self.nothing = self._said("muted"), self._said("muted")
        self.narrow, self.evenness = self._said("warn"), self._said("muted")
        self.nothing.setText(self.tr("There is nothing to warn of."))
        self.consented = QCheckBox(self.tr("Only with recorded consent"))
        self.consented.setToolTip(
            self.tr(
                "For the whole project: who has no consent recorded is in no quotation and no "
                "data table. Undo takes it back."
            )
        )
        self.consented.clicked.connect(self.required)
        self.attributions = TableView(self.tr("Attributions that few share"))
        self.attributions.grid.doubleClicked.connect(
            lambda index: self._go(self.attributions.source_index(index).row())
        )
        self.attributions.grid.setToolTip(self.tr("Double-click to go to the first quotation"))
        self.table = TableView(self.tr("Quotations of each participant"))
        self._firsts: list[int] = []
        self.tabs = QTabWidget()
        self.tabs.tabBar().setAccessibleName(self.tr("What to know, or who is quoted"))
        self.warnings = self._page(
            [
                self.nothing,
                self.problems,
                self.consent,
                self.unrecorded,
                self.consented,
                self.narrow,
            ],
            self.attributions,
        )
        self.tabs.addTab(self.warnings, "")
        self.tabs.addTab(self._page([self.evenness], self.table), self.tr("Who is quoted"))
        column = QVBoxLayout(self)
        column.setContentsMargins(MEDIUM, 0, 0, 0)
        column.addWidget(self.tabs)

    def _said(self, role: str) -> QLabel:
        label = QLabel()
        label.setWordWrap(True)
        label.setProperty("role", role)
        label.setAlignment(Qt.AlignmentFlag.AlignTop)
        label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label

    def _page(self, labels: Sequence[QWidget], table: TableView) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, SMALL, 0, 0)
        column.setSpacing(SMALL)
        for label in labels:
            column.addWidget(label)
        column.addWidget(table, 1000)
        column.addStretch(1)
        return page

    def _go(self, row: int) -> None:
        if 0 <= row < len(self._firsts):
            self.chosen.emit(self._firsts[row])

    def show_all(
        self,
        sifted: Sifted[Quote],
        narrow: Sequence[Narrow],
        numbers: Mapping[str, Sequence[int]],
        problems: Sequence[str],
        spread: Spread,
    ) -> None:
        """Show what concerns these quotations; `numbers` are those that bear an attribution."""
        said, left_out = sifted.statement(), sifted.withheld()
        self.problems.setText("\n".join(problems))
        self.consent.setText(" ".join(left_out))
        self.unrecorded.setText(" ".join(said[len(left_out) :]))
        self.consented.setChecked(sifted.required)
        sentence = self.tr(
            "Fewer than {0} participants share these attributions, by which they can be recognised:"
        )
        self.narrow.setText(sentence.format(FEWEST) if narrow else "")
        self._show_attributions(narrow, numbers)
        labels = (self.problems, self.consent, self.unrecorded, self.narrow)
        for label in labels:
            label.setVisible(bool(label.text()))
        self.nothing.setVisible(not any(label.text() for label in labels))
        count = len(problems) + bool(left_out) + len(narrow)
        words = self.tr("To know ({0})").format(count) if count else self.tr("To know")
        self.tabs.setTabText(0, words)
        self._show_spread(spread)

    def _show_attributions(
        self, narrow: Sequence[Narrow], numbers: Mapping[str, Sequence[int]]
    ) -> None:
        bearing = [numbers.get(row.attribution, ()) for row in narrow]
        self._firsts = [found[0] if found else 0 for found in bearing]
        rows = [
            [row.attribution, row.participants, ", ".join(map(str, found))]
            for row, found in zip(narrow, bearing, strict=True)
        ]
        header = [self.tr("Attribution"), "n", self.tr("No.")]
        self.attributions.show_rows(header, rows)
        self.attributions.cap_columns(NAME)
        self.attributions.widen_column(0, LEAST)
        self.attributions.setVisible(bool(rows))

    def _show_spread(self, spread: Spread) -> None:
        said = spread.statement()
        self.evenness.setText(said[0] if said else self.tr("Nobody is quoted yet."))
        _header, rows = spread.sheet()
        header = [self.tr("Participant"), "n", "%"]
        self.table.show_rows(header, [[n, c, round(100 * float(s or 0))] for n, c, s in rows])
        self.table.cap_columns(NAME)
        self.table.widen_column(0, LEAST)
