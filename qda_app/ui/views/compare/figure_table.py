"""Any list of figures: a tree of rows, sortable, filterable, copyable, with intervals drawn."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from qda_app.ui.theme import SMALL, Theme, tabular
from qda_app.ui.views.compare.figure_model import (
    DRAWN,
    KEY,
    Column,
    FigureModel,
    FigureProxy,
    Line,
)

Index = QModelIndex | QPersistentModelIndex
NAME = 0
WIDEST, LAST, LITTLE = 360, 200, 112  # of the names, of the notes, of notes in a narrow table
BARE = 64  # pixels of notes that say nothing
LOWEST, NARROW = 64, 960
MANY = 8  # columns that crowd a narrow table


class IntervalDelegate(QStyledItemDelegate):
    """Draws an estimate and its interval on a scale from 0 to 1, left of 0 cut off."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the scale, the interval as a bar with ends, and the estimate as a dot."""
        super().paint(painter, option, index)
        drawn = index.data(DRAWN)
        if drawn is None:
            return
        value, low, high = drawn
        tokens = self._theme.tokens
        box = option.rect.adjusted(10, 0, -10, 0)
        middle = box.center().y() + 0.5

        def at(number: float) -> float:
            return float(box.left() + box.width() * min(max(number, 0.0), 1.0))

        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(tokens.color("line"), 1))
        painter.drawLine(QPointF(at(0), middle), QPointF(at(1), middle))
        painter.setPen(QPen(tokens.color("accent"), 2))
        if low is not None and high is not None:
            painter.drawLine(QPointF(at(low), middle), QPointF(at(high), middle))
            for end in (low, high):
                painter.drawLine(QPointF(at(end), middle - 4), QPointF(at(end), middle + 4))
        if value is not None:
            painter.setBrush(tokens.color("accent"))
            painter.drawEllipse(QPointF(at(value), middle), 3, 3)
        painter.restore()


class NameDelegate(QStyledItemDelegate):
    """Cuts a long name in its middle, so that its end stays."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """Set where text that is too long is cut."""
        super().initStyleOption(option, index)
        option.textElideMode = Qt.TextElideMode.ElideMiddle


class _Tree(QTreeView):
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy the chosen rows as tab-separated text."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_rows()
            return
        super().keyPressEvent(event)

    def copy_rows(self) -> None:
        """Put the chosen rows on the clipboard, without the drawing."""
        columns = [c for c in range(self.model().columnCount()) if not self._is_drawn(c)]
        lines = [
            "\t".join(str(row.siblingAtColumn(c).data() or "") for c in columns)
            for row in self.selectionModel().selectedRows()
        ]
        QGuiApplication.clipboard().setText("\n".join(lines))

    def _is_drawn(self, column: int) -> bool:
        return isinstance(self.itemDelegateForColumn(column), IntervalDelegate)


class FigureTable(QWidget):
    """Rows of figures; `chosen` as the cursor moves, `opened` by Enter or a click."""

    chosen = Signal(int)  # a row's key
    opened = Signal(int)

    def __init__(self, name: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filling = self._fitting = self._by_hand = False
        self.tree = _Tree()
        self.tree.setMinimumHeight(LOWEST)
        self.tree.setFont(tabular(self.tree.font()))
        self.model = FigureModel(self.tree.font(), self)
        self.proxy = FigureProxy(self)
        self.proxy.setSourceModel(self.model)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(self.tr("Filter the rows"))
        self.filter.setAccessibleName(self.tr("Filter"))
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self._on_filter)
        self.tree.setModel(self.proxy)
        self.tree.setAccessibleName(name)
        self.tree.setUniformRowHeights(True)
        self.tree.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.tree.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.tree.setSortingEnabled(True)
        self.tree.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        self.tree.header().setSortIndicatorClearable(True)
        self.tree.selectionModel().currentChanged.connect(self._on_current)
        self.tree.header().sectionResized.connect(self._on_resized)
        self.tree.activated.connect(self._on_open)
        self.tree.clicked.connect(self._on_open)
        self._painter = IntervalDelegate(theme, self.tree)
        self._namer = NameDelegate(self.tree)
        self._plain = QStyledItemDelegate(self.tree)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SMALL)
        layout.addWidget(self.filter)
        layout.addWidget(self.tree, 1)

    def _on_filter(self, words: str) -> None:
        self.proxy.look_for(words)
        self.tree.expandAll()

    def _on_current(self, index: QModelIndex) -> None:
        key = index.data(KEY)
        if key is not None and key >= 0 and not self._filling:
            self.chosen.emit(key)

    def _on_open(self, index: QModelIndex) -> None:
        key = index.data(KEY)
        if key is not None and key >= 0:
            self.opened.emit(key)

    def current(self) -> int | None:
        """Return the key of the row chosen."""
        key = self.tree.currentIndex().data(KEY)
        return key if isinstance(key, int) and key >= 0 else None

    def show_lines(self, columns: Sequence[Column], lines: Sequence[Line]) -> None:
        """Show these rows; order, widths, place and what is chosen stay as they are."""
        kept, place = self.current(), self.tree.verticalScrollBar().value()
        before = [column.title for column in self.model.columns]
        self._filling = True
        anew = self.model.show(columns, lines)
        self._widen(fit=before != [column.title for column in columns])
        if anew:
            self._dress()
            self.tree.expandAll()
            places = self.model.places()
            if kept is not None and kept in places:
                self.tree.setCurrentIndex(self.proxy.mapFromSource(places[kept]))
        self._filling = False
        self.tree.verticalScrollBar().setValue(place)

    def _dress(self) -> None:
        nested = any(self.model.rowCount(i) for i in self.model.places().values())
        self.tree.setRootIsDecorated(nested)
        for number, column in enumerate(self.model.columns):
            usual = self._namer if number == NAME else self._plain
            delegate = self._painter if column.drawn else usual
            self.tree.setItemDelegateForColumn(number, delegate)

    def _widen(self, *, fit: bool) -> None:
        """Give the columns but the last their usual width, and each title the room it needs."""
        self._fitting = True
        header = self.tree.header()
        for number, column in enumerate(self.model.columns[:-1]):
            now = self.tree.columnWidth(number)
            wanted = max(column.width if fit else now, header.sectionSizeHint(number))
            if wanted != now:
                self.tree.setColumnWidth(number, wanted)
        self._fitting = False
        self._fit_names()

    def _on_resized(self, section: int, _before: int, _now: int) -> None:
        self._by_hand |= section == NAME and not self._fitting

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the names what room there is."""
        super().resizeEvent(event)
        self._fit_names()

    def _fit_names(self) -> None:
        """Widen the first column where the others leave room, unless it was set by hand.

        Where there is too little, intervals stand in figures only.
        """
        columns = self.model.columns
        for number, column in enumerate(columns):
            narrow = self.tree.viewport().width() < NARROW
            self.tree.setColumnHidden(number, column.drawn and narrow and len(columns) > MANY)
        if self._by_hand or len(columns) < 2:
            return
        others = sum(self.tree.columnWidth(n) for n in range(1, len(columns) - 1))
        last = len(columns) - 1
        said = any(index.siblingAtColumn(last).data() for index in self.model.places().values())
        notes = (LITTLE if self.tree.viewport().width() < NARROW else LAST) if said else BARE
        left = self.tree.viewport().width() - others - notes
        self._fitting = True
        self.tree.setColumnWidth(NAME, min(max(columns[NAME].width, left), WIDEST))
        self._fitting = False
