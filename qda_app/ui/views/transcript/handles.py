"""The handles at the two ends of the active coding, and the line that says what keys do."""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from qda_app.domain.text import Span
from qda_app.ui.theme import MEDIUM, RADIUS, SMALL, TIGHT
from qda_app.ui.views.transcript.edges import Side
from qda_app.ui.views.transcript.ink import Ink
from qda_app.ui.views.transcript.page import ReadingPage

BAR = 2
GRIP = 4.0  # radius
REACH = 3.0  # pixels beside the bar that still hit it


@dataclass(frozen=True, slots=True)
class Handle:
    """One handle: its bar and the middle of its grip, in the viewport's coordinates."""

    side: Side
    bar: QRectF
    grip: QPointF

    def holds(self, point: QPointF) -> bool:
        """Say whether a point is on the bar or the grip."""
        near = self.bar.adjusted(-REACH + 1, 0, REACH - 1, 0)
        reach = GRIP + REACH
        box = QRectF(self.grip.x() - reach, self.grip.y() - reach, 2 * reach, 2 * reach)
        return near.contains(point) or box.contains(point)


def handles(page: ReadingPage, span: Span) -> Iterator[Handle]:
    """Yield the handles of a passage that are in view: a grip above its start, below its end."""
    sight, offsets = page.sight(), page.offsets
    shift = page.contentOffset().x()
    for side, holding, place in (
        ("start", span.start, span.start),
        ("end", span.end - 1, span.end),
    ):
        found = sight.line_of(offsets.to_unit(holding))
        if found is None:
            continue
        seen, line = found
        x = seen.x(line, offsets.to_unit(place) - seen.block.position())
        if not seen.mixed:
            x = min(x, line.right)
        x = round(x + shift)
        bar = QRectF(x - BAR / 2, line.top + 1, BAR, line.bottom - line.top - 2)
        if side == "start":
            yield Handle("start", bar, QPointF(x, line.top + 1))
        else:
            yield Handle("end", bar, QPointF(x, line.bottom - 1))


def paint_handle(
    painter: QPainter, handle: Handle, color: QColor, surface: QColor, *, held: bool
) -> None:
    """Paint a bar with a round grip, larger while it is being moved."""
    painter.save()
    bar = handle.bar.adjusted(-0.5, 0, 0.5, 0) if held else handle.bar
    painter.fillRect(bar, color)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(surface, 1))
    painter.setBrush(color)
    radius = GRIP + 1.5 if held else GRIP
    painter.drawEllipse(handle.grip, radius, radius)
    painter.restore()


class HintLine(QWidget):
    """One sentence over the bottom of the page while a boundary is being moved."""

    def __init__(self, ink: Ink, parent: QWidget) -> None:
        super().__init__(parent)
        self._ink = ink
        self._text = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def say(self, text: str, within: QRect) -> None:
        """Show a sentence at the bottom of a rectangle; an empty one hides the line."""
        self._text = text
        self.setVisible(bool(text))
        self.setAccessibleName(text)
        if text:
            room = within.adjusted(MEDIUM, 0, -MEDIUM, 0)
            inner = room.adjusted(SMALL, 0, -SMALL, 0)
            needed = self.fontMetrics().boundingRect(inner, Qt.TextFlag.TextWordWrap, text)
            width = min(room.width(), needed.width() + 2 * MEDIUM)
            height = needed.height() + 2 * TIGHT + 2
            left = room.center().x() - width // 2
            self.setGeometry(left, room.bottom() - height - SMALL, width, height)
            self.raise_()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the sentence on a raised plate."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._ink.border)
        painter.setBrush(self._ink.raised)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        painter.setPen(self._ink.text)
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(self.rect().adjusted(SMALL, TIGHT, -SMALL, -TIGHT), flags, self._text)
