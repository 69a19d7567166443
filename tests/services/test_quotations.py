"""The basket of quotations: chosen once, ordered, edited, translated, undone."""

import pytest

from qda_app.domain.errors import QdaError
from qda_app.domain.quotation import INSERT, OMIT, REPLACE, Edit, printed
from qda_app.services.commands.nodes import DeleteNode, MergeNodes
from qda_app.services.commands.quotations import (
    ChooseQuotations,
    DropQuotations,
    EditQuotation,
    NoteQuotation,
    OrderQuotations,
    TranslateQuotation,
)


@pytest.fixture
def chosen(project):
    first, second = project.run(ChooseQuotations([(1, 0, 27, 2), (1, 32, 60, None)]))
    return project, first, second


def test_a_passage_is_chosen_once_at_a_node_and_stays_in_order(chosen):
    project, first, second = chosen
    (third,) = project.run(ChooseQuotations([(1, 0, 27, 2), (1, 0, 27, 3)]))
    assert [q.id for q in project.read.quotations()] == [first, second, third]
    project.run(OrderQuotations([third, first]))
    assert [q.id for q in project.read.quotations()] == [third, first, second]
    project.run(DropQuotations([first]))
    project.undo()
    assert [q.id for q in project.read.quotations()] == [third, first, second]
    assert project.check() is None


def test_edits_note_and_translation_are_kept_and_taken_back(chosen):
    project, first, _second = chosen
    project.run(EditQuotation(first, [Edit(OMIT, 5, 9)]))
    project.run(NoteQuotation(first, " for the results "))
    project.run(TranslateQuotation(first, "One used to close the door", "Eva", "draft"))
    kept = project.read.quotations()[0]
    words = project.read.text(1)[kept.start : kept.end]
    assert printed(words, kept.edits, kept.words_hash).text == "Antes (…) cerraba la puerta"
    assert (kept.note, kept.translator, kept.status) == ("for the results", "Eva", "draft")
    for _ in range(3):
        project.undo()
    assert project.read.quotations()[0].edits == ()


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        (lambda _q: ChooseQuotations([(1, 5, 5, None)]), "no passage"),
        (lambda q: EditQuotation(q, [Edit(OMIT, 0, 99)]), "outside"),
        (lambda q: EditQuotation(q, [Edit(INSERT, 5, 5, "a [b]")]), "leave out the brackets"),
        (lambda q: EditQuotation(q, [Edit(REPLACE, 0, 5, "b]")]), "leave out the brackets"),
        (lambda q: TranslateQuotation(q, "x", "", "maybe"), "one of"),
    ],
)
def test_what_does_not_fit_is_refused(chosen, command, sentence):
    project, first, _second = chosen
    before = project.read.quotations()
    with pytest.raises(QdaError, match=sentence):
        project.run(command(first))
    assert project.read.quotations() == before


def test_a_quotation_follows_its_node_into_another_and_outlives_it(chosen):
    project, first, _second = chosen
    project.run(MergeNodes([2], 3))
    assert project.read.quotations()[0].node == 3
    project.run(DeleteNode(3))
    assert project.read.quotations()[0].id == first
    assert project.read.quotations()[0].node is None
    for _ in range(2):
        project.undo()
    assert project.read.quotations()[0].node == 2
    assert project.check() is None
