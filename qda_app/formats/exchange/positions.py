"""Positions as another tool counts them in its text, turned into ours in the normalised text."""

import re
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from qda_app.domain.text import normalise

_CRLF = re.compile("\r\n")
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_CLUSTER = re.compile(r"(?:^|[\x00-\x7f])[^\x00-\x7f]+")


class Reading(NamedTuple):
    """How positions are counted: in UTF-16 units or code points, CRLF as two, the BOM too.

    With `utf8` they are bytes. `first` and `last` are added to a start and an end: -1 where a tool
    counts from one, and a `last` one higher where its end is the last character itself.
    """

    utf16: bool = False
    crlf_two: bool = True
    bom: bool = False
    utf8: bool = False
    first: int = 0
    last: int = 0


READINGS = tuple(
    Reading(utf16, crlf, bom)
    for utf16 in (False, True)
    for crlf in (True, False)
    for bom in (False, True)
)


class Positions:
    """One text as it came, and the way from positions in it to positions in `text`."""

    def __init__(self, raw: str) -> None:
        self.text = normalise(raw)
        self._bom = raw.startswith("\ufeff")
        body = raw[1:] if self._bom else raw
        breaks = [m.start() - i for i, m in enumerate(_CRLF.finditer(body))]
        self._lines = _CRLF.sub("\n", body) if breaks else body
        self._breaks = breaks
        self._astral = [m.start() for m in _ASTRAL.finditer(self._lines)]
        self._composed = _Composed(self._lines)
        self._starts: dict[tuple[bool, bool], list[int]] = {}
        self._bytes: dict[bool, array[int]] = {}

    @property
    def recomposed(self) -> bool:
        """Whether the text's letters were composed, so that its length may have changed."""
        return self._composed.changed

    @property
    def breaks(self) -> bool:
        """Whether any line ends in CRLF."""
        return bool(self._breaks)

    @property
    def distinct(self) -> tuple[Reading, ...]:
        """The readings that can differ on this text; one alone where they all agree."""
        return tuple(dict.fromkeys(map(self.canonical, READINGS)))

    def canonical(self, reading: Reading) -> Reading:
        """Return the plainest reading that means the same on this text."""
        utf8 = reading.utf8 and not self._lines.isascii()
        return reading._replace(
            utf16=reading.utf16 and not utf8 and bool(self._astral),
            crlf_two=reading.crlf_two or not self._breaks,
            bom=reading.bom and self._bom,
            utf8=utf8,
        )

    def _wide(self, reading: Reading) -> list[int]:
        """Return where, in units of the reading, the characters that count two begin."""
        key = (reading.utf16, reading.crlf_two)
        if key not in self._starts:
            places = (self._astral if key[0] else []) + (self._breaks if key[1] else [])
            self._starts[key] = [place + i for i, place in enumerate(sorted(places))]
        return self._starts[key]

    def span(self, start: int, end: int, reading: Reading) -> tuple[int, int] | None:
        """Return the span in `text`, widened to whole characters; None where it lies outside."""
        first = self._place(start + reading.first, reading, end=False)
        last = self._place(end + reading.last, reading, end=True)
        if not 0 <= first < last <= len(self._lines):
            return None
        return self._composed.place(first, end=False), self._composed.place(last, end=True)

    def exact(self, start: int, end: int, reading: Reading) -> bool:
        """Say whether neither end lies within a character."""
        return all(
            self._place(at, reading, end=False) == self._place(at, reading, end=True)
            and self._composed.exact(self._place(at, reading, end=False))
            for at in (start + reading.first, end + reading.last)
        )

    def _ends(self, *, crlf_two: bool) -> "array[int]":
        """Return where each character ends in bytes of UTF-8, counted from the text's start."""
        if crlf_two not in self._bytes:
            breaks = set(self._breaks) if crlf_two else set()
            sizes = (_size(char) + (place in breaks) for place, char in enumerate(self._lines))
            self._bytes[crlf_two] = array("q", accumulate(sizes))
        return self._bytes[crlf_two]

    def _place(self, position: int, reading: Reading, *, end: bool) -> int:
        if reading.utf8:
            position -= 3 if reading.bom and self._bom and position else 0
            ends = self._ends(crlf_two=reading.crlf_two)
            if position > (ends[-1] if ends else 0):
                return len(ends) + 1
            after = bisect_right(ends, position)
            inside = position > 0 and (after == 0 or ends[after - 1] != position)
            return after + (1 if inside and end else 0) if position >= 0 else position
        if reading.bom and self._bom and position:
            position -= 1
        starts = self._wide(reading)
        before = bisect_left(starts, position)
        inside = before > 0 and position == starts[before - 1] + 1
        return position - before + (1 if inside and end else 0)


def _size(char: str) -> int:
    """Return how many bytes a character takes in UTF-8."""
    code = ord(char)
    return 1 + (code > 0x7F) + (code > 0x7FF) + (code > 0xFFFF)


class _Composed:
    """From positions in a text to those in its NFC form; most texts are NFC already."""

    def __init__(self, text: str) -> None:
        self._starts: list[int] = []
        self._pieces: list[tuple[str, str]] = []
        self._shifts: list[int] = [0]
        if unicodedata.is_normalized("NFC", text):
            return
        for match in _CLUSTER.finditer(text):
            piece = match.group()
            composed = unicodedata.normalize("NFC", piece)
            if composed != piece:
                self._starts.append(match.start())
                self._pieces.append((piece, composed))
                self._shifts.append(self._shifts[-1] + len(composed) - len(piece))

    @property
    def changed(self) -> bool:
        """Whether the text was not in NFC."""
        return bool(self._pieces)

    def _within(self, position: int) -> tuple[int, int]:
        """Return the last changed piece that begins before a position and how far it is in it."""
        at = bisect_right(self._starts, position - 1) - 1
        return at, position - self._starts[at] if at >= 0 else 0

    def exact(self, position: int) -> bool:
        """Say whether the position lies between two characters of the composed text."""
        at, inside = self._within(position)
        return at < 0 or inside >= len(self._pieces[at][0]) or _splits(self._pieces[at], inside)

    def place(self, position: int, *, end: bool) -> int:
        """Return the position in the composed text; within a character its start or its end."""
        at, inside = self._within(position)
        if at < 0:
            return position
        piece, composed = self._pieces[at]
        if inside >= len(piece):
            return position + self._shifts[at + 1]
        steps: Sequence[int] = range(inside, len(piece)) if end else range(inside, -1, -1)
        for step in steps:
            if _splits((piece, composed), step):
                done = len(unicodedata.normalize("NFC", piece[:step]))
                return self._starts[at] + self._shifts[at] + done
        return self._starts[at] + self._shifts[at] + len(composed)


def _splits(pair: tuple[str, str], at: int) -> bool:
    """Say whether a piece can be cut here without changing how it is composed."""
    piece, composed = pair
    head, tail = piece[:at], piece[at:]
    return unicodedata.normalize("NFC", head) + unicodedata.normalize("NFC", tail) == composed
