"""The transcript view: the page with its codings, and everything hands do on it."""

import math
from collections.abc import Iterable, Sequence

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QRect, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QTextBlock,
    QTextCursor,
)
from PySide6.QtWidgets import QToolTip, QWidget

from qda_app.domain.text import Span
from qda_app.domain.transcript import Turn
from qda_app.ui.mime import NODE_MIME, nodes_of, put_span
from qda_app.ui.theme import Theme
from qda_app.ui.views.transcript.density import DensityBar
from qda_app.ui.views.transcript.gutter import SpeakerGutter
from qda_app.ui.views.transcript.ink import Paragraph
from qda_app.ui.views.transcript.keys import command_of
from qda_app.ui.views.transcript.lanes import Lanes
from qda_app.ui.views.transcript.marks import Mark, MarkIndex
from qda_app.ui.views.transcript.page import ReadingPage
from qda_app.ui.views.transcript.passages import (
    SentenceFinder,
    paragraph_at,
    sentence_at,
    trimmed,
    turn_at,
)
from qda_app.ui.views.transcript.runs import Runs, runs_of
from qda_app.ui.views.transcript.stripes import (
    LEAST_NAMES,
    WIDEST_NAMES,
    StripeMargin,
)

NARROW = 720


class TranscriptView(ReadingPage):
    """Shows a source with its codings; speaks in code points and never calls a service."""

    selection_changed = Signal(object)  # Span | None
    caret_moved = Signal(int)
    mark_hovered = Signal(object)  # int | None
    mark_clicked = Signal(int)
    context_requested = Signal(QPoint, object)  # global place, Span | None
    apply_requested = Signal()
    key_command = Signal(str)
    node_dropped = Signal(int, object)  # node id, Span

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        self._runs: dict[int, Runs] = {}
        self._hovered: int | None = None
        self._active: int | None = None
        self._sentences: SentenceFinder | None = None
        self._last_caret = 0
        self._last_selection: Span | None = None
        super().__init__(theme, parent)
        self._index = MarkIndex(self.offsets)
        self._lanes = Lanes(self._index)
        self._gutter = SpeakerGutter(self)
        self._stripes = StripeMargin(self)
        self._density = DensityBar(theme)
        self.setVerticalScrollBar(self._density)
        self._density.valueChanged.connect(lambda _: self.scrolled.emit())
        self._stripes.hovered.connect(self._on_hover)
        self._stripes.clicked.connect(self.mark_clicked)
        self.cursorPositionChanged.connect(self._on_caret)
        self.selectionChanged.connect(self._on_selection)
        self.setAcceptDrops(True)
        self.setAccessibleName(self.tr("Transcript"))
        self.show_source("")

    # -- content -------------------------------------------------------------------------------

    def show_source(
        self, text: str, turns: Sequence[Turn] = (), marks: Iterable[Mark] = ()
    ) -> None:
        """Show a source from its beginning."""
        self._hovered = self._active = None
        self.set_text(text, turns)
        self._gutter.show_turns(self.turns)
        self.set_marks(marks)
        self._on_caret()
        self._on_selection()

    def set_sentences(self, find: SentenceFinder | None) -> None:
        """Set what divides a passage into sentences: spans counted from the passage's start."""
        self._sentences = find

    def set_marks(self, marks: Iterable[Mark]) -> None:
        """Replace all codings."""
        self._index = MarkIndex(self.offsets)
        self._runs.clear()
        self._density.clear_for(self.offsets.length)
        for mark in marks:
            self._index.add(mark)
            self._density.count(mark.start, mark.end, 1)
        self._lanes = Lanes(self._index)
        self._lanes.fill()
        self._stripes.show_marks(self._index, self._lanes)
        self._after_change()

    def add_marks(self, marks: Iterable[Mark]) -> None:
        """Add codings, replacing those of the same id; only their paragraphs are drawn anew."""
        touched: set[int] = set()
        for mark in marks:
            touched.update(self._take_out(mark.id), self._index.add(mark))
            self._lanes.add(mark)
            self._density.count(mark.start, mark.end, 1)
        self._after_change(touched)

    def remove_marks(self, ids: Iterable[int]) -> None:
        """Take codings away; ids that are not shown are passed over."""
        touched: set[int] = set()
        for mark_id in ids:
            touched.update(self._take_out(mark_id))
        self._after_change(touched)

    def _take_out(self, mark_id: int) -> range:
        mark = self._index.get(mark_id)
        if mark is None:
            return range(0)
        self._lanes.remove(mark)
        self._density.count(mark.start, mark.end, -1)
        return self._index.remove(mark_id)

    def _after_change(self, touched: set[int] | None = None) -> None:
        """Draw anew what changed: these paragraphs, or everything."""
        for block, top, bottom in self.blocks_in_view():
            if touched is None or block.blockNumber() in touched:
                height = math.ceil(bottom - top) + 2
                self.viewport().update(0, math.floor(top) - 1, self.viewport().width(), height)
        if touched is not None:
            for paragraph in touched:
                self._runs.pop(paragraph, None)
        self._choose_active()
        self.fit()
        self._stripes.update()
        self._density.update()

    def set_coders(self, ids: Sequence[int]) -> None:
        """Set the project's coders in order, so that a pattern means the same in every source."""
        self._stripes.set_coders(ids)

    # -- margins -------------------------------------------------------------------------------

    def side_widths(self, available: int) -> tuple[int, int]:
        """Centre gutter, text and stripes; names beside the stripes take what is left over."""
        gutter = self._gutter.width_wanted(narrow=available < NARROW)
        lanes = self._stripes.width_wanted()
        spare = max(0, available - gutter - lanes - self.text_width())
        names = min(spare, WIDEST_NAMES)
        names = names if names >= LEAST_NAMES else 0
        outer = (spare - names) // 2
        return outer + gutter, spare - names - outer + lanes + names

    def fit(self) -> None:
        """Divide the width, and put gutter and stripes where the margins are."""
        super().fit()
        margins, inner = self.viewportMargins(), self.contentsRect()
        self._gutter.setGeometry(QRect(inner.left(), inner.top(), margins.left(), inner.height()))
        right = inner.left() + margins.left() + self.viewport().width()
        self._stripes.setGeometry(QRect(right, inner.top(), margins.right(), inner.height()))

    # -- selection and places ------------------------------------------------------------------

    def caret(self) -> int:
        """Return the code point before which the caret stands."""
        return self.offsets.to_point(self.textCursor().position())

    def selected_span(self) -> Span | None:
        """Return the selected passage without folded labels and breaks at its ends."""
        cursor = self.textCursor()
        start = self.offsets.to_point(cursor.selectionStart())
        return trimmed(self, start, self.offsets.to_point(cursor.selectionEnd()))

    def select(self, span: Span | None) -> None:
        """Select a passage and bring its beginning into view; None clears the selection."""
        cursor = self.textCursor()
        if span is None:
            cursor.clearSelection()
            self.setTextCursor(cursor)
            return
        self.scroll_to(span.start)
        top = self.verticalScrollBar().value()
        cursor.setPosition(self.offsets.to_unit(min(span.start, self.offsets.length)))
        end = self.offsets.to_unit(min(span.end, self.offsets.length))
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.verticalScrollBar().setValue(top)

    def select_sentence(self) -> Span | None:
        """Select the sentence at the caret."""
        return self._select_found(sentence_at(self, self.caret(), self._sentences))

    def select_turn(self) -> Span | None:
        """Select the words of the turn at the caret."""
        return self._select_found(turn_at(self, self.caret()))

    def select_paragraph(self) -> Span | None:
        """Select the paragraph at the caret."""
        return self._select_found(paragraph_at(self, self.caret()))

    def _select_found(self, span: Span | None) -> Span | None:
        if span is not None:
            self.select(span)
        return span

    def marks_at(self, position: int) -> list[Mark]:
        """Return the codings that cover a code point, shortest first."""
        return self._index.at(position)

    def mark(self, mark_id: int) -> Mark | None:
        """Return a coding that is shown."""
        return self._index.get(mark_id)

    # -- painting ------------------------------------------------------------------------------

    def paragraph(self, block: QTextBlock, top: float) -> Paragraph:
        """Return a block with its tints, underlines, and the one coding that is filled."""
        number = block.blockNumber()
        runs = self._runs.get(number)
        if runs is None:
            runs = self._runs[number] = runs_of(
                [
                    (*self.offsets.units_within(number, m.start, m.end), m.node_id, m.color)
                    for m in self._index.within(number)
                ]
            )
        active = self._index.get(self._active) if self._active is not None else None
        fills: tuple[tuple[int, int, str], ...] = ()
        if active is not None and number in self._index.paragraphs_of(active):
            ends = self.offsets.units_within(number, active.start, active.end)
            fills = ((*ends, active.color),)
        return Paragraph(block, top, runs, fills, self.selection_in(block))

    def _choose_active(self) -> None:
        """Fill the coding under the pointer, else the shortest one at the caret."""
        active = self._hovered if self._index.get(self._hovered or -1) else None
        if active is None and self.hasFocus():
            at_caret = self.marks_at(self.caret())
            active = at_caret[0].id if at_caret else None
        if active != self._active:
            self._active = active
            self._stripes.set_active(active)
            self.viewport().update()

    def explain(self, mark: Mark) -> str:
        """Return what a tooltip says about a coding."""
        text = f"{mark.node_name} · {mark.coder_name}"
        return self.tr("{coding} · has a memo").format(coding=text) if mark.memo else text

    # -- caret and pointer ---------------------------------------------------------------------

    def _on_caret(self) -> None:
        position = self.caret()
        if position != self._last_caret:
            self._last_caret = position
            self.caret_moved.emit(position)
        self._choose_active()
        self.viewport().update()

    def _on_selection(self) -> None:
        span = self.selected_span()
        self.viewport().update()
        if span != self._last_selection:
            self._last_selection = span
            self.selection_changed.emit(span)

    def _on_hover(self, mark_id: int | None) -> None:
        if mark_id != self._hovered:
            self._hovered = mark_id
            self._choose_active()
            self.mark_hovered.emit(mark_id)

    def _hover_text(self, point: QPointF) -> None:
        position = self.text_under(point)
        marks = self.marks_at(position) if position is not None else []
        self._on_hover(marks[0].id if marks else None)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Extend a selection, or tell which coding the pointer is on."""
        super().mouseMoveEvent(event)
        if event.buttons() == Qt.MouseButton.NoButton:
            self._hover_text(event.position())

    def viewportEvent(self, event: QEvent) -> bool:
        """Explain the codings under the pointer, and notice when it leaves."""
        if isinstance(event, QHelpEvent):
            position = self.text_under(QPointF(event.pos()))
            marks = self.marks_at(position) if position is not None else []
            if marks:
                text = "\n".join(self.explain(mark) for mark in marks)
                QToolTip.showText(event.globalPos(), text, self.viewport())
            else:
                QToolTip.hideText()
            return True
        if event.type() == QEvent.Type.Leave:
            self._on_hover(None)
        return super().viewportEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the caret and the coding it stands in."""
        super().focusInEvent(event)
        self._on_caret()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the caret."""
        super().focusOutEvent(event)
        self._on_caret()

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

    # -- keys ----------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn Enter, Delete, letters and figures into requests; leave the rest to Qt."""
        command = command_of(event)
        if command == "Return":
            self.apply_requested.emit()
        elif command:
            self.key_command.emit(command)
        else:
            super().keyPressEvent(event)
            self._leave_label(forward=event.key() != Qt.Key.Key_Left)

    def _leave_label(self, *, forward: bool) -> None:
        """Step over a folded label, so that the caret never seems stuck."""
        label = self.hidden_label_at(self.caret())
        if label is None:
            return
        target = label.end if forward or label.start == 0 else label.start - 1
        cursor = self.textCursor()
        keep = cursor.hasSelection()
        mode = QTextCursor.MoveMode.KeepAnchor if keep else QTextCursor.MoveMode.MoveAnchor
        cursor.setPosition(self.offsets.to_unit(target), mode)
        self.setTextCursor(cursor)

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
