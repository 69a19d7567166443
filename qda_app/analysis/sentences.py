"""Sentences of a text, by spaCy's rules for a language; no model is needed.

A sentence never crosses a line break, so the sentence at a position needs only its own paragraph.
"""

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language

LANGUAGES = ("en", "es")

_PARAGRAPH = re.compile(r"[^\n]+")
# spaCy leaves what opens a sentence (¿ ¡ « “ and dashes) at the end of the one before it.
_OPENING = re.compile(r"\s+([¿¡«“„‘(\[{\"'—–-]+)\s*$")


def sentences(text: str, language: str = "") -> list[tuple[int, int]]:
    """Return the [start, end) of every sentence in code points, without the space around them.

    `language` is a code such as `es` or `en-GB`; an unknown one is segmented by English rules.
    """
    return [span for match in _PARAGRAPH.finditer(text) for span in _within(match, language)]


def sentence_at(text: str, position: int, language: str = "") -> tuple[int, int] | None:
    """Return the sentence that covers a position, or the nearest before it in its paragraph.

    None where the paragraph is blank. Only this paragraph is read. Raises ValueError for a position
    outside the text.
    """
    if not 0 <= position <= len(text):
        raise ValueError("the position lies outside the text")
    start = text.rfind("\n", 0, position) + 1
    match = _PARAGRAPH.match(text, start)
    spans = _within(match, language) if match else []
    before = [span for span in spans if span[0] <= position]
    return before[-1] if before else next(iter(spans), None)


def _within(paragraph: re.Match[str], language: str) -> list[tuple[int, int]]:
    text, offset = paragraph.group(), paragraph.start()
    if not text.strip():
        return []
    pipeline = _pipeline(language[:2].lower())
    edges = [sentence.start_char for sentence in pipeline(text).sents]
    cuts = [0, *(_before_opening(text, edge) for edge in edges[1:]), len(text)]
    spans = []
    for start, end in pairwise(cuts):
        piece = text[start:end]
        if piece.strip():
            first = start + len(piece) - len(piece.lstrip())
            spans.append((offset + first, offset + start + len(piece.rstrip())))
    return spans


def _before_opening(text: str, edge: int) -> int:
    """Move the beginning of a sentence before the signs that open it."""
    found = _OPENING.search(text, 0, edge)
    return found.start(1) if found else edge


@lru_cache(maxsize=len(LANGUAGES))
def _pipeline(language: str) -> "Language":
    import spacy

    pipeline = spacy.blank(language if language in LANGUAGES else LANGUAGES[0])
    pipeline.add_pipe("sentencizer")
    pipeline.max_length = 1 << 31
    return pipeline
