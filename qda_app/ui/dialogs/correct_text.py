"""Correcting a transcript's text, with what becomes of the codings in view."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from qda_app.services.correcting import correction, fate_words, preview
from qda_app.ui.desk import Desk
from qda_app.ui.models.table import TableView
from qda_app.ui.theme import LARGE, MEDIUM, SMALL

REST = 350  # milliseconds without a key before the codings are looked at
SHOWN = 120  # characters of a passage in the list
BREAK = "\N{PARAGRAPH SEPARATOR}"


class CorrectDialog(QDialog):
    """The text to be corrected above, the codings whose words change below."""

    def __init__(self, desk: Desk, source: int, at: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        read = desk.project.read
        name = next(found.name for found in read.sources() if found.id == source)
        self._desk, self._source, self._old = desk, source, read.text(source)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Correct the text of “{0}”").format(name))
        self.resize(900, 640)
        about = QLabel(
            self.tr(
                "Codings, memos, quotations and turns follow their words. Nothing changes before "
                "you press Correct, and Undo takes it back."
            )
        )
        about.setWordWrap(True)
        about.setProperty("role", "muted")
        self.editor = QPlainTextEdit()
        self.editor.setPlainText(self._old)
        self.editor.setAccessibleName(self.tr("The text"))
        self.editor.setTabChangesFocus(False)
        self.said = QLabel(self.tr("Nothing is changed yet."))
        self.said.setWordWrap(True)
        self.table = TableView(self.tr("Codings whose words change"))
        self.table.setContentsMargins(0, SMALL, 0, 0)
        self.table.hide()
        kinds = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(kinds.Ok | kinds.Cancel)
        self.correct = self.buttons.button(kinds.Ok)
        self.correct.setText(self.tr("Correct"))
        self.correct.setEnabled(False)
        self.buttons.accepted.connect(self._run)
        self.buttons.rejected.connect(self.reject)
        self._lay_out(about)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST)
        self._rest.timeout.connect(self.look)
        self.editor.textChanged.connect(self._wait)
        self._go_to(at)

    def _lay_out(self, about: QLabel) -> None:
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.setChildrenCollapsible(False)
        parts.addWidget(self.editor)
        parts.addWidget(self.table)
        parts.setStretchFactor(0, 3)
        parts.setStretchFactor(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(LARGE, LARGE, LARGE, LARGE)
        layout.setSpacing(MEDIUM)
        layout.addWidget(about)
        layout.addWidget(parts, 1)
        layout.addWidget(self.said)
        layout.addWidget(self.buttons)

    def _go_to(self, at: int) -> None:
        """Put the caret where the transcript's was; Qt counts UTF-16 units."""
        cursor = self.editor.textCursor()
        cursor.setPosition(len(self._old[:at].encode("utf-16-le")) // 2)
        cursor.movePosition(QTextCursor.MoveOperation.StartOfBlock)
        self.editor.setTextCursor(cursor)
        self.editor.centerCursor()
        self.editor.setFocus()

    def text(self) -> str:
        """Return the text as it stands in the editor, its spaces and line separators exact."""
        return self.editor.document().toRawText().replace(BREAK, "\n")

    def _wait(self) -> None:
        self.correct.setEnabled(False)
        self._rest.start()

    def look(self) -> None:
        """Show what becomes of the codings."""
        self._rest.stop()
        found = preview(self._desk.project.read, self._source, self.text())
        self.said.setText(" ".join(found.said()))
        rows = [
            [each.coder, each.node, each.before[:SHOWN], each.after[:SHOWN], fate_words(each.fate)]
            for each in found.affected
        ]
        header = [
            self.tr("Coder"), self.tr("Node"), self.tr("Words now"), self.tr("Words then"),
            self.tr("What happens"),
        ]  # fmt: skip
        self.table.show_rows(header, rows)
        self.table.limit_columns(190)
        self.table.setVisible(bool(rows))
        self.correct.setEnabled(bool(found.changes))

    def _run(self) -> None:
        self.look()
        if not self.correct.isEnabled():
            return
        command = correction(self._desk.project.read, self._source, self.text())
        if self._desk.run(command) is not None:
            self.accept()
