"""What an exchange with another tool kept, changed and left, as tables."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, QTimer
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from qda_app.domain.joining import Joining, Known
from qda_app.domain.losses import CHANGED, CONTAINED, JOINED, LEFT, Losses
from qda_app.domain.messages import counted
from qda_app.formats.exchange.brought import Brought
from qda_app.ui.models.table import TableView, copy_text
from qda_app.ui.theme import SMALL

WIDEST = 420  # pixels of one column
NAMED = 3  # sources in a sentence


class _Wrapped(QStyledItemDelegate):
    """Asks for the height that words need within the cell's padding, which Qt forgets."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the size of a cell that is a little narrower."""
        narrow = QStyleOptionViewItem(option)
        narrow.rect = option.rect.adjusted(SMALL, 0, -SMALL, 0)
        return super().sizeHint(narrow, index)


class LossTable(TableView):
    """The lines of a loss report: left or changed, how many, what, and a few examples.

    Sentences and examples share the width and wrap, so that nothing of them is cut.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.grid.setAccessibleName(self.tr("What was left or changed"))
        self.grid.setWordWrap(True)
        self.grid.setItemDelegate(_Wrapped(self.grid))
        self._fitting = QTimer(self)  # once all columns have their width, not after each
        self._fitting.setSingleShot(True)
        self._fitting.timeout.connect(self.grid.resizeRowsToContents)
        self.grid.horizontalHeader().sectionResized.connect(lambda *_: self._fitting.start(0))

    def show_losses(self, losses: Losses) -> None:
        """Show other lines."""
        header = [self.tr("Kind"), self.tr("Count"), self.tr("What"), self.tr("Examples")]
        names = {
            LEFT: self.tr("left"), CHANGED: self.tr("changed"), JOINED: self.tr("there already"),
            CONTAINED: self.tr("contained"),
        }  # fmt: skip
        rows = [
            (names[loss.kind], loss.count, loss.sentence, "; ".join(loss.examples))
            for loss in losses
        ]
        self.show_rows(header, rows)
        columns = self.grid.horizontalHeader()
        for column in (2, 3):
            columns.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        self._fitting.start(0)


class ExchangeReport(QWidget):
    """Tabs with what is in a study, what is left or changed, and how positions were read."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._report = ""
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.contents = TableView(self.tr("Contents"))
        self.losses = LossTable()
        self.positions = TableView(self.tr("How positions were read"))
        self.known = TableView(self.tr("Sources that were there already"))
        self.note = QLabel()
        self.note.setWordWrap(True)
        self.note.setProperty("role", "muted")
        self.copy = QPushButton(self.tr("Copy the report"))
        self.copy.setAutoDefault(False)
        self.copy.clicked.connect(lambda: copy_text(self._report))
        row = QHBoxLayout()
        row.addWidget(self.note, 1)
        row.addWidget(self.copy)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SMALL)
        layout.addWidget(self.tabs, 1)
        layout.addLayout(row)

    def show_study(
        self,
        counts: dict[str, int],
        brought: Brought,
        losses: Losses,
        report: str,
        joining: Joining | None = None,
    ) -> None:
        """Show a study that was read or brought in; `report` is what is copied.

        `joining` says how it meets the open project, if it goes there.
        """
        self._report = report
        self._show_contents(counts, joining)
        self.losses.show_losses(losses)
        self.positions.show_rows(
            [self.tr("Source"), self.tr("Positions"), self.tr("Confidence"),
             self.tr("Quotations that agree"), self.tr("Of")],
            [(j.source, j.described(), j.sure(), j.agree, j.of) for j in brought.judged],
        )  # fmt: skip
        self.positions.cap_columns(WIDEST)
        known = joining.known if joining is not None else []
        self._show_known(known)
        at = self.tabs.currentWidget()
        self.tabs.clear()
        self.tabs.addTab(self.contents, self.tr("Contents"))
        self.tabs.addTab(self.losses, self.tr("Left or changed ({0})").format(len(list(losses))))
        if brought.judged:
            self.tabs.addTab(self.positions, self.tr("Positions"))
        if known:
            self.tabs.addTab(self.known, self.tr("There already ({0})").format(len(known)))
        if at is not None and self.tabs.indexOf(at) >= 0:
            self.tabs.setCurrentWidget(at)
        self._show_note(brought, losses)

    def _show_note(self, brought: Brought, losses: Losses) -> None:
        doubtful = [j.source for j in brought.judged if j.confidence in {"low", "medium"}]
        if doubtful:
            more = ["…"] if len(doubtful) > NAMED else []
            self.note.setText(
                counted(
                    "It is unsure how positions count in {names}: see the tab “Positions”.",
                    "It is unsure how positions count in {count} sources ({names}): see the tab "
                    "“Positions”.",
                    len(doubtful),
                    names="; ".join([*doubtful[:NAMED], *more]),
                )
            )
        elif losses:
            self.note.setText(self.tr("Nothing was dropped without a word: see the second tab."))
        else:
            self.note.setText(self.tr("Everything could be read as it was."))

    def _show_contents(self, counts: dict[str, int], joining: Joining | None) -> None:
        words = self._words()
        header = [self.tr("Contents"), self.tr("Count")]
        rows: list[tuple[object, ...]] = [(words[name], n) for name, n in counts.items()]
        there = joining.counts() if joining is not None else {}
        if there:
            header.append(self.tr("There already"))
            rows = [(words[name], n, there.get(name)) for name, n in counts.items()]
        self.contents.show_rows(header, rows)
        self.contents.grid.resizeColumnsToContents()

    def _show_known(self, known: list[Known]) -> None:
        """Show the sources that the project has, and what of them it has not."""
        same, other = self.tr("the same text"), self.tr("another text")
        self.known.show_rows(
            [self.tr("Source"), self.tr("In the project"), self.tr("Text"),
             self.tr("Codings"), self.tr("Of them new")],
            [(k.name, k.there, same if k.identical else other, k.codings,
              k.fresh if k.identical else k.codings) for k in known],
        )  # fmt: skip
        self.known.cap_columns(WIDEST)

    def _words(self) -> dict[str, str]:
        return {
            "coders": self.tr("Coders"),
            "nodes": self.tr("Nodes"),
            "sources": self.tr("Sources"),
            "codings": self.tr("Codings"),
            "cases": self.tr("Participants"),
            "attributes": self.tr("Attributes"),
            "memos": self.tr("Memos"),
            "relations": self.tr("Relations"),
            "queries": self.tr("Saved queries"),
        }
