"""How paragraphs are set: line spacing, a gap below each, folded labels; laid when first seen."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import (
    QFont,
    QFontInfo,
    QFontMetricsF,
    QTextBlock,
    QTextCharFormat,
    QTextDocument,
    QTextLayout,
    QTextLine,
    QTextOption,
)
from PySide6.QtWidgets import QPlainTextDocumentLayout

LEADING = 1.5
GAP = 0.6
BLANK = 0.35


def _vanishing() -> QTextCharFormat:
    """Return the format of text that keeps its positions but takes no room."""
    vanishing = QTextCharFormat()
    vanishing.setFontPointSize(0.1)
    vanishing.setFontLetterSpacingType(QFont.SpacingType.PercentageSpacing)
    vanishing.setFontLetterSpacing(1)
    return vanishing


class ReadingLayout(QPlainTextDocumentLayout):
    """Lays a block out when it is first asked for, with generous lines and a gap below."""

    def __init__(self, document: QTextDocument, width: Callable[[], int]) -> None:
        super().__init__(document)
        self._set = document  # `document()` would have PySide take the layout for its owner
        self._width = width
        self._folded: Mapping[int, int] = {}
        self._continued: frozenset[int] = frozenset()
        self._rects: dict[int, QRectF] = {}
        self.version = 0  # another one whenever what was laid before is laid anew
        self._vanishing = _vanishing()
        self._resized = QTimer(self)
        self._resized.setSingleShot(True)
        self._resized.timeout.connect(self._tell_size)
        self.measure_font()

    def measure_font(self) -> None:
        """Take the line height from the document's font; what was laid before must be laid anew."""
        font = self._set.defaultFont()
        metrics = QFontMetricsF(font)
        wanted = round(QFontInfo(font).pixelSize() * LEADING)
        self.line_height = max(wanted, round(metrics.height()))
        self.baseline = round((self.line_height - metrics.height()) / 2 + metrics.ascent())
        self.gap = round(self.line_height * GAP)

    def fold(self, folded: Mapping[int, int]) -> None:
        """Set how many units at the start of which block take no room: labels shown elsewhere."""
        self._folded = folded
        self.version += 1

    def join(self, continued: frozenset[int]) -> None:
        """Set which blocks go on in the next one as the same paragraph, without a gap."""
        self._continued = continued
        self._rects.clear()

    def forget(self) -> None:
        """Have every block laid out anew when it is next seen."""
        self.version += 1
        self._rects.clear()
        block = self._set.begin()
        while block.isValid():
            block.clearLayout()
            block = block.next()

    def blockBoundingRect(self, block: QTextBlock) -> QRectF:
        """Return the block's rectangle, gap included, laying it out first where needed."""
        number = block.blockNumber()
        if not block.isValid():  # asked for while the document is being taken down
            return QRectF()
        lines = block.layout()
        laid = lines.lineCount()
        if laid and number in self._rects:
            return self._rects[number]
        if not block.isVisible():
            return QRectF()
        if not laid:
            self._lay(block)
        rect = super().blockBoundingRect(block)
        if block.length() <= 1:
            rect.setHeight(round(self.line_height * BLANK))
        elif number in self._continued:
            rect.setHeight(self.band(lines.lineAt(lines.lineCount() - 1)).bottom())
        else:
            rect.setHeight(rect.height() + self.gap)
        self._rects[number] = rect
        return rect

    def lay_page(self, block: QTextBlock, height: int) -> None:
        """Lay out a page from a block on, so that one can scroll there."""
        while block.isValid() and height > 0:
            height -= round(self.blockBoundingRect(block).height())
            block = block.next()
        if self._resized.isActive():
            self._resized.stop()
            self._tell_size()

    def band(self, line: QTextLine) -> QRectF:
        """Return the full height that a line takes within its block, over its natural width."""
        rect = line.naturalTextRect()
        top = line.y() - max(0.0, self.baseline - line.ascent())
        height = max(float(self.line_height), rect.bottom() - top)
        return QRectF(rect.left(), top, rect.width(), height)

    def _lay(self, block: QTextBlock) -> None:
        layout = block.layout()
        self._rects.pop(block.blockNumber(), None)
        folded = self._folded.get(block.blockNumber())
        if folded:
            layout.setFormats([_range(folded, self._vanishing)])
        layout.setTextOption(self._option(block))
        width, margin, top = self._width(), self._set.documentMargin(), 0.0
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(1.0, width - 2 * margin))
            raised = max(0.0, self.baseline - line.ascent())
            line.setPosition(QPointF(margin, top + raised))
            top += max(float(self.line_height), raised + line.height())
        layout.endLayout()
        self._count(block, layout.lineCount())

    def _option(self, block: QTextBlock) -> QTextOption:
        """Return how a block is set: its script's direction, a later piece like the first one."""
        option = self._set.defaultTextOption()
        while block.blockNumber() - 1 in self._continued:
            block = block.previous()
        if block.textDirection() is Qt.LayoutDirection.RightToLeft:
            option.setTextDirection(Qt.LayoutDirection.RightToLeft)
            option.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute)
        return option

    def _count(self, block: QTextBlock, lines: int) -> None:
        if block.lineCount() != lines:
            block.setLineCount(lines)
            self._resized.start()

    def _tell_size(self) -> None:
        self.documentSizeChanged.emit(self.documentSize())


def _range(length: int, format_: QTextCharFormat) -> QTextLayout.FormatRange:
    """Return a format range over the first units of a block."""
    span = QTextLayout.FormatRange()
    span.start, span.length, span.format = 0, length, format_
    return span
