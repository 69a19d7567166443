"""Where words stand in a text: literally, as whole words, or in any of their forms.

Spans are half-open and in code points of the text as it is, whatever is folded for comparison.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

from qda_app.analysis.lemmas import LANGUAGES, WORD, lemma_of_query, word_forms
from qda_app.domain.text import fold

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_TABLE = 0x2500  # letters below are looked up, the others folded one by one
_BETWEEN = r"[^\w\n]+"  # what may stand between consecutive words
Pattern = re.Pattern[str]
Branch: TypeAlias = "dict[str, Branch]"  # the letters that may follow; an empty one ends a word


@dataclass(frozen=True, slots=True)
class Folded:
    """A text without case and accents; `back` says, where lengths changed, whence each came.

    What follows the last letter in `back` is the length of the text as it was.
    """

    text: str
    back: Sequence[int] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the text as it was; a letter is never cut in two."""
        if self.back is None:
            return start, end
        last = self.back[end - 1]
        while self.back[end] == last:
            end += 1
        return self.back[start], self.back[end]


def folded(text: str, *, accents: bool = True) -> Folded:
    """Fold a text for comparison, its accents only on request."""
    if text.isascii():
        return Folded(text.lower())
    plain = _letter_by_letter(text, accents=accents)
    if plain is not None:
        return Folded(plain)
    letters = {ord(char): fold(char, accents=accents) for char in set(text)}
    back = [place for place, char in enumerate(text) for _ in letters[ord(char)]]
    return Folded(text.translate(letters), [*back, len(text)])


def _letter_by_letter(text: str, *, accents: bool) -> str | None:
    """Return the folded text if every letter stays one letter, else None."""
    import numpy as np

    table = _letters(accents=accents)
    codes = np.frombuffer(text.encode("utf-32-le"), dtype="<u4")
    plain = table[np.minimum(codes, _TABLE)]
    for code in np.unique(codes[codes >= _TABLE]).tolist():
        letter = fold(chr(code), accents=accents)
        if len(letter) != 1:
            return None
        plain[codes == code] = ord(letter)
    return None if not plain.all() and "\0" not in text else plain.tobytes().decode("utf-32-le")


@cache
def _letters(*, accents: bool) -> "npt.NDArray[np.uint32]":
    """Return what the common letters fold to, 0 where that is not one letter."""
    import numpy as np

    letters = [fold(chr(code), accents=accents) for code in range(_TABLE + 1)]
    codes = [ord(letter) if len(letter) == 1 else 0 for letter in letters]
    return np.array(codes, dtype="<u4")


def unfolded(text: str) -> Folded:
    """Return a text that is compared as it is."""
    return Folded(text)


def literal(text: Folded, query: str, *, whole: bool = False) -> list[tuple[int, int]]:
    """Return the spans of a query (folded as the text is), hits that overlap left out."""
    found, at, length = [], text.text.find(query) if query else -1, len(query)
    while at >= 0:
        if whole and not _stands_alone(text.text, at, at + length):
            at = text.text.find(query, at + 1)
            continue
        found.append(text.span(at, at + length))
        at = text.text.find(query, at + length)
    return found


def _is_letter(char: str) -> bool:
    return char.isalnum() or "\u0300" <= char <= "\u036f"


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Say whether no letter goes on before or after; ends that are no letters are free."""
    if start and _is_letter(text[start]) and _is_letter(text[start - 1]):
        return False
    return not (end < len(text) and _is_letter(text[end - 1]) and _is_letter(text[end]))


def forms_of(query: str, language: str) -> list[frozenset[str]]:
    """Return, for each word of a query, the forms that it stands for in a language.

    An unknown language stands for every language that there is a table of.
    """
    known = [language[:2]] if language[:2] in LANGUAGES else LANGUAGES
    return [
        frozenset(form for each in known for form in word_forms(lemma_of_query(word, each), each))
        | {word.casefold()}
        for word in WORD.findall(query)
    ]


def pattern_of(forms: Sequence[Collection[str]], *, accents: bool) -> Pattern:
    """Return the pattern of consecutive words, each in one of its forms; folded with `accents`."""
    words = [_alternatives({fold(form, accents=accents) for form in each}) for each in forms]
    return re.compile(_BETWEEN.join(words) + r"(?![^\W_])")


def matching(text: Folded, pattern: Pattern) -> list[tuple[int, int]]:
    """Return the spans that a pattern of words matches, each beginning at a word."""
    found, at, plain = [], 0, text.text
    while (match := pattern.search(plain, at)) is not None:
        start, end = match.span()
        if start and _is_letter(plain[start - 1]):
            at = start + 1
            continue
        found.append(text.span(start, end))
        at = end
    return found


def beginning(forms: Iterable[str]) -> str:
    """Return the letters with which all forms begin, folded."""
    each = sorted(fold(form) for form in forms)
    if not each:
        return ""
    first, last = each[0], each[-1]
    same = 0
    while same < min(len(first), len(last)) and first[same] == last[same]:
        same += 1
    return first[:same]


def _alternatives(words: Collection[str]) -> str:
    """Return a pattern that matches the longest of these words, letter by letter."""
    root: Branch = {}
    for word in words:
        branch = root
        for char in word:
            branch = branch.setdefault(char, {})
        branch[""] = {}
    return _pattern(root)


def _pattern(branch: Branch) -> str:
    options = [re.escape(char) + _pattern(below) for char, below in sorted(branch.items()) if char]
    if not options:
        return ""
    body = f"(?:{'|'.join(options)})"
    return f"{body}?" if "" in branch else body
