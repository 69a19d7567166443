"""The sources beside the transcript: find one, see how far the coders are."""

import re

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from qda_app.domain.text import fold
from qda_app.services.project import Project
from qda_app.ui.theme import SMALL, TIGHT

KEY = Qt.ItemDataRole.UserRole


def _natural(name: str) -> list[tuple[bool, int, str]]:
    """Order names as a person would: I_2 before I_10, and I_10 before II_1."""
    parts = re.split(r"(\d+)|[\W_]+", fold(name))
    return [(p.isdigit(), int(p) if p.isdigit() else 0, p) for p in parts if p]


class SourcePanel(QWidget):
    """Lists the sources with a dot per coder: full when done, ringed when begun."""

    chosen = Signal(int)
    menu_requested = Signal(QPoint, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(self.tr("Find a source"))
        self.filter.setAccessibleName(self.tr("Find a source"))
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self._filter)
        self.list = QTreeWidget()
        self.list.setColumnCount(2)
        self.list.setHeaderHidden(True)
        self.list.setRootIsDecorated(False)
        self.list.setAccessibleName(self.tr("Sources"))
        self.list.header().setStretchLastSection(False)
        self.list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.list.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.list.currentItemChanged.connect(self._choose)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._menu)
        self.empty = QLabel(self.tr("No sources yet. Drop transcripts here, or use File › Import."))
        self.empty.setWordWrap(True)
        self.empty.setProperty("role", "muted")
        heading = QLabel(self.tr("Sources"))
        heading.setProperty("role", "heading")
        row = QHBoxLayout()
        row.addWidget(heading)
        row.addWidget(self.filter, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SMALL, SMALL, SMALL, SMALL)
        layout.setSpacing(TIGHT)
        layout.addLayout(row)
        layout.addWidget(self.empty)
        layout.addWidget(self.list, 1)

    def refresh(self, project: Project) -> None:
        """Read the sources again, keeping the one chosen."""
        read = project.read
        counts, done, coders = read.counts_by_source(), read.done(), read.coders()
        kept = self.current()
        self.list.blockSignals(True)  # noqa: FBT003
        self.list.clear()
        for source in sorted(read.sources(), key=lambda s: _natural(s.name)):
            dots, said = "", []
            for coder in coders:
                count = counts.get((source.id, coder.id), 0)
                finished = (coder.id, source.id) in done
                dots += "●" if finished else "◐" if count else "○"
                state = self.tr("done") if finished else self.tr("not done")
                said.append(self.tr("{0}: {1} codings, {2}").format(coder.name, count, state))
            item = QTreeWidgetItem([source.name, dots])
            item.setData(0, KEY, source.id)
            item.setToolTip(0, source.name)
            item.setToolTip(1, "\n".join(said))
            self.list.addTopLevelItem(item)
            if source.id == kept:
                self.list.setCurrentItem(item)
        self.list.blockSignals(False)  # noqa: FBT003
        self.empty.setVisible(self.list.topLevelItemCount() == 0)
        self._filter(self.filter.text())

    def current(self) -> int | None:
        """Return the id of the chosen source."""
        item = self.list.currentItem()
        return int(item.data(0, KEY)) if item else None

    def choose_first(self) -> None:
        """Choose the first source, if none is chosen."""
        first = self.list.topLevelItem(0)
        if self.current() is None and first is not None:
            self.list.setCurrentItem(first)

    def choose(self, source: int) -> None:
        """Choose a source as if it had been clicked."""
        for row in range(self.list.topLevelItemCount()):
            item = self.list.topLevelItem(row)
            if item is not None and item.data(0, KEY) == source:
                self.list.setCurrentItem(item)

    def _choose(self, item: QTreeWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(int(item.data(0, KEY)))

    def _filter(self, text: str) -> None:
        for row in range(self.list.topLevelItemCount()):
            item = self.list.topLevelItem(row)
            if item is not None:
                item.setHidden(fold(text) not in fold(item.text(0)))

    def _menu(self, place: QPoint) -> None:
        source = self.current()
        if source is not None:
            self.menu_requested.emit(self.list.viewport().mapToGlobal(place), source)
