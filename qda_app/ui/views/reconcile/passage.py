"""A disputed passage with what is around it: each coder's span framed and named by a letter."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextLine,
)
from PySide6.QtWidgets import QTextEdit, QWidget

from qda_app.domain.text import Span
from qda_app.ui.theme import LARGE, Theme, reading_font

AROUND = 420  # code points of context on either side, cut at a paragraph where one begins
HIGH = 6  # the passage begins below this part of the view
STYLES = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine)
COLOURS = ("accent", "danger", "warn")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Framed:
    """One span with the letter of who coded it; `place` chooses line and colour, from 0."""

    letter: str
    start: int
    end: int
    place: int


class PassageView(QTextEdit):
    """Shows part of a source; frames spans and, while it is adjusted, the boundary as proposed."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._text, self._first, self._last, self._start = "", 0, 0, 0
        self._frames: list[Framed] = []
        self.proposed: Span | None = None
        self.setReadOnly(True)
        self.setAccessibleName(self.tr("Disputed passage"))
        self.setTabChangesFocus(True)
        self.setViewportMargins(LARGE, LARGE, LARGE, LARGE)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        theme.changed.connect(self._redress)

    def show_passage(self, text: str, start: int, end: int, frames: Sequence[Framed]) -> None:
        """Show text[start:end] of a source with its surroundings and the spans framed in it."""
        self._text, self._frames, self.proposed = text, list(frames), None
        self._start = start
        self._first = _edge_before(text, start)
        self._last = _edge_after(text, end)
        self._fill(start, end)
        self.setAccessibleDescription("; ".join(self._in_words(frame) for frame in frames))
        self._scroll_to(start)

    def clear_passage(self) -> None:
        """Show nothing."""
        self._text, self._frames, self.proposed = "", [], None
        self.clear()

    def _in_words(self, frame: Framed) -> str:
        return f"{frame.letter}: {self._text[frame.start : frame.end]}"

    def _fill(self, start: int, end: int) -> None:
        tokens = self._theme.tokens
        self.setPlainText(self._text[self._first : self._last])
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        block = QTextBlockFormat()
        block.setLineHeight(165, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        block.setBottomMargin(LARGE / 2)
        cursor.setBlockFormat(block)
        around = QTextCharFormat()
        around.setFont(reading_font())
        around.setForeground(tokens.color("muted"))
        cursor.setCharFormat(around)
        self._format(cursor, start, end, foreground=tokens.color("text"))
        for left, right in _shared(self._frames):
            self._format(cursor, left, right, background=tokens.color("coded_tint"))
        cursor.clearSelection()
        self.viewport().update()

    def _format(
        self,
        cursor: QTextCursor,
        start: int,
        end: int,
        *,
        foreground: QColor | None = None,
        background: QColor | None = None,
    ) -> None:
        wanted = QTextCharFormat()
        if foreground is not None:
            wanted.setForeground(foreground)
        if background is not None:
            wanted.setBackground(background)
        cursor.setPosition(self._units(start))
        cursor.setPosition(self._units(end), QTextCursor.MoveMode.KeepAnchor)
        cursor.mergeCharFormat(wanted)

    def _redress(self) -> None:
        if self._text and self._frames:
            self._fill(min(f.start for f in self._frames), max(f.end for f in self._frames))

    def _units(self, offset: int) -> int:
        """Return a code point of the source as a position of Qt's document (UTF-16 units)."""
        inside = self._text[self._first : min(max(offset, self._first), self._last)]
        return len(inside.encode("utf-16-le", "surrogatepass")) // 2

    def _scroll_to(self, offset: int) -> None:
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._units(offset))
        self.setTextCursor(cursor)
        bar = self.verticalScrollBar()
        below = self.cursorRect(cursor).top() - self.viewport().height() // HIGH
        bar.setValue(bar.value() + below)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the beginning of the passage in sight."""
        super().resizeEvent(event)
        if self._text and self._units(self._start) < self.document().characterCount():
            self._scroll_to(self._start)

    # -- adjusting -----------------------------------------------------------------------------

    def propose(self, span: Span | None) -> None:
        """Show a span as it would be settled."""
        self.proposed = span
        self.viewport().update()

    def moved(self, span: Span, *, end: bool, forward: bool) -> Span:
        """Return the span with its end, or its beginning, a word further on or back."""
        words = [m.span() for m in _WORD.finditer(self._text, self._first, self._last)]
        edges = [b for _a, b in words] if end else [a for a, _b in words]
        at = span.end if end else span.start
        if forward:
            found = next((edge for edge in edges if edge > at), at)
        else:
            found = next((edge for edge in reversed(edges) if edge < at), at)
        start, stop = (span.start, found) if end else (found, span.end)
        return Span(start, stop) if start < stop else span

    # -- painting ------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the text, then the frames around the spans."""
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(-self.horizontalScrollBar().value(), -self.verticalScrollBar().value())
        for frame in self._frames:
            colour = self._theme.tokens.color(COLOURS[frame.place % len(COLOURS)])
            pen = QPen(colour, 1.6, STYLES[frame.place % len(STYLES)])
            self._frame(painter, frame.start, frame.end, pen, 3.0 * (frame.place % 3), frame.letter)
        if self.proposed is not None:
            colour = self._theme.tokens.color("ok")
            shade = QColor(colour)
            shade.setAlpha(46)
            for box in self._boxes(self.proposed.start, self.proposed.end):
                painter.fillRect(box, shade)
            self._frame(painter, self.proposed.start, self.proposed.end, QPen(colour, 2.4), -3, "")
        painter.end()

    def _frame(
        self, painter: QPainter, start: int, end: int, pen: QPen, inset: float, letter: str
    ) -> None:
        boxes = self._boxes(start, end)
        painter.setPen(pen)
        for number, box in enumerate(boxes):
            inner = box.adjusted(0, inset / 2, 0, -inset / 2)
            painter.drawLine(inner.topLeft(), inner.topRight())
            painter.drawLine(inner.bottomLeft(), inner.bottomRight())
            if number == 0:
                painter.drawLine(inner.topLeft(), inner.bottomLeft())
            if number == len(boxes) - 1:
                painter.drawLine(inner.topRight(), inner.bottomRight())
        if letter and boxes:
            self._badge(painter, boxes[0], letter, pen.color())

    def _badge(self, painter: QPainter, box: QRectF, letter: str, colour: QColor) -> None:
        font = QFont(self.font())
        font.setBold(True)
        font.setPointSizeF(max(self.font().pointSizeF() * 0.75, 7.0))
        painter.setFont(font)
        place = ord(letter) - ord("A")
        around = QRectF(box.left() - 2 + 15 * place, box.top() - 8, 13, 13)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(around, 3, 3)
        painter.setPen(self._theme.tokens.color("surface"))
        painter.drawText(around, Qt.AlignmentFlag.AlignCenter, letter)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _boxes(self, start: int, end: int) -> list[QRectF]:
        """Return the rectangles, one a line, that a span takes in the document's coordinates."""
        first, last = self._units(start), self._units(end)
        found: list[QRectF] = []
        block = self.document().findBlock(first)
        while block.isValid() and block.position() < last:
            found += _lines_of(block, first, last, self)
            block = block.next()
        return found


