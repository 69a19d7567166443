"""The page on which passages are selected and one goes on to the next of something."""

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QWidget

from qda_app.domain.text import Span
from qda_app.ui.theme import Theme
from qda_app.ui.views.transcript import steps
from qda_app.ui.views.transcript.edged import EdgedPage
from qda_app.ui.views.transcript.passages import (
    SentenceFinder,
    paragraph_at,
    sentence_at,
    trimmed,
    turn_at,
)


class SelectingPage(EdgedPage):
    """Selects passages in code points, and finds the next coding, turn or uncoded passage."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        self._sentences: SentenceFinder | None = None
        self._uncoded: list[Span] | None = None
        self._places: list[steps.Place] | None = None
        super().__init__(theme, parent)

    def set_sentences(self, find: SentenceFinder | None) -> None:
        """Set what divides a passage into sentences: spans counted from the passage's start."""
        self._sentences = find

    def _after_change(self) -> None:
        self._uncoded = self._places = None
        super()._after_change()

    # -- selection -----------------------------------------------------------------------------

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

    # -- going on ------------------------------------------------------------------------------

    def next_coding(self, way: int) -> int | None:
        """Return the coding after (1) or before (-1) the active one, else the caret."""
        if self._places is None:
            self._places = steps.places(mark for mark in self._index if mark.node_id)
        active = self.mark(self._chosen) if self._chosen is not None else None
        here = (active.start, active.end, active.id) if active else self._here()
        return steps.next_place(self._places, here, way)

    def next_uncoded(self, way: int) -> Span | None:
        """Return the next or previous passage of participants that no coding shown covers."""
        if self._uncoded is None:
            self._uncoded = steps.uncoded(
                self.text, self.turns, (m for m in self._index if m.node_id)
            )
        return steps.next_span(self._uncoded, self._here(), way)

    def next_turn(self, way: int) -> Span | None:
        """Return the words of the next or the previous turn."""
        turn = steps.next_words(self.turns, self._here(), way)
        return trimmed(self, turn.words, turn.end) if turn is not None else None

    def _here(self) -> int:
        """Return where the selection begins, else where the caret stands."""
        span = self.selected_span()
        return span.start if span else self.caret()
