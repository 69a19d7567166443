import naive_agreement as naive
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qda_app.analysis.agreement.study import codings_of
from qda_app.analysis.frequencies import (
    WORD,
    CaseLink,
    Corpus,
    NodeCounts,
    frequencies,
    intersected,
    of_cases,
    of_coder,
    of_source,
    word_starts,
)

LETTERS = st.text(alphabet="ab1ñ -'’\n_.😀\u0301\u2011", max_size=60)


@given(LETTERS)
def test_word_starts_are_those_of_the_expression(text):
    assert word_starts(text).tolist() == [m.start() for m in WORD.finditer(text)]


def test_words_keep_inner_apostrophes_and_hyphens():
    text = "El co-docente dijo: «don’t», 21 años — ¿sí? 'x' a--b"
    found = [WORD.match(text, at).group() for at in word_starts(text)]
    assert found == ["El", "co-docente", "dijo", "don’t", "21", "años", "sí", "x", "a", "b"]


@st.composite
def corpora(draw):
    rows, texts, nodes, coders, parents = draw(naive.studies())
    words = [draw(st.text(alphabet="ab -", min_size=40, max_size=40)) for _ in texts]
    links = []
    for case in range(draw(st.integers(0, 3))):
        source = draw(st.integers(0, len(texts) - 1))
        edges = sorted(draw(st.sets(st.integers(0, 40), max_size=4)))
        pieces = list(zip(edges[::2], edges[1::2], strict=False)) if draw(st.booleans()) else None
        links.append(CaseLink(case, source, pieces))
    return rows, texts, nodes, coders, parents, words, links


def corpus_of(rows, texts, parents, words, links):
    starts = [word_starts(text) for text in words]
    return Corpus(texts, starts, np.array(parents, dtype=np.int64), codings_of(rows), links)


def naive_counts(rows, texts, parents, words, links, node, *, total):
    """Return codings, sources, cases, characters and words of a node from sets."""
    family = naive.below(parents, node) if total else {node}
    counted = [{p for a, b in pieces for p in range(a, b)} for pieces in texts]
    mine = [row for row in rows if row[1] in family and counted[row[0]] & {*range(*row[3:])}]
    covered = [
        {p for s, _, _, a, b in mine if s == source for p in range(a, b)} & counted[source]
        for source in range(len(texts))
    ]
    cases = set()
    for link in links:
        pieces = [(0, 99)] if link.pieces is None else link.pieces
        if covered[link.source] & {p for a, b in pieces for p in range(a, b)}:
            cases.add(link.case)
    starts = [{m.start() for m in WORD.finditer(text)} for text in words]
    return (
        len(mine),
        sum(1 for points in covered if points),
        len(cases),
        sum(map(len, covered)),
        sum(len(points & begin) for points, begin in zip(covered, starts, strict=True)),
    )


def check(found, rows, texts, parents, words, links):
    length = sum(b - a for pieces in texts for a, b in pieces)
    assert found.length == length
    for node, counts in enumerate(found.nodes):
        own = naive_counts(rows, texts, parents, words, links, node, total=False)
        total = naive_counts(rows, texts, parents, words, links, node, total=True)
        assert own == (
            counts.codings,
            counts.sources,
            counts.cases,
            counts.characters,
            counts.words,
        )
        assert total == (
            counts.codings_total,
            counts.sources_total,
            counts.cases_total,
            counts.characters_total,
            counts.words_total,
        )
        assert counts.share == (total[3] / length if length else None)


@given(corpora())
def test_counts_equal_those_from_sets(drawn):
    rows, texts, _, coders, parents, words, links = drawn
    whole = corpus_of(rows, texts, parents, words, links)
    check(frequencies(whole), rows, texts, parents, words, links)
    for coder in range(coders):
        mine = [row for row in rows if row[2] == coder]
        check(frequencies(of_coder(whole, coder)), mine, texts, parents, words, links)


@given(corpora())
def test_groups_count_their_own_text(drawn):
    rows, texts, _, _, parents, words, links = drawn
    whole = corpus_of(rows, texts, parents, words, links)
    only = [pieces if source == 0 else [] for source, pieces in enumerate(texts)]
    check(frequencies(of_source(whole, 0)), rows, only, parents, words, links)
    some = [link for link in links if link.case != 1]
    heard = []
    for source, pieces in enumerate(texts):
        points = {p for a, b in pieces for p in range(a, b)}
        said = set()
        for link in some:
            if link.source == source:
                spans = [(0, 99)] if link.pieces is None else link.pieces
                said |= points & {p for a, b in spans for p in range(a, b)}
        heard.append([(p, p + 1) for p in sorted(said)])
    check(frequencies(of_cases(whole, {0, 2})), rows, heard, parents, words, some)


def test_a_passage_that_two_coders_gave_counts_once():
    rows = [(0, 0, 0, 0, 10), (0, 0, 1, 0, 10), (0, 0, 1, 5, 12)]
    found = frequencies(corpus_of(rows, [[(0, 20)]], [-1], ["one two three four five"], []))
    node = found.nodes[0]
    assert (node.codings, node.characters, node.words, node.share) == (3, 12, 3, 0.6)
    assert (found.length, found.words) == (20, 5)
    printed = node.as_json("Factors > Obstacles")
    assert ["node", *(n for n in NodeCounts.__slots__ if n != "cases_total")] == list(printed)


def test_without_text_a_share_does_not_exist():
    assert frequencies(corpus_of([], [], [-1], [], [])).nodes[0].share is None
    assert frequencies(corpus_of([], [[(0, 3)]], [], ["abc"], [])).nodes == ()


def test_pieces_in_common():
    assert intersected([(0, 5), (8, 20)], [(3, 9), (10, 12), (19, 30)]) == [
        (3, 5), (8, 9), (10, 12), (19, 20)
    ]  # fmt: skip


def test_a_circle_of_parents_is_refused():
    with pytest.raises(ValueError, match="circle"):
        frequencies(corpus_of([(0, 0, 0, 0, 1)], [[(0, 3)]], [1, 0], ["abc"], []))
