"""What the pages of the window share: they read again when shown, not while they are hidden."""

from typing import ClassVar

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from qda_app.domain.rounds import Round
from qda_app.services.project import Changed
from qda_app.ui.desk import Desk


class ProjectPage(QWidget):
    """A page of the rail: `name` is its key and its icon, `kinds` the tables that concern it.

    A visible page reads again at once when something that concerns it changed; a hidden one when
    it is shown next.
    """

    name: ClassVar[str] = ""
    kinds: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.project = desk.project
        self._stale = True
        self.stopped = False

    def title(self) -> str:
        """Return the words under the icon on the rail."""
        return self.name

    def refresh(self) -> None:
        """Read what is shown again; keeps selection and place where they still make sense."""

    def on_changed(self, change: Changed) -> None:
        """Take note of a change."""
        if self.stopped or (self.kinds and not change.kinds & self.kinds):
            return
        self._stale = True
        if self.isVisible():
            self.freshen()

    def freshen(self) -> None:
        """Read again if something changed since."""
        if self._stale and not self.stopped:
            self._stale = False
            self.refresh()

    def stop(self) -> None:
        """Read nothing any more; the project is about to be closed."""
        self.stopped = True

    def show_round(self, one: Round) -> None:
        """Show a round, on pages that show one."""

    def take_focus(self) -> None:
        """Let the keys act on the page, as it is brought to the front: on its first control."""
        self.setFocus()
        self.focusNextChild()

    def showEvent(self, event: QShowEvent) -> None:
        """Be up to date before the first paint."""
        super().showEvent(event)
        self.freshen()
