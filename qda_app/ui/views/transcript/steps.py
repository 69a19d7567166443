"""Going on to the next coding, turn or uncoded passage: on sorted places, without the screen."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from qda_app.domain.text import Span
from qda_app.domain.transcript import Turn, participants_text
from qda_app.ui.views.transcript.marks import Mark
from qda_app.ui.views.transcript.runs import union

_SPOKEN = re.compile(r"\w")

Place = tuple[int, int, int]  # start, end, id of a mark


def uncoded(text: str, turns: Sequence[Turn], marks: Iterable[Mark]) -> list[Span]:
    """Return the participants' passages that no mark covers, trimmed, in reading order.

    A passage lies within one turn; what holds neither a letter nor a figure is left out.
    """
    covered = union((mark.start, mark.end) for mark in marks)
    starts = [start for start, _ in covered]
    found = []
    for first, last in participants_text(len(text), turns):
        at = first
        number = max(0, bisect_right(starts, first) - 1)
        while at < last:
            start, end = covered[number] if number < len(covered) else (last, last)
            if end > at:
                found += _passage(text, at, min(start, last))
                at = end
            number += 1
    return found


def _passage(text: str, start: int, end: int) -> list[Span]:
    """Return [start, end) without the space around it, if there is a word in it."""
    piece = text[start:end] if start < end else ""
    if not _SPOKEN.search(piece):
        return []
    first = start + len(piece) - len(piece.lstrip())
    return [Span(first, start + len(piece.rstrip()))]


def next_span(spans: Sequence[Span], position: int, way: int) -> Span | None:
    """Return the first span that begins behind (1) or the last that begins before (-1)."""
    if way > 0:
        number = bisect_right(spans, position, key=lambda span: span.start)
    else:
        number = bisect_left(spans, position, key=lambda span: span.start) - 1
    return spans[number] if 0 <= number < len(spans) else None


def places(marks: Iterable[Mark]) -> list[Place]:
    """Return the marks in the order in which one steps through them."""
    return sorted((mark.start, mark.end, mark.id) for mark in marks)


def next_place(order: Sequence[Place], here: Place | int, way: int) -> int | None:
    """Return the mark behind (1) or before (-1) a mark, or a position; None at the end."""
    if isinstance(here, int):
        here = (here, 1 << 60, 0) if way > 0 else (here, -1, 0)
    number = bisect_right(order, here) if way > 0 else bisect_left(order, here) - 1
    return order[number][2] if 0 <= number < len(order) else None


def next_words(turns: Sequence[Turn], position: int, way: int) -> Turn | None:
    """Return the next or the previous turn in which something was said."""
    if way > 0:
        number = bisect_right(turns, position, key=lambda turn: turn.words)
    else:
        number = bisect_left(turns, position, key=lambda turn: turn.words) - 1
    while 0 <= number < len(turns):
        if turns[number].words < turns[number].end:
            return turns[number]
        number += 1 if way > 0 else -1
    return None
