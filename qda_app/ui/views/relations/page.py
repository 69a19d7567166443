"""The page on which nodes are related: a table of relations and the diagram of them."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from qda_app.domain.relation import KINDS, Relation
from qda_app.domain.tree import Tree
from qda_app.services.commands.relations import RelateNodes, RemoveRelation
from qda_app.ui.colours import tree_colours
from qda_app.ui.desk import Desk
from qda_app.ui.dialogs.memo import ask_memo
from qda_app.ui.models.table import TableView
from qda_app.ui.saving import ask_file
from qda_app.ui.theme import LARGE, SMALL
from qda_app.ui.views.page_frame import ProjectPage
from qda_app.ui.views.relations.diagram import Diagram


class RelationsPage(ProjectPage):
    """From categories to how they hang together; every step is in the history."""

    name = "relations"
    kinds = frozenset({"node", "relation", "memo"})

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._relations: list[Relation] = []
        self._shown: list[Relation] = []
        self._focus: int | None = None
        self._tree = Tree([])
        self._paths: dict[int, str] = {}
        self.node, self.other = self._picker(self.tr("Node")), self._picker(self.tr("Other node"))
        self.kind = QComboBox()
        self.kind.setAccessibleName(self.tr("Kind of relation"))
        for kind in KINDS:
            self.kind.addItem(self.words()[kind], kind)
        self.add = QPushButton(self.tr("Relate"))
        self.add.clicked.connect(self.relate)
        self.table = TableView(self.tr("Relations between nodes"))
        self.diagram = Diagram(desk.theme)
        self.diagram.node_chosen.connect(self.look_at)
        self.memo = QPushButton(self.tr("Memo…"))
        self.remove = QPushButton(self.tr("Remove"))
        self.every = QPushButton(self.tr("All relations"))
        self.picture = QPushButton(self.tr("Save the diagram…"))
        self.memo.clicked.connect(self.write_memo)
        self.remove.clicked.connect(self.take_back)
        self.every.clicked.connect(lambda: self.look_at(None))
        self.picture.clicked.connect(self._save)
        self.empty = QLabel(
            self.tr(
                "No relations yet. Above, say which node is a condition, a context, an action or a "
                "consequence of which other one; the diagram grows with each."
            )
        )
        self.empty.setWordWrap(True)
        self.empty.setProperty("role", "muted")
        self._lay_out()
        desk.theme.changed.connect(self._draw)  # the colours of nodes are painted

    def title(self) -> str:
        """Return the words under the icon on the rail."""
        return self.tr("Relate")

    def words(self) -> dict[str, str]:
        """Return the kinds as they are read between two nodes."""
        return {
            "condition": self.tr("is a condition of"),
            "context": self.tr("is the context of"),
            "action": self.tr("is an action upon"),
            "consequence": self.tr("is a consequence of"),
            "related": self.tr("is related to"),
        }

    def _picker(self, name: str) -> QComboBox:
        box = QComboBox()
        box.setEditable(True)
        box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        box.setAccessibleName(name)
        edit = box.lineEdit()
        if edit is not None:
            edit.setPlaceholderText(name)
        completer = QCompleter(box.model(), box)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        box.setCompleter(completer)
        return box

    def _lay_out(self) -> None:
        ask = QHBoxLayout()
        ask.setSpacing(SMALL)
        for box, stretch in ((self.node, 3), (self.kind, 1), (self.other, 3), (self.add, 0)):
            ask.addWidget(box, stretch)
        below = QHBoxLayout()
        below.setSpacing(SMALL)
        for button in (self.memo, self.remove, self.every):
            below.addWidget(button)
        below.addStretch(1)
        below.addWidget(self.picture)
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.addWidget(self.diagram)
        parts.addWidget(self.table)
        parts.setSizes([380, 220])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(LARGE, LARGE, LARGE, LARGE)
        layout.setSpacing(SMALL)
        layout.addLayout(ask)
        layout.addWidget(self.empty)
        layout.addWidget(parts, 1)
        layout.addLayout(below)

    def refresh(self) -> None:
        """Read the nodes and their relations again."""
        tree = self._tree = self.project.read.tree()
        self._relations = self.project.read.relations()
        self._paths = dict(tree.paths())
        for box in (self.node, self.other):
            kept = box.currentData()
            box.clear()
            for node in tree.order:
                box.addItem(self._paths[node.id], node.id)
            box.setCurrentIndex(box.findData(kept))
        if self._focus not in tree.by_id:
            self._focus = None
        self._show()

    def _show(self) -> None:
        self._shown = [
            r for r in self._relations if self._focus is None or self._focus in {r.node, r.other}
        ]
        words = self.words()
        rows = [
            (self._paths[r.node], words[r.kind], self._paths[r.other], r.memo) for r in self._shown
        ]
        header = (self.tr("Node"), self.tr("Relation"), self.tr("Other node"), self.tr("Memo"))
        self.table.show_rows(header, rows)
        self.empty.setVisible(not self._relations)
        self.every.setEnabled(self._focus is not None)
        for button in (self.memo, self.remove, self.picture):
            button.setEnabled(bool(self._shown))
        self._draw()

    def _draw(self) -> None:
        tree = self._tree
        along = {**self.words(), "consequence": self.tr("has the consequence")}
        self.diagram.show_relations(self._shown, tree, tree_colours(tree), along, self._focus)

    def look_at(self, node: int | None) -> None:
        """Show the relations of one node only, or all."""
        self._focus = None if node == self._focus else node
        self._show()

    def relate(self) -> None:
        """Keep the relation that stands in the row above."""
        node, other = self.node.currentData(), self.other.currentData()
        if node is None or other is None:
            self.desk.refused.emit(self.tr("Choose both nodes first."))
            return
        self.desk.run(RelateNodes(node, other, self.kind.currentData()))

    def chosen(self) -> Relation | None:
        """Return the relation of the chosen row, or the only one."""
        row = self.table.current_row()
        if row is None:
            return self._shown[0] if len(self._shown) == 1 else None
        return self._shown[row]

    def _need(self) -> Relation | None:
        found = self.chosen()
        if found is None:
            self.desk.refused.emit(self.tr("Choose a relation in the table first."))
        return found

    def write_memo(self) -> None:
        """Ask for the memo of the chosen relation."""
        found = self._need()
        if found is None:
            return
        ends = f"{self._paths[found.node]} – {self._paths[found.other]}"
        title = self.tr("Memo on the relation")
        ask_memo(self.desk, found.guid, "relation", title, ends, self)

    def take_back(self) -> None:
        """Remove the chosen relation."""
        found = self._need()
        if found is not None:
            self.desk.run(RemoveRelation(found.id))

    def _save(self) -> None:
        kinds = self.tr("Drawing (*.svg);;Picture (*.png)").split(";;")
        path = ask_file(self, self.tr("Save the diagram"), kinds)
        if path is not None:
            self.diagram.save(path)
            self.desk.said.emit(self.tr("The diagram was saved as {0}.").format(path.name), False)  # noqa: FBT003
