"""The transcript view: the page with its codings, as eyes, hands and screen readers meet it."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QFocusEvent,
    QKeyEvent,
    QTextCursor,
)
from PySide6.QtWidgets import QWidget

from qda_app.domain.text import Span
from qda_app.domain.transcript import Turn
from qda_app.ui.theme import Theme
from qda_app.ui.views.transcript.keys import command_of
from qda_app.ui.views.transcript.marks import Mark
from qda_app.ui.views.transcript.pointed import PointedPage

_PAGES = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}
_PLAIN, _SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier

MOST_SPOKEN = 12  # codings
MOST_QUOTED = 200  # characters


class TranscriptView(PointedPage):
    """Shows a source with its codings; speaks in code points and never calls a service."""

    selection_changed = Signal(object)  # Span | None
    caret_moved = Signal(int)
    apply_requested = Signal()
    key_command = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        self._last_caret = 0
        self._last_selection: Span | None = None
        self._said = ""
        super().__init__(theme, parent)
        self.cursorPositionChanged.connect(self._on_caret)
        self.selectionChanged.connect(self._on_selection)
        self.setAccessibleName(self.tr("Transcript"))
        self.show_source("")

    def show_source(
        self, text: str, turns: Sequence[Turn] = (), marks: Iterable[Mark] = ()
    ) -> None:
        """Show a source from its beginning."""
        self.end_edge(accept=False)
        super().show_source(text, turns, marks)
        self._on_caret()
        self._on_selection()

    # -- caret and selection -------------------------------------------------------------------

    def _after_change(self) -> None:
        edge = self.edge()
        if edge is not None and self.mark(edge.mark.id) != edge.mark:
            self.end_edge(accept=False)
        super()._after_change()
        self.describe()

    def _on_caret(self) -> None:
        position = self.caret()
        self.leave_active()
        if position != self._last_caret:
            self._last_caret = position
            self.caret_moved.emit(position)
        self.choose_filled()
        self.viewport().update()
        self.describe()

    def _on_selection(self) -> None:
        span = self.selected_span()
        self.viewport().update()
        if span != self._last_selection:
            self._last_selection = span
            self.selection_changed.emit(span)
            self.describe()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the caret and the coding it stands in."""
        super().focusInEvent(event)
        self._on_caret()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the caret."""
        super().focusOutEvent(event)
        self._on_caret()

    # -- screen readers ------------------------------------------------------------------------

    def describe(self) -> None:
        """Tell screen readers the passage selected, or being moved, with its nodes and coders."""
        edge, span = self.edge(), self.selected_span()
        if edge is not None:
            said = self.tr("The passage is now: {text}").format(text=self._quoted(edge.span))
            self._tell(said, said)
            return
        at_caret = self.marks_at(self.caret()) if span is None else self._marks_on(span)
        coded = self._coded_at(at_caret)
        if span is None:
            self._tell(coded, coded)
        else:
            selected = self.tr("Selected: {text}").format(text=self._quoted(span))
            self._tell(f"{selected} · {coded}", coded)

    def _marks_on(self, span: Span) -> list[Mark]:
        """Return the codings shown that share something with a passage."""
        first, last = (self.offsets.paragraph_at(at) for at in (span.start, span.end - 1))
        return [mark for mark in self._index.between(first, last) if mark.span.overlaps(span)]

    def _coded_at(self, marks: Sequence[Mark]) -> str:
        if not marks:
            return self.tr("not coded")
        nodes = [f"{mark.node_name} ({mark.coder_name})" for mark in marks[:MOST_SPOKEN]]
        if len(marks) > MOST_SPOKEN:
            more = len(marks) - MOST_SPOKEN
            nodes.append(self.tr("and {number} more").format(number=more))
        return self.tr("coded at {nodes}").format(nodes=", ".join(nodes))

    def _quoted(self, span: Span) -> str:
        text = span.of(self.text)
        return text if len(text) <= MOST_QUOTED else text[:MOST_QUOTED] + "…"

    def _tell(self, description: str, announced: str) -> None:
        """Describe the page anew; what is new is also announced."""
        if description != self.accessibleDescription():
            self.setAccessibleDescription(description)
        if announced != self._said:
            self._said = announced
            if QAccessible.isActive() and self.hasFocus():
                event = QAccessibleAnnouncementEvent(self, announced)
                QAccessible.updateAccessibility(event)

    # -- keys ----------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn Enter, Delete, letters and figures into requests; leave the rest to Qt."""
        command = command_of(event) if self.edge() is None else ""
        if command == "Return":
            self.apply_requested.emit()
        elif command == "E" and self.begin_edge():
            event.accept()
        elif command:
            self.key_command.emit(command)
        elif (
            self.edge() is None and event.key() in _PAGES and event.modifiers() in {_PLAIN, _SHIFT}
        ):
            self.turn_page(_PAGES[Qt.Key(event.key())], keep=event.modifiers() == _SHIFT)
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
