"""What stands where results would be: what this is for, or what else could be tried."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from qda_app.ui.theme import SMALL

WIDEST = 460


class EmptyState(QWidget):
    """A heading, a sentence, and the options that might find more."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = QLabel()
        self.heading.setProperty("role", "heading")
        self.about = QLabel()
        self.about.setProperty("role", "muted")
        self.about.setWordWrap(True)
        self.about.setFixedWidth(WIDEST)
        self.about.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.forms = QPushButton(self.tr("Search other forms of the words too"))
        self.accents = QPushButton(self.tr("Ignore accents and case"))
        self.whole = QPushButton(self.tr("Search within words too"))
        column = QVBoxLayout(self)
        column.setSpacing(SMALL)
        column.addStretch(2)
        for widget in (self.heading, self.about, self.accents, self.whole, self.forms):
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        for button in (self.accents, self.whole, self.forms):
            button.setProperty("link", True)  # noqa: FBT003
        self._offer()

    def say_what_is_here(self) -> None:
        """Say what one can search."""
        self._say(
            self.tr("Search everything in this project"),
            self.tr(
                "What you type is found as it stands in transcripts, memos and nodes; signs such "
                "as %, quotes and hyphens have no other meaning."
            ),
        )
        self._offer()

    def say_nothing_found(self, query: str, *, accents: bool, forms: bool, whole: bool) -> None:
        """Say that nothing was found, and offer what is not tried yet."""
        self._say(self.tr("Nothing found for “{query}”").format(query=query), "")
        self._offer(accents=accents, forms=forms, whole=whole)

    def say(self, heading: str, about: str) -> None:
        """Say something else."""
        self._say(heading, about)
        self._offer()

    def _say(self, heading: str, about: str) -> None:
        self.heading.setText(heading)
        self.about.setText(about)
        self.about.setVisible(bool(about))
        self.about.setFixedHeight(max(0, self.about.heightForWidth(WIDEST)))

    def _offer(self, *, accents: bool = False, forms: bool = False, whole: bool = False) -> None:
        self.accents.setVisible(accents)
        self.forms.setVisible(forms)
        self.whole.setVisible(whole)
