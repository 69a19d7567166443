"""The codings whose words a correction changes, as a table in which the change is in view."""

from collections.abc import Sequence
from itertools import takewhile

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QHeaderView, QStyledItemDelegate, QWidget

from qda_app.domain.tree import SEPARATOR
from qda_app.services.correcting import Affected, fate_words
from qda_app.ui.models.table import TableView
from qda_app.ui.theme import SMALL

NEAR = 12  # characters of a passage before what changes in it
SHOWN = 200  # characters of a passage
CODER, NODE, NOW, THEN = 0, 1, 2, 3  # columns
WIDEST = 220  # pixels of who coded and where


class LastName(QStyledItemDelegate):
    """Shows a node by its own name; the tool tip has the path."""

    def displayText(self, value: object, _locale: QLocale | QLocale.Language) -> str:
        """Return what stands behind the last sign of the path."""
        return str(value).rpartition(SEPARATOR)[2]


class AffectedTable(TableView):
    """A row for each coding: the words now and then, and what becomes of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.grid.setAccessibleName(self.tr("Codings whose words change"))
        self.grid.setItemDelegateForColumn(NODE, LastName(self.grid))
        self.grid.setWordWrap(False)
        self.setContentsMargins(0, SMALL, 0, 0)

    def show_affected(self, affected: Sequence[Affected]) -> None:
        """Show the codings; without any, nothing."""
        header = [
            self.tr("Coder"), self.tr("Node"), self.tr("Words now"), self.tr("Words then"),
            self.tr("What happens"),
        ]  # fmt: skip
        rows = [
            [each.coder, each.node, around(each.before, each.after),
             around(each.after, each.before), fate_words(each.fate)]
            for each in affected
        ]  # fmt: skip
        self.show_rows(header, rows)
        columns, modes = self.grid.horizontalHeader(), QHeaderView.ResizeMode
        for column in (CODER, NODE):
            columns.resizeSection(column, min(columns.sectionSize(column), WIDEST))
        for column in (NOW, THEN):
            columns.setSectionResizeMode(column, modes.Stretch)
        self.setVisible(bool(rows))


def around(words: str, other: str) -> str:
    """Return a passage on one line from a little before where it differs from another one."""
    said = " ".join(words.split())
    pairs = zip(said, " ".join(other.split()), strict=False)
    start = sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], pairs))
    if start > NEAR:
        cut = said.find(" ", start - NEAR, start) + 1 or start - NEAR
        said = f"…{said[cut:]}"
    return said if len(said) <= SHOWN else f"{said[:SHOWN].rstrip()}…"
