"""The edits of a quotation as chips, each with a cross that takes it back."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from qda_app.domain.quotation import EMPHASISE, INSERT, OMIT, REPLACE, SIC, Edit
from qda_app.ui.icons import dress
from qda_app.ui.theme import Theme
from qda_app.ui.views.compare.flow import FlowRow

LONGEST = 24  # characters of the words on a chip


class EditChips(QWidget):
    """A chip for each edit."""

    taken_back = Signal(object)  # the Edit

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._row: FlowRow | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def show_edits(self, words: str, edits: Sequence[Edit]) -> None:
        """Show the edits made on these words."""
        if self._row is not None:
            self._row.hide()  # and never without a parent: it would be shown as a window
            self._column.removeWidget(self._row)
            self._row.deleteLater()
            self._row = None
        self.setVisible(bool(edits))
        if not edits:
            return
        self._row = FlowRow(self)
        for edit in edits:
            said = self.words(words, edit)
            chip = QPushButton(said.replace("&", "&&"))
            chip.setToolTip(self.tr("Take this edit back"))
            chip.setAccessibleName(self.tr("Take back: {0}").format(said))
            dress(chip, "close", self._theme)
            chip.clicked.connect(lambda _on, e=edit: self.taken_back.emit(e))
            self._row.add(chip)
        self._column.addWidget(self._row)

    def chips(self) -> list[QPushButton]:
        """Return the chips in their order."""
        return self._row.findChildren(QPushButton) if self._row is not None else []

    def words(self, words: str, edit: Edit) -> str:
        """Say what an edit does."""
        said = " ".join(words[edit.start : edit.end].split())
        said = said if len(said) <= LONGEST else said[:LONGEST].rstrip() + "…"
        before = " ".join(words[edit.start :].split())[:LONGEST]
        return {
            OMIT: f"(…) ← {said}",
            REPLACE: f"[{edit.text}] ← {said}",
            INSERT: self.tr("[{0}] before {1}").format(edit.text, before),
            SIC: f"{said} [sic]",
            EMPHASISE: self.tr("italics: {0}").format(said),
        }[edit.kind]
