"""What might be a name in a project: who takes part, who speaks, and words written as names are."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say
from qda_app.domain.replacing import (
    Finder,
    Hit,
    Name,
    folded_word,
    folded_words,
    word_pattern,
)
from qda_app.domain.text import fold
from qda_app.services.reads import Reads
from qda_app.services.share.plan import around

CASE, SPEAKER, CODER = "participant", "speaker", "coder"
CONTACT, WORD = "contact", "word"
_ORDER = (CASE, SPEAKER, CODER, CONTACT, WORD)
_ADDRESS = re.compile(r"(?<![^\W_])[^\W_][\w.+%-]*@[\w-]+(?:\.[\w-]+)+")
_NUMBER = re.compile(
    r"(?<![\w.,/:])(?:\+|\(\+?)?\d(?:[ \t\u00a0().\-–]{0,2}\d){6,14}(?![\w/:]|[.,-]\d)"
)
_NO_NUMBER = re.compile(  # years, dates, thousands, decimals
    r"(?:(?:19|20)\d\d[ .–-]*)+|\d{4}[.–-]\d\d?[.–-]\d\d?|\d\d?[.–-]\d\d?[.–-]\d{2,4}"
    r"|[1-9]\d{0,2}(?:[. ]\d{3})+|\d{1,2}\.\d+"
)
_BEGINS = frozenset('.?!¡¿…:;"“”„«»‹›([{-–—•*/|')  # what a sentence begins behind
_ROMAN = re.compile("[IVXLC]+")
_SEARCHED = 200  # characters in which what stands before a word is looked for


@dataclass(frozen=True, slots=True)
class Candidate:
    """What might be a name; `times` in the transcripts, in how many sources, and one example."""

    name: str
    kind: str
    times: int = 0
    sources: int = 0
    example: str = ""


def candidates(
    read: Reads, *, coders: bool = False, listed: Sequence[Name] = ()
) -> list[Candidate]:
    """Return what might be a name: participants, speakers, coders on request, contacts, words.

    Contacts are e-mail addresses and telephone numbers. A word counts that stands capitalised
    within a sentence of a transcript or memo and never in lower case, and not only within another
    name, one of those that are `listed` included. Interviewers are not among the speakers.
    """
    texts = {source.name: read.text(source.id) for source in read.sources()}
    turns = [turn for found in read.turns().values() for turn in found]
    asking = {turn.speaker for turn in turns if turn.interviewer}
    pairs = [(case.name, CASE) for case in read.cases()]
    pairs += [(turn.speaker, SPEAKER) for turn in turns if turn.speaker not in asking]
    pairs += [(c.name, CODER) for c in read.coders() if coders and not c.consensus]
    memos = [memo.text for memo in read.memos()]
    everything = [*texts.values(), *memos]
    pairs += [(each, CONTACT) for text in everything for each in _contacts(text)]
    pairs += [(word, WORD) for word in _capitalised(everything)]
    seen = {folded_words(name) for name in asking}
    known: dict[str, str] = {}
    for name, kind in pairs:
        key = folded_words(name)
        if "".join(key) and key not in seen:
            seen.add(key)
            known[name] = kind
    return _counted(known, listed, texts, memos)


def _contacts(text: str) -> Iterator[str]:
    """Yield the e-mail addresses and telephone numbers of a text."""
    for pattern in (_ADDRESS, _NUMBER):
        for match in pattern.finditer(text):
            if pattern is _ADDRESS or not _NO_NUMBER.fullmatch(match.group()):
                yield " ".join(match.group().lstrip("(").split())


def _capitalised(texts: Iterable[str]) -> list[str]:
    """Return the words written with a capital within a sentence and never without, by key."""
    lower: set[str] = set()
    found: dict[str, str] = {}
    for text in texts:
        for match in word_pattern().finditer(text):
            word = match.group()
            if not word[0].isupper():
                lower.add(folded_word(word))
            elif len(word) > 1 and not _ROMAN.fullmatch(word) and _within(text, match.start()):
                found.setdefault(folded_word(word), word)
    return [word for key, word in found.items() if key not in lower]


def _within(text: str, start: int) -> bool:
    """Say whether a word stands within a sentence: something on its line goes on before it."""
    before = text[max(0, start - _SEARCHED) : start].rpartition("\n")[2].rstrip(" \t\u00a0")
    return bool(before) and before[-1] not in _BEGINS


def _counted(
    known: dict[str, str], listed: Sequence[Name], texts: dict[str, str], memos: Sequence[str]
) -> list[Candidate]:
    """Count in the transcripts; where a word stands in memos only, the example is from there.

    Spellings of listed names count as the name, where it might be one.
    """
    keys = {folded_words(name): name for name in known}
    others = (Name(keys.get(folded_words(o.name), ""), "", o.spellings) for o in listed)
    finders = Finder([*(Name(name, name) for name in known), *others])
    times: Counter[str] = Counter()
    heard: dict[str, set[str]] = {}
    examples: dict[str, str] = {}
    for source, text in texts.items():
        for hit in finders.hits(text):
            times[hit.name.name] += 1
            heard.setdefault(hit.name.name, set()).add(source)
            examples.setdefault(hit.name.name, _example(text, hit))
    for memo in memos:
        for hit in finders.hits(memo):
            examples.setdefault(hit.name.name, _example(memo, hit))
    found = [
        Candidate(name, kind, times[name], len(heard.get(name, ())), examples.get(name, ""))
        for name, kind in known.items()
        if kind != WORD or name in examples  # else it is a part of longer names only
    ]
    return sorted(found, key=lambda c: (_ORDER.index(c.kind), -c.times, fold(c.name)))


def _example(text: str, hit: Hit) -> str:
    before, after = around(text, hit)
    return re.sub(r"\s+", " ", f"{before}{hit.words}{after}").strip()


def kind_words(kind: str) -> str:
    """Say where a candidate comes from."""
    return {
        CASE: say("participant"),
        SPEAKER: say("speaker"),
        CODER: say("coder"),
        CONTACT: say("contact"),
    }.get(kind, say("word"))


def propose(found: list[Candidate], path: Path) -> None:
    """Write the list to fill in: a row without a replacement is passed over when it is read."""
    from qda_app.formats.names import write_names

    if path.exists():  # it may be filled in
        raise QdaError(say("{path} exists already. Choose another name.", path=path))
    header = [say("what"), say("times"), say("sources"), say("example")]
    beside = [(kind_words(c.kind), c.times, c.sources, c.example) for c in found]
    write_names(path, [Name(c.name, "") for c in found], header, beside)
