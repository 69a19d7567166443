"""From what is marked and typed to the words that an edit is about."""

import re

_WORD = re.compile(r"\w+(?:[’'·\-‐]\w+)*")


def whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Return [start, end) without spaces at its edges, and with every word of it whole.

    Where nothing but a place is marked, the word in which it lies, else the place itself.
    """
    marked = text[start:end]
    if marked.strip():
        start += len(marked) - len(marked.lstrip())
        end -= len(marked) - len(marked.rstrip())
    else:
        end = start
    first, last = start, end
    for found in _WORD.finditer(text):
        if found.start() < start < found.end():
            first = found.start()
        if found.start() < end < found.end():
            last = found.end()
    return first, last


def without_brackets(typed: str) -> str:
    """Return words without the one pair of brackets in which they were typed."""
    text = typed.strip()
    return text[1:-1].strip() if text[:1] == "[" and text[1:].endswith("]") else text
