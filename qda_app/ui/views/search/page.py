"""The page for finding things: search, words, words in context, interview questions."""

from typing import ClassVar

from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from qda_app.services.project import Changed
from qda_app.services.word_tables import WordChoices
from qda_app.ui.desk import Desk
from qda_app.ui.views.page_frame import ProjectPage
from qda_app.ui.views.search.context import ContextPane
from qda_app.ui.views.search.finder import FinderPane
from qda_app.ui.views.search.questions import QuestionsPane
from qda_app.ui.views.search.words import WordsPage


class SearchPage(ProjectPage):
    """Four tabs over one project; each reads when it is shown."""

    name = "search"
    kinds: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.finder = FinderPane(desk)
        self.words = WordsPage(desk)
        self.context = ContextPane(desk)
        self.questions = QuestionsPane(desk)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName(self.tr("Search"))
        for pane, label in (
            (self.finder, self.tr("Search")),
            (self.words, self.tr("Words")),
            (self.context, self.tr("In context")),
            (self.questions, self.tr("Questions")),
        ):
            self.tabs.addTab(pane, label)
        self.words.context_requested.connect(self.show_context)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.tabs)

    def title(self) -> str:
        """Return the words under the icon on the rail."""
        return self.tr("Search")

    def take_focus(self) -> None:
        """Let the keys act on the tab in front."""
        shown = self.tabs.currentWidget()
        if isinstance(shown, ProjectPage):
            shown.take_focus()

    def _panes(self) -> tuple[ProjectPage, ...]:
        return self.finder, self.words, self.context, self.questions

    def look_for(self, text: str) -> None:
        """Search the project for a text."""
        self.tabs.setCurrentWidget(self.finder)
        self.finder.look_for(text)

    def show_words(self) -> None:
        """Show the word frequencies."""
        self.tabs.setCurrentWidget(self.words)

    def show_questions(self) -> None:
        """Show the questions that recur."""
        self.tabs.setCurrentWidget(self.questions)

    def show_context(self, word: str, choices: WordChoices | None = None) -> None:
        """Show a word in its context, in the text that it was counted in."""
        self.tabs.setCurrentWidget(self.context)
        self.context.look_for(word, choices)

    def on_changed(self, change: Changed) -> None:
        """Let each tab take note of a change."""
        for pane in self._panes():
            pane.on_changed(change)

    def stop(self) -> None:
        """Read nothing any more."""
        super().stop()
        for pane in self._panes():
            pane.stop()
