"""The list of hits: Enter goes there, Ctrl+C copies, the space bar ticks."""

from html import escape

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from qda_app.services.searching import Hit, NoteHit
from qda_app.ui.theme import MEDIUM, Theme
from qda_app.ui.views.search.hit_model import ROW, Heading, HitModel, HitRow
from qda_app.ui.views.search.hit_paint import TICK, HitDelegate


class HitList(QListView):
    """A list of hits, fluid however many there are; `activated_hit` carries the hit itself."""

    hit_activated = Signal(object)  # Hit or NoteHit
    hit_chosen = Signal(object)

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hits = HitModel(self)
        self.setModel(self.hits)
        self.setItemDelegate(HitDelegate(theme, self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(name)
        self.setProperty("flat", True)  # noqa: FBT003
        self.doubleClicked.connect(self._activate)
        self.selectionModel().currentChanged.connect(self._on_current)
        theme.changed.connect(self.viewport().update)

    def chosen(self) -> HitRow | None:
        """Return the current row."""
        row = self.currentIndex().data(ROW) if self.currentIndex().isValid() else None
        return row if isinstance(row, Heading | Hit | NoteHit) else None

    def choose_first(self) -> None:
        """Make the first hit current, so that the arrows go on from there."""
        for number, row in enumerate(self.hits.rows[:2]):
            if not isinstance(row, Heading):
                self.setCurrentIndex(self.hits.index(number))
                return

    def copy(self) -> None:
        """Copy the selected rows as tab-separated text."""
        rows = sorted(index.row() for index in self.selectedIndexes())
        QGuiApplication.clipboard().setText("\n".join(self.hits.lines(rows)))

    def _activate(self, index: QModelIndex) -> None:
        row = index.data(ROW)
        if isinstance(row, Hit | NoteHit):
            self.hit_activated.emit(row)

    def _on_current(self, index: QModelIndex, _before: QModelIndex) -> None:
        row = index.data(ROW)
        if isinstance(row, Hit | NoteHit):
            self.hit_chosen.emit(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go, copy or tick."""
        key = event.key()
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._activate(self.currentIndex())
        elif key == Qt.Key.Key_Space and self.hits.ticking:
            self._toggle(self.currentIndex(), also=True)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Toggle the tick under the pointer."""
        index = self.indexAt(event.position().toPoint())
        at_tick = event.position().x() < MEDIUM + TICK
        if event.button() == Qt.MouseButton.LeftButton and index.isValid() and at_tick:
            self._toggle(index)
        super().mouseReleaseEvent(event)

    def _toggle(self, index: QModelIndex, *, also: bool = False) -> None:
        """Turn the tick of a row and, on request, give it to all selected ones."""
        now = index.data(Qt.ItemDataRole.CheckStateRole)
        if now is None:
            return
        turned = Qt.CheckState.Unchecked if now == Qt.CheckState.Checked else Qt.CheckState.Checked
        for each in (self.selectedIndexes() if also else []) or [index]:
            self.hits.setData(each, turned, Qt.ItemDataRole.CheckStateRole)

    def viewportEvent(self, event: QEvent) -> bool:
        """Show a hit's whole context where the pointer rests."""
        if event.type() == QEvent.Type.ToolTip:
            place = getattr(event, "pos", None)
            row = self.indexAt(place()).data(ROW) if place is not None else None
            self.viewport().setToolTip(hint(row) if isinstance(row, Hit | NoteHit) else "")
        return super().viewportEvent(event)


def hint(row: Hit | NoteHit) -> str:
    """Return a hit with its whole context as a hint that wraps."""
    return f"<p>{escape(row.before)}<b>{escape(row.match)}</b>{escape(row.after)}</p>"
