"""Word tables of a project, its stop words, and the order of words in context."""

import pytest

from qda_app.domain.transcript import Transcript, Turn
from qda_app.services.commands.codings import ApplyNode
from qda_app.services.commands.sources import ImportSources
from qda_app.services.searching import search
from qda_app.services.shelf import Scope
from qda_app.services.word_tables import (
    StopWords,
    WordChoices,
    in_order,
    keep_stop_words,
    project_stop_words,
    sheet,
    word_table,
)

PLAIN = WordChoices(lemmas=False, leave_out=False, shortest=1)


@pytest.fixture
def study(project):
    for source in project.read.sources():
        project.run(_gone(source.id))
    for name, role, words in (
        ("A", "Director", "La escuela y las escuelas cambian."),
        ("B", "Teacher", "Mi escuela cambió; cambió mucho."),
    ):
        text = f"Notas\nE: ¿Cambió la escuela?\nP: {words}\n"
        first, second = text.index("E:"), text.index("P:")
        turns = (
            Turn(first, first + 3, second - 1, "E", interviewer=True),
            Turn(second, second + 3, len(text) - 1, "P"),
        )
        made = Transcript(
            name, text, "txt", turns=turns, language="es", case=name, attributes={"role": role}
        )
        project.run(ImportSources([made]))
    return project


def _gone(source):
    from qda_app.services.commands.sources import RemoveSource

    return RemoveSource(source)


def counts(table):
    return {row.word: row.count for row in table.rows}


def test_words_of_everything_said_without_labels(study):
    table = word_table(study.read, PLAIN)
    assert counts(table) == {
        "escuela": 4, "cambió": 4, "la": 3, "escuelas": 1, "las": 1, "y": 1, "cambian": 1,
        "mi": 1, "mucho": 1,
    }  # fmt: skip
    assert table.total == sum(counts(table).values())
    assert [row.word for row in table.rows[:3]] == ["cambió", "escuela", "la"]
    assert table.rows[0].share == 4 / table.total
    assert (table.rows[0].sources, table.rows[0].cases) == (2, 2)


def test_lemmas_without_stop_words_and_short_ones(study):
    table = word_table(study.read, WordChoices())
    assert counts(table) == {"escuela": 5, "cambiar": 5}
    assert table.rows[1].forms == (("escuela", 4), ("escuelas", 1))
    assert counts(word_table(study.read, WordChoices(shortest=7))) == {"escuela": 5, "cambiar": 5}
    assert counts(word_table(study.read, WordChoices(shortest=8))) == {}


def test_participants_cases_and_columns(study):
    scope = Scope(participants_only=True)
    assert counts(word_table(study.read, WordChoices(scope))) == {"escuela": 3, "cambiar": 3}
    director = Scope(participants_only=True, where={"role": {"Director"}})
    assert counts(word_table(study.read, WordChoices(director))) == {"escuela": 2, "cambiar": 1}
    table = word_table(study.read, WordChoices(scope, by="role"))
    assert table.columns == ("Director", "Teacher")
    assert {row.word: row.columns for row in table.rows} == {"escuela": (2, 1), "cambiar": (1, 2)}


def test_what_is_coded_at_a_node(study):
    source = next(s.id for s in study.read.sources() if s.name == "B")
    node = study.read.tree().order[0].id
    study.become("Ana")
    start = study.read.text(source).index("cambió; cambió")
    for length in (6, 14):  # overlapping codings count their words once
        study.run(ApplyNode([node], source, start, start + length))
    table = word_table(study.read, WordChoices(Scope(nodes=frozenset({node}))))
    assert counts(table) == {"cambiar": 2}
    assert table.total == 2


def test_own_stop_words_are_kept_with_the_project_and_undone(study):
    shipped = StopWords().of("es")
    study.run(keep_stop_words((shipped | {"Escuela"}) - {"mucho"}, shipped=shipped))
    assert project_stop_words(study.read) == StopWords(frozenset({"escuela"}),
                                                       frozenset({"mucho"}))  # fmt: skip
    assert counts(word_table(study.read)) == {"cambiar": 5, "mucho": 1}
    assert study.undo_label == "Changed the stop words"
    study.undo()
    assert project_stop_words(study.read) == StopWords()
    assert counts(word_table(study.read)) == {"escuela": 5, "cambiar": 5}


def test_the_sheet_holds_what_the_table_shows(study):
    header, rows = sheet(word_table(study.read, WordChoices(by="role")))
    assert header == ["word", "times", "share", "sources", "cases", "Director", "Teacher", "forms"]
    assert rows[0][:2] == ["cambiar", 5]
    assert rows[0][-1] == "cambió (4), cambian (1)"
    assert sheet(word_table(study.read, PLAIN))[0][-1] == "cases"


def test_context_is_ordered_by_the_words_around(study):
    hits = search(study.read, "escuela", whole_words=True, word_forms=True).hits
    assert in_order(hits, "text") == hits
    assert [h.match for h in in_order(hits, "match")] == ["escuela"] * 4 + ["escuelas"]
    assert [h.before.split()[-1].lower() for h in in_order(hits, "left")] == [
        "la", "la", "la", "las", "mi",
    ]  # fmt: skip
    assert in_order(hits, "right")[-1].after.startswith(" y")
