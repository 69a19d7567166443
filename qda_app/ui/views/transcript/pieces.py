"""Where a very long paragraph is divided on screen, so that only a piece is laid at a time.

A division stands in the place of a space, one unit for one unit: no position moves, and what is
copied comes from the source.
"""

import re
from array import array
from collections.abc import Sequence

LONG = 4_500
PIECE = 3_000
REACH = 1_000

_OPENS = "(?=[\\w¿¡«“\"'(–—-])"
_AFTER_SENTENCE = re.compile(f"(?<=[.!?…»”)\\]]) {_OPENS}")
_SPACE = re.compile(f" {_OPENS}")


def divisions(text: str, starts: Sequence[int]) -> "array[int]":
    """Return the spaces at which paragraphs, beginning at `starts`, are divided on screen."""
    found = array("q")
    for number, start in enumerate(starts):
        end = starts[number + 1] - 1 if number + 1 < len(starts) else len(text)
        while end - start > LONG:
            space = _division(text, start, end)
            if space is None:
                break
            found.append(space)
            start = space + 1  # noqa: PLW2901
    return found


def _division(text: str, start: int, end: int) -> int | None:
    """Return the space nearest to a piece's length, after a sentence where there is one."""
    first, last, wanted = start + PIECE - REACH, start + PIECE + REACH, start + PIECE
    for pattern in (_AFTER_SENTENCE, _SPACE):
        places = [found.start() for found in pattern.finditer(text, first, last)]
        if places:
            return min(places, key=lambda place: abs(place - wanted))
    later = _SPACE.search(text, last, end)
    return later.start() if later else None
