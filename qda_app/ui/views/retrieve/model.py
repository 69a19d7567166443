"""Excerpts under their headings as a flat list; headings fold."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from qda_app.services.retrieval.excerpts import Excerpt
from qda_app.services.retrieval.groups import Group

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
ROW = Role.UserRole


@dataclass(frozen=True, slots=True)
class Heading:
    """The row above a group's excerpts."""

    group: Group
    folded: bool


Row = Heading | Excerpt


class ExcerptModel(QAbstractListModel):
    """Rows are headings and excerpts; `lines` says what stands below an excerpt."""

    def __init__(self, lines: Callable[[Excerpt], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines = lines
        self._groups: Sequence[Group] = ()
        self._headed = False
        self._folded: set[int | str] = set()
        self.rows: list[Row] = []
        self.headings: list[int] = []

    def show_groups(self, groups: Sequence[Group], *, headed: bool) -> None:
        """Show other excerpts, with their headings on request."""
        self._groups, self._headed = groups, headed
        self._fill()

    def _fill(self) -> None:
        rows: list[Row] = []
        headings: list[int] = []
        for group in self._groups:
            folded = self._headed and group.key in self._folded
            if self._headed:
                headings.append(len(rows))
                rows.append(Heading(group, folded))
            if not folded:
                rows.extend(group.excerpts)
        self.beginResetModel()
        self.rows, self.headings = rows, headings
        self.endResetModel()

    def fold(self, key: int | str, *, folded: bool) -> None:
        """Hide or show the excerpts of a group."""
        if folded:
            self._folded.add(key)
        else:
            self._folded.discard(key)
        self._fill()

    def fold_all(self, *, folded: bool) -> None:
        """Hide or show the excerpts of every group."""
        self._folded = {group.key for group in self._groups} if folded else set()
        self._fill()

    def heading_of(self, row: int) -> int | None:
        """Return the row of the heading that a row stands under, or is."""
        at = bisect_right(self.headings, row) - 1
        return self.headings[at] if at >= 0 else None

    def group_of(self, row: int) -> Group | None:
        """Return the group that a row belongs to, where there are headings."""
        heading = self.heading_of(row)
        found = self.rows[heading] if heading is not None else None
        return found.group if isinstance(found, Heading) else None

    def excerpt(self, row: int) -> Excerpt | None:
        """Return the excerpt in a row; None for a heading."""
        found = self.rows[row] if 0 <= row < len(self.rows) else None
        return found if isinstance(found, Excerpt) else None

    def row_of(self, wanted: Excerpt, group: int | str | None) -> int | None:
        """Return the row that shows the same passage, in the same group where there is one."""
        found = None
        for row, each in enumerate(self.rows):
            if (
                isinstance(each, Excerpt)
                and each.source == wanted.source
                and (each.start, each.end) == (wanted.start, wanted.end)
            ):
                of = self.group_of(row)
                if of is None or of.key == group:
                    return row
                found = row if found is None else found
        return found

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        """Return the row itself, or its words."""
        if not 0 <= index.row() < len(self.rows):
            return None
        row = self.rows[index.row()]
        if role == ROW:
            return row
        if isinstance(row, Heading):
            words = f"{row.group.title} ({len(row.group.excerpts)})"
            return words if role in {Role.DisplayRole, Role.AccessibleTextRole} else None
        if role == Role.DisplayRole:
            return row.text
        if role == Role.AccessibleTextRole:
            return f"{row.text} — {self._lines(row)}"
        return (row.memo or None) if role == Role.ToolTipRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Excerpts can be selected; headings can be gone to."""
        if self.excerpt(index.row()) is None:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
