import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QPlainTextDocumentLayout

from qda_app.ui.views.transcript.offsets import Offsets, shown

pytestmark = pytest.mark.usefixtures("qapp")

ODD = "\n\r\u2028\u2029\u0085\u00a0\t\ufdd0\ufdd1\ufffc\u00ad\u200b\ufeff🙂👩🏽‍🏫אب\u0301"
TEXTS = st.text(
    st.one_of(st.sampled_from(ODD), st.characters(exclude_categories=["Cs"])), max_size=60
)


def document(text: str) -> QTextDocument:
    made = QTextDocument()
    made.setDocumentLayout(QPlainTextDocumentLayout(made))
    made.setPlainText(shown(text))
    return made


@example("\ufeff")
@example("\ufffe\ufeff")
@given(TEXTS)
def test_paragraphs_are_the_blocks_that_qt_makes(text: str) -> None:
    offsets, made = Offsets(text), document(text)
    assert made.blockCount() == offsets.paragraphs
    assert made.characterCount() == offsets.to_unit(len(text)) + 1
    for number in range(offsets.paragraphs):
        block = made.findBlockByNumber(number)
        start, end = offsets.bounds(number)
        assert block.position() == offsets.to_unit(start)
        assert block.length() - 1 == offsets.to_unit(end) - offsets.to_unit(start)


@given(TEXTS)
def test_units_are_those_of_utf_16_and_lead_back(text: str) -> None:
    offsets = Offsets(text)
    for position in range(len(text) + 1):
        unit = offsets.to_unit(position)
        assert unit == len(text[:position].encode("utf-16-le")) // 2
        assert offsets.to_point(unit) == position
        if position < len(text) and ord(text[position]) > 0xFFFF:
            assert offsets.to_point(unit + 1) == position


@given(TEXTS, st.data())
def test_a_span_is_clipped_to_each_paragraph(text: str, data: st.DataObject) -> None:
    offsets = Offsets(text)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    made = document(text)
    for number in range(offsets.paragraphs):
        first, last = offsets.bounds(number)
        low, high = offsets.units_within(number, start, end)
        length = made.findBlockByNumber(number).length() - 1
        assert 0 <= min(low, high) <= max(low, high) <= length
        inside = text[max(start, first) : max(first, min(end, last))]
        if inside:
            assert high - low == len(inside.encode("utf-16-le")) // 2


@pytest.mark.parametrize("odd", ["\u00a0", "\u0085", "\u2028", "\t", "\ufffc"])
def test_what_does_not_break_a_paragraph_shifts_nothing(odd: str) -> None:
    text = f"ab{odd}cd\nef"
    assert Offsets(text).paragraphs == 2
    assert Offsets(text).bounds(1) == (6, 8)


def test_a_carriage_return_keeps_its_place() -> None:
    text = "ab\r\ncd"
    assert document(text).blockCount() == Offsets(text).paragraphs == 3
    assert Offsets(text).bounds(2) == (4, 6)


def test_a_lone_surrogate_stays_one_unit() -> None:
    assert document("a\ud800b").characterCount() == 4
