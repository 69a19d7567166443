"""The one place where code points (Python) and UTF-16 units (Qt) meet."""

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise

from qda_app.ui.views.transcript.pieces import divisions

# What Qt turns into a block separator when it takes a plain text.
_BREAK = re.compile("[\n\r\u2029\ufdd0\ufdd1]")
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
# Qt would swallow one unit of CR LF and a byte order mark at the beginning, and a lone surrogate is
# no character: one unit for one unit. A word joiner is as invisible as the mark.
_REPLACED = re.compile("[\r\ud800-\udfff\ufeff\ufffe]")
_INSTEAD = {"\r": "\n", "\ufeff": "\u2060"}


def shown(text: str, divided: Sequence[int] = ()) -> str:
    """Return the text as handed to Qt: every character takes the units it has in the source.

    `divided` are the spaces at which long paragraphs are divided on screen.
    """
    kept = _REPLACED.sub(lambda found: _INSTEAD.get(found.group(), "\ufffd"), text)
    if not divided:
        return kept
    edges = [-1, *divided, len(kept)]
    return "\n".join(kept[a + 1 : b] for a, b in pairwise(edges))


class Offsets:
    """Converts positions of one text between code points, UTF-16 units and paragraphs.

    A paragraph here is what Qt has as a block: a long one of the source counts as several.
    """

    def __init__(self, text: str) -> None:
        self.length = len(text)
        self._breaks = array("q", [0])
        self._breaks.extend(found.end() for found in _BREAK.finditer(text))
        self.divided = divisions(text, self._breaks)
        self.starts = self._breaks
        if self.divided:
            self.starts = array("q", sorted((*self._breaks, *(at + 1 for at in self.divided))))
        self._astral = array("q")
        if not text.isascii():
            self._astral.extend(found.start() for found in _ASTRAL.finditer(text))
        self._units = array("q", (at + nth for nth, at in enumerate(self._astral)))

    @property
    def paragraphs(self) -> int:
        """Number of paragraphs, which is Qt's number of blocks."""
        return len(self.starts)

    def to_unit(self, position: int) -> int:
        """Return the UTF-16 unit at which a code point begins."""
        return position + bisect_left(self._astral, position)

    def to_point(self, unit: int) -> int:
        """Return the code point that a UTF-16 unit belongs to, also from the middle of a pair."""
        return unit - bisect_left(self._units, unit)

    def paragraph_at(self, position: int) -> int:
        """Return the number of the paragraph that holds a code point; its break belongs to it."""
        return bisect_right(self.starts, position) - 1

    def bounds(self, paragraph: int) -> tuple[int, int]:
        """Return [start, end) of a paragraph in code points, without its break."""
        start = self.starts[paragraph]
        last = paragraph + 1 == len(self.starts)
        return start, self.length if last else self.starts[paragraph + 1] - 1

    def whole(self, position: int) -> tuple[int, int]:
        """Return [start, end) of the source's paragraph that holds a code point, undivided."""
        number = bisect_right(self._breaks, position) - 1
        last = number + 1 == len(self._breaks)
        return self._breaks[number], self.length if last else self._breaks[number + 1] - 1

    def continued(self) -> frozenset[int]:
        """Return the numbers of the paragraphs that go on in the next one."""
        return frozenset(self.paragraph_at(at) for at in self.divided)

    def units_within(self, paragraph: int, start: int, end: int) -> tuple[int, int]:
        """Clip [start, end) to a paragraph and return it in UTF-16 units from its first one."""
        first, last = self.bounds(paragraph)
        origin = self.to_unit(first)
        clipped = max(start, first), max(first, min(end, last))
        return self.to_unit(min(clipped[0], last)) - origin, self.to_unit(clipped[1]) - origin
