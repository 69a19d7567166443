"""The list of names as a table that is filled in."""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QGuiApplication, QPalette

from qda_app.domain.name_list import faults
from qda_app.domain.replacing import Name, folded_words
from qda_app.domain.text import fold
from qda_app.formats.names import split
from qda_app.services.share.candidates import Candidate, kind_words

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
NAME, REPLACEMENT, VARIANTS, SEEN, TIMES = range(5)


@dataclass(slots=True)
class Line:
    """A row as it is being filled in; what the transcripts say of the name stands beside it."""

    name: str = ""
    replacement: str = ""
    variants: str = ""
    seen: str = ""
    times: int | None = None
    example: str = ""

    @property
    def given(self) -> bool:
        """Whether it has a replacement; without one the row is passed over."""
        return bool(self.replacement.strip("[] \t"))


class NameModel(QAbstractTableModel):
    """Rows of name, replacement and other spellings; a row with a fault says so."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: list[Line] = []
        self._faults: dict[int, str] = {}
        self.dataChanged.connect(self._check)
        self.rowsInserted.connect(self._check)
        self.rowsRemoved.connect(self._check)
        self.modelReset.connect(self._check)

    # -- what is in the list -------------------------------------------------------------------

    def names(self) -> list[Name]:
        """Return the names that have a replacement, in order."""
        return [
            Name(line.name.strip(), line.replacement.strip(), split(line.variants))
            for line in self.lines
            if line.given
        ]

    def everything(self) -> list[Name]:
        """Return every row, those without a replacement too, as a list is kept."""
        return [Name(x.name.strip(), x.replacement.strip(), split(x.variants)) for x in self.lines]

    def fault(self) -> tuple[int, str] | None:
        """Return the first row that cannot be used and why."""
        return next(iter(sorted(self._faults.items())), None)

    def _check(self) -> None:
        rows = [row for row, line in enumerate(self.lines) if line.given]
        found: dict[int, str] = {}
        for fault in faults(self.names()):
            found.setdefault(rows[fault.at], fault.sentence)
        self._faults = found

    # -- changing it ---------------------------------------------------------------------------

    def show_names(self, names: Iterable[Name]) -> None:
        """Show another list."""
        self.beginResetModel()
        self.lines = [Line(n.name, n.replacement, "; ".join(n.variants)) for n in names]
        self.endResetModel()

    def suggest(self, found: Iterable[Candidate]) -> int:
        """Add what might be a name and is not listed; return how many were added.

        Beside a listed name stands what is known of the name itself, else of its first spelling
        that is found, and how often all of its spellings are.
        """
        own = {folded_words(line.name): line for line in reversed(self.lines)}
        others = {folded_words(s): line for line in self.lines for s in split(line.variants)}
        told: set[int] = set()
        fresh = []
        for each in sorted(found, key=lambda each: folded_words(each.name) not in own):
            key = folded_words(each.name)
            line = own.get(key) or others.get(key)
            if line is None:
                line = Line(each.name)
                fresh.append(line)
            if id(line) not in told:
                line.seen, line.times, line.example = kind_words(each.kind), 0, each.example
                told.add(id(line))
            line.times = (line.times or 0) + each.times
            line.example = line.example or each.example
        self.beginResetModel()
        self.lines += fresh
        self.endResetModel()
        return len(fresh)

    def add(self) -> int:
        """Add an empty row and return its number."""
        row = len(self.lines)
        self.beginInsertRows(QModelIndex(), row, row)
        self.lines.append(Line())
        self.endInsertRows()
        return row

    def remove(self, rows: Iterable[int]) -> None:
        """Take rows out."""
        for row in sorted(set(rows), reverse=True):
            self.beginRemoveRows(QModelIndex(), row, row)
            del self.lines[row]
            self.endRemoveRows()

    # -- as a table ----------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return name, replacement, other spellings, what it is, how often."""
        return 0 if parent.isValid() else TIMES + 1

    def headerData(self, section: int, way: Qt.Orientation, role: int = Role.DisplayRole) -> object:
        """Return the columns' titles."""
        if role != Role.DisplayRole or way != Qt.Orientation.Horizontal:
            return None
        return (
            self.tr("Name"), self.tr("Replacement"), self.tr("Other spellings (;)"),
            self.tr("Seen as"), self.tr("Times"),
        )[section]  # fmt: skip

    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        """Return a cell; a row with a fault is coloured and explains itself."""
        line, column = self.lines[index.row()], index.column()
        value = (line.name, line.replacement, line.variants, line.seen, line.times)[column]
        if role in {Role.DisplayRole, Role.EditRole}:
            return "" if value is None else str(value)
        if role == Role.UserRole:
            return -1 if value is None else value if isinstance(value, int) else fold(value)
        if role == Role.ToolTipRole:
            return self._faults.get(index.row()) or line.example or str(value or "")
        if role == Role.ForegroundRole and index.row() in self._faults:
            return QGuiApplication.palette().brush(QPalette.ColorRole.BrightText)
        if role == Role.TextAlignmentRole and column == TIMES:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let name, replacement and spellings be written."""
        flag = Qt.ItemFlag
        base = flag.ItemIsEnabled | flag.ItemIsSelectable
        return base | flag.ItemIsEditable if index.column() <= VARIANTS else base

    def setData(self, index: Index, value: object, role: int = Role.EditRole) -> bool:
        """Take what was written."""
        text = str(value).strip()
        if role != Role.EditRole or index.column() > VARIANTS or text == self.data(index):
            return False
        field = ("name", "replacement", "variants")[index.column()]
        setattr(self.lines[index.row()], field, text)
        self.dataChanged.emit(self.index(index.row(), NAME), self.index(index.row(), TIMES))
        return True
