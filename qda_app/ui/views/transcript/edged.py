"""The coded page whose boundaries can be moved, by handles and by keys."""

from PySide6.QtCore import QEvent, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from qda_app.domain.text import Span
from qda_app.ui.theme import Theme
from qda_app.ui.views.transcript.coded import CodedPage
from qda_app.ui.views.transcript.edges import Edge, Side, dragged, stepped
from qda_app.ui.views.transcript.handles import Handle, HintLine, handles, paint_handle
from qda_app.ui.views.transcript.marks import Mark

SCROLL_EVERY = 60  # milliseconds, while a handle is held beyond the page

_WAYS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_TABS = {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}
_MODE_KEYS = {
    *_WAYS, *_TABS, Qt.Key.Key_Return,
    Qt.Key.Key_Enter, Qt.Key.Key_Escape,
}  # fmt: skip


class EdgedPage(CodedPage):
    """Shows handles at the active coding and asks for the span that hands give it."""

    boundary_moved = Signal(int, object)  # mark id, Span
    hint_changed = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        self._edge: Edge | None = None
        self._dragging = False
        self._pointer = QPointF()
        super().__init__(theme, parent)
        self._hint = HintLine(self.ink, self)
        self._scroller = QTimer(self)
        self._scroller.setInterval(SCROLL_EVERY)
        self._scroller.timeout.connect(self._drag_on)

    # -- moving --------------------------------------------------------------------------------

    def movable(self) -> Mark | None:
        """Return the active coding when its boundaries can be moved here."""
        mark = self._index.get(self.active_mark())
        return mark if mark is not None and mark.own else None

    def edge(self) -> Edge | None:
        """Return the boundary that is being moved just now."""
        return self._edge

    def begin_edge(self) -> bool:
        """Begin to move the end of the active coding by keys; say whether there is one."""
        mark = self.movable()
        if mark is not None:
            self.setFocus()
            self.choose(mark)
            self._show_edge(Edge(mark, "end", mark.span))
        return mark is not None

    def choose(self, mark: Mark) -> None:
        """Keep to this coding while its boundaries are moved."""
        self.set_active(mark.id)

    def live_span(self, mark: Mark) -> Span:
        """Return the passage of a coding, while a boundary is being moved the new one."""
        if self._edge is not None and self._edge.mark.id == mark.id:
            return self._edge.span
        return mark.span

    def step_boundary(self, side: Side, way: int) -> bool:
        """Move a boundary of the active coding by a word at once; say whether there is one."""
        mark = self.movable()
        if mark is not None:
            self.choose(mark)
            self._ask(mark, stepped(self, mark.span, side, way, by_word=True))
        return mark is not None

    def end_edge(self, *, accept: bool) -> None:
        """Stop moving a boundary, and ask for the new span when that is wanted."""
        edge = self._edge
        self._dragging = False
        self._scroller.stop()
        if edge is not None:
            self._show_edge(None)
            if accept:
                self._ask(edge.mark, edge.span)

    def _ask(self, mark: Mark, span: Span) -> None:
        if span != mark.span and self._index.get(mark.id) is not None:
            self.follow(mark, span)
            self.boundary_moved.emit(mark.id, span)

    def _show_edge(self, edge: Edge | None) -> None:
        """Show the passage as it would become, and say what the keys do."""
        before = self._edge
        self._edge = edge
        if edge is not None and before is not None and edge.span != before.span:
            moving = edge.span.start if edge.side == "start" else edge.span.end - 1
            if not self._dragging:
                self.scroll_to(moving)
        hint = self._hint_for(edge)
        if before is None or edge is None or before.side != edge.side:
            self._hint.say(hint, self.viewport().geometry())
            self.hint_changed.emit(hint)
        self.viewport().update()
        self.describe()

    def _hint_for(self, edge: Edge | None) -> str:
        if edge is None or self._dragging:
            return ""
        if edge.side == "end":
            return self.tr(
                "Moving the end · ← → character · Ctrl word · "
                "Tab beginning · Enter keep · Esc cancel"
            )
        return self.tr(
            "Moving the beginning · ← → character · Ctrl word · Tab end · Enter keep · Esc cancel"
        )

    def describe(self) -> None:
        """Tell screen readers what there is; a subclass says how."""

    # -- painting ------------------------------------------------------------------------------

    def paint_over(self, painter: QPainter) -> None:
        """Paint the handles of the active coding, and the caret."""
        super().paint_over(painter)
        painter.resetTransform()
        mark = self._edge.mark if self._edge else self._handled()
        if mark is None:
            return
        color = self.ink.color(mark.color)
        for handle in handles(self, self.live_span(mark)):
            held = self._edge is not None and self._edge.side == handle.side
            paint_handle(painter, handle, color, self.ink.surface, held=held)

    def _handled(self) -> Mark | None:
        """Return the coding that has handles: the active one of a page that is worked on."""
        return self.movable() if self.hasFocus() or self._chosen is not None else None

    def _handle_under(self, point: QPointF) -> Handle | None:
        mark = self._handled()
        if mark is None:
            return None
        return next((each for each in handles(self, mark.span) if each.holds(point)), None)

    # -- pointer -------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of a handle, otherwise place the caret."""
        if self._edge is not None:
            self.end_edge(accept=False)
        left = event.button() is Qt.MouseButton.LeftButton
        handle = self._handle_under(event.position()) if left else None
        mark = self.movable()
        if handle is None or mark is None:
            super().mousePressEvent(event)
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.choose(mark)
        self._dragging = True
        self._show_edge(Edge(mark, handle.side, mark.span))
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the handle that is held, otherwise extend the selection."""
        self._pointer = event.position()
        if self._dragging:
            inside = 0 <= self._pointer.y() <= self.viewport().height()
            if inside:
                self._scroller.stop()
            elif not self._scroller.isActive():
                self._scroller.start()
            self._drag()
            return
        super().mouseMoveEvent(event)
        if event.buttons() == Qt.MouseButton.NoButton:
            over = self._handle_under(self._pointer) is not None
            shape = Qt.CursorShape.SizeHorCursor if over else Qt.CursorShape.IBeamCursor
            if self.viewport().cursor().shape() is not shape:
                self.viewport().setCursor(shape)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go of the handle, which asks for the new span."""
        if self._dragging:
            self.end_edge(accept=True)
            event.accept()
        else:
            super().mouseReleaseEvent(event)

    def _drag(self) -> None:
        if self._edge is not None:
            height = self.viewport().height()
            y = min(max(self._pointer.y(), 1.0), height - 1.0)
            place = self.position_at(QPointF(self._pointer.x(), y))
            edge = self._edge
            span = dragged(self, edge.mark.span, edge.side, place)
            self._show_edge(Edge(edge.mark, edge.side, span))

    def _drag_on(self) -> None:
        """Scroll while a handle is held above or below the page."""
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + (1 if self._pointer.y() > 0 else -1))
        self._drag()

    # -- keys ----------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Keep keys that move boundaries from the window's shortcuts, and Tab from going on."""
        if isinstance(event, QKeyEvent):
            moving = self._edge is not None
            if event.type() == QEvent.Type.ShortcutOverride:
                if moving or self._direct(event) is not None:
                    event.accept()
                    return True
            elif event.type() == QEvent.Type.KeyPress and moving and event.key() in _TABS:
                self.keyPressEvent(event)
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move boundaries; while one is being moved, no other key does anything."""
        direct = self._direct(event)
        if self._edge is not None:
            if event.key() in _MODE_KEYS:
                self._edge_key(self._edge, event)
            event.accept()
        elif direct is not None:
            self.step_boundary(*direct)
            event.accept()
        else:
            super().keyPressEvent(event)

    def _edge_key(self, edge: Edge, event: QKeyEvent) -> None:
        key = event.key()
        if key in _WAYS and not self._dragging:
            by_word = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            way = _WAYS[Qt.Key(key)]
            span = stepped(self, edge.span, edge.side, way, by_word=by_word)
            self._show_edge(Edge(edge.mark, edge.side, span))
        elif key in _TABS and not self._dragging:
            self._show_edge(edge.turned())
        elif key == Qt.Key.Key_Escape:
            self.end_edge(accept=False)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.end_edge(accept=True)

    def _direct(self, event: QKeyEvent) -> tuple[Side, int] | None:
        """Return the boundary that Alt with an arrow moves by a word, and which way."""
        modifiers, way = event.modifiers(), _WAYS.get(Qt.Key(event.key()))
        held = modifiers & ~Qt.KeyboardModifier.KeypadModifier
        alt, shift = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier
        if way is None or held not in {alt, alt | shift} or self.movable() is None:
            return None
        return ("end" if held == alt | shift else "start"), way

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leave a boundary as it was when the focus goes elsewhere."""
        self.end_edge(accept=False)
        super().focusOutEvent(event)
