"""Codings whose node was defined anew since: confirm them, change their node, or remove them."""

from html import escape

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel, QPushButton, QSplitter, QTextEdit, QVBoxLayout, QWidget

from qda_app.domain.amounts import codings_words, nodes_words
from qda_app.domain.rounds import Round
from qda_app.domain.tree import Tree
from qda_app.services.codebook_changes import field_changes
from qda_app.services.commands.codings import ChangeNode, RemoveCodings
from qda_app.services.commands.versions import ConfirmCodings
from qda_app.services.rounds.steps import locked_in
from qda_app.services.versions import Recode, recode_queue
from qda_app.ui.desk import Desk
from qda_app.ui.models.table import TableView
from qda_app.ui.theme import SMALL
from qda_app.ui.views.compare.flow import FlowRow
from qda_app.ui.views.palette import NodePalette, PaletteEntry
from qda_app.ui.views.search.node_choice import color_of
from qda_app.ui.views.team.changed_words import ChangedWords

AROUND = 160  # characters of context on each side of a passage
PASSAGE = 2  # the column that takes the spare width
SHOWN = 90  # characters of a passage in the list


class RecodePanel(QWidget):
    """The queue node by node; keys act on the coding chosen and go on to the next."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.project = desk, desk.project
        self._queue: list[Recode] = []
        self._rounds: list[Round] = []
        self._tree = Tree([])
        self._names: dict[int, str] = {}
        self._people: dict[int, str] = {}
        self._texts: dict[int, str] = {}
        self._palette: NodePalette | None = None
        self.about = QLabel(
            self.tr(
                "Codings made before their node was defined anew: confirm that they still hold, "
                "give them another node, or remove them."
            )
        )
        self.about.setWordWrap(True)
        self.about.setProperty("role", "muted")
        self.empty = QLabel()
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.table = TableView(self.tr("Codings under an older definition"))
        self.table.grid.setSelectionBehavior(self.table.grid.SelectionBehavior.SelectRows)
        self.table.grid.selectionModel().currentRowChanged.connect(lambda *_a: self._show())
        self.passage = QTextEdit()
        self.passage.setReadOnly(True)
        self.passage.setTabChangesFocus(True)
        self.passage.setAccessibleName(self.tr("The passage"))
        self.words = ChangedWords(self.tr("Old and new definition"))
        self.note = QLabel()
        self.note.setWordWrap(True)
        self.note.setProperty("role", "muted")
        self.confirm = QPushButton(self.tr("It still holds (Y)"))
        self.confirm_node = QPushButton(self.tr("All of this node hold (Shift+Y)"))
        self.change = QPushButton(self.tr("Another node… (N)"))
        self.open = QPushButton(self.tr("Open in the text (O)"))
        self.remove = QPushButton(self.tr("Remove (Delete)"))
        self._lay_out()

    def _lay_out(self) -> None:
        buttons = FlowRow()
        for button, keys, run in (
            (self.confirm, "Y", self.confirm_chosen),
            (self.confirm_node, "Shift+Y", self.confirm_all),
            (self.change, "N", self.ask_node),
            (self.open, "O", self.open_chosen),
            (self.remove, "Del", self.remove_chosen),
        ):
            button.clicked.connect(lambda _on, r=run: r())
            buttons.add(button)
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(button.click)
        right = QSplitter(Qt.Orientation.Vertical)
        right.addWidget(self.passage)
        right.addWidget(self.words)
        right.setChildrenCollapsible(False)
        right.setSizes([180, 320])
        self.body = QSplitter()
        self.body.addWidget(self.table)
        self.body.addWidget(right)
        self.body.setChildrenCollapsible(False)
        self.body.setSizes([620, 560])
        self.below = QWidget()
        column = QVBoxLayout(self.below)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SMALL)
        column.addWidget(self.note)
        column.addWidget(buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, SMALL, 0, 0)
        layout.setSpacing(SMALL)
        layout.addWidget(self.about)
        layout.addWidget(self.empty, 1)
        layout.addWidget(self.body, 1)
        layout.addWidget(self.below)

    # -- reading -------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the queue again: the viewer's own codings, for a lead or the owner everybody's."""
        read, viewer, row = self.project.read, self.project.viewer_id, self.table.current_row()
        mine = any(c.lead for c in read.coders() if c.id == viewer)
        everybody = viewer is None or mine
        self._rounds = read.rounds()
        tree = read.tree()
        places = {node.id: place for place, node in enumerate(tree.order)}
        found = recode_queue(read, None if everybody or viewer is None else [viewer])
        self._queue = sorted(found, key=lambda each: places[each.coding.node])
        self.empty.setText(
            self.tr(
                "Nothing to code anew. When a version of the codebook defines a node differently, "
                "the codings made under the old definition wait here to be confirmed or changed."
            )
        )
        self.empty.setVisible(not self._queue)
        self.about.setVisible(bool(self._queue))
        self.body.setVisible(bool(self._queue))
        self.below.setVisible(bool(self._queue))
        self._fill(tree, row or 0)

    def _fill(self, tree: Tree, row: int) -> None:
        read = self.project.read
        self._tree = tree
        self._names = {source.id: source.name for source in read.sources()}
        self._people = {coder.id: coder.name for coder in read.coders()}
        self._texts = read.texts({each.coding.source for each in self._queue})
        rows = [
            (
                tree.by_id[each.coding.node].name,
                self._names[each.coding.source],
                self._words(each)[:SHOWN],
                self._people.get(each.coding.coder, "?"),
                each.version,
            )
            for each in self._queue
        ]
        header = (self.tr("Node"), self.tr("Source"), self.tr("Passage"), self.tr("Coder"))
        self.table.show_rows((*header, self.tr("Version")), rows)
        self.table.cap_columns(112)
        self.table.widen_column(PASSAGE)
        if rows:
            self.table.choose_row(min(row, len(rows) - 1))
        self._show()

    def _words(self, each: Recode) -> str:
        text = self._texts[each.coding.source]
        return " ".join(text[each.coding.start : each.coding.end].split())

    def current(self) -> Recode | None:
        """Return the coding chosen, with its definitions."""
        row = self.table.current_row()
        return self._queue[row] if row is not None and row < len(self._queue) else None

    def _show(self) -> None:
        each = self.current()
        if each is None:
            return
        coding, text = each.coding, self._texts[each.coding.source]
        before = text[max(coding.start - AROUND, 0) : coding.start]
        after = text[coding.end : coding.end + AROUND]
        marked = f"<b>{_html(text[coding.start : coding.end])}</b>"
        where = f"<p><i>{escape(self._names[coding.source])}</i></p>"
        self.passage.setHtml(f"{where}<p>…{_html(before)}{marked}{_html(after)}…</p>")
        old = self.tr("version {0}").format(each.version)
        fields = field_changes(each.before, each.after, {})
        self.words.show_fields(old, self.tr("the newest version"), fields)
        reason = self._refusal(each)
        for button in (self.confirm, self.change, self.remove):
            button.setEnabled(not reason)
            button.setToolTip(reason)
        nodes = nodes_words(len({each.coding.node for each in self._queue}))
        waits = self.tr("Waiting: {0} at {1}.").format(codings_words(len(self._queue)), nodes)
        self.note.setText(f"{waits} {reason}".strip())
        self.confirm_node.setEnabled(bool(self._same_node()))

    def _refusal(self, each: Recode) -> str:
        """Say why a coding cannot be changed by the viewer."""
        locked = locked_in(self._rounds, each.coding)
        if locked is not None:
            return self.tr("Submitted with “{0}”: it stays as it is.").format(locked.name)
        if self.project.read_only:
            return self.tr("The project can only be read.")
        if self.project.viewer_id in {None, each.coding.coder}:
            return ""
        name = self._people.get(each.coding.coder, "?")
        return self.tr("Only {0} can change this coding.").format(name)

    def _same_node(self) -> list[int]:
        """Return the codings of the same node that the viewer may change."""
        one = self.current()
        return [
            each.coding.id
            for each in self._queue
            if one and each.coding.node == one.coding.node and not self._refusal(each)
        ]

    # -- acting --------------------------------------------------------------------------------

    def confirm_chosen(self) -> None:
        """Say that the coding holds under the new definition."""
        each = self.current()
        if each is not None:
            self.desk.run(ConfirmCodings((each.coding.id,)))

    def confirm_all(self) -> None:
        """Say so of all codings of the node that the viewer may change, as one step."""
        found = self._same_node()
        if found:
            self.desk.run(ConfirmCodings(tuple(found)))

    def ask_node(self) -> None:
        """Let the person choose another node for the coding."""
        if self._palette is None:
            self._palette = NodePalette(self.desk.theme, self.window())
            self._palette.picked.connect(self._on_node)
        tree = self._tree
        self._palette.set_entries(
            PaletteEntry(node.id, tree.names(node.id), color_of(tree, node.id))
            for node in tree.order
            if not node.retired
        )
        self._palette.open_at(
            self.passage.mapToGlobal(QPoint(SMALL, SMALL)), self.tr("Code the passage at")
        )

    def _on_node(self, node: int | None) -> None:
        each = self.current()
        if node is not None and each is not None:
            self.desk.run(ChangeNode([each.coding.id], node))
        self.table.grid.setFocus()

    def open_chosen(self) -> None:
        """Show the coding where it stands in the transcript."""
        each = self.current()
        if each is not None:
            self.desk.go_to(each.coding.source, each.coding.span)

    def remove_chosen(self) -> None:
        """Remove the coding; undo brings it back."""
        each = self.current()
        if each is not None:
            self.desk.run(RemoveCodings([each.coding.id]))


def _html(text: str) -> str:
    return escape(text).replace("\n", "<br>")
