"""What to retrieve: the node tree and the saved queries."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHBoxLayout,
    QHeaderView,
    QInputDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QToolButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from qda_app.domain.query import SavedQuery
from qda_app.domain.tree import Tree
from qda_app.services.commands.queries import DeleteQuery, RenameQuery
from qda_app.ui.desk import Desk
from qda_app.ui.icons import dress
from qda_app.ui.models.nodes import NodeModel
from qda_app.ui.theme import SMALL, TIGHT, tabular
from qda_app.ui.views.node_panel import NodeSearch

COUNT = 52  # pixels for the number of codings
SAVED_ROWS = 5


class NodePicker(QWidget):
    """The node tree; one or several nodes are chosen, none stands for all."""

    changed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = desk.theme
        self.model = NodeModel(lambda *_moved: None, lambda *_coded: None, self)
        self._proxy = NodeSearch(self.model)
        self._proxy.setAutoAcceptChildRows(True)
        heading = QLabel(self.tr("Nodes"))
        heading.setProperty("role", "heading")
        self.field = QLineEdit()
        self.field.setPlaceholderText(self.tr("Find a node"))
        self.field.setAccessibleName(self.tr("Find a node"))
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(self._search)
        self.every = QToolButton()
        self.every.setText(self.tr("All nodes"))
        self.every.setToolTip(self.tr("Retrieve from all nodes (Esc)"))
        self.every.clicked.connect(self.clear)
        self.view = self._tree()
        self.below = QCheckBox(self.tr("With the nodes below"))
        self.below.setToolTip(
            self.tr("Retrieve also what is coded at the nodes below those chosen")
        )
        self.below.setChecked(True)
        self.below.toggled.connect(lambda _on: self.changed.emit())
        row = QHBoxLayout()
        row.addWidget(heading, 1)
        row.addWidget(self.every)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(TIGHT)
        layout.addLayout(row)
        for widget in (self.field, self.view, self.below):
            layout.addWidget(widget)
        self.view.selectionModel().selectionChanged.connect(lambda _a, _b: self._told())
        self._quiet = False
        key = QShortcut(QKeySequence(Qt.Key.Key_Escape), self.view)
        key.setContext(Qt.ShortcutContext.WidgetShortcut)
        key.activated.connect(self.clear)

    def _tree(self) -> QTreeView:
        view = QTreeView()
        view.setModel(self._proxy)
        view.setAccessibleName(self.tr("Node tree"))
        view.setHeaderHidden(True)
        view.setUniformRowHeights(True)
        view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        view.setDragDropMode(QAbstractItemView.DragDropMode.NoDragDrop)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setToolTip(self.tr("Ctrl and Shift choose several nodes"))
        view.setIndentation(14)
        view.setFont(tabular(view.font()))
        header = view.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in range(1, self.model.columnCount()):
            view.setColumnHidden(column, column > 1)
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
        header.setMinimumSectionSize(COUNT)
        header.resizeSection(1, COUNT)
        return view

    def show_tree(self, tree: Tree, counts: dict[int, int]) -> None:
        """Show the tree as it is now; what is chosen and open stays so."""
        first = not self.model.tree.order
        chosen = self.chosen()
        known = self.model.tree
        closed = {n.id for n in known.order if known.children(n.id) and not self._open(n.id)}
        self._quiet = True
        self.model.show_tree(tree, counts, dark=self._theme.dark)
        for node in tree.order:
            if first or node.id not in closed:
                self.view.setExpanded(self._index(node.id), True)  # noqa: FBT003
        self._quiet = False
        self.choose([node for node in chosen if node in tree.by_id], quiet=True)

    def _index(self, node: int) -> QModelIndex:
        return self._proxy.mapFromSource(self.model.index_of(node))

    def _open(self, node: int) -> bool:
        return self.view.isExpanded(self._index(node))

    def chosen(self) -> list[int]:
        """Return the ids of the nodes chosen, in reading order; none stands for all."""
        rows = self.view.selectionModel().selectedRows()
        found = {int(self._proxy.mapToSource(index).internalId()) for index in rows}
        return [node.id for node in self.model.tree.order if node.id in found]

    def choose(self, nodes: Sequence[int], *, quiet: bool = False) -> None:
        """Choose these nodes."""
        flag = QItemSelectionModel.SelectionFlag
        picked = QItemSelection()
        for node in nodes:
            if node in self.model.tree.by_id:
                index = self._index(node)
                picked.select(index, index)
        before, self._quiet = self._quiet, True
        self.view.selectionModel().select(picked, flag.ClearAndSelect | flag.Rows)
        if not nodes:
            self.view.selectionModel().clearCurrentIndex()
        self._quiet = before
        if not quiet:
            self.changed.emit()

    def clear(self) -> None:
        """Choose no node, which stands for all."""
        self.choose([])

    def _told(self) -> None:
        if not self._quiet:
            self.changed.emit()

    def _search(self, text: str) -> None:
        self._proxy.look_for(text)
        if text:
            self.view.expandAll()


class SavedQueries(QWidget):
    """The saved queries: one click asks them again."""

    chosen = Signal(object)  # SavedQuery
    new_requested = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        heading = QLabel(self.tr("Queries"))
        heading.setProperty("role", "heading")
        self.add = QToolButton()
        self.add.setText(self.tr("New query"))
        self.add.setToolTip(self.tr("Passages that overlap, are near each other, lie within …"))
        self.add.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        dress(self.add, "add", desk.theme)
        self.add.clicked.connect(lambda _on: self.new_requested.emit())
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Saved queries"))
        self.list.setSortingEnabled(True)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._menu)
        self.list.itemClicked.connect(self._tell)
        self.list.itemActivated.connect(self._tell)
        self.list.setFixedHeight(SAVED_ROWS * 28)
        self.empty = QLabel(self.tr("Queries that you save stand here."))
        self.empty.setProperty("role", "muted")
        self.empty.setWordWrap(True)
        row = QHBoxLayout()
        row.addWidget(heading, 1)
        row.addWidget(self.add)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, SMALL, 0, 0)
        layout.setSpacing(TIGHT)
        layout.addLayout(row)
        layout.addWidget(self.empty)
        layout.addWidget(self.list)

    def show_queries(self, queries: Sequence[SavedQuery]) -> None:
        """Show the queries there are."""
        current = self.current()
        self.list.clear()
        for query in queries:
            item = QListWidgetItem(query.name)
            item.setData(Qt.ItemDataRole.UserRole, query)
            self.list.addItem(item)
            if current is not None and query.id == current.id:
                self.list.setCurrentItem(item)
        self.list.setVisible(bool(queries))
        self.empty.setVisible(not queries)

    def current(self) -> SavedQuery | None:
        """Return the query that is chosen in the list."""
        item = self.list.currentItem()
        found = item.data(Qt.ItemDataRole.UserRole) if item is not None else None
        return found if isinstance(found, SavedQuery) else None

    def _tell(self, item: QListWidgetItem) -> None:
        self.chosen.emit(item.data(Qt.ItemDataRole.UserRole))

    def _menu(self, place: QPoint) -> None:
        query = self.current()
        if query is None:
            return
        menu = QMenu(self)
        menu.addAction(self.tr("Ask this query")).triggered.connect(
            lambda _on: self.chosen.emit(query)
        )
        menu.addAction(self.tr("Rename…")).triggered.connect(lambda _on: self.rename(query))
        menu.addAction(self.tr("Delete")).triggered.connect(
            lambda _on: self._desk.run(DeleteQuery(query.id, query.name))
        )
        menu.popup(self.list.viewport().mapToGlobal(place))

    def rename(self, query: SavedQuery) -> None:
        """Ask for another name."""
        title = self.tr("Rename the query")
        name, accepted = QInputDialog.getText(self, title, self.tr("Name"), text=query.name)
        if accepted:
            self._desk.run(RenameQuery(query.id, name))
