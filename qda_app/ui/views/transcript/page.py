"""The page: a read-only text with a caret, set at a readable measure between two margins."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from PySide6.QtCore import QEvent, QPointF, QRect, QSignalBlocker, Qt, Signal
from PySide6.QtGui import (
    QFontMetricsF,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextBlock,
    QTextDocument,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from qda_app.domain.text import Span
from qda_app.domain.transcript import Turn
from qda_app.ui.theme import MEDIUM, Theme, reading_font
from qda_app.ui.views.transcript.ink import Ink, Paragraph
from qda_app.ui.views.transcript.labels import folded_labels
from qda_app.ui.views.transcript.layout import ReadingLayout
from qda_app.ui.views.transcript.marks import Mark
from qda_app.ui.views.transcript.offsets import Offsets, shown

MEASURE = 74
SMALLEST, LARGEST = 8.0, 40.0
_SAMPLE = "la casa del maestro queda lejos de aquí y nadie más quiso ir con nosotros "


class ReadingPage(QPlainTextEdit):
    """Shows one text and its turns; knows where every code point is on the screen.

    A subclass calls `set_text` once its margins are made.
    """

    font_changed = Signal(float)
    scrolled = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.ink = Ink(theme)
        self.text = ""
        self.turns: Sequence[Turn] = ()
        self.offsets = Offsets("")
        self._turn_starts: list[int] = []
        self._document: QTextDocument | None = None
        self._hide_labels = True
        self._serif = True
        self._points = reading_font().pointSizeF()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setReadOnly(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setMouseTracking(True)
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        self.updateRequest.connect(self._on_update_request)
        self.theme.changed.connect(self._take_theme)

    # -- content -------------------------------------------------------------------------------

    def set_text(self, text: str, turns: Sequence[Turn]) -> None:
        """Show another text; the page begins at its top with nothing selected."""
        self.text, self.turns = text, tuple(turns)
        self.offsets = Offsets(text)
        self._turn_starts = [turn.start for turn in self.turns]
        document = QTextDocument(self)
        document.setUndoRedoEnabled(False)
        document.setDefaultFont(reading_font(self._points, serif=self._serif))
        document.setDocumentMargin(MEDIUM)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        document.setDefaultTextOption(option)
        self._layout = ReadingLayout(document, self._line_width)
        document.setDocumentLayout(self._layout)
        document.setPlainText(shown(text))
        self._fold_labels(document)
        with QSignalBlocker(self):
            self.setDocument(document)
        if self._document is not None:
            self._document.deleteLater()
        self._document = document
        self.fit()
        self.scrolled.emit()

    def set_labels_hidden(self, *, hidden: bool) -> None:
        """Show speakers' labels in the text, or only in the gutter."""
        if hidden != self._hide_labels:
            self._hide_labels = hidden
            top = self.top_position()
            self.set_text(self.text, self.turns)
            self.restore_position(top)

    def _fold_labels(self, document: QTextDocument) -> None:
        turns = self.turns if self._hide_labels else ()
        self._folded, self._hidden = folded_labels(turns, self.offsets)
        self._layout.fold(self._folded)
        for number in self._hidden:
            block = document.findBlockByNumber(number)
            block.setVisible(False)
            block.setLineCount(0)

    def turn_at(self, position: int) -> Turn | None:
        """Return the turn that holds a code point."""
        number = bisect_right(self._turn_starts, position) - 1
        if number < 0 or position >= max(self.turns[number].end, self.turns[number].words + 1):
            return None
        return self.turns[number]

    def hidden_label_at(self, position: int) -> Span | None:
        """Return the label at a code point when it is folded away."""
        turn = self.turn_at(position)
        number = self.offsets.paragraph_at(position)
        folded = number in self._folded or number in self._hidden
        if turn is None or not folded or not turn.start <= position < turn.words:
            return None
        return Span(turn.start, turn.words)

    # -- type and measure ----------------------------------------------------------------------

    def set_reading_font(self, points: float, *, serif: bool = True) -> None:
        """Set the size and the kind of the reading face, keeping the place in the text."""
        self._points, self._serif = min(max(points, SMALLEST), LARGEST), serif
        top = self.top_position()
        self.document().setDefaultFont(reading_font(self._points, serif=serif))
        self._layout.measure_font()
        self._layout.forget()
        self.fit()
        self.restore_position(top)
        self.viewport().update()
        self.font_changed.emit(self._points)

    def zoom(self, steps: int) -> None:
        """Make the text larger or smaller by steps of one point; zero restores the usual size."""
        points = self._points + steps if steps else reading_font().pointSizeF()
        self.set_reading_font(points, serif=self._serif)

    @property
    def line_height(self) -> int:
        """Height of one line, spacing included."""
        return self._layout.line_height

    @property
    def baseline(self) -> int:
        """Where letters stand, below the top of a line."""
        return self._layout.baseline

    def text_width(self) -> int:
        """Return the width of the column of text that reads well, margins included."""
        metrics = QFontMetricsF(self.document().defaultFont())
        per_character = metrics.horizontalAdvance(_SAMPLE) / len(_SAMPLE)
        return round(per_character * MEASURE + 2 * self.document().documentMargin())

    def side_widths(self, available: int) -> tuple[int, int]:
        """Return the widths of the left and the right margin; a subclass says what fills them."""
        spare = max(0, available - self.text_width())
        return spare // 2, spare - spare // 2

    def fit(self) -> None:
        """Divide the width between the margins and the text."""
        available = self.contentsRect().width() - self.verticalScrollBar().sizeHint().width()
        left, right = self.side_widths(available)
        margins = self.viewportMargins()
        if (margins.left(), margins.right()) != (left, right):
            self.setViewportMargins(left, 0, right, 0)

    def changeEvent(self, event: QEvent) -> None:
        """Keep the reading face where Qt would put the interface font."""
        super().changeEvent(event)
        if event.type() != QEvent.Type.FontChange:
            return
        wanted = reading_font(self._points, serif=self._serif)
        if self.document().defaultFont() != wanted:
            self.document().setDefaultFont(wanted)
            self._layout.forget()

    def _line_width(self) -> int:
        return self.viewport().width()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the margins to the new width."""
        super().resizeEvent(event)
        self.fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl held down, otherwise scroll."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    # -- places --------------------------------------------------------------------------------

    def blocks_in_view(self) -> Iterator[tuple[QTextBlock, float, float]]:
        """Yield the visible blocks with top and bottom in the viewport's coordinates."""
        block, top = self.firstVisibleBlock(), self.contentOffset().y()
        height = self.viewport().height()
        while block.isValid() and top <= height:
            if block.isVisible():
                bottom = top + self._layout.blockBoundingRect(block).height()
                yield block, top, bottom
                top = bottom
            block = block.next()

    def band_at(self, block: QTextBlock, top: float, position: int) -> tuple[float, float]:
        """Return top and bottom of the line that holds a code point of a laid block."""
        unit = self.offsets.to_unit(position) - block.position()
        line = block.layout().lineForTextPosition(max(0, min(unit, block.length() - 1)))
        if not line.isValid():
            return top, top
        band = self._layout.band(line)
        return top + band.top(), top + band.bottom()

    def snapped(self, point: QPointF) -> QPointF:
        """Move a point from between two lines into the line it belongs to."""
        for block, top, bottom in self.blocks_in_view():
            if not top <= point.y() < bottom or block.length() <= 1:
                continue
            lines = block.layout()
            for number in range(lines.lineCount()):
                line = lines.lineAt(number)
                last = number + 1 == lines.lineCount()
                if last or point.y() < top + self._layout.band(line).bottom():
                    return QPointF(point.x(), top + line.y() + line.height() / 2)
        return point

    def position_at(self, point: QPointF) -> int:
        """Return the code point before which a click at this point puts the caret."""
        cursor = self.cursorForPosition(self.snapped(point).toPoint())
        return self.offsets.to_point(cursor.position())

    def text_under(self, point: QPointF) -> int | None:
        """Return the code point whose character lies under a point; None beside the text."""
        here = self.snapped(point)
        at = self.offsets.to_unit(self.position_at(point))
        block = self.document().findBlock(at)
        for unit in (at - block.position(), at - block.position() - 1):
            line = block.layout().lineForTextPosition(unit) if unit >= 0 else None
            if line is None or not line.isValid() or unit >= block.length() - 1:
                continue
            edges = sorted(line.cursorToX(n)[0] for n in (unit, unit + 1))  # type: ignore[index]
            if edges[0] <= here.x() - self.contentOffset().x() < edges[1]:
                return self.offsets.to_point(block.position() + unit)
        return None

    # -- scrolling -----------------------------------------------------------------------------

    def top_position(self) -> int:
        """Return the code point with which the first visible line begins."""
        block = self.firstVisibleBlock()
        if not block.isValid():
            return 0
        self._layout.blockBoundingRect(block)
        number = self.verticalScrollBar().value() - block.firstLineNumber()
        line = block.layout().lineAt(number) if 0 <= number < block.layout().lineCount() else None
        within = line.textStart() if line is not None and line.isValid() else 0
        return self.offsets.to_point(block.position() + within)

    def restore_position(self, position: int) -> None:
        """Scroll so that the line with a code point is the first visible one."""
        self.verticalScrollBar().setValue(self._line_number(position))

    def scroll_to(self, position: int) -> None:
        """Bring a code point into view, a third from the top, unless it is in view already."""
        target = self.offsets.to_unit(position)
        height = self.viewport().height()
        for block, top, _ in self.blocks_in_view():
            if block.contains(target):
                high, low = self.band_at(block, top, position)
                if high >= 0 and low <= height:
                    return
        lines = height // self._layout.line_height // 3
        self.verticalScrollBar().setValue(max(0, self._line_number(position) - lines))

    def _line_number(self, position: int) -> int:
        unit = self.offsets.to_unit(max(0, min(position, self.offsets.length)))
        block = self.document().findBlock(unit)
        self._layout.blockBoundingRect(block)
        line = block.layout().lineForTextPosition(unit - block.position())
        within = line.lineNumber() if line.isValid() else 0
        return block.firstLineNumber() + within

    # -- painting ------------------------------------------------------------------------------

    def paragraph(self, block: QTextBlock, top: float) -> Paragraph:
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
        """Paint the blocks that meet the region, and a caret that does not blink."""
        painter = QPainter(self.viewport())
        region = event.rect().adjusted(0, -MEDIUM, 0, MEDIUM)
        painter.fillRect(event.rect(), self.ink.surface)
        painter.translate(self.contentOffset().x(), 0)
        caret = self.textCursor().position() if self.hasFocus() else -1
        for block, top, bottom in self.blocks_in_view():
            if bottom < region.top() or top > region.bottom():
                continue
            self.ink.paint(painter, self._layout, self.paragraph(block, top))
            if block.contains(caret):
                painter.translate(0, top)
                self.ink.caret(painter, self._layout, block, caret - block.position())
                painter.translate(0, -top)

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
