"""The queue at the left: what is to be settled, narrowed down and in order."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from qda_app.domain.disagreements import AGREED, CAUSES, DEFER, OUTCOMES, Item
from qda_app.services.reconciling.reconciling import Reconciliation, cause_words, outcome_words
from qda_app.ui.theme import SMALL
from qda_app.ui.views.reconcile.queue_model import (
    CAUSE,
    OPEN,
    PUT_OFF,
    REOPENED,
    SETTLED,
    Index,
    Line,
    QueueModel,
)

Keeps = Callable[[Item], bool]
ROOMY, WIDE, SLIM = 330, 124, 72  # a wide queue, and what the cause takes in it or in another
BY_SOURCE, BY_NODE = "source", "node"


class Queue(QWidget):
    """Items of a reconciliation in two levels; the one chosen is told by a signal."""

    chosen = Signal(object)  # an Item, or None

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = QueueModel(self)
        self.tree = _Tree()
        self.tree.setModel(self.model)
        self.tree.setAccessibleName(self.tr("Queue of disagreements"))
        self.tree.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.tree.setItemDelegate(_Spaced(self.tree))
        self.tree.setTextElideMode(Qt.TextElideMode.ElideRight)
        header = self.tree.header()
        header.setStretchLastSection(False)
        header.setTextElideMode(Qt.TextElideMode.ElideRight)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(CAUSE, QHeaderView.ResizeMode.Interactive)
        header.resizeSection(CAUSE, WIDE)
        self.tree.setIndentation(12)
        self.tree.selectionModel().currentChanged.connect(self._on_current)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.tree)
        self._of: Reconciliation | None = None
        self._causes = {cause: cause_words(cause) for cause in (*CAUSES, AGREED)}
        self._outcomes = {each: outcome_words(each) for each in (*OUTCOMES, "open", AGREED)}

    def show_items(self, of: Reconciliation, by: str, keeps: Keeps) -> None:
        """Show the items that are kept, grouped by source or by node, keeping the one chosen."""
        self._of = of
        kept = self.current()
        groups: dict[str, list[Line]] = {}
        shown = [item for item in of.items if keeps(item)]
        if by == BY_NODE:
            order = {node.id: place for place, node in enumerate(of.tree.order)}
            shown.sort(key=lambda item: order.get(item.node, len(order)))
        names = last_names(of, shown)
        for item in shown:
            name = of.sources[item.source] if by == BY_SOURCE else names[item.node]
            groups.setdefault(name, []).append(self.line_of(of, item, by))
        self.model.show_groups(list(groups.items()))
        self.tree.expandAll()
        if kept is None or not self.choose(kept.key):
            self.choose_first()

    def line_of(self, of: Reconciliation, item: Item, by: str) -> Line:
        """Return an item as the queue shows it."""
        found = of.decision(item)
        nodes = " / ".join(of.path(node).rsplit(" > ", 1)[-1] for node in item.nodes)
        source = of.sources[item.source]
        title = nodes if by == BY_SOURCE else source
        if by == BY_NODE and item.other is not None:
            title = f"{source} / {of.path(item.other).rsplit(' > ', 1)[-1]}"
        outcome = self._outcomes[found.outcome if found else "open"]
        if found is None:
            mark = REOPENED if of.earlier(item) else OPEN
            outcome = self.tr("open again") if mark == REOPENED else outcome
        else:
            mark = PUT_OFF if found.outcome == DEFER else SETTLED
        words = " ".join(of.texts[item.source][item.start : item.end].split())
        cause, waiting = self._causes[of.cause(item)], not of.settled(item)
        return Line(item, title, cause, outcome, mark, waiting, words)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the cause less room where the queue is narrow."""
        super().resizeEvent(event)
        self.tree.header().resizeSection(CAUSE, WIDE if self.width() > ROOMY else SLIM)

    def current(self) -> Item | None:
        """Return the item chosen."""
        line = self.model.line(self.tree.currentIndex())
        return line.item if line else None

    def choose(self, key: str) -> bool:
        """Choose an item by its key; False where it is not shown."""
        index = self.model.index_of(key)
        if not index.isValid():
            return False
        self.tree.setCurrentIndex(index)
        self.tree.scrollTo(index)
        return True

    def choose_first(self) -> None:
        """Choose the first item that is open, else the first of all, else none."""
        first = self.model.next_open("")
        shown = self.model.items()
        if first is not None:
            self.choose(first.key)
        elif shown:
            self.choose(shown[0].key)
        else:
            self.chosen.emit(None)

    def step(self, by: int) -> None:
        """Choose the next or the previous item, whatever its state."""
        shown = self.model.items()
        current = self.current()
        keys = [item.key for item in shown]
        at = keys.index(current.key) if current and current.key in keys else -1
        if shown:
            self.choose(keys[(at + by) % len(keys)])

    def _on_current(self, current: QModelIndex, _before: QModelIndex) -> None:
        line = self.model.line(current)
        if line is not None:
            self.chosen.emit(line.item)


def last_names(of: Reconciliation, items: list[Item]) -> dict[int, str]:
    """Return nodes' last names, with as much of the path before as tells equal ones apart."""
    steps = {item.node: of.path(item.node).split(" > ") for item in items}
    found: dict[int, str] = {}
    for node, path in steps.items():
        for number in range(1, len(path) + 1):
            tail = path[-number:]
            if sum(other[-number:] == tail for other in steps.values()) == 1:
                break
        found[node] = " > ".join(tail)
    return found


class _Spaced(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height with some room between rows of two lines."""
        return super().sizeHint(option, index) + QSize(0, SMALL)


class _Tree(QTreeView):
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy the rows chosen; every other key is the page's unless it moves in the tree."""
        moves = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End}
        moves |= {Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}
        if event.matches(QKeySequence.StandardKey.Copy):
            rows = self.selectionModel().selectedRows()
            cells = ([str(row.siblingAtColumn(n).data() or "") for n in range(2)] for row in rows)
            lines = ("\t".join(" ".join(cell.split()) for cell in row) for row in cells)
            QGuiApplication.clipboard().setText("\n".join(lines))
        elif event.key() in moves:
            super().keyPressEvent(event)
        else:
            event.ignore()
