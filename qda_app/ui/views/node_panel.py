"""The node tree beside the transcript: find, make, rename, move, colour, delete."""

from PySide6.QtCore import QModelIndex, QPoint, QSortFilterProxyModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QToolButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from qda_app.domain.text import Span, fold
from qda_app.services.project import Project
from qda_app.ui.icons import dress
from qda_app.ui.models.nodes import Index, NodeModel
from qda_app.ui.theme import SMALL, TIGHT, Theme

COUNT = 48  # pixels for the number of codings


class NodeSearch(QSortFilterProxyModel):
    """Shows the nodes whose path or definition holds what was typed, with those above them."""

    def __init__(self, model: NodeModel) -> None:
        super().__init__(model)
        self._model = model
        self._words: list[str] = []
        self.setSourceModel(model)
        self.setRecursiveFilteringEnabled(True)

    def look_for(self, text: str) -> None:
        """Show what fits a text, case and accents aside."""
        self._words = fold(text).split()
        self.invalidate()

    def filterAcceptsRow(self, row: int, parent: Index) -> bool:
        """Say whether a node itself fits."""
        if not self._words:
            return True
        node = self._model.node_at(self._model.index(row, 0, parent))
        if node is None:
            return False
        text = fold(f"{node.name} {node.short} {node.definition}")
        return all(word in text for word in self._words)


class NodeTreeView(QTreeView):
    """The tree itself; its keys are signals."""

    cut = Signal()
    copied = Signal()
    pasted = Signal()
    removed = Signal()
    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Cut, copy, paste and delete branches; Enter codes."""
        keys = QKeySequence.StandardKey
        if event.matches(keys.Cut):
            self.cut.emit()
        elif event.matches(keys.Copy):
            self.copied.emit()
        elif event.matches(keys.Paste):
            self.pasted.emit()
        elif event.matches(keys.Delete):
            self.removed.emit()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.entered.emit()
        else:
            super().keyPressEvent(event)


class NodePanel(QWidget):
    """Shows the tree and says what the person wants done to it."""

    moved = Signal(object, object, object)  # list of nodes, parent, place
    coded = Signal(int, object)  # node, Span
    create_requested = Signal(object)  # parent id or None
    menu_requested = Signal(QPoint, object)  # global place, list of nodes
    activated = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._unfolded: set[int] | None = None  # what was open before a search
        self.model = NodeModel(self._move, self._code, self)
        self._proxy = NodeSearch(self.model)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(self.tr("Find a node"))
        self.filter.setAccessibleName(self.tr("Find a node"))
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self._search)
        self.own = self._button("table", self.tr("Count only codings at the node itself"))
        self.own.setCheckable(True)
        self.own.toggled.connect(lambda on: self.model.set_aggregated(on=not on))
        add = self._button("add", self.tr("New node below the chosen one"))
        add.clicked.connect(lambda: self.create_requested.emit(self.current()))
        self.more = self._button("more", self.tr("Sort, expand, fold"))
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.view = self._tree()
        heading = QLabel(self.tr("Nodes"))
        heading.setProperty("role", "heading")
        row = QHBoxLayout()
        row.setSpacing(TIGHT)
        row.addWidget(heading)
        row.addWidget(self.filter, 1)
        for button in (add, self.own, self.more):
            row.addWidget(button)
        self.empty = QLabel(
            self.tr("No nodes yet. Add one with +, or code a passage with a new node.")
        )
        self.empty.setWordWrap(True)
        self.empty.setProperty("role", "muted")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SMALL, SMALL, SMALL, SMALL)
        layout.setSpacing(TIGHT)
        layout.addLayout(row)
        layout.addWidget(self.empty)
        layout.addWidget(self.view, 1)

    def _button(self, icon: str, words: str) -> QToolButton:
        button = QToolButton()
        button.setToolTip(words)
        button.setAccessibleName(words)
        dress(button, icon, self._theme)
        return button

    def _tree(self) -> NodeTreeView:
        view = NodeTreeView()
        view.setModel(self._proxy)
        view.setAccessibleName(self.tr("Node tree"))
        view.setHeaderHidden(True)
        view.setUniformRowHeights(True)
        view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        view.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        view.setDefaultDropAction(Qt.DropAction.MoveAction)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._menu)
        view.doubleClicked.connect(lambda _i: self._activate())
        view.entered.connect(self._activate)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        header = view.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Fixed)
        header.setMinimumSectionSize(COUNT)
        header.resizeSection(1, COUNT)
        view.setIndentation(14)
        return view

    def refresh(self, project: Project) -> None:
        """Read the tree again, keeping what is open and chosen."""
        first = not self.model.tree.order
        chosen, current = set(self.selected()), self.current()
        tree = self.model.tree
        inner = [node.id for node in tree.order if tree.children(node.id)]
        closed = {node for node in inner if not self.view.isExpanded(self._index(node))}
        tree = project.read.tree()
        self.model.show_tree(tree, project.read.counts_by_node(), dark=self._theme.dark)
        selection = self.view.selectionModel()
        for node in tree.order:
            if tree.children(node.id) and (first or node.id not in closed):
                self.view.setExpanded(self._index(node.id), True)  # noqa: FBT003
            if node.id == current:
                selection.setCurrentIndex(self._index(node.id), selection.SelectionFlag.NoUpdate)
        self.select(chosen & tree.by_id.keys())
        self.empty.setVisible(not tree.order)

    def _index(self, node: int) -> QModelIndex:
        return self._proxy.mapFromSource(self.model.index_of(node))

    def current(self) -> int | None:
        """Return the id of the chosen node."""
        node = self.model.node_at(self._proxy.mapToSource(self.view.currentIndex()))
        return node.id if node else None

    def selected(self) -> list[int]:
        """Return the ids of all chosen nodes, in reading order."""
        rows = self.view.selectionModel().selectedRows()
        nodes = {self._proxy.mapToSource(index).internalId() for index in rows}
        return [node.id for node in self.model.tree.order if node.id in nodes]

    def select(self, nodes: set[int]) -> None:
        """Choose these nodes."""
        selection = self.view.selectionModel()
        flags = selection.SelectionFlag.Select | selection.SelectionFlag.Rows
        for node in nodes:
            selection.select(self._index(node), flags)

    def choose(self, node: int) -> None:
        """Choose one node and bring it into view."""
        self.view.setCurrentIndex(self._index(node))
        self.view.scrollTo(self._index(node))

    def _activate(self) -> None:
        node = self.current()
        if node is not None:
            self.activated.emit(node)

    def _search(self, text: str) -> None:
        if text and self._unfolded is None:
            inner = [n.id for n in self.model.tree.order if self.model.tree.children(n.id)]
            self._unfolded = {node for node in inner if self.view.isExpanded(self._index(node))}
        self._proxy.look_for(text)
        if text:
            self.view.expandAll()
        elif self._unfolded is not None:
            for node in self._unfolded & self.model.tree.by_id.keys():
                self.view.setExpanded(self._index(node), True)  # noqa: FBT003
            self._unfolded = None

    def _move(self, nodes: list[int], parent: int | None, place: int | None) -> None:
        self.moved.emit(nodes, parent, place)

    def _code(self, node: int, span: Span) -> None:
        self.coded.emit(node, span)

    def _menu(self, place: QPoint) -> None:
        nodes = self.selected()
        if nodes:
            self.menu_requested.emit(self.view.viewport().mapToGlobal(place), nodes)
