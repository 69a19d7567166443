"""Where to go next on the page: codings, uncoded passages, turns."""

from collections.abc import Iterable, Sequence

from qda_app.domain.coding import Coding
from qda_app.domain.text import Span
from qda_app.domain.transcript import Turn, participants_text


def next_start(starts: Sequence[int], here: int, way: int) -> int | None:
    """Return the nearest of the starts after (way 1) or before (way -1) a place."""
    ahead = [s for s in starts if (s > here if way > 0 else s < here)]
    if not ahead:
        return None
    return min(ahead) if way > 0 else max(ahead)


def next_coding(codings: Iterable[Coding], here: int, way: int) -> Coding | None:
    """Return the coding that begins next; of several at one place the shortest."""
    found = list(codings)
    start = next_start([coding.start for coding in found], here, way)
    return min(
        (coding for coding in found if coding.start == start), key=lambda c: c.end, default=None
    )


def next_turn(turns: Iterable[Turn], here: int, way: int) -> int | None:
    """Return where the words of the next or previous turn begin."""
    return next_start([turn.words for turn in turns if turn.words < turn.end], here, way)


def uncoded(text: str, turns: Sequence[Turn], codings: Iterable[Coding]) -> list[Span]:
    """Return the passages of participants' words under no coding, without space at their ends.

    A passage ends where a coding begins, where a turn ends, and at an empty line.
    """
    found: list[Span] = []
    spans = sorted((coding.start, coding.end) for coding in codings)
    at = 0
    for start, end in participants_text(len(text), turns):
        here = start
        while at < len(spans) and spans[at][1] <= start:
            at += 1
        for left, right in spans[at:]:
            if left >= end:
                break
            found += _trimmed(text, here, min(left, end))
            here = max(here, right)
        found += _trimmed(text, here, end)
    return found


def _trimmed(text: str, start: int, end: int) -> list[Span]:
    while start < end and not text[start].isalnum():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return [Span(start, end)] if start < end else []
