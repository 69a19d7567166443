"""Moving one boundary of a coding: by a character, by a word, or to a place."""

from dataclasses import dataclass, replace
from typing import Literal

from PySide6.QtGui import QTextCursor

from qda_app.domain.text import Span
from qda_app.ui.views.transcript import words
from qda_app.ui.views.transcript.column import TextColumn
from qda_app.ui.views.transcript.marks import Mark
from qda_app.ui.views.transcript.passages import trimmed

Side = Literal["start", "end"]


@dataclass(frozen=True, slots=True)
class Edge:
    """The boundary that is being moved, and the passage as it would become."""

    mark: Mark
    side: Side
    span: Span

    def turned(self) -> "Edge":
        """Return the same passage with the other boundary to be moved."""
        return replace(self, side="start" if self.side == "end" else "end")


def moved(page: TextColumn, span: Span, side: Side, place: int) -> Span:
    """Return the span with a boundary at a place, out of labels and breaks, never empty."""
    start, end = (place, span.end) if side == "start" else (span.start, place)
    found = trimmed(page, start, end) if start < end else None
    if found is None:
        return span
    return Span(found.start, span.end) if side == "start" else Span(span.start, found.end)


def dragged(page: TextColumn, span: Span, side: Side, place: int) -> Span:
    """Return the span with a boundary at a place, at least one character kept."""
    if side == "start":
        last = _character(page, span.end, -1)
        return moved(page, span, side, min(place, span.end - 1 if last is None else last))
    first = _character(page, span.start, 1)
    return moved(page, span, side, max(place, span.start + 1 if first is None else first))


def stepped(page: TextColumn, span: Span, side: Side, way: int, *, by_word: bool) -> Span:
    """Return the span with a boundary one character or word further; the same at the limits."""
    place: int | None = span.start if side == "start" else span.end
    while place is not None:
        place = _word(page, place, way, side) if by_word else _character(page, place, way)
        if place is None or not _room(span, side, place):
            return span
        found = moved(page, span, side, place)
        if found != span:
            return found
    return span


def _room(span: Span, side: Side, place: int) -> bool:
    return place < span.end if side == "start" else place > span.start


def _character(page: TextColumn, place: int, way: int) -> int | None:
    """Return the next place between two characters as a reader sees them."""
    cursor = QTextCursor(page.document())
    cursor.setPosition(page.offsets.to_unit(place))
    moves = QTextCursor.MoveOperation
    went = cursor.movePosition(moves.NextCharacter if way > 0 else moves.PreviousCharacter)
    return page.offsets.to_point(cursor.position()) if went else None


def _word(page: TextColumn, place: int, way: int, side: Side) -> int | None:
    """Return the next place where a word begins, or for an end, where one ends."""
    if side == "start":
        step = words.start_after if way > 0 else words.start_before
    else:
        step = words.end_after if way > 0 else words.end_before
    return step(page.text, place)
