"""What might be a name in a project: who takes part, who speaks, and words written as names are."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
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

CASE, SPEAKER, CODER, WORD = "participant", "speaker", "coder", "word"
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


def candidates(read: Reads, *, coders: bool = False) -> list[Candidate]:
    """Return what might be a name: participants, speakers, coders on request, then words.

    A word counts that stands capitalised within a sentence of a transcript or memo and never in
    lower case. Interviewers are not among the speakers.
    """
    texts = {source.name: read.text(source.id) for source in read.sources()}
    turns = [turn for found in read.turns().values() for turn in found]
    asking = {turn.speaker for turn in turns if turn.interviewer}
    pairs = [(case.name, CASE) for case in read.cases()]
    pairs += [(turn.speaker, SPEAKER) for turn in turns if turn.speaker not in asking]
    pairs += [(c.name, CODER) for c in read.coders() if coders and not c.consensus]
    memos = [memo.text for memo in read.memos()]
    pairs += [(word, WORD) for word in _capitalised([*texts.values(), *memos])]
    seen = {folded_words(name) for name in asking}
    known: dict[str, str] = {}
    for name, kind in pairs:
        key = folded_words(name)
        if "".join(key) and key not in seen:
            seen.add(key)
            known[name] = kind
    return _counted(known, texts, memos)


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


def _counted(known: dict[str, str], texts: dict[str, str], memos: Sequence[str]) -> list[Candidate]:
    """Count in the transcripts; where a word stands in memos only, the example is from there."""
    finders = Finder([Name(name, name) for name in known])
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
    ]
    order = (CASE, SPEAKER, CODER, WORD)
    return sorted(found, key=lambda c: (order.index(c.kind), -c.times, fold(c.name)))


def _example(text: str, hit: Hit) -> str:
    before, after = around(text, hit)
    return re.sub(r"\s+", " ", f"{before}{hit.words}{after}").strip()


def kind_words(kind: str) -> str:
    """Say where a candidate comes from."""
    return {
        CASE: say("participant"),
        SPEAKER: say("speaker"),
        CODER: say("coder"),
    }.get(kind, say("word"))


def propose(found: list[Candidate], path: Path) -> None:
    """Write the list to fill in: a row without a replacement is passed over when it is read."""
    from qda_app.formats.names import write_names

    if path.exists():  # it may be filled in
        raise QdaError(say("{path} exists already. Choose another name.", path=path))
    header = [say("what"), say("times"), say("sources"), say("example")]
    beside = [(kind_words(c.kind), c.times, c.sources, c.example) for c in found]
    write_names(path, [Name(c.name, "") for c in found], header, beside)
