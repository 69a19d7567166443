"""Turning pages: which line comes to the top so that nothing is skipped."""

from PySide6.QtGui import QTextBlock

from qda_app.ui.views.transcript.layout import ReadingLayout
from qda_app.ui.views.transcript.sight import Sight


def line_below(sight: Sight, height: int) -> int | None:
    """Return the number of the line with which the next page begins: the last one seen whole."""
    whole = None
    for seen, line in sight.lines():
        if line.top >= 0 and line.bottom <= height:
            whole = seen.block.firstLineNumber() + line.number
    return whole


def line_above(layout: ReadingLayout, sight: Sight, height: int) -> int | None:
    """Return the number of the line with which the page before begins, its last one in view now."""
    first = next(sight.lines(), None)
    if first is None:
        return None
    block, above = first[0].block, first[1].top - first[0].top
    room = height - (first[1].bottom - first[1].top)
    while above < room and (before := _before(block)) is not None:
        block, room = before, room - above
        above = layout.blockBoundingRect(block).height()
    if above <= room:
        return block.firstLineNumber()
    lines = block.layout()
    for number in range(lines.lineCount()):
        if layout.band(lines.lineAt(number)).top() >= above - room:
            return block.firstLineNumber() + number
    return block.firstLineNumber() + lines.lineCount() - 1


def _before(block: QTextBlock) -> QTextBlock | None:
    """Return the visible block before a block."""
    block = block.previous()
    while block.isValid() and not block.isVisible():
        block = block.previous()
    return block if block.isValid() else None
