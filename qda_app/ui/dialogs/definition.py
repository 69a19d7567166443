"""The definition card of a node: name, colour, and when to use it."""

from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from qda_app.domain.tree import Node
from qda_app.services.commands.nodes import ChangeCard
from qda_app.ui.colours import NAMES, label_of, node_colour
from qda_app.ui.theme import LARGE, MEDIUM, Theme

LINES = 3


class DefinitionDialog(QDialog):
    """Edits what a codebook says of a node; everything is kept as one step."""

    def __init__(self, node: Node, path: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._node = node
        self.setWindowTitle(self.tr("Definition of “{0}”").format(node.name))
        self.resize(560, 560)
        self.name = QLineEdit(node.name)
        self.color = QComboBox()
        self.color.addItem(self.tr("As the node above"), "")
        for each in NAMES:
            swatch = QPixmap(14, 14)
            swatch.fill(QColor(node_colour(each, dark=theme.dark)))
            self.color.addItem(QIcon(swatch), label_of(each), each)
        if self.color.findData(node.color) < 0:
            self.color.addItem(node.color, node.color)
        self.color.setCurrentIndex(self.color.findData(node.color))
        self.short = QLineEdit(node.short)
        self.parts = {
            "definition": self._text(node.definition),
            "use_when": self._text(node.use_when),
            "not_when": self._text(node.not_when),
            "example": self._text(node.example),
        }
        where = QLabel(path)
        where.setProperty("role", "muted")
        where.setWordWrap(True)
        form = QFormLayout()
        form.setSpacing(MEDIUM)
        for words, widget in (
            (self.tr("Name"), self.name),
            (self.tr("Colour"), self.color),
            (self.tr("In a line"), self.short),
            (self.tr("In full"), self.parts["definition"]),
            (self.tr("Use when"), self.parts["use_when"]),
            (self.tr("Not when"), self.parts["not_when"]),
            (self.tr("Example"), self.parts["example"]),
        ):
            widget.setAccessibleName(words)
            form.addRow(words, widget)
        kinds = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(kinds.Save | kinds.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(LARGE, LARGE, LARGE, LARGE)
        layout.setSpacing(MEDIUM)
        layout.addWidget(where)
        layout.addLayout(form, 1)
        layout.addWidget(buttons)

    def _text(self, text: str) -> QPlainTextEdit:
        field = QPlainTextEdit(text)
        field.setTabChangesFocus(True)
        field.setMinimumHeight(field.fontMetrics().lineSpacing() * LINES)
        return field

    def command(self) -> ChangeCard:
        """Return the command that keeps what was written."""
        parts = {name: field.toPlainText().strip() for name, field in self.parts.items()}
        return ChangeCard(
            self._node.id,
            name=self.name.text(),
            color=self.color.currentData(),
            short=self.short.text().strip(),
            **parts,
        )
