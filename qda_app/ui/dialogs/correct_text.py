"""Correcting a transcript's text, with what becomes of the codings in view."""

from PySide6.QtCore import QSize, Qt, QTimer
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

from qda_app.domain.errors import QdaError
from qda_app.services.correcting import correction, preview, refusal
from qda_app.ui.desk import Desk
from qda_app.ui.dialogs.correct_table import AffectedTable
from qda_app.ui.dialogs.discarding import ask_to_discard
from qda_app.ui.theme import LARGE, MEDIUM

REST = 350  # milliseconds without a key before the codings are looked at
SIZE = "correct/size"
SHARES = [500, 400]  # of the height for the text, and for the codings once there are some
BREAK = "\N{PARAGRAPH SEPARATOR}"


class CorrectDialog(QDialog):
    """The text to be corrected above, the codings whose words change below."""

    def __init__(self, desk: Desk, source: int, at: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        read = desk.project.read
        name = next(found.name for found in read.sources() if found.id == source)
        self._shared = False  # whether text and codings have their shares of the height
        self._desk, self._source, self._old = desk, source, read.text(source)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Correct the text of “{0}”").format(name))
        size = QSize(*desk.preferences.get(SIZE, [1000, 680]))
        self.resize(size.boundedTo(self.screen().availableSize()))
        about = QLabel(
            self.tr(
                "Codings, memos, quotations and turns follow their words. Nothing changes before "
                "you press Correct, and Undo takes it back."
            )
            + " "
            + self.tr(
                "The project's history keeps the text as it was, so correcting it does not make "
                "the project file anonymous."
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
        self.problem = QLabel()
        self.problem.setWordWrap(True)
        self.problem.setTextFormat(Qt.TextFormat.PlainText)
        self.problem.setProperty("role", "warn")
        self.problem.hide()
        self.table = AffectedTable()
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
        self.parts = QSplitter(Qt.Orientation.Vertical)
        self.parts.setChildrenCollapsible(False)
        self.parts.addWidget(self.editor)
        self.parts.addWidget(self.table)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(LARGE, LARGE, LARGE, LARGE)
        layout.setSpacing(MEDIUM)
        layout.addWidget(about)
        layout.addWidget(self.parts, 1)
        layout.addWidget(self.said)
        layout.addWidget(self.problem)
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
        self.problem.hide()
        self._rest.start()

    def look(self) -> None:
        """Show what becomes of the codings."""
        self._rest.stop()
        found = preview(self._desk.project.read, self._source, self.text())
        self.said.setText(" ".join(found.said()))
        first, self._shared = not self._shared, self._shared or bool(found.affected)
        self.table.show_affected(found.affected)
        if first and self._shared:
            self.parts.setSizes(SHARES)
        self.correct.setEnabled(bool(found.changes))

    def _run(self) -> None:
        self.look()
        if not self.correct.isEnabled():
            return
        command = correction(self._desk.project.read, self._source, self.text())
        try:
            self._desk.project.run(command)
        except QdaError as error:
            self.problem.setText(str(error))
            self.problem.show()
            return
        self.accept()
        self._desk.said.emit(command.label, True)  # noqa: FBT003

    def reject(self) -> None:
        """Leave without a change; where something was corrected, ask."""
        if self.text() == self._old:
            super().reject()
            return
        self.question = ask_to_discard(self, self.tr("What you corrected is not kept yet."))

    def done(self, result: int) -> None:
        """Remember the size."""
        self._desk.preferences.set(SIZE, [self.width(), self.height()])
        super().done(result)


def ask_correction(desk: Desk, source: int, at: int, parent: QWidget | None) -> None:
    """Open the dialog on a source, unless its text has to stay: then say why."""
    reason = refusal(desk.project.read, source)
    if reason:
        desk.refused.emit(reason)
    else:
        CorrectDialog(desk, source, at, parent).open()
