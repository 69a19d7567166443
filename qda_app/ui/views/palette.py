"""The type-ahead palette: three keystrokes to a node, or a new one from the same field."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QHideEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLabel,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from qda_app.domain.text import fold
from qda_app.ui.colours import node_colour
from qda_app.ui.theme import MEDIUM, SMALL, TIGHT, Theme

ROW = 30
ROWS = 9
WIDTH, NARROWEST = 460, 260
CHIP = 10
STEP = " › "

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class PaletteEntry:
    """A node that can be picked; `names` are its names from the top, `color` as stored."""

    id: int
    names: tuple[str, ...]
    color: str


@dataclass(frozen=True, slots=True)
class _Folded:
    """An entry with what is compared, computed once."""

    entry: PaletteEntry
    leaf: str
    leaf_words: tuple[str, ...]
    words: tuple[str, ...]


def plain(text: str) -> str:
    """Return the text without case and accents, ñ as n: what a hurried hand types."""
    return fold(text).replace("ñ", "n")


def _folded(entry: PaletteEntry) -> _Folded:
    names = [plain(name) for name in entry.names]
    words = tuple(word for name in names for word in name.split())
    return _Folded(entry, names[-1], tuple(names[-1].split()), words)


def _is_subsequence(wanted: str, words: Sequence[str]) -> bool:
    """Say whether the letters stand in the words in this order, the first at a word's beginning."""
    text = " ".join(words)
    at = -1 if text.startswith(wanted[0]) else text.find(" " + wanted[0])
    if at < 0 and not text.startswith(wanted[0]):
        return False
    for char in wanted:
        at = text.find(char, at + 1)
        if at < 0:
            return False
    return True


def rank(query: str, folded: _Folded) -> int | None:
    """Return how well a query (already plain) fits, 0 best; None when it does not."""
    if folded.leaf.startswith(query):
        return 0
    terms = query.split()
    if all(any(word.startswith(term) for word in folded.leaf_words) for term in terms):
        return 1
    if all(any(word.startswith(term) for word in folded.words) for term in terms):
        return 2
    if query in folded.leaf:
        return 3
    joined = "".join(terms)
    if _is_subsequence(joined, folded.leaf_words):
        return 4
    return 5 if _is_subsequence(joined, folded.words) else None


class EntryModel(QAbstractListModel):
    """The entries that fit what was typed, best first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: list[_Folded] = []
        self._recent: dict[int, int] = {}
        self._shown: list[PaletteEntry] = []

    def set_entries(self, entries: Iterable[PaletteEntry], recent: Sequence[int] = ()) -> None:
        """Take the nodes, in reading order, and the recent ones, latest first."""
        self._all = [_folded(entry) for entry in entries]
        self._recent = {node: place for place, node in reversed(list(enumerate(recent)))}

    def look_for(self, text: str) -> None:
        """Show what fits a text; everything, recent first, for an empty one."""
        query = " ".join(plain(text).split())
        found = []
        for place, folded in enumerate(self._all):
            fit = rank(query, folded) if query else 0
            if fit is not None:
                recent = self._recent.get(folded.entry.id, len(self._recent))
                length = len(folded.leaf) if query else 0
                found.append(((fit, recent, length, place), folded.entry))
        found.sort(key=lambda pair: pair[0])
        self.beginResetModel()
        self._shown = [entry for _, entry in found]
        self.endResetModel()

    def entry(self, row: int) -> PaletteEntry | None:
        """Return the entry in a row."""
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def rowCount(self, parent: Index | None = None) -> int:
        """Return how many entries fit."""
        return 0 if parent is not None and parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the path as text, or the entry itself for the user role."""
        entry = self.entry(index.row())
        if entry is None:
            return None
        if role == Qt.ItemDataRole.UserRole:
            return entry
        texts = {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}
        return STEP.join(entry.names) if role in texts else None


