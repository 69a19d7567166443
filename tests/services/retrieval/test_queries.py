"""Queries against a naive reading of the characters, saved, renamed, deleted, read back."""

import json
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qda_app.domain.errors import QdaError
from qda_app.domain.query import (
    And,
    Near,
    Not,
    Or,
    Overlapping,
    Term,
    Within,
    Without,
)
from qda_app.services.commands.codings import ApplyNode
from qda_app.services.commands.nodes import DeleteNode, RenameNode
from qda_app.services.commands.queries import DeleteQuery, RenameQuery, SaveQuery
from qda_app.services.retrieval.queries import evaluate
from qda_app.services.retrieval.query_json import from_json, to_json
from qda_app.services.retrieval.query_words import in_words

CODED = {
    "A": [(0, 20), (60, 70)],
    "B": [(10, 30), (90, 100), (200, 210)],
    "C": [(12, 15), (150, 160)],
    "D": [(205, 209), (330, 331)],
}


@pytest.fixture
def coded(project):
    """Return the project with codings at its four nodes in the first source; ids by name."""
    ids = {node.name: node.id for node in project.read.tree().order}
    source = project.read.sources()[0].id
    project.become("Ana")
    for name, spans in CODED.items():
        for start, end in spans:
            project.run(ApplyNode([ids[name]], source, start, end))
    return project, {name: Term((key,), with_below=False) for name, key in ids.items()}


def spans(project, query, **choices):
    return [(e.start, e.end) for e in evaluate(project.read, query, **choices)]


def touching(p, q):
    return p[0] < q[1] and q[0] < p[1]


def line(text, at):
    return text.count("\n", 0, at)


def test_operators_say_what_they_say(coded):
    project, at = coded
    a, b = at["A"], at["B"]
    assert spans(project, a) == CODED["A"]
    assert spans(project, Or((a, b))) == sorted(CODED["A"] + CODED["B"])
    assert spans(project, And((a, b))) == [(10, 20)]
    assert spans(project, Overlapping(a, b)) == [(0, 20)]
    assert spans(project, Without(a, b)) == [(60, 70)]
    assert spans(project, Within(at["C"], a)) == [(12, 15)]
    assert spans(project, Near(a, b, 19)) == [(0, 20)]
    assert spans(project, Near(a, b, 20)) == [(0, 20), (60, 70)]
    assert spans(project, Without(a, b, 20)) == []
    assert spans(project, Near(at["D"], at["C"], "source")) == CODED["D"]
    assert spans(project, Without(at["D"], at["C"], "source")) == []


def test_units_are_lines_where_a_source_has_no_turns(coded):
    project, at = coded
    text = project.read.text(project.read.sources()[0].id)
    for reach in ("paragraph", "turn"):
        expected = [
            p for p in CODED["A"] if any(line(text, p[0]) == line(text, q[0]) for q in CODED["B"])
        ]
        assert spans(project, Near(at["A"], at["B"], reach)) == expected
        free = evaluate(project.read, Not(Or((at["A"], at["B"])), reach))
        lines = {line(text, p[0]) for name in "AB" for p in CODED[name]}
        first = [e for e in free if e.source_name == "one"]
        assert [line(text, e.start) for e in first] == [n for n in range(5) if n not in lines]
        assert all(e.ids == () and e.nodes == () for e in free)
    assert [e.source_name for e in evaluate(project.read, Not(at["A"], "source"))] == ["two"]


def test_text_outside(coded):
    project, at = coded
    source = project.read.sources()[0]
    every = Or(tuple(at.values()))
    outside = evaluate(project.read, Not(every, "text"), sources=[source.id])
    covered = {c for spans in CODED.values() for p in spans for c in range(*p)}
    assert {c for e in outside for c in range(e.start, e.end)} == set(
        range(source.length)
    ) - covered


names = st.sampled_from("ABCD")
queries = st.recursive(
    names,
    lambda inner: st.tuples(st.sampled_from(["and", "or", "over", "within", "near"]), inner, inner),
    max_leaves=4,
)


def built(drawn, at):
    if isinstance(drawn, str):
        return at[drawn]
    name, one, other = drawn
    a, b = built(one, at), built(other, at)
    if name in {"and", "or"}:
        return {"and": And, "or": Or}[name]((a, b))
    return {"over": Overlapping, "within": Within}[name](a, b) if name != "near" else Near(a, b, 40)


def naive(drawn):
    if isinstance(drawn, str):
        return set(CODED[drawn])
    name, one, other = drawn
    a, b = naive(one), naive(other)
    text = {c for q in b for c in range(*q)}
    if name == "or":
        return a | b
    if name == "and":
        both = {c for p in a for c in range(*p)} & text
        starts = [c for c in sorted(both) if c - 1 not in both]
        return {(s, next(e for e in range(s, 500) if e not in both)) for s in starts}
    if name == "over":
        return {p for p in a if any(touching(p, q) for q in b)}
    if name == "within":
        return {p for p in a if set(range(*p)) <= text}
    return {p for p in a if any(max(p[0] - q[1], q[0] - p[1]) <= 40 for q in b)}


