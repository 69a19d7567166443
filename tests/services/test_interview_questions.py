"""Questions that recur are gathered, changed by hand, and their answers coded."""

import pytest

from qda_app.domain.transcript import Transcript, Turn
from qda_app.services.commands.coders import AddCoder
from qda_app.services.commands.nodes import Branch, GrowTree
from qda_app.services.commands.sources import ImportSources
from qda_app.services.interview_questions import (
    answers,
    code_answers,
    merged,
    node_name,
    recurring_questions,
    without,
)
from qda_app.services.project import Project
from qda_app.services.sample import write_sample
from qda_app.services.shelf import Shelf

TALKS = {
    "one": [
        ("E", "¿Qué opina de los materiales?"), ("P", "Buenos."), ("Q", "Malos."),
        ("E", "Mm."), ("P", "Ya dije."),
        ("E", "¿Y con las otras escuelas?"), ("P", "Nada."),
    ],
    "two": [
        ("E", "Hola."), ("P", "Hola."),
        ("E", "¿Y los materiales?"), ("E", "Dígame."), ("P", "Útiles."),
        ("E", "¿Cómo fue con otras escuelas?"), ("P", "Bien."),
    ],
    "three": [("E", "¿Qué opina de los materiales?"), ("P", "Pocos.")],
}  # fmt: skip


@pytest.fixture
def study(tmp_path):
    with Project.create(tmp_path / "study.qdaproj") as project:
        project.run(AddCoder("Ana"))
        project.run(GrowTree([Branch("Guide")]))
        for name, said in TALKS.items():
            text, turns = "", []
            for speaker, words in said:
                start = len(text)
                text += f"{speaker}: {words}\n"
                turns.append(
                    Turn(start, start + 3, len(text) - 1, speaker, interviewer=speaker == "E")
                )
            project.run(
                ImportSources([Transcript(name, text, "txt", turns=tuple(turns), language="es")])
            )
        project.become("Ana")
        yield project


def said(shelf, places):
    return [shelf.text(source)[start:end] for source, start, end in places]


def test_questions_that_recur_with_their_usual_wording(study):
    found = recurring_questions(study.read)
    assert [(q.label, q.sources, len(q.members)) for q in found] == [
        ("¿Qué opina de los materiales?", 3, 3), ("¿Y con las otras escuelas?", 2, 2),
    ]  # fmt: skip
    for question in found:
        for asked in question.members:
            assert asked.span.of(study.read.text(asked.source)) == asked.text
    assert len(recurring_questions(study.read, least=3)) == 1
    assert recurring_questions(study.read, least=4) == []


def test_answers_go_on_until_the_interviewer_speaks_again(study):
    shelf = Shelf(study.read)
    materials, schools = answers(shelf, recurring_questions(study.read))
    assert sorted(said(shelf, materials)) == ["Buenos.", "Malos.", "Pocos.", "Útiles."]
    assert sorted(said(shelf, schools)) == ["Bien.", "Nada."]
    longer, _ = answers(shelf, recurring_questions(study.read), follow_ups=True)
    assert sorted(said(shelf, longer)) == ["Buenos.", "Malos.", "Pocos.", "Ya dije.", "Útiles."]


def test_answers_are_coded_at_one_node_a_question_in_one_step(study):
    shelf = Shelf(study.read)
    questions = recurring_questions(study.read)
    guide = study.read.tree().order[0].id
    made = study.run(code_answers(shelf, questions, parent=guide, below="Questions"))
    assert made == 6
    tree = study.read.tree()
    assert [tree.path(n.id) for n in tree.order] == [
        "Guide",
        "Guide > Questions",
        "Guide > Questions > Qué opina de los materiales",
        "Guide > Questions > Y con las otras escuelas",
    ]
    assert study.undo_label == "Auto-coded 6 passages at 2 nodes"
    study.undo()
    assert study.read.codings() == []
    assert len(study.read.tree().order) == 1


def test_questions_are_merged_and_thinned_by_hand(study):
    questions = recurring_questions(study.read)
    (one,) = merged(questions, [1, 0])
    assert one.label == questions[1].label
    assert len(one.members) == 5
    thin = without(questions, lambda asked: asked.name != "one")
    assert [(q.label, q.sources) for q in thin] == [(q.label, 1) for q in questions]
    assert without(questions, lambda _asked: True) == []


def test_a_label_becomes_a_name_that_a_path_can_hold():
    assert node_name("¿Más > menos?") == "Más menos"
    assert node_name("...") == "..."


def test_the_sample_studys_guide_is_found(tmp_path):
    with Project.open(write_sample(tmp_path / "sample"), viewer="Ana") as project:
        found = recurring_questions(project.read, least=5)
        by_label = {question.label: question for question in found}
        assert by_label["¿Qué opina de los materiales?"].sources >= 18
        assert len(found) >= 12
        shelf = Shelf(project.read)
        turns = {
            (source, turn.words)
            for source in shelf.sources
            for turn in shelf.turns(source)
            if not turn.interviewer
        }
        for places in answers(shelf, found):
            assert {(source, start) for source, start, _end in places} <= turns
