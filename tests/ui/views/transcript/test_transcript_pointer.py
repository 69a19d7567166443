import pytest
from interview import INTERVIEW, coding
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip

from qda_app.domain.text import Span
from qda_app.ui.views.transcript.marks import Mark
from qda_app.ui.views.transcript.view import TranscriptView

LEFT = Qt.MouseButton.LeftButton


def place_of(page: TranscriptView, position: int, depth: float = 0) -> QPoint:
    """Return a point on a letter, or so deep below its feet."""
    QApplication.processEvents()
    unit = page.offsets.to_unit(position)
    seen, line = page.sight().line_of(unit)
    x = seen.x(line, unit - seen.block.position())
    y = line.top + page.baseline + depth if depth else (line.top + line.bottom) / 2
    return QPointF(x + 2, y).toPoint()


def click(page: TranscriptView, point: QPoint) -> None:
    QTest.mouseClick(page.viewport(), LEFT, pos=point)


@pytest.fixture
def clicked(page: TranscriptView) -> list[int]:
    heard: list[int] = []
    page.mark_clicked.connect(heard.append)
    page.set_marks(
        [
            coding(1, "Antes 🙂 uno cerraba la puerta. Ahora", 1),
            coding(2, "cerraba la puerta", 2),
            coding(3, "uno cerraba la", 3, 2),
        ]
    )
    return heard


def test_clicking_on_goes_through_what_overlaps(page: TranscriptView, clicked) -> None:
    point = place_of(page, INTERVIEW.index("cerraba") + 3)
    for wanted in (3, 2, 1, 3):
        click(page, point)
        assert page.active_mark() == wanted
    assert clicked == [3, 2, 1, 3]
    assert page.selected_span() is None


def test_an_underline_is_clicked_before_the_tint(page: TranscriptView, clicked) -> None:
    at = INTERVIEW.index("cerraba") + 3
    for row, wanted in enumerate((1, 3, 2)):
        page.select(Span(0, 20))
        click(page, place_of(page, at, 4 + 3 * row))
        assert clicked[-1] == wanted


def test_the_active_coding_lasts_until_the_caret_leaves_it(
    qtbot, page: TranscriptView, clicked
) -> None:
    point = place_of(page, INTERVIEW.index("cerraba") + 3)
    click(page, point)
    click(page, point)
    assert page.active_mark() == 2
    for _ in range(14):
        qtbot.keyClick(page, Qt.Key.Key_Right)
        assert page.active_mark() == 2
    qtbot.keyClick(page, Qt.Key.Key_Right)
    assert page.active_mark() == 1


def test_a_click_beside_any_coding_says_nothing(page: TranscriptView, clicked) -> None:
    click(page, place_of(page, INTERVIEW.index("miro")))
    click(page, QPoint(page.viewport().width() - 3, 40))
    assert clicked == []
    assert page.active_mark() is None


def test_selecting_by_mouse_is_no_click(page: TranscriptView, clicked) -> None:
    start, end = INTERVIEW.index("cerraba"), INTERVIEW.index("puerta")
    QTest.mousePress(page.viewport(), LEFT, pos=place_of(page, start))
    QTest.mouseMove(page.viewport(), place_of(page, end))
    QTest.mouseRelease(page.viewport(), LEFT, pos=place_of(page, end))
    assert clicked == []
    assert page.selected_span() == Span(start, end)


def test_set_active_fills_a_coding_elsewhere_until_the_caret_moves(
    qtbot, page: TranscriptView, clicked
) -> None:
    page.select(Span(INTERVIEW.index("entro"), INTERVIEW.index("entro") + 2))
    page.select(None)
    page.set_active(2)
    assert page.active_mark() == 2
    qtbot.keyClick(page, Qt.Key.Key_Right)
    assert page.active_mark() is None


def test_a_stripe_makes_its_coding_active(page: TranscriptView, clicked) -> None:
    QApplication.processEvents()
    stripe = next(s for s in page._stripes._stripes if s.mark.id == 3)
    QTest.mouseClick(page._stripes, LEFT, pos=stripe.rect.center())
    assert clicked == [3]
    assert page.active_mark() == 3


def help_at(widget, point: QPoint) -> str:
    QToolTip.hideText()
    event = QHelpEvent(QHelpEvent.Type.ToolTip, point, widget.mapToGlobal(point))
    QApplication.sendEvent(widget, event)
    return QToolTip.text()


def test_hovering_explains_node_coder_certainty_and_memo(page: TranscriptView) -> None:
    start = INTERVIEW.index("cerraba")
    page.set_marks(
        [
            Mark(
                1,
                1,
                "Time",
                "blue",
                1,
                "Ana",
                start,
                start + 9,
                memo=True,
                certainty=2,
                path="Factors > Time",
            )
        ]
    )
    text = help_at(page.viewport(), place_of(page, start + 2))
    assert text == "Factors > Time · Ana · fairly sure · has a memo"
    QApplication.processEvents()
    assert help_at(page._stripes, page._stripes._stripes[0].rect.center()) == text


def test_stripes_stand_by_coder_or_by_node(page: TranscriptView) -> None:
    passage = "Antes 🙂 uno cerraba la puerta."
    page.set_marks([coding(n, passage, n % 3, n % 2) for n in range(6)])
    QApplication.processEvents()
    by_coder = {s.mark.id: s.rect.left() for s in page._stripes._stripes}
    assert max(by_coder[n] for n in (0, 2, 4)) < min(by_coder[n] for n in (1, 3, 5))
    assert [name for _, name in page._stripes._heads] == ["C0", "C1"]
    assert help_at(page._stripes, page._stripes._heads[1][0].center()) == "C1"
    page.set_stripe_order("node")
    QApplication.processEvents()
    assert page.stripe_order() == "node"
    assert page._stripes._heads == []
    assert len({s.rect.left() for s in page._stripes._stripes}) == 6


def test_by_node_a_node_keeps_its_lane(page: TranscriptView) -> None:
    page.set_stripe_order("node")
    page.set_marks(
        [
            coding(1, "Antes 🙂 uno cerraba", 1),
            coding(2, "cerraba la puerta", 2),
            coding(3, "Sigue la", 2),
            coding(4, "directora en", 1),
        ]
    )
    lanes = {n: page._lanes.lane(page.mark(n)) for n in (1, 2, 3, 4)}
    assert lanes == {1: 0, 2: 1, 3: 1, 4: 0}


@pytest.mark.parametrize("order", ["node", "coder"])
def test_what_finds_no_lane_is_counted_and_listed(page: TranscriptView, order) -> None:
    page.set_stripe_order(order)
    page.set_marks([coding(n, "Antes 🙂 uno cerraba la puerta.", n, n % 3) for n in range(30)])
    QApplication.processEvents()
    assert len(page._stripes._stripes) == 8
    ((box, left_out),) = page._stripes._more
    assert len(left_out) == 22
    shown = {s.mark.id for s in page._stripes._stripes}
    assert shown | {m.id for m in left_out} == set(range(30))
    text = help_at(page._stripes, box.center())
    assert text.count("\n") == 12
    assert text.endswith("and 10 more")


def test_more_than_eight_coders_still_stand_in_eight_lanes(page: TranscriptView) -> None:
    page.set_marks([coding(n, "Antes 🙂 uno cerraba", 1, n) for n in range(11)])
    QApplication.processEvents()
    assert len(page._stripes._stripes) == 8
    assert len(page._stripes._more[0][1]) == 3
