"""Excerpts: what is retrieved, in which order and groups, with what around it."""

from pathlib import Path

import pytest

from qda_app.domain.transcript import Transcript, Turn
from qda_app.services.commands.cases import CaseLine, ImportCases
from qda_app.services.commands.codings import ApplyNode, SetCertainty
from qda_app.services.commands.memos import WriteMemo
from qda_app.services.commands.sources import ImportSources
from qda_app.services.project import Project
from qda_app.services.retrieval.excerpts import retrieve
from qda_app.services.retrieval.groups import grouped, ordered
from qda_app.services.sample import write_sample

TALK = "E: ¿Y ahora? Diga.\nAna 😀: Antes cerraba. Ahora entro 😀.\nE: ¿Algo más?\n"


def node(project, name):
    return next(n.id for n in project.read.tree().order if n.name == name)


def coder(project, name):
    return next(c.id for c in project.read.coders() if c.name == name)


@pytest.fixture
def talk(project: Project):
    """Return the project with a source of three turns, and its id."""
    a, b = TALK.index("Ana 😀"), TALK.index("E: ¿Algo")
    turns = (
        Turn(0, 3, a - 1, "E", interviewer=True, seconds=1.0),
        Turn(a, a + 7, b - 1, "Ana 😀", seconds=14.5),
        Turn(b, b + 3, len(TALK) - 1, "E", interviewer=True),
    )
    return project.run(ImportSources([Transcript("talk", TALK, "txt", turns=turns)]))[0]


def code(project, source, words, name, who="Ana"):
    text = project.read.text(source)
    start = text.index(words)
    command = ApplyNode([node(project, name)], source, start, start + len(words))
    project.become(who)
    project.run(command)
    return next(
        c.id
        for c in project.read.codings([coder(project, who)], source)
        if (c.start, c.end, c.node) == (start, start + len(words), node(project, name))
    )


def test_every_excerpt_is_its_source_code_point_for_code_point(project, talk):
    code(project, talk, "Ahora entro 😀.", "B")
    code(project, talk, "Antes cerraba.", "D", "Bruno")
    found = retrieve(project.read)
    assert [e.text for e in found] == ["Antes cerraba.", "Ahora entro 😀."]
    for each in found:
        assert project.read.text(each.source)[each.start : each.end] == each.text
    assert (found[1].speaker, found[1].seconds, found[1].source_name) == ("Ana 😀", 14.5, "talk")


def test_nodes_below_coders_sources_and_ids_limit_what_is_shown(project, talk):
    one = code(project, talk, "Antes", "B")
    other = code(project, talk, "Ahora", "A", "Bruno")
    parent = node(project, "A")
    read = project.read
    assert {e.ids for e in retrieve(read, [parent])} == {(one,), (other,)}
    assert [e.ids for e in retrieve(read, [parent], with_below=False)] == [(other,)]
    assert [e.ids for e in retrieve(read, coders=[coder(project, "Ana")])] == [(one,)]
    assert retrieve(read, sources=[talk + 1]) == []
    assert [e.ids for e in retrieve(read, ids=[other])] == [(other,)]
    assert retrieve(read, []) == []
    assert retrieve(read, [9_999]) == []


def test_a_passage_that_is_shared_is_shown_once_with_everybody(project, talk):
    ids = (
        code(project, talk, "Antes cerraba.", "B"),
        code(project, talk, "Antes cerraba.", "D"),
        code(project, talk, "Antes cerraba.", "B", "Bruno"),
    )
    project.run(SetCertainty([ids[2]], 1))
    guid = project.read.codings(ids=[ids[2]])[0].guid
    project.run(WriteMemo(guid, "coding", "dudo"))
    assert len(retrieve(project.read)) == 3
    (found,) = retrieve(project.read, merge_same=True)
    assert set(found.ids) == set(ids)
    assert len(found.nodes) == len(found.coders) == 2
    assert (found.memo, found.certainty, found.whole) == ("dudo", 1, True)


@pytest.mark.parametrize(
    ("context", "before", "after"),
    [
        ("sentence", "Antes cerraba. ", "\nE: ¿Algo más?"),
        ("paragraph", "Ana 😀: Antes cerraba. ", "\nE: ¿Algo más?"),
        ("turn", "Ana 😀: Antes cerraba. ", "\nE: ¿Algo más?"),
        (9, "cerraba. ", "\nE: ¿Algo"),
        (8, "", "\nE:"),
        (0, "", ""),
    ],
)
def test_context_stands_around_the_passage(project, talk, context, before, after):
    code(project, talk, "Ahora entro 😀.", "B")
    (found,) = retrieve(project.read, context=context)
    assert (found.before, found.after) == (before, after)
    assert found.before + found.text + found.after in TALK


def test_a_passage_that_is_a_whole_turn_has_the_question_before_it(project, talk):
    code(project, talk, "Ana 😀: Antes cerraba. Ahora entro 😀.", "B")
    (found,) = retrieve(project.read, context="turn")
    assert found.before == "E: ¿Y ahora? Diga.\n"
    code(project, talk, TALK, "D")
    whole = retrieve(project.read, [node(project, "D")], context="turn")[0]
    assert (whole.before, whole.after) == ("", "")


def test_attributes_filter_group_and_are_named(tmp_path: Path):
    with Project.open(write_sample(tmp_path / "sample")) as project:
        read = project.read
        everything = retrieve(read)
        assert len(everything) == len(read.codings())
        name = read.attributes()[0][0]
        groups = grouped(everything, name, read.tree(), {})
        assert sum(len(group.excerpts) for group in groups) == len(everything)
        first = groups[0]
        assert retrieve(read, where={name: {first.key}}) == list(first.excerpts)
        by_node = grouped(everything, "node", read.tree(), {})
        counts = read.counts_by_node()
        assert {g.key: len(g.excerpts) for g in by_node} == counts
        assert [g.title for g in by_node] == [
            p for n, p in read.tree().paths().items() if n in counts
        ]
        people = {c.id: c.name for c in read.coders()}
        assert [g.title for g in grouped(everything, "coder", read.tree(), people)] == [
            "Ana",
            "Bruno",
        ]
        assert [g.key for g in grouped(everything, "source", read.tree(), {})] == [
            s.name for s in read.sources()
        ]


def test_what_has_no_case_stands_under_a_heading_of_its_own(project, talk):
    code(project, talk, "Antes", "B")
    project.run(ImportCases([CaseLine(1, "P1", {"rol": "directora"}, "one")], {"rol": "text"}))
    code(project, next(s.id for s in project.read.sources() if s.name == "one"), "Antes", "B")
    groups = grouped(retrieve(project.read), "rol", project.read.tree(), {})
    assert [(g.key, g.title) for g in groups] == [("directora", "directora"), ("", "rol: none")]


def test_orders(project, talk):
    code(project, talk, "Ahora entro 😀.", "D")
    code(project, talk, "entro", "B")
    code(project, talk, "Antes", "D")
    found, tree = retrieve(project.read), project.read.tree()

    def words(by):
        return [e.text for e in ordered(found, by, tree)]

    assert words("source") == ["Antes", "Ahora entro 😀.", "entro"]
    assert words("node") == ["entro", "Antes", "Ahora entro 😀."]
    assert words("longest")[0] == "Ahora entro 😀."
    assert words("shortest") == ["Antes", "entro", "Ahora entro 😀."]
    assert words("position") == words("source")
