"""Code the hits: how far around each, at which node, and what that comes to, before it is done."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListView,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from qda_app.domain.amounts import hits_words, passages_words, sources_words
from qda_app.domain.messages import counted
from qda_app.services.autocoding import Passage, Spread, auto_code, preview
from qda_app.services.searching import Hit
from qda_app.services.shelf import Shelf
from qda_app.ui.desk import Desk
from qda_app.ui.icons import dress
from qda_app.ui.theme import MEDIUM, SMALL
from qda_app.ui.views.search.lane import Lane, Progress
from qda_app.ui.views.search.node_choice import NodeChoice
from qda_app.ui.views.search.passages import PassageModel


class CodingPanel(QFrame):
    """Previews and applies the coding of hits as one step."""

    closed = Signal()
    done = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._hits: Callable[[], list[Hit]] = list
        self._shelf: Shelf | None = None
        self._lane = Lane(self)
        self._lane.failed.connect(desk.refused)
        self.passages = PassageModel(self)
        self.spread = QComboBox()
        for name, label in (
            ("match", self.tr("The match itself")),
            ("sentence", self.tr("Its sentence")),
            ("paragraph", self.tr("Its paragraph")),
            ("turn", self.tr("Its turn")),
        ):
            self.spread.addItem(label, name)
        self.spread.setCurrentIndex(1)
        self.node = NodeChoice(desk.theme, self.tr("Choose a node…"))
        self.count = QLabel()
        self.count.setWordWrap(True)
        self.list = QListView()
        self.list.setModel(self.passages)
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(self.tr("Passages that will be coded"))
        self.list.doubleClicked.connect(lambda index: self._go(index.row()))
        self.apply = QPushButton()
        self.apply.setProperty("primary", True)  # noqa: FBT003
        self.apply.clicked.connect(self.code)
        self._lay_out()
        self.spread.currentIndexChanged.connect(self.preview)
        self.node.chosen.connect(self.preview)

    def _lay_out(self) -> None:
        heading = QLabel(self.tr("Code the hits"))
        heading.setProperty("role", "heading")
        close = QToolButton()
        dress(close, "close", self._desk.theme)
        close.setToolTip(self.tr("Code no hits"))
        close.setAccessibleName(self.tr("Code no hits"))
        close.clicked.connect(self.closed)
        top = QHBoxLayout()
        top.addWidget(heading, 1)
        top.addWidget(close)
        form = QFormLayout()
        form.setSpacing(SMALL)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignVCenter)
        form.addRow(self.tr("Passage"), self.spread)
        form.addRow(self.tr("Node"), self.node)
        about = QLabel(self.tr("Untick what does not belong. All of it is one step to undo."))
        about.setWordWrap(True)
        about.setProperty("role", "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(MEDIUM, SMALL, MEDIUM, MEDIUM)
        column.setSpacing(SMALL)
        column.addLayout(top)
        column.addLayout(form)
        column.addWidget(about)
        column.addWidget(self.count)
        column.addWidget(self.list, 1)
        column.addWidget(self.apply)
        self.setMinimumWidth(300)

    def follow(self, hits: Callable[[], list[Hit]], shelf: Shelf) -> None:
        """Preview these hits from now on."""
        self._hits, self._shelf = hits, shelf
        self.node.show_tree(shelf.read.tree())
        self.preview()

    def preview(self) -> None:
        """Find the passages anew, beside the desktop's work."""
        if self._shelf is None or self.isHidden():
            return
        hits, shelf = self._hits(), self._shelf
        spread: Spread = self.spread.currentData()
        node, coder = self.node.node, self._desk.project.viewer_id

        def work(progress: Progress) -> list[Passage]:
            return preview(
                shelf.read, hits, spread, node, coder=coder, shelf=shelf, progress=progress
            )

        self._lane.start(work, lambda found: self._show(found, len(hits)))

    def _show(self, found: list[Passage], hits: int) -> None:
        if self._shelf is None:
            return
        self.passages.show_passages(found, self._shelf)
        fresh = sum(not passage.standing for passage in found)
        sources = len({passage.source for passage in found})
        text = self.tr("{passages} from {hits} in {sources}.").format(
            passages=passages_words(len(found)),
            hits=hits_words(hits),
            sources=sources_words(sources),
        )
        if fresh < len(found):
            there = len(found) - fresh
            text += " " + counted("1 is coded so already.", "{count} are coded so already.", there)
        who = self._desk.project.viewer_id is not None
        if not who:
            text += " " + self.tr("Choose who is coding before you apply it.")
        self.count.setText(text)
        chosen = self.node.node is not None or bool(self.node.new_name)
        self.apply.setText(counted("Code 1 passage", "Code {count} passages", fresh))
        self.apply.setEnabled(bool(fresh) and chosen and who)

    def _go(self, row: int) -> None:
        passage = self.passages.passages[row]
        self._desk.go_to(passage.source, passage.span)

    def code(self) -> None:
        """Code the passages previewed."""
        command = auto_code(
            self.passages.passages,
            node=self.node.node,
            new_node=self.node.new_name,
            name=self.node.name(),
        )
        self.apply.setEnabled(False)
        if self._desk.run(command) is not None:
            self.done.emit()
        else:
            self.preview()

    def stop(self) -> None:
        """Preview nothing any more."""
        self._lane.stop()
        self._shelf = None

    def keyPressEvent(self, event: object) -> None:
        """Close with Escape."""
        if getattr(event, "key", lambda: None)() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)  # type: ignore[arg-type]
