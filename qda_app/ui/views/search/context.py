"""A word in its context: one line an occurrence, in order of the words around it."""

from typing import Any, ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from qda_app.domain.amounts import in_sources
from qda_app.domain.messages import counted
from qda_app.services.searching import Hit, NoteHit, SearchResult
from qda_app.services.searching import search as search_sources
from qda_app.services.shelf import Scope, Shelf
from qda_app.services.word_tables import Order, WordChoices, in_order
from qda_app.ui.desk import Desk
from qda_app.ui.icons import dress
from qda_app.ui.theme import LARGE, MEDIUM, SMALL
from qda_app.ui.views.page_frame import ProjectPage
from qda_app.ui.views.search.empty import EmptyState
from qda_app.ui.views.search.finder import REST, TEXTS, SearchField
from qda_app.ui.views.search.hit_list import HitList
from qda_app.ui.views.search.hit_paint import ContextDelegate
from qda_app.ui.views.search.lane import Lane, Progress
from qda_app.ui.views.search.scope_choice import ScopeChoice


class ContextPane(ProjectPage):
    """Keyword in context: the matches in one column, sorted by what stands left or right."""

    name = "context"
    kinds: ClassVar[frozenset[str]] = TEXTS

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._shelf: Shelf | None = None
        self._found: list[Hit] = []
        self._nodes: frozenset[int] | None = None
        self._lane = Lane(self)
        self._lane.failed.connect(desk.refused)
        self._rest = QTimer(self, singleShot=True, interval=REST)
        self._rest.timeout.connect(self.search)
        self.field: QLineEdit = SearchField()
        self.forms = QCheckBox(self.tr("Word forms"))
        self.order = QComboBox()
        self.scope = ScopeChoice(desk.theme)
        self.list = HitList(desk.theme, self.tr("Occurrences in context"))
        self.empty = EmptyState()
        self.summary = QLabel()
        self.copy = QPushButton(self.tr("Copy all"))
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.field.setPlaceholderText(self.tr("A word or several"))
        self.field.setAccessibleName(self.tr("Word to show in context"))
        self.field.setClearButtonEnabled(True)
        self.field.setMaximumWidth(320)
        self.forms.setChecked(True)
        self.order.setAccessibleName(self.tr("Order"))
        for name, label in (
            ("text", self.tr("As in the text")),
            ("left", self.tr("By the word before")),
            ("right", self.tr("By the word after")),
            ("match", self.tr("By the form found")),
        ):
            self.order.addItem(label, name)
        dress(self.copy, "copy", self.desk.theme)
        self.list.setItemDelegate(ContextDelegate(self.desk.theme, self.list))
        row = QHBoxLayout()
        row.setSpacing(MEDIUM)
        row.addWidget(self.field, 1)
        for widget in (self.forms, self.scope, self.order):
            row.addWidget(widget)
        row.addStretch(1)
        line = QHBoxLayout()
        line.addWidget(self.summary, 1)
        line.addWidget(self.copy)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.empty)
        self.stack.addWidget(self.list)
        column = QVBoxLayout(self)
        column.setContentsMargins(LARGE, MEDIUM, LARGE, MEDIUM)
        column.setSpacing(SMALL)
        column.addLayout(row)
        column.addLayout(line)
        column.addWidget(self.stack, 1)
        self._show(SearchResult([], 0, 0, 0))

    def _connect(self) -> None:
        self.field.textEdited.connect(lambda _text: self._on_typed())
        self.field.returnPressed.connect(self.list.setFocus)
        self.forms.toggled.connect(lambda _on: self.search())
        self.scope.changed.connect(self.search)
        self.order.currentIndexChanged.connect(lambda _index: self._sort())
        self.list.hit_activated.connect(self._go)
        self.copy.clicked.connect(self._copy)

    def refresh(self) -> None:
        """Take the texts as they are now and look again."""
        self._lane.stop()
        self._shelf = Shelf(self.project.read)
        self.scope.cases.show_cases(self.project.read)
        self.search()

    def look_for(self, word: str, choices: WordChoices | None = None) -> None:
        """Show a word in the text that it was counted in."""
        self.field.setText(word)
        choices = choices or WordChoices(Scope())
        self._nodes = choices.scope.nodes
        for box, on in (
            (self.forms, choices.lemmas),
            (self.scope.participants, choices.scope.participants_only),
        ):
            box.blockSignals(True)  # noqa: FBT003
            box.setChecked(on)
            box.blockSignals(False)  # noqa: FBT003
        self.scope.cases.choose({k: frozenset(v) for k, v in choices.scope.where.items()})
        self.freshen()

    def _on_typed(self) -> None:
        self._nodes = None
        self._rest.start()

    def search(self) -> None:
        """Look for the word beside the desktop's work."""
        shelf, word = self._shelf, self.field.text().strip()
        if shelf is None:
            return
        if not word:
            self._lane.cancel()
            self._show(SearchResult([], 0, 0, 0))
            return
        choices: dict[str, Any] = {
            "whole_words": True,
            "word_forms": self.forms.isChecked(),
            "participants_only": self.scope.participants.isChecked(),
            "where": dict(self.scope.cases.where),
            "nodes": self._nodes,
        }

        def work(progress: Progress) -> SearchResult:
            return search_sources(shelf.read, word, shelf=shelf, progress=progress, **choices)

        self._lane.start(work, self._show)

    def _show(self, found: SearchResult) -> None:
        self._found = found.hits
        self._sort()
        self.copy.setEnabled(bool(found.hits))
        if found.hits:
            many = counted("1 occurrence", "{count} occurrences", found.total)
            told = in_sources(many, found.sources)
            if self._nodes is not None:
                told += " · " + self.tr("only in what is coded at the chosen node")
            self.summary.setText(told)
            self.stack.setCurrentWidget(self.list)
            return
        word = self.field.text().strip()
        self.summary.setText("")
        if word:
            self.empty.say(self.tr("Nothing found for “{query}”").format(query=word), "")
        else:
            self.empty.say(
                self.tr("A word in its context"),
                self.tr(
                    "Type a word, or double-click one among the words: every occurrence is shown "
                    "on a line of its own, with what stands before and after it."
                ),
            )
        self.stack.setCurrentWidget(self.empty)

    def _sort(self) -> None:
        order: Order = self.order.currentData() or "text"
        self.list.hits.show_hits(in_order(self._found, order))
        self.list.scrollToTop()
        self.list.choose_first()

    def _go(self, hit: Hit | NoteHit) -> None:
        if isinstance(hit, Hit):
            self.desk.go_to(hit.source, hit.span)

    def _copy(self) -> None:
        self.list.selectAll()
        self.list.copy()

    def stop(self) -> None:
        """Look for nothing any more."""
        self._rest.stop()
        self._lane.stop()
        self._shelf = None
