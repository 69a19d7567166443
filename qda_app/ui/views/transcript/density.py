"""A vertical scroll bar that shows where in the source codings are dense."""

from array import array
from collections.abc import Iterable
from itertools import accumulate

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QScrollBar, QStyle, QStyleOptionSlider, QWidget

from qda_app.ui.theme import Theme
from qda_app.ui.views.transcript.marks import Mark

BUCKETS = 240
STRIP = 3


class DensityBar(QScrollBar):
    """Counts codings along the source and paints the counts beside the slider."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._length = 1
        self._counts = array("l", [0]) * BUCKETS
        self._version = 0
        self._drawn_for: tuple[int, int, int] | None = None
        self._strip = QPixmap()

    def clear_for(self, length: int) -> None:
        """Forget the counts; the next source has this many code points."""
        self._length = max(1, length)
        self._counts = array("l", [0]) * BUCKETS
        self._version += 1
        self.update()

    def recount(self, marks: Iterable[Mark]) -> None:
        """Count these marks instead of those before."""
        changes, length, last = [0] * (BUCKETS + 1), self._length, BUCKETS - 1
        for mark in marks:
            changes[min(last, mark.start * BUCKETS // length)] += 1
            changes[min(last, (mark.end - 1) * BUCKETS // length) + 1] -= 1
        self._counts = array("l", accumulate(changes[:-1]))
        self._version += 1
        self.update()

    def count(self, start: int, end: int, by: int) -> None:
        """Add to, or take from, the counts along [start, end)."""
        first = min(BUCKETS - 1, start * BUCKETS // self._length)
        last = min(BUCKETS - 1, (end - 1) * BUCKETS // self._length)
        for bucket in range(first, last + 1):
            self._counts[bucket] += by
        self._version += 1

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the bar, and over its inner edge a strip that is fuller where more is coded."""
        super().paintEvent(event)
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        groove = self.style().subControlRect(
            QStyle.ComplexControl.CC_ScrollBar,
            option,
            QStyle.SubControl.SC_ScrollBarGroove,
            self,
        )
        color = self._theme.tokens.color("accent")
        drawn_for = (groove.height(), color.rgb(), self._version)
        if drawn_for != self._drawn_for:
            self._drawn_for, self._strip = drawn_for, self._draw(groove.height(), color)
        QPainter(self).drawPixmap(groove.topLeft(), self._strip)

    def _draw(self, height: int, color: QColor) -> QPixmap:
        strip = QPixmap(STRIP, max(1, height))
        strip.fill(Qt.GlobalColor.transparent)
        most, step = max(self._counts), height / BUCKETS
        painter = QPainter(strip)
        for bucket, count in enumerate(self._counts):
            if count > 0:
                color.setAlphaF(0.25 + 0.65 * min(1.0, count / most))
                painter.fillRect(QRectF(0, bucket * step, STRIP, max(1.0, step)), color)
        painter.end()
        return strip
