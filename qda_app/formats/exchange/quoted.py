"""The words that a file gives for a passage, and whether they are what stands there."""

import unicodedata
from collections.abc import Callable

NEAR = 300  # characters around a passage that are looked at first
_ELLIPSES = ("…", "...", "[...]", "[…]")


def plain(words: str) -> tuple[str, bool]:
    """Return a quotation in one line without its ellipsis, and whether it had one."""
    line = " ".join(unicodedata.normalize("NFC", words).split())
    for mark in _ELLIPSES:
        if line.endswith(mark):
            return line.removesuffix(mark).rstrip(), True
    return line, False


def likeness(text: str, span: tuple[int, int] | None, words: str, *, cut: bool) -> float:
    """Return 1 for the quotation itself, less for its beginning only, 0 for other words."""
    if span is None or len(words) < 2:
        return 0.0
    passage = " ".join(text[span[0] : span[1]].split())
    if passage == words:
        return 1.0
    if passage.startswith(words):
        return 0.9 if cut else 0.5
    return 0.0


def finder(text: str) -> Callable[[str, int, int], bool]:
    """Return what says whether words stand anywhere in a text, beginning near a passage of it."""
    whole: list[str] = []

    def found(words: str, start: int, end: int) -> bool:
        line = plain(words)[0]
        if len(line) < 2:
            return False
        if line in " ".join(text[max(0, start - NEAR) : max(0, end) + NEAR].split()):
            return True
        if not whole:
            whole.append(" ".join(text.split()))
        return line in whole[0]

    return found
