"""Word frequencies: a table that can be sorted, filtered, copied and exported."""

from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from qda_app.domain.amounts import words_words
from qda_app.domain.errors import QdaError
from qda_app.domain.messages import counted
from qda_app.formats.tables import write_report_csv, write_xlsx
from qda_app.services.shelf import Scope, Shelf
from qda_app.services.word_tables import (
    WordChoices,
    WordTable,
    keep_stop_words,
    project_stop_words,
    sheet,
    word_table,
)
from qda_app.ui.desk import Desk
from qda_app.ui.icons import dress
from qda_app.ui.models.table import TableView
from qda_app.ui.number_boxes import number_box
from qda_app.ui.saving import ask_file
from qda_app.ui.theme import LARGE, MEDIUM, SMALL
from qda_app.ui.views.page_frame import ProjectPage
from qda_app.ui.views.search.finder import TEXTS
from qda_app.ui.views.search.lane import Lane, Progress
from qda_app.ui.views.search.node_choice import NodeChoice
from qda_app.ui.views.search.scope_choice import ScopeChoice
from qda_app.ui.views.search.stop_dialog import StopWordsDialog


class WordsPage(ProjectPage):
    """Counts the words of all text, of participants, of cases, or of what is coded at a node."""

    name = "words"
    kinds: ClassVar[frozenset[str]] = TEXTS | {"setting", "coding", "node"}
    context_requested = Signal(str, object)  # a word, and the choices it was counted with

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._lane = Lane(self)
        self._rest = QTimer(self, singleShot=True, interval=150)
        self._rest.timeout.connect(self.count)
        self._shelf: Shelf | None = None
        self._table: WordTable | None = None
        self.lemmas = QCheckBox(self.tr("Put word forms together"))
        self.leave_out = QCheckBox(self.tr("Leave out stop words"))
        self.edit = QPushButton(self.tr("Stop words…"))
        self.shortest = number_box()
        self.scope = ScopeChoice(desk.theme)
        self.by = QComboBox()
        self.node = NodeChoice(desk.theme, self.tr("All text"))
        self.all_text = QPushButton(self.tr("All text"))
        self.table = TableView(self.tr("Word frequencies"))
        self.caption = QLabel()
        self.context = QPushButton(self.tr("In context"))
        self.omit = QPushButton(self.tr("Leave this word out"))
        self.export = QPushButton(self.tr("Export…"))
        self._set_up()
        self._lay_out()
        self._connect()

    def title(self) -> str:
        """Return the words under the icon on the rail."""
        return self.tr("Words")

    def _set_up(self) -> None:
        self.lemmas.setChecked(True)
        self.leave_out.setChecked(True)
        self.scope.participants.setChecked(True)
        self.shortest.setRange(1, 30)
        self.shortest.setValue(2)
        self.shortest.setPrefix(self.tr("from "))
        self.shortest.setSuffix(self.tr(" letters"))
        self.shortest.setAccessibleName(self.tr("Fewest letters of a word"))
        self.by.setAccessibleName(self.tr("Columns by attribute"))
        self.caption.setWordWrap(True)
        self.caption.setProperty("role", "muted")
        self.all_text.setProperty("link", True)  # noqa: FBT003
        self.all_text.hide()
        self.node.setAccessibleName(self.tr("Text coded at a node"))
        dress(self.export, "export", self.desk.theme)

    def _lay_out(self) -> None:
        first, second, last = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        for row, widgets in (
            (first, (self.lemmas, self.leave_out, self.edit, self.shortest)),
            (second, (self.scope, QLabel(self.tr("Text")), self.node, self.all_text,
                      QLabel(self.tr("Columns")), self.by)),
            (last, (self.context, self.omit)),
        ):  # fmt: skip
            row.setSpacing(MEDIUM)
            for widget in widgets:
                row.addWidget(widget)
            row.addStretch(1)
        last.addWidget(self.export)
        column = QVBoxLayout(self)
        column.setContentsMargins(LARGE, MEDIUM, LARGE, MEDIUM)
        column.setSpacing(SMALL)
        column.addLayout(first)
        column.addLayout(second)
        column.addWidget(self.table, 1)
        column.addWidget(self.caption)
        column.addLayout(last)

    def _connect(self) -> None:
        for box in (self.lemmas, self.leave_out):
            box.toggled.connect(lambda _on: self.count())
        self.shortest.valueChanged.connect(lambda _value: self._rest.start())
        self.scope.changed.connect(self.count)
        self.by.currentIndexChanged.connect(lambda _index: self.count())
        self.node.chosen.connect(self._on_node)
        self.all_text.clicked.connect(lambda: self.node.choose(None))
        self.edit.clicked.connect(self.edit_stop_words)
        self.context.clicked.connect(self.show_context)
        self.omit.clicked.connect(self.leave_word_out)
        self.export.clicked.connect(self._ask_export)
        self.table.grid.doubleClicked.connect(lambda _index: self.show_context())
        self.table.grid.selectionModel().selectionChanged.connect(lambda *_: self._enable())
        self._lane.failed.connect(self.desk.refused)
        self._enable()

    def refresh(self) -> None:
        """Take texts, nodes and attributes as they are now and count again."""
        self._lane.stop()
        read = self.project.read
        self._shelf = Shelf(read)
        self.scope.cases.show_cases(read)
        self.node.show_tree(read.tree())
        kept = self.by.currentData()
        self.by.blockSignals(True)  # noqa: FBT003
        self.by.clear()
        self.by.addItem(self.tr("None"), "")
        for name, _kind in read.attributes():
            self.by.addItem(name, name)
        self.by.setCurrentIndex(max(0, self.by.findData(kept)))
        self.by.blockSignals(False)  # noqa: FBT003
        self.count()

    def choices(self) -> WordChoices:
        """Return what is to be counted."""
        node = self.node.node
        below = self.project.read.tree().descendants(node) if node is not None else None
        scope = Scope(
            participants_only=self.scope.participants.isChecked(),
            where=dict(self.scope.cases.where),
            nodes=frozenset(below) if below is not None else None,
        )
        return WordChoices(
            scope,
            self.lemmas.isChecked(),
            self.leave_out.isChecked(),
            self.shortest.value(),
            self.by.currentData() or "",
        )

    def count(self) -> None:
        """Count beside the desktop's work."""
        shelf = self._shelf
        if shelf is None:
            return
        choices = self.choices()

        def work(progress: Progress) -> WordTable:
            return word_table(shelf.read, choices, shelf=shelf, progress=progress)

        self.caption.setText(self.tr("Counting…"))
        self._lane.start(work, self.show_table)

    def show_table(self, table: WordTable) -> None:
        """Show a table, its share in percent."""
        self._table = table
        header = [
            self.tr("Word"), self.tr("Count"), self.tr("Share (%)"), self.tr("Sources"),
            self.tr("Cases"), *(value or self.tr("(no value)") for value in table.columns),
        ]  # fmt: skip
        forms = table.choices.lemmas
        rows = [
            [row.word, row.count, 100 * row.share, row.sources, row.cases, *row.columns]
            + ([", ".join(f"{form} {count}" for form, count in row.forms)] if forms else [])
            for row in table.rows
        ]
        self.table.show_rows([*header, self.tr("Forms")] if forms else header, rows)
        self.caption.setText(self._told(table))
        self.table.grid.setCurrentIndex(self.table.grid.model().index(0, 0))
        self._enable()

    def _told(self, table: WordTable) -> str:
        if not table.total:
            return self.tr("There are no words here. Choose other cases, nodes or text.")
        return counted(
            "1 row of {total} in all; shares are of all words, stop words included.",
            "{count} rows of {total} in all; shares are of all words, stop words included.",
            len(table.rows),
            total=words_words(table.total),
        )

    def word(self) -> str:
        """Return the word in the current row."""
        index = self.table.grid.currentIndex()
        return str(index.siblingAtColumn(0).data()) if index.isValid() else ""

    def _enable(self) -> None:
        chosen = bool(self.word())
        self.context.setEnabled(chosen)
        self.omit.setEnabled(chosen and self.leave_out.isChecked())
        self.export.setEnabled(self._table is not None and bool(self._table.rows))

    def _on_node(self) -> None:
        if self.node.new_name:  # nothing can be coded at a node that is not there yet
            self.node.choose(None)
            return
        self.all_text.setVisible(self.node.node is not None)
        self.count()

    def show_context(self) -> None:
        """Show the chosen word in its context."""
        if self.word() and self._table is not None:
            self.context_requested.emit(self.word(), self._table.choices)

    def leave_word_out(self) -> None:
        """Make the chosen word a stop word of this project."""
        word = self.word()
        if word:
            self._keep(self._effective() | {word})

    def _shipped(self) -> frozenset[str]:
        languages = {source.language for source in self.project.read.sources()}
        empty = type(project_stop_words(self.project.read))()
        return frozenset().union(*(empty.of(language) for language in languages))

    def _effective(self) -> frozenset[str]:
        own = project_stop_words(self.project.read)
        return (self._shipped() | own.added) - own.kept

    def _keep(self, words: frozenset[str]) -> None:
        self.desk.run(keep_stop_words(words, shipped=self._shipped()))

    def edit_stop_words(self) -> None:
        """Let the list of stop words be edited."""
        dialog = StopWordsDialog(self._effective(), self._shipped(), self)
        if dialog.exec() == StopWordsDialog.DialogCode.Accepted:
            self._keep(dialog.words())

    def _ask_export(self) -> None:
        kinds = self.tr("Workbook (*.xlsx);;Table (*.csv)").split(";;")
        path = ask_file(self, self.tr("Export"), kinds)
        if path is not None:
            self.export_to(path)

    def export_to(self, path: Path) -> None:
        """Write the table to a workbook or a csv file."""
        if self._table is None:
            return
        header, rows = sheet(self._table)
        try:
            if path.suffix.lower() == ".csv":
                write_report_csv(path, header, rows)
            else:
                write_xlsx(path, {self.tr("Words"): (header, rows)})
        except QdaError as error:
            self.desk.refused.emit(str(error))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Show the context with Enter, leave a word out with Delete."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.show_context()
        elif event.key() == Qt.Key.Key_Delete and self.omit.isEnabled():
            self.leave_word_out()
        else:
            super().keyPressEvent(event)

    def stop(self) -> None:
        """Count nothing any more."""
        self._rest.stop()
        self._lane.stop()
        self._shelf = None
