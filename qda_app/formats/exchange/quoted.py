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
    passage = " ".join(unicodedata.normalize("NFC", text[span[0] : span[1]]).split())
    if passage == words:
        return 1.0
    if passage.startswith(words):
        return 0.9 if cut else 0.5
    return 0.0


def _begins(text: str, start: int, words: str) -> bool:
    """Say whether words, but for an ellipsis, stand at a place to the letter."""
    begin = words.removesuffix("…").strip()
    return len(begin) > 1 and start >= 0 and text.startswith(begin, start)


def stands(text: str, span: tuple[int, int] | None, words: str) -> bool:
    """Say whether a quotation as the file gives it, perhaps cut, is what stands at a place."""
    if span is None:
        return False
    if _begins(text, span[0], words) and len(words) <= span[1] - span[0]:
        return True
    line, cut = plain(words)
    return likeness(text, span, line, cut=cut) > 0


def finder(text: str) -> Callable[[str, int, int], bool]:
    """Return what says whether words stand anywhere in a text, beginning near a passage of it."""
    whole: list[str] = []

    def found(words: str, start: int, end: int) -> bool:
        if _begins(text, start, words):
            return True
        line = plain(words)[0]
        if len(line) < 2:
            return False
        first, last = max(0, start), max(0, end)
        if " ".join(text[first:last].split()).startswith(line):
            return True
        if line in " ".join(text[max(0, first - NEAR) : last + NEAR].split()):
            return True
        if not whole:
            whole.append(" ".join(text.split()))
        return line in whole[0]

    return found
