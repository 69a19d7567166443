"""Search across a project: sources, memos and nodes; literal unless word forms are asked for.

What is typed is never query syntax. Results are in text order, sources by name.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from qda_app.analysis import finding
from qda_app.domain.text import Span, fold, normalise
from qda_app.domain.tree import Node
from qda_app.services.reads import Reads
from qda_app.services.shelf import Scope, Shelf, Where, coded_pieces, shared, within

LIMIT = 20_000
AROUND = 160  # characters of context on either side, within the paragraph
Progress = Callable[[int, int, str], None]


class Hit(NamedTuple):
    """One place that was found: before + match + after is the source's text, code point by point.

    `case` is the name of the case that the speaker, else the source, is tied to.
    """

    source: int
    name: str
    start: int
    end: int
    before: str
    match: str
    after: str
    speaker: str
    case: str

    @property
    def span(self) -> Span:
        """The match as a span."""
        return Span(self.start, self.end)


class NoteHit(NamedTuple):
    """A place in what is no source: `kind` is memo or node, `key` its GUID or its id as text."""

    kind: str
    key: str
    title: str
    before: str
    match: str
    after: str


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The hits, how many there are in all (`hits` may be cut), and in how many sources."""

    hits: list[Hit]
    total: int
    sources: int
    searched: int


@dataclass(frozen=True, slots=True)
class ProjectResult:
    """What a search across the project found, in its groups."""

    sources: SearchResult
    memos: list[NoteHit] = field(default_factory=list)
    nodes: list[NoteHit] = field(default_factory=list)


@dataclass(frozen=True)
class Matcher:
    """How a query is compared with texts."""

    query: str
    fold_case: bool = True
    whole_words: bool = False
    word_forms: bool = False

    def spans(self, shelf: Shelf, source: int) -> list[tuple[int, int]]:
        """Return where the query stands in a source."""
        if self.fold_case:
            return self.in_text(shelf.folded(source), shelf.sources[source].language)
        return self.in_text(self._compared(shelf.text(source)), shelf.sources[source].language)

    def in_text(self, text: finding.Folded, language: str) -> list[tuple[int, int]]:
        """Return where the query stands in a text, folded or not as the query asks for."""
        if not self.word_forms:
            return finding.literal(text, self._literal, whole=self.whole_words)
        pattern = self._pattern(language[:2])
        return finding.matching(text, pattern) if pattern is not None else []

    def in_note(self, text: str) -> list[tuple[int, int]]:
        """Return where the query stands in a memo or a definition."""
        return self.in_text(self._compared(text), "")

    def _compared(self, text: str) -> finding.Folded:
        if self.fold_case or self.word_forms:
            return finding.folded(text, accents=self.fold_case)
        return finding.unfolded(text)

    @cached_property
    def _literal(self) -> str:
        query = normalise(self.query)
        return fold(query) if self.fold_case else query

    @cached_property
    def _patterns(self) -> dict[str, finding.Pattern | None]:
        return {}

    def _pattern(self, language: str) -> finding.Pattern | None:
        if language not in self._patterns:
            forms = finding.forms_of(normalise(self.query), language)
            made = finding.pattern_of(forms, accents=self.fold_case) if forms else None
            self._patterns[language] = made
        return self._patterns[language]

    def candidates(self, shelf: Shelf) -> Collection[int]:
        """Return the sources that may hold the query, by the index where it is worth asking."""
        if shelf.whole:
            return shelf.sources.keys()
        if not self.word_forms:
            return frozenset(shelf.read.holding(self._literal))
        found: Collection[int] = shelf.sources.keys()
        for forms in finding.forms_of(normalise(self.query), ""):
            stem = finding.beginning(forms)
            if len(stem) >= 3:
                found = frozenset(found) & frozenset(shelf.read.holding(stem))
        return found


def search(
    read: Reads,
    query: str,
    *,
    sources: Collection[int] | None = None,
    fold_case: bool = True,
    whole_words: bool = False,
    word_forms: bool = False,
    where: Where | None = None,
    participants_only: bool = False,
    nodes: Collection[int] | None = None,
    limit: int = LIMIT,
    shelf: Shelf | None = None,
    progress: Progress = lambda _done, _of, _name: None,
) -> SearchResult:
    """Return where a query stands in the sources, at most `limit` hits of all that are counted.

    `fold_case` ignores case and accents; `word_forms` lets each word of the query stand for every
    word with its lemma, consecutive words for consecutive words. `where` gives the values that a
    case's attributes may have; `nodes` leaves what is coded at one of them. `shelf` spares reading
    the texts again; what `progress` raises ends the search.
    """
    shelf = shelf or Shelf(read)
    if not query:
        return SearchResult([], 0, 0, 0)
    scope = Scope(
        None if sources is None else frozenset(sources),
        participants_only,
        where or {},
        None if nodes is None else frozenset(nodes),
    )
    coded = coded_pieces(read, scope) if nodes is not None else None
    matcher = Matcher(query, fold_case, whole_words, word_forms)
    candidates = matcher.candidates(shelf)
    searched = [key for key in shelf.sources if scope.sources is None or key in scope.sources]
    hits: list[Hit] = []
    total = holding = 0
    for number, source in enumerate(searched):
        if source not in candidates:
            continue
        progress(number, len(searched), shelf.sources[source].name)
        spans = matcher.spans(shelf, source)
        if spans:
            pieces = shelf.pieces(source, scope)
            if coded is not None:
                pieces = shared(pieces, coded.get(source, ()))
            spans = within(pieces, spans)
        total += len(spans)
        holding += bool(spans)
        hits.extend(hits_of(shelf, source, spans[: max(0, limit - len(hits))]))
    return SearchResult(hits, total, holding, len(searched))


