"""A short tour: one card after another beside the part of the window that it is about."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from qda_app.ui.theme import LARGE, MEDIUM, RADIUS, SMALL, Theme
from qda_app.ui.views.code.workspace import Workspace

WIDTH = 340


@dataclass(frozen=True, slots=True)
class Stop:
    """One card: what it points at, its title and its words."""

    target: QWidget
    title: str
    words: str


class Frame(QWidget):
    """A line around the part that a card is about; the mouse passes through it."""

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.tokens.color("accent"), 2))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), RADIUS, RADIUS)


class Card(QFrame):
    """The words, and how to go on; arrow keys and Escape work too."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setProperty("role", "sheet")
        self.setFixedWidth(WIDTH)
        self.title, self.words, self.place = QLabel(), QLabel(), QLabel()
        font = self.title.font()
        font.setBold(True)
        self.title.setFont(font)
        self.words.setWordWrap(True)
        self.place.setProperty("role", "muted")
        self.back = QPushButton(self.tr("Back"))
        self.onward = QPushButton(self.tr("Next"))
        self.end = QPushButton(self.tr("End the tour"))
        row = QHBoxLayout()
        row.setSpacing(SMALL)
        row.addWidget(self.place, 1)
        for button in (self.end, self.back, self.onward):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(LARGE, MEDIUM, LARGE, MEDIUM)
        column.setSpacing(SMALL)
        column.addWidget(self.title)
        column.addWidget(self.words)
        column.addLayout(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on, back, or end."""
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.end.click()
        elif key == Qt.Key.Key_Left:
            self.back.click()
        elif key in {Qt.Key.Key_Right, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.onward.click()
        else:
            super().keyPressEvent(event)


class Tour(QObject):
    """Walks through the window of an open project."""

    def __init__(self, window: QWidget, space: Workspace, rail: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._at = 0
        self._stops = self._plan(space, rail)
        self.frame = Frame(space.desk.theme, window)
        self.card = Card(window)
        self.card.onward.clicked.connect(lambda: self._go(1))
        self.card.back.clicked.connect(lambda: self._go(-1))
        self.card.end.clicked.connect(self.finish)
        window.installEventFilter(self)

    def _plan(self, space: Workspace, rail: QWidget) -> list[Stop]:
        return [
            Stop(
                space.sources,
                self.tr("Sources"),
                self.tr(
                    "The interviews. A dot for each coder: empty, begun, done. Drop files on the "
                    "window to import more."
                ),
            ),
            Stop(
                space.page,
                self.tr("The transcript"),
                self.tr(
                    "Select words, or just put the cursor in a sentence, and press Enter. Type "
                    "three letters of a node and press Enter again: the passage is coded. R "
                    "repeats the last node, V makes a node of the selected words."
                ),
            ),
            Stop(
                space.nodes,
                self.tr("The node tree"),
                self.tr(
                    "Drag a passage to a node or a node to a passage. Right-click for everything "
                    "else: define, merge, colour, move, put on a key from 1 to 9."
                ),
            ),
            Stop(
                space.inspector,
                self.tr("At the cursor"),
                self.tr(
                    "Which codings stand here, whose they are, how sure, and what the node means. "
                    "Delete removes one, M writes a memo."
                ),
            ),
            Stop(
                space.history,
                self.tr("History"),
                self.tr(
                    "Every step can be taken back with Ctrl+Z, also tomorrow. Nothing is lost."
                ),
            ),
            Stop(
                rail,
                self.tr("The other pages"),
                self.tr(
                    "Retrieve excerpts, compare coders, count nodes by participant, write memos. "
                    "Every figure leads back to the passages behind it."
                ),
            ),
        ]

    def start(self) -> None:
        """Show the first card."""
        self._go(0)

    def _go(self, way: int) -> None:
        self._at += way
        if not 0 <= self._at < len(self._stops):
            self.finish()
            return
        stop = self._stops[self._at]
        self.card.title.setText(stop.title)
        self.card.words.setText(stop.words)
        self.card.place.setText(self.tr("{0} of {1}").format(self._at + 1, len(self._stops)))
        self.card.back.setEnabled(self._at > 0)
        last = self._at + 1 == len(self._stops)
        self.card.onward.setText(self.tr("Done") if last else self.tr("Next"))
        self.card.setAccessibleName(f"{stop.title}. {stop.words}")
        self._place()
        self.frame.show()
        self.card.show()
        self.frame.raise_()
        self.card.raise_()
        self.card.setFocus()

    def _place(self) -> None:
        target = self._stops[self._at].target
        if not isValid(target):
            self.finish()
            return
        corner = target.mapTo(self._window, QPoint(0, 0))
        area = QRect(corner, target.size()).intersected(self._window.rect())
        self.frame.setGeometry(area)
        self.card.adjustSize()
        size, room = self.card.size(), self._window.rect()
        left = area.right() + MEDIUM
        if left + size.width() > room.right():
            left = area.left() - MEDIUM - size.width()
        if left < 0:
            left = area.center().x() - size.width() // 2
        top = min(max(area.center().y() - size.height() // 2, 0), room.bottom() - size.height())
        self.card.move(left, top)

    def finish(self) -> None:
        """End the tour."""
        self._window.removeEventFilter(self)
        for part in (self.frame, self.card):
            part.hide()
            part.deleteLater()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the window's size."""
        if event.type() == QEvent.Type.Resize and isValid(self.card) and self.card.isVisible():
            self._place()
        return super().eventFilter(watched, event)
