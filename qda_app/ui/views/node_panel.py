"""The node tree beside the transcript: find, make, rename, move, colour, delete."""

from PySide6.QtCore import QPoint, QSortFilterProxyModel, Qt, Signal
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

from qda_app.domain.text import Span
from qda_app.services.project import Project
from qda_app.ui.icons import dress
from qda_app.ui.models.nodes import NodeModel
from qda_app.ui.theme import SMALL, TIGHT, Theme

COUNT = 48  # pixels for the number of codings


class NodePanel(QWidget):
    """Shows the tree and says what the person wants done to it."""

    moved = Signal(int, object, object)  # node, parent, place
    coded = Signal(int, object)  # node, Span
    create_requested = Signal(object)  # parent id or None
    menu_requested = Signal(QPoint, int)
    activated = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.model = NodeModel(self._move, self._code, self)
        self._proxy = QSortFilterProxyModel(self)
        self._proxy.setSourceModel(self.model)
        self._proxy.setRecursiveFilteringEnabled(True)
        self._proxy.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(self.tr("Find a node"))
        self.filter.setAccessibleName(self.tr("Find a node"))
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self._search)
        add = QToolButton()
        add.setToolTip(self.tr("New node below the chosen one"))
        add.setAccessibleName(self.tr("New node"))
        dress(add, "add", theme)
        add.clicked.connect(lambda: self.create_requested.emit(self.current()))
        self.view = self._tree()
        heading = QLabel(self.tr("Nodes"))
        heading.setProperty("role", "heading")
        row = QHBoxLayout()
        row.addWidget(heading)
        row.addWidget(self.filter, 1)
        row.addWidget(add)
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

    def _tree(self) -> QTreeView:
        view = QTreeView()
        view.setModel(self._proxy)
        view.setAccessibleName(self.tr("Node tree"))
        view.setHeaderHidden(True)
        view.setUniformRowHeights(True)
        view.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        view.setDefaultDropAction(Qt.DropAction.MoveAction)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._menu)
        view.doubleClicked.connect(lambda _i: self.activated.emit(self.current() or 0))
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
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
        chosen = self.current()
        closed = {
            node.id
            for node in self.model.tree.order
            if self.model.tree.children(node.id)
            and not self.view.isExpanded(self._proxy.mapFromSource(self.model.index_of(node.id)))
        }
        tree = project.read.tree()
        self.model.show_tree(tree, project.read.counts_by_node(), dark=self._theme.dark)
        for node in tree.order:
            index = self._proxy.mapFromSource(self.model.index_of(node.id))
            self.view.setExpanded(index, first or node.id not in closed)
            if node.id == chosen:
                self.view.setCurrentIndex(index)
        self.empty.setVisible(not tree.order)

    def current(self) -> int | None:
        """Return the id of the chosen node."""
        node = self.model.node_at(self._proxy.mapToSource(self.view.currentIndex()))
        return node.id if node else None

    def _search(self, text: str) -> None:
        self._proxy.setFilterFixedString(text)
        if text:
            self.view.expandAll()

    def _move(self, node: int, parent: int | None, place: int | None) -> None:
        self.moved.emit(node, parent, place)

    def _code(self, node: int, span: Span) -> None:
        self.coded.emit(node, span)

    def _menu(self, place: QPoint) -> None:
        node = self.current()
        if node is not None:
            self.menu_requested.emit(self.view.viewport().mapToGlobal(place), node)
