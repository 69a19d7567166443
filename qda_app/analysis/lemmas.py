"""Words of a text, and the lemma of a word by language; no model is needed.

A word is a longest run of letters and digits, with accents that stand apart, which may hold single
apostrophes and hyphens inside: co-docente, don't, 21.

A table maps the forms of a language to their lemmas. It is kept as blocks of lines under the first
three letters, folded, so that it loads quickly and stays small; a line holds a form and, for each
lemma, how many letters to take off its end and what to put there, or `=` and the lemma in full.
"""

import gzip
import json
import re
from collections.abc import Iterator
from functools import cache, lru_cache

from qda_app import paths
from qda_app.domain.text import fold

LANGUAGES = ("en", "es")

WORD = re.compile(r"[^\W_]+(?:['’\-\u2010\u2011]?(?:[^\W_]|[\u0300-\u036f])[^\W_]*)*")
_KEY = 3


def tokens(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Yield the [start, end) of every word of text[start:end] in code points."""
    for match in WORD.finditer(text, start, len(text) if end is None else end):
        yield match.span()


def lemma(word: str, language: str) -> str:
    """Return a word's first lemma, in lower case; the word itself where the table has none."""
    return lemmas(word.casefold(), language[:2])[0]


@lru_cache(maxsize=1 << 16)
def lemmas(word: str, language: str) -> tuple[str, ...]:
    """Return all lemmas of a word in lower case, the likeliest first: `casa` is casa and casar."""
    block = _table(language).get(fold(word[: 2 * _KEY])[:_KEY], "")
    at = block.find(f"\n{word}\t")
    if at < 0:
        return (word,)
    begin = at + len(word) + 2
    return _decoded(word, block[begin : block.index("\n", begin)])


def lemma_of_query(word: str, language: str) -> str:
    """Return the lemma of a word as typed; one that the table does not know may lack accents."""
    word = word.casefold()
    known = lemmas(word, language)
    if known != (word,):
        return known[0]
    plain, meant = fold(word), ""
    for line in _table(language).get(plain[:_KEY], "").split("\n"):
        form, _, code = line.partition("\t")
        if not code:
            continue
        found = _decoded(form, code)
        if word in found:
            return word
        if not meant and fold(form) == plain:
            meant = found[0]
        elif not meant:
            meant = next((each for each in found if fold(each) == plain), "")
    return meant or word


@lru_cache(maxsize=512)
def word_forms(lemma: str, language: str) -> frozenset[str]:
    """Return every form that has this lemma, likely or not, with the lemma itself."""
    lemma = lemma.casefold()
    found = {lemma}
    table = _table(language)
    for line in table.get(fold(lemma)[:_KEY], "").split("\n"):
        form, _, code = line.partition("\t")
        if code and lemma in _decoded(form, code):
            found.add(form)
    spelled = re.compile(rf"^(\S+)\t(?:\S*,)?={re.escape(lemma)}(?:,|$)", re.MULTILINE)
    for block in table.values():
        if f"={lemma}" in block:
            found.update(spelled.findall(block))
    return frozenset(found)


def _decoded(form: str, code: str) -> tuple[str, ...]:
    return tuple(
        part[1:] if part[0] == "=" else form[: len(form) - int(part[0])] + part[1:]
        for part in code.split(",")
    )


@cache
def _table(language: str) -> dict[str, str]:
    if language not in LANGUAGES:
        return {}
    packed = (paths.shipped("resources/lemmas") / f"{language}.json.gz").read_bytes()
    table: dict[str, str] = json.loads(gzip.decompress(packed))
    return table
