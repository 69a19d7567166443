"""What of the page is in view: its blocks and lines, where they stand, and where letters are."""

import math
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from PySide6.QtCore import QRectF
from PySide6.QtGui import QTextBlock, QTextLine

from qda_app.ui.views.transcript.layout import ReadingLayout
from qda_app.ui.views.transcript.runs import union

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")


@dataclass(frozen=True, slots=True)
class SeenLine:
    """One line in view: its units within the block, its band in the viewport's coordinates."""

    number: int
    start: int
    end: int
    top: float
    bottom: float
    left: float
    right: float
    last: bool


@dataclass(frozen=True, slots=True)
class SeenBlock:
    """One block of which something is in view."""

    block: QTextBlock
    number: int
    top: float
    bottom: float
    lines: list[SeenLine]
    mixed: bool

    def pieces(self, line: SeenLine, start: int, end: int) -> list[tuple[float, float]]:
        """Return [left, right) of the units from start to end as far as they are on a line."""
        start, end = max(start, line.start), min(end, line.end)
        if start >= end:
            return []
        if self.mixed:
            return _exact(self.text_line(line), start, end)
        if (start, end) == (line.start, line.end):
            return [(line.left, line.right)]
        laid = self.text_line(line)
        left = line.left if start == line.start else _x(laid, start)
        right = line.right if end == line.end else min(_x(laid, end), line.right)
        return [(left, right)]  # the space before a break hangs out

    def rects(self, line: SeenLine, start: int, end: int) -> list[QRectF]:
        """Return the rectangles that the units from start to end cover on a line."""
        height = line.bottom - line.top
        return [
            QRectF(left, line.top, right - left, height)
            for left, right in self.pieces(line, start, end)
        ]

    def text_line(self, line: SeenLine) -> QTextLine:
        """Return Qt's own line."""
        return self.block.layout().lineAt(line.number)

    def x(self, line: SeenLine, unit: int) -> float:
        """Return where a caret before a unit of the block stands."""
        return _x(self.text_line(line), unit)


@dataclass(slots=True)
class Sight:
    """Everything in view, from top to bottom."""

    blocks: list[SeenBlock] = field(default_factory=list)
    _starts: list[int] = field(default_factory=list)
    _lines: list[tuple[SeenBlock, SeenLine]] = field(default_factory=list)

    def lines(self) -> Iterator[tuple[SeenBlock, SeenLine]]:
        """Iterate over the lines in view with their blocks."""
        return iter(self._lines)

    def add(self, block: SeenBlock) -> None:
        """Take in the next block downwards."""
        self.blocks.append(block)
        for line in block.lines:
            self._starts.append(block.block.position() + line.start)
            self._lines.append((block, line))

    def units(self) -> tuple[int, int]:
        """Return the [first, last) UTF-16 units of the document that are in view."""
        if not self._lines:
            return 0, 0
        block, line = self._lines[-1]
        return self._starts[0], block.block.position() + line.end + 1

    def line_of(self, unit: int) -> tuple[SeenBlock, SeenLine] | None:
        """Return the line that holds a unit of the document; None where it is out of view."""
        first, last = self.units()
        if not first <= unit < last:
            return None
        return self._lines[bisect_right(self._starts, unit) - 1]

    def line_under(self, y: float) -> tuple[SeenBlock, SeenLine] | None:
        """Return the line whose band, or the gap below it, holds a height in the viewport."""
        number = bisect_right(self._lines, y, key=lambda pair: pair[1].top) - 1
        if number < 0:
            return None
        block, line = self._lines[number]
        return (block, line) if y < max(line.bottom, block.bottom if line.last else 0) else None


def see(layout: ReadingLayout, block: QTextBlock, top: float, height: int) -> Sight:
    """Return what is in view when a block stands at `top` of a viewport so high."""
    sight = Sight()
    while block.isValid() and top <= height:
        if block.isVisible():
            bottom = top + layout.blockBoundingRect(block).height()
            sight.add(_seen(layout, block, top, bottom, height))
            top = bottom
        block = block.next()
    return sight


def _seen(
    layout: ReadingLayout, block: QTextBlock, top: float, bottom: float, height: int
) -> SeenBlock:
    laid = block.layout()
    count = laid.lineCount()
    first = 0
    if top < 0:
        first = max(0, bisect_right(range(count), -top, key=lambda n: laid.lineAt(n).y()) - 1)
    lines = []
    for number in range(first, count):
        line = laid.lineAt(number)
        band = layout.band(line)
        if top + band.top() > height:
            break
        start, last = line.textStart(), number + 1 == count
        end = start + line.textLength()
        lines.append(
            SeenLine(
                number, start, end, top + band.top(), top + band.bottom(),
                band.left(), band.right(), last,
            )
        )  # fmt: skip
    return SeenBlock(block, block.blockNumber(), top, bottom, lines, _mixed(block))


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
