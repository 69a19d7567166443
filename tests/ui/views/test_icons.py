import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QAction, QColor, QIcon

from qda_app.ui.icons import dress, icon, names, pixmap
from qda_app.ui.theme import Theme, tokens_of

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.mark.parametrize("name", ["undo", "redo", "code", "in-vivo", "uncode", "search", "warn"])
def test_the_icons_the_tool_bar_needs_are_there(name: str) -> None:
    assert name in names()


def test_every_icon_draws_something_in_the_colour_asked_for() -> None:
    for name in names():
        image = pixmap(name, QColor("#ff0000"), 32).toImage()
        inked = [image.pixelColor(x, y) for x in range(32) for y in range(32)]
        full = [color for color in inked if color.alpha() > 200]
        assert full, name
        assert all(color.red() > 200 and color.blue() < 60 for color in full), name


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0, 3.0])
def test_icons_are_sharp_at_every_scale(ratio: float) -> None:
    drawn = icon("undo", tokens_of(dark=False)).pixmap(QSize(20, 20), ratio)
    assert drawn.devicePixelRatio() == ratio
    assert drawn.width() == 20 * ratio


def test_an_action_changes_its_icon_with_the_theme(qapp, theme: Theme) -> None:
    action = QAction("Undo")
    dress(action, "undo", theme)
    light = action.icon().pixmap(20).toImage()
    theme.apply(qapp, "dark")
    assert action.icon().pixmap(20).toImage() != light
    assert action.icon().pixmap(20, QIcon.Mode.Disabled).toImage() != light
    del action
    theme.apply(qapp, "light")
