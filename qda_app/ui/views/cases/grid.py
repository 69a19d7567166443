"""The grid of cases: edited in place, and filled from a spreadsheet by pasting."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from qda_app.domain.people import Case
from qda_app.domain.text import fold
from qda_app.ui.models.table import copy_cells
from qda_app.ui.theme import tabular

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
NUMBER = "number"


class CaseModel(QAbstractTableModel):
    """One row a case: its name, its attributes, and where it is heard; the model changes nothing.

    `changed` is called with (case, column, text) when a cell was edited; column 0 is the name.
    """

    def __init__(
        self, changed: Callable[[Case, int, str], None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._changed = changed
        self.cases: Sequence[Case] = ()
        self.attributes: Sequence[tuple[str, str]] = ()
        self._sources: Mapping[int, str] = {}

    def show_cases(
        self,
        cases: Sequence[Case],
        attributes: Sequence[tuple[str, str]],
        sources: Mapping[int, str],
    ) -> None:
        """Show other cases."""
        self.beginResetModel()
        self.cases, self.attributes, self._sources = cases, attributes, sources
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of cases."""
        return 0 if parent.isValid() else len(self.cases)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return name, attributes, voices."""
        return 0 if parent.isValid() else len(self.attributes) + 2

    def headerData(self, section: int, way: Qt.Orientation, role: int = Role.DisplayRole) -> object:
        """Return the columns' titles, the kind of an attribute as a tooltip."""
        if way != Qt.Orientation.Horizontal:
            return section + 1 if role == Role.DisplayRole else None
        titles = [self.tr("Case"), *(name for name, _kind in self.attributes), self.tr("Heard in")]
        if role == Role.DisplayRole:
            return titles[section]
        if role == Role.ToolTipRole and 0 < section <= len(self.attributes):
            return self.kinds()[self.attributes[section - 1][1]]
        return None

    def kinds(self) -> dict[str, str]:
        """Return the kinds of attributes in words."""
        return {
            "text": self.tr("Text"),
            "number": self.tr("Number"),
            "date": self.tr("Date"),
            "boolean": self.tr("Yes or no"),
        }

    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        """Return a cell's text; what sorts is a number where the attribute is one."""
        case, column = self.cases[index.row()], index.column()
        text = self._text(case, column)
        if role in {Role.DisplayRole, Role.EditRole, Role.ToolTipRole}:
            return text
        kind = self.attributes[column - 1][1] if 0 < column <= len(self.attributes) else ""
        if role == Role.UserRole:
            try:
                return float(text.replace(",", ".")) if kind == NUMBER else fold(text)
            except ValueError:
                return float("-inf")
        if role == Role.TextAlignmentRole and kind == NUMBER:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def _text(self, case: Case, column: int) -> str:
        if column == 0:
            return case.name
        if column <= len(self.attributes):
            return case.attributes.get(self.attributes[column - 1][0], "")
        heard = [
            f"{self._sources.get(source, '')} · {speaker}" if speaker else self._sources[source]
            for source, speaker in case.links
            if source in self._sources
        ]
        return ", ".join(heard)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let everything be edited but where a case is heard."""
        flag = Qt.ItemFlag
        base = flag.ItemIsEnabled | flag.ItemIsSelectable
        return base | flag.ItemIsEditable if index.column() <= len(self.attributes) else base

    def setData(self, index: Index, value: object, role: int = Role.EditRole) -> bool:
        """Hand an edited cell on; it is shown when the project says so."""
        text = str(value).strip()
        if role == Role.EditRole and text != self.data(index):
            self._changed(self.cases[index.row()], index.column(), text)
        return False


class CaseRows(QSortFilterProxyModel):
    """Sorts by value and shows the cases of which a cell holds what was typed."""

    def __init__(self, model: CaseModel) -> None:
        super().__init__(model)
        self._model = model
        self._words: list[str] = []
        self.setSourceModel(model)
        self.setSortRole(Role.UserRole)

    def look_for(self, text: str) -> None:
        """Show what fits a text, case and accents aside."""
        self._words = fold(text).split()
        self.invalidate()

    def filterAcceptsRow(self, row: int, _parent: Index) -> bool:
        """Say whether some cell fits."""
        columns = range(self._model.columnCount())
        cells = " ".join(str(self._model.index(row, c).data()) for c in columns)
        return all(word in fold(cells) for word in self._words)


class CaseGrid(QTableView):
    """The view: copy, paste, and delete what is in cells."""

    pasted = Signal(object)  # rows of cells
    cleared = Signal()

    def __init__(self, model: CaseModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = CaseRows(model)
        self.setModel(self.rows)
        self.setTabKeyNavigation(False)
        self.setSortingEnabled(True)
        self.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        self.setFont(tabular(self.font()))
        self.verticalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.horizontalHeader().setStretchLastSection(True)
        self.setAccessibleName(self.tr("Cases and their attributes"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy and paste cells; Delete empties them."""
        keys = QKeySequence.StandardKey
        if event.matches(keys.Copy):
            copy_cells(self.selectedIndexes())
        elif event.matches(keys.Paste):
            self.pasted.emit(cells_of(QGuiApplication.clipboard().text()))
        elif event.matches(keys.Delete):
            self.cleared.emit()
        else:
            super().keyPressEvent(event)


def cells_of(text: str) -> list[list[str]]:
    """Return the cells that a spreadsheet put on the clipboard: tabs, line ends, quoted cells."""
    import csv
    import io

    reader = csv.reader(io.StringIO(text, newline=""), dialect="excel-tab")
    rows = [[" ".join(cell.split()) for cell in row] for row in reader]
    while rows and not any(rows[-1]):
        rows.pop()
    return rows
