"""Paints a quotation of the list: its number, three lines of its words, who said it, its note."""

from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QTextLayout, QTextOption
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from qda_app.ui.theme import SMALL, TIGHT, Theme, tabular

SHOWN = Qt.ItemDataRole.UserRole + 1
LINES = 3  # of the words
NUMBER = 32  # pixels of the column of numbers
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Shown:
    """A quotation of the list; `trouble` says that `below` tells why it is not printed."""

    id: int
    number: int
    words: str
    below: str
    note: str = ""
    trouble: bool = False

    @property
    def said(self) -> str:
        """Everything in words, as it is found by the filter and read out."""
        return "\n".join(filter(None, (f"{self.number}. {self.words}", self.below, self.note)))


class BasketDelegate(QStyledItemDelegate):
    """Rows as high as their words need, three lines at most."""

    def __init__(self, theme: Theme, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._theme, self._view = theme, view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of the words and of what stands below them."""
        shown, font = _shown(index), QFont(option.font)
        width = self._view.viewport().width()
        below = bool(shown.below) + bool(shown.note)
        lines = len(_broken(shown.words, font, width - NUMBER - 2 * SMALL)) + below
        return QSize(1, QFontMetrics(font).lineSpacing() * lines + 2 * SMALL)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        shown, font, rect = _shown(index), QFont(option.font), QRect(option.rect)
        state: QStyle.StateFlag = option.state
        tokens, high = self._theme.tokens, QFontMetrics(font).lineSpacing()
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, tokens.color("accent_soft"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, tokens.color("hover"))
        painter.setPen(tokens.color("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        inner = rect.adjusted(NUMBER, SMALL, -SMALL, 0)
        muted = tokens.color("muted")
        painter.setFont(tabular(font))
        painter.setPen(muted)
        number = QRect(rect.left(), inner.top(), NUMBER - SMALL, high)
        painter.drawText(number, Qt.AlignmentFlag.AlignRight, str(shown.number))
        painter.setFont(font)
        painter.setPen(muted if shown.trouble else tokens.color("text"))
        top = inner.top()
        for line in _broken(shown.words, font, inner.width()):
            painter.drawText(QPointF(inner.left(), top + QFontMetrics(font).ascent()), line)
            top += high
        for text, ink in ((shown.below, "warn" if shown.trouble else "muted"),
                          (shown.note, "accent")):  # fmt: skip
            if text:
                painter.setPen(tokens.color(ink))
                short = QFontMetrics(font).elidedText(
                    text, Qt.TextElideMode.ElideRight, inner.width()
                )
                painter.drawText(QPointF(inner.left(), top + QFontMetrics(font).ascent()), short)
                top += high
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(tokens.color("accent"))
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
        painter.restore()


def _shown(index: Index) -> Shown:
    found = index.data(SHOWN)
    return found if isinstance(found, Shown) else Shown(0, 0, "", "")


def _broken(text: str, font: QFont, width: int) -> list[str]:
    """Return the lines of a text at a width, the last one cut where there would be more."""
    room = max(width, TIGHT)
    layout = QTextLayout(text, font)
    layout.setTextOption(QTextOption())
    layout.beginLayout()
    places: list[int] = []
    while len(places) <= LINES:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(room)
        places.append(line.textStart())
    layout.endLayout()
    units = text.encode("utf-16-le")
    cuts = [*places[:LINES], len(units) // 2]
    lines = [units[2 * a : 2 * b].decode("utf-16-le", "ignore") for a, b in pairwise(cuts)]
    if len(places) > LINES:
        last = QFontMetrics(font).elidedText(lines[-1], Qt.TextElideMode.ElideRight, room)
        lines[-1] = last
    return [line.rstrip() for line in lines]
