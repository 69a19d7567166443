import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QDropEvent, QImage
from PySide6.QtWidgets import QApplication

from qda_app.domain.text import Span
from qda_app.domain.transcript import Turn
from qda_app.ui.mime import nodes_of, put_nodes, span_of
from qda_app.ui.theme import Theme, tokens_of
from qda_app.ui.views.transcript.gutter import clock
from qda_app.ui.views.transcript.marks import Mark
from qda_app.ui.views.transcript.view import TranscriptView

TEXT = (
    "Entrevistador: ¿Y qué cambió?\n"
    "Directora: Antes 🙂 uno cerraba la puerta. Ahora entro y miro.\n"
    "Sigue la directora en otro párrafo.\n"
    "\n"
    "JEFA 00:01:02\n"
    "Al comienzo\u00a0con resistencia 👩🏽‍🏫 y\u2028después no.\n"
) + "".join(f"Directora: párrafo {n} con algo más que decir sobre el tiempo.\n" for n in range(60))


def turns() -> list[Turn]:
    a, b = TEXT.index("Directora"), TEXT.index("JEFA")
    c = TEXT.index("Directora: párrafo 0")
    found = [
        Turn(0, 15, a - 1, "Entrevistador", interviewer=True, seconds=0.0),
        Turn(a, a + 11, b - 2, "Directora", seconds=14.0),
        Turn(b, b + 14, c - 1, "JEFA", seconds=62.0),
    ]
    at = c
    while at < len(TEXT):
        end = TEXT.index("\n", at)
        found.append(Turn(at, at + 11, end, "Directora"))
        at = end + 1
    return found


def mark(number: int, passage: str, node: int = 1, coder: int = 1) -> Mark:
    start = TEXT.index(passage)
    return Mark(number, node, f"N{node}", "blue", coder, f"C{coder}", start, start + len(passage))


@pytest.fixture
def view(qtbot, theme: Theme) -> TranscriptView:
    made = TranscriptView(theme)
    qtbot.addWidget(made)
    made.resize(1000, 640)
    made.show_source(TEXT, turns(), [])
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    made.setFocus()
    QApplication.processEvents()
    return made


def pixels(view: TranscriptView) -> QImage:
    QApplication.processEvents()
    return view.grab().toImage()


def point_of(view: TranscriptView, position: int) -> QPoint:
    cursor = view.textCursor()
    cursor.setPosition(view.offsets.to_unit(position))
    before = view.textCursor()
    view.setTextCursor(cursor)
    rect = view.cursorRect()
    view.setTextCursor(before)
    return rect.center() + QPoint(3, 0)


@pytest.mark.parametrize("passage", ["🙂 uno", "con resistencia 👩🏽‍🏫 y", "puerta", "después"])
def test_what_is_selected_is_what_comes_back(qtbot, view: TranscriptView, passage: str) -> None:
    start = TEXT.index(passage)
    span = Span(start, start + len(passage))
    with qtbot.waitSignal(view.selection_changed) as heard:
        view.select(span)
    assert heard.args == [span]
    assert view.selected_span() == span
    assert view.createMimeDataFromSelection().text() == passage
    assert span_of(view.createMimeDataFromSelection()) == span


def test_selected_text_keeps_what_qt_would_replace(view: TranscriptView) -> None:
    start = TEXT.index("comienzo")
    view.select(Span(start, TEXT.index(" no.", start)))
    assert view.createMimeDataFromSelection().text() == TEXT[start : TEXT.index(" no.", start)]
    assert "\u00a0" in view.createMimeDataFromSelection().text()
    assert "\u2028" in view.createMimeDataFromSelection().text()


def test_every_label_is_folded_and_never_selected(view: TranscriptView) -> None:
    view.selectAll()
    whole = view.selected_span()
    assert whole == Span(15, len(TEXT) - 1)
    a = TEXT.index("Directora")
    view.select(Span(a - 5, a + 16))
    assert view.selected_span() == Span(a - 5, a + 16)
    view.select(Span(a + 2, a + 16))
    assert view.selected_span() == Span(a + 11, a + 16)
    assert not view.document().findBlockByNumber(TEXT[: TEXT.index("JEFA")].count("\n")).isVisible()
    view.set_labels_hidden(hidden=False)
    view.select(Span(a + 2, a + 16))
    assert view.selected_span() == Span(a + 2, a + 16)


def test_the_caret_steps_over_a_folded_label(qtbot, view: TranscriptView) -> None:
    a = TEXT.index("Directora")
    view.select(Span(a - 2, a - 1))
    qtbot.keyClick(view, Qt.Key.Key_Right)
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert view.caret() == a + 11
    qtbot.keyClick(view, Qt.Key.Key_Left)
    assert view.caret() == a - 1


