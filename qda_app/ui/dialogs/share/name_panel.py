"""The first page of sharing: which names, and what stands in their place."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QModelIndex, QSortFilterProxyModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from qda_app.domain.errors import QdaError
from qda_app.domain.messages import counted
from qda_app.formats.names import read_names, write_names
from qda_app.services.share.candidates import Candidate
from qda_app.ui.dialogs.share.name_model import NAME, REPLACEMENT, SEEN, TIMES, VARIANTS, NameModel
from qda_app.ui.models.table import copy_cells
from qda_app.ui.saving import ask_file
from qda_app.ui.theme import MEDIUM, SMALL, tabular

KINDS = "(*.csv *.xlsx)"


class _Grid(QTableView):
    """Copies cells, and clears or removes by Delete."""

    removed = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy what is selected; Delete takes rows out."""
        if event.matches(QKeySequence.StandardKey.Copy):
            copy_cells(self.selectedIndexes())
        elif event.key() == Qt.Key.Key_Delete:
            self.removed.emit()
        else:
            super().keyPressEvent(event)


class NamePanel(QWidget):
    """The list, filled by hand, from the project or from a file; it is kept outside the project."""

    changed = Signal()
    suggestions_wanted = Signal()
    said = Signal(str, bool)  # a sentence, and whether it is a problem

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = NameModel(self)
        self.unsaved = False
        self._proxy = QSortFilterProxyModel(self)
        self._proxy.setSourceModel(self.model)
        self._proxy.setSortRole(Qt.ItemDataRole.UserRole)
        self._proxy.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._proxy.setFilterKeyColumn(-1)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(self.tr("Filter the rows"))
        self.filter.setAccessibleName(self.tr("Filter"))
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self._proxy.setFilterFixedString)
        self.grid = self._make_grid()
        self.about = QLabel(
            self.tr(
                "Write what stands in the place of each name; rows without a replacement are "
                "passed over. Keep this list apart from the copy: it is the key to it."
            )
        )
        self.about.setWordWrap(True)
        self.about.setProperty("role", "muted")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, MEDIUM, 0, 0)
        layout.setSpacing(SMALL)
        layout.addWidget(self.about)
        layout.addLayout(self._make_buttons())
        layout.addWidget(self.grid, 1)
        self.model.dataChanged.connect(lambda *_at: self._on_change())

    def _make_grid(self) -> _Grid:
        grid = _Grid()
        grid.setModel(self._proxy)
        grid.setAccessibleName(self.tr("Names"))
        grid.setTabKeyNavigation(False)
        grid.setSortingEnabled(True)
        grid.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        grid.setShowGrid(False)
        grid.setFont(tabular(grid.font()))
        grid.verticalHeader().hide()
        header, modes = grid.horizontalHeader(), QHeaderView.ResizeMode
        for column in (NAME, REPLACEMENT, VARIANTS):
            header.setSectionResizeMode(column, modes.Stretch)
        for column in (SEEN, TIMES):
            header.setSectionResizeMode(column, modes.ResizeToContents)
        grid.removed.connect(self.remove)
        return grid

    def _make_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SMALL)
        row.addWidget(self.filter, 1)
        acts: tuple[tuple[str, Callable[[], object]], ...] = (
            (self.tr("Suggest names"), self.suggestions_wanted.emit),
            (self.tr("Add"), self.add),
            (self.tr("Remove"), self.remove),
            (self.tr("Open a list…"), self._ask_open),
            (self.tr("Save the list…"), self._ask_save),
        )
        for words, act in acts:
            button = QPushButton(words)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _on, run=act: run())
            row.addWidget(button)
        return row

    def _on_change(self) -> None:
        self.unsaved = any(line.given for line in self.model.lines)
        self.changed.emit()

    # -- rows ----------------------------------------------------------------------------------

    def add(self) -> None:
        """Add a row and begin to write in it."""
        self.filter.clear()
        row = self.model.add()
        index = self._proxy.mapFromSource(self.model.index(row, NAME))
        self.grid.setCurrentIndex(index)
        self.grid.setFocus()
        self.grid.edit(index)

    def remove(self) -> None:
        """Take the chosen rows out."""
        self.model.remove({self._proxy.mapToSource(i).row() for i in self.grid.selectedIndexes()})
        self._on_change()

    def suggest(self, found: list[Candidate]) -> None:
        """Add what might be a name, and begin at the first one without a replacement."""
        added = self.model.suggest(found)
        self.said.emit(
            counted(
                "1 possible name was added. Write a replacement where it is one.",
                "{count} possible names were added. Write a replacement where it is one.",
                added,
            ),
            False,  # noqa: FBT003
        )
        self.grid.setFocus()
        self.grid.setCurrentIndex(self._first_open())

    def _first_open(self) -> QModelIndex:
        rows = range(self._proxy.rowCount())
        cells = (self._proxy.index(row, REPLACEMENT) for row in rows)
        return next((cell for cell in cells if not cell.data()), QModelIndex())

    def show_fault(self) -> str:
        """Go to the first row that cannot be used and return why; empty where all is well."""
        fault = self.model.fault()
        if fault is None:
            return ""
        self.filter.clear()
        index = self._proxy.mapFromSource(self.model.index(fault[0], REPLACEMENT))
        self.grid.setCurrentIndex(index)
        self.grid.setFocus()
        return fault[1]

    # -- files ---------------------------------------------------------------------------------

    def _ask_open(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, self.tr("Open a list of names"), "", self.tr("Tables") + f" {KINDS}"
        )
        if name:
            self.open_list(Path(name))

    def open_list(self, path: Path) -> None:
        """Show the list of a file in place of the one that is shown."""
        try:
            found = read_names(path)
        except QdaError as error:
            self.said.emit(str(error), True)  # noqa: FBT003
            return
        self.model.show_names(found.names)
        self.unsaved = False
        self.changed.emit()
        read = counted("1 name was read.", "{count} names were read.", len(found.names))
        passed = counted(
            "1 row without a replacement was passed over.",
            "{count} rows without a replacement were passed over.",
            found.ignored,
        )
        self.said.emit(f"{read} {passed}" if found.ignored else read, False)  # noqa: FBT003

    def _ask_save(self) -> None:
        kinds = [self.tr("Tables") + f" {KINDS}"]
        path = ask_file(self, self.tr("Save the list of names"), kinds)
        if path is not None:
            self.save_list(path)

    def save_list(self, path: Path) -> None:
        """Keep the list in a file."""
        try:
            write_names(path, self.model.everything())
        except QdaError as error:
            self.said.emit(str(error), True)  # noqa: FBT003
            return
        self.unsaved = False
        self.said.emit(self.tr("The list is in {0}.").format(path.name), False)  # noqa: FBT003
