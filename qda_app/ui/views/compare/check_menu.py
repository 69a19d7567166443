"""A button whose menu is a list of things to tick, and stays open while they are ticked."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu, QToolButton, QWidget


class _StayingMenu(QMenu):
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tick without closing."""
        action = self.actionAt(event.position().toPoint())
        if action is not None and action.isCheckable():
            action.trigger()
            return
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tick with Space without closing; Enter ticks and closes."""
        action = self.activeAction()
        if event.key() == Qt.Key.Key_Space and action is not None and action.isCheckable():
            action.trigger()
            return
        super().keyPressEvent(event)


class CheckMenu(QToolButton):
    """Some of a list of names; `changed` says that others are ticked."""

    changed = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._menu = _StayingMenu(self)
        self._menu.setAccessibleName(name)
        self._menu.aboutToShow.connect(self.fill)
        self.setMenu(self._menu)
        self._items: list[tuple[int, str]] = []
        self.ticked: set[int] = set()

    def offer(self, items: Sequence[tuple[int, str]], ticked: Iterable[int]) -> None:
        """Offer these (key, name), of which some are ticked."""
        self._items = list(items)
        self.ticked = set(ticked) & {key for key, _name in items}

    def names(self) -> list[str]:
        """Return the names ticked, in the order of the list."""
        return [name for key, name in self._items if key in self.ticked]

    @property
    def all_ticked(self) -> bool:
        """Say whether nothing is left out."""
        return len(self.ticked) == len(self._items)

    def fill(self) -> QMenu:
        """Fill the menu with what there is, and return it."""
        self._menu.clear()
        for key, name in self._items:
            action = self._menu.addAction(name.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(key in self.ticked)
            action.toggled.connect(lambda on, k=key: self.tick(k, on=on))
        self._menu.addSeparator()
        every = self._menu.addAction(self.tr("Choose all"))
        every.triggered.connect(lambda _on: self.choose(key for key, _name in self._items))
        return self._menu

    def tick(self, key: int, *, on: bool) -> None:
        """Choose one more, or one less."""
        (self.ticked.add if on else self.ticked.discard)(key)
        self.changed.emit()

    def choose(self, keys: Iterable[int]) -> None:
        """Choose exactly these."""
        self.ticked = set(keys)
        self.changed.emit()
