"""The row of what can be done with a disagreement, each with its key."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from qda_app.domain.disagreements import ACCEPT, ADJUST, ANOTHER, BOTH, DEFER, NEITHER
from qda_app.ui.views.compare.flow import FlowRow

MOST = 8  # coders that have a key of their own


def _with_key(words: str, key: str) -> str:
    """Return a button's words with its key behind them, told apart from coders' letters."""
    return f"{words} ({key})" if key else words


class Deeds(QWidget):
    """Buttons with their keys; `done` tells the outcome, and for accepting the coder's place."""

    done = Signal(str, object)

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self._page, self._coders = page, 2
        self.possible = False
        self._row = FlowRow()
        self.accept: list[QPushButton] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._row)
        for place in range(MOST):
            self.accept.append(self._button("", str(place + 1), ACCEPT, place))
        self.both = self._button(self.tr("Both"), "B", BOTH)
        self.neither = self._button(self.tr("Neither"), "0", NEITHER)
        self.boundary = self._button(self.tr("Boundary"), "", ADJUST)
        self.another = self._button(self.tr("Other node"), "N", ANOTHER)
        self.defer = self._button(self.tr("Put off"), "D", DEFER)
        self.undo = self._button(self.tr("Undo"), "", "undo")
        self.boundary.setText(_with_key(self.tr("Boundary"), "← →"))
        self.undo.setText(_with_key(self.tr("Undo"), "Z"))
        self.show_coders(2)

    def _button(self, words: str, key: str, outcome: str, place: int | None = None) -> QPushButton:
        button = QPushButton(_with_key(words, key))
        button.setAccessibleName(words or key)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda _on: self.done.emit(outcome, place))
        self._row.add(button)
        if key:
            shortcut = QShortcut(QKeySequence(key), self._page)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda: self._on_key(button, outcome, place))
        return button

    def _on_key(self, button: QPushButton, outcome: str, place: int | None) -> None:
        """Act on a key as on the button; with two coders, 3 is both."""
        if outcome == ACCEPT and place == self._coders and self._coders == 2:
            button, outcome, place = self.both, BOTH, None
        if button.isEnabled() and not button.isHidden():
            self.done.emit(outcome, place)

    def show_coders(self, count: int) -> None:
        """Offer to accept each of so many coders."""
        self._coders = count
        for place, button in enumerate(self.accept):
            button.setVisible(place < count)
        words, key = (self.tr("Both"), "3") if count == 2 else (self.tr("All"), "B")
        self.both.setText(_with_key(words, key))
        self.both.setAccessibleName(words)

    def enable(self, *, possible: bool, accept: Sequence[str]) -> None:
        """Say whether anything can be done, and how the coders are called."""
        self.possible = possible
        for button in (self.both, self.neither, self.boundary, self.another, self.defer):
            button.setEnabled(possible)
        for place, button in enumerate(self.accept):
            button.setEnabled(possible and place < len(accept))
            if place < len(accept):
                words = self.tr("Accept {0}").format(accept[place])
                button.setText(_with_key(words, str(place + 1)))
                button.setAccessibleName(words)
