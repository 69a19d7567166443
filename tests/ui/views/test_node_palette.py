import time

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from qda_app.ui.theme import Theme
from qda_app.ui.views.palette import EntryModel, NodePalette, PaletteEntry

ENTRIES = [
    PaletteEntry(1, ("Factores",), "orange"),
    PaletteEntry(2, ("Factores", "Obstáculos", "Tiempo"), "orange+1"),
    PaletteEntry(3, ("Factores", "Facilitadores", "Tiempo protegido"), "orange+2"),
    PaletteEntry(4, ("Resultados", "Niños y niñas"), "blue"),
    PaletteEntry(5, ("Síntesis", "Gestión del tiempo"), "green"),
    PaletteEntry(6, ("Síntesis", "Contratiempos"), "green"),
]


def shown(model: EntryModel, text: str) -> list[int]:
    model.look_for(text)
    return [model.entry(row).id for row in range(model.rowCount())]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("tiem", [2, 3, 5, 6]),  # beginning of the name, of a word in it, within it
        ("TIÉM", [2, 3, 5, 6]),
        ("ninos", [4]),
        ("niñas", [4]),
        ("obst tie", [2]),  # words of the path
        ("tprot", [3]),  # letters in order
        ("gdt", [5]),
        ("zzz", []),
    ],
)
def test_the_best_fit_comes_first(text: str, ids: list[int]) -> None:
    model = EntryModel()
    model.set_entries(ENTRIES)
    assert shown(model, text) == ids


def test_recent_come_first_where_nothing_else_decides() -> None:
    model = EntryModel()
    model.set_entries(ENTRIES, recent=[6, 3])
    assert shown(model, "") == [6, 3, 1, 2, 4, 5]
    assert shown(model, "tiem") == [3, 2, 5, 6]


def test_two_thousand_nodes_answer_within_ten_milliseconds() -> None:
    model = EntryModel()
    many = [
        PaletteEntry(n, ("Factores", f"Grupo {n % 40}", f"Código número {n}"), "")
        for n in range(2000)
    ]
    model.set_entries(many)
    best = min(_seconds(model, text) for text in ("c", "cod", "grupo 7", "num 12", "zq"))
    assert best < 0.010


def _seconds(model: EntryModel, text: str) -> float:
    begin = time.perf_counter()
    model.look_for(text)
    return time.perf_counter() - begin


@pytest.fixture
def window(qtbot, theme: Theme) -> QWidget:
    made = QWidget()
    made.resize(800, 600)
    made.field = QLineEdit(made)
    QVBoxLayout(made).addWidget(made.field)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    made.field.setFocus()
    QApplication.processEvents()
    return made


@pytest.fixture
def palette(window: QWidget, theme: Theme) -> NodePalette:
    made = NodePalette(theme, window)
    made.set_entries(ENTRIES)
    made.open_at(window.mapToGlobal(QPoint(700, 500)))
    QApplication.processEvents()
    return made


def test_three_keystrokes_and_enter(qtbot, window: QWidget, palette: NodePalette) -> None:
    assert window.rect().contains(palette.geometry())
    field = QApplication.focusWidget()
    qtbot.keyClicks(field, "tie")
    qtbot.keyClick(field, Qt.Key.Key_Down)
    with qtbot.waitSignal(palette.closed), qtbot.waitSignal(palette.picked) as heard:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert heard.args == [3]
    assert palette.isHidden()
    assert QApplication.focusWidget() is window.field


def test_shift_enter_stays_for_another(qtbot, palette: NodePalette) -> None:
    heard: list[int] = []
    palette.picked.connect(heard.append)
    field = QApplication.focusWidget()
    qtbot.keyClicks(field, "tie")
    qtbot.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClicks(field, "nin")
    qtbot.keyClick(field, Qt.Key.Key_Enter, Qt.KeyboardModifier.ShiftModifier)
    assert heard == [2, 4]
    assert palette.isVisible()


def test_a_new_node_from_the_same_field(qtbot, palette: NodePalette) -> None:
    field = QApplication.focusWidget()
    qtbot.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert palette.isVisible()
    qtbot.keyClicks(field, "  Tiempo   libre ")
    with qtbot.waitSignal(palette.new_node_requested) as heard:
        qtbot.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert heard.args == ["Tiempo libre"]
    assert palette.isHidden()


def test_nothing_that_fits_is_not_picked(qtbot, palette: NodePalette) -> None:
    field = QApplication.focusWidget()
    qtbot.keyClicks(field, "zzz")
    with qtbot.assertNotEmitted(palette.picked):
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert palette.isVisible()


def test_escape_and_a_click_elsewhere_close(qtbot, window: QWidget, palette: NodePalette) -> None:
    with qtbot.waitSignal(palette.closed):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is window.field
    palette.open_at(QPoint(0, 0))
    with qtbot.waitSignal(palette.closed):
        window.field.setFocus()
    assert palette.isHidden()


def test_a_click_on_a_row_picks_it(qtbot, palette: NodePalette) -> None:
    rows = palette._list
    place = rows.visualRect(rows.model().index(3)).center()
    with qtbot.waitSignal(palette.picked) as heard:
        qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert heard.args == [4]


def test_the_row_is_told_to_screen_readers(qtbot, palette: NodePalette) -> None:
    field = QApplication.focusWidget()
    assert field.accessibleName()
    qtbot.keyClicks(field, "prot")
    assert field.accessibleDescription() == "Factores › Facilitadores › Tiempo protegido"
    palette.grab()
