"""Passages as a paper quotes them: with edits, translation, node and who coded them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from qda_app.domain.coding import Coding
from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say
from qda_app.domain.people import Case
from qda_app.domain.quotation import BACK, CHECKED, DRAFT, Hidden, Printed, Quotation, printed
from qda_app.domain.text import fingerprint
from qda_app.domain.transcript import Turn, touched
from qda_app.services.counted_text import PARTICIPANTS, checked_text
from qda_app.services.paper.pseudonyms import pseudonym
from qda_app.services.paper.spoken import Heard, Spoken, spoken
from qda_app.services.reads import Reads
from qda_app.services.retrieval.excerpts import FEW, Excerpt, excerpt
from qda_app.services.retrieval.transcripts import Transcripts

NOBODY = Spoken()
INLINE = 40  # words from which APA 7 wants a block


@dataclass(frozen=True, slots=True)
class Quote:
    """An excerpt as it is quoted at one node; `id` is that in the basket, 0 outside of it.

    `voices` says what of the interviewer's words is left out; `heard` are the participants in the
    order in which they speak, where they are several.
    """

    of: Excerpt
    printed: Printed
    voices: Spoken = NOBODY
    heard: tuple[Heard, ...] = ()
    node: int = 0
    coders: tuple[str, ...] = ()
    lines: tuple[int, int] = (0, 0)
    id: int = 0
    note: str = ""
    translation: str = ""
    translator: str = ""
    status: str = ""

    @property
    def source(self) -> int:
        """The source's id."""
        return self.of.source

    @property
    def start(self) -> int:
        """Where the passage begins."""
        return self.of.start

    @property
    def end(self) -> int:
        """Where the passage ends."""
        return self.of.end

    @property
    def participants(self) -> tuple[str, ...]:
        """The cases heard in it, by name; none where nobody known speaks."""
        return tuple(who.case for who in self.heard) or tuple(filter(None, (self.of.case,)))

    @property
    def block(self) -> bool:
        """Whether APA 7 prints it as a block: 40 words or more, or more than one paragraph."""
        return self.printed.words >= INLINE or "\n" in self.printed.text.strip()


def quotes_of(read: Reads, excerpts: Sequence[Excerpt], text: str = PARTICIPANTS) -> list[Quote]:
    """Return excerpts as quotes, each once for every node behind it, in the order given.

    `text` is participants or whole; of participants' words, a quote in which only an interviewer
    speaks is `silent`, and prints nothing.
    """
    ids = {key for each in excerpts for key in each.ids}
    codings = {c.id: c for c in read.codings(ids=ids if len(ids) <= FEW else None)}
    tree, people = read.tree(), {coder.id: coder.name for coder in read.coders()}
    lines = LineNumbers(read.texts({each.source for each in excerpts}))
    voices = Voices(read.turns(), text, read.cases())
    found: dict[tuple[int, int, int, int], tuple[Excerpt, dict[str, None]]] = {}
    for each in excerpts:
        behind: list[Coding | None] = [codings[key] for key in each.ids if key in codings]
        for coding in behind or [None]:
            node = coding.node if coding and coding.node in tree.by_id else 0
            key = (node, each.source, each.start, each.end)
            kept = found.setdefault(key, (each, {}))
            if coding:
                kept[1][people[coding.coder]] = None
    return [
        Quote(
            each,
            *voices.printed(each),
            node,
            tuple(coders),
            lines.of(each.source, each.start, each.end),
        )
        for (node, *_place), (each, coders) in found.items()
    ]


def has_changed(read: Reads, of: Quotation) -> bool:
    """Say whether the words at the place of a quotation are others than those chosen."""
    return fingerprint(read.text(of.source)[of.start : of.end]) != of.words_hash


@dataclass(frozen=True, slots=True)
class Entry:
    """A quotation of the basket: as it is printed, or why it cannot be."""

    of: Quotation
    quote: Quote | None
    problem: str = ""


def entries(read: Reads, text: str = PARTICIPANTS) -> list[Entry]:
    """Return the quotations chosen, in their order, with those that cannot be used."""
    chosen = read.quotations()
    transcripts = Transcripts(read, {q.source for q in chosen})
    lines, tree = LineNumbers(transcripts.texts), read.tree()
    coded = _coded(read, chosen)
    voices = Voices(transcripts.turns, text, read.cases())
    found = []
    for quotation in chosen:
        try:
            quote = _chosen(quotation, transcripts, voices, lines, tree.by_id.keys())
            quote = replace(quote, coders=coded.get(_place(quotation), ()))
        except QdaError as error:
            found.append(Entry(quotation, None, str(error)))
        else:
            found.append(Entry(quotation, quote))
    return found


