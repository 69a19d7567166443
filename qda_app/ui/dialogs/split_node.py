"""Splitting a node: its excerpts are put into parts, each a new node below it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from qda_app.services.commands.branches import SplitNode
from qda_app.services.project import Project
from qda_app.ui.theme import LARGE, MEDIUM, SMALL

KEY = Qt.ItemDataRole.UserRole
SHOWN = 160  # characters of an excerpt


class SplitDialog(QDialog):
    """Lists the excerpts of a node; chosen ones are given the name of a part."""

    def __init__(self, project: Project, node: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._node = node
        name = project.read.tree().by_id[node].name
        self.setWindowTitle(self.tr("Split “{0}”").format(name))
        self.resize(820, 560)
        self.list = QTreeWidget()
        self.list.setHeaderLabels(
            [self.tr("Goes to"), self.tr("Source"), self.tr("Coder"), self.tr("Excerpt")]
        )
        self.list.setAccessibleName(self.tr("Excerpts of the node"))
        self.list.setRootIsDecorated(False)
        self.list.setSortingEnabled(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._fill(project)
        self.part = QLineEdit()
        self.part.setPlaceholderText(self.tr("Name of the part"))
        self.part.setAccessibleName(self.tr("Name of the part"))
        self.part.returnPressed.connect(self.put)
        put = QPushButton(self.tr("Put the chosen excerpts there"))
        put.setAutoDefault(False)
        put.clicked.connect(self.put)
        row = QHBoxLayout()
        row.setSpacing(SMALL)
        row.addWidget(self.part, 1)
        row.addWidget(put)
        kinds = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(kinds.Ok | kinds.Cancel)
        self.buttons.button(kinds.Ok).setText(self.tr("Split"))
        self.buttons.button(kinds.Ok).setAutoDefault(False)
        self.buttons.button(kinds.Ok).setEnabled(False)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(LARGE, LARGE, LARGE, LARGE)
        layout.setSpacing(MEDIUM)
        words = QLabel(
            self.tr(
                "Choose excerpts, name the part they belong to, press Enter. Each part becomes a "
                "node below this one; what goes nowhere stays. Codings of other coders go along."
            )
        )
        words.setWordWrap(True)
        for widget in (words, self.list):
            layout.addWidget(widget)
        layout.addLayout(row)
        layout.addWidget(self.buttons)

    def _fill(self, project: Project) -> None:
        read = project.read
        sources = {source.id: source.name for source in read.sources()}
        coders = {coder.id: coder.name for coder in read.coders()}
        found = read.codings(nodes=[self._node])
        texts = read.texts({coding.source for coding in found})
        for coding in found:
            words = " ".join(coding.span.of(texts[coding.source]).split())
            short = words if len(words) <= SHOWN else words[:SHOWN] + "…"
            item = QTreeWidgetItem(["", sources[coding.source], coders[coding.coder], short])
            item.setData(0, KEY, coding.id)
            item.setToolTip(3, words)
            self.list.addTopLevelItem(item)
        header = self.list.header()
        header.setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        header.setStretchLastSection(False)
        header.resizeSection(0, 130)

    def put(self) -> None:
        """Give the chosen excerpts the name of their part."""
        name = " ".join(self.part.text().split())
        for item in self.list.selectedItems():
            item.setText(0, name)
        self.list.clearSelection()
        self.part.selectAll()
        named = bool(self.parts())
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(named)

    def parts(self) -> list[tuple[str, list[int]]]:
        """Return the parts named, each with its codings."""
        found: dict[str, list[int]] = {}
        for row in range(self.list.topLevelItemCount()):
            item = self.list.topLevelItem(row)
            if item is not None and item.text(0):
                found.setdefault(item.text(0), []).append(int(item.data(0, KEY)))
        return list(found.items())

    def command(self) -> SplitNode:
        """Return the command that splits."""
        return SplitNode(self._node, self.parts())
