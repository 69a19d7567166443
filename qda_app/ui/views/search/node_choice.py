"""A button that names the node chosen and opens the palette to choose another or a new one."""

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from qda_app.domain.tree import Tree
from qda_app.ui.theme import Theme
from qda_app.ui.views.palette import STEP, NodePalette, PaletteEntry

LONGEST = 34  # letters of a path that are shown; the last name is shown whole


class NodeChoice(QPushButton):
    """Holds a node's id, or the name of a node to be made."""

    chosen = Signal()

    def __init__(self, theme: Theme, empty: str, parent: QWidget | None = None) -> None:
        super().__init__(empty, parent)
        self._theme, self._empty = theme, empty
        self._palette: NodePalette | None = None
        self._tree = Tree([])
        self.node: int | None = None
        self.new_name = ""
        self.setAccessibleName(self.tr("Node"))
        self.clicked.connect(self.open)

    def show_tree(self, tree: Tree) -> None:
        """Offer these nodes; a node that is gone is chosen no longer."""
        self._tree = tree
        node = tree.by_id.get(self.node) if self.node is not None else None
        if self.node is not None and (node is None or node.retired):
            self.node = None
        if self._palette is not None:
            self._fill(self._palette)
        self._show()

    def name(self) -> str:
        """Return the name of the node chosen."""
        return self._tree.by_id[self.node].name if self.node is not None else self.new_name

    def open(self) -> None:
        """Open the palette above the button."""
        if self._palette is None:
            self._palette = NodePalette(self._theme, self.window())
            self._palette.picked.connect(self.choose)
            self._palette.new_node_requested.connect(self.choose_new)
            self._fill(self._palette)
        place = self.mapToGlobal(QPoint(0, self.height()))
        self._palette.open_at(place, self.tr("Code the passages at"))

    def choose(self, node: int | None) -> None:
        """Choose a node, or none."""
        self.node, self.new_name = node, ""
        self._show()
        self.chosen.emit()

    def choose_new(self, name: str) -> None:
        """Choose a node that will be made."""
        self.node, self.new_name = None, name
        self._show()
        self.chosen.emit()

    def _fill(self, palette: NodePalette) -> None:
        usable = [node for node in self._tree.order if not node.retired]
        palette.set_entries(
            PaletteEntry(node.id, self._tree.names(node.id), color_of(self._tree, node.id))
            for node in usable
        )

    def _show(self) -> None:
        text = short = self._empty
        if self.node is not None:
            names = self._tree.names(self.node)
            text, short = STEP.join(names), names[-1]
            for number in range(len(names)):
                path = STEP.join(names[number:])
                if len(path) <= LONGEST:
                    short = path if not number else f"…{STEP}{path}"
                    break
        elif self.new_name:
            text = short = self.tr("New node “{name}”").format(name=self.new_name)
        self.setToolTip(text)
        self.setText(short.replace("&", "&&"))


def color_of(tree: Tree, node: int) -> str:
    """Return a node's own or inherited colour in stored form."""
    for each in (node, *tree.ancestors(node)):
        if tree.by_id[each].color:
            return tree.by_id[each].color
    return ""
