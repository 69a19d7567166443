"""Paints one paragraph as far as it is in view: tint, fills, selection, text, underlines."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter

from qda_app.ui.colours import fill_colour, node_colour
from qda_app.ui.theme import Theme
from qda_app.ui.views.transcript.runs import MOST_UNDERLINES, Runs
from qda_app.ui.views.transcript.sight import SeenBlock, SeenLine

UNDERLINE = 2
FIRST_UNDERLINE = 3
UNDERLINE_STEP = 3
BREAK_TAIL = 5
MORE_PIXELS = 9


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph as it is to be painted, all ranges in its UTF-16 units."""

    seen: SeenBlock
    runs: Runs
    fills: Sequence[tuple[int, int, str]] = ()
    selection: tuple[int, int] | None = None


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
        self.raised = tokens.color("raised")
        self.border = tokens.color("line")
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

    def paint(
        self, painter: QPainter, paragraphs: Sequence[Paragraph], clip: QRectF, baseline: int
    ) -> None:
        """Paint those lines that meet the clip, given in the page's coordinates.

        The grounds of all lines come first: underlines reach a little into the line below.
        """
        seen = [
            (paragraph, line)
            for paragraph in paragraphs
            for line in paragraph.seen.lines
            if line.bottom > clip.top() and line.top < clip.bottom()
        ]
        for paragraph, line in seen:
            self._ground(painter, paragraph, line)
        for paragraph, line in seen:
            self._underline(painter, paragraph, line, baseline)
        painter.setPen(self.text)
        for paragraph in paragraphs:
            top = QPointF(0, paragraph.seen.top)
            paragraph.seen.block.layout().draw(painter, top, [], clip)

    def _ground(self, painter: QPainter, paragraph: Paragraph, line: SeenLine) -> None:
        """Paint tint, fills and selection under one line."""
        seen = paragraph.seen
        for start, end in paragraph.runs.tints_in(line.start, line.end):
            self._cover(painter, seen, line, start, end, self.tint)
        for start, end, stored in paragraph.fills:
            self._cover(painter, seen, line, start, end, self.fill(stored))
        if paragraph.selection:
            self._select(painter, seen, line, *paragraph.selection)

    def _underline(
        self, painter: QPainter, paragraph: Paragraph, line: SeenLine, baseline: int
    ) -> None:
        """Paint the underlines of one line, and how many more there would be."""
        seen, runs = paragraph.seen, paragraph.runs
        first = line.top + baseline + FIRST_UNDERLINE
        for each in runs.lines_in(line.start, line.end):
            top, color = first + each.row * UNDERLINE_STEP, self.color(each.color)
            for left, right in seen.pieces(line, each.start, each.end):
                painter.fillRect(QRectF(left, top, right - left - 1, UNDERLINE), color)
        for start, end, count in runs.more_ending(line.start, line.end):
            for rect in seen.rects(line, start, end)[-1:]:
                self._count(painter, rect, baseline, count)

    def caret(self, painter: QPainter, seen: SeenBlock, line: SeenLine, unit: int) -> None:
        """Paint a steady caret before a unit of the block."""
        x = round(seen.x(line, unit))
        height = line.bottom - line.top
        painter.fillRect(QRectF(x - 1, line.top + 2, 2, height - 4), self.accent)

    @staticmethod
    def underline_at(depth: float) -> int | None:
        """Return the row of underlines at a depth below the letters' feet."""
        row = (depth - FIRST_UNDERLINE + 0.5) // UNDERLINE_STEP
        return int(row) if 0 <= row < MOST_UNDERLINES else None

    @staticmethod
    def _cover(
        painter: QPainter, seen: SeenBlock, line: SeenLine, start: int, end: int, color: QColor
    ) -> None:
        for rect in seen.rects(line, start, end):
            painter.fillRect(rect, color)

    def _select(
        self, painter: QPainter, seen: SeenBlock, line: SeenLine, start: int, end: int
    ) -> None:
        self._cover(painter, seen, line, start, end, self.selection)
        if line.last and end >= seen.block.length():
            height = line.bottom - line.top
            painter.fillRect(QRectF(line.right, line.top, BREAK_TAIL, height), self.selection)

    def _count(self, painter: QPainter, rect: QRectF, baseline: int, count: int) -> None:
        """Write how many more nodes there are at the end of the underlines."""
        painter.setFont(self._more_font)
        text = f"+{count}"
        width = painter.fontMetrics().horizontalAdvance(text) + 3
        top = rect.top() + baseline + 2
        box = QRectF(rect.right() - width, top, width, MORE_PIXELS + 1)
        painter.fillRect(box, self.tint)
        painter.setPen(self.muted)
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
