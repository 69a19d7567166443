import pytest
from hypothesis import given
from hypothesis import strategies as st
from interview import INTERVIEW, coding
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QApplication

from qda_app.domain.text import Span
from qda_app.ui.theme import Theme
from qda_app.ui.views.transcript import words
from qda_app.ui.views.transcript.handles import handles
from qda_app.ui.views.transcript.marks import Mark
from qda_app.ui.views.transcript.view import TranscriptView

RIGHT, LEFT = Qt.Key.Key_Right, Qt.Key.Key_Left
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@given(st.text(st.sampled_from("ab .,¿\n🙂"), max_size=200), st.integers(0, 200))
def test_words_step_as_a_search_through_all_does(text: str, at: int) -> None:
    at = min(at, len(text))
    kinds = ["s" if c.isspace() else "w" if c.isalnum() else "p" for c in text]
    edges = [n for n in range(1, len(text)) if kinds[n] != kinds[n - 1]]
    starts = [n for n in [0, *edges] if n < len(text) and kinds[n] != "s"]
    ends = [n for n in [*edges, len(text)] if n > 0 and kinds[n - 1] != "s"]
    assert words.end_after(text, at) == next((n for n in ends if n > at), None)
    assert words.start_after(text, at) == next((n for n in starts if n > at), None)
    assert words.end_before(text, at) == next((n for n in reversed(ends) if n < at), None)
    assert words.start_before(text, at) == next((n for n in reversed(starts) if n < at), None)


def test_a_very_long_word_is_stepped_over_as_one() -> None:
    text = "a " + "x" * 5_000 + " b"
    assert words.start_before(text, 5_001) == 2
    assert words.end_before(text, 5_002) == 1


@pytest.fixture
def asked(page: TranscriptView) -> list[tuple[int, Span]]:
    heard: list[tuple[int, Span]] = []
    page.boundary_moved.connect(lambda number, span: heard.append((number, span)))
    return heard


def activate(page: TranscriptView, mark: Mark) -> Mark:
    page.set_marks([mark])
    page.select(Span(mark.start, mark.start + 1))
    page.select(None)
    assert page.active_mark() == mark.id
    return mark


def test_e_moves_the_end_and_enter_asks_for_it(qtbot, page: TranscriptView, asked) -> None:
    mark = activate(page, coding(4, "cerraba la puerta"))
    qtbot.keyClick(page, Qt.Key.Key_E)
    qtbot.keyClick(page, LEFT, CTRL)
    qtbot.keyClick(page, LEFT)
    assert page.edge().span.of(INTERVIEW) == "cerraba l"
    assert asked == []
    qtbot.keyClick(page, Qt.Key.Key_Tab)
    qtbot.keyClick(page, LEFT, CTRL)
    qtbot.keyClick(page, Qt.Key.Key_Return)
    assert asked == [(4, Span(mark.start - 4, mark.start + 9))]
    assert asked[0][1].of(INTERVIEW) == "uno cerraba l"
    assert page.edge() is None
    assert page.hasFocus()


def test_escape_leaves_the_coding_as_it_was(qtbot, page: TranscriptView, asked) -> None:
    activate(page, coding(4, "cerraba la puerta"))
    before = page.viewport().grab().toImage()
    hints: list[str] = []
    page.hint_changed.connect(hints.append)
    qtbot.keyClick(page, Qt.Key.Key_E)
    qtbot.keyClick(page, RIGHT, CTRL)
    assert page.viewport().grab().toImage() != before
    qtbot.keyClick(page, Qt.Key.Key_R)
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert asked == []
    assert page.viewport().grab().toImage() == before
    assert "Esc" in hints[0]
    assert hints[-1] == ""


def test_a_boundary_never_meets_the_other_one(qtbot, page: TranscriptView, asked) -> None:
    mark = activate(page, coding(4, "puerta"))
    qtbot.keyClick(page, Qt.Key.Key_E)
    for _ in range(9):
        qtbot.keyClick(page, LEFT)
    qtbot.keyClick(page, Qt.Key.Key_Tab)
    for _ in range(3):
        qtbot.keyClick(page, RIGHT, CTRL)
        qtbot.keyClick(page, RIGHT)
    qtbot.keyClick(page, Qt.Key.Key_Return)
    assert asked == [(4, Span(mark.start, mark.start + 1))]


def test_an_emoji_of_several_code_points_is_one_step(qtbot, page: TranscriptView) -> None:
    mark = activate(page, coding(4, "No había tiempo "))
    qtbot.keyClick(page, Qt.Key.Key_E)
    qtbot.keyClick(page, RIGHT)
    assert page.edge().span == Span(mark.start, mark.end + 4)
    qtbot.keyClick(page, LEFT)
    assert page.edge().span == mark.span


def test_an_end_passes_over_breaks_and_folded_labels(qtbot, page: TranscriptView) -> None:
    mark = activate(page, coding(4, "Sigue la directora en otro párrafo."))
    qtbot.keyClick(page, Qt.Key.Key_E)
    qtbot.keyClick(page, RIGHT)
    label = INTERVIEW.index("Entrevistador", mark.end)
    assert page.edge().span == Span(mark.start, label + len("Entrevistador: ¿"))
    qtbot.keyClick(page, LEFT)
    assert page.edge().span == mark.span


