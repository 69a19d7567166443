"""What the menus of the node tree and of the sources do."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QColorDialog, QInputDialog, QMenu, QWidget

from qda_app.domain.transcript import Turn
from qda_app.services.commands import nodes as node_commands
from qda_app.services.commands.sources import (
    NameInterviewers,
    RemoveSource,
    RenameSource,
    UseTurns,
)
from qda_app.ui.views.code.workspace import Workspace


class PanelMenus(QObject):
    """Menus over the two panels of a workspace."""

    def __init__(self, space: Workspace, window: QWidget) -> None:
        super().__init__(window)
        self._space, self._window = space, window
        space.nodes.create_requested.connect(self.new_node)
        space.nodes.menu_requested.connect(self._node_menu)
        space.sources.menu_requested.connect(self._source_menu)

    def new_node(self, parent: int | None = None) -> None:
        """Ask for a name and make a node below another or at the top."""
        name, accepted = QInputDialog.getText(self._window, self.tr("New node"), self.tr("Name"))
        if accepted:
            self._space.run(node_commands.CreateNode(name, parent))

    def rename_node(self) -> None:
        """Ask for another name of the chosen node."""
        node = self._space.nodes.current()
        if node is None:
            return
        old = self._space.nodes.model.tree.by_id[node].name
        title = self.tr("Rename")
        name, accepted = QInputDialog.getText(self._window, title, self.tr("Name"), text=old)
        if accepted:
            self._space.run(node_commands.RenameNode(node, name))

    def _node_menu(self, place: QPoint, node: int) -> None:
        space = self._space
        found = space.nodes.model.tree.by_id[node]
        menu = QMenu(self._window)
        menu.addAction(self.tr("Code the selection")).triggered.connect(
            lambda: space.gestures.apply(node)
        )
        menu.addAction(self.tr("New node below…")).triggered.connect(lambda: self.new_node(node))
        menu.addAction(self.tr("Rename…")).triggered.connect(self.rename_node)
        menu.addAction(self.tr("Colour…")).triggered.connect(lambda: self._recolour(node))
        menu.addAction(self.tr("Definition…")).triggered.connect(lambda: self._define(node))
        menu.addAction(self.tr("Merge into…")).triggered.connect(lambda: self._merge(node))
        retire = self.tr("Bring back") if found.retired else self.tr("Retire")
        command = node_commands.RetireNode(node, not found.retired)
        menu.addAction(retire).triggered.connect(lambda: space.run(command))
        delete = node_commands.DeleteNode(node)
        menu.addAction(self.tr("Delete")).triggered.connect(lambda: space.run(delete))
        menu.popup(place)

    def _merge(self, node: int) -> None:
        paths = self._space.nodes.model.tree.paths()
        others = {path: key for key, path in paths.items() if key != node}
        title = self.tr("Merge into")
        text = self.tr("The codings and the nodes below go to")
        path, accepted = QInputDialog.getItem(self._window, title, text, list(others), 0, False)  # noqa: FBT003
        if accepted:
            self._space.run(node_commands.MergeNodes([node], others[path]))

    def _recolour(self, node: int) -> None:
        color = QColorDialog.getColor(QColor("#3b6fb6"), self._window)
        if color.isValid():
            self._space.run(node_commands.RecolourNode(node, color.name()))

    def _define(self, node: int) -> None:
        old = self._space.nodes.model.tree.by_id[node].definition
        title = self.tr("Definition")
        text, accepted = QInputDialog.getMultiLineText(
            self._window, title, self.tr("Definition"), old
        )
        if accepted:
            self._space.run(node_commands.DefineNode(node, definition=text))

    def _source_menu(self, place: QPoint, source: int) -> None:
        space = self._space
        menu = QMenu(self._window)
        menu.addAction(self.tr("Rename…")).triggered.connect(lambda: self._rename_source(source))
        read = self._space.project.read
        turns = read.turns_of(source, unused=True)
        used = bool(read.turns_of(source))
        switch = self.tr("Do not use the turns") if used else self.tr("Use the turns found")
        toggle = menu.addAction(switch)
        toggle.setEnabled(bool(turns))
        toggle.triggered.connect(lambda: space.run(UseTurns(source, not used)))
        ask = menu.addAction(self.tr("Who is the interviewer?"))
        ask.setEnabled(used)
        ask.triggered.connect(lambda: self._name_interviewer(source, turns))
        remove = RemoveSource(source)
        menu.addAction(self.tr("Remove")).triggered.connect(lambda: space.run(remove))
        menu.popup(place)

    def _name_interviewer(self, source: int, turns: Sequence[Turn]) -> None:
        names = sorted({turn.speaker for turn in turns})
        title = self.tr("Who is the interviewer?")
        name, accepted = QInputDialog.getItem(self._window, title, "", names, 0, False)  # noqa: FBT003
        if accepted:
            self._space.run(NameInterviewers(source, [name]))

    def _rename_source(self, source: int) -> None:
        name, accepted = QInputDialog.getText(self._window, self.tr("Rename"), self.tr("Name"))
        if accepted:
            self._space.run(RenameSource(source, name))
