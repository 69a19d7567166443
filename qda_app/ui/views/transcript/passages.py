"""Passages around the caret: the sentence, the paragraph, the turn."""

from collections.abc import Callable, Sequence

from qda_app.domain.text import Span
from qda_app.ui.views.transcript.page import ReadingPage

SentenceFinder = Callable[[str], Sequence[Span]]


def trimmed(page: ReadingPage, start: int, end: int) -> Span | None:
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


def paragraph_at(page: ReadingPage, position: int) -> Span | None:
    """Return the paragraph that holds a position, without its label."""
    return trimmed(page, *page.offsets.bounds(page.offsets.paragraph_at(position)))


def turn_at(page: ReadingPage, position: int) -> Span | None:
    """Return the words of the turn that holds a position."""
    turn = page.turn_at(position)
    return trimmed(page, turn.words, turn.end) if turn is not None else None


def sentence_at(page: ReadingPage, position: int, find: SentenceFinder | None) -> Span | None:
    """Return the sentence that holds a position; its paragraph when there is no finder."""
    paragraph = paragraph_at(page, position)
    if paragraph is None or find is None:
        return paragraph
    passage = paragraph.of(page.text)
    within = min(max(position - paragraph.start, 0), len(passage) - 1)
    for sentence in find(passage):
        if sentence.start <= within < sentence.end:
            words = sentence.of(passage)
            start = paragraph.start + sentence.start + len(words) - len(words.lstrip())
            return Span(start, start + len(words.strip())) if words.strip() else None
    return paragraph