def _lines_of(block: QTextBlock, first: int, last: int, view: PassageView) -> list[QRectF]:
    layout = block.layout()
    origin = view.document().documentLayout().blockBoundingRect(block).topLeft()
    tall = view.fontMetrics().height()
    found = []
    for number in range(layout.lineCount()):
        line = layout.lineAt(number)
        begin = block.position() + line.textStart()
        stop = begin + line.textLength()
        left, right = max(first, begin), min(last, stop)
        if left >= right:
            continue
        x1, x2 = (_x(line, edge - block.position()) for edge in (left, right))
        top = line.y() + max(line.ascent() - tall, 0)
        corner = origin + QPointF(min(x1, x2), top - 3)
        found.append(QRectF(corner.x(), corner.y(), abs(x2 - x1), tall + 11))
    return found


def _x(line: QTextLine, position: int) -> float:
    """Return where a position of a block stands on one of its lines."""
    found: Any = line.cursorToX(position)
    return float(found[0] if isinstance(found, tuple) else found)


def _shared(frames: Sequence[Framed]) -> list[tuple[int, int]]:
    """Return what every letter has coded."""
    by_letter: dict[str, list[tuple[int, int]]] = {}
    for frame in frames:
        by_letter.setdefault(frame.letter, []).append((frame.start, frame.end))
    if len(by_letter) < 2:
        return []
    first, *others = by_letter.values()
    found = first
    for spans in others:
        found = [
            (max(a, c), min(b, d)) for a, b in found for c, d in spans if max(a, c) < min(b, d)
        ]
    return found


def _edge_before(text: str, start: int) -> int:
    """Return where the context begins: at a paragraph, else at a word."""
    low = max(start - AROUND, 0)
    if not low:
        return 0
    line = text.find("\n", low, start)
    if 0 <= line < start - AROUND // 3:
        return line + 1
    return max(text.find(" ", low, start) + 1, low)


def _edge_after(text: str, end: int) -> int:
    """Return where the context ends: at a paragraph, else at a word."""
    high = min(end + AROUND, len(text))
    if high == len(text):
        return high
    line = text.rfind("\n", end, high)
    if line > end + AROUND // 3:
        return line
    word = text.rfind(" ", end, high)
    return word if word >= end else high