class EntryDelegate(QStyledItemDelegate):
    """Paints a chip in the node's colour, the path above it muted, its own name in full."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the same height for every row."""
        return QSize(WIDTH // 2, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        entry = index.data(Qt.ItemDataRole.UserRole)
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        font: QFont = option.font
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.tokens.color("accent_soft"))
            painter.drawRoundedRect(rect, TIGHT, TIGHT)
        chip = QRectF(rect.left() + SMALL, rect.center().y() - CHIP / 2 + 1, CHIP, CHIP)
        painter.setBrush(node_colour(entry.color, dark=self._theme.dark))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(chip, 2, 2)
        inner = rect.adjusted(SMALL + CHIP + SMALL, 0, -WIDTH // 16 if chosen else -SMALL, 0)
        self._write(painter, inner, entry, font)
        if chosen:
            painter.setFont(font)
            painter.setPen(self._theme.tokens.color("muted"))
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(rect.adjusted(0, 0, -SMALL, 0), right, "⏎")
        painter.restore()

    def _write(self, painter: QPainter, rect: QRect, entry: PaletteEntry, font: QFont) -> None:
        """Write the path; when it does not fit it is elided before the last name is."""
        tokens, side = self._theme.tokens, Qt.AlignmentFlag.AlignVCenter
        strong = QFont(font)
        strong.setWeight(QFont.Weight.DemiBold)
        painter.setFont(strong)
        metrics = painter.fontMetrics()
        leaf = metrics.elidedText(entry.names[-1], Qt.TextElideMode.ElideRight, rect.width())
        leaf_width = metrics.horizontalAdvance(leaf)
        painter.setFont(font)
        above = "".join(name + STEP for name in entry.names[:-1])
        metrics = painter.fontMetrics()
        above = metrics.elidedText(above, Qt.TextElideMode.ElideMiddle, rect.width() - leaf_width)
        above_width = metrics.horizontalAdvance(above)
        painter.setPen(tokens.color("muted"))
        painter.drawText(rect, side, above)
        painter.setFont(strong)
        painter.setPen(tokens.color("text"))
        painter.drawText(rect.adjusted(above_width, 0, 0, 0), side, leaf)


class NodePalette(QFrame):
    """A sheet over its window with one field: type, pick with Enter, make a node with Ctrl+Enter.

    It is a child of the window and no window of its own: Wayland would not let it be placed.
    """

    picked = Signal(int)
    new_node_requested = Signal(str)
    closed = Signal()

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._before: QWidget | None = None
        self._model = EntryModel(self)
        self._title = QLabel(self)
        self._title.setProperty("role", "muted")
        self._field = QLineEdit(self)
        self._field.setPlaceholderText(self.tr("Name of a node"))
        self._field.setAccessibleName(self.tr("Name of a node"))
        self._field.installEventFilter(self)
        self._list = QListView(self)
        self._list.setModel(self._model)
        self._list.setItemDelegate(EntryDelegate(theme, self))
        self._list.setUniformItemSizes(True)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setFixedHeight(ROWS * ROW)
        self._list.setAccessibleName(self.tr("Nodes that fit"))
        self._foot = QLabel(self)
        self._foot.setProperty("role", "muted")
        self._lay_out()
        self._field.textChanged.connect(self._on_text)
        self._list.clicked.connect(lambda _: self._pick(stay=False))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(MEDIUM, SMALL, MEDIUM, SMALL)
        column.setSpacing(SMALL)
        for widget in (self._title, self._field, self._list, self._foot):
            column.addWidget(widget)
        self.setFixedWidth(WIDTH)
        self.setFocusProxy(self._field)
        self.hide()

    def set_entries(self, entries: Iterable[PaletteEntry], recent: Sequence[int] = ()) -> None:
        """Take the nodes, in reading order, and the ids of the recent ones, latest first."""
        self._model.set_entries(entries, recent)
        self._on_text(self._field.text())

    def open_at(self, place: QPoint, title: str = "", before: int = 0) -> None:
        """Open with its corner at a global point, moved so that all of it is in the window.

        With `before`, it ends left of so many pixels of the window, narrower if need be.
        """
        self._before = QApplication.focusWidget()
        self._title.setText(title or self.tr("Code this passage"))
        self._field.clear()
        self._on_text("")
        self.setFixedWidth(min(WIDTH, before) if before >= NARROWEST else WIDTH)
        self.adjustSize()
        window = self._window
        corner = window.mapFromGlobal(place)
        if before:
            corner.setX(before - self.width())
        left = max(0, min(corner.x(), window.width() - self.width()))
        top = max(0, min(corner.y(), window.height() - self.height()))
        self.move(left, top)
        self.raise_()
        self.show()
        self._field.setFocus(Qt.FocusReason.PopupFocusReason)

    def _on_text(self, text: str) -> None:
        self._model.look_for(text)
        self._choose(0)
        name = " ".join(text.split())
        if not name:
            self._foot.setText(self.tr("⏎ apply   ⇧⏎ apply and stay   Esc close"))
            return
        metrics = self._foot.fontMetrics()
        short = metrics.elidedText(name, Qt.TextElideMode.ElideRight, WIDTH // 2)
        self._foot.setText(self.tr("+ New node “{name}”   ⌃⏎").format(name=short))

    def _choose(self, row: int) -> None:
        row = max(0, min(row, self._model.rowCount() - 1))
        index = self._model.index(row)
        self._list.setCurrentIndex(index)
        self._field.setAccessibleDescription(str(index.data() or self.tr("No node fits")))

    def _pick(self, *, stay: bool) -> None:
        entry = self._model.entry(self._list.currentIndex().row())
        if entry is None:
            return
        if stay:
            self._field.selectAll()
        else:
            self._leave()
        self.picked.emit(entry.id)

    def _leave(self) -> None:
        """Close and give the focus back to where it was."""
        before = self._before
        self.hide()
        if before is not None and isValid(before):
            before.setFocus(Qt.FocusReason.PopupFocusReason)

    def _ask_for_new(self) -> None:
        name = " ".join(self._field.text().split())
        if name:
            self._leave()
            self.new_node_requested.emit(name)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Give the keys of the list to the list while the field has the focus."""
        if watched is self._field and event.type() == QEvent.Type.FocusOut:
            self.hide()
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._on_key(event)
        return super().eventFilter(watched, event)

    def _on_key(self, event: QKeyEvent) -> bool:
        row, key = self._list.currentIndex().row(), event.key()
        steps = {
            Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: ROWS, Qt.Key.Key_PageUp: -ROWS,
        }  # fmt: skip
        if key in steps:
            self._choose(row + steps[Qt.Key(key)])
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self._ask_for_new()
            else:
                self._pick(stay=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif key == Qt.Key.Key_Escape:
            self._leave()
        else:
            return False
        return True

    def hideEvent(self, event: QHideEvent) -> None:
        """Tell that the palette is closed, whatever closed it."""
        super().hideEvent(event)
        self.closed.emit()
