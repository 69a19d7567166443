"""What the menu and the keys of the node tree do."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QInputDialog, QMenu, QWidget

from qda_app.domain.messages import counted
from qda_app.services.commands import nodes as node_commands
from qda_app.services.commands.branches import (
    CopyBranch,
    DeleteNodes,
    GatherNodes,
    MoveNodes,
    SortNodes,
)
from qda_app.ui.desk import Behind
from qda_app.ui.dialogs.definition import DefinitionDialog
from qda_app.ui.dialogs.memo import ask_memo
from qda_app.ui.dialogs.merge_nodes import MergeDialog
from qda_app.ui.dialogs.split_node import SplitDialog
from qda_app.ui.views.code.workspace import Workspace


class NodeMenu(QObject):
    """Everything one can do with nodes; each thing is one command."""

    def __init__(self, space: Workspace, window: QWidget) -> None:
        super().__init__(space)
        self._space, self._window = space, window
        self._held: list[int] = []
        self._cutting = False
        panel = space.nodes
        panel.create_requested.connect(self.new_node)
        panel.menu_requested.connect(self._open)
        panel.moved.connect(lambda n, p, at: space.run(MoveNodes(n, p, at)))
        panel.view.cut.connect(lambda: self.hold(cut=True))
        panel.view.copied.connect(lambda: self.hold(cut=False))
        panel.view.pasted.connect(self.paste)
        panel.view.removed.connect(self.delete)
        self._fill_more()

    def _fill_more(self) -> None:
        panel = self._space.nodes
        menu = QMenu(panel)
        for text, run in (
            (self.tr("Expand all"), panel.view.expandAll),
            (self.tr("Fold all"), panel.view.collapseAll),
            (self.tr("Sort by name"), lambda: self.sort(by_use=False)),
            (self.tr("Sort by use"), lambda: self.sort(by_use=True)),
        ):
            menu.addAction(text).triggered.connect(lambda _c, r=run: r())
        panel.more.setMenu(menu)

    def _nodes(self) -> list[int]:
        return self._space.nodes.selected()

    def _ask(self, dialog: QDialog) -> bool:
        return dialog.exec() == QDialog.DialogCode.Accepted

    def new_node(self, parent: int | None = None) -> None:
        """Ask for a name and make a node below another or at the top."""
        name, accepted = QInputDialog.getText(self._window, self.tr("New node"), self.tr("Name"))
        if accepted:
            node = self._space.run(node_commands.CreateNode(name, parent))
            if node is not None:
                self._space.nodes.choose(node)

    def rename_node(self) -> None:
        """Ask for another name of the chosen node."""
        node = self._space.nodes.current()
        if node is None:
            self._space.desk.refused.emit(self.tr("Choose a node in the tree first."))
            return
        old = self._space.nodes.model.tree.by_id[node].name
        title = self.tr("Rename")
        name, accepted = QInputDialog.getText(self._window, title, self.tr("Name"), text=old)
        if accepted and name != old:
            self._space.run(node_commands.RenameNode(node, name))

    def define(self, node: int) -> None:
        """Open the node's definition card."""
        tree = self._space.nodes.model.tree
        theme = self._space.desk.theme
        dialog = DefinitionDialog(tree.by_id[node], tree.path(node), theme, self._window)
        if self._ask(dialog):
            self._space.run(dialog.command())

    def merge(self, nodes: list[int]) -> None:
        """Ask where to, show what will happen, and merge."""
        dialog = MergeDialog(self._space.project, nodes, self._window)
        if self._ask(dialog):
            self._space.run(dialog.command())

    def split(self, node: int) -> None:
        """Put the node's excerpts into parts."""
        dialog = SplitDialog(self._space.project, node, self._window)
        if self._ask(dialog):
            self._space.run(dialog.command())

    def gather(self, nodes: list[int]) -> None:
        """Put nodes under a new category."""
        title = counted("Gather 1 node", "Gather {count} nodes", len(nodes))
        name, accepted = QInputDialog.getText(self._window, title, self.tr("Name of the category"))
        if accepted:
            parent = self._space.nodes.model.tree.by_id[nodes[0]].parent
            self._space.run(GatherNodes(nodes, name, parent))

    def sort(self, *, by_use: bool) -> None:
        """Sort the whole tree by name, or the most used nodes first."""
        model = self._space.nodes.model
        rank = {n: model.total_below(n) for n in model.tree.by_id} if by_use else {}
        self._space.run(SortNodes(None, rank))

    def hold(self, *, cut: bool) -> None:
        """Hold the chosen branches for pasting, and copy their paths as text."""
        self._held, self._cutting = self._nodes(), cut
        tree = self._space.nodes.model.tree
        QGuiApplication.clipboard().setText("\n".join(tree.path(n) for n in self._held))
        words = counted(
            "1 node held. Choose the node that it is to lie below, then paste.",
            "{count} nodes held. Choose the node that they are to lie below, then paste.",
            len(self._held),
        )
        self._space.desk.said.emit(words, False)  # noqa: FBT003

    def paste(self) -> None:
        """Move or copy the branches held below the chosen node."""
        known = self._space.nodes.model.tree.by_id
        held = [node for node in self._held if node in known]
        parent = self._space.nodes.current()
        if not held:
            self._space.desk.refused.emit(self.tr("Cut or copy nodes first, then paste them."))
        elif self._cutting:
            self._space.run(MoveNodes(held, parent))
            self._held = []
        else:
            self._space.run(CopyBranch(held, parent))

    def delete(self) -> None:
        """Delete the chosen branches with their codings; undo brings them back."""
        nodes = self._nodes()
        if nodes:
            self._space.run(DeleteNodes(nodes))

    def _open(self, place: QPoint, nodes: list[int]) -> None:
        menu = QMenu(self._window)
        if len(nodes) == 1:
            self._fill_one(menu, nodes[0])
        else:
            self._fill_many(menu, nodes)
        menu.popup(place)

    def _add(self, menu: QMenu, text: str, run: Callable[[], object], *, on: bool = True) -> None:
        action = menu.addAction(text)
        action.setEnabled(on)
        action.triggered.connect(lambda _c: run())

    def _fill_one(self, menu: QMenu, node: int) -> None:
        space = self._space
        found = space.nodes.model.tree.by_id[node]
        self._add(menu, self.tr("Code the selection"), lambda: space.gestures.apply(node))
        self._add(menu, self.tr("Show its excerpts"), lambda: self._excerpts([node]))
        self._add_keys(menu, node)
        menu.addSeparator()
        self._add(menu, self.tr("New node below…"), lambda: self.new_node(node))
        self._add(menu, self.tr("Rename…"), self.rename_node)
        self._add(menu, self.tr("Definition and colour…"), lambda: self.define(node))
        self._add(menu, self.tr("Memo…"), lambda: self._memo(node))
        menu.addSeparator()
        self._add_branch(menu, [node])
        self._add(menu, self.tr("Split by its excerpts…"), lambda: self.split(node))
        retire = self.tr("Bring back") if found.retired else self.tr("Retire")
        command = node_commands.RetireNode(node, not found.retired)
        self._add(menu, retire, lambda: space.run(command))
        self._add(menu, self.tr("Delete"), self.delete)

    def _fill_many(self, menu: QMenu, nodes: list[int]) -> None:
        self._add(menu, self.tr("Show their excerpts"), lambda: self._excerpts(nodes))
        menu.addSeparator()
        self._add_branch(menu, nodes)
        self._add(menu, self.tr("Delete"), self.delete)

    def _add_branch(self, menu: QMenu, nodes: list[int]) -> None:
        self._add(menu, self.tr("Gather under a new node…"), lambda: self.gather(nodes))
        self._add(menu, self.tr("Merge into…"), lambda: self.merge(nodes))
        self._add(menu, self.tr("Cut"), lambda: self.hold(cut=True))
        self._add(menu, self.tr("Copy"), lambda: self.hold(cut=False))
        self._add(menu, self.tr("Paste below"), self.paste, on=bool(self._held))

    def _add_keys(self, menu: QMenu, node: int) -> None:
        gestures, known = self._space.gestures, self._space.nodes.model.tree.by_id
        sub = menu.addMenu(self.tr("Put on a key"))
        for number, there in enumerate(gestures.favourites(), start=1):
            name = known[there].name if there in known else self.tr("free")
            chosen = None if there == node else node
            self._add(sub, f"{number}  {name}", partial(gestures.set_favourite, number, chosen))

    def _memo(self, node: int) -> None:
        tree = self._space.nodes.model.tree
        title, guid = self.tr("Memo on the node"), tree.by_id[node].guid
        ask_memo(self._space.desk, guid, "node", title, tree.path(node), self._window)

    def _excerpts(self, nodes: list[int]) -> None:
        tree = self._space.nodes.model.tree
        title = ", ".join(tree.by_id[node].name for node in nodes)
        every = frozenset(below for node in nodes for below in tree.descendants(node))
        self._space.desk.show_excerpts(Behind(title, nodes=every))