def test_any_nesting_against_single_characters(coded):
    project, at = coded

    @given(queries)
    def check(drawn):
        assert set(spans(project, built(drawn, at))) == naive(drawn)

    check()


def test_results_carry_the_codings_that_they_were_found_by(coded):
    project, at = coded
    (shared,) = evaluate(project.read, And((at["A"], at["B"])))
    assert not shared.whole
    assert {c.node for c in project.read.codings(ids=shared.ids)} == {
        *at["A"].nodes,
        *at["B"].nodes,
    }
    (over,) = evaluate(project.read, Overlapping(at["A"], at["B"]))
    assert (over.whole, over.nodes) == (True, at["A"].nodes)
    assert spans(project, at["A"], coders=[]) == []
    assert evaluate(project.read, at["A"], sources=[project.read.sources()[1].id]) == []


def test_a_query_survives_renaming_and_says_when_its_node_is_gone(coded):
    project, at = coded
    query = Without(
        Or((Near(at["A"], at["B"], "turn"), Not(at["C"], "source"))),
        Within(at["B"], And((at["D"], Overlapping(at["A"], at["C"])))),
    )
    kept = project.run(SaveQuery(" Two  words ", to_json(query, project.read.tree())))
    (saved,) = project.read.saved_queries()
    assert (saved.id, saved.name) == (kept, "Two words")
    project.run(RenameNode(at["A"].nodes[0], "Another"))
    assert from_json(saved.definition, project.read.tree()) == query
    project.become(None)
    leaf = at["D"].nodes[0]
    project.run(DeleteNode(leaf))
    with pytest.raises(QdaError, match="“D”, which is no longer in the project"):
        from_json(saved.definition, project.read.tree())
    assert project.check() is None


def test_saved_queries_are_renamed_overwritten_deleted_and_brought_back(coded):
    project, at = coded
    tree = project.read.tree()
    one = project.run(SaveQuery("one", to_json(at["A"], tree)))
    two = project.run(SaveQuery("two", to_json(at["B"], tree)))
    for command in (SaveQuery("ONE", "x"), RenameQuery(two, "one"), RenameQuery(two, "  ")):
        with pytest.raises(QdaError):
            project.run(command)
    project.run(RenameQuery(two, "Two"))
    project.run(SaveQuery("one", to_json(at["C"], tree), one))
    project.run(DeleteQuery(two, "Two"))
    (left,) = project.read.saved_queries()
    assert from_json(left.definition, tree) == at["C"]
    with pytest.raises(QdaError):
        project.run(RenameQuery(two, "again"))
    project.undo()
    project.undo()
    assert [q.name for q in project.read.saved_queries()] == ["one", "Two"]
    assert from_json(project.read.saved_queries()[0].definition, tree) == at["A"]


@pytest.mark.parametrize(
    "query",
    [
        {"op": "weird"},
        {"op": "term", "nodes": [], "below": True, "x": 1} | {"op": 5},
        {"op": "not", "scope": "galaxy", "part": {"op": "or", "parts": []}},
        {
            "op": "near",
            "reach": -3,
            "a": {"op": "or", "parts": []},
            "b": {"op": "or", "parts": []},
        },
        [],
    ],
)
def test_what_is_no_query_is_refused(coded, query):
    project, _at = coded
    tree = project.read.tree()
    with pytest.raises(QdaError, match="cannot be read"):
        from_json(json.dumps({"version": 1, "query": query}), tree)
    with pytest.raises(QdaError, match="cannot be read"):
        from_json("{", tree)
    with pytest.raises(QdaError, match="newer version"):
        from_json(json.dumps({"version": 99, "query": query}), tree)


def test_every_operator_has_words_of_its_own(coded):
    project, at = coded
    a, b, tree = at["A"], at["B"], project.read.tree()
    assert in_words(Overlapping(a, b), tree) == (
        "passages coded at “A” that overlap passages coded at “B”"
    )
    every = [And((a, b)), Or((a, b)), Within(a, b), Overlapping(a, b)]
    every += [Not(a, scope) for scope in ("text", "paragraph", "turn", "source")]
    every += [Near(a, b, reach) for reach in (5, "paragraph", "turn", "source")]
    every += [Without(a, b, reach) for reach in (None, 5, "paragraph", "turn", "source")]
    said = [in_words(query, tree) for query in every]
    assert all(one != other for one, other in combinations(said, 2))
