"""Old and new text beside one another: what went is struck out, what came is bold."""

from collections.abc import Iterable
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget

from qda_app.services.codebook_changes import FRESH, GONE, FieldChange, Words
from qda_app.ui.theme import SMALL

TAGS = {GONE: ("<s>", "</s>"), FRESH: ("<b><u>", "</u></b>")}


class ChangedWords(QScrollArea):
    """Fields of a node's definition in two columns."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label = QLabel()
        self.label.setTextFormat(Qt.TextFormat.RichText)
        self.label.setWordWrap(True)
        self.label.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.label.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.label.setAccessibleName(name)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(SMALL, SMALL, SMALL, SMALL)
        column.addWidget(self.label)
        column.addStretch(1)
        self.setAccessibleName(name)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(inside)
        inside.setAutoFillBackground(False)

    def show_fields(self, old: str, new: str, fields: Iterable[FieldChange]) -> None:
        """Show fields under the names of the two sides."""
        head = (
            f"<tr><th></th><th align='left'>{escape(old)}</th><th align='left'>{escape(new)}</th>"
        )
        rows = [
            f"<tr><td><i>{escape(each.name)}</i></td><td width='45%'>{_html(each.before)}</td>"
            f"<td width='45%'>{_html(each.after)}</td></tr>"
            for each in fields
        ]
        self.label.setText(
            f"<table width='100%' cellpadding='4'>{head}</tr>{''.join(rows)}</table>"
        )

    def show_sentence(self, text: str) -> None:
        """Show a sentence in place of fields."""
        self.label.setText(escape(text))


def _html(words: Iterable[Words]) -> str:
    parts = []
    for each in words:
        before, after = TAGS.get(each.mark, ("", ""))
        parts.append(f"{before}{escape(each.text)}{after}")
    return " ".join(parts) or "–"
