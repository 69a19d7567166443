"""What is replaced in the transcripts, one row a hit; what is unticked stays as it is."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from qda_app.services.share.plan import Found, Place, on_line
from qda_app.ui.models.table import TableModel, TableView
from qda_app.ui.theme import MEDIUM, SMALL

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
WIDEST = 200  # pixels of a name, what it becomes, and the source
WORDS, BECOMES, SOURCE, BEFORE, AFTER = range(5)


class HitModel(TableModel):
    """Rows with a box in the first column; `kept` are the places of those that are unticked."""

    ticked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._places: Sequence[Place] = ()
        self.kept: set[Place] = set()

    def show_hits(self, header: Sequence[str], hits: Sequence[Found]) -> None:
        """Show other hits; what was unticked before stays so."""
        self._places = [hit.place for hit in hits]
        self.kept &= set(self._places)
        rows = [[on_line(h.words), h.replacement, h.name, h.before, h.after] for h in hits]
        self.show_rows(header, rows)

    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        """Return a cell, the box, or the whole passage for the tool tip."""
        if role == Role.CheckStateRole:
            if index.column() != WORDS:
                return None
            kept = self._places[index.row()] in self.kept
            return Qt.CheckState.Unchecked if kept else Qt.CheckState.Checked
        if role == Role.ToolTipRole:
            row = self._rows[index.row()]
            return f"{row[BEFORE]}{row[WORDS]}{row[AFTER]}"
        if role == Role.TextAlignmentRole and index.column() == BEFORE:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return super().data(index, role)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let the box be ticked."""
        flag = Qt.ItemFlag
        base = flag.ItemIsEnabled | flag.ItemIsSelectable
        return base | flag.ItemIsUserCheckable if index.column() == WORDS else base

    def setData(self, index: Index, value: object, role: int = Role.EditRole) -> bool:
        """Take the box."""
        if role != Role.CheckStateRole:
            return False
        state = value if isinstance(value, Qt.CheckState) else Qt.CheckState(value)
        self.tick([index.row()], replaced=state == Qt.CheckState.Checked)
        return True

    def tick(self, rows: Iterable[int], *, replaced: bool) -> None:
        """Tick or untick rows."""
        places = {self._places[row] for row in rows}
        self.kept = self.kept - places if replaced else self.kept | places
        self.dataChanged.emit(self.index(0, WORDS), self.index(self.rowCount() - 1, WORDS))
        self.ticked.emit()


class _NearestWords(QStyledItemDelegate):
    """Shows of what stands before a name the end, where the room is short."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        option.textElideMode = Qt.TextElideMode.ElideLeft


class HitTable(TableView):
    """The hits, sortable, filterable, copyable, with two buttons for many at once."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.grid.setAccessibleName(self.tr("Names in the transcripts"))
        self.hits = HitModel(self)
        self.model = self.hits
        self._proxy.setSourceModel(self.hits)
        self.grid.setWordWrap(False)
        self.grid.setItemDelegateForColumn(BEFORE, _NearestWords(self.grid))
        row = QHBoxLayout()
        row.setSpacing(SMALL)
        for words, replaced in ((self.tr("Replace the chosen"), True),
                                (self.tr("Keep the chosen"), False)):  # fmt: skip
            button = QPushButton(words)
            button.setAutoDefault(False)
            button.clicked.connect(
                lambda _on, on=replaced: self.hits.tick(self.chosen_rows(), replaced=on)
            )
            row.addWidget(button)
        row.insertWidget(0, self.filter, 1)
        self.column.setContentsMargins(0, MEDIUM, 0, 0)
        self.column.insertLayout(0, row)

    def show_hits(self, hits: Sequence[Found]) -> None:
        """Show other hits."""
        header = [
            self.tr("Name"), self.tr("Becomes"), self.tr("Source"), self.tr("Before"),
            self.tr("After"),
        ]  # fmt: skip
        self.grid.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        self.hits.show_hits(header, hits)
        self.grid.resizeColumnsToContents()
        self.cap_columns(WIDEST)
        columns = self.grid.horizontalHeader()
        for column in (BEFORE, AFTER):
            columns.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
