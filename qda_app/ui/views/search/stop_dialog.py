"""The stop words of a project, to be read and changed."""

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from qda_app.domain.text import fold
from qda_app.ui.theme import MEDIUM, WIDE


class StopWordsDialog(QDialog):
    """One word a line; what differs from the shipped list is kept with the project."""

    def __init__(
        self, words: frozenset[str], shipped: frozenset[str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Stop words"))
        about = QLabel(
            self.tr(
                "Words that are left out of counts, one a line. The list is kept with this project."
            )
        )
        about.setWordWrap(True)
        self.field = QPlainTextEdit()
        self.field.setProperty("field", True)  # noqa: FBT003
        self.field.setAccessibleName(self.tr("Stop words"))
        self._show(words)
        again = QPushButton(self.tr("Back to the shipped list"))
        again.setProperty("link", True)  # noqa: FBT003
        again.clicked.connect(lambda: self._show(shipped))
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(WIDE, WIDE, WIDE, WIDE)
        column.setSpacing(MEDIUM)
        column.addWidget(about)
        column.addWidget(self.field, 1)
        column.addWidget(again)
        column.addWidget(buttons)
        self.resize(420, 520)

    def _show(self, words: frozenset[str]) -> None:
        self.field.setPlainText("\n".join(sorted(words, key=fold)))

    def words(self) -> frozenset[str]:
        """Return the words as they stand in the field, in lower case."""
        return frozenset(self.field.toPlainText().casefold().split())