def basket(read: Reads, text: str = PARTICIPANTS) -> tuple[list[Quote], list[str]]:
    """Return the quotations chosen, in their order, and a sentence for each that cannot be used."""
    every = entries(read, text)
    problems = [
        say("Quotation {number}: {reason}", number=number, reason=entry.problem)
        for number, entry in enumerate(every, 1)
        if entry.problem
    ]
    return [entry.quote for entry in every if entry.quote is not None], problems


def _place(of: Quotation | Coding) -> tuple[int, int, int, int | None]:
    return of.source, of.start, of.end, of.node


def _coded(
    read: Reads, chosen: Sequence[Quotation]
) -> dict[tuple[int, int, int, int | None], tuple[str, ...]]:
    """Return by place who coded exactly this passage at its node."""
    people = {coder.id: coder.name for coder in read.coders()}
    nodes = {quotation.node for quotation in chosen if quotation.node is not None}
    found: dict[tuple[int, int, int, int | None], dict[str, None]] = {}
    for coding in read.codings(nodes=nodes) if nodes else ():
        found.setdefault(_place(coding), {})[people[coding.coder]] = None
    return {place: tuple(names) for place, names in found.items()}


def _chosen(
    of: Quotation,
    transcripts: Transcripts,
    voices: "Voices",
    lines: "LineNumbers",
    nodes: Collection[int],
) -> Quote:
    passage = excerpt(transcripts, of.source, of.start, of.end, ())
    words, said, heard = voices.printed(passage, of)
    if said.silent:
        raise QdaError(
            say("Only the interviewer speaks here. Print the whole text, or take it out.")
        )
    return Quote(
        passage,
        words,
        said,
        heard,
        of.node if of.node is not None and of.node in nodes else 0,
        (),
        lines.of(of.source, of.start, of.end),
        of.id,
        of.note,
        of.translation,
        of.translator,
        of.status,
    )


class Voices:
    """Prints passages with or without the interviewer's words; `turns` stand in order."""

    def __init__(
        self, turns: Mapping[int, Sequence[Turn]], text: str, cases: Sequence[Case] = ()
    ) -> None:
        self._turns, self._text = turns, checked_text(text)
        self._cases: dict[tuple[int, str], Case] = {}
        for case in cases:
            for link in case.links:
                self._cases.setdefault(link, case)

    def printed(
        self, of: Excerpt, chosen: Quotation | None = None
    ) -> tuple[Printed, Spoken, tuple[Heard, ...]]:
        """Return a passage as it is printed, with the edits of a quotation chosen; who is heard."""
        turns = touched(self._turns.get(of.source, ()), of.start, of.end)
        said = spoken(
            turns, of.start, of.end, self._text, lambda name: self._pseudonym(of.source, name)
        )
        edits = (*said.marks, *(chosen.edits if chosen else ()))
        hidden = [Hidden(0, len(of.text))] if said.silent else said.hidden
        words = printed(of.text, edits, chosen.words_hash if chosen else "", hidden)
        return words, said, self._heard(of, turns)

    def _pseudonym(self, source: int, speaker: str) -> str:
        case = self._cases.get((source, speaker))
        return pseudonym(case.attributes, "") if case else ""

    def _heard(self, of: Excerpt, turns: Sequence[Turn]) -> tuple[Heard, ...]:
        """Return the participants of a passage where several are told apart."""
        speaking = (t for t in turns if max(t.words, of.start) < min(t.end, of.end))
        names = dict.fromkeys(turn.speaker for turn in speaking if not turn.interviewer)
        found: dict[int, Heard] = {}
        for name in names if len(names) > 1 else ():
            case = self._cases.get((of.source, name))
            if case is not None:
                found.setdefault(case.id, Heard(case.name, case.attributes, name))
        return tuple(found.values()) if len(found) > 1 else ()


class LineNumbers:
    """Numbers of the lines of texts, from 1, as a line-numbered transcript shows them."""

    def __init__(self, texts: dict[int, str]) -> None:
        self._texts = texts
        self._ends: dict[int, list[int]] = {}

    def of(self, source: int, start: int, end: int) -> tuple[int, int]:
        """Return the first and the last line that a passage touches."""
        from bisect import bisect_left

        if source not in self._ends:
            text = self._texts[source]
            self._ends[source] = [n for n, char in enumerate(text) if char == "\n"]
        ends = self._ends[source]
        return bisect_left(ends, start) + 1, bisect_left(ends, max(start, end - 1)) + 1


def status_words(status: str) -> str:
    """Return how far a translation is, in words."""
    return {
        DRAFT: say("draft"),
        CHECKED: say("checked"),
        BACK: say("back-translated"),
    }.get(status, "")


def translation_words(of: Quote) -> str:
    """Say who translated a quotation and how far the translation is."""
    by = say("translated by {name}", name=of.translator) if of.translator else ""
    return ", ".join(filter(None, (by, status_words(of.status))))
