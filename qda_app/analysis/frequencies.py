"""How often and how much nodes were used: own figures, and totals over the tree.

A passage that several coders gave the same node counts once in characters and words: both are
taken over the union of spans. Codings are counted one by one. What is counted is set by a `Corpus`;
the figures of a group (a coder, a source, the cases with some attribute) are those of a narrower
corpus.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np

from qda_app.analysis.agreement.lengths import everyone_as_one, union
from qda_app.analysis.agreement.study import (
    Codings,
    ComparedText,
    Study,
    compared_text,
    rolled_up,
    study,
    tidy,
)
from qda_app.analysis.arrays import Bools, Ints, Pieces

# A word is a longest run of letters and digits (with accents that stand apart), which may hold
# single apostrophes and hyphens inside: co-docente, don't, 21. `word_starts` finds the same.
_LETTER = r"(?:[^\W_]|[\u0300-\u036f])"
_JOINERS = "'’-\u2010\u2011"
WORD = re.compile(rf"{_LETTER}+(?:['’\-\u2010\u2011]{_LETTER}+)*")


@dataclass(frozen=True, slots=True)
class CaseLink:
    """A case is heard in these [start, end) pieces of a source; None stands for all of it."""

    case: int
    source: int
    pieces: Pieces | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Corpus:
    """What frequencies are counted over; sources and nodes are numbered from 0.

    `texts` has the pieces counted of each source, `words` where its words start (`word_starts` of
    the whole text), both in code points, as are the codings' offsets. `parents` [nodes] holds each
    node's parent, -1 at the top.
    """

    texts: Sequence[Pieces]
    words: Sequence[Ints]
    parents: Ints
    codings: Codings
    links: Sequence[CaseLink] = ()


_PRINTED = (
    "codings",
    "codings_total",
    "sources",
    "sources_total",
    "cases",
    "characters",
    "characters_total",
    "words",
    "words_total",
    "share",
)


@dataclass(frozen=True, slots=True)
class NodeCounts:
    """How often and how much one node was used; `_total` includes its descendants.

    `share` is `characters_total` over the length of the text counted, None if there is no text.
    """

    codings: int
    codings_total: int
    sources: int
    sources_total: int
    cases: int
    cases_total: int
    characters: int
    characters_total: int
    words: int
    words_total: int
    share: float | None = None

    def as_json(self, node: str) -> dict[str, object]:
        """Return the counts of the node with this path as the command line prints them."""
        return {"node": node, **{name: getattr(self, name) for name in _PRINTED}}


@dataclass(frozen=True, slots=True)
class Frequencies:
    """The counts of every node by index, and how many code points and words of text there are."""

    nodes: tuple[NodeCounts, ...]
    length: int
    words: int


def frequencies(of: Corpus) -> Frequencies:
    """Count codings, sources, cases, code points and words of every node, own and total.

    A coding counts if at least one code point of it is counted text, a word where its first
    character is. Raises ValueError for numbers out of range or a circle of parents.
    """
    text = compared_text(of.texts)
    nodes = len(of.parents)
    coders = int(of.codings.coder.max(initial=0)) + 1
    counted = study(text, nodes, coders, of.codings)
    joined = replace(counted, codings=union(everyone_as_one(counted.codings)))
    everything = rolled_up(joined, of.parents)
    totals = replace(joined, codings=union(everything.codings))
    number, words = _words_covered(text, of.words, joined.codings, totals.codings)
    codings = np.bincount(counted.codings.node, minlength=nodes)
    own = _measured(joined, words[0], of.links)
    total = _measured(totals, words[1], of.links)
    length = int(text.length.sum())
    columns = [codings, _summed_up(codings, of.parents)]
    for mine, all_below in zip(own, total, strict=True):
        columns += [mine, all_below]
    rows = [
        NodeCounts(*row, *((row[7] / length,) if length else ()))
        for row in np.array(columns, dtype=np.int64).reshape(10, nodes).T.tolist()
    ]
    return Frequencies(tuple(rows), length, number)


def of_coder(corpus: Corpus, coder: int) -> Corpus:
    """Return the corpus with one coder's codings only; the text stays the same."""
    return replace(corpus, codings=corpus.codings.take(corpus.codings.coder == coder))


def of_source(corpus: Corpus, source: int) -> Corpus:
    """Return the corpus with one source's text only."""
    return _narrowed(corpus, {source: corpus.texts[source]}, corpus.links)


def of_cases(corpus: Corpus, cases: Collection[int]) -> Corpus:
    """Return the corpus with the text in which some of these cases are heard, and no other case.

    The length of the text counted shrinks with it, so a share is one of the cases' own text.
    """
    links = [link for link in corpus.links if link.case in cases]
    heard: dict[int, list[tuple[int, int]]] = {}
    for link in links:
        counted = corpus.texts[link.source]
        pieces = counted if link.pieces is None else intersected(counted, tidy(link.pieces))
        heard.setdefault(link.source, []).extend(pieces)
    return _narrowed(corpus, heard, links)


def intersected(first: Pieces, second: Pieces) -> list[tuple[int, int]]:
    """Return what two lists of pieces have in common; each ordered and without overlaps."""
    common = []
    i = j = 0
    while i < len(first) and j < len(second):
        start = max(first[i][0], second[j][0])
        end = min(first[i][1], second[j][1])
        if start < end:
            common.append((start, end))
        if first[i][1] <= second[j][1]:
            i += 1
        else:
            j += 1
    return common


