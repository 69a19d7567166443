"""The disagreements as a tree of two levels: by source or by node, each group with its items."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from qda_app.domain.disagreements import Item

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
PASSAGE, CAUSE = range(2)
OPEN, SETTLED, PUT_OFF, REOPENED = "○", "●", "◐", "↻"
UNDER = "\u2003\u2002"  # as wide as a mark
SHOWN = 90  # characters of a passage in its row
GROUP = (1 << 31) - 1  # the internal id of a group's own row


@dataclass(frozen=True, slots=True)
class Line:
    """One item as the queue shows it; `mark` is its state in one character, `words` its text."""

    item: Item
    title: str
    cause: str
    state: str
    mark: str
    open: bool
    words: str = ""


class QueueModel(QAbstractItemModel):
    """Groups and their items; an item's state can be told anew without reading the rest."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._groups: list[tuple[str, list[Line]]] = []
        self._place: dict[str, tuple[int, int]] = {}

    def show_groups(self, groups: Sequence[tuple[str, Sequence[Line]]]) -> None:
        """Show other groups."""
        self.beginResetModel()
        self._groups = [(name, list(lines)) for name, lines in groups]
        self._place = {
            line.item.key: (number, row)
            for number, (_name, lines) in enumerate(self._groups)
            for row, line in enumerate(lines)
        }
        self.endResetModel()

    def tell(self, line: Line) -> None:
        """Show an item as it is now."""
        place = self._place.get(line.item.key)
        if place is None:
            return
        number, row = place
        self._groups[number][1][row] = line
        parent = self.index(number, 0)
        first, last = self.index(row, 0, parent), self.index(row, CAUSE, parent)
        self.dataChanged.emit(first, last)
        self.dataChanged.emit(parent, self.index(number, CAUSE))

    def items(self) -> list[Item]:
        """Return the items shown, from the top."""
        return [line.item for _name, lines in self._groups for line in lines]

    def line(self, index: Index) -> Line | None:
        """Return what stands at an index; None for a group."""
        if not index.isValid() or index.internalId() == GROUP:
            return None
        return self._groups[index.internalId()][1][index.row()]

    def index_of(self, key: str) -> QModelIndex:
        """Return where an item stands; invalid where it is not shown."""
        place = self._place.get(key)
        if place is None:
            return QModelIndex()
        return self.index(place[1], 0, self.index(place[0], 0))

    def next_open(self, key: str, by: int = 1) -> Item | None:
        """Return the next item (or the one before) that is still to be settled, round the end."""
        lines = [line for _name, lines in self._groups for line in lines]
        if not lines:
            return None
        at = next((n for n, line in enumerate(lines) if line.item.key == key), -1 if by > 0 else 0)
        for away in range(1, len(lines) + 1):
            line = lines[(at + by * away) % len(lines)]
            if line.open:
                return line.item
        return None

    # -- what Qt asks --------------------------------------------------------------------------

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        """Return an index: a group's, or an item's below it."""
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() if parent.isValid() else GROUP)

    def parent(self, index: Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]  # noqa: B008
        """Return an item's group."""
        if not index.isValid() or index.internalId() == GROUP:
            return QModelIndex()
        return self.createIndex(index.internalId(), 0, GROUP)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return how many groups, or how many items of one."""
        if not parent.isValid():
            return len(self._groups)
        if parent.internalId() == GROUP and parent.column() == 0:
            return len(self._groups[parent.row()][1])
        return 0

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: ARG002, B008
        """Return the number of columns."""
        return 2

    def headerData(self, section: int, way: Qt.Orientation, role: int = Role.DisplayRole) -> object:
        """Return the columns' titles."""
        if role == Role.DisplayRole and way == Qt.Orientation.Horizontal:
            return (self.tr("Passage"), self.tr("Cause or decision"))[section]
        return None

    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        """Return a group's name with its count, or an item's words."""
        line = self.line(index)
        if line is None:
            return self._of_group(index, role)
        if role == Role.DisplayRole:
            words = line.cause if line.open and line.mark == OPEN else line.state
            title = f"{line.mark}  {line.title}\n{UNDER}{line.words[:SHOWN]}"
            return (title, words)[index.column()]
        if role in {Role.ToolTipRole, Role.AccessibleTextRole}:
            told = "\n" if role == Role.ToolTipRole else " · "
            about = f"{line.title} · {line.cause} · {line.state}"
            return told.join(filter(None, (about, line.words)))
        return None

    def _of_group(self, index: Index, role: int) -> object:
        if not index.isValid():
            return None
        name, lines = self._groups[index.row()]
        if role == Role.DisplayRole:
            waiting = sum(line.open for line in lines)
            counted = f"{len(lines) - waiting}/{len(lines)}"
            return (name, counted)[index.column()]
        if role in {Role.ToolTipRole, Role.AccessibleTextRole}:
            return name
        return None
