"""The node tree as an item model."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import (
    QAbstractItemModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QPixmap

from qda_app.domain.messages import counted
from qda_app.domain.text import Span
from qda_app.domain.tree import Node, Tree
from qda_app.ui.colours import node_colour, tree_colours
from qda_app.ui.mime import nodes_of, put_nodes, span_of

Index = QModelIndex | QPersistentModelIndex
NODE_MIME = "application/x-qda-node"
SPAN_MIME = "application/x-qda-span"
Role = Qt.ItemDataRole


class NodeModel(QAbstractItemModel):
    """Nodes with their colour and how often they are used; ids are in the indexes.

    `moved` is called with (nodes, parent, place) and `coded` with (node, span) when something is
    dropped; the model itself never changes anything.
    """

    def __init__(
        self,
        moved: Callable[[list[int], int | None, int | None], None],
        coded: Callable[[int, Span], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._moved, self._coded = moved, coded
        self.tree = Tree([])
        self._counts: dict[int, int] = {}
        self._below: dict[int, int] = {}
        self._rows: dict[int, int] = {}
        self._colours: dict[int, str] = {}
        self._dark = False
        self._private = QFont()
        self._private.setItalic(True)
        self.aggregated = True

    def show_tree(self, tree: Tree, counts: dict[int, int], *, dark: bool) -> None:
        """Show another state of the tree."""
        self.beginResetModel()
        self.tree, self._dark = tree, dark
        self._colours = tree_colours(tree)
        parents = [None, *(node.id for node in tree.order)]
        self._rows = {
            child.id: row for parent in parents for row, child in enumerate(tree.children(parent))
        }
        self._add_up(counts)
        self.endResetModel()

    def _add_up(self, counts: dict[int, int]) -> None:
        """Add the counts of what is below to each node, children before parents."""
        self._counts = counts
        self._below = {node.id: counts.get(node.id, 0) for node in self.tree.order}
        for node in reversed(self.tree.order):
            if node.parent in self._below:
                self._below[node.parent] += self._below[node.id]

    def show_counts(self, counts: dict[int, int]) -> None:
        """Show other counts of the same tree."""
        before = self._below
        self._add_up(counts)
        for node, count in self._below.items():
            if before.get(node) != count:
                index = self.index_of(node, 1)
                self.dataChanged.emit(index, index)

    def set_aggregated(self, *, on: bool) -> None:
        """Count the codings of the nodes below too, or those at the node itself only."""
        self.aggregated = on
        for node in self.tree.order:
            index = self.index_of(node.id, 1)
            self.dataChanged.emit(index, index)

    def total_below(self, node: int) -> int:
        """Return how many codings are at a node and those below it."""
        return self._below.get(node, 0)

    def counts(self) -> dict[int, int]:
        """Return how many codings are at each node itself."""
        return self._counts

    def total(self) -> int:
        """Return how many codings there are at all nodes."""
        return sum(self._counts.values())

    def colour(self, node: int) -> str:
        """Return the node's own or inherited colour in stored form."""
        return self._colours.get(node, "")

    def node_at(self, index: Index) -> Node | None:
        """Return the node of an index."""
        return self.tree.by_id.get(index.internalId()) if index.isValid() else None

    def index_of(self, node: int, column: int = 0) -> QModelIndex:
        """Return the index of a node."""
        return self.createIndex(self._rows[node], column, node)

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        """Return the index of the n-th child."""
        children = self.tree.children(parent.internalId() if parent.isValid() else None)
        if 0 <= row < len(children):
            return self.createIndex(row, column, children[row].id)
        return QModelIndex()

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override]
        """Return the index of the node above."""
        node = self.node_at(index)
        if node is None or node.parent not in self.tree.by_id:
            return QModelIndex()
        return self.index_of(node.parent)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return how many nodes are below."""
        if parent.column() > 0:
            return 0
        return len(self.tree.children(parent.internalId() if parent.isValid() else None))

    def columnCount(self, _parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return name and count."""
        return 2

    def headerData(
        self, section: int, _way: Qt.Orientation, role: int = Role.DisplayRole
    ) -> object:
        """Return the titles of the columns."""
        if role == Role.DisplayRole:
            return (self.tr("Node"), self.tr("Codings"))[section]
        return None

    def data(self, index: Index, role: int = Role.DisplayRole) -> object:  # noqa: PLR0911
        """Return name, swatch, definition and counts."""
        node = self.node_at(index)
        if node is None:
            return None
        if index.column() == 1:
            below, own = self._below.get(node.id, 0), self._counts.get(node.id, 0)
            if role == Role.DisplayRole:
                return (below if self.aggregated else own) or ""
            if role == Role.TextAlignmentRole:
                return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            if role == Role.ToolTipRole:
                return counted(
                    "1 coding here, {below} with the nodes below",
                    "{count} codings here, {below} with the nodes below",
                    own,
                    below=below,
                )
            return None
        if role in {Role.DisplayRole, Role.EditRole}:
            retired = self.tr(" (retired)") if node.retired and role == Role.DisplayRole else ""
            return node.name + retired
        if role == Role.DecorationRole:
            swatch = QPixmap(10, 10)
            swatch.fill(QColor(node_colour(self.colour(node.id), dark=self._dark)))
            return swatch
        if role == Role.FontRole and node.inventor is not None:
            return self._private
        if role == Role.ToolTipRole:
            private = self.tr("Private: made in a round and not everybody's yet.")
            mark = private if node.inventor is not None else ""
            parts = [self.tree.path(node.id), node.short or node.definition, mark]
            return "\n".join(part for part in parts if part)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let nodes be dragged, and let nodes and passages be dropped on them."""
        flag = Qt.ItemFlag
        if not index.isValid():
            return flag.ItemIsDropEnabled
        return (
            flag.ItemIsEnabled
            | flag.ItemIsSelectable
            | flag.ItemIsDragEnabled
            | flag.ItemIsDropEnabled
        )

    def mimeTypes(self) -> list[str]:
        """Return what can be dropped here."""
        return [NODE_MIME, SPAN_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Return the dragged nodes."""
        data = QMimeData()
        put_nodes(data, [index.internalId() for index in indexes if index.column() == 0])
        return data

    def supportedDropActions(self) -> Qt.DropAction:
        """Nodes move; passages are coded."""
        return Qt.DropAction.MoveAction | Qt.DropAction.CopyAction

    def dropMimeData(
        self, data: QMimeData, _action: Qt.DropAction, row: int, _column: int, parent: Index
    ) -> bool:
        """Run the command; the model is told of it like everybody else."""
        target = parent.internalId() if parent.isValid() else None
        span = span_of(data)
        if span is not None and target is not None:
            self._coded(target, span)
        nodes = nodes_of(data)
        if nodes:
            self._moved(nodes, target, None if row < 0 else row)
        return False
