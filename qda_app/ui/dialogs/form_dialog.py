"""A dialog of a few questions, each with its words at the left, never too small for them."""

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from qda_app.ui.theme import MEDIUM, WIDE


class FormDialog(QDialog):
    """Holds the form; `go_on` is the button that accepts."""

    def __init__(self, title: str, go_on: str, width: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(width)
        self.form = QFormLayout()
        self.form.setVerticalSpacing(MEDIUM)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.go_on = self.buttons.addButton(go_on, QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(WIDE, WIDE, WIDE, WIDE)
        self._column.setSpacing(MEDIUM)
        self._column.addLayout(self.form)

    def explain(self, sentence: str) -> None:
        """Say above the form what it is about."""
        about = QLabel(sentence)
        about.setWordWrap(True)
        about.setProperty("role", "muted")
        self._column.insertWidget(0, about)

    def arrange(self) -> None:
        """Put the buttons below the form, and last for the Tab key."""
        self._column.addWidget(self.buttons)
        self.fit()

    def showEvent(self, event: QShowEvent) -> None:
        """Open with room for everything."""
        super().showEvent(event)
        self.fit()

    def fit(self) -> None:
        """Be high enough for sentences that take several lines, which a form forgets."""
        width = max(self.width(), self.minimumWidth()) if self.isVisible() else self.minimumWidth()
        self._column.activate()
        least = self._column.totalMinimumSize().height()
        self.setMinimumHeight(max(least, self._column.totalHeightForWidth(width)))