def hits_of(shelf: Shelf, source: int, spans: Collection[tuple[int, int]]) -> Iterator[Hit]:
    """Yield spans of one source as hits, with their context, speaker and case."""
    text, name = shelf.text(source) if spans else "", shelf.sources[source].name
    for start, end in spans:
        turn = shelf.turn_at(source, start)
        speaker = turn.speaker if turn is not None else ""
        case = shelf.case(source, speaker)
        first = turn.words if turn is not None and turn.words <= start else 0
        before, after = around(text, start, end, first)
        yield Hit(
            source, name, start, end, before, text[start:end], after, speaker,
            case.name if case is not None else "",
        )  # fmt: skip


def around(text: str, start: int, end: int, first: int = 0) -> tuple[str, str]:
    """Return what stands before and after a passage in its paragraph, none of it before `first`."""
    begin = max(first, text.rfind("\n", 0, start) + 1, start - AROUND)
    close = text.find("\n", end, end + AROUND)
    return text[begin:start], text[end : close if close >= 0 else end + AROUND]


def search_project(
    read: Reads,
    query: str,
    *,
    fold_case: bool = True,
    whole_words: bool = False,
    word_forms: bool = False,
    where: Where | None = None,
    participants_only: bool = False,
    limit: int = LIMIT,
    shelf: Shelf | None = None,
    progress: Progress = lambda _done, _of, _name: None,
) -> ProjectResult:
    """Search the sources as `search` does, and the memos and nodes besides.

    Memos and nodes are nobody's voice: they are left out where the text is narrowed down.
    """
    found = search(
        read, query, fold_case=fold_case, whole_words=whole_words, word_forms=word_forms,
        where=where, participants_only=participants_only, limit=limit, shelf=shelf,
        progress=progress,
    )  # fmt: skip
    if not query or where or participants_only:
        return ProjectResult(found)
    matcher = Matcher(query, fold_case, whole_words, word_forms)
    return ProjectResult(found, list(_in_memos(read, matcher)), list(_in_nodes(read, matcher)))


def _in_nodes(read: Reads, matcher: Matcher) -> Iterator[NoteHit]:
    tree = read.tree()
    for node in tree.order:
        for text in _card(node):
            for start, end in matcher.in_note(text):
                before, after = around(text, start, end)
                yield NoteHit(
                    "node", str(node.id), tree.path(node.id), before, text[start:end], after
                )


def _card(node: Node) -> tuple[str, ...]:
    return node.name, node.short, node.definition, node.use_when, node.not_when, node.example


def _in_memos(read: Reads, matcher: Matcher) -> Iterator[NoteHit]:
    found = [(memo, matcher.in_note(memo.text)) for memo in read.memos()]
    found = [(memo, spans) for memo, spans in found if spans]
    titles = _titles(read, {memo.kind for memo, _spans in found})
    for memo, spans in found:
        if memo.kind == "coding" and memo.target not in titles:
            continue  # on a coding that is not there for whoever is looking
        for start, end in spans:
            before, after = around(memo.text, start, end)
            title = titles.get(memo.target, "")
            yield NoteHit("memo", memo.guid, title, before, memo.text[start:end], after)


def _titles(read: Reads, kinds: Collection[str]) -> dict[str, str]:
    """Return what memos are about, by GUID."""
    titles: dict[str, str] = {}
    tree = read.tree()
    if "source" in kinds:
        titles.update((source.guid, source.name) for source in read.sources())
    if "node" in kinds:
        titles.update((node.guid, tree.path(node.id)) for node in tree.order)
    if "case" in kinds:
        titles.update((case.guid, case.name) for case in read.cases())
    if "coding" in kinds:
        names = {source.id: source.name for source in read.sources()}
        titles.update(
            (coding.guid, f"{tree.path(coding.node)} · {names[coding.source]}")
            for coding in read.codings()
            if coding.node in tree.by_id
        )
    return titles
