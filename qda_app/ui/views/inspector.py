"""What stands at the cursor: the codings, their memos, the node's definition."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from qda_app.domain.coding import Coding
from qda_app.domain.tree import Tree
from qda_app.ui.theme import SMALL, TIGHT

KEY = 256


class Inspector(QWidget):
    """Lists the codings at the caret and lets one be removed or annotated."""

    remove_requested = Signal(int)
    memo_requested = Signal(int)
    span_requested = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Codings at the cursor"))
        self.list.currentItemChanged.connect(lambda _a, _b: self._explain())
        self.list.itemClicked.connect(lambda item: self.span_requested.emit(item.data(KEY)))
        self.list.setWordWrap(True)
        self._memo = QPushButton(self.tr("Memo…"))
        self._remove = QPushButton(self.tr("Uncode"))
        self._memo.clicked.connect(lambda: self._emit(self.memo_requested))
        self._remove.clicked.connect(lambda: self._emit(self.remove_requested))
        self._about = QLabel()
        self._about.setWordWrap(True)
        self._codings: dict[int, Coding] = {}
        self._tree = Tree([])
        heading = QLabel(self.tr("At the cursor"))
        heading.setProperty("role", "heading")
        row = QHBoxLayout()
        row.addWidget(self._memo)
        row.addWidget(self._remove)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SMALL, SMALL, SMALL, SMALL)
        layout.setSpacing(TIGHT)
        layout.addWidget(heading)
        layout.addWidget(self.list, 1)
        layout.addLayout(row)
        layout.addWidget(self._about, 1)

    def show_codings(self, codings: Sequence[Coding], tree: Tree, coders: dict[int, str]) -> None:
        """Show these codings."""
        self.list.clear()
        self._codings = {coding.id: coding for coding in codings}
        self._tree = tree
        for coding in codings:
            text = f"{tree.by_id[coding.node].name}\n{coders[coding.coder]}"
            item = QListWidgetItem(text + (f" · {coding.memo}" if coding.memo else ""))
            item.setData(KEY, coding.id)
            item.setToolTip(tree.path(coding.node))
            self.list.addItem(item)
        if codings:
            self.list.setCurrentRow(0)
        self._explain()

    def _explain(self) -> None:
        item: QListWidgetItem | None = self.list.currentItem()
        self._memo.setEnabled(item is not None)
        self._remove.setEnabled(item is not None)
        if item is None:
            self._about.setText(self.tr("Nothing is coded here. Select a passage and press Enter."))
            return
        node = self._tree.by_id[self._codings[item.data(KEY)].node]
        self._about.setText(f"{self._tree.path(node.id)}\n\n{node.definition}")

    def _emit(self, signal: object) -> None:
        item = self.list.currentItem()
        if item is not None:
            signal.emit(item.data(KEY))  # type: ignore[attr-defined]
