"""The right margin: a stripe for every coding, in lanes by coder, named where there is room."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFont, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QTextBlock
from PySide6.QtWidgets import QToolTip, QWidget

from qda_app.ui.colours import Pattern, coder_pattern, initials, paint_stripe
from qda_app.ui.theme import MEDIUM, SMALL, TIGHT
from qda_app.ui.views.transcript.lanes import MOST_LANES, Lanes
from qda_app.ui.views.transcript.marks import Mark, MarkIndex
from qda_app.ui.views.transcript.page import ReadingPage

LANE = 8
STRIPE = 5
LEAST_LANES = 4
WIDEST_NAMES = 168
LEAST_NAMES = 56
MORE = 32


@dataclass(frozen=True, slots=True)
class Stripe:
    """One stripe as it stands in the margin just now."""

    rect: QRect
    mark: Mark
    begins: bool


class StripeMargin(QWidget):
    """Draws the stripes of what is in view and tells which one is under the pointer."""

    hovered = Signal(object)
    clicked = Signal(int)

    def __init__(self, page: ReadingPage) -> None:
        super().__init__(page)
        self._page = page
        self._index = MarkIndex(page.offsets)
        self._lanes = Lanes(self._index)
        self._patterns: dict[int, Pattern] = {}
        self._stripes: list[Stripe] = []
        self._names: list[tuple[QRect, Mark]] = []
        self._more: list[tuple[QRect, list[Mark]]] = []
        self._active: int | None = None
        self._coders: tuple[int, ...] = ()
        self._several_coders = False
        self.setMouseTracking(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        page.scrolled.connect(self.update)

    def show_marks(self, index: MarkIndex, lanes: Lanes) -> None:
        """Take the marks of another source."""
        self._index, self._lanes = index, lanes
        self.update()

    def set_coders(self, ids: Sequence[int]) -> None:
        """Set the project's coders in order, so that a pattern means the same in every source."""
        self._coders = tuple(ids)
        self.update()

    def set_active(self, mark_id: int | None) -> None:
        """Make the name of one coding stand out."""
        if mark_id != self._active:
            self._active = mark_id
            self.update()

    def width_wanted(self) -> int:
        """Return the width of the lanes alone; names take what is left."""
        lanes = min(MOST_LANES, max(LEAST_LANES, self._lanes.count()))
        return SMALL + LANE * lanes + (MORE if self._lanes.crowded() else SMALL)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw stripes, names, and how many found no lane."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._page.ink.surface)
        self._place()
        for stripe in self._stripes:
            color = self._page.ink.color(stripe.mark.color)
            pattern = self._patterns.get(stripe.mark.coder_id, Pattern.SOLID)
            rect = QRectF(stripe.rect)
            if stripe.mark.id == self._active:
                rect.adjust(-1, 0, 1, 0)
            paint_stripe(painter, rect, color, pattern)
        self._write_more(painter)
        self._write_names(painter)

    def _place(self) -> None:
        """Work out where the stripes of the marks in view stand."""
        self._stripes.clear()
        self._more.clear()
        present = self._lanes.coders()
        self._several_coders = len(present) > 1
        order = dict.fromkeys((*self._coders, *present))
        self._patterns = {coder: coder_pattern(nth) for nth, coder in enumerate(order)}
        tops = {b.blockNumber(): (b, top) for b, top, _ in self._page.blocks_in_view()}
        if not tops:
            return
        overflow: list[tuple[QRect, Mark]] = []
        for mark in self._index.between(min(tops), max(tops)):
            high, low = self._extent(mark, tops)
            lane = self._lanes.lane(mark)
            rect = QRect(SMALL + LANE * (lane or 0), high, STRIPE, max(6, low - high))
            if lane is None:
                overflow.append((rect, mark))
            else:
                begins = self._page.offsets.paragraph_at(mark.start) in tops
                self._stripes.append(Stripe(rect, mark, begins))
        self._stripes.sort(key=lambda s: (s.rect.top(), s.rect.left()))
        self._gather(overflow)

    def _extent(self, mark: Mark, tops: dict[int, tuple[QTextBlock, float]]) -> tuple[int, int]:
        offsets, page = self._page.offsets, self._page
        first, last = offsets.paragraph_at(mark.start), offsets.paragraph_at(mark.end - 1)
        high, low = -10.0, page.viewport().height() + 10.0
        if first in tops:
            high = page.band_at(*tops[first], mark.start)[0] + 2
        elif first > min(tops):
            high = min(top for number, (_, top) in tops.items() if number > first) + 2
        if last in tops:
            low = page.band_at(*tops[last], mark.end - 1)[1] - 2
        elif last < max(tops):
            low = max(top for number, (_, top) in tops.items() if number > last) - 2
        return round(high), round(low)

    def _gather(self, overflow: Sequence[tuple[QRect, Mark]]) -> None:
        """Join the marks without a lane into runs that are announced once."""
        for rect, mark in sorted(overflow, key=lambda pair: pair[0].top()):
            if self._more and self._more[-1][0].bottom() >= rect.top():
                joined, marks = self._more[-1]
                self._more[-1] = (joined.united(rect), [*marks, mark])
            else:
                self._more.append((rect, [mark]))

    def _write_more(self, painter: QPainter) -> None:
        ink = self._page.ink
        painter.setFont(self._small_font())
        left = SMALL + LANE * self._lanes.count()
        for number, (rect, marks) in enumerate(self._more):
            text = f"+{len(marks)}"
            width = painter.fontMetrics().horizontalAdvance(text) + TIGHT
            box = QRect(left, max(0, rect.top()), width, painter.fontMetrics().height())
            painter.setPen(ink.muted)
            painter.drawText(box, Qt.AlignmentFlag.AlignLeft, text)
            self._more[number] = (box, marks)

    def _write_names(self, painter: QPainter) -> None:
        """Name each stripe at its top, as long as the names do not run into each other."""
        self._names.clear()
        left = self.width_wanted()
        room = self.width() - left - TIGHT
        if room < LEAST_NAMES:
            return
        painter.setFont(self._small_font())
        height, free = painter.fontMetrics().height() + 1, 0
        for group in together(self._stripes):
            highest = group[0].rect.top()
            lowest = max(stripe.rect.bottom() for stripe in group) + TIGHT
            top = max(highest, free, 0)
            if top + height > max(lowest, highest + height):
                continue
            box = QRect(left, top, room, height)
            self._write_name(painter, box, [stripe.mark for stripe in group])
            self._names.append((box, group[0].mark))
            free = top + height

    def _write_name(self, painter: QPainter, box: QRect, marks: Sequence[Mark]) -> None:
        ink, metrics, mark = self._page.ink, painter.fontMetrics(), marks[0]
        coders = dict.fromkeys(initials(each.coder_name) for each in marks)
        who = " ".join(coders) if self._several_coders else ""
        painter.fillRect(
            QRectF(box.left(), box.top() + metrics.ascent() - 7, 6, 6), ink.color(mark.color)
        )
        active = self._active in {each.id for each in marks}
        left = box.left() + MEDIUM
        width = box.right() - left
        name = metrics.elidedText(mark.node_name, Qt.TextElideMode.ElideRight, width)
        if metrics.horizontalAdvance(name + who) + SMALL > width:
            who = ""  # the pattern says it, and the tool tip
        baseline = box.top() + metrics.ascent()
        painter.setPen(ink.text if active else ink.muted)
        painter.drawText(left, baseline, name)
        if who:
            painter.setPen(ink.muted)
            painter.drawText(left + metrics.horizontalAdvance(name) + SMALL, baseline, who)

    def _small_font(self) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(max(7.0, font.pointSizeF() - 1))
        return font

    # -- pointer -------------------------------------------------------------------------------

    def mark_under(self, point: QPoint) -> Mark | None:
        """Return the mark whose stripe or name lies under a point."""
        for stripe in self._stripes:
            if stripe.rect.adjusted(-2, 0, 2, 0).contains(point):
                return stripe.mark
        return next((mark for box, mark in self._names if box.contains(point)), None)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell which coding the pointer is on."""
        mark = self.mark_under(event.position().toPoint())
        self.setCursor(Qt.CursorShape.PointingHandCursor if mark else Qt.CursorShape.ArrowCursor)
        self.hovered.emit(mark.id if mark else None)

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that the pointer left."""
        self.hovered.emit(None)
        super().leaveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tell which coding was clicked."""
        mark = self.mark_under(event.position().toPoint())
        if mark is not None and event.button() is Qt.MouseButton.LeftButton:
            self.clicked.emit(mark.id)
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Keep the click from the page, which would take it for one on the text."""
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Explain the stripe, or the number, under the pointer."""
        if not isinstance(event, QHelpEvent):
            return super().event(event)
        mark = self.mark_under(event.pos())
        marks = [mark] if mark else next(
            (found for box, found in self._more if box.contains(event.pos())), []
        )  # fmt: skip
        if marks:
            text = "\n".join(self._page.explain(each) for each in marks)
            QToolTip.showText(event.globalPos(), text, self)
        else:
            QToolTip.hideText()
        return True


def together(stripes: Sequence[Stripe]) -> list[list[Stripe]]:
    """Group the stripes of one node that stand side by side, so that they are named once."""
    groups: list[list[Stripe]] = []
    open_group: dict[int, list[Stripe]] = {}
    for stripe in stripes:
        group = open_group.get(stripe.mark.node_id)
        if group and stripe.rect.top() < max(each.rect.bottom() for each in group):
            group.append(stripe)
        else:
            groups.append([stripe])
            open_group[stripe.mark.node_id] = groups[-1]
    return groups
