"""How quotations are attributed: the template, its fields, and what comes of it."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from qda_app.ui.theme import MEDIUM, SMALL

LONGEST = 90  # characters of the example
COMBO = 340  # pixels of the widest template


class AttributionBar(QWidget):
    """Two lines: the template with what is done with the quotations, and an example below."""

    changed = Signal()
    asked = Signal()  # what is warned of is to be seen

    def __init__(self, right: Sequence[QWidget], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.template = QComboBox()
        self.template.setEditable(True)
        self.template.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.template.setAccessibleName(self.tr("Attribution"))
        self.template.setMinimumContentsLength(18)
        self.template.setMaximumWidth(COMBO)
        self.template.editTextChanged.connect(lambda _text: self.changed.emit())
        self.insert = QPushButton(self.tr("Insert a field"))
        self.insert.setToolTip(self.tr("What a quotation's line can name, at the cursor"))
        self.fields = QMenu(self.insert)
        self.insert.setMenu(self.fields)
        self.example = QLabel()
        self.example.setWordWrap(True)
        self.example.setTextFormat(Qt.TextFormat.PlainText)
        self.example.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.warned = QPushButton()
        self.warned.setProperty("link", True)  # noqa: FBT003
        self.warned.clicked.connect(lambda _on: self.asked.emit())
        self.whole = QCheckBox(self.tr("With the interviewer's words"))
        self.whole.setToolTip(
            self.tr(
                "Else only what participants say is printed, and (…) stands for the interviewer's "
                "words in between"
            )
        )
        self._lay_out(right)

    def _lay_out(self, right: Sequence[QWidget]) -> None:
        words = QLabel(self.tr("Attribution"))
        words.setBuddy(self.template)
        above, below = QHBoxLayout(), QHBoxLayout()
        above.setSpacing(SMALL)
        below.setSpacing(MEDIUM)
        above.addWidget(words)
        above.addWidget(self.template, 2)
        above.addWidget(self.insert)
        above.addStretch(1)
        for widget in right:
            above.addWidget(widget)
        below.addWidget(self.example, 1)
        below.addWidget(self.warned)
        below.addWidget(self.whole)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SMALL)
        column.addLayout(above)
        column.addLayout(below)

    def offer(self, presets: Sequence[tuple[str, str]], fields: Sequence[tuple[str, str]]) -> None:
        """Offer templates with what they name, and fields with what they stand for."""
        kept, blocked = self.template.currentText(), QSignalBlocker(self.template)
        self.template.clear()
        for words, template in presets:
            self.template.addItem(template, template)
            self.template.setItemData(self.template.count() - 1, words, Qt.ItemDataRole.ToolTipRole)
        self.template.setEditText(kept)
        blocked.unblock()
        self.fields.clear()
        for name, words in fields:
            action = self.fields.addAction(f"{{{name}}}\t{words}".replace("&", "&&"))
            action.triggered.connect(lambda _on, n=name: self.insert_field(n))

    def insert_field(self, name: str) -> None:
        """Put a field into the template where the cursor is."""
        line = self.template.lineEdit()
        if line is not None:
            line.insert(f"{{{name}}}")
            line.setFocus()

    def show_example(self, printed: str) -> None:
        """Show how a real quotation ends as it is printed; without one, what to do."""
        flat = " ".join(printed.split())
        short = flat if len(flat) <= LONGEST else f"… {flat[-LONGEST:].partition(' ')[2]}"
        self._say(short or self.tr("Choose a quotation to see how it is attributed."), "muted")

    def show_error(self, sentence: str) -> None:
        """Say why the template cannot be used, beside it."""
        self._say(sentence, "danger")

    def _say(self, text: str, role: str) -> None:
        self.example.setText(text)
        self.example.setToolTip(text)
        if self.example.property("role") != role:
            self.example.setProperty("role", role)
            self.example.style().unpolish(self.example)
            self.example.style().polish(self.example)

    def warn(self, attributions: Sequence[str]) -> None:
        """Warn of attributions by which few can be recognised; the tool tip names them."""
        text = self.tr("Attributions that few share: {0}").format(len(attributions))
        self.warned.setText(text)
        self.warned.setToolTip("\n".join(attributions))
        self.warned.setVisible(bool(attributions))
