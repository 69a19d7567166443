"""The retrieve page's widgets and where they stand."""

from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from qda_app.services.retrieval.excerpts import Excerpt
from qda_app.services.retrieval.transcripts import Transcripts
from qda_app.ui.desk import Desk
from qda_app.ui.icons import dress
from qda_app.ui.theme import LARGE, MEDIUM, SMALL, TIGHT
from qda_app.ui.views.page_frame import ProjectPage
from qda_app.ui.views.palette import NodePalette
from qda_app.ui.views.retrieve.acts import ExcerptActs
from qda_app.ui.views.retrieve.builder import QueryBuilder
from qda_app.ui.views.retrieve.excerpt_list import ExcerptList
from qda_app.ui.views.retrieve.filters import ViewBar
from qda_app.ui.views.retrieve.model import ExcerptModel
from qda_app.ui.views.retrieve.picker import NodePicker, SavedQueries
from qda_app.ui.views.retrieve.sheet import Look, Sheet
from qda_app.ui.views.retrieve.words import Words


class RetrieveFrame(ProjectPage):
    """What to retrieve at the left, whose and how above, the excerpts in the middle."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.transcripts: Transcripts | None = None
        self._learning = self._knows_sentences = False
        self.palette_box = NodePalette(desk.theme, self)
        self.nodes = NodePicker(desk)
        self.saved = SavedQueries(desk)
        self.bar = ViewBar(desk.theme, desk.preferences)
        self.builder = QueryBuilder(desk.theme, self.palette_box)
        self.words = Words(desk.theme, self.nodes.model.colour)
        look = Look(self.words.line, self.words.colours, self._around, self.words.hits)
        self.sheet = Sheet(desk.theme, look)
        self.model = ExcerptModel(self.words.line, self)
        self.list = ExcerptList(self.model, self.sheet)
        self.acts = ExcerptActs(desk, self.palette_box, self)
        self._lay_out()
        self.builder.hide()
        stops = (
            self.nodes.field, self.nodes.every, self.nodes.view, self.nodes.below, self.saved.add,
            self.saved.list, self.bar.once, self.field, self.export, self.bar.coder,
            self.bar.cases, self.bar.group, self.bar.sort, self.bar.context, self.list,
        )  # fmt: skip
        for one, other in pairwise(stops):
            self.setTabOrder(one, other)

    def take_focus(self) -> None:
        """Let the keys act on the excerpts."""
        self.list.setFocus()

    def _around(self, excerpt: Excerpt) -> tuple[str, str]:
        """Return the context of an excerpt, read when it comes into view."""
        context = self.bar.around()
        if context is None or self.transcripts is None:
            return "", ""
        if context == "sentence" and not self._knows_sentences:
            return "", ""
        return self.transcripts.around(excerpt.source, excerpt.start, excerpt.end, context)

    def stop(self) -> None:
        """Read nothing any more."""
        super().stop()
        self.transcripts = None

    def _learn_sentences(self) -> None:
        """Load the rules of sentences beside the desktop's work, once they are asked for."""
        transcripts = self.transcripts
        if self._learning or transcripts is None or self.bar.around() != "sentence":
            return
        self._learning = True

        def known(_result: object) -> None:
            self._knows_sentences = True
            if self.transcripts is not None:
                self.list.relay()

        learn = transcripts.learn_sentences
        self.desk.jobs.start(lambda _progress: learn(), known, self.tr("Finding the sentences"))

    def _lay_out(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(SMALL, SMALL, SMALL, SMALL)
        column.addWidget(self.nodes, 1)
        column.addWidget(self.saved)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.addWidget(left)
        self.splitter.addWidget(self._right())
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([280, 840])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.splitter)

    def _right(self) -> QWidget:
        self.heading = QLabel()
        self.heading.setProperty("role", "heading")
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        self.heading.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.field = QLineEdit()
        self.field.setPlaceholderText(self.tr("Find in the excerpts"))
        self.field.setAccessibleName(self.tr("Find in the excerpts"))
        self.field.setClearButtonEnabled(True)
        self.field.setMaximumWidth(260)
        self.export = QPushButton(self.tr("Export…"))
        self.export.setToolTip(self.tr("Write the excerpts shown to Word, Excel or csv"))
        dress(self.export, "export", self.desk.theme)
        top = QHBoxLayout()
        top.setSpacing(SMALL)
        top.addWidget(self.heading, 1)
        top.addWidget(self.bar.once)
        top.addWidget(self.field, 1)
        top.addWidget(self.export)
        self.count = QLabel()
        self.count.setProperty("role", "muted")
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(MEDIUM, SMALL, MEDIUM, SMALL)
        column.setSpacing(SMALL)
        column.addLayout(top)
        column.addWidget(self.bar)
        column.addWidget(self.builder)
        column.addWidget(self._banners())
        column.addWidget(self._pages(), 1)
        column.addWidget(self.count)
        return right

    def _banners(self) -> QWidget:
        """Return the lines that say what is behind a figure, and what a filter hides."""
        self.behind_line, self.behind_words = QFrame(), QLabel()
        self.back = QPushButton(self.tr("Back to the nodes"))
        self.hidden_line, self.hidden_words = QFrame(), QLabel()
        self.show_all = QPushButton(self.tr("Show all"))
        both = QWidget()
        column = QVBoxLayout(both)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(TIGHT)
        for line, words, button in (
            (self.behind_line, self.behind_words, self.back),
            (self.hidden_line, self.hidden_words, self.show_all),
        ):
            line.setProperty("panel", "raised")
            words.setWordWrap(True)
            row = QHBoxLayout(line)
            row.setContentsMargins(MEDIUM, TIGHT, TIGHT, TIGHT)
            row.addWidget(words, 1)
            row.addWidget(button)
            column.addWidget(line)
            line.hide()
        self.banners = both
        return both

    def _pages(self) -> QWidget:
        self.stack = QStackedWidget()
        self.empty = QLabel()
        self.empty.setProperty("role", "muted")
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setContentsMargins(LARGE, LARGE, LARGE, LARGE)
        self.to_code = QPushButton(self.tr("Go to the transcripts"))
        nothing = QWidget()
        column = QVBoxLayout(nothing)
        column.addStretch(1)
        column.addWidget(self.empty)
        column.addWidget(self.to_code, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)
        self.stack.addWidget(self.list)
        self.stack.addWidget(nothing)
        return self.stack
