"""Rows of figures under each other as a tree, changed in place where only figures change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)
from PySide6.QtGui import QFont

from qda_app.domain.text import fold

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
RAW, KEY, DRAWN = Role.UserRole, Role.UserRole + 1, Role.UserRole + 2
Reach = tuple[float | None, float | None, float | None]  # value, low, high


@dataclass(frozen=True, slots=True)
class Column:
    """A column's title and what it means; numbers stand at the right."""

    title: str
    tip: str = ""
    number: bool = False
    width: int = 56
    drawn: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """What is shown, by what it is sorted, and what it says on hover."""

    words: str
    raw: str | float | None = None
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One row; `parent` is the key of the row it stands below, `drawn` an estimate to be drawn."""

    key: int
    cells: tuple[Cell, ...]
    parent: int | None = None
    bold: bool = False
    drawn: Reach | None = None


class FigureModel(QAbstractItemModel):
    """Lines of figures; lines of the same keys and parents are replaced without a reset."""

    def __init__(self, font: QFont, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns: Sequence[Column] = ()
        self._lines: list[Line] = []
        self._children: dict[int, list[int]] = {-1: []}
        self._row: list[int] = []
        self._above: list[int] = []
        self._bold = QFont(font)
        self._bold.setBold(True)

    def show(self, columns: Sequence[Column], lines: Sequence[Line]) -> bool:
        """Show these lines; True where the model had to be set up anew."""
        same = len(columns) == len(self.columns) and self._shape(lines) == self._shape(self._lines)
        if not same:
            self.beginResetModel()
            self.columns = columns
            self._arrange(list(lines))
            self.endResetModel()
            return True
        self.columns, self._lines = columns, list(lines)
        last = len(columns) - 1
        for above, children in self._children.items():
            if children and last >= 0:
                parent = self._index(above)
                first = self.index(0, 0, parent)
                self.dataChanged.emit(first, self.index(len(children) - 1, last, parent))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, max(last, 0))
        return False

    @staticmethod
    def _shape(lines: Sequence[Line]) -> list[tuple[int, int | None]]:
        return [(line.key, line.parent) for line in lines]

    def _arrange(self, lines: list[Line]) -> None:
        self._lines, place = lines, {line.key: n for n, line in enumerate(lines)}
        self._above = [-1 if x.parent is None else place.get(x.parent, -1) for x in lines]
        self._children, self._row = {-1: []}, []
        for number, above in enumerate(self._above):
            siblings = self._children.setdefault(above, [])
            self._row.append(len(siblings))
            siblings.append(number)

    def _index(self, number: int) -> QModelIndex:
        return QModelIndex() if number < 0 else self.createIndex(self._row[number], 0, number)

    def places(self) -> Mapping[int, QModelIndex]:
        """Return each line's place by its key."""
        return {line.key: self._index(number) for number, line in enumerate(self._lines)}

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        """Return a cell's place."""
        children = self._children.get(parent.internalId() if parent.isValid() else -1, [])
        if not (0 <= row < len(children) and 0 <= column < len(self.columns)):
            return QModelIndex()
        return self.createIndex(row, column, children[row])

    def parent(self, index: Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]  # noqa: B008
        """Return the line above."""
        return self._index(self._above[index.internalId()]) if index.isValid() else QModelIndex()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return how many lines stand below one."""
        if parent.column() > 0:
            return 0
        return len(self._children.get(parent.internalId() if parent.isValid() else -1, []))

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: ARG002, B008
        """Return the number of columns."""
        return len(self.columns)

    def headerData(self, section: int, way: Qt.Orientation, role: int = Role.DisplayRole) -> object:
        """Return the columns' titles and what they mean."""
        if way != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == Role.DisplayRole:
            return column.title
        if role == Role.ToolTipRole:
            return column.tip or None
        if role == Role.TextAlignmentRole and column.number:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        """Return words, value, explanation and look of a cell."""
        line = self._lines[index.internalId()]
        column, cell = self.columns[index.column()], line.cells[index.column()]
        if role == Role.DisplayRole:
            return "" if column.drawn else cell.words
        if role == Role.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.number else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return {
            RAW: cell.raw,
            KEY: line.key,
            DRAWN: line.drawn if column.drawn else None,
            Role.ToolTipRole: cell.tip or None,
            Role.AccessibleTextRole: f"{column.title}: {cell.words}",
            Role.FontRole: self._bold if line.bold else None,
        }.get(role)


class FigureProxy(QSortFilterProxyModel):
    """Sorts by raw values, what is missing first, and finds words whatever their accents."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wanted = ""
        self.setRecursiveFilteringEnabled(True)

    def look_for(self, words: str) -> None:
        """Keep the lines with these words in any cell."""
        self._wanted = fold(words.strip())
        self.invalidate()

    def filterAcceptsRow(self, row: int, parent: Index) -> bool:
        """Keep a line that holds the words wanted."""
        if not self._wanted:
            return True
        model = self.sourceModel()
        cells = (model.index(row, c, parent).data() for c in range(model.columnCount()))
        return self._wanted in fold(" ".join(str(cell or "") for cell in cells))

    def lessThan(self, left: Index, right: Index) -> bool:
        """Compare raw values, what is missing first."""
        one, other = left.data(RAW), right.data(RAW)
        if one is None or other is None:
            return one is None and other is not None
        if isinstance(one, str) != isinstance(other, str):
            return str(one) < str(other)
        return bool(one < other)
