"""A corrected text: what was replaced, and where every passage of the old text is in the new one.

A passage outside of what was replaced keeps its words; one around it takes the new words in; one
that began or ended within replaced words takes all of their replacement.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import accumulate
from typing import TypeAlias

from qda_app.domain.transcript import Turn

KEPT, ALTERED, CUT, LOST = "kept", "altered", "cut", "lost"
_WORD = re.compile(r"\w+|\s+|[^\w\s]")
_PIECE = re.compile(r"\w+|[^\w\s]")
_LINE = re.compile(r"[^\n]*\n+|[^\n]+")  # blank lines go with the line above
_FEW = 4_000  # words of one stretch that are compared one by one; longer ones by their lines first


Block: TypeAlias = tuple[int, int, int, int]  # old start, old end, new start, new end


@dataclass(frozen=True, slots=True)
class Splice:
    """Old text[start:end] is replaced by `text`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Moved:
    """Where a passage is in the new text, and what became of it.

    `fate` is kept where the words are the same, altered where they changed within, cut where a
    boundary lay within replaced words, lost where nothing is left; a lost one is empty.
    """

    start: int
    end: int
    fate: str


def splices(old: str, new: str) -> list[Splice]:
    """Return what turns the old text into the new one: in order, apart, whole words where it can.

    Words side by side that become another number of words, as names do, are replaced as one.
    Letters that a replaced word and its replacement share at either end stay outside.
    """
    found: list[Block] = []
    for block in _blocks(old, new, 0, 0, by_line=True):
        if found and _belong_together(old, new, found[-1], block):
            block = (found[-1][0], block[1], found[-1][2], block[3])  # noqa: PLW2901
            del found[-1]
        found.append(block)
    return [_trimmed(old, new, *block) for block in found]


def _belong_together(old: str, new: str, one: Block, two: Block) -> bool:
    """Say whether only a space parts two blocks, and their words are not as many on both sides."""
    if not old[one[1] : two[0]].isspace() or "\n" in old[one[1] : two[0]]:
        return False
    if any(a == b or c == d for a, b, c, d in (one, two)):
        return False
    before, after = (_PIECE.findall(text[x[0] : x[1]]) for text, x in (
        (old, (one[0], two[1])), (new, (one[2], two[3]))
    ))  # fmt: skip
    return len(before) != len(after)


def _blocks(old: str, new: str, before: int, after: int, *, by_line: bool) -> Iterator[Block]:
    """Yield what differs, offsets added."""
    head = _shared(old, new)
    tail = _shared(old[head:][::-1], new[head:][::-1])
    a, b = old[head : len(old) - tail], new[head : len(new) - tail]
    before, after = before + head, after + head
    if not a or not b:
        if a or b:
            yield before, before + len(a), after, after + len(b)
        return
    pieces = _LINE if by_line else _WORD
    one, two = pieces.findall(a), pieces.findall(b)
    if not by_line and len(one) * len(two) > _FEW**2:
        yield before, before + len(a), after, after + len(b)
        return
    starts, ends = (list(accumulate(map(len, each), initial=0)) for each in (one, two))
    for tag, i, j, k, m in SequenceMatcher(None, one, two, autojunk=by_line).get_opcodes():
        if tag == "equal":
            continue
        place = before + starts[i], before + starts[j], after + ends[k], after + ends[m]
        if by_line and j - i == m - k:  # line for line
            for x, y, p, q in zip(one[i:j], two[k:m], starts[i:j], ends[k:m], strict=True):
                yield from _blocks(x, y, before + p, after + q, by_line=False)
        elif by_line and i < j and k < m:
            parts = a[starts[i] : starts[j]], b[ends[k] : ends[m]]
            yield from _blocks(*parts, place[0], place[2], by_line=False)
        else:
            yield place


def _shared(one: str, two: str) -> int:
    """Return how many code points two texts have in common at the beginning."""
    low, high = 0, min(len(one), len(two))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == two[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _trimmed(old: str, new: str, a: int, b: int, c: int, d: int) -> Splice:
    head = _shared(old[a:b], new[c:d])
    tail = _shared(old[a + head : b][::-1], new[c + head : d][::-1])
    return Splice(a + head, b - tail, new[c + head : d - tail])


class Corrected:
    """Places of the old text in the new one; `splices` are in order and apart."""

    def __init__(self, splices: Sequence[Splice]) -> None:
        self.splices = tuple(splices)
        self._starts = [each.start for each in splices]
        self._ends = [each.end for each in splices]
        grown = [len(each.text) - (each.end - each.start) for each in splices]
        self._shifts = list(accumulate(grown, initial=0))

    def moved(self, start: int, end: int) -> Moved:
        """Return where the passage [start, end) is now."""
        first = bisect_right(self._ends, start)  # the first splice that ends behind the start
        last = bisect_left(self._starts, end)  # the first one that begins at the end or behind it
        touching = self.splices[first:last]
        if not touching:
            shift = self._shifts[first]
            return Moved(start + shift, end + shift, KEPT)
        cut = touching[0].start < start or touching[-1].end > end
        begins = min(start, touching[0].start) + self._shifts[first]
        if touching[-1].end > end:
            ends = touching[-1].start + self._shifts[last - 1] + len(touching[-1].text)
        else:
            ends = end + self._shifts[last]
        if begins >= ends:
            return Moved(begins, begins, LOST)
        return Moved(begins, ends, CUT if cut else ALTERED)


def moved_turns(
    turns: Sequence[Turn], old: str, new: str, map_: Corrected
) -> list[tuple[Turn, Turn]]:
    """Return each turn with what it is in the new text, without those of which nothing is left.

    A speaker whose label was corrected bears the corrected name, and is an interviewer where
    another turn says so of that name.
    """
    found: list[tuple[Turn, Turn]] = []
    asks = {turn.speaker: turn.interviewer for turn in turns}
    last = 0
    for turn in turns:
        place = map_.moved(turn.start, turn.end)
        start, end = max(last, place.start), max(last, place.end)
        if place.fate == LOST or start >= end:
            continue
        spoken = map_.moved(turn.words, turn.end) if turn.words < turn.end else place
        words = end if spoken is place or spoken.fate == LOST else spoken.start
        words = min(max(start, words), end)
        name = _speaker(turn, old, new, map_)
        asking = asks.get(name, turn.interviewer)
        found.append((turn, Turn(start, words, end, name, asking, turn.seconds)))
        last = end
    return found


def _speaker(turn: Turn, old: str, new: str, map_: Corrected) -> str:
    if turn.start == turn.words or map_.moved(turn.start, turn.words).fate == KEPT:
        return turn.speaker
    at = old.find(turn.speaker, turn.start, turn.words) if turn.speaker else -1
    span = (turn.start, turn.words) if at < 0 else (at, at + len(turn.speaker))
    place = map_.moved(*span)
    return " ".join(new[place.start : place.end].split()).rstrip(":").strip() or turn.speaker