def test_codings_at_a_place_and_the_caret_is_told(qtbot, view: TranscriptView) -> None:
    view.set_marks([mark(1, "uno cerraba la puerta"), mark(2, "puerta", 2)])
    at = TEXT.index("puerta")
    assert [each.id for each in view.marks_at(at)] == [2, 1]
    assert view.marks_at(at - 40) == []
    view.select(Span(0, 20))
    with qtbot.waitSignal(view.caret_moved) as heard:
        view.select(Span(at - 3, at))
    assert heard.args == [at]
    assert view.mark(2) == mark(2, "puerta", 2)


def test_adding_and_removing_leaves_the_picture_as_if_set_at_once(view: TranscriptView) -> None:
    marks = [mark(1, "uno cerraba la puerta"), mark(2, "puerta", 2), mark(3, "Sigue la", 3, 2)]
    view.viewport().setFocus()
    bare = pixels(view)
    view.add_marks(marks)
    added = pixels(view)
    view.set_marks(marks)
    assert pixels(view) == added
    assert added != bare
    view.remove_marks([2, 99])
    view.set_marks([marks[0], marks[2]])
    kept = pixels(view)
    view.add_marks([marks[1]])
    view.remove_marks([2])
    assert pixels(view) == kept
    view.remove_marks([1, 3])
    assert pixels(view) == bare


def test_only_the_coding_under_the_pointer_is_filled(qtbot, view: TranscriptView) -> None:
    view.set_marks([mark(1, "uno cerraba la puerta"), mark(2, "Sigue la directora", 2)])
    at = point_of(view, TEXT.index("cerraba") + 2)
    with qtbot.waitSignal(view.mark_hovered) as heard:
        qtbot.mouseMove(view.viewport(), at)
    assert heard.args == [1]
    first = pixels(view)
    with qtbot.waitSignal(view.mark_hovered) as heard:
        qtbot.mouseMove(view.viewport(), point_of(view, TEXT.index("Sigue") + 2))
    assert heard.args == [2]
    assert pixels(view) != first
    with qtbot.waitSignal(view.mark_hovered) as heard:
        qtbot.mouseMove(view.viewport(), QPoint(view.viewport().width() - 2, 8))
    assert heard.args == [None]


def test_a_click_on_a_stripe_tells_the_coding(qtbot, view: TranscriptView) -> None:
    view.set_marks([mark(7, "uno cerraba la puerta")])
    pixels(view)
    stripe = view._stripes._stripes[0]
    with qtbot.waitSignal(view.mark_clicked) as heard:
        qtbot.mouseClick(view._stripes, Qt.MouseButton.LeftButton, pos=stripe.rect.center())
    assert heard.args == [7]


def test_a_click_between_two_lines_stays_at_its_column(qtbot, view: TranscriptView) -> None:
    view.set_reading_font(24)
    view.resize(700, 640)
    pixels(view)
    at = point_of(view, TEXT.index("cerraba") + 3)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    wanted = view.caret()
    high, low = view.band_at(wanted)
    for y in (high + 1, low - 1):
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(at.x(), round(y)))
        assert view.caret() == wanted


def test_keys_become_requests(qtbot, view: TranscriptView) -> None:
    heard: list[str] = []
    view.key_command.connect(heard.append)
    for key in (Qt.Key.Key_R, Qt.Key.Key_1, Qt.Key.Key_Delete):
        qtbot.keyClick(view, key)
    assert heard == ["R", "1", "Delete"]
    with qtbot.waitSignal(view.apply_requested):
        qtbot.keyClick(view, Qt.Key.Key_Return)
    qtbot.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert heard == ["R", "1", "Delete"]
    assert view.selected_span() == Span(15, len(TEXT) - 1)


def test_shift_and_arrows_select_by_keyboard(qtbot, view: TranscriptView) -> None:
    start = TEXT.index("cerraba")
    view.select(Span(start - 1, start))
    view.select(None)
    for _ in range(7):
        qtbot.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert view.selected_span() == Span(start, start + 7)


