"""Search the project as one types; results with their context; code what was found."""

from typing import ClassVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from qda_app.domain.amounts import found_words
from qda_app.services.project import Changed
from qda_app.services.searching import Hit, NoteHit, ProjectResult, search_project
from qda_app.services.shelf import Shelf
from qda_app.ui.desk import Behind, Desk
from qda_app.ui.icons import dress
from qda_app.ui.theme import LARGE, MEDIUM, SMALL
from qda_app.ui.views.page_frame import ProjectPage
from qda_app.ui.views.search.coding_panel import CodingPanel
from qda_app.ui.views.search.empty import EmptyState
from qda_app.ui.views.search.hit_list import HitList
from qda_app.ui.views.search.lane import Lane, Progress
from qda_app.ui.views.search.scope_choice import ScopeChoice

REST = 90  # milliseconds without a key before what was typed is searched
PATIENCE = 250  # milliseconds before a search that goes on shows its progress
TEXTS = frozenset({"source", "case", "case_link", "case_value", "attribute"})


class SearchField(QLineEdit):
    """A field from which the arrow down and Enter lead to the results, and Escape ends a search."""

    down = Signal()
    escaped = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Lead on to the results."""
        if event.key() == Qt.Key.Key_Down:
            self.down.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)


class FinderPane(ProjectPage):
    """The field, its options, the results, and the panel that codes them."""

    name = "search"
    kinds: ClassVar[frozenset[str]] = TEXTS

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._shelf: Shelf | None = None
        self._lane = Lane(self)
        self._rest = QTimer(self, singleShot=True, interval=REST)
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE)
        self.field = SearchField()
        self.accents = QCheckBox(self.tr("Ignore accents and case"))
        self.whole = QCheckBox(self.tr("Whole words"))
        self.forms = QCheckBox(self.tr("Word forms"))
        self.scope = ScopeChoice(desk.theme)
        self.summary = QLabel()
        self.code_button = QPushButton(self.tr("Code the hits…"))
        self.progress = QProgressBar()
        self.list = HitList(desk.theme, self.tr("Results"))
        self.empty = EmptyState()
        self.panel = CodingPanel(desk)
        self._lay_out()
        self._connect()
        self._say_what_is_here()

    def _lay_out(self) -> None:
        self.field.setPlaceholderText(self.tr("Search transcripts, memos and nodes"))
        self.field.setAccessibleName(self.tr("Search the project"))
        self.field.setClearButtonEnabled(True)
        self.accents.setChecked(True)
        self.forms.setToolTip(
            self.tr("Also find other forms: “cambiar” finds “cambió”, “child” finds “children”")
        )
        self.code_button.setCheckable(True)
        dress(self.code_button, "code", self.desk.theme)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(self.tr("Searching"))
        self.progress.hide()
        options = QHBoxLayout()
        options.setSpacing(LARGE)
        for box in (self.accents, self.whole, self.forms, self.scope):
            options.addWidget(box)
        options.addStretch(1)
        line = QHBoxLayout()
        line.addWidget(self.summary, 1)
        line.addWidget(self.code_button)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.empty)
        self.stack.addWidget(self.list)
        self.panel.hide()
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.addWidget(self.stack)
        self.splitter.addWidget(self.panel)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setCollapsible(0, False)  # noqa: FBT003
        column = QVBoxLayout(self)
        column.setContentsMargins(LARGE, MEDIUM, LARGE, MEDIUM)
        column.setSpacing(SMALL)
        column.addWidget(self.field)
        column.addLayout(options)
        column.addLayout(line)
        column.addWidget(self.progress)
        column.addWidget(self.splitter, 1)

    def _connect(self) -> None:
        self.field.textChanged.connect(lambda _text: self._rest.start())
        self.field.returnPressed.connect(self._on_enter)
        self.field.down.connect(self._to_results)
        self.field.escaped.connect(self._on_escape)
        self._rest.timeout.connect(self.search)
        self._patience.timeout.connect(self.progress.show)
        for box in (self.accents, self.whole, self.forms):
            box.toggled.connect(lambda _on: self.search())
        self.scope.changed.connect(self.search)
        self._lane.busy.connect(self._on_busy)
        self._lane.progressed.connect(self._on_progress)
        self._lane.failed.connect(self.desk.refused)
        self.list.hit_activated.connect(self.go_to)
        self.list.hits.dataChanged.connect(lambda *_: self.panel.preview())
        self.code_button.toggled.connect(self._on_coding)
        self.panel.closed.connect(lambda: self.code_button.setChecked(False))
        self.panel.done.connect(lambda: self.code_button.setChecked(False))
        self.empty.forms.clicked.connect(lambda: self.forms.setChecked(True))
        self.empty.accents.clicked.connect(lambda: self.accents.setChecked(True))
        self.empty.whole.clicked.connect(lambda: self.whole.setChecked(False))

    def refresh(self) -> None:
        """Take the texts and cases as they are now and search again."""
        self._lane.stop()
        self._shelf = Shelf(self.project.read)
        self.scope.cases.show_cases(self.project.read)
        if self.panel.isVisible():
            self.panel.follow(self.list.hits.ticked, self._shelf)
        self.search()

    def on_changed(self, change: Changed) -> None:
        """Search again where texts changed; keep the preview right where codings or nodes did."""
        super().on_changed(change)
        if self.panel.isVisible() and self._shelf is not None:
            if "node" in change.kinds:
                self.panel.node.show_tree(self.project.read.tree())
            if change.kinds & {"coding", "node"}:
                self.panel.preview()

    def look_for(self, text: str) -> None:
        """Search for a text at once."""
        self.field.setText(text)
        self._rest.stop()
        self.freshen()
        self.search()

    def search(self) -> None:
        """Search what is typed, beside the desktop's work."""
        shelf, query = self._shelf, self.field.text()
        if shelf is None:
            return
        if not query:
            self._lane.cancel()
            self._say_what_is_here()
            return
        choices = {
            "fold_case": self.accents.isChecked(),
            "whole_words": self.whole.isChecked(),
            "word_forms": self.forms.isChecked(),
        }
        where = dict(self.scope.cases.where)
        participants = self.scope.participants.isChecked()

        def work(progress: Progress) -> ProjectResult:
            return search_project(
                shelf.read, query, **choices, where=where, participants_only=participants,
                shelf=shelf, progress=progress,
            )  # fmt: skip

        self._lane.start(work, lambda found: self.show_result(query, found))

    def show_result(self, query: str, found: ProjectResult) -> None:
        """Show what a search found."""
        self.list.hits.show_result(found, (self.tr("Memos"), self.tr("Nodes")))
        self.list.scrollToTop()
        self.list.choose_first()
        self.summary.setText(self._told(found))
        self.code_button.setEnabled(bool(found.sources.hits))
        if self.list.hits.rows:
            self.stack.setCurrentWidget(self.list)
        else:
            self.empty.say_nothing_found(
                query,
                accents=not self.accents.isChecked(),
                forms=not self.forms.isChecked(),
                whole=self.whole.isChecked(),
            )
            self.stack.setCurrentWidget(self.empty)
        self.panel.preview()

    def _told(self, found: ProjectResult) -> str:
        """Say how much was found, and where."""
        hits, number = found.sources, self.locale().toString
        parts = [found_words(hits.total, hits.sources, hits.searched)]
        if len(hits.hits) < hits.total:
            parts.append(self.tr("the first {0} are shown").format(number(len(hits.hits))))
        if found.memos:
            parts.append(self.tr("{0} in memos").format(number(len(found.memos))))
        if found.nodes:
            parts.append(self.tr("{0} in nodes").format(number(len(found.nodes))))
        return " · ".join(parts)

    def _say_what_is_here(self) -> None:
        self.list.hits.show_hits([])
        self.summary.setText("")
        self.code_button.setChecked(False)
        self.code_button.setEnabled(False)
        self.empty.say_what_is_here()
        self.stack.setCurrentWidget(self.empty)

    def go_to(self, hit: Hit | NoteHit) -> None:
        """Show a hit where it stands; a node by its excerpts, a memo among the memos."""
        if isinstance(hit, Hit):
            self.desk.go_to(hit.source, hit.span)
        elif hit.kind == "node":
            self.desk.show_excerpts(Behind(hit.title, nodes=frozenset({int(hit.key)})))
        else:
            self.desk.page_requested.emit("memos")

    def _on_enter(self) -> None:
        if self._rest.isActive() or self._lane.running():
            self._rest.stop()
            self.search()
        else:
            self._to_results()

    def _to_results(self) -> None:
        if self.list.hits.rows:
            self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _on_escape(self) -> None:
        if self._lane.running():
            self._lane.cancel()
            self.summary.setText(self.tr("Stopped before the end."))
        else:
            self.field.clear()

    def _on_busy(self, busy: bool) -> None:
        if busy:
            self.progress.setRange(0, 0)
            self._patience.start()
        else:
            self._patience.stop()
            self.progress.hide()

    def _on_progress(self, done: int, of: int) -> None:
        self.progress.setRange(0, of)
        self.progress.setValue(done)

    def _on_coding(self, on: bool) -> None:
        self.panel.setVisible(on)
        self.code_button.setVisible(not on)
        self.list.hits.set_ticking(on)
        if on and self._shelf is not None:
            self.splitter.setSizes([self.width() - 360, 360])
            self.panel.follow(self.list.hits.ticked, self._shelf)
            self.panel.spread.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """Put the hand where one types."""
        super().showEvent(event)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def stop(self) -> None:
        """Search nothing any more."""
        self._rest.stop()
        self._lane.stop()
        self.panel.stop()
        self._shelf = None
