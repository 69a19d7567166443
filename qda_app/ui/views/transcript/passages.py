"""Passages around the caret: the sentence, the paragraph, the turn."""

from collections.abc import Callable, Sequence

from qda_app.domain.text import Span
from qda_app.ui.views.transcript.column import TextColumn

SentenceFinder = Callable[[str], Sequence[Span]]


def trimmed(page: TextColumn, start: int, end: int) -> Span | None:
    """Return [start, end) without folded labels and paragraph breaks at its ends; None if empty."""
    text = page.text
    while start < end:
        label = page.hidden_label_at(start)
        if label is not None:
            start = label.end
        elif text[start] in "\n\r\u2029":
            start += 1
        else:
            break
    while start < end:
        label = page.hidden_label_at(end - 1)
        if label is not None:
            end = label.start
        elif text[end - 1] in "\n\r\u2029":
            end -= 1
        else:
            break
    return Span(start, end) if start < end else None


def paragraph_at(page: TextColumn, position: int) -> Span | None:
    """Return the paragraph that holds a position, without its label."""
    return trimmed(page, *page.offsets.whole(position))


def turn_at(page: TextColumn, position: int) -> Span | None:
    """Return the words of the turn that holds a position."""
    turn = page.turn_at(position)
    return trimmed(page, turn.words, turn.end) if turn is not None else None


def sentence_at(page: TextColumn, position: int, find: SentenceFinder | None) -> Span | None:
    """Return the sentence that holds a position; its paragraph when there is no finder."""
    passage = _around(page, position) if find is not None else paragraph_at(page, position)
    if passage is None or find is None:
        return passage
    text = passage.of(page.text)
    within = min(max(position - passage.start, 0), len(text) - 1)
    found = [s for s in find(text) if s.start <= within] or [Span(0, len(text))]
    words = found[-1].of(text)
    if not words.strip():
        return None
    start = passage.start + found[-1].start + len(words) - len(words.lstrip())
    return Span(start, start + len(words.strip()))


def _around(page: TextColumn, position: int) -> Span | None:
    """Return the paragraph, or of a long one the piece on screen and those beside it."""
    offsets = page.offsets
    first, last = offsets.whole(position)
    here = offsets.paragraph_at(position)
    if here > offsets.paragraph_at(first):
        first = offsets.bounds(here - 1)[0]
    if here < offsets.paragraph_at(last):
        last = offsets.bounds(here + 1)[1]
    return trimmed(page, first, last)
