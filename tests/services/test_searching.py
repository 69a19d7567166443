"""Search across a project: literal, in text order, within the text that is meant."""

import pytest

from qda_app.domain.transcript import Transcript, Turn
from qda_app.services.commands.codings import ApplyNode
from qda_app.services.commands.memos import WriteMemo
from qda_app.services.commands.nodes import Branch, GrowTree
from qda_app.services.commands.sources import ImportSources
from qda_app.services.project import Project
from qda_app.services.sample import write_sample
from qda_app.services.searching import AROUND, search, search_project
from qda_app.services.shelf import Shelf, shared, within


def turns(*said):
    text, made = "", []
    for speaker, words, interviewer in said:
        start = len(text)
        text += f"{speaker}: {words}\n"
        made.append(
            Turn(start, start + len(speaker) + 2, len(text) - 1, speaker, interviewer=interviewer)
        )
    return text, tuple(made)


@pytest.fixture
def study(project):
    for name, role, said in (
        ("A", "Director", 'El 100 % de los niños cambió 😀. La co-docente dijo "no" al cambio.'),
        ("B", "Teacher", "Las escuelas cambian: cambiaron. Straße. El 100 por ciento."),
    ):
        text, made = turns(("E", "¿Qué cambió en la escuela?", True), ("P", said, False))
        project.run(
            ImportSources(
                [
                    Transcript(
                        name, text, "txt", turns=made, language="es", case=name,
                        attributes={"role": role},
                    )
                ]
            )
        )  # fmt: skip
    return project


def matches(result):
    return [(hit.name, hit.match) for hit in result.hits]


def test_hits_are_in_text_order_and_equal_the_source(study):
    found = search(study.read, "cambi")
    assert [hit.name for hit in found.hits] == ["A", "A", "A", "B", "B", "B"]
    assert (found.total, found.sources, found.searched) == (6, 2, 4)
    for hit in found.hits:
        text = study.read.text(hit.source)
        assert text[hit.start : hit.end] == hit.match == hit.span.of(text)
        around = text[hit.start - len(hit.before) : hit.end + len(hit.after)]
        assert around == hit.before + hit.match + hit.after
        assert len(hit.before) <= AROUND
    first, second = found.hits[:2]
    assert (first.before, first.match, first.after) == ("¿Qué ", "cambi", "ó en la escuela?")
    assert (first.speaker, first.case, second.speaker) == ("E", "A", "P")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("100 %", [("A", "100 %")]),
        ("co-doc", [("A", "co-doc")]),
        ('"no"', [("A", '"no"')]),
        ("STRASSE", [("B", "Straße")]),
        ("NOT OR *", []),
        ("cambió OR", []),
        ("ninos cambio", []),
        ("", []),
        ("zzz", []),
    ],
)
@pytest.mark.parametrize("at_hand", [False, True])
def test_what_is_typed_is_never_query_syntax(study, query, expected, at_hand):
    shelf = Shelf(study.read)
    if at_hand:
        search(study.read, "a", shelf=shelf)
        assert shelf.whole
    assert matches(search(study.read, query, shelf=shelf)) == expected


def test_exact_whole_and_word_forms(study):
    read = study.read
    assert matches(search(read, "El 100", fold_case=False)) == [("A", "El 100"), ("B", "El 100")]
    assert matches(search(read, "el 100", fold_case=False)) == []
    assert matches(search(read, "cambio", whole_words=True)) == [
        ("A", "cambió"), ("A", "cambió"), ("A", "cambio"), ("B", "cambió"),
    ]  # fmt: skip
    assert matches(search(read, "cambio", whole_words=True, fold_case=False)) == [("A", "cambio")]
    assert [m for _n, m in matches(search(read, "cambiar", word_forms=True))] == [
        "cambió", "cambió", "cambio", "cambió", "cambian", "cambiaron",
    ]  # fmt: skip
    accents = search(read, "cambiar", word_forms=True, fold_case=False)
    assert accents.total == 6
    assert matches(search(read, "la escuela", word_forms=True)) == [
        ("A", "la escuela"), ("B", "la escuela"), ("B", "Las escuelas"),
    ]  # fmt: skip
    assert matches(search(read, "...", word_forms=True)) == []


def test_the_text_that_is_meant(study):
    read = study.read
    assert [h.speaker for h in search(read, "cambió", participants_only=True).hits] == ["P", "P"]
    assert search(read, "P:", participants_only=True).total == 0
    only = search(read, "cambi", where={"role": {"Director"}})
    assert {hit.name for hit in only.hits} == {"A"}
    assert search(read, "cambi", where={"role": {"nobody"}}).total == 0
    one = next(s.id for s in read.sources() if s.name == "B")
    assert search(read, "cambi", sources=[one]).searched == 1
    assert {h.source for h in search(read, "cambi", sources=[one]).hits} == {one}


def test_what_is_coded_at_a_node_by_those_one_may_see(study):
    source = next(s.id for s in study.read.sources() if s.name == "A")
    node = study.read.tree().order[0].id
    study.become("Ana")
    start = study.read.text(source).index("La co-docente")
    study.run(ApplyNode([node], source, start, start + 30))
    found = search(study.read, "o", nodes=[node])
    assert found.total
    assert all(start <= hit.start and hit.end <= start + 30 for hit in found.hits)


def test_more_hits_than_asked_for_are_counted(study):
    found = search(study.read, "a", limit=3)
    assert len(found.hits) == 3
    assert found.total == search(study.read, "a").total > 3
    assert found.hits == search(study.read, "a").hits[:3]


def test_a_search_can_be_stopped(study):
    def stop(_done, _of, _name):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        search(study.read, "cambi", progress=stop)


def test_memos_and_nodes_are_found_and_left_out_where_the_text_is_narrowed(study):
    study.run(GrowTree([Branch("A > Cambios", "Lo que cambió desde marzo")]))
    source = study.read.sources()[0]
    study.run(WriteMemo(source.guid, "source", "Aquí cambió todo,\ny el cambio sigue."))
    found = search_project(study.read, "cambi")
    assert found.sources.total == 6
    assert [(h.title, h.match) for h in found.nodes] == [("A > Cambios", "Cambi"),
                                                        ("A > Cambios", "cambi")]  # fmt: skip
    assert [(h.title, h.before, h.match) for h in found.memos] == [
        (source.name, "Aquí ", "cambi"), (source.name, "y el ", "cambi"),
    ]  # fmt: skip
    assert search_project(study.read, "cambi", participants_only=True).memos == []
    assert search_project(study.read, "").nodes == []


def test_pieces():
    assert within([(0, 5), (8, 12)], [(0, 5), (4, 9), (8, 9), (13, 14)]) == [(0, 5), (8, 9)]
    assert within(None, [(3, 4)]) == [(3, 4)]
    assert shared([(0, 5), (8, 12)], [(3, 9), (10, 20)]) == [(3, 5), (8, 9), (10, 12)]
    assert shared(None, [(1, 2)]) == [(1, 2)]
    assert shared([], [(1, 2)]) == []


def test_the_sample_is_searched_alike_with_and_without_the_index(tmp_path):
    with Project.open(write_sample(tmp_path / "sample")) as project:
        shelf = Shelf(project.read)
        for query, forms in (("materiales", False), ("reunion", True), ("la hora", False)):
            cold = search(project.read, query, word_forms=forms)
            search(project.read, "e", shelf=shelf)
            assert cold.total > 0
            assert search(project.read, query, word_forms=forms, shelf=shelf) == cold
