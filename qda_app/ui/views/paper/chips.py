"""The edits of a quotation as chips, each with a cross that takes it back."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QWidget

from qda_app.domain.quotation import EMPHASISE, INSERT, OMIT, REPLACE, SIC, Edit
from qda_app.ui.icons import dress
from qda_app.ui.theme import SMALL, Theme
from qda_app.ui.views.compare.flow import FlowRow

LINES = 3  # of chips that are seen at once
LONGEST, NEXT = 18, 12  # characters of the words on a chip, and of those behind an insertion


class EditChips(QScrollArea):
    """A chip for each edit, in a few lines; more of them scroll."""

    taken_back = Signal(object)  # the Edit

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._row: FlowRow | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_edits(self, words: str, edits: Sequence[Edit]) -> None:
        """Show the edits made on these words."""
        self.setVisible(bool(edits))
        self._row = FlowRow(self)
        for edit in edits:
            said = self.words(words, edit)
            chip = QPushButton(said.replace("&", "&&"))
            chip.setProperty("chip", True)  # noqa: FBT003
            chip.setToolTip(self.tr("Take this edit back"))
            chip.setAccessibleName(self.tr("Take back: {0}").format(said))
            dress(chip, "close", self._theme)
            chip.clicked.connect(lambda _on, e=edit: self.taken_back.emit(e))
            self._row.add(chip)
        self.setWidget(self._row)  # which deletes the one before
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the height of the lines that there are, of a few at most."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if self._row is not None:
            lines = self._row.heightForWidth(self.viewport().width())
            self.setFixedHeight(min(lines, LINES * self._row.sizeHint().height() + SMALL * LINES))

    def chips(self) -> list[QPushButton]:
        """Return the chips in their order."""
        return self._row.findChildren(QPushButton) if self._row is not None else []

    def words(self, words: str, edit: Edit) -> str:
        """Say what an edit does."""
        said = " ".join(words[edit.start : edit.end].split())
        said = said if len(said) <= LONGEST else said[:LONGEST].rstrip() + "…"
        before = " ".join(words[edit.start :].split())[:NEXT].rstrip() + "…"
        return {
            OMIT: f"(…) ← {said}",
            REPLACE: f"[{edit.text}] ← {said}",
            INSERT: self.tr("[{0}] before {1}").format(edit.text, before),
            SIC: f"{said} [sic]",
            EMPHASISE: self.tr("italics: {0}").format(said),
        }[edit.kind]
