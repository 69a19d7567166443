"""The page under the pointer: what it hovers, clicks, explains, and what is dropped on it."""

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QHelpEvent,
    QMouseEvent,
)
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from qda_app.domain.text import Span
from qda_app.ui.mime import NODE_MIME, nodes_of, put_span
from qda_app.ui.theme import Theme
from qda_app.ui.views.transcript.marks import Mark
from qda_app.ui.views.transcript.selecting import SelectingPage


class PointedPage(SelectingPage):
    """Tells which coding the pointer is on, and takes and gives what is dragged."""

    mark_hovered = Signal(object)  # int | None
    mark_clicked = Signal(int)
    stripe_clicked = Signal(int)
    context_requested = Signal(QPoint, object)  # global place, Span | None
    node_dropped = Signal(int, object)  # node id, Span

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        self._pressed: QPointF | None = None
        super().__init__(theme, parent)
        self._stripes.clicked.connect(self._on_stripe)
        self.setAcceptDrops(True)

    def _on_hover(self, mark_id: int | None) -> None:
        if mark_id != self._hovered:
            super()._on_hover(mark_id)
            self.mark_hovered.emit(mark_id)

    def _on_stripe(self, mark_id: int) -> None:
        self.set_active(mark_id)
        self.mark_clicked.emit(mark_id)
        self.stripe_clicked.emit(mark_id)

    def _marks_under(self, point: QPointF) -> list[Mark]:
        """Return the codings under a point, those whose underline it is on before the others."""
        position = self.text_under(point)
        if position is None:
            return []
        node = self._underlined_node(point, position)
        return sorted(self.marks_at(position), key=lambda mark: mark.node_id != node)

    def _underlined_node(self, point: QPointF, position: int) -> int | None:
        found = self.sight().line_under(point.y())
        if found is None:
            return None
        seen, line = found
        unit = self.offsets.to_unit(position) - seen.block.position()
        depth = point.y() - line.top - self.baseline
        for each in self.paragraph(seen).runs.lines_in(unit, unit + 1):
            if self.ink.underline_at(depth) == each.row:
                return each.node
        return None

    def _hover_text(self, point: QPointF) -> None:
        ids = [mark.id for mark in self._marks_under(point)]
        self._on_hover(self._chosen if self._chosen in ids else ids[0] if ids else None)

    def _click(self, point: QPointF) -> None:
        """Make the coding under a click active; clicking on goes through those at the place."""
        ids = [mark.id for mark in self._marks_under(point)]
        if ids:
            after = ids.index(self._chosen) + 1 if self._chosen in ids else 0
            chosen = ids[after % len(ids)]
            self._hovered = chosen
            self.set_active(chosen)
            self.describe()
            self.mark_clicked.emit(chosen)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Notice where a click may begin."""
        super().mousePressEvent(event)
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        left = event.button() is Qt.MouseButton.LeftButton
        self._pressed = event.position() if left and plain and not self.edge() else None

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tell which coding was clicked, unless a passage was selected."""
        pressed, self._pressed = self._pressed, None
        super().mouseReleaseEvent(event)
        if pressed is not None and not self.textCursor().hasSelection():
            moved = (event.position() - pressed).manhattanLength()
            if moved < QApplication.startDragDistance():
                self._click(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Extend a selection, or tell which coding the pointer is on."""
        super().mouseMoveEvent(event)
        if event.buttons() == Qt.MouseButton.NoButton and self.edge() is None:
            self._hover_text(event.position())

    def viewportEvent(self, event: QEvent) -> bool:
        """Explain the codings under the pointer, and notice when it leaves."""
        if isinstance(event, QHelpEvent):
            marks = self._marks_under(QPointF(event.pos()))
            if marks:
                text = "\n".join(self.explain(mark) for mark in marks)
                QToolTip.showText(event.globalPos(), text, self.viewport())
            else:
                QToolTip.hideText()
            return True
        if event.type() == QEvent.Type.Leave:
            self._on_hover(None)
        return super().viewportEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for a menu; a click outside the selection first moves the caret there."""
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            point = QPointF(event.pos())
            span, position = self.selected_span(), self.position_at(point)
            if span is None or not span.start <= position <= span.end:
                cursor = self.textCursor()
                cursor.setPosition(self.offsets.to_unit(position))
                self.setTextCursor(cursor)
            place = event.globalPos()
        else:
            place = self.viewport().mapToGlobal(self.cursorRect().bottomLeft())
        self.context_requested.emit(place, self.selected_span())

    # -- dragging ------------------------------------------------------------------------------

    def createMimeDataFromSelection(self) -> QMimeData:
        """Hand out the selected passage as the source has it, with its place."""
        data = QMimeData()
        span = self.selected_span()
        if span is not None:
            data.setText(span.of(self.text))
            put_span(data, span)
        return data

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Say whether nodes are dragged; nothing else can be dropped here."""
        return source.hasFormat(NODE_MIME)

    def _target(self, event: QDropEvent) -> Span | None:
        """Return the selection when nodes are held over it."""
        span = self.selected_span()
        if span is None or not event.mimeData().hasFormat(NODE_MIME):
            return None
        position = self.position_at(event.position())
        return span if span.start <= position <= span.end else None

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Let nodes in."""
        event.setAccepted(event.mimeData().hasFormat(NODE_MIME))

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Show that nodes can be dropped on the selection only."""
        event.setAccepted(self._target(event) is not None)

    def dropEvent(self, event: QDropEvent) -> None:
        """Ask for the dropped nodes on the selected passage."""
        span = self._target(event)
        event.setAccepted(span is not None)
        if span is not None:
            event.setDropAction(Qt.DropAction.CopyAction)
            for node_id in nodes_of(event.mimeData()):
                self.node_dropped.emit(node_id, span)
