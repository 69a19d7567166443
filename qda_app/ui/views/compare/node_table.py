"""The tree of nodes with their figures and intervals."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPen,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from qda_app.services.comparison import AgreementRow
from qda_app.ui.theme import SMALL, Theme, tabular
from qda_app.ui.views.compare.figures import figure, interval, share

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
RAW, KEY, DRAWN = Role.UserRole, Role.UserRole + 1, Role.UserRole + 2
NAME, VALUE, BRACKET, PICTURE, F1, PREVALENCE, BIAS, NOTES = range(8)


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


class _Proxy(QSortFilterProxyModel):
    def lessThan(self, left: Index, right: Index) -> bool:
        """Compare raw values, what is missing first."""
        one, other = left.data(RAW), right.data(RAW)
        if one is None or other is None:
            return one is None and other is not None
        return bool(one < other)


class _Tree(QTreeView):
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy the chosen rows as tab-separated text."""
        if event.matches(QKeySequence.StandardKey.Copy):
            count = self.model().columnCount()
            lines = [
                "\t".join(
                    str(row.siblingAtColumn(c).data() or "") for c in range(count) if c != PICTURE
                )
                for row in self.selectionModel().selectedRows()
            ]
            QGuiApplication.clipboard().setText("\n".join(lines))
            return
        super().keyPressEvent(event)


class NodeTable(QWidget):
    """Nodes as a tree with figures; sortable, filterable, copyable."""

    chosen = Signal(int)  # a node's id

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filling = False
        self.model = QStandardItemModel(self)
        self._proxy = _Proxy(self)
        self._proxy.setSourceModel(self.model)
        self._proxy.setRecursiveFilteringEnabled(True)
        self._proxy.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(self.tr("Filter the rows"))
        self.filter.setAccessibleName(self.tr("Filter"))
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self._on_filter)
        self.tree = _Tree()
        self.tree.setModel(self._proxy)
        self.tree.setAccessibleName(self.tr("Agreement by node"))
        self.tree.setUniformRowHeights(True)
        self.tree.setFont(tabular(self.tree.font()))
        self.tree.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.tree.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.tree.setItemDelegateForColumn(PICTURE, IntervalDelegate(theme, self.tree))
        self.tree.setSortingEnabled(True)
        self.tree.selectionModel().currentChanged.connect(self._on_current)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SMALL)
        layout.addWidget(self.filter)
        layout.addWidget(self.tree, 1)

    def _on_filter(self, words: str) -> None:
        self._proxy.setFilterFixedString(words)
        self.tree.expandAll()

    def _on_current(self, index: QModelIndex) -> None:
        key = index.siblingAtColumn(NAME).data(KEY)
        if key is not None and key >= 0 and not self._filling:
            self.chosen.emit(key)

    def current(self) -> int | None:
        """Return the id of the node chosen."""
        key = self.tree.currentIndex().siblingAtColumn(NAME).data(KEY)
        return key if isinstance(key, int) and key >= 0 else None

    def clear(self) -> None:
        """Show nothing."""
        self.model.clear()

    def show_rows(
        self,
        overall: AgreementRow,
        rows: Sequence[AgreementRow],
        parents: Mapping[int, int | None],
        names: tuple[str, str],
        title: str,
    ) -> None:
        """Show these rows, the place and what is chosen kept."""
        kept, place = self.current(), self.tree.verticalScrollBar().value()
        widths = [self.tree.columnWidth(c) for c in range(self.model.columnCount())]
        header = self.tree.header()
        sorted_by, order = header.sortIndicatorSection(), header.sortIndicatorOrder()
        self._filling = True
        self.model.clear()
        self.model.setHorizontalHeaderLabels(self._header(title))
        root, made = self.model.invisibleRootItem(), {}
        root.appendRow(self._items(overall, names, bold=True))
        for row in rows:
            items = self._items(row, names, bold=False)
            above = parents.get(row.key)
            made[row.key] = items[NAME]
            made.get(above, root).appendRow(items) if above is not None else root.appendRow(items)
        self.tree.expandAll()
        self._fit(widths)
        if widths:
            self.tree.sortByColumn(sorted_by, order)
        if kept in made:
            self.tree.setCurrentIndex(self._proxy.mapFromSource(made[kept].index()))
        self._filling = False
        self.tree.verticalScrollBar().setValue(place)

    def _fit(self, widths: Sequence[int]) -> None:
        usual = (270, 70, 100, 170, 60, 100, 130, 160)
        for column, width in enumerate(widths or usual):
            self.tree.setColumnWidth(column, width)
        if not widths:
            self.tree.header().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)

    def _header(self, title: str) -> list[str]:
        return [
            self.tr("Node"),
            title,
            self.tr("95 % CI"),
            self.tr("0 to 1"),
            self.tr("F1"),
            self.tr("Prevalence"),
            self.tr("Bias"),
            self.tr("Notes"),
        ]

    def _items(
        self, row: AgreementRow, names: tuple[str, str], *, bold: bool
    ) -> list[QStandardItem]:
        notes = "⚠ " + " · ".join(row.cautions) if row.cautions else (row.reason or "")
        why = "\n".join(row.cautions) or row.reason or ""
        cells = (
            (row.name, row.name.casefold(), row.name),
            (figure(row.value), row.value, row.reason or ""),
            (interval(row.low, row.high), row.low, row.no_interval or ""),
            ("", row.value, row.no_interval or ""),
            (figure(row.f1), row.f1, row.reason or ""),
            (share(row.prevalence), row.prevalence, ""),
            (self._bias(row, names), row.bias, figure(row.bias)),
            (notes, len(row.cautions), why),
        )
        items = []
        for column, (words, raw, tip) in enumerate(cells):
            item = QStandardItem(words)
            item.setData(raw, RAW)
            item.setToolTip(tip)
            if column in {VALUE, BRACKET, F1, PREVALENCE}:
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            if bold:
                font = tabular(self.tree.font())
                font.setBold(True)
                item.setFont(font)
            items.append(item)
        items[NAME].setData(row.key, KEY)
        items[PICTURE].setData((row.value, row.low, row.high), DRAWN)
        return items

    def _bias(self, row: AgreementRow, names: tuple[str, str]) -> str:
        if row.bias is None or row.prevalence is None or row.cells[0:3] == (0, 0, 0):
            return ""
        _n11, n10, n01, _n00 = row.cells
        if abs(n10 - n01) <= 0.1 * max(1, 2 * row.cells[0] + n10 + n01):
            return self.tr("balanced")
        more, less = names if n10 > n01 else names[::-1]
        return f"{more} > {less}"
