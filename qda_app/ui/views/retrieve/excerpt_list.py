"""The list of excerpts: rows of unequal height, laid out only where they are seen."""

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QRegion,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from qda_app.services.retrieval.excerpts import Excerpt
from qda_app.ui.views.retrieve.heights import Heights
from qda_app.ui.views.retrieve.model import ExcerptModel, Heading
from qda_app.ui.views.retrieve.sheet import Sheet

Index = QModelIndex | QPersistentModelIndex
Action = QAbstractItemView.CursorAction
STEP = 40  # pixels of a scroll step
KEYS = {
    Qt.Key.Key_C: "recode",
    Qt.Key.Key_M: "memo",
    Qt.Key.Key_Q: "quote",
    Qt.Key.Key_Delete: "uncode",
}


class ExcerptList(QListView):
    """Shows headings and excerpts; says what the person wants done to the chosen ones."""

    opened = Signal(object)  # Excerpt
    asked = Signal(str)  # recode, memo, quote, uncode, copy, find

    def __init__(self, model: ExcerptModel, sheet: Sheet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows, self._sheet = model, sheet
        self._heights = Heights()
        self._settling = False
        self.extra = 0  # characters of context that an estimate reckons with
        self.setModel(model)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.verticalScrollBar().setSingleStep(STEP)
        self.setAccessibleName(self.tr("Excerpts"))
        model.modelReset.connect(self.measure)
        self.doubleClicked.connect(lambda index: self._open(index.row()))

    # -- measuring ---------------------------------------------------------------------------

    def measure(self) -> None:
        """Take the rows as they are now, with likely heights."""
        self._sheet.set_width(self.viewport().width())
        self._heights.reset([self._sheet.estimate(row, self.extra) for row in self._rows.rows])
        self.updateGeometries()
        self.viewport().update()

    def relay(self) -> None:
        """Lay out again what is seen, because how it looks has changed; the top row stays."""
        top = self._heights.row_at(self.verticalOffset()) if len(self._heights) else 0
        self._sheet.forget()
        self.measure()
        if len(self._heights):
            self.verticalScrollBar().setValue(self._heights.top(top))

    def _settle(self) -> None:
        """Measure the rows that are seen; what stands at the top stays where it is."""
        if self._settling or not len(self._heights):
            return
        self._settling = True
        try:
            offset = self.verticalOffset()
            first = self._heights.row_at(offset)
            before, known = self._heights.height(first), self._heights.is_exact(first)
            into = offset - self._heights.top(first)
            self._measure_from(first, offset + self.viewport().height())
            moved = self._heights.height(first) - before
            self._show_range()
            if not known and into > 0 and moved:
                place = self._heights.top(first) + max(0, into + moved)
                self.verticalScrollBar().setValue(place)
                self._measure_from(self._heights.row_at(place), place + self.viewport().height())
                self._show_range()
        finally:
            self._settling = False

    def _measure_from(self, row: int, bottom: int) -> None:
        found: dict[int, int] = {}
        place = self._heights.top(row)
        while row < len(self._heights) and place < bottom:
            if self._heights.is_exact(row):
                place += self._heights.height(row)
            else:
                found[row] = self._sheet.height(self._rows.rows[row])
                place += found[row]
            row += 1
        self._heights.measured(found)

    def _show_range(self) -> None:
        height = self.viewport().height()
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, self._heights.total - height))
        bar.setPageStep(height)

    # -- what an item view must answer -------------------------------------------------------

    def updateGeometries(self) -> None:
        """Set the scroll bar."""
        self.horizontalScrollBar().setRange(0, 0)
        self._show_range()
        self._settle()

    def doItemsLayout(self) -> None:
        """Nothing is laid out before it is seen."""
        self.updateGeometries()
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Measure anew in the new width, keeping the row at the top."""
        super().resizeEvent(event)
        if self._sheet.set_width(self.viewport().width()):
            self.relay()
        else:
            self.updateGeometries()

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        """Measure what comes into view and paint again."""
        self._settle()
        self.viewport().update()

    def verticalOffset(self) -> int:
        """Return how far the list is scrolled."""
        return self.verticalScrollBar().value()

    def horizontalOffset(self) -> int:
        """Return nothing: lines are broken to fit."""
        return 0

    def isIndexHidden(self, _index: Index) -> bool:
        """Say that rows are shown."""
        return False

    def visualRect(self, index: Index) -> QRect:
        """Return where a row is painted."""
        row = index.row()
        if not 0 <= row < len(self._heights):
            return QRect()
        top = self._heights.top(row) - self.verticalOffset()
        return QRect(0, top, self.viewport().width(), self._heights.height(row))

    def _pinned(self) -> tuple[int, QRect] | None:
        """Return the heading that is kept at the top while its excerpts are read."""
        if not len(self._heights):
            return None
        offset = self.verticalOffset()
        heading = self._rows.heading_of(self._heights.row_at(offset))
        if heading is None or self._heights.top(heading) >= offset:
            return None
        height = self._sheet.heading_height
        following = [row for row in self._rows.headings if row > heading][:1]
        top = min(0, self._heights.top(following[0]) - offset - height) if following else 0
        return heading, QRect(0, top, self.viewport().width(), height)

    def indexAt(self, point: QPoint) -> QModelIndex:
        """Return the row at a place."""
        pinned = self._pinned()
        if pinned is not None and pinned[1].contains(point):
            return self._rows.index(pinned[0])
        place = point.y() + self.verticalOffset()
        if not 0 <= place < self._heights.total:
            return QModelIndex()
        return self._rows.index(self._heights.row_at(place))

    def scrollTo(
        self,
        index: Index,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Bring a row into view, below the heading that is kept at the top."""
        row = index.row()
        if not 0 <= row < len(self._heights):
            return
        self._heights.measured({row: self._sheet.height(self._rows.rows[row])})
        self._show_range()
        above = self._sheet.heading_height if self._rows.headings else 0
        if isinstance(self._rows.rows[row], Heading):
            above = 0
        top, bar = self._heights.top(row) - above, self.verticalScrollBar()
        bottom = self._heights.top(row) + self._heights.height(row)
        page = self.viewport().height()
        if hint == QAbstractItemView.ScrollHint.PositionAtTop or top < bar.value():
            bar.setValue(top)
        elif bottom > bar.value() + page:
            bar.setValue(min(top, bottom - page))

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        """Select the rows that a rectangle touches."""
        rect = rect.normalized()
        first, last = self.indexAt(rect.topLeft()), self.indexAt(rect.bottomLeft())
        if not first.isValid() and len(self._heights):
            first = self._rows.index(0) if rect.top() < 0 else first
        if not last.isValid() and len(self._heights) and first.isValid():
            last = self._rows.index(len(self._heights) - 1)
        chosen = QItemSelection(first, last) if first.isValid() else QItemSelection()
        self.selectionModel().select(chosen, command)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        """Return where a selection is painted."""
        region = QRegion()
        for part in (selection.at(number) for number in range(selection.count())):
            top, bottom = self.visualRect(part.topLeft()), self.visualRect(part.bottomRight())
            region += QRegion(top.united(bottom))
        return region

    def moveCursor(self, action: Action, _modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Return the row that a key goes to; headings of open groups are passed over."""
        if not len(self._heights):
            return QModelIndex()
        row = self.currentIndex().row()
        last = len(self._heights) - 1
        if action in {Action.MovePageUp, Action.MovePageDown} and row >= 0:
            page = self.viewport().height() - 2 * self._sheet.heading_height
            way = 1 if action == Action.MovePageDown else -1
            place = max(0, self._heights.top(row) + way * page)
            wanted = self._heights.row_at(place)
            wanted = wanted if wanted != row else min(max(0, row + way), last)
        else:
            way = -1 if action in {Action.MoveUp, Action.MoveLeft, Action.MovePrevious} else 1
            wanted = row + way
            if action == Action.MoveHome or row < 0:
                wanted, way = 0, 1
            elif action == Action.MoveEnd:
                wanted, way = last, -1
        return self._rows.index(self._reachable(wanted, way, row))

    def _reachable(self, row: int, way: int, stay: int) -> int:
        """Return the next row in a direction that can be gone to, or where one is."""
        while 0 <= row < len(self._heights):
            found = self._rows.rows[row]
            if not isinstance(found, Heading) or found.folded:
                return row
            row += way
        return max(stay, 0)

    # -- painting, keys, mouse ---------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows that are seen, and the heading that they stand under."""
        painter = QPainter(self.viewport())
        if not len(self._heights):
            return
        area = event.rect()
        row = self._heights.row_at(area.top() + self.verticalOffset())
        while 0 <= row < len(self._heights):
            rect = self.visualRect(self._rows.index(row))
            if rect.top() > area.bottom():
                break
            self._paint_row(painter, row, rect)
            row += 1
        pinned = self._pinned()
        if pinned is not None:
            self._paint_row(painter, *pinned)

    def _paint_row(self, painter: QPainter, row: int, rect: QRect) -> None:
        index = self._rows.index(row)
        current = self.hasFocus() and row == self.currentIndex().row()
        chosen = self.selectionModel().isSelected(index)
        self._sheet.paint(painter, rect, self._rows.rows[row], chosen=chosen, current=current)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Fold or unfold a group by a click on its heading."""
        index = self.indexAt(event.position().toPoint())
        found = self._rows.rows[index.row()] if index.isValid() else None
        if isinstance(found, Heading) and event.button() == Qt.MouseButton.LeftButton:
            self.fold(index.row(), folded=not found.folded)
            return
        super().mousePressEvent(event)

    def fold(self, row: int, *, folded: bool) -> None:
        """Hide or show the excerpts under a heading, which stays current."""
        found = self._rows.rows[row]
        if not isinstance(found, Heading) or found.folded == folded:
            return
        self._rows.fold(found.group.key, folded=folded)
        index = self._rows.index(row)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.Clear)
        self.scrollTo(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open, re-code, annotate, uncode, copy, fold."""
        row = self.currentIndex().row()
        if event.matches(QKeySequence.StandardKey.Copy):
            self.asked.emit("copy")
        elif event.matches(QKeySequence.StandardKey.Find):
            self.asked.emit("find")
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._open(row)
        elif event.key() in {Qt.Key.Key_Left, Qt.Key.Key_Right}:
            heading = self._rows.heading_of(row) if row >= 0 else None
            if heading is not None:
                self.fold(heading, folded=event.key() == Qt.Key.Key_Left)
        elif event.key() in KEYS and not event.modifiers():
            self.asked.emit(KEYS[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, _search: str) -> None:
        """Search nothing: the field above the list does."""

    def _open(self, row: int) -> None:
        found = self._rows.rows[row] if 0 <= row < len(self._rows.rows) else None
        if isinstance(found, Heading):
            self.fold(row, folded=not found.folded)
        elif found is not None:
            self.opened.emit(found)

    # -- what is chosen ----------------------------------------------------------------------

    def chosen(self) -> list[Excerpt]:
        """Return the selected excerpts in their order, else the current one."""
        rows = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        rows = rows or [self.currentIndex().row()]
        found = [self._rows.excerpt(row) for row in rows]
        return [excerpt for excerpt in found if excerpt is not None]

    def go_to_row(self, row: int) -> None:
        """Make a row the current and only selected one."""
        if 0 <= row < len(self._heights):
            self.setCurrentIndex(self._rows.index(row))
