import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from qda_app.ui import message_bar
from qda_app.ui.message_bar import MessageBar
from qda_app.ui.theme import Theme


@pytest.fixture
def bar(qtbot, theme: Theme) -> MessageBar:
    host = QWidget()
    host.resize(500, 80)
    qtbot.addWidget(host)
    made = MessageBar(theme, host)
    made.resize(500, 36)
    made.host = host
    host.show()
    return made


def test_a_message_with_its_action(qtbot, bar: MessageBar) -> None:
    done: list[str] = []
    bar.show_message("Coded “Results”", action="Undo", run=lambda: done.append("undone"))
    assert bar.isVisible()
    assert bar.text() == "Coded “Results”"
    assert bar._label.accessibleName() == "Coded “Results”"
    qtbot.mouseClick(bar._action, Qt.MouseButton.LeftButton)
    assert done == ["undone"]
    assert bar.isHidden()
    assert bar.text() == ""


def test_it_goes_by_itself(qtbot, bar: MessageBar, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(message_bar.SECONDS, "info", 0.05)
    with qtbot.waitSignal(bar.dismissed, timeout=2000):
        bar.show_message("Saved")
    assert bar.isHidden()


def test_an_error_stays_until_closed(qtbot, bar: MessageBar, theme: Theme, qapp) -> None:
    bar.show_message("The file cannot be read. Nothing was changed.", "error")
    assert not bar._timer.isActive()
    assert bar.property("level") == "error"
    theme.apply(qapp, "dark")
    qtbot.mouseClick(bar._close, Qt.MouseButton.LeftButton)
    assert bar.isHidden()


def test_a_long_sentence_is_elided_and_explained(bar: MessageBar) -> None:
    long = "A very long sentence about what happened. " * 8
    bar.show_message(long)
    assert bar._label.text().endswith("…")
    assert bar._label.toolTip() == long
    bar.show_message("Short")
    assert bar._label.text() == "Short"
    assert not bar._label.toolTip()
    assert not bar._action.isVisible()
