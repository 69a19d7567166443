"""What a study holds, before and after it comes in: how much of each kind, and what beside it."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLabel,
    QSplitter,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from qda_app.domain.exchange import Study
from qda_app.domain.joining import Joining
from qda_app.services.exchange.overview import listing
from qda_app.ui.models.table import TableView
from qda_app.ui.theme import SMALL, WIDE

WIDEST = 280  # pixels of one column
MOST = 1_000  # things that are listed
_JOINED = {"coders": "user", "nodes": "node", "sources": "source", "cases": "case",
           "memos": "memo", "relations": "relation", "queries": "query"}  # fmt: skip


class _Path(QStyledItemDelegate):
    """Shows a path with its last name whole."""

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Cut what does not fit at the left."""
        super().initStyleOption(option, index)
        option.textElideMode = Qt.TextElideMode.ElideLeft


class ExchangeContents(QWidget):
    """On the left how much there is of each kind, on the right the things of the kind chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._study, self._joining = Study(""), Joining()
        self._names: list[str] = []
        self._kind = "nodes"
        self.kinds = TableView(self.tr("Contents"))
        self.kinds.filter.hide()
        grid = self.kinds.grid
        grid.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        grid.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        grid.selectionModel().currentRowChanged.connect(lambda *_: self._choose())
        self.items = TableView(self.tr("What there is of the kind chosen"))
        self.items.grid.setWordWrap(False)
        self._path, self._plain = _Path(self), QStyledItemDelegate(self)
        self.more = QLabel()
        self.more.setProperty("role", "muted")
        self.items.column.addWidget(self.more)
        self.items.column.setContentsMargins(SMALL, 0, 0, 0)
        self.kinds.column.setContentsMargins(0, 0, SMALL, 0)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(self.kinds)
        self.split.addWidget(self.items)
        self.split.setStretchFactor(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, SMALL, 0, 0)
        layout.addWidget(self.split)

    def show_study(self, counts: dict[str, int], study: Study, joining: Joining | None) -> None:
        """Show another study, and what of it the open project has if it goes there."""
        self._study, self._joining = study, joining or Joining()
        self._names, kind = list(counts), self._kind
        words, there = self._words(), self._joining.counts()
        header = [self.tr("Contents"), self.tr("Count")]
        header += [self.tr("There already")] if there else []
        rows = [
            (words[name], number, *([there.get(name)] if there else []))
            for name, number in counts.items()
        ]
        self.kinds.grid.horizontalHeader().setStretchLastSection(False)
        self.kinds.show_rows(header, rows)
        needed = self.kinds.grid.horizontalHeader().length() + WIDE
        self.kinds.grid.horizontalHeader().setStretchLastSection(True)
        self.kinds.choose_row(self._names.index(kind))
        self.split.setSizes([needed, max(self.width() - needed, needed)])
        self._show_items()

    def _choose(self) -> None:
        row = self.kinds.current_row()
        if row is not None and self._names[row] != self._kind:
            self._kind = self._names[row]
            self._show_items()

    def _show_items(self) -> None:
        """List what there is of the kind, the first of it where that is much."""
        found = listing(self._study, self._kind)
        header, rows = found.header, found.rows[:MOST]
        known = self._known()
        if known:
            yes, guids = self.tr("yes"), found.guids
            header = [header[0], self.tr("There already"), *header[1:]]
            rows = [
                (cells[0], yes if guid in known else "", *cells[1:])
                for cells, guid in zip(rows, guids, strict=False)
            ]
        paths = {"nodes": {0}, "relations": {0, len(header) - 1}}.get(self._kind, set())
        for column in range(len(header)):
            delegate = self._path if column in paths else self._plain
            self.items.grid.setItemDelegateForColumn(column, delegate)
        self.items.show_rows(header, rows)
        self.items.cap_columns(WIDEST)
        count = len(found.rows)
        self.more.setVisible(count > MOST)
        self.more.setText(self.tr("The first {0} of {1}").format(f"{MOST:,}", f"{count:,}"))

    def _known(self) -> set[str]:
        """Return the GUIDs of what the project has of the kind that is shown."""
        if self._kind == "codings":
            return set(self._joining.codings)
        wanted = _JOINED.get(self._kind)
        return {guid for kind, guid in self._joining.ids if kind == wanted}

    def _words(self) -> dict[str, str]:
        return {
            "coders": self.tr("Coders"),
            "nodes": self.tr("Nodes"),
            "sources": self.tr("Sources"),
            "codings": self.tr("Codings"),
            "cases": self.tr("Participants"),
            "attributes": self.tr("Attributes"),
            "memos": self.tr("Memos"),
            "relations": self.tr("Relations"),
            "queries": self.tr("Saved queries"),
        }
