import random

from hypothesis import given
from hypothesis import strategies as st
from interview import INTERVIEW, coding
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from qda_app.ui.views.transcript.marks import Mark, MarkIndex
from qda_app.ui.views.transcript.offsets import Offsets
from qda_app.ui.views.transcript.view import TranscriptView

CODINGS = [
    coding(1, "Antes 🙂 uno cerraba", 1, 1),
    coding(2, "uno cerraba la puerta", 2, 1),
    coding(3, "la puerta", 2, 2),
    coding(4, "Sigue la directora", 3, 2),
]
SETS = st.none() | st.frozensets(st.integers(1, 4))


@given(SETS, SETS)
def test_the_index_finds_only_what_the_filter_lets_through(nodes, coders) -> None:
    index = MarkIndex(Offsets(INTERVIEW))
    for each in CODINGS:
        index.add(each)
    index.set_filter(nodes, coders)
    shown = [
        m
        for m in CODINGS
        if (nodes is None or m.node_id in nodes) and (coders is None or m.coder_id in coders)
    ]
    hidden_nodes = {m.node_id for m in CODINGS} - {m.node_id for m in shown}
    assert list(index) == shown
    assert len(index) == len(shown)
    assert index.hidden() == (len(CODINGS) - len(shown), len(hidden_nodes))
    at = INTERVIEW.index("la puerta")
    assert {m.id for m in index.at(at)} == {m.id for m in shown if m.start <= at < m.end}
    for each in CODINGS:
        assert (index.get(each.id) is not None) == (each in shown)
        assert index.held(each.id) == each


def pixels(page: TranscriptView) -> QImage:
    QApplication.processEvents()
    return page.grab().toImage()


def test_a_filter_leaves_the_picture_as_if_the_rest_were_not_there(page: TranscriptView) -> None:
    page.set_marks([m for m in CODINGS if m.coder_id == 1])
    one_coder = pixels(page)
    page.set_marks(CODINGS)
    everything = pixels(page)
    page.set_filter(None, frozenset({1}))
    assert page.hidden_count() == (2, 1)
    assert pixels(page) == one_coder
    assert [m.id for m in page.marks_at(INTERVIEW.index("la puerta"))] == [2]
    assert page.mark(3) is None
    page.set_filter(None, None)
    assert page.hidden_count() == (0, 0)
    assert pixels(page) == everything


def test_what_comes_and_goes_while_hidden_is_right_when_shown(page: TranscriptView) -> None:
    page.set_marks(CODINGS)
    page.set_filter(frozenset({1, 3}), None)
    page.remove_marks([2])
    page.add_marks([coding(5, "uno cerraba la", 2, 1), coding(6, "Ahora entro", 3, 1)])
    assert page.hidden_count() == (2, 1)
    page.set_filter(None, None)
    kept = pixels(page)
    page.set_marks([CODINGS[0], CODINGS[2], CODINGS[3], *(page.mark(n) for n in (5, 6))])
    assert pixels(page) == kept


def test_a_filter_outlasts_the_source(page: TranscriptView) -> None:
    page.set_filter(frozenset({2}), None)
    page.show_source(INTERVIEW, [], CODINGS)
    assert page.hidden_count() == (2, 2)


def test_a_hidden_coding_is_not_active(page: TranscriptView) -> None:
    page.set_marks(CODINGS)
    page.set_active(4)
    assert page.active_mark() == 4
    page.set_filter(frozenset({1}), None)
    assert page.active_mark() is None


def test_the_overview_on_the_scroll_bar_follows(page: TranscriptView) -> None:
    draw = random.Random(1)
    marks = []
    for number in range(200):
        start = draw.randrange(len(INTERVIEW) - 50)
        marks.append(Mark(number, number % 3, "N", "", 1, "C1", start, start + draw.randint(1, 50)))
    page.set_marks(marks)
    page.set_filter(frozenset({1}), None)
    filtered = list(page._density._counts)
    page.set_filter(None, None)
    page.set_marks([m for m in marks if m.node_id == 1])
    assert list(page._density._counts) == filtered
    assert sum(filtered) > 0
    page.add_marks([marks[0]])
    page.remove_marks([0])
    assert list(page._density._counts) == filtered
