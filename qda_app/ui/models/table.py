"""Any table of results: sortable, filterable, copyable."""

from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QLineEdit, QTableView, QVBoxLayout, QWidget

from qda_app.ui.theme import SMALL, tabular

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
RAW = Role.UserRole


class TableModel(QAbstractTableModel):
    """Rows under a header; the last column of a row explains what is missing in it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._header: Sequence[str] = ()
        self._rows: Sequence[Sequence[Any]] = ()

    def show_rows(self, header: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._header, self._rows = header, rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self._header)

    def headerData(self, section: int, way: Qt.Orientation, role: int = Role.DisplayRole) -> object:
        """Return the columns' titles."""
        if role == Role.DisplayRole and way == Qt.Orientation.Horizontal:
            return self._header[section]
        return None

    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        """Return numbers with three decimals, a dash with its reason for what is missing."""
        row = self._rows[index.row()]
        value = row[index.column()]
        if role == RAW:
            return value
        if role == Role.DisplayRole:
            if value is None:
                return "–"
            return f"{value:.3f}" if isinstance(value, float) else str(value)
        if role == Role.TextAlignmentRole and not isinstance(value, str):
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role == Role.ToolTipRole:
            return str(row[-1]) if value is None and row[-1] else str(value)
        return None


class _Sorted(QSortFilterProxyModel):
    def lessThan(self, left: Index, right: Index) -> bool:
        """Compare raw values, what is missing first."""
        one, other = left.data(RAW), right.data(RAW)
        if one is None or other is None:
            return one is None and other is not None
        if isinstance(one, str) != isinstance(other, str):
            return str(one) < str(other)
        return bool(one < other)


def copy_cells(cells: Iterable[QModelIndex]) -> None:
    """Put cells on the clipboard as a spreadsheet takes them: tabs, and a line for each row."""
    rows: dict[int, list[tuple[int, str]]] = {}
    for index in cells:
        shown = index.data()
        text = "" if shown is None else str(shown)
        rows.setdefault(index.row(), []).append((index.column(), text))
    lines = ["\t".join(text for _c, text in sorted(row)) for _r, row in sorted(rows.items())]
    QGuiApplication.clipboard().setText("\n".join(lines))


def copy_text(text: str) -> None:
    """Put a text on the clipboard."""
    QGuiApplication.clipboard().setText(text)


class _Grid(QTableView):
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy the selected cells as tab-separated text."""
        if event.matches(QKeySequence.StandardKey.Copy):
            copy_cells(self.selectedIndexes())
            return
        super().keyPressEvent(event)


class TableView(QWidget):
    """A table with a filter field above it."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wide: tuple[int, int] | None = None
        self.model = TableModel(self)
        self._proxy = _Sorted(self)
        self._proxy.setSourceModel(self.model)
        self._proxy.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._proxy.setFilterKeyColumn(-1)
        self.filter = QLineEdit(self)
        self.filter.setPlaceholderText(self.tr("Filter the rows"))
        self.filter.setAccessibleName(self.tr("Filter"))
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self._proxy.setFilterFixedString)
        self.grid = _Grid(self)
        self.grid.setModel(self._proxy)
        self.grid.setAccessibleName(name)
        self.grid.setTabKeyNavigation(False)
        self.grid.setSortingEnabled(True)
        self.grid.setShowGrid(False)
        self.grid.setFont(tabular(self.grid.font()))
        self.grid.verticalHeader().hide()
        self.grid.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(SMALL)
        self.column.addWidget(self.filter)
        self.column.addWidget(self.grid, 1)

    def choose_row(self, row: int) -> None:
        """Choose a row by its number among the rows as they were given."""
        index = self._proxy.mapFromSource(self.model.index(row, 0))
        self.grid.setCurrentIndex(index)

    def source_index(self, index: QModelIndex) -> QModelIndex:
        """Return a cell's place among rows and columns as they were given."""
        return self._proxy.mapToSource(index)

    def cap_columns(self, widest: int) -> None:
        """Let no column be wider than so many pixels."""
        header = self.grid.horizontalHeader()
        for column in range(self.model.columnCount()):
            if header.sectionSize(column) > widest:
                header.resizeSection(column, widest)

    def widen_column(self, column: int, least: int = 180) -> None:
        """Let one column take what width the others leave, and no less than so many pixels."""
        self._wide = column, least
        self._fit_wide()

    def _fit_wide(self) -> None:
        if self._wide is None:
            return
        column, least = self._wide
        header = self.grid.horizontalHeader()
        if column < header.count():
            others = header.length() - header.sectionSize(column)
            header.resizeSection(column, max(self.grid.viewport().width() - others, least))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give spare width to the column that takes it."""
        super().resizeEvent(event)
        self._fit_wide()

    def limit_columns(self, widest: int) -> None:
        """Let no column be wider than so many pixels; the last one takes what is left."""
        self.cap_columns(widest)
        self.grid.horizontalHeader().setStretchLastSection(True)

    def chosen_rows(self) -> list[int]:
        """Return the numbers of the rows with a selected cell, as they were given."""
        found = (self._proxy.mapToSource(index).row() for index in self.grid.selectedIndexes())
        return sorted(set(found))

    def current_row(self) -> int | None:
        """Return the number of the chosen row among the rows as they were given."""
        index = self._proxy.mapToSource(self.grid.currentIndex())
        return index.row() if index.isValid() else None

    def show_rows(self, header: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """Show other rows in the order given."""
        self.grid.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        self.model.show_rows(header, rows)
        self.grid.resizeColumnsToContents()
