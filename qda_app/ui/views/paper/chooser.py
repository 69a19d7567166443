"""Passages to choose from: all coded ones, by node, those of who refuses left out."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from qda_app.domain.quotation import Quotation
from qda_app.domain.tree import Tree
from qda_app.services.commands.quotations import Place
from qda_app.services.consent import Consent
from qda_app.services.paper.quotes import Quote, quotes_of
from qda_app.services.reads import Reads
from qda_app.services.retrieval.excerpts import retrieve
from qda_app.ui.models.table import TableView
from qda_app.ui.theme import MEDIUM, SMALL, reading_font
from qda_app.ui.views.transcript.offsets import shown

SHORT = 200  # characters of a passage in the table
WIDEST, LEAST = 190, 260  # pixels of the other columns, and of the passages' at least
PASSAGE = 2  # the column
READING = 11.0  # points


class QuotationChooser(QWidget):
    """A table of the coded passages beside the one under the cursor; Q or Enter chooses."""

    chosen = Signal(object)  # list[Place]

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._quotes: list[Quote] = []
        self._rows: list[list[str]] = []
        self._paths: dict[int, str] = {}
        self.node = QComboBox()
        self.node.setAccessibleName(self.tr("Passages of the node"))
        self.node.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.node.setMinimumContentsLength(18)
        self.table = TableView(self.tr("Coded passages"))
        self.table.grid.setWordWrap(False)
        self.table.grid.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.table.grid.doubleClicked.connect(lambda _index: self.choose())
        self.table.grid.selectionModel().currentChanged.connect(lambda _n, _b: self._show_passage())
        for keys in ("Q", "Return"):
            shortcut = QShortcut(QKeySequence(keys), self.table.grid)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(self.choose)
        self.button = QPushButton(self.tr("Choose (Q)"))
        self.button.clicked.connect(lambda _on: self.choose())
        self.passage = QPlainTextEdit()
        self.passage.setReadOnly(True)
        self.passage.setTabChangesFocus(True)
        self.passage.setFont(reading_font(READING))
        self.passage.setAccessibleName(self.tr("The passage"))
        self.passage.setPlaceholderText(self.tr("The passage under the cursor stands here."))
        self.about, self.said = self._muted(), self._muted()
        self._lay_out()

    def _muted(self) -> QLabel:
        label = QLabel()
        label.setWordWrap(True)
        label.setProperty("role", "muted")
        return label

    def _lay_out(self) -> None:
        left, right = QWidget(), QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SMALL)
        column.addWidget(self.node)
        column.addWidget(self.table, 1)
        column.addWidget(self.said)
        beside = QVBoxLayout(right)
        beside.setContentsMargins(MEDIUM, 0, 0, 0)
        beside.setSpacing(SMALL)
        top = QHBoxLayout()
        top.addWidget(self.about, 1)
        top.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        beside.addLayout(top)
        beside.addWidget(self.passage, 1)
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.setChildrenCollapsible(False)
        parts.addWidget(left)
        parts.addWidget(right)
        parts.setSizes([820, 440])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, SMALL, 0, 0)
        whole.addWidget(parts)

    def read(self, read: Reads, chosen: Sequence[Quotation]) -> None:
        """Offer the passages of the node as they are now; those chosen bear a mark."""
        tree = read.tree()
        self._paths = dict(tree.paths())
        self._fill_nodes(tree, read.counts_by_node())
        node = self.node.currentData()
        found = retrieve(read, None if node is None else [node], merge_same=True)
        sifted = Consent(read).sift(quotes_of(read, found))
        self._quotes = sifted.kept
        self._rows = [
            [
                "",
                q.of.case or q.of.source_name,
                " ".join(q.of.text.split())[:SHORT],
                tree.by_id[q.node].name if q.node else "",
            ]
            for q in self._quotes
        ]
        header = ["", self.tr("Participant"), self.tr("Passage"), self.tr("Node")]
        self.table.show_rows(header, self._rows)
        self.table.cap_columns(WIDEST)
        self.table.widen_column(PASSAGE, LEAST)
        self.mark(chosen)
        self._show_passage()
        said = sifted.statement()[:1] if sifted.left_out else []
        if not self._rows and not said:
            said = [self.tr("Nothing is coded here yet.")]
        self.said.setText(" ".join(said))
        self.said.setVisible(bool(said))

    def mark(self, chosen: Sequence[Quotation]) -> None:
        """Mark the passages that are chosen; order, filter and selection stay."""
        there = {(q.source, q.start, q.end, q.node) for q in chosen}
        for row, q in zip(self._rows, self._quotes, strict=True):
            row[0] = "✓" if (q.source, q.start, q.end, q.node or None) in there else ""
        model = self.table.model
        if self._rows:
            model.dataChanged.emit(model.index(0, 0), model.index(len(self._rows) - 1, 0))

    def _show_passage(self) -> None:
        """Show the passage under the cursor whole, with where it is from."""
        row = self.table.current_row()
        quote = self._quotes[row] if row is not None and row < len(self._quotes) else None
        self.passage.setPlainText(shown(quote.of.text) if quote else "")
        words = (
            (quote.of.case, quote.of.source_name, self._paths.get(quote.node, "")) if quote else ()
        )
        self.about.setText(" · ".join(filter(None, words)))
        self.button.setEnabled(quote is not None)

    def _fill_nodes(self, tree: Tree, counts: dict[int, int]) -> None:
        kept = self.node.currentData()
        blocked = QSignalBlocker(self.node)
        self.node.clear()
        self.node.addItem(self.tr("All nodes"), None)
        for node in tree.order:
            below = sum(counts.get(key, 0) for key in tree.descendants(node.id))
            if below:
                self.node.addItem(f"{'  ' * tree.depth[node.id]}{node.name} ({below})", node.id)
        self.node.setCurrentIndex(max(0, self.node.findData(kept)))
        blocked.unblock()

    def choose(self) -> None:
        """Choose the selected passages."""
        rows = self.table.chosen_rows()
        places: list[Place] = [
            (q.source, q.start, q.end, q.node or None) for q in (self._quotes[row] for row in rows)
        ]
        if places:
            self.chosen.emit(places)
