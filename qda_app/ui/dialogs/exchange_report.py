"""What an exchange with another tool kept, changed and left, as tables."""

from collections import Counter

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
from qda_app.ui.dialogs.exchange_contents import ExchangeContents
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

    Sentences and examples share the width and wrap, so that nothing of them is cut. `out` is for
    what is written for other tools.
    """

    def __init__(self, parent: QWidget | None = None, *, out: bool = False) -> None:
        super().__init__("", parent)
        self._out = out
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
            LEFT: self.tr("not written") if self._out else self.tr("left"),
            CHANGED: self.tr("changed"),
            JOINED: self.tr("there already"),
            CONTAINED: self.tr("contained"),
        }
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
        self._report, self._lost = "", False
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.contents = ExchangeContents()
        self.losses = LossTable()
        self.positions = TableView(self.tr("How positions were read"))
        self.known = TableView(self.tr("Sources that were there already"))
        self.note = QLabel()
        self.note.setWordWrap(True)
        self.see = QPushButton(self.tr("What was left or changed"))
        self.see.setAutoDefault(False)
        self.see.clicked.connect(lambda: self.tabs.setCurrentWidget(self.losses))
        self.tabs.currentChanged.connect(lambda _at: self._offer_losses())
        self.copy = QPushButton(self.tr("Copy the report"))
        self.copy.setAutoDefault(False)
        self.copy.clicked.connect(lambda: copy_text(self._report))
        row = QHBoxLayout()
        row.addWidget(self.note, 1)
        row.addWidget(self.see)
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
        self.contents.show_study(counts, brought.study, joining)
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
        """Say what is unsure and how much was left or changed, in plain sight."""
        doubtful = [j.source for j in brought.judged if j.confidence in {"low", "medium"}]
        said = []
        if doubtful:
            more = ["…"] if len(doubtful) > NAMED else []
            said.append(
                counted(
                    "It is unsure how positions count in {names}: see the tab “Positions”.",
                    "It is unsure how positions count in {count} sources ({names}): see the tab "
                    "“Positions”.",
                    len(doubtful),
                    names="; ".join([*doubtful[:NAMED], *more]),
                )
            )
        counts = Counter[str]()
        for loss in losses:
            counts[loss.kind] += loss.count
        for words, number in (
            (self.tr("Left: {0}."), counts[LEFT]),
            (self.tr("Changed: {0}."), counts[CHANGED]),
            (self.tr("There already: {0}."), counts[JOINED]),
        ):
            said += [words.format(f"{number:,}")] if number else []
        self._lost = bool(losses)
        self._offer_losses()
        self.note.setText(" ".join(said) or self.tr("Everything could be read as it was."))
        warned = doubtful or counts[LEFT]
        self.note.setProperty("role", "warn" if warned else "" if said else "muted")
        self.note.style().polish(self.note)

    def _offer_losses(self) -> None:
        """Offer the way to the tab with the losses where there are any and another is shown."""
        self.see.setVisible(self._lost and self.tabs.currentWidget() is not self.losses)

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
