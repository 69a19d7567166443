"""Hits under the headings of their sources, as one flat list that can be ticked."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from qda_app.services.searching import Hit, NoteHit, ProjectResult

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
ROW = Role.UserRole


@dataclass(frozen=True, slots=True)
class Heading:
    """The line above hits: what they are in, how many, and where the first one's row is."""

    title: str
    count: int
    first: int
    kind: str = "source"


HitRow = Heading | Hit | NoteHit


class HitModel(QAbstractListModel):
    """The rows of a result; while `ticking`, hits in sources carry a tick."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[HitRow] = []
        self._off: set[int] = set()
        self.ticking = False

    def show_result(self, result: ProjectResult, titles: Sequence[str]) -> None:
        """Show a result; `titles` are the headings of memos and of nodes."""
        rows: list[HitRow] = []
        for _source, members in groupby(result.sources.hits, attrgetter("source")):
            self._gather(rows, list(members), "", "source")
        for title, notes in zip(titles, (result.memos, result.nodes), strict=True):
            if notes:
                self._gather(rows, notes, title, notes[0].kind)
        self.beginResetModel()
        self.rows, self._off = rows, set()
        self.endResetModel()

    @staticmethod
    def _gather(
        rows: list[HitRow], members: Sequence[Hit | NoteHit], title: str, kind: str
    ) -> None:
        first = members[0]
        name = first.name if isinstance(first, Hit) else title
        rows.append(Heading(name, len(members), len(rows) + 1, kind))
        rows.extend(members)

    def show_hits(self, hits: Iterable[Hit]) -> None:
        """Show hits without headings, in the order given."""
        self.beginResetModel()
        self.rows, self._off = list(hits), set()
        self.endResetModel()

    def set_ticking(self, on: bool) -> None:
        """Show ticks, or no longer; all hits are ticked anew."""
        self.ticking = on
        self._off.clear()
        self._repaint(0, len(self.rows) - 1)

    def ticked(self) -> list[Hit]:
        """Return the hits in sources that are not unticked."""
        return [
            row
            for number, row in enumerate(self.rows)
            if isinstance(row, Hit) and number not in self._off
        ]

    def rowCount(self, parent: Index | None = None) -> int:
        """Return how many rows there are."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let hits be selected and, while ticking, ticked."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsUserCheckable if self._can_tick(index) else flags

    def _can_tick(self, index: Index) -> bool:
        if not self.ticking or not index.isValid():
            return False
        row = self.rows[index.row()]
        return isinstance(row, Hit) or (isinstance(row, Heading) and row.kind == "source")

    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        """Return the row itself, its words, or its tick."""
        row = self.rows[index.row()]
        if role == ROW:
            return row
        if role == Role.CheckStateRole:
            return self._tick(index.row(), row) if self._can_tick(index) else None
        if role in {Role.DisplayRole, Role.AccessibleTextRole}:
            return words_of(row)
        return None

    def _tick(self, number: int, row: HitRow) -> Qt.CheckState:
        if not isinstance(row, Heading):
            return Qt.CheckState.Unchecked if number in self._off else Qt.CheckState.Checked
        off = sum(member in self._off for member in range(row.first, row.first + row.count))
        if not off:
            return Qt.CheckState.Checked
        return Qt.CheckState.Unchecked if off == row.count else Qt.CheckState.PartiallyChecked

    def setData(self, index: Index, value: object, role: int = Role.EditRole) -> bool:
        """Tick or untick a hit, or all hits below a heading."""
        if role != Role.CheckStateRole or not self._can_tick(index):
            return False
        number, row = index.row(), self.rows[index.row()]
        members = (
            range(row.first, row.first + row.count)
            if isinstance(row, Heading)
            else range(number, number + 1)
        )
        if Qt.CheckState(value) == Qt.CheckState.Checked:
            self._off.difference_update(members)
        else:
            self._off.update(members)
        self._repaint(self._heading_of(number), members[-1])
        return True

    def _heading_of(self, number: int) -> int:
        while number > 0 and not isinstance(self.rows[number], Heading):
            number -= 1
        return number

    def _repaint(self, first: int, last: int) -> None:
        if last >= first:
            self.dataChanged.emit(self.index(first), self.index(last), [Role.CheckStateRole])

    def lines(self, rows: Iterable[int]) -> Iterator[str]:
        """Yield rows as tab-separated text: source, speaker, before, match, after."""
        for number in rows:
            row = self.rows[number]
            yield "\t".join(" ".join(part.split("\n")) for part in _cells(row))


def _cells(row: HitRow) -> tuple[str, ...]:
    if isinstance(row, Hit):
        return row.name, row.speaker, row.before, row.match, row.after
    if isinstance(row, NoteHit):
        return row.title, "", row.before, row.match, row.after
    return (row.title,)


def words_of(row: HitRow) -> str:
    """Return a row as one line of text."""
    if isinstance(row, Heading):
        return f"{row.title} ({row.count})"
    who = row.speaker if isinstance(row, Hit) else row.title
    words = f"{row.before}{row.match}{row.after}".replace("\n", " ")
    return f"{who}: {words}" if who else words
