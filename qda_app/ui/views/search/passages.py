"""The passages that would be coded, as a list."""

from PySide6.QtCore import QAbstractListModel, QObject, QSize, Qt

from qda_app.services.autocoding import Passage
from qda_app.services.shelf import Shelf
from qda_app.ui.views.search.hit_model import Index

HEIGHT = 28
SHOWN = 200  # characters of a passage that are shown in its line
Role = Qt.ItemDataRole


class PassageModel(QAbstractListModel):
    """Passages with the beginning of their words; those coded already are greyed."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.passages: list[Passage] = []
        self._shelf: Shelf | None = None

    def show_passages(self, passages: list[Passage], shelf: Shelf) -> None:
        """Show other passages."""
        self.beginResetModel()
        self.passages, self._shelf = passages, shelf
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """Return how many passages there are."""
        return 0 if parent is not None and parent.isValid() else len(self.passages)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Grey what is coded already."""
        flags = Qt.ItemFlag.ItemIsSelectable
        standing = self.passages[index.row()].standing
        return flags if standing else flags | Qt.ItemFlag.ItemIsEnabled

    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        """Return a passage's words, or all of them with its source as a hint."""
        if role == Role.SizeHintRole:
            return QSize(1, HEIGHT)  # as wide as the list, so that long ones are elided
        if self._shelf is None or role not in {Role.DisplayRole, Role.ToolTipRole}:
            return None
        passage = self.passages[index.row()]
        text = self._shelf.text(passage.source)[passage.start : passage.end]
        if role == Role.ToolTipRole:
            return f"{self._shelf.sources[passage.source].name}\n{text}"
        return " ".join(text[:SHOWN].split())
