"""Where words and signs begin and end: the places to which a boundary steps."""

import re
from collections.abc import Callable

_WORD = re.compile(r"\w+|[^\w\s]+")
_WINDOW = 64


def end_after(text: str, at: int) -> int | None:
    """Return the first end of a word or sign behind a position."""
    found = _WORD.search(text, at)
    return found.end() if found else None


def start_after(text: str, at: int) -> int | None:
    """Return the first beginning of a word or sign behind a position."""
    found = _WORD.search(text, at)
    if found and found.start() == at:
        found = _WORD.search(text, found.end())
    return found.start() if found else None


def end_before(text: str, at: int) -> int | None:
    """Return the last end of a word or sign before a position."""
    return _last(text, at, lambda found: found.end() if found.end() < at else None)


def start_before(text: str, at: int) -> int | None:
    """Return the last beginning of a word or sign before a position."""
    return _last(text, at, lambda found: found.start())


def _last(text: str, at: int, place: Callable[[re.Match[str]], int | None]) -> int | None:
    """Return the last place among the words before `at`, looking further back as needed."""
    window = _WINDOW
    while True:
        first = max(0, at - window)
        places = [place(found) for found in _WORD.finditer(text, first, at)]
        known = [each for each in places if each is not None and (each > first or first == 0)]
        if known or first == 0:
            return known[-1] if known else None
        window *= 8
