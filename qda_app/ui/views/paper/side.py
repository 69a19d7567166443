"""What to know of the quotations: whom attributions give away, who is quoted how often."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from qda_app.services.consent import Sifted
from qda_app.services.paper.attributions import FEWEST, Narrow
from qda_app.services.paper.quotes import Quote
from qda_app.services.paper.spread import Spread
from qda_app.ui.models.table import TableView
from qda_app.ui.theme import MEDIUM, SMALL

WIDEST = 190  # pixels of a name
MOST = 8  # attributions named one by one


class PaperSide(QWidget):
    """Warnings above, the participants with their quotations below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.consent, self.narrow = self._said("warn"), self._said("warn")
        self.evenness = self._said("muted")
        self.table = TableView(self.tr("Quotations of each participant"))
        heading = QLabel(self.tr("Who is quoted"))
        heading.setProperty("role", "heading")
        warnings = QWidget()
        inner = QVBoxLayout(warnings)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(SMALL)
        inner.addWidget(self.consent)
        inner.addWidget(self.narrow)
        inner.addStretch(1)
        self.warnings = QScrollArea()
        self.warnings.setWidget(warnings)
        self.warnings.setWidgetResizable(True)
        self.warnings.setProperty("flat", True)  # noqa: FBT003
        self.warnings.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.warnings.setAccessibleName(self.tr("Warnings"))
        column = QVBoxLayout(self)
        column.setContentsMargins(MEDIUM, 0, 0, 0)
        column.setSpacing(SMALL)
        column.addWidget(self.warnings, 1)
        column.addWidget(heading)
        column.addWidget(self.evenness)
        column.addWidget(self.table, 2)

    def _said(self, role: str) -> QLabel:
        label = QLabel()
        label.setWordWrap(True)
        label.setProperty("role", role)
        label.setAlignment(Qt.AlignmentFlag.AlignTop)
        label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        return label

    def show_all(
        self,
        sifted: Sifted[Quote],
        narrow: Sequence[Narrow],
        problems: Sequence[str],
        spread: Spread,
    ) -> None:
        """Show what concerns these quotations."""
        self.consent.setText("\n".join([*problems, *sifted.statement()]))
        self.consent.setProperty("role", "warn" if problems or sifted.left_out else "muted")
        self.consent.style().polish(self.consent)
        lines = [f"{row.attribution}: {row.participants}" for row in narrow[:MOST]]
        if len(narrow) > MOST:
            lines.append(self.tr("and {0} more").format(len(narrow) - MOST))
        if lines:
            sentence = self.tr(
                "Fewer than {0} participants share these attributions, by which they can be "
                "recognised:"
            )
            lines.insert(0, sentence.format(FEWEST))
        self.narrow.setText("\n".join(lines))
        for label in (self.consent, self.narrow):
            label.setVisible(bool(label.text()))
        self.warnings.setVisible(bool(self.consent.text() or self.narrow.text()))
        said = spread.statement()
        self.evenness.setText(said[0] if said else self.tr("Nobody is quoted yet."))
        _header, rows = spread.sheet()
        header = [self.tr("Participant"), "n", "%"]
        self.table.show_rows(header, [[n, c, round(100 * float(s or 0))] for n, c, s in rows])
        self.table.cap_columns(WIDEST)
