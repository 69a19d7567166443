"""The page: a text column with a caret, painted line by line, that knows what stands where."""

from collections.abc import Iterator

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QTextBlock, QTextCursor
from PySide6.QtWidgets import QWidget

from qda_app.ui.theme import MEDIUM, Theme
from qda_app.ui.views.transcript.column import TextColumn
from qda_app.ui.views.transcript.ink import Ink, Paragraph
from qda_app.ui.views.transcript.marks import Mark
from qda_app.ui.views.transcript.paging import line_above, line_below
from qda_app.ui.views.transcript.sight import SeenBlock, Sight, see


class ReadingPage(TextColumn):
    """Paints what is in view, and knows where every code point is on the screen."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.ink = Ink(theme)
        self._sight = Sight()
        self._sight_of: tuple[object, ...] = ()
        self._page_column = (-1, 0.0)
        self.viewport().setMouseTracking(True)
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        self.updateRequest.connect(self._on_update_request)
        self.theme.changed.connect(self._take_theme)

    # -- what stands where ---------------------------------------------------------------------

    def sight(self) -> Sight:
        """Return what is in view, measured once for each place and size."""
        block, top = self.firstVisibleBlock(), self.contentOffset().y()
        size, layout = self.viewport().size(), self._layout
        key = (layout, layout.version, block.blockNumber(), top, size.width(), size.height())
        if key != self._sight_of:
            self._sight = see(layout, block, top, size.height())
            self._sight_of = key
        return self._sight

    def blocks_in_view(self) -> Iterator[tuple[QTextBlock, float, float]]:
        """Yield the visible blocks with top and bottom in the viewport's coordinates."""
        for seen in self.sight().blocks:
            yield seen.block, seen.top, seen.bottom

    def band_at(self, position: int) -> tuple[float, float] | None:
        """Return top and bottom of the line in view that holds a code point; None out of view."""
        found = self.sight().line_of(self.offsets.to_unit(position))
        return (found[1].top, found[1].bottom) if found else None

    def snapped(self, point: QPointF) -> QPointF:
        """Move a point from between two lines into the line it belongs to."""
        found = self.sight().line_under(point.y())
        if found is None or found[0].block.length() <= 1:
            return point
        line = found[0].text_line(found[1])
        return QPointF(point.x(), found[0].top + line.y() + line.height() / 2)

    def position_at(self, point: QPointF) -> int:
        """Return the code point before which a click at this point puts the caret."""
        cursor = self.cursorForPosition(self.snapped(point).toPoint())
        return self.offsets.to_point(cursor.position())

    def text_under(self, point: QPointF) -> int | None:
        """Return the code point whose character lies under a point; None beside the text."""
        found = self.sight().line_under(point.y())
        if found is None:
            return None
        (seen, line), x = found, point.x() - self.contentOffset().x()
        at = self.offsets.to_unit(self.position_at(point)) - seen.block.position()
        for unit in (at, at - 1):
            for left, right in seen.pieces(line, unit, unit + 1):
                if left <= x < right:
                    return self.offsets.to_point(seen.block.position() + unit)
        return None

    # -- scrolling -----------------------------------------------------------------------------

    def scroll_to(self, position: int) -> None:
        """Bring a code point into view, a third from the top, unless it is in view already."""
        height = self.viewport().height()
        band = self.band_at(position)
        if band is not None and band[0] >= 0 and band[1] <= height:
            return
        lines = height // self._layout.line_height // 3
        self.verticalScrollBar().setValue(max(0, self._line_number(position) - lines))

    def turn_page(self, way: int, *, keep: bool) -> None:
        """Show the next (1) or the previous (-1) page; the caret stays at its height."""
        sight, height, bar = self.sight(), self.viewport().height(), self.verticalScrollBar()
        at = self._caret_point(sight)
        down = way > 0
        line = line_below(sight, height) if down else line_above(self._layout, sight, height)
        before = bar.value()
        if line is not None:
            bar.setValue(line if line != before else before + way)
        cursor = self.textCursor()
        mode = QTextCursor.MoveMode.KeepAnchor if keep else QTextCursor.MoveMode.MoveAnchor
        if bar.value() == before:
            cursor.movePosition(
                QTextCursor.MoveOperation.End if down else QTextCursor.MoveOperation.Start, mode
            )
        else:
            cursor.setPosition(self.offsets.to_unit(self.position_at(at)), mode)
        top = bar.value()
        self.setTextCursor(cursor)
        bar.setValue(top)
        self._page_column = cursor.position(), at.x()

    def _caret_point(self, sight: Sight) -> QPointF:
        """Return where the caret stands, its column as it was before the pages turned."""
        unit = self.textCursor().position()
        found = sight.line_of(unit)
        if found is None:
            return QPointF(0, self.line_height / 2)
        seen, line = found
        x = seen.x(line, unit - seen.block.position()) + self.contentOffset().x()
        if self._page_column[0] == unit:
            x = self._page_column[1]
        height = self.viewport().height()
        return QPointF(x, min(max((line.top + line.bottom) / 2, 1.0), height - 1.0))

    # -- painting ------------------------------------------------------------------------------

    def paragraph(self, seen: SeenBlock) -> Paragraph:
        """Return what is painted for a block; a subclass adds tints and underlines."""
        raise NotImplementedError

    def explain(self, mark: Mark) -> str:
        """Return the sentence that a tooltip shows for a mark."""
        raise NotImplementedError

    def selection_in(self, block: QTextBlock) -> tuple[int, int] | None:
        """Return the part of the selection within a block, in its UTF-16 units."""
        cursor = self.textCursor()
        start = max(cursor.selectionStart() - block.position(), 0)
        end = min(cursor.selectionEnd() - block.position(), block.length())
        return (start, end) if start < end else None

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the lines that meet the region, and a caret that does not blink."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self.ink.surface)
        shift = self.contentOffset().x()
        painter.translate(shift, 0)
        clip = QRectF(event.rect()).adjusted(-shift, -MEDIUM, -shift, MEDIUM)
        blocks = self.sight().blocks
        paragraphs = [
            self.paragraph(seen)
            for seen in blocks
            if seen.bottom >= clip.top() and seen.top <= clip.bottom()
        ]
        self.ink.paint(painter, paragraphs, clip, self.baseline)
        self.paint_over(painter)

    def paint_over(self, painter: QPainter) -> None:
        """Paint what lies over the text: the caret while the page has the focus."""
        caret = self.textCursor().position()
        found = self.sight().line_of(caret) if self.hasFocus() else None
        if found is not None:
            self.ink.caret(painter, *found, caret - found[0].block.position())

    def _on_update_request(self, rect: QRect, dy: int) -> None:
        if dy or rect.contains(self.viewport().rect()):
            self.scrolled.emit()

    def _take_theme(self) -> None:
        self.ink.refresh()
        self.viewport().update()
        self.scrolled.emit()

    # -- pointer -------------------------------------------------------------------------------

    def _snapped_event(self, event: QMouseEvent) -> QMouseEvent:
        moved = self.snapped(event.position())
        return QMouseEvent(
            event.type(), moved, event.globalPosition(), event.button(), event.buttons(),
            event.modifiers(), event.pointingDevice(),
        )  # fmt: skip

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Place the caret in the line whose band was hit."""
        super().mousePressEvent(self._snapped_event(event))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Extend the selection along the line whose band the pointer is in."""
        super().mouseMoveEvent(self._snapped_event(event))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Finish a selection."""
        super().mouseReleaseEvent(self._snapped_event(event))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Select the word in the line whose band was hit."""
        super().mouseDoubleClickEvent(self._snapped_event(event))
