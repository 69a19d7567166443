"""The quotations chosen for the paper, in an order that dragging and keys change."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QDrag, QDragEnterEvent, QDropEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QListWidget, QListWidgetItem, QWidget

from qda_app.domain.text import fold
from qda_app.ui.theme import Theme
from qda_app.ui.views.paper.basket_paint import SHOWN, BasketDelegate, Shown

KEY = Qt.ItemDataRole.UserRole
STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class BasketList(QListWidget):
    """Shows each quotation with its number; Alt and an arrow move it, Delete takes it out."""

    chosen = Signal(int)  # the id of the quotation to be edited, 0 for none
    ordered = Signal(object)  # list[int]
    dropped = Signal(object)  # list[int]
    copied = Signal(object)  # list[int]
    opened = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wanted, self._dragged = "", list[int]()
        self.setAccessibleName(self.tr("Quotations chosen for the paper"))
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMouseTracking(True)
        self.setItemDelegate(BasketDelegate(theme, self))
        theme.changed.connect(self.viewport().update)
        self.currentItemChanged.connect(lambda _now, _before: self.chosen.emit(self.current()))

    def show_entries(self, entries: Sequence[Shown]) -> None:
        """Show the quotations; the chosen ones stay chosen."""
        kept, selected = self.current(), self.selected()
        blocked = QSignalBlocker(self)
        self.clear()
        for entry in entries:
            item = QListWidgetItem(entry.said)
            item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsDropEnabled)  # between, never on one
            item.setData(KEY, entry.id)
            item.setData(SHOWN, entry)
            item.setToolTip(entry.below if entry.trouble else entry.words)
            self.addItem(item)
        self._filter()
        blocked.unblock()
        self.go_to(kept)
        if len(selected) > 1:
            for row in range(self.count()):
                self.item(row).setSelected(self.item(row).data(KEY) in selected)

    def go_to(self, quotation: int) -> None:
        """Make a quotation the current one, else the first."""
        rows = [row for row in range(self.count()) if self.item(row).data(KEY) == quotation]
        blocked = QSignalBlocker(self)
        self.setCurrentRow(rows[0] if rows else min(0, self.count() - 1))
        blocked.unblock()
        self.chosen.emit(self.current())

    def filter_rows(self, text: str) -> None:
        """Show only the quotations whose words, attribution or note hold a text."""
        self._wanted = fold(text.strip())
        self._filter()

    def _filter(self) -> None:
        for row in range(self.count()):
            item = self.item(row)
            item.setHidden(bool(self._wanted) and self._wanted not in fold(item.text()))

    def current(self) -> int:
        """Return the id of the current quotation, 0 where there is none."""
        item = self.currentItem()
        return int(item.data(KEY)) if item is not None else 0

    def order(self) -> list[int]:
        """Return the ids in the order shown."""
        return [int(self.item(row).data(KEY)) for row in range(self.count())]

    def selected(self) -> list[int]:
        """Return the selected ids in the order shown, without those that the filter hides."""
        chosen = {int(item.data(KEY)) for item in self.selectedItems() if not item.isHidden()}
        return [key for key in self.order() if key in chosen]

    def move(self, by: int) -> None:  # type: ignore[override]
        """Move the current quotation up or down by so many of those that are seen."""
        keys, at = self.order(), self.currentRow()
        seen = [row for row in range(self.count()) if row == at or not self.item(row).isHidden()]
        if at < 0 or not 0 <= seen.index(at) + by < len(seen):
            return
        to = seen[seen.index(at) + by]
        keys.insert(to, keys.pop(at))
        self.ordered.emit(keys)

    def startDrag(self, _actions: Qt.DropAction) -> None:
        """Drag the selected quotations; nothing moves before they are dropped."""
        self._dragged = self.selected()
        drag = QDrag(self)
        drag.setMimeData(self.model().mimeData(self.selectedIndexes()))
        area = self.visualItemRect(self.currentItem()).intersected(self.viewport().rect())
        drag.setPixmap(self.viewport().grab(area))
        drag.exec(Qt.DropAction.MoveAction)
        self._dragged = []

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take nothing but the list's own quotations."""
        super().dragEnterEvent(event)
        event.setAccepted(bool(self._dragged))

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell the order with what is dragged before the row under the pointer, or behind it."""
        if not self._dragged:
            event.ignore()
            return
        keys, place = self.order(), self._row_at(event.position().toPoint())
        before = [key for key in keys[:place] if key not in self._dragged]
        after = [key for key in keys[place:] if key not in self._dragged]
        event.setDropAction(Qt.DropAction.IgnoreAction)  # the list is filled anew by the command
        event.accept()
        self.ordered.emit([*before, *self._dragged, *after])

    def _row_at(self, place: QPoint) -> int:
        """Return the row before which something dropped here stands."""
        item = self.itemAt(place)
        if item is None:
            return self.count()
        return self.row(item) + (place.y() > self.visualItemRect(item).center().y())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give every row the height that its words need in the new width."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, take out, copy."""
        key = Qt.Key(event.key())
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and key in STEPS:
            self.move(STEPS[key])
        elif key == Qt.Key.Key_Delete and self.selected():
            self.dropped.emit(self.selected())
        elif event.matches(QKeySequence.StandardKey.Copy) and self.selected():
            self.copied.emit(self.selected())
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.opened.emit()
        else:
            super().keyPressEvent(event)