def word_starts(text: str) -> Ints:
    """Return where the words of a text start [words], in code points; a word is what WORD finds."""
    characters = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<U1")
    if len(characters) == 0:
        return np.empty(0, dtype=np.int64)
    code = characters.view("<u4")
    letter = np.strings.isalnum(characters) | ((code >= 0x300) & (code <= 0x36F))
    joiner = np.isin(code, [ord(char) for char in _JOINERS])
    start = letter.copy()
    start[1:] &= ~letter[:-1]
    start[2:] &= ~(joiner[1:-1] & letter[:-2])
    starts: Ints = np.flatnonzero(start)
    return starts


def _narrowed(
    corpus: Corpus,
    texts: dict[int, Pieces] | dict[int, list[tuple[int, int]]],
    links: Sequence[CaseLink],
) -> Corpus:
    """Return the corpus with these texts only and the codings in them."""
    inside: Bools = np.zeros(len(corpus.texts), dtype=np.bool_)
    inside[list(texts)] = True
    return replace(
        corpus,
        texts=[texts.get(source, ()) for source in range(len(corpus.texts))],
        codings=corpus.codings.take(inside[corpus.codings.source]),
        links=links,
    )


def _words_covered(
    text: ComparedText, words: Sequence[Ints], *parts: Codings
) -> tuple[int, list[Ints]]:
    """Return how many words are counted, and for each part how many begin in each of its spans."""
    source = np.concatenate([part.source for part in parts])
    start = np.concatenate([part.start for part in parts])
    end = np.concatenate([part.end for part in parts])
    number = np.zeros(len(source), dtype=np.int64)
    order = np.argsort(source, kind="stable")
    edge = np.searchsorted(source[order], np.arange(text.sources + 1))
    counted = 0
    for index in np.flatnonzero(text.length).tolist():
        places = _word_places(text, index, words[index])
        counted += len(places)
        rows = order[edge[index] : edge[index + 1]]
        number[rows] = np.searchsorted(places, end[rows]) - np.searchsorted(places, start[rows])
    return counted, np.split(number, np.cumsum([len(part) for part in parts])[:-1])


def _word_places(text: ComparedText, source: int, words: Ints) -> Ints:
    """Return where the words of one source begin in its compared text, without those outside."""
    own = slice(text.first[source], text.first[source + 1])
    start, end, base = text.start[own], text.end[own], text.base[own]
    piece = np.maximum(np.searchsorted(start, words, side="right") - 1, 0)
    inside = (words >= start[piece]) & (words < end[piece])
    places: Ints = (base[piece] + words - start[piece])[inside]
    return places


def _measured(
    joined: Study, words: Ints, links: Sequence[CaseLink]
) -> tuple[Ints, Ints, Ints, Ints]:
    """Return sources, cases, characters and words per node of codings that do not overlap."""
    codings, nodes, sources = joined.codings, joined.nodes, joined.text.sources
    pair = np.unique(codings.node * sources + codings.source)

    def per_node(amount: Ints) -> Ints:
        return np.bincount(codings.node, weights=amount, minlength=nodes).astype(np.int64)

    return (
        np.bincount(pair // max(sources, 1), minlength=nodes),
        _cases(joined, links),
        per_node(codings.end - codings.start),
        per_node(words),
    )


def _cases(joined: Study, links: Sequence[CaseLink]) -> Ints:
    """Return in the text of how many cases each node was used [nodes]."""
    codings, nodes, text = joined.codings, joined.nodes, joined.text
    order = np.argsort(codings.source, kind="stable")
    edge = np.searchsorted(codings.source[order], np.arange(text.sources + 1))
    found = [np.empty(0, dtype=np.int64)]
    for link in links:
        rows = order[edge[link.source] : edge[link.source + 1]]
        if link.pieces is not None:
            rows = rows[_touches(text, link, codings.start[rows], codings.end[rows])]
        found.append(link.case * nodes + codings.node[rows])
    pair = np.unique(np.concatenate(found))
    number: Ints = np.bincount(pair % max(nodes, 1), minlength=nodes)
    return number


def _touches(text: ComparedText, link: CaseLink, start: Ints, end: Ints) -> Bools:
    """Say of positions in a link's source whether they overlap the link's pieces."""
    edges = np.array(tidy(link.pieces or ()), dtype=np.int64).reshape(-1, 2)
    source = np.full(len(edges), link.source)
    opens = text.position(source, np.ascontiguousarray(edges[:, 0]))
    closes = text.position(source, np.ascontiguousarray(edges[:, 1]))
    some = opens < closes
    after = np.searchsorted(closes[some], start, side="right")
    before = np.searchsorted(opens[some], end, side="left")
    return np.asarray(after < before)


def _summed_up(amount: Ints, parents: Ints) -> Ints:
    """Return each node's amount with those of its descendants added [nodes]."""
    total = amount.copy()
    above = parents
    while (inside := above >= 0).any():
        np.add.at(total, above[inside], amount[inside])
        above = np.where(inside, parents[above], -1)
    return total
