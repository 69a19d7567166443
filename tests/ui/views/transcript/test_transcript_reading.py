import os
import subprocess
import sys

import pytest
from interview import INTERVIEW, coding, interview_turns
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication

from qda_app.domain.text import Span
from qda_app.ui.views.transcript.marks import Mark
from qda_app.ui.views.transcript.view import TranscriptView

HEBREW = "בהתחלה היו מחסומים רבים ואז קראנו את המאמר של Smith יחד עם המורות. " * 6


def spoken(page: TranscriptView) -> str:
    return QAccessible.queryAccessibleInterface(page).text(QAccessible.Text.Description)


def test_screen_readers_hear_the_nodes_and_coders_at_the_caret(qtbot, page: TranscriptView) -> None:
    page.set_marks([coding(1, "cerraba la puerta", 1), coding(2, "la puerta", 2, 2)])
    page.select(Span(0, 20))
    page.select(None)
    assert spoken(page) == "not coded"
    at = INTERVIEW.index("cerraba")
    page.select(Span(at, at + 3))
    assert spoken(page) == "Selected: cer · coded at N1 (C1)"
    qtbot.keyClick(page, Qt.Key.Key_Right)
    for _ in range(5):
        qtbot.keyClick(page, Qt.Key.Key_Right)
    assert spoken(page) == "coded at N2 (C2), N1 (C1)"
    page.remove_marks([1])
    assert spoken(page) == "coded at N2 (C2)"


def test_screen_readers_can_ask_for_the_text_and_the_selection(page: TranscriptView) -> None:
    at = INTERVIEW.index("cerraba")
    page.select(Span(at, at + 7))
    face = QAccessible.queryAccessibleInterface(page)
    text = face.textInterface()
    unit = page.offsets.to_unit(at)
    assert text.text(unit, unit + 7) == "cerraba"
    assert text.selectionCount() == 1
    assert face.text(QAccessible.Text.Name) == "Transcript"


