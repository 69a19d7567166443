"""The page of cases: the grid above, the voices below."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from qda_app.domain.people import Case
from qda_app.services.commands import participants as commands
from qda_app.ui.desk import Desk
from qda_app.ui.dialogs.memo import ask_memo
from qda_app.ui.models.table import TableView
from qda_app.ui.theme import LARGE, SMALL
from qda_app.ui.views.cases.grid import CaseGrid, CaseModel
from qda_app.ui.views.cases.voices import Voice, suggestions, voices_of
from qda_app.ui.views.page_frame import ProjectPage


class CasesPage(ProjectPage):
    """Participants and sites with their attributes, and whose voice each speaker is."""

    name = "cases"
    kinds = frozenset({"case", "case_value", "case_link", "attribute", "source"})

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._voices: list[Voice] = []
        self.model = CaseModel(self._edit, self)
        self.grid = CaseGrid(self.model)
        self.grid.pasted.connect(self.paste)
        self.grid.cleared.connect(self.clear_cells)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(self.tr("Find a case"))
        self.filter.setAccessibleName(self.tr("Find a case"))
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self.grid.rows.look_for)
        self.empty = QLabel(
            self.tr(
                "No cases yet. Add one, paste a table from a spreadsheet (its first row names the "
                "attributes, its first column the participants), or use File › Participants."
            )
        )
        self.empty.setWordWrap(True)
        self.empty.setProperty("role", "muted")
        self.voices = TableView(self.tr("Speakers and whose voice they are"))
        self.voices.grid.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self._lay_out()

    def title(self) -> str:
        """Return the words under the icon on the rail."""
        return self.tr("Cases")

    def _buttons(self, wanted: list[tuple[str, object]]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SMALL)
        for text, run in wanted:
            button = QPushButton(text)
            button.clicked.connect(run)
            row.addWidget(button)
        return row

    def _lay_out(self) -> None:
        above = self._buttons(
            [
                (self.tr("New case…"), self.new_case),
                (self.tr("New attribute…"), self.new_attribute),
                (self.tr("Change attribute…"), self.change_attribute),
                (self.tr("Remove attribute"), self.remove_attribute),
                (self.tr("Remove cases"), self.remove_cases),
                (self.tr("Memo…"), self.write_memo),
            ]
        )
        above.addWidget(self.filter, 1)
        below = self._buttons(
            [
                (self.tr("Tie to the chosen case"), self.tie),
                (self.tr("Untie"), self.untie),
                (self.tr("Tie by name"), self.tie_by_name),
            ]
        )
        below.addStretch(1)
        heading = QLabel(self.tr("Voices"))
        heading.setProperty("role", "heading")
        top, bottom = QWidget(), QWidget()
        for widget, parts in ((top, (self.empty, self.grid)), (bottom, (heading, self.voices))):
            column = QVBoxLayout(widget)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(SMALL)
            for part in parts:
                column.addWidget(part, int(part is parts[1]))
        bottom_column = bottom.layout()
        assert isinstance(bottom_column, QVBoxLayout)  # noqa: S101
        bottom_column.addLayout(below)
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.addWidget(top)
        splitter.addWidget(bottom)
        splitter.setSizes([380, 240])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(LARGE, LARGE, LARGE, LARGE)
        layout.setSpacing(SMALL)
        layout.addLayout(above)
        layout.addWidget(splitter, 1)

    # -- reading -------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read cases and voices again, keeping the cell that is chosen."""
        read = self.project.read
        index = self.grid.rows.mapToSource(self.grid.currentIndex())
        kept = (self._case_name(index.row()), index.column()) if index.isValid() else None
        sources = {source.id: source.name for source in read.sources()}
        first = self.model.rowCount() == 0
        self.model.show_cases(read.cases(), read.attributes(), sources)
        if first:
            self.grid.resizeColumnsToContents()
        self._restore(kept)
        self.empty.setVisible(not self.model.cases)
        self._voices = voices_of(read)
        interviewer, whole = self.tr("interviewer"), self.tr("(whole source)")
        rows = [
            (v.source_name, v.speaker or whole, v.turns, interviewer if v.interviewer else v.case)
            for v in self._voices
        ]
        header = (self.tr("Source"), self.tr("Speaker"), self.tr("Turns"), self.tr("Case"))
        self.voices.show_rows(header, rows)

    def _case_name(self, row: int) -> str:
        return self.model.cases[row].name if row < len(self.model.cases) else ""

    def _restore(self, kept: tuple[str, int] | None) -> None:
        names = [case.name for case in self.model.cases]
        if kept is not None and kept[0] in names:
            index = self.model.index(names.index(kept[0]), kept[1])
            self.grid.setCurrentIndex(self.grid.rows.mapFromSource(index))

    def chosen(self) -> list[Case]:
        """Return the cases with a selected cell, in the order shown."""
        rows = sorted({index.row() for index in self.grid.selectedIndexes()})
        found = [self.grid.rows.mapToSource(self.grid.rows.index(row, 0)).row() for row in rows]
        return [self.model.cases[row] for row in found]

    def _attribute(self) -> tuple[str, str] | None:
        column = self.grid.currentIndex().column()
        if 0 < column <= len(self.model.attributes):
            return self.model.attributes[column - 1]
        self.desk.refused.emit(self.tr("Choose a cell in the attribute's column first."))
        return None

    # -- cases and attributes ------------------------------------------------------------------

    def _edit(self, case: Case, column: int, text: str) -> None:
        if column == 0:
            self.desk.run(commands.RenameCase(case.id, text))
        else:
            attribute = self.model.attributes[column - 1][0]
            self.desk.run(commands.SetCaseValues({case.name: {attribute: text}}, {}))

    def new_case(self) -> None:
        """Ask for a name and add a case."""
        name, accepted = QInputDialog.getText(self, self.tr("New case"), self.tr("Name"))
        if accepted:
            self.desk.run(commands.AddCase(name))

    def _ask_kind(self, title: str, now: str = "text") -> str | None:
        kinds = self.model.kinds()
        names = list(kinds.values())
        at = list(kinds).index(now)
        words, accepted = QInputDialog.getItem(self, title, self.tr("Kind"), names, at, False)  # noqa: FBT003
        return list(kinds)[names.index(words)] if accepted else None

    def new_attribute(self) -> None:
        """Ask for name and kind and add an attribute."""
        title = self.tr("New attribute")
        name, accepted = QInputDialog.getText(self, title, self.tr("Name"))
        kind = self._ask_kind(title) if accepted else None
        if kind is not None:
            self.desk.run(commands.AddAttribute(name, kind))

    def change_attribute(self) -> None:
        """Ask for another name and kind of the attribute in the chosen column."""
        found = self._attribute()
        if found is None:
            return
        title = self.tr("Change the attribute “{0}”").format(found[0])
        name, accepted = QInputDialog.getText(self, title, self.tr("Name"), text=found[0])
        kind = self._ask_kind(title, found[1]) if accepted else None
        if kind is not None:
            self.desk.run(commands.ChangeAttribute(found[0], name, kind))

    def remove_attribute(self) -> None:
        """Remove the attribute in the chosen column; undo brings it back."""
        found = self._attribute()
        if found is not None:
            self.desk.run(commands.RemoveAttribute(found[0]))

    def remove_cases(self) -> None:
        """Remove the chosen cases; undo brings them back."""
        cases = self.chosen()
        if cases:
            self.desk.run(commands.RemoveCases([case.id for case in cases]))
        else:
            self.desk.refused.emit(self.tr("Choose cases in the grid first."))

    def write_memo(self) -> None:
        """Ask for the memo on the chosen case."""
        cases = self.chosen()
        if len(cases) != 1:
            self.desk.refused.emit(self.tr("Choose one case in the grid first."))
            return
        title, case = self.tr("Memo on the case"), cases[0]
        ask_memo(self.desk, case.guid, "case", title, case.name, self)

    def clear_cells(self) -> None:
        """Empty the selected attribute cells in one step."""
        cells: dict[str, dict[str, str]] = {}
        for index in self.grid.selectedIndexes():
            source = self.grid.rows.mapToSource(index)
            if 0 < source.column() <= len(self.model.attributes) and index.data():
                attribute = self.model.attributes[source.column() - 1][0]
                cells.setdefault(self._case_name(source.row()), {})[attribute] = ""
        if cells:
            self.desk.run(commands.SetCaseValues(cells, {}))

    def paste(self, rows: list[list[str]]) -> None:
        """Take a block of cells from a spreadsheet in one step.

        A block whose first row names this grid's first column or known attributes, or any block
        pasted into an empty grid, is a table with a header; another fills the cells from the
        chosen one on.
        """
        if not rows:
            self.desk.refused.emit(self.tr("There is nothing to paste. Copy cells first."))
            return
        if self._has_header(rows[0]):
            self._paste_table(rows)
        else:
            self._paste_block(rows)

    def _has_header(self, row: list[str]) -> bool:
        if not self.model.cases:
            return True
        known = {name.casefold() for name, _kind in self.model.attributes}
        named = (self.tr("Case"), self.tr("Participant"))
        first = {"case", "participant", *(name.casefold() for name in named)}
        return row[0].casefold() in first or (
            len(row) > 1 and all(cell.casefold() in known for cell in row[1:])
        )

    def _paste_table(self, rows: list[list[str]]) -> None:
        from qda_app.formats.tables import infer_kind

        known = {name.casefold(): name for name, _kind in self.model.attributes}
        header = [known.get(cell.casefold(), cell) for cell in rows[0]]
        body = [row + [""] * (len(header) - len(row)) for row in rows[1:] if row[0]]
        columns = [c for c in range(1, len(header)) if header[c]]
        cells = {row[0]: {header[c]: row[c] for c in columns} for row in body}
        kinds = {header[c]: infer_kind([row[c] for row in body]) for c in columns}
        self.desk.run(commands.SetCaseValues(cells, kinds))

    def _paste_block(self, rows: list[list[str]]) -> None:
        at = self.grid.currentIndex()
        if not at.isValid() or at.column() == 0:
            self.desk.refused.emit(
                self.tr("Choose the attribute cell at which the pasted cells are to begin.")
            )
            return
        cells: dict[str, dict[str, str]] = {}
        for down, row in enumerate(rows):
            index = self.grid.rows.mapToSource(self.grid.rows.index(at.row() + down, 0))
            for right, text in enumerate(row):
                column = at.column() + right
                if index.isValid() and column <= len(self.model.attributes):
                    attribute = self.model.attributes[column - 1][0]
                    cells.setdefault(self._case_name(index.row()), {})[attribute] = text
        self.desk.run(commands.SetCaseValues(cells, {}))

    # -- voices --------------------------------------------------------------------------------

    def chosen_voices(self) -> list[Voice]:
        """Return the voices chosen in the lower table."""
        return [self._voices[row] for row in self.voices.chosen_rows()]

    def _tie(self, voices: list[Voice], case: int | None) -> None:
        self.desk.run(commands.TieVoices([(v.source, v.speaker) for v in voices], case))

    def tie(self) -> None:
        """Tie the chosen voices to the chosen case."""
        cases, voices = self.chosen(), self.chosen_voices()
        if len(cases) != 1 or not voices:
            self.desk.refused.emit(
                self.tr("Choose one case above and one or more speakers below, then tie them.")
            )
            return
        self._tie(voices, cases[0].id)

    def untie(self) -> None:
        """Untie the chosen voices."""
        voices = self.chosen_voices()
        if voices:
            self._tie(voices, None)
        else:
            self.desk.refused.emit(self.tr("Choose speakers in the lower table first."))

    def tie_by_name(self) -> None:
        """Tie what is tied to nobody to the case that has the source's name."""
        found = suggestions(self._voices, [case.name for case in self.model.cases])
        if not found:
            self.desk.refused.emit(
                self.tr("No source that is still untied has the name of a case.")
            )
            return
        ids = {case.name: case.id for case in self.model.cases}
        groups: dict[int, list[tuple[int, str]]] = {}
        for voice, name in found:
            groups.setdefault(ids[name], []).append((voice.source, voice.speaker))
        self.desk.run(commands.TieMany(groups))
