import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from qda_app.domain.text import Span
from qda_app.ui.views.transcript import pieces
from qda_app.ui.views.transcript.marks import Mark
from qda_app.ui.views.transcript.offsets import Offsets, shown
from qda_app.ui.views.transcript.view import TranscriptView

WORDS = ["uno", "dos.", "¿Tres", "cuatro!", "🙂", "(cinco)", "אב", "  ", "seis,"]


def monologue(length: int, seed: int = 3) -> str:
    draw = random.Random(seed)
    parts: list[str] = []
    size = 0
    while size < length:
        parts.append(draw.choice(WORDS))
        size += len(parts[-1]) + 1
    return " ".join(parts)


def test_a_short_paragraph_stays_whole() -> None:
    assert list(Offsets("uno dos. Tres\n" * 800).divided) == []
    assert list(Offsets("x" * 50_000).divided) == []


@given(st.integers(0, 30_000), st.integers(0, 99))
def test_a_division_stands_in_the_place_of_a_space(length: int, seed: int) -> None:
    text = "corto\n" + monologue(length, seed)
    offsets = Offsets(text)
    on_screen = shown(text, offsets.divided)
    assert len(on_screen) == len(text)
    for at, (kept, put) in enumerate(zip(text, on_screen, strict=True)):
        assert kept == put or (kept == " " and put == "\n" and at in set(offsets.divided))
    for number in range(offsets.paragraphs):
        start, end = offsets.bounds(number)
        assert end - start <= pieces.LONG
        assert "\n" not in text[start:end]
    assert offsets.whole(len(text)) == (6, len(text))
    assert offsets.continued() == frozenset(range(1, offsets.paragraphs - 1))


def test_a_sentence_ends_before_most_divisions() -> None:
    text = "Esto se dijo así. " * 2_000
    assert all(text[at - 1] == "." for at in Offsets(text).divided)


@pytest.fixture
def long_text(page: TranscriptView) -> str:
    text = monologue(40_000)
    page.show_source(text, [], [Mark(1, 1, "N", "red", 1, "C1", 100, 39_000)])
    QApplication.processEvents()
    return text


def test_selecting_and_copying_across_divisions_is_exact(
    page: TranscriptView, long_text: str
) -> None:
    assert page.document().blockCount() > 8
    for at in page.offsets.divided:
        for start, end in ((at - 7, at + 9), (at, at + 3), (at - 3, at), (at - 3, at + 1)):
            page.select(Span(start, end))
            assert page.selected_span() == Span(start, end)
            assert page.createMimeDataFromSelection().text() == long_text[start:end]
    page.selectAll()
    assert page.createMimeDataFromSelection().text() == long_text
    assert page.select_paragraph() == Span(0, len(long_text))


def test_the_caret_walks_over_a_division_in_one_step(
    qtbot, page: TranscriptView, long_text: str
) -> None:
    at = page.offsets.divided[1]
    page.select(Span(at - 1, at))
    page.select(None)
    seen = []
    for _ in range(2):
        qtbot.keyClick(page, Qt.Key.Key_Right)
        seen.append(page.caret())
    assert seen == [at + 1, at + 2]


def tint_rows(page: TranscriptView, image: QImage, x: int) -> list[bool]:
    tint = page.ink.tint.rgb()
    return [image.pixel(x, y) == tint for y in range(image.height())]


def test_no_gap_is_seen_where_a_paragraph_is_divided(page: TranscriptView, long_text: str) -> None:
    page.scroll_to(page.offsets.divided[1])
    QApplication.processEvents()
    image = page.viewport().grab().toImage()
    left = next(x for x in range(40) if any(tint_rows(page, image, x)))
    colours = {image.pixel(left, y) for y in range(2, image.height() - 2)}
    assert page.ink.surface.rgb() not in colours


def test_a_sentence_is_found_across_a_division(page: TranscriptView) -> None:
    text = "Nada más que decir " * 1_000 + "fin. Otra."
    page.show_source(text, [], [])
    at = page.offsets.divided[0]
    page.set_sentences(lambda passage: [Span(0, len(passage))])
    page.select(Span(at - 2, at - 1))
    found = page.select_sentence()
    assert found is not None
    assert found.start < at < found.end
