"""The rail at the left: what the window is for at the moment."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from qda_app.services.project import Changed
from qda_app.ui.desk import Desk
from qda_app.ui.icons import dress
from qda_app.ui.small_screen import Front
from qda_app.ui.theme import TIGHT, Theme
from qda_app.ui.views.page_frame import ProjectPage

WIDTH = 76
LOWEST = 42  # pixels of a button where the window is low


@dataclass(frozen=True, slots=True)
class RailItem:
    """One page of the rail; `build` makes it when it is shown first."""

    name: str
    title: str
    icon: str
    build: Callable[[Desk], ProjectPage]


class Rail(QFrame):
    """Buttons with icon and word, one pressed; Alt and a figure press them too."""

    chosen = Signal(str)
    pressed = Signal(QWidget)  # the button of the page that is on

    def __init__(self, items: list[RailItem], theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "rail")
        self.setFixedWidth(WIDTH)
        self.setAccessibleName(self.tr("Pages"))
        self._group = QButtonGroup(self)
        self._names = [item.name for item in items]
        column = QVBoxLayout(self)
        column.setContentsMargins(TIGHT, TIGHT, TIGHT, TIGHT)
        column.setSpacing(TIGHT)
        for number, item in enumerate(items):
            button = QToolButton()
            button.setText(item.title)
            button.setCheckable(True)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
            button.setIconSize(QSize(20, 20))
            button.setFixedWidth(WIDTH - 2 * TIGHT)
            button.setMinimumHeight(LOWEST)
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
            figure = (number + 1) % 10  # the tenth page has Alt+0, the next Alt+Shift+1
            keys = f"Alt+{figure}" if number < 10 else f"Alt+Shift+{figure}"
            button.setShortcut(QKeySequence(keys))
            button.setToolTip(f"{item.title} ({keys})")
            dress(button, item.icon, theme)
            self._group.addButton(button, number)
            column.addWidget(button)
        column.addStretch(1)
        self._group.idClicked.connect(lambda number: self.chosen.emit(self._names[number]))

    def press(self, name: str) -> None:
        """Show a page as the one that is on, and its button where the rail scrolls."""
        if name in self._names:
            button = self._group.button(self._names.index(name))
            button.setChecked(True)
            self.pressed.emit(button)


class Pages(Front):
    """The pages of one open project; each is made when it is shown for the first time."""

    shown = Signal(str)

    def __init__(self, items: list[RailItem], desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items = {item.name: item for item in items}
        self._desk = desk
        self._made: dict[str, ProjectPage] = {}

    def page(self, name: str) -> ProjectPage:
        """Return a page, made where it is not yet."""
        if name not in self._made:
            made = self._items[name].build(self._desk)
            self._made[name] = made
            self.addWidget(made)
        return self._made[name]

    def show_page(self, name: str) -> ProjectPage:
        """Bring a page to the front and return it."""
        page = self.page(name)
        self.setCurrentWidget(page)
        self.updateGeometry()
        page.take_focus()
        self.shown.emit(name)
        return page

    def current_name(self) -> str:
        """Return the name of the page in front."""
        return next((n for n, page in self._made.items() if page is self.currentWidget()), "")

    def on_changed(self, change: Changed) -> None:
        """Tell every page that was made."""
        for page in self._made.values():
            page.on_changed(change)

    def stop(self) -> None:
        """Let no page read any more."""
        for page in self._made.values():
            page.stop()
