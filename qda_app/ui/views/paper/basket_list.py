"""The quotations chosen for the paper, in an order that dragging and keys change."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QSignalBlocker, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QWidget

from qda_app.services.paper.quotes import Entry
from qda_app.ui.theme import SMALL

KEY = Qt.ItemDataRole.UserRole
LONGEST = 110  # characters of a quotation in the list
LINES = 3


class BasketList(QListWidget):
    """Shows each quotation with its number; Alt and an arrow move it, Delete takes it out."""

    chosen = Signal(int)  # the id of the quotation to be edited, 0 for none
    ordered = Signal(object)  # list[int]
    dropped = Signal(object)  # list[int]
    copied = Signal(object)  # list[int]
    opened = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Quotations chosen for the paper"))
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setWordWrap(True)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.currentItemChanged.connect(lambda _now, _before: self.chosen.emit(self.current()))
        self.model().rowsMoved.connect(self._on_moved)

    def show_entries(self, entries: Sequence[Entry], lines: Sequence[str]) -> None:
        """Show the entries with the line below each; the chosen one stays chosen."""
        kept = self.current()
        blocked = QSignalBlocker(self)
        self.clear()
        for number, (entry, line) in enumerate(zip(entries, lines, strict=True), 1):
            text = " ".join((entry.quote.printed.text if entry.quote else entry.problem).split())
            short = text if len(text) <= LONGEST else text[:LONGEST].rstrip() + "…"
            item = QListWidgetItem(f"{number}. {short}\n{line}")
            item.setData(KEY, entry.of.id)
            item.setToolTip(text)
            height = self.fontMetrics().lineSpacing() * (LINES + 1) + SMALL
            item.setSizeHint(QSize(0, height))
            self.addItem(item)
        blocked.unblock()
        self.go_to(kept)

    def go_to(self, quotation: int) -> None:
        """Make a quotation the current one, else the first."""
        rows = [row for row in range(self.count()) if self.item(row).data(KEY) == quotation]
        self.setCurrentRow(rows[0] if rows else min(0, self.count() - 1))
        self.chosen.emit(self.current())

    def current(self) -> int:
        """Return the id of the current quotation, 0 where there is none."""
        item = self.currentItem()
        return int(item.data(KEY)) if item is not None else 0

    def order(self) -> list[int]:
        """Return the ids in the order shown."""
        return [int(self.item(row).data(KEY)) for row in range(self.count())]

    def selected(self) -> list[int]:
        """Return the selected ids in the order shown."""
        chosen = {int(item.data(KEY)) for item in self.selectedItems()}
        return [key for key in self.order() if key in chosen]

    def move(self, by: int) -> None:  # type: ignore[override]
        """Move the current quotation up or down by so many places."""
        keys, at = self.order(), self.currentRow()
        to = at + by
        if at < 0 or not 0 <= to < len(keys):
            return
        keys.insert(to, keys.pop(at))
        self.ordered.emit(keys)

    def _on_moved(self, *_where: QModelIndex | int) -> None:
        """Tell the new order once the drop is over: the list is filled anew after it."""
        keys = self.order()
        QTimer.singleShot(0, self, lambda: self.ordered.emit(keys))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, take out, copy."""
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        key = Qt.Key(event.key())
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and key in steps:
            self.move(steps[key])
        elif key == Qt.Key.Key_Delete and self.selected():
            self.dropped.emit(self.selected())
        elif event.matches(QKeySequence.StandardKey.Copy) and self.selected():
            self.copied.emit(self.selected())
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.opened.emit()
        else:
            super().keyPressEvent(event)