def test_screen_readers_hear_a_boundary_move(qtbot, page: TranscriptView) -> None:
    page.set_marks([coding(1, "cerraba la puerta")])
    at = INTERVIEW.index("cerraba")
    page.select(Span(at, at + 1))
    page.select(None)
    page.begin_edge()
    qtbot.keyClick(page, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    assert spoken(page) == "The passage is now: cerraba la"
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert spoken(page) == "coded at N1 (C1)"


def test_what_is_new_is_announced_to_a_screen_reader_that_listens(
    qtbot, page: TranscriptView
) -> None:
    page.set_marks([coding(n, "cerraba la puerta", n) for n in range(20)])
    at = INTERVIEW.index("cerraba")
    QAccessible.setActive(True)
    try:
        page.select(Span(at, at + 3))
        qtbot.keyClick(page, Qt.Key.Key_Left)
    finally:
        QAccessible.setActive(False)
    assert page._said.startswith("coded at N0 (C1)")
    assert page._said.endswith("and 8 more")


@pytest.mark.parametrize("part", [0.0, 0.13, 0.5, 0.8])
def test_the_place_survives_zoom_width_and_face(page: TranscriptView, part: float) -> None:
    page.restore_place(int(len(INTERVIEW) * part))
    page.verticalScrollBar().setValue(page.verticalScrollBar().value())
    place, top = page.place(), page.top_position()
    for width, points in ((700, 12.0), (1400, 20.0), (900, 9.0), (640, 31.0)):
        page.resize(width, 640)
        page.set_text_points(points)
        page.set_face("sans")
        QApplication.processEvents()
        assert page.place() == place
        unit = page.offsets.to_unit(place)
        found = page.sight().line_of(unit)
        bar = page.verticalScrollBar()
        assert found == next(page.sight().lines()) or bar.value() == bar.maximum()
        assert found[1].top >= 0
    page.set_face("serif")
    page.set_text_points(12.0)
    page.resize(1000, 640)
    QApplication.processEvents()
    assert page.top_position() == top


def test_after_scrolling_the_place_is_another(page: TranscriptView) -> None:
    page.restore_place(500)
    page.verticalScrollBar().setValue(page.verticalScrollBar().value() + 5)
    assert page.place() == page.top_position() > 500


def test_size_and_face_are_told(qtbot, page: TranscriptView) -> None:
    with qtbot.waitSignal(page.font_changed) as heard:
        page.set_text_points(17)
    assert heard.args == [17.0]
    assert page.text_points() == 17.0
    page.set_face("sans")
    assert (page.face(), page.text_points()) == ("sans", 17.0)
    page.set_text_points(400)
    assert page.text_points() == 40.0


@pytest.mark.parametrize("face", ["serif", "sans"])
@pytest.mark.parametrize("points", [9.0, 12.0, 20.0])
def test_lines_hold_65_to_85_characters(page: TranscriptView, face, points: float) -> None:
    words = "la maestra dijo que nadie había querido venir antes con nosotros porque era tarde "
    page.resize(2200, 640)
    page.set_face(face)
    page.set_text_points(points)
    page.show_source(words * 40, [], [])
    QApplication.processEvents()
    lengths = [line.end - line.start for _, line in page.sight().lines()][:-1]
    assert len(lengths) > 5
    assert min(lengths) >= 62
    assert 65 <= sum(lengths) / len(lengths) <= 85
    assert max(lengths) <= 88


def test_right_to_left_text_stands_at_the_right_and_is_covered_where_it_is(
    qtbot, page: TranscriptView
) -> None:
    start = HEBREW.index("מחסומים")
    end = start + len("מחסומים רבים")
    page.show_source(HEBREW, [], [Mark(1, 1, "N", "red", 1, "C1", start, end)])
    QApplication.processEvents()
    lines = list(page.sight().lines())
    assert len(lines) > 3
    assert len({round(line.right) for _, line in lines}) <= 2
    assert min(line.left for _, line in lines[:-1]) < lines[-1][1].left
    seen, line = lines[0]
    image = page.viewport().grab().toImage()
    y = round(line.top) + 2
    tinted = [x for x in range(image.width()) if image.pixelColor(x, y) == page.ink.tint]
    wanted = sorted((seen.x(line, start), seen.x(line, end)))
    assert abs(tinted[0] - wanted[0]) <= 2
    assert abs(tinted[-1] - wanted[1]) <= 2
    page.select(Span(start, end))
    page.select(None)
    before = page.cursorRect().x()
    qtbot.keyClick(page, Qt.Key.Key_Left)
    assert page.caret() == end + 1
    assert page.cursorRect().x() < before


def test_pages_turn_without_skipping_a_line(qtbot, page: TranscriptView) -> None:
    page.show_source(INTERVIEW * 4, interview_turns(), [])
    QApplication.processEvents()

    def whole() -> list[int]:
        height = page.viewport().height()
        return [
            seen.block.position() + line.start
            for seen, line in page.sight().lines()
            if line.top >= 0 and line.bottom <= height
        ]

    first = whole()
    qtbot.keyClick(page, Qt.Key.Key_PageDown)
    second = whole()
    assert first[-1] == second[0]
    qtbot.keyClick(page, Qt.Key.Key_PageDown)
    assert second[-1] == whole()[0]
    qtbot.keyClick(page, Qt.Key.Key_PageUp)
    assert second[0] in whole()[:2]
    for _ in range(40):
        qtbot.keyClick(page, Qt.Key.Key_PageDown)
    assert page.caret() == len(INTERVIEW) * 4
    for _ in range(40):
        qtbot.keyClick(page, Qt.Key.Key_PageUp, Qt.KeyboardModifier.ShiftModifier)
    assert page.textCursor().selectionStart() in {0, 15}
    assert page.verticalScrollBar().value() == 0


PICTURE = """
import sys
from PySide6.QtWidgets import QApplication
from qda_app.domain.text import Span
from qda_app.ui.theme import Theme
from qda_app.ui.views.transcript.marks import Mark
from qda_app.ui.views.transcript.view import TranscriptView
app = QApplication([])
theme = Theme()
theme.apply(app, "light")
view = TranscriptView(theme)
view.resize(683, 384)
view.show_source("uno dos tres " * 60, [], [Mark(1, 1, "N", "red", 1, "C1", 4, 300)])
view.show()
app.processEvents()
image = view.grab().toImage()
left = view.viewport().geometry().left()
seen, line = next(view.sight().lines())
scale = image.devicePixelRatio()
tint = view.ink.tint
y = round((line.top + 3) * scale)
xs = [x for x in range(image.width()) if image.pixelColor(x, y) == tint]
start = (left + seen.x(line, 4)) * scale
print(scale, abs(xs[0] - start) <= 2 * scale, view.viewport().width() <= view.text_width())
"""


@pytest.mark.parametrize("scale", ["1", "1.5", "2", "3"])
def test_tints_stand_under_their_words_at_any_scale(scale: str) -> None:
    environment = {**os.environ, "QT_SCALE_FACTOR": scale, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", PICTURE], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == [str(float(scale)), "True", "True"]
