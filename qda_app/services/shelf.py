"""Texts kept at hand while someone searches: folded once, with their turns and whose voices."""

from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from qda_app.analysis.finding import Folded, folded
from qda_app.domain.people import Case
from qda_app.domain.source import Source
from qda_app.domain.transcript import Turn, participants_text
from qda_app.services.reads import Reads

MOST = 24_000_000  # characters that are kept; what goes beyond is read again each time

Pieces = Sequence[tuple[int, int]]
Where = Mapping[str, Collection[str]]


@dataclass(frozen=True, slots=True)
class Scope:
    """Which text is meant: of these sources, participants' words only, of cases with some values.

    `nodes` leaves only what is coded at one of them, by `coders` (None: all that may be seen).
    """

    sources: frozenset[int] | None = None
    participants_only: bool = False
    where: Where = field(default_factory=dict)
    nodes: frozenset[int] | None = None
    coders: frozenset[int] | None = None


class Shelf:
    """What a project's texts are, read as they are asked for; made anew when sources change."""

    def __init__(self, read: Reads) -> None:
        self.read = read
        self.sources: dict[int, Source] = {source.id: source for source in read.sources()}
        self._texts: dict[int, str] = {}
        self._folded: dict[int, Folded] = {}
        self._turns: dict[int, tuple[tuple[Turn, ...], list[int]]] = {}
        self._kept = 0
        self._cases: dict[tuple[int, str], Case] = {}
        for case in read.cases():
            for link in case.links:
                self._cases.setdefault(link, case)

    @property
    def whole(self) -> bool:
        """Whether every text is at hand already."""
        return len(self._folded) == len(self.sources)

    def text(self, source: int) -> str:
        """Return a source's text."""
        found = self._texts.get(source)
        return self.read.text(source) if found is None else found

    def folded(self, source: int) -> Folded:
        """Return a source's text folded for comparison."""
        found = self._folded.get(source)
        if found is not None:
            return found
        text = self.text(source)
        made = folded(text)
        if self._kept + len(text) <= MOST:
            self._kept += len(text)
            self._texts[source], self._folded[source] = text, made
        return made

    def turns(self, source: int) -> tuple[Turn, ...]:
        """Return a source's turns in use."""
        return self._at_hand(source)[0]

    def _at_hand(self, source: int) -> tuple[tuple[Turn, ...], list[int]]:
        found = self._turns.get(source)
        if found is None:
            turns = self.read.turns_of(source)
            found = self._turns[source] = (turns, [turn.start for turn in turns])
        return found

    def turn_at(self, source: int, position: int) -> Turn | None:
        """Return the turn that holds a position, its label included."""
        turns, starts = self._at_hand(source)
        at = bisect_right(starts, position) - 1
        return turns[at] if at >= 0 and position < turns[at].end else None

    def case(self, source: int, speaker: str = "") -> Case | None:
        """Return the case that a speaker of a source is tied to, else that of the whole source."""
        return self._cases.get((source, speaker)) or self._cases.get((source, ""))

    def pieces(self, source: int, scope: Scope) -> Pieces | None:
        """Return the [start, end) pieces of a source that are meant; None for all of it.

        What `scope` says about nodes is not looked at here.
        """
        if not scope.where and not scope.participants_only:
            return None
        turns = self.turns(source)
        length = self.sources[source].length
        if not turns:
            return [(0, length)] if self._fits(source, "", scope.where) else []
        spoken = [turn for turn in turns if self._fits(source, turn.speaker, scope.where)]
        if not scope.participants_only:
            return [(turn.start, turn.end) for turn in spoken]
        return participants_text(length, spoken) if spoken else []

    def _fits(self, source: int, speaker: str, where: Where) -> bool:
        if not where:
            return True
        case = self.case(source, speaker)
        values = case.attributes if case is not None else {}
        return all(values.get(name, "") in wanted for name, wanted in where.items())


def within(pieces: Pieces | None, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the spans that lie wholly within one of the pieces, which are in order."""
    if pieces is None:
        return list(spans)
    starts = [start for start, _end in pieces]
    kept = []
    for start, end in spans:
        at = bisect_right(starts, start) - 1
        if at >= 0 and end <= pieces[at][1]:
            kept.append((start, end))
    return kept


def shared(pieces: Pieces | None, others: Pieces) -> list[tuple[int, int]]:
    """Return what two lists of pieces share; both are in order and without overlaps."""
    if pieces is None:
        return list(others)
    found, at, beside = [], 0, 0
    while at < len(pieces) and beside < len(others):
        start = max(pieces[at][0], others[beside][0])
        end = min(pieces[at][1], others[beside][1])
        if start < end:
            found.append((start, end))
        if pieces[at][1] <= others[beside][1]:
            at += 1
        else:
            beside += 1
    return found


def coded_pieces(read: Reads, scope: Scope) -> dict[int, list[tuple[int, int]]]:
    """Return what is coded at the nodes of a scope, by source; overlapping codings joined."""
    pieces: dict[int, list[tuple[int, int]]] = {}
    for coding in read.codings(scope.coders, nodes=scope.nodes):  # in text order
        mine = pieces.setdefault(coding.source, [])
        if mine and coding.start <= mine[-1][1]:
            mine[-1] = (mine[-1][0], max(mine[-1][1], coding.end))
        else:
            mine.append((coding.start, coding.end))
    return pieces
