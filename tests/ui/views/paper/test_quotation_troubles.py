"""What a quotation's marks take, and the ways out where one cannot be printed."""

import pytest
from paper_study import LINES, TEXT
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor

from qda_app.domain.quotation import Edit
from qda_app.domain.transcript import Turn
from qda_app.services.commands.quotations import (
    ChooseQuotations,
    EditQuotation,
    NoteQuotation,
    OrderQuotations,
    TranslateQuotation,
)
from qda_app.services.commands.sources import CorrectTurns
from qda_app.services.work import Work
from qda_app.storage.tables import QuotationRow
from qda_app.ui.views.paper.marking import whole_words, without_brackets

CTRL = Qt.KeyboardModifier.ControlModifier


def mark(page, start, end):
    """Mark code points that stand before any emoji."""
    cursor = page.editor.words.textCursor()
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    page.editor.words.setTextCursor(cursor)


@pytest.mark.parametrize(
    ("marked", "taken"),
    [
        ("tes uno cer", "Antes uno cerraba"),
        (" uno ", "uno"),
        ("erta 😀", "puerta 😀"),
        ("😀", "😀"),
        (".", "."),
    ],
)
def test_whole_words_are_taken(marked, taken):
    start = LINES[1].index(marked)
    first, last = whole_words(LINES[1], start, start + len(marked))
    assert LINES[1][first:last] == taken


def test_a_place_goes_to_its_word_and_words_with_marks_are_whole():
    assert whole_words("a co-op's end", 5, 5) == (2, 9)
    assert whole_words("a co-op's end", 1, 1) == (1, 1)
    assert whole_words("a  b", 1, 3) == (1, 1)


@pytest.mark.parametrize(
    ("typed", "taken"),
    [("the head", "the head"), (" [the head] ", "the head"), ("[a] b", "[a] b"), ("[", "[")],
)
def test_brackets_that_were_typed_around_words_are_not_doubled(typed, taken):
    assert without_brackets(typed) == taken


@pytest.mark.parametrize(
    ("press", "printed"),
    [
        (lambda q, e: q.mouseClick(e.buttons["omit"], Qt.MouseButton.LeftButton), "(…) cerraba"),
        (lambda q, e: q.mouseClick(e.buttons["omit"], Qt.MouseButton.LeftButton, CTRL), "(…)no"),
        (lambda q, e: q.keyClick(e.words, Qt.Key.Key_Delete), "(…) cerraba"),
        (
            lambda q, e: q.keyClick(e.words, Qt.Key.Key_Delete, Qt.KeyboardModifier.AltModifier),
            "(…)no",
        ),
        (lambda q, e: q.keyClick(e.words, Qt.Key.Key_S), "Antes uno [sic] cerraba"),
    ],
)
def test_half_marked_words_are_taken_whole_unless_a_key_is_held(qtbot, page, press, printed):
    page.list.go_to(page.project.read.quotations()[1].id)
    mark(page, 0, 7)
    press(qtbot, page.editor)
    words = page._entry(page.list.current()).quote.printed.text
    assert words.replace("(…) no", "(…)no").startswith(printed)


def test_only_spaces_are_not_marked_words(page):
    told = []
    page.desk.refused.connect(told.append)
    page.list.go_to(page.project.read.quotations()[1].id)
    mark(page, 5, 6)
    page.editor.edit("omit")
    assert told == ["Mark the words first."]


class Change:
    """Makes a quotation one of other words, as a merge can."""

    label = "Change"

    def __init__(self, quotation):
        self.quotation = quotation

    def run(self, work: Work):
        work.get(QuotationRow, self.quotation).words_hash = "0" * 64


def test_other_words_are_told_at_their_quotation_and_chosen_again_in_its_place(qtbot, page):
    first, second, third = (quotation.id for quotation in page.project.read.quotations())
    page.project.run(OrderQuotations([second, third, first]))
    page.project.run(EditQuotation(third, [Edit("omit", 0, 5)]))
    page.project.run(NoteQuotation(third, "results"))
    page.project.run(TranslateQuotation(third, "Before", "Eva", "checked"))
    page.project.run(Change(third))
    lines = page.list.item(1).text().split("\n")
    assert "changed" in lines[1]
    assert lines[0] == f"2. {LINES[1]}"
    assert page.side.problems.text().startswith("2. ")
    page.list.go_to(third)
    panel = page.editor.trouble
    assert not panel.isHidden()
    assert [b.isHidden() for b in (panel.renew, panel.whole, panel.drop, panel.go)] == [
        False, True, False, False,
    ]  # fmt: skip
    panel.renew.click()
    kept = page.project.read.quotations()[1]
    assert (kept.id, kept.edits, kept.note, kept.status) == (third, (), "results", "draft")
    assert page.editor.trouble.isHidden()
    assert LINES[1] in page.editor.preview.toPlainText()
    page.project.undo()
    assert not page.editor.trouble.isHidden()
    panel.drop.click()
    assert third not in [quotation.id for quotation in page.project.read.quotations()]


def test_where_only_the_interviewer_speaks_the_whole_text_can_be_printed(page):
    source = page.project.read.quotations()[0].source
    turns = (Turn(0, 3, len(TEXT), "E", interviewer=True),)
    (made,) = page.project.run(ChooseQuotations([(source, 3, 15, None)]))
    assert page.list.order()[-1] == made
    page.project.run(CorrectTurns(source, turns))
    page.list.go_to(made)
    assert not page.editor.trouble.whole.isHidden()
    page.editor.trouble.whole.click()
    assert page.bar.whole.isChecked()
    assert page.editor.trouble.isHidden()
    assert page.choices().text == "whole"
