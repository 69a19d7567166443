"""The right margin: a stripe for every coding, in lanes, named where there is room."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QHelpEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolTip, QWidget

from qda_app.ui.colours import Pattern, coder_pattern, initials
from qda_app.ui.theme import MEDIUM, SMALL, TIGHT
from qda_app.ui.views.transcript.lanes import Lanes
from qda_app.ui.views.transcript.marks import Mark, MarkIndex
from qda_app.ui.views.transcript.page import ReadingPage
from qda_app.ui.views.transcript.stripe_places import (
    LANE,
    NamedGroup,
    Stripe,
    gathered,
    lane_left,
    lanes_right,
    named,
    placed,
)
from qda_app.ui.views.transcript.stripe_tiles import StripeTiles

LEAST_LANES = 4
WIDEST_NAMES = 168
LEAST_NAMES = 56
MORE = 32
MOST_EXPLAINED = 12


class StripeMargin(QWidget):
    """Draws the stripes of what is in view and tells which one is under the pointer."""

    hovered = Signal(object)
    clicked = Signal(int)

    def __init__(self, page: ReadingPage) -> None:
        self._cut: dict[tuple[str, tuple[str, ...], int], tuple[str, str, int]] = {}
        super().__init__(page)
        self._page = page
        self._index = MarkIndex(page.offsets)
        self._lanes = Lanes(self._index)
        self._patterns: dict[int, Pattern] = {}
        self._stripes: list[Stripe] = []
        self._names: list[NamedGroup] = []
        self._more: list[tuple[QRect, list[Mark]]] = []
        self._heads: list[tuple[QRect, str]] = []
        self._tiles = StripeTiles()
        self._active: int | None = None
        self._coders: dict[int, str] = {}
        self._several_coders = False
        self.setMouseTracking(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        page.scrolled.connect(self.update)

    def show_marks(self, index: MarkIndex, lanes: Lanes) -> None:
        """Take the marks of another source."""
        self._index, self._lanes = index, lanes
        self._cut.clear()
        self.update()

    def set_coders(self, ids: Sequence[int]) -> None:
        """Set the project's coders in order, so that a pattern means the same in every source."""
        self._coders = dict.fromkeys(ids, "")
        self.update()

    def set_active(self, mark_id: int | None) -> None:
        """Make the name of one coding stand out."""
        if mark_id != self._active:
            self._active = mark_id
            self.update()

    def width_wanted(self) -> int:
        """Return the width of the lanes alone; names take what is left."""
        return lanes_right(self._lanes, LEAST_LANES) + (MORE if self._lanes.crowded() else SMALL)

    # -- painting ------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw stripes, names, heads, and how many found no lane."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._page.ink.surface)
        self._place()
        for stripe in self._stripes:
            color = self._page.ink.color(stripe.mark.color)
            pattern = self._patterns.get(stripe.mark.coder_id, Pattern.SOLID)
            wide = 1 if stripe.mark.id == self._active else 0
            rect = stripe.rect.adjusted(-wide, 0, wide, 0)
            self._tiles.paint(painter, rect, color, self._page.ink.surface, pattern)
        painter.setFont(self._small_font())
        self._write_more(painter)
        self._write_names(painter)
        self._write_heads(painter)

    def _place(self) -> None:
        """Work out where the stripes of the marks in view stand."""
        present = self._lanes.coders()
        self._several_coders = len(present) > 1
        order = dict.fromkeys((*self._coders, *present))
        self._patterns = {coder: coder_pattern(nth) for nth, coder in enumerate(order)}
        self._stripes, overflow = placed(self._page, self._index, self._lanes)
        self._more = gathered(overflow)

    def _write_more(self, painter: QPainter) -> None:
        ink, metrics = self._page.ink, painter.fontMetrics()
        left = lanes_right(self._lanes)
        painter.setPen(ink.muted)
        for number, (rect, marks) in enumerate(self._more):
            text = f"+{len(marks)}"
            width = metrics.horizontalAdvance(text) + TIGHT
            box = QRect(left, max(self._head_height(), rect.top()), width, metrics.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignLeft, text)
            self._more[number] = (box, marks)

    def _write_names(self, painter: QPainter) -> None:
        """Name each stripe at its top, as long as the names do not run into each other."""
        left = self.width_wanted()
        room = self.width() - left - TIGHT
        height = painter.fontMetrics().height() + 1
        self._names = []
        if room >= LEAST_NAMES:
            self._names = named(self._stripes, left, room, height, self._head_height())
        for group in self._names:
            self._write_name(painter, group.box, group.marks)

    def _write_name(self, painter: QPainter, box: QRect, marks: Sequence[Mark]) -> None:
        ink, metrics, mark = self._page.ink, painter.fontMetrics(), marks[0]
        painter.fillRect(
            QRectF(box.left(), box.top() + metrics.ascent() - 7, 6, 6), ink.color(mark.color)
        )
        coders = tuple(dict.fromkeys(each.coder_name for each in marks))
        left = box.left() + MEDIUM
        name, who, after = self._named(metrics, mark.node_name, coders, box.right() - left)
        active = any(each.id == self._active for each in marks)
        baseline = box.top() + metrics.ascent()
        painter.setPen(ink.text if active else ink.muted)
        painter.drawText(left, baseline, name)
        if who:
            painter.setPen(ink.muted)
            painter.drawText(left + after + SMALL, baseline, who)

    def _named(
        self, metrics: QFontMetrics, node: str, coders: tuple[str, ...], width: int
    ) -> tuple[str, str, int]:
        """Return a name cut to a width, the coders' initials where they fit, and its width."""
        key = node, coders if self._several_coders else (), width
        if key not in self._cut:
            name = metrics.elidedText(node, Qt.TextElideMode.ElideRight, width)
            who = " ".join(dict.fromkeys(initials(coder) for coder in key[1]))
            if metrics.horizontalAdvance(name + who) + SMALL > width:
                who = ""  # the pattern says it, and the tool tip
            self._cut[key] = name, who, metrics.horizontalAdvance(name)
        return self._cut[key]

    def changeEvent(self, event: QEvent) -> None:
        """Measure the names again in another font."""
        self._cut.clear()
        super().changeEvent(event)

    def _head_height(self) -> int:
        """Return the height at the top that is kept for the coders' initials."""
        if not (self._several_coders and self._lanes.heads()):
            return 0
        return self.fontMetrics().height() + TIGHT

    def _write_heads(self, painter: QPainter) -> None:
        """Write each coder's initials over the lanes of their stripes."""
        self._heads.clear()
        height, ink = self._head_height(), self._page.ink
        if not height:
            return
        painter.fillRect(0, 0, self.width(), height, ink.surface)
        painter.setPen(ink.muted)
        for number, (coder, base, lanes) in enumerate(self._lanes.heads()):
            name = self._coder_name(coder)
            box = QRect(lane_left(base, number), 0, LANE * lanes + TIGHT, height)
            painter.fillRect(box.left(), height - 1, LANE * lanes - 2, 1, ink.border)
            text, metrics = initials(name), painter.fontMetrics()
            while len(text) > 1 and metrics.horizontalAdvance(text) > box.width():
                text = text[:-1]
            painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
            self._heads.append((box, name))

    def _coder_name(self, coder: int) -> str:
        if not self._coders.get(coder):
            found = (mark.coder_name for mark in self._index if mark.coder_id == coder)
            self._coders[coder] = next(found, "")
        return self._coders[coder]

    def _small_font(self) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(max(7.0, font.pointSizeF() - 1))
        return font

    # -- pointer -------------------------------------------------------------------------------

    def marks_under(self, point: QPoint) -> list[Mark]:
        """Return the marks whose stripe, name or number lies under a point."""
        if any(box.contains(point) for box, _ in self._heads):
            return []
        for stripe in self._stripes:
            if stripe.rect.adjusted(-2, 0, 2, 0).contains(point):
                return [stripe.mark]
        for group in self._names:
            if group.box.contains(point):
                return list(group.marks)
        return next((marks for box, marks in self._more if box.contains(point)), [])

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell which coding the pointer is on."""
        marks = self.marks_under(event.position().toPoint())
        self.setCursor(Qt.CursorShape.PointingHandCursor if marks else Qt.CursorShape.ArrowCursor)
        self.hovered.emit(marks[0].id if marks else None)

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that the pointer left."""
        self.hovered.emit(None)
        super().leaveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tell which coding was clicked; clicking on goes through those at the same place."""
        ids = [mark.id for mark in self.marks_under(event.position().toPoint())]
        if ids and event.button() is Qt.MouseButton.LeftButton:
            after = ids.index(self._active) + 1 if self._active in ids else 0
            self.clicked.emit(ids[after % len(ids)])
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Keep the click from the page, which would take it for one on the text."""
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Explain the stripe, the number or the initials under the pointer."""
        if not isinstance(event, QHelpEvent):
            return super().event(event)
        head = next((name for box, name in self._heads if box.contains(event.pos())), "")
        text = head or self._explained(self.marks_under(event.pos()))
        if text:
            QToolTip.showText(event.globalPos(), text, self)
        else:
            QToolTip.hideText()
        return True

    def _explained(self, marks: Sequence[Mark]) -> str:
        lines = [self._page.explain(mark) for mark in marks[:MOST_EXPLAINED]]
        if len(marks) > MOST_EXPLAINED:
            left = len(marks) - MOST_EXPLAINED
            lines.append(self.tr("and {number} more").format(number=left))
        return "\n".join(lines)
