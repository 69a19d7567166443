"""Transcripts as retrieval needs them: whose voice a passage is, and what stands around it."""

from bisect import bisect_right
from collections.abc import Collection
from functools import lru_cache
from itertools import accumulate
from typing import Literal, TypeAlias

from qda_app.domain.people import Case
from qda_app.domain.source import Source
from qda_app.domain.transcript import Turn
from qda_app.services.reads import Reads

Context: TypeAlias = int | Literal["sentence", "paragraph", "turn"]
Edges: TypeAlias = tuple[int, int]
KEPT = 512  # passages whose surroundings are remembered


class Transcripts:
    """Texts, turns and voices, read once; source ids as everywhere."""

    def __init__(self, read: Reads, sources: Collection[int] | None = None) -> None:
        every = read.sources()
        self.sources: dict[int, Source] = {
            source.id: source for source in every if sources is None or source.id in sources
        }
        self.texts = read.texts(None if sources is None else self.sources.keys())
        self.turns: dict[int, tuple[Turn, ...]] = read.turns()
        self._starts = {
            source: [turn.start for turn in turns] for source, turns in self.turns.items()
        }
        self._cases: dict[tuple[int, str], Case] = {}
        for case in read.cases():
            for link in case.links:
                self._cases.setdefault(link, case)
        self.around = lru_cache(KEPT)(self._around)

    def learn_sentences(self) -> None:
        """Load the rules of the sources' languages, which takes a second the first time."""
        from qda_app.analysis.sentences import sentence_at

        for language in {source.language for source in self.sources.values()} | {""}:
            sentence_at("…", 0, language)

    def voice(self, source: int, start: int, end: int) -> tuple[Case | None, str, float | None]:
        """Return the case and the speaker of most of a passage, and the time at which it begins."""
        turns = self.turns.get(source, ())
        shares: dict[str, int] = {}
        first = max(0, bisect_right(self._starts.get(source, []), start) - 1)
        seconds = turns[first].seconds if turns and turns[first].start <= start else None
        for turn in turns[first:]:
            if turn.start >= end:
                break
            shared = min(end, turn.end) - max(start, turn.words)
            if shared > 0 and not turn.interviewer:
                shares[turn.speaker] = shares.get(turn.speaker, 0) + shared
        speaker = max(shares, key=lambda name: shares[name], default="")
        case = self._cases.get((source, speaker)) or self._cases.get((source, ""))
        return case, speaker, seconds

    def _around(self, source: int, start: int, end: int, context: Context) -> tuple[str, str]:
        """Return the text before and after a passage.

        So many characters, cut at words; or the rest of the sentence, paragraph or turn, and where
        the passage begins or ends with it, the neighbouring one.
        """
        text = self.texts[source]
        if isinstance(context, int):
            return _words_before(text, start, context), _words_after(text, end, context)
        begin, _ = self._unit(source, start, context)
        if begin == start and (last := _last_word(text, start)) is not None:
            begin, _ = self._unit(source, last, context)
        _, close = self._unit(source, end - 1, context)
        if close <= end and (following := _next_word(text, end)) is not None:
            _, close = self._unit(source, following, context)
        return text[min(begin, start) : start].lstrip("\n"), text[end : max(close, end)].rstrip(
            "\n"
        )

    def _unit(self, source: int, position: int, context: Context) -> Edges:
        text = self.texts[source]
        if context == "turn":
            turns, at = self.turns.get(source, ()), self._turn_at(source, position)
            if at >= 0 and position < turns[at].end:
                return turns[at].start, turns[at].end
        if context == "sentence":
            from qda_app.analysis.sentences import sentence_at

            language = self.sources[source].language
            found = sentence_at(text, position, language)
            if found is not None and found[0] <= position:
                return self._without_label(source, position, found)
        return paragraph_at(text, position)

    def _without_label(self, source: int, position: int, sentence: Edges) -> Edges:
        turns, at = self.turns.get(source, ()), self._turn_at(source, position)
        words = turns[at].words if at >= 0 else 0
        return (max(sentence[0], words) if words <= position else sentence[0]), sentence[1]

    def _turn_at(self, source: int, position: int) -> int:
        return bisect_right(self._starts.get(source, []), position) - 1

    def units(self, source: int, kind: str, *, spoken: bool = False) -> list[Edges]:
        """Return the turns, the paragraphs or the whole of a source as [start, end), in order.

        A source without turns falls into paragraphs; `spoken` leaves out interviewers and labels.
        """
        if kind == "source":
            return [(0, len(self.texts[source]))] if self.texts[source] else []
        turns = self.turns.get(source, ())
        if kind == "turn" and turns:
            if spoken:
                return [(t.words, t.end) for t in turns if not t.interviewer and t.words < t.end]
            return [(t.start, t.end) for t in turns]
        lines = self.texts[source].split("\n")
        starts = accumulate((len(line) + 1 for line in lines), initial=0)
        return [
            (start, start + len(line))
            for start, line in zip(starts, lines, strict=False)
            if line.strip()
        ]


def _last_word(text: str, start: int) -> int | None:
    """Return the last code point before a place that is no space."""
    return next((at for at in range(start - 1, -1, -1) if not text[at].isspace()), None)


def _next_word(text: str, end: int) -> int | None:
    """Return the first code point from a place on that is no space."""
    return next((at for at in range(end, len(text)) if not text[at].isspace()), None)


def paragraph_at(text: str, position: int) -> Edges:
    """Return the line that holds a position, its break left out."""
    start = text.rfind("\n", 0, position) + 1
    end = text.find("\n", position)
    return start, len(text) if end < 0 else end


def _words_before(text: str, start: int, count: int) -> str:
    begin = max(0, start - count)
    piece = text[begin:start]
    if begin and not text[begin - 1].isspace():
        space = next((at for at, char in enumerate(piece) if char.isspace()), -1)
        piece = piece[space + 1 :] if space >= 0 else piece
    return piece.lstrip()


def _words_after(text: str, end: int, count: int) -> str:
    piece = text[end : end + count]
    if end + count < len(text) and not text[end + count].isspace():
        space = next((at for at in range(len(piece) - 1, -1, -1) if piece[at].isspace()), -1)
        piece = piece[:space] if space >= 0 else piece
    return piece.rstrip()