@pytest.mark.parametrize(
    ("key", "modifiers", "wanted"),
    [
        (RIGHT, ALT | SHIFT, "cerraba la puerta."),
        (LEFT, ALT | SHIFT, "cerraba la"),
        (RIGHT, ALT, "la puerta"),
        (LEFT, ALT, "uno cerraba la puerta"),
    ],
)
def test_alt_and_arrows_move_at_once(
    qtbot, page: TranscriptView, asked, key, modifiers, wanted: str
) -> None:
    activate(page, coding(4, "cerraba la puerta"))
    qtbot.keyClick(page, key, modifiers)
    assert [(number, span.of(INTERVIEW)) for number, span in asked] == [(4, wanted)]


def test_the_coding_that_replaces_it_becomes_active(qtbot, page: TranscriptView, asked) -> None:
    mark = activate(page, coding(4, "cerraba la puerta"))
    page.add_marks([coding(9, "la")])
    for new in (11, 12):
        qtbot.keyClick(page, RIGHT, ALT | SHIFT)
        span = asked[-1][1]
        page.remove_marks([asked[-1][0]])
        page.add_marks([Mark(new, 1, "N1", "blue", 1, "C1", span.start, span.end)])
        assert page.active_mark() == new
    assert asked[-1][1].start == mark.start
    assert asked[-1][1].of(INTERVIEW) == "cerraba la puerta. Ahora"


def test_codings_of_others_have_no_handles(qtbot, page: TranscriptView, asked) -> None:
    mark = activate(page, coding(4, "cerraba la puerta", own=False))
    heard: list[str] = []
    page.key_command.connect(heard.append)
    assert not page.begin_edge()
    qtbot.keyClick(page, Qt.Key.Key_E)
    qtbot.keyClick(page, RIGHT, ALT | SHIFT)
    assert asked == []
    assert heard == ["E"]
    assert page.active_mark() == mark.id


def held(page: TranscriptView, side: str, span: Span) -> QPoint:
    return next(h for h in handles(page, span) if h.side == side).grip.toPoint()


def place_of(page: TranscriptView, position: int) -> QPoint:
    seen, line = page.sight().line_of(page.offsets.to_unit(position))
    x = seen.x(line, page.offsets.to_unit(position) - seen.block.position())
    return QPointF(x + 1, (line.top + line.bottom) / 2).toPoint()


def drag(qtbot, page: TranscriptView, start: QPoint, end: QPoint) -> None:
    left = Qt.MouseButton.LeftButton
    qtbot.mousePress(page.viewport(), left, pos=start)
    qtbot.mouseMove(page.viewport(), (start + end) / 2)
    qtbot.mouseMove(page.viewport(), end)


@pytest.mark.parametrize(
    ("side", "target", "wanted"),
    [
        ("end", "entro", "cerraba la puerta. Ahora "),
        ("start", "Antes", "Antes 🙂 uno cerraba la puerta"),
        ("end", "Antes", "c"),
        ("start", "Sigue", "a"),
    ],
)
def test_a_handle_is_dragged(
    qtbot, page: TranscriptView, asked, side: str, target: str, wanted: str
) -> None:
    mark = activate(page, coding(4, "cerraba la puerta"))
    drag(qtbot, page, held(page, side, mark.span), place_of(page, INTERVIEW.index(target)))
    assert page.live_span(mark).of(INTERVIEW) == wanted
    assert asked == []
    qtbot.mouseRelease(page.viewport(), Qt.MouseButton.LeftButton)
    assert [(number, span.of(INTERVIEW)) for number, span in asked] == [(4, wanted)]
    assert page.selected_span() is None


def test_escape_cancels_a_drag_and_a_click_on_a_handle_asks_nothing(
    qtbot, page: TranscriptView, asked
) -> None:
    mark = activate(page, coding(4, "cerraba la puerta"))
    grip = held(page, "end", mark.span)
    drag(qtbot, page, grip, place_of(page, INTERVIEW.index("entro")))
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    qtbot.mouseRelease(page.viewport(), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(page.viewport(), Qt.MouseButton.LeftButton, pos=grip)
    assert asked == []
    assert page.edge() is None


def test_losing_the_focus_cancels(qtbot, page: TranscriptView, asked) -> None:
    activate(page, coding(4, "cerraba la puerta"))
    page.begin_edge()
    qtbot.keyClick(page, RIGHT, CTRL)
    page.clearFocus()
    assert page.edge() is None
    assert asked == []


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_handles_are_seen_in_either_theme(
    qapp: QApplication, theme: Theme, page: TranscriptView, mode
) -> None:
    theme.apply(qapp, mode)
    mark = activate(page, coding(4, "cerraba la puerta"))
    image = page.viewport().grab().toImage()
    for handle in handles(page, mark.span):
        middle = image.pixelColor(handle.grip.toPoint())
        assert middle == page.ink.color("blue")
