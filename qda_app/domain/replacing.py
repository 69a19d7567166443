"""Names and what stands in their place: whole words, longest first, replaced in [brackets].

A word is a run of letters, digits and their marks, of any script; everything else bounds it, the
underscore of file names and the apostrophe of a possessive included. Case, accents and width do
not matter, but ñ is a letter of its own. Between the words of a name any white space may stand, or
one hyphen or point as in addresses. Names in scripts that set no spaces between words are found
only where something else bounds them.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from qda_app.domain.corrections import Corrected, Splice
from qda_app.domain.text import fold, normalise

_UNSEEN = "\u00ad\u200c-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"  # within a word
_DROPPED = re.compile(f"[{_UNSEEN}]")
_BRACKETS = re.compile(r"[\[\]]")
_APOSTROPHES, _HYPHENS = "'’‘ʼ`´＇", "-‐‑–－"
Piece = tuple[re.Pattern[str], str]  # what stands before a word, and the word, folded


@dataclass(frozen=True, slots=True)
class Name:
    """A name, what stands in its place, and other spellings of it."""

    name: str
    replacement: str
    variants: tuple[str, ...] = ()

    @property
    def spellings(self) -> tuple[str, ...]:
        """The name and its variants."""
        return (self.name, *self.variants)

    @property
    def shown(self) -> str:
        """The replacement as it stands in a text."""
        return bracketed(self.replacement)

    @property
    def bare(self) -> str:
        """The replacement as it stands within brackets of something else."""
        return " ".join(normalise(_BRACKETS.sub(" ", self.replacement)).split())


@dataclass(frozen=True, slots=True)
class Hit:
    """A listed name in a text: text[start:end] are its words."""

    start: int
    end: int
    words: str
    name: Name


@cache
def word_pattern() -> re.Pattern[str]:
    """Return the pattern of a word: letters and digits with the marks that belong to them."""
    return re.compile(rf"[^\W_]+(?:[{_marks()}{_UNSEEN}]+[^\W_]+|[{_marks()}]+)*")


@cache
def _marks() -> str:
    """Return every combining mark there is."""
    found = (chr(n) for n in range(0x300, 0x20000) if unicodedata.category(chr(n))[0] == "M")
    return "".join([*found, *map(chr, range(0xE0100, 0xE01F0))])


_PLAIN = re.compile(r"[^\W_]+")


@cache
def _joining() -> frozenset[str]:
    return frozenset(_marks()).union(filter(_DROPPED.match, map(chr, range(0x10000))))


def _pattern_for(text: str) -> re.Pattern[str]:
    """Return the pattern of a word in a text, a quicker one where it holds no marks."""
    return _PLAIN if text.isascii() or _joining().isdisjoint(text) else word_pattern()


def words_of(text: str) -> list[str]:
    """Return the words of a text in order."""
    return _pattern_for(text).findall(text)


def word_at(text: str, at: int) -> tuple[int, int] | None:
    """Return the word that a place in a text lies within; None at its edge or outside of words."""
    begin = at
    while begin > 0 and _of_word(text[begin - 1]):
        begin -= 1
    if begin == at or not _of_word(text[at : at + 1]):
        return None
    for match in word_pattern().finditer(text, begin):
        if match.end() > at:
            return match.span() if match.start() < at else None
    return None


def _of_word(char: str) -> bool:
    return char.isalnum() or (char in _joining() if char else False)


def bracketed(replacement: str) -> str:
    """Return a replacement on one line in the brackets that it stands in."""
    plain = " ".join(normalise(replacement).split())
    return plain if plain.startswith("[") and plain.endswith("]") else f"[{plain}]"


def folded_word(word: str) -> str:
    """Return a word as it is compared; full-width letters are plain ones."""
    if word.isascii():
        return word.casefold()
    return fold(unicodedata.normalize("NFKC", _DROPPED.sub("", word)))


def folded_words(text: str) -> tuple[str, ...]:
    """Return the words of a text as they are compared."""
    return tuple(folded_word(found) for found in word_pattern().findall(text))


class Finder:
    """Finds the names of one list in many texts."""

    def __init__(self, names: Iterable[Name]) -> None:
        self.names = tuple(names)
        self._starts: dict[str, list[tuple[list[Piece], Name]]] = {}
        self._seen: dict[str, list[tuple[list[Piece], Name]]] = {}
        for name in self.names:
            for spelling in name.spellings:
                first, rest = self._pieces(spelling)
                if first:
                    self._starts.setdefault(first, []).append((rest, name))

    def _pieces(self, spelling: str) -> tuple[str, list[Piece]]:
        found = list(word_pattern().finditer(normalise(spelling)))
        words = [folded_word(each.group()) for each in found]
        between = [
            _separator(one.string[one.end() : other.start()]) for one, other in pairwise(found)
        ]
        return (words[0] if words else ""), list(zip(between, words[1:], strict=True))

    def hits(self, text: str) -> list[Hit]:
        """Return the names in a text in order; of overlapping ones the longest, then the first."""
        pattern = _pattern_for(text)
        wanted = {
            word: options
            for word in (set(pattern.findall(text)) if self._starts else ())
            if (options := self._beginning(word))
        }
        found: list[Hit] = []
        for match in pattern.finditer(text) if wanted else ():
            for rest, name in wanted.get(match.group(), ()):
                end = self._follow(pattern, text, match.end(), rest)
                if end:
                    found.append(Hit(match.start(), end, text[match.start() : end], name))
        return _apart(found)

    def _beginning(self, word: str) -> list[tuple[list[Piece], Name]]:
        """Return the names that begin with a word."""
        options = self._seen.get(word)
        if options is None:
            options = self._seen[word] = self._starts.get(folded_word(word), [])
        return options

    @staticmethod
    def _follow(pattern: re.Pattern[str], text: str, at: int, rest: list[Piece]) -> int:
        """Return where a name ends whose first word ends here; 0 where it is not there."""
        for separator, word in rest:
            gap = separator.match(text, at)
            found = pattern.match(text, gap.end()) if gap else None
            if found is None or folded_word(found.group()) != word:
                return 0
            at = found.end()
        return at


@cache
def _separator(between: str) -> re.Pattern[str]:
    """Return the pattern of what stands between two words of a name."""
    pieces = []
    for part in re.findall(r"[\s_]+|.", fold(between), re.DOTALL):
        if part.strip("_").strip():
            alike = next((each for each in (_APOSTROPHES, _HYPHENS) if part in each), part)
            pieces.append(rf"[\s_]*[{re.escape(alike)}][\s_]*")
        else:
            plain = not between.strip().strip("_")
            pieces.append(rf"(?:[\s_]+|[{_HYPHENS}.])" if plain else r"[\s_]*")
    return re.compile("".join(pieces))


def _apart(found: Sequence[Hit]) -> list[Hit]:
    if len(found) < 2:
        return list(found)
    starts: list[int] = []
    kept: list[Hit] = []
    for hit in sorted(found, key=lambda each: (each.start - each.end, each.start)):
        at = bisect_left(starts, hit.end)
        if at == 0 or kept[at - 1].end <= hit.start:
            starts.insert(at, hit.start)
            kept.insert(at, hit)
    return kept


def hits(text: str, names: Iterable[Name]) -> list[Hit]:
    """Return where the names of a list stand in a text."""
    return Finder(names).hits(text)


def replaced(text: str, found: Sequence[Hit]) -> tuple[str, Corrected]:
    """Return the text with these hits replaced, and where every place of the old one is in it.

    Line breaks within a name come to stand before its replacement, so that lines stay lines.
    """
    splices = []
    parts, at = [], 0
    for hit in found:
        words = hit.name.shown
        if text[hit.start - 1 : hit.start] == "[" and text[hit.end : hit.end + 1] == "]":
            words = words[1:-1]  # the transcript has the brackets already
        words = "\n" * hit.words.count("\n") + words
        splices.append(Splice(hit.start, hit.end, words))
        parts += [text[at : hit.start], words]
        at = hit.end
    return "".join([*parts, text[at:]]), Corrected(splices)


def replaced_bare(text: str, finder: Finder) -> str:
    """Return a text that is printed in brackets with its names replaced, without brackets anew.

    Where a replacement would form a listed name with the words beside it, it is in parentheses.
    """
    found = finder.hits(text)
    for form in ("{}", "({})"):
        parts, at = [], 0
        for hit in found:
            parts += [text[at : hit.start], form.format(hit.name.bare)]
            at = hit.end
        new = "".join([*parts, text[at:]])
        if not finder.hits(new):
            break
    return new
