"""Paints one paragraph: tint, fills, selection, text, underlines."""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QTextBlock, QTextLine

from qda_app.ui.colours import fill_colour, node_colour
from qda_app.ui.theme import Theme
from qda_app.ui.views.transcript.layout import ReadingLayout
from qda_app.ui.views.transcript.runs import Runs, union

UNDERLINE = 2
FIRST_UNDERLINE = 3
UNDERLINE_STEP = 3
BREAK_TAIL = 5
MORE_PIXELS = 9


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph as it is to be painted, all ranges in its UTF-16 units."""

    block: QTextBlock
    top: float
    runs: Runs
    fills: Sequence[tuple[int, int, str]] = ()
    selection: tuple[int, int] | None = None


_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")


def _mixed(block: QTextBlock) -> bool:
    """Say whether a logical range of the block may be torn apart on screen."""
    text = block.text()
    return not text.isascii() and _RIGHT_TO_LEFT.search(text) is not None


def _exact(line: QTextLine, start: int, end: int) -> list[tuple[float, float]]:
    """Return the visual pieces of [start, end) on a line that mixes writing directions."""
    rects = [run.boundingRect() for run in line.glyphRuns(start, end - start)]
    pieces = union((math.floor(rect.left()), math.ceil(rect.right())) for rect in rects)
    return [(float(left), float(right)) for left, right in pieces]


def _x(line: QTextLine, unit: int) -> float:
    return float(line.cursorToX(unit)[0])  # type: ignore[index]


def stretches(layout: ReadingLayout, block: QTextBlock, start: int, end: int) -> list[QRectF]:
    """Return the rectangles that [start, end) covers, line by line, within the block."""
    lines = block.layout()
    first = lines.lineForTextPosition(start)
    if not first.isValid():
        return []
    mixed = _mixed(block)
    found = []
    for number in range(first.lineNumber(), lines.lineCount()):
        line = lines.lineAt(number)
        if line.textStart() >= end:
            break
        left = max(start, line.textStart())
        right = min(end, line.textStart() + line.textLength())
        if left >= right:
            continue
        band = layout.band(line)
        ends = _exact(line, left, right) if mixed else [(_x(line, left), _x(line, right))]
        for begin, stop in ends:
            width = min(stop, band.right()) - begin  # the space before a break hangs out
            found.append(QRectF(begin, band.top(), width, band.height()))
    return found


class Ink:
    """Knows the theme's colours and paints paragraphs with them."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._colors: dict[str, QColor] = {}
        self._fills: dict[str, QColor] = {}
        self._more_font = QFont()
        self._more_font.setPixelSize(MORE_PIXELS)
        self.refresh()

    def refresh(self) -> None:
        """Take the colours of the theme that is on now."""
        tokens = self._theme.tokens
        self._colors.clear()
        self._fills.clear()
        self.surface = tokens.color("surface")
        self.text = tokens.color("text")
        self.muted = tokens.color("muted")
        self.selection = tokens.color("selection")
        self.tint = tokens.color("coded_tint")
        self.accent = tokens.color("accent")

    def color(self, stored: str) -> QColor:
        """Return a node's colour in this theme."""
        if stored not in self._colors:
            self._colors[stored] = node_colour(stored, dark=self._theme.dark)
        return self._colors[stored]

    def fill(self, stored: str) -> QColor:
        """Return the pale fill made from a node's colour in this theme."""
        if stored not in self._fills:
            self._fills[stored] = fill_colour(stored, dark=self._theme.dark)
        return self._fills[stored]

    def paint(self, painter: QPainter, layout: ReadingLayout, paragraph: Paragraph) -> None:
        """Paint one paragraph, its block already laid out."""
        block, origin = paragraph.block, QPointF(0, paragraph.top)
        painter.translate(origin)
        for start, end in paragraph.runs.tints:
            self._cover(painter, stretches(layout, block, start, end), self.tint)
        for start, end, stored in paragraph.fills:
            self._cover(painter, stretches(layout, block, start, end), self.fill(stored))
        if paragraph.selection:
            self._select(painter, layout, block, *paragraph.selection)
        self._underline(painter, layout, paragraph)
        painter.setPen(self.text)
        block.layout().draw(painter, QPointF(0, 0))
        painter.translate(-origin)

    def caret(self, painter: QPainter, layout: ReadingLayout, block: QTextBlock, unit: int) -> None:
        """Paint a steady caret before a unit of the block, whose top is the painter's origin."""
        line = block.layout().lineForTextPosition(unit)
        if line.isValid():
            band = layout.band(line)
            x = round(_x(line, unit))
            painter.fillRect(QRectF(x - 1, band.top() + 2, 2, band.height() - 4), self.accent)

    @staticmethod
    def _cover(painter: QPainter, rects: Iterable[QRectF], color: QColor) -> None:
        for rect in rects:
            painter.fillRect(rect, color)

    def _select(
        self, painter: QPainter, layout: ReadingLayout, block: QTextBlock, start: int, end: int
    ) -> None:
        rects = stretches(layout, block, start, min(end, block.length() - 1))
        if end >= block.length():
            line = block.layout().lineAt(block.layout().lineCount() - 1)
            band = layout.band(line)
            rects.append(QRectF(band.right(), band.top(), BREAK_TAIL, band.height()))
        self._cover(painter, rects, self.selection)

    def _underline(self, painter: QPainter, layout: ReadingLayout, paragraph: Paragraph) -> None:
        block = paragraph.block
        for line in paragraph.runs.lines:
            drop = layout.baseline + FIRST_UNDERLINE + line.row * UNDERLINE_STEP
            for rect in stretches(layout, block, line.start, line.end):
                mark = QRectF(rect.left(), rect.top() + drop, rect.width() - 1, UNDERLINE)
                painter.fillRect(mark, self.color(line.color))
        for start, end, count in paragraph.runs.more:
            rects = stretches(layout, block, start, end)
            if rects:
                self._count(painter, layout, rects[-1], count)

    def _count(self, painter: QPainter, layout: ReadingLayout, rect: QRectF, count: int) -> None:
        """Write how many more nodes there are at the end of the underlines."""
        painter.setFont(self._more_font)
        text = f"+{count}"
        width = painter.fontMetrics().horizontalAdvance(text) + 3
        top = rect.top() + layout.baseline + 2
        box = QRectF(rect.right() - width, top, width, MORE_PIXELS + 1)
        painter.fillRect(box, self.tint)
        painter.setPen(self.muted)
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
