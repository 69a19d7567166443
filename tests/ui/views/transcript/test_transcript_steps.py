from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from interview import INTERVIEW, coding

from qda_app.domain.text import Span
from qda_app.domain.transcript import Turn
from qda_app.ui.views.transcript import steps
from qda_app.ui.views.transcript.marks import Mark
from qda_app.ui.views.transcript.view import TranscriptView

TEXTS = st.text(st.sampled_from("ab .\n🙂"), max_size=80)


@st.composite
def studies(draw: st.DrawFn) -> tuple[str, list[Turn], list[Mark]]:
    text = draw(TEXTS)
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=6)))
    turns = []
    for start, end in pairwise(cuts):
        words = draw(st.integers(start, end))
        turns.append(Turn(start, words, end, "x", draw(st.booleans())))
    marks = []
    for number in range(draw(st.integers(0, 6)) if text else 0):
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        marks.append(Mark(number, 1, "N", "", 1, "C", start, end))
    return text, turns, marks


def naive_uncoded(text: str, turns: list[Turn], marks: list[Mark]) -> list[Span]:
    pieces = [(t.words, t.end) for t in turns if not t.interviewer] if turns else [(0, len(text))]
    found = []
    for first, last in pieces:
        run: list[int] = []
        for at in range(first, last + 1):
            free = at < last and not any(m.start <= at < m.end for m in marks)
            if free:
                run.append(at)
                continue
            while run and text[run[0]].isspace():
                run.pop(0)
            while run and text[run[-1]].isspace():
                run.pop()
            if any(text[n].isalnum() for n in run):
                found.append(Span(run[0], run[-1] + 1))
            run = []
    return found


@given(studies())
def test_uncoded_passages_are_those_of_a_search_letter_by_letter(study) -> None:
    assert steps.uncoded(*study) == naive_uncoded(*study)


@given(studies(), st.integers(0, 80))
def test_the_next_passage_is_the_nearest_that_begins_there(study, at: int) -> None:
    spans = steps.uncoded(*study)
    after = [span for span in spans if span.start > at]
    before = [span for span in spans if span.start < at]
    assert steps.next_span(spans, at, 1) == (after[0] if after else None)
    assert steps.next_span(spans, at, -1) == (before[-1] if before else None)


@given(studies(), st.integers(0, 80))
def test_the_next_turn_has_words(study, at: int) -> None:
    turns = study[1]
    spoken = [turn for turn in turns if turn.words < turn.end]
    after = [turn for turn in spoken if turn.words > at]
    before = [turn for turn in spoken if turn.words < at]
    assert steps.next_words(turns, at, 1) == (after[0] if after else None)
    assert steps.next_words(turns, at, -1) == (before[-1] if before else None)


@given(studies(), st.integers(0, 80))
def test_every_coding_is_reached_once_and_in_order(study, at: int) -> None:
    order = steps.places(study[2])
    reached = []
    here = steps.next_place(order, -1, 1)
    while here is not None:
        reached.append(here)
        here = steps.next_place(order, next(p for p in order if p[2] == here), 1)
    assert reached == [number for _, _, number in order]
    after = [number for start, _, number in order if start > at]
    before = [number for start, _, number in order if start < at]
    assert steps.next_place(order, at, 1) == (after[0] if after else None)
    assert steps.next_place(order, at, -1) == (before[-1] if before else None)


def test_steps_on_the_page_follow_the_caret_and_the_filter(page: TranscriptView) -> None:
    one, two, three = (
        coding(1, "Antes 🙂 uno cerraba la puerta."),
        coding(2, "Antes", 2),
        coding(3, "Sigue la directora", 2),
    )
    page.set_marks([one, two, three])
    seen = []
    while (found := page.next_coding(1)) is not None:
        seen.append(found)
        page.select(page.mark(found).span)
        page.set_active(found)
    assert seen == [2, 1, 3]
    assert page.next_coding(-1) == 1
    page.set_filter(frozenset({1}), None)
    page.select(Span(0, 20))
    assert page.next_coding(1) == 1
    assert page.next_uncoded(1).of(INTERVIEW).startswith("Ahora entro y miro.\nSigue")
    page.set_filter(None, None)
    assert page.next_uncoded(1).of(INTERVIEW) == "Ahora entro y miro."
    page.select(page.next_turn(1))
    assert page.selected_span().of(INTERVIEW).startswith("Antes 🙂")
    assert page.next_turn(1).of(INTERVIEW) == "¿Y el tiempo?"
    assert page.next_turn(-1).of(INTERVIEW) == "¿Y qué cambió?"
