"""Merging nodes: choose where to, see what will happen, then do it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from qda_app.domain.errors import QdaError
from qda_app.domain.messages import counted
from qda_app.services.commands.nodes import MergeNodes
from qda_app.services.merging_nodes import NodeMerge, preview_merge
from qda_app.services.project import Project
from qda_app.ui.theme import LARGE, MEDIUM


class MergeDialog(QDialog):
    """Shows what goes where before anything is changed."""

    def __init__(self, project: Project, nodes: list[int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._project, self._nodes = project, nodes
        self.setWindowTitle(self.tr("Merge nodes"))
        self.resize(520, 320)
        tree = project.read.tree()
        self.into = QComboBox()
        self.into.setEditable(True)
        self.into.setAccessibleName(self.tr("Merge into"))
        several = len(nodes) > 1
        for node in tree.order:
            if several or node.id not in nodes:
                self.into.addItem(tree.path(node.id), node.id)
        completer = QCompleter(self.into.model(), self.into)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.into.setCompleter(completer)
        self.into.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.into.setCurrentIndex(-1)
        self.into.setPlaceholderText(self.tr("Type or choose a node"))
        self.preview = QLabel()
        self.preview.setWordWrap(True)
        self.preview.setTextFormat(Qt.TextFormat.PlainText)
        self.preview.setAlignment(Qt.AlignmentFlag.AlignTop)
        kinds = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(kinds.Ok | kinds.Cancel)
        self.buttons.button(kinds.Ok).setText(self.tr("Merge"))
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(LARGE, LARGE, LARGE, LARGE)
        layout.setSpacing(MEDIUM)
        layout.addWidget(QLabel(self.tr("Put the codings and the nodes below into")))
        layout.addWidget(self.into)
        layout.addWidget(self.preview, 1)
        layout.addWidget(self.buttons)
        self.into.currentTextChanged.connect(lambda _t: self._show())
        self._show()

    def target(self) -> int | None:
        """Return the node whose path stands in the field; None while it is no node's."""
        at = self.into.findText(self.into.currentText(), Qt.MatchFlag.MatchExactly)
        return None if at < 0 else int(self.into.itemData(at))

    def _show(self) -> None:
        button = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        target = self.target()
        button.setEnabled(target is not None)
        if target is None:
            missing = self.tr("There is no other node to merge into.")
            ask = self.tr("Choose the node that is to stay.")
            self.preview.setText(ask if self.into.count() else missing)
            return
        try:
            found = preview_merge(self._project.read, self._nodes, target)
        except QdaError as error:
            self.preview.setText(str(error))
            button.setEnabled(False)
            return
        self.preview.setText(self._words(found))

    def _words(self, found: NodeMerge) -> str:
        lines = [
            self.tr("This node stays: {0}").format(found.into),
            self.tr("These nodes go: {0}").format(", ".join(found.nodes)),
        ]
        who = ", ".join(f"{name} {count}" for name, count in found.moved.items())
        lines.append(self.tr("Codings that move: {0}").format(who or "0"))
        if found.doubled:
            lines.append(
                counted(
                    "1 coding stands at both nodes already and stays once.",
                    "{count} codings stand at both nodes already and stay once.",
                    found.doubled,
                )
            )
        if found.children:
            lines.append(self.tr("Nodes that move along: {0}").format(", ".join(found.children)))
        lines.append(self.tr("The definition of the node that stays is kept. Undo takes it back."))
        return "\n\n".join(lines)

    def command(self) -> MergeNodes:
        """Return the command that merges."""
        target = self.target()
        assert target is not None  # noqa: S101
        return MergeNodes(self._nodes, target, self.into.currentText())
