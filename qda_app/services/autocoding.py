"""Coding what a search found, each hit with its sentence, paragraph or turn; first as a preview."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Literal, NamedTuple, Protocol, get_args

from qda_app.domain.text import Span
from qda_app.domain.tree import checked_name
from qda_app.services.commands.autocode import AutoCode, Target
from qda_app.services.reads import Reads
from qda_app.services.searching import Progress
from qda_app.services.shelf import Shelf

Spread = Literal["match", "sentence", "paragraph", "turn"]
SPREADS: tuple[Spread, ...] = get_args(Spread)
Edges = tuple[int, int]


class Found(Protocol):
    """A hit: a place in a source."""

    @property
    def source(self) -> int:
        """The source's id."""

    @property
    def start(self) -> int:
        """Where it begins."""

    @property
    def end(self) -> int:
        """Where it ends."""


class Passage(NamedTuple):
    """A passage to be coded: how many hits are in it, and whether it is coded so already."""

    source: int
    start: int
    end: int
    hits: int
    standing: bool = False

    @property
    def span(self) -> Span:
        """The passage as a span."""
        return Span(self.start, self.end)


def preview(
    read: Reads,
    hits: Iterable[Found],
    spread: Spread,
    node: int | None = None,
    *,
    coder: int | None = None,
    shelf: Shelf | None = None,
    progress: Progress = lambda _done, _of, _name: None,
) -> list[Passage]:
    """Return the passages that would be coded, in text order; hits that share one are joined.

    With a node and a coder, those that this coder has coded so already are marked.
    """
    shelf = shelf or Shelf(read)
    by_source = {
        source: sorted((hit.start, hit.end) for hit in members)
        for source, members in groupby(sorted(hits, key=attrgetter("source")), attrgetter("source"))
    }
    standing = _standing(read, node, coder)
    found = []
    wanted = [source for source in shelf.sources if source in by_source]
    for number, source in enumerate(wanted):
        progress(number, len(wanted), shelf.sources[source].name)
        spans = _Spreader(shelf, source, spread).spans(by_source[source])
        found += [
            Passage(source, start, end, count, (source, start, end) in standing)
            for start, end, count in spans
        ]
    return found


def _standing(read: Reads, node: int | None, coder: int | None) -> set[tuple[int, int, int]]:
    if node is None or coder is None:
        return set()
    codings = read.codings([coder], nodes=[node])
    return {(coding.source, coding.start, coding.end) for coding in codings}


def auto_code(
    passages: Iterable[Passage],
    *,
    node: int | None = None,
    new_node: str = "",
    parent: int | None = None,
    name: str = "",
) -> AutoCode:
    """Return the command that codes the passages at a node, or at a new one below a parent.

    `name` is the node's name as the history shows it.
    """
    places = [(p.source, p.start, p.end) for p in passages if not p.standing]
    if new_node:
        made = checked_name(new_node)
        return AutoCode([Target(places, parent, (made,))], made)
    return AutoCode([Target(places, node)], name)


class _Spreader:
    """Spreads the hits of one source; the sentences of a paragraph are found once."""

    def __init__(self, shelf: Shelf, source: int, spread: Spread) -> None:
        self._shelf, self._source, self._spread = shelf, source, spread
        self._text = shelf.text(source)
        self._paragraph: Edges = (0, 0)
        self._sentences: Sequence[Edges] = ()

    def spans(self, hits: Sequence[Edges]) -> list[tuple[int, int, int]]:
        """Return (start, end, hits in it), what overlaps or is the same joined; hits are sorted."""
        joined: list[tuple[int, int, int]] = []
        for hit in hits:
            start, end = self._around(*hit)
            if joined and start < joined[-1][1]:
                first, last, count = joined[-1]
                joined[-1] = (min(first, start), max(last, end), count + 1)
            else:
                joined.append((start, end, 1))
        return joined

    def _around(self, start: int, end: int) -> Edges:
        """Return the passage around a hit; one that crosses a boundary takes both sides."""
        if self._spread == "match":
            return start, end
        first, last = self._unit(start), self._unit(end - 1)
        return min(first[0], start), max(last[1], end)

    def _unit(self, position: int) -> Edges:
        turn = self._shelf.turn_at(self._source, position)
        words = turn.words if turn is not None and turn.words <= position else 0
        if self._spread == "turn" and turn is not None:
            return self._trimmed(words or turn.start, turn.end)
        begin = self._text.rfind("\n", 0, position) + 1
        close = self._text.find("\n", position)
        paragraph = (begin, len(self._text) if close < 0 else close)
        if self._spread != "sentence":
            return self._trimmed(max(words, paragraph[0]), paragraph[1])
        start, end = self._sentence(paragraph, position)
        return self._trimmed(max(words, start), end)

    def _sentence(self, paragraph: Edges, position: int) -> Edges:
        from qda_app.analysis.sentences import sentences

        if paragraph != self._paragraph:
            language = self._shelf.sources[self._source].language
            within = sentences(self._text[slice(*paragraph)], language)
            self._paragraph = paragraph
            self._sentences = [(paragraph[0] + start, paragraph[0] + end) for start, end in within]
        at = bisect_right(self._sentences, (position, len(self._text) + 1)) - 1
        return self._sentences[at] if at >= 0 else paragraph

    def _trimmed(self, start: int, end: int) -> Edges:
        passage = self._text[start:end]
        first = start + len(passage) - len(passage.lstrip())
        return first, max(first, start + len(passage.rstrip()))