def drop(view: TranscriptView, point: QPoint) -> QDropEvent:
    data = QMimeData()
    put_nodes(data, [4, 9])
    view._held = data
    event = QDropEvent(
        QPointF(point), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    view.dropEvent(event)
    return event


def test_nodes_dropped_on_the_selection_are_asked_for(view: TranscriptView) -> None:
    heard: list[tuple[int, Span]] = []
    view.node_dropped.connect(lambda node, span: heard.append((node, span)))
    start = TEXT.index("cerraba")
    span = Span(start, start + 7)
    inside, outside = point_of(view, start + 3), point_of(view, TEXT.index("miro"))
    view.select(span)
    assert not drop(view, outside).isAccepted()
    assert drop(view, inside).isAccepted()
    assert heard == [(4, span), (9, span)]


def test_mime_of_something_else_holds_no_nodes() -> None:
    data = QMimeData()
    data.setText("7")
    assert nodes_of(data) == []
    assert span_of(data) is None


def test_a_right_click_beside_the_selection_moves_the_caret(qtbot, view: TranscriptView) -> None:
    start = TEXT.index("cerraba")
    inside, outside = point_of(view, start + 3), point_of(view, TEXT.index("miro") + 1)
    view.select(Span(start, start + 7))
    for point, wanted in ((inside, Span(start, start + 7)), (outside, None)):
        event = QContextMenuEvent(
            QContextMenuEvent.Reason.Mouse, point, view.viewport().mapToGlobal(point)
        )
        with qtbot.waitSignal(view.context_requested) as heard:
            view.contextMenuEvent(event)
        assert heard.args[1] == wanted


def test_sentence_paragraph_and_turn(view: TranscriptView) -> None:
    at = TEXT.index("entro")
    view.select(Span(at, at + 1))
    view.set_sentences(
        lambda text: [Span(0, text.index("Ahora")), Span(text.index("Ahora"), len(text))]
    )
    assert view.select_sentence().of(TEXT) == "Ahora entro y miro."
    view.select(Span(at, at + 1))
    paragraph = view.select_paragraph()
    assert paragraph.of(TEXT) == "Antes 🙂 uno cerraba la puerta. Ahora entro y miro."
    view.select(Span(at, at + 1))
    assert view.select_turn().of(TEXT).endswith("en otro párrafo.")
    view.set_sentences(None)
    view.select(Span(at, at + 1))
    assert view.select_sentence() == paragraph


def test_the_place_in_the_text_is_kept(view: TranscriptView) -> None:
    place = TEXT.index("párrafo 30")
    view.restore_position(place)
    top = view.top_position()
    assert view.offsets.paragraph_at(top) == view.offsets.paragraph_at(place)
    view.zoom(3)
    assert view.offsets.paragraph_at(view.top_position()) == view.offsets.paragraph_at(place)
    view.zoom(0)
    view.restore_position(0)
    view.scroll_to(place)
    blocks = [block.blockNumber() for block, _, _ in view.blocks_in_view()]
    assert view.offsets.paragraph_at(place) in blocks
    before = view.verticalScrollBar().value()
    view.scroll_to(place)
    assert view.verticalScrollBar().value() == before


def test_lines_are_at_a_readable_measure_and_margins_hold_at_any_width(view) -> None:
    for width in (560, 700, 1000, 1600, 2400):
        view.resize(width, 600)
        pixels(view)
        assert view.viewport().width() <= view.text_width()
        assert view._gutter.geometry().right() < view.viewport().geometry().left() + 1
        assert view._stripes.geometry().left() == view.viewport().geometry().right() + 1
        assert view._stripes.width() >= view._stripes.width_wanted()
        if width >= 1000:
            assert abs(view.viewport().width() - view.text_width()) <= 2


def test_the_theme_changes_under_the_view(qapp, theme: Theme, view: TranscriptView) -> None:
    light = pixels(view)
    theme.apply(qapp, "dark")
    dark = pixels(view)
    assert dark != light
    assert dark.pixelColor(300, 400).name() == tokens_of(dark=True).surface


def test_a_screen_reader_meets_a_name(view: TranscriptView) -> None:
    assert view.accessibleName() == "Transcript"
    assert view.isReadOnly()


@pytest.mark.parametrize("seconds", [(0, "00:00"), (62.9, "01:02"), (3725, "1:02:05")])
def test_clock(seconds: tuple[float, str]) -> None:
    assert clock(seconds[0]) == seconds[1]


def test_empty_and_one_paragraph(view: TranscriptView) -> None:
    view.show_source("")
    assert view.selected_span() is None
    assert view.select_paragraph() is None
    view.show_source("solo una línea")
    pixels(view)
    assert view.select_paragraph() == Span(0, 14)


def test_right_to_left_text_is_covered_exactly(view: TranscriptView) -> None:
    text = "אבא אמר hello world לאמא\nسلام"
    view.show_source(text, [], [Mark(1, 1, "N", "red", 1, "C1", 4, 13)])
    pixels(view)
    for start, end in ((0, 3), (4, 13), (8, 19), (25, 29)):
        view.select(Span(start, end))
        assert view.selected_span() == Span(start, end)
        pixels(view)


ODD = st.sampled_from("ab \n\t\u2028\u2029\u00a0\u0085🙂👩🏽א\ufffc")


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(ODD, min_size=1, max_size=40), data=st.data())
def test_any_span_of_any_text_survives(view: TranscriptView, text: str, data) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    view.show_source(text, [], [Mark(1, 1, "N", "red", 1, "C1", start, end)])
    view.select(Span(start, end))
    pixels(view)
    found = view.selected_span()
    wanted = text[start:end].strip("\n\r\u2029")
    assert (found.of(text) if found else "") == wanted
