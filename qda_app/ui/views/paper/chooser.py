"""Passages to choose from: all coded ones, by node, those of who refuses left out."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from qda_app.domain.quotation import Quotation
from qda_app.domain.tree import Tree
from qda_app.services.commands.quotations import Place
from qda_app.services.consent import Consent
from qda_app.services.paper.quotes import Quote, quotes_of
from qda_app.services.reads import Reads
from qda_app.services.retrieval import retrieve
from qda_app.ui.models.table import TableView
from qda_app.ui.theme import SMALL, TIGHT

SHORT = 160  # characters of a passage in the table
WIDEST = 340


class QuotationChooser(QWidget):
    """A table of the coded passages; Q, Enter or a double click chooses."""

    chosen = Signal(object)  # list[Place]

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._quotes: list[Quote] = []
        self._rows: list[list[str]] = []
        self.node = QComboBox()
        self.node.setAccessibleName(self.tr("Passages of the node"))
        self.node.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.node.setMinimumContentsLength(18)
        self.table = TableView(self.tr("Coded passages"))
        self.table.grid.doubleClicked.connect(lambda _index: self.choose())
        for keys in ("Q", "Return"):
            shortcut = QShortcut(QKeySequence(keys), self.table.grid)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(self.choose)
        self.button = QPushButton(self.tr("Choose (Q)"))
        self.button.clicked.connect(lambda _on: self.choose())
        self.said = QLabel()
        self.said.setWordWrap(True)
        self.said.setProperty("role", "muted")
        top = QHBoxLayout()
        top.setSpacing(SMALL)
        top.addWidget(self.node, 1)
        top.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, TIGHT, 0, 0)
        column.setSpacing(SMALL)
        column.addLayout(top)
        column.addWidget(self.table, 1)
        column.addWidget(self.said)

    def read(self, read: Reads, chosen: Sequence[Quotation]) -> None:
        """Offer the passages of the node as they are now; those chosen bear a mark."""
        tree = read.tree()
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
        self.mark(chosen)
        self.said.setText(" ".join(sifted.statement()[:1] if sifted.left_out else []))
        self.said.setVisible(bool(sifted.left_out))

    def mark(self, chosen: Sequence[Quotation]) -> None:
        """Mark the passages that are chosen; order, filter and selection stay."""
        there = {(q.source, q.start, q.end, q.node) for q in chosen}
        for row, q in zip(self._rows, self._quotes, strict=True):
            row[0] = "✓" if (q.source, q.start, q.end, q.node or None) in there else ""
        model = self.table.model
        if self._rows:
            model.dataChanged.emit(model.index(0, 0), model.index(len(self._rows) - 1, 0))

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
