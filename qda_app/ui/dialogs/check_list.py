"""Lists with a box before each line: coders, rounds, nodes."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from qda_app.domain.text import fold
from qda_app.domain.tree import Tree
from qda_app.services.reads import Reads
from qda_app.ui.theme import TIGHT

KEY = Qt.ItemDataRole.UserRole
ON, OFF = Qt.CheckState.Checked, Qt.CheckState.Unchecked
ROW, MOST = 26, 4  # pixels of a line, and lines seen at once
TREE = 162  # pixels
FEW = 40  # nodes that are all seen at first


class CheckList(QListWidget):
    """Lines of words with a name behind each; `changed` when a box is."""

    changed = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.itemChanged.connect(lambda _item: self.changed.emit())

    def offer(self, lines: Iterable[tuple[str, str]], checked: Sequence[str] | None = None) -> None:
        """Offer lines as (words, name); all are checked where none is named."""
        self.clear()
        for words, name in lines:
            item = QListWidgetItem(words)
            item.setData(KEY, name)
            item.setSizeHint(QSize(0, ROW))
            item.setCheckState(ON if checked is None or name in checked else OFF)
            self.addItem(item)
        self.setFixedHeight(ROW * max(1, min(self.count(), MOST)) + TIGHT)

    def names(self) -> tuple[str, ...]:
        """Return the names of the lines that are checked."""
        items = [self.item(row) for row in range(self.count())]
        return tuple(str(i.data(KEY)) for i in items if i.checkState() == ON)

    def every(self) -> bool:
        """Say whether all lines are checked."""
        return len(self.names()) == self.count()


def offer_coders(of: CheckList, read: Reads, checked: Sequence[str] | None) -> None:
    """Offer the coders; where none is named, the consensus where there is one, else all."""
    coders = read.coders()
    agreed = [coder.name for coder in coders if coder.consensus]
    of.offer([(coder.name, coder.name) for coder in coders], checked or agreed or None)


class NodeChecks(QWidget):
    """The node tree with boxes; a node brings those below it along."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tree = Tree([])
        self._items: dict[int, QTreeWidgetItem] = {}
        self.field, self.view = QLineEdit(), QTreeWidget()
        self.field.setPlaceholderText(self.tr("Find a node"))
        self.field.setAccessibleName(self.tr("Find a node"))
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(self._find)
        self.view.setAccessibleName(self.tr("Nodes"))
        self.view.setHeaderHidden(True)
        self.view.setUniformRowHeights(True)
        self.view.setFixedHeight(TREE)
        self.view.itemChanged.connect(lambda _item, _column: self.changed.emit())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(TIGHT)
        layout.addWidget(self.field)
        layout.addWidget(self.view)

    def offer(self, tree: Tree, checked: Sequence[str] | None = None) -> None:
        """Offer a tree; all nodes are checked where no path is named."""
        self._tree = tree
        self.view.blockSignals(True)  # noqa: FBT003
        for node in tree.order:
            above = self._items.get(node.parent or 0)
            item = QTreeWidgetItem(above) if above else QTreeWidgetItem(self.view)
            item.setText(0, node.name)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsAutoTristate)
            item.setData(0, KEY, node.id)
            item.setSizeHint(0, QSize(0, ROW))
            item.setCheckState(0, ON if checked is None else OFF)
            self._items[node.id] = item
        for node in tree.order:
            if checked and tree.path(node.id) in checked:
                self._items[node.id].setCheckState(0, ON)
        self.view.blockSignals(False)  # noqa: FBT003
        if len(tree.order) <= FEW:
            self.view.expandAll()

    def paths(self) -> tuple[str, ...] | None:
        """Return the paths of the nodes checked, each with all below it; None for all."""
        on = {key for key, item in self._items.items() if item.checkState(0) == ON}
        if len(on) == len(self._items):
            return None
        top = [key for key in on if not on & set(self._tree.ancestors(key))]
        return tuple(path for key, path in self._tree.paths().items() if key in top)

    def _find(self, text: str) -> None:
        """Show only the nodes whose name holds a text, below what they stand under."""
        wanted = fold(text.strip())
        seen = {
            up
            for node in self._tree.order
            if wanted in fold(node.name)
            for up in (node.id, *self._tree.ancestors(node.id))
        }
        for key, item in self._items.items():
            item.setHidden(key not in seen)
        if wanted:
            self.view.expandAll()
