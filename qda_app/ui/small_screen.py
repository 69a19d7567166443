"""What a window does on a small screen: what has no room scrolls, nothing is cut off."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QLabel,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)


class Front(QStackedWidget):
    """A stack that needs no more room than what is in front."""

    def minimumSizeHint(self) -> QSize:
        """Return the least size of what is in front."""
        front = self.currentWidget()
        return QSize() if front is None else front.minimumSizeHint()

    def lowest(self, width: int) -> int:
        """Return the least height at a width, with the lines that its sentences wrap to."""
        front = self.currentWidget()
        if front is None or isinstance(front, Front):
            return 0 if front is None else front.lowest(width)
        own = Qt.FindChildOption.FindDirectChildrenOnly
        wrapped = [
            label.heightForWidth(width) - label.minimumSizeHint().height()
            for label in front.findChildren(QLabel, options=own)
            if label.wordWrap() and label.isVisibleTo(front)
        ]
        return front.minimumSizeHint().height() + sum(more for more in wrapped if more > 0)


class Scrolled(QScrollArea):
    """Gives a widget all the room there is, and scroll bars where that is less than it needs."""

    def __init__(self, within: QWidget, *, upright: bool = False) -> None:
        super().__init__()
        self._upright = upright  # as wide as the widget, scrolling up and down only
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        if upright:
            self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(within)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fit again when the widget needs another size."""
        found = super().eventFilter(watched, event)
        if watched is self.widget() and event.type() == QEvent.Type.LayoutRequest:
            self.fit()
        return found

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the widget into the room that there is now."""
        super().resizeEvent(event)
        self.fit()

    def minimumSizeHint(self) -> QSize:
        """Return little: the rest scrolls."""
        return QSize(0, 0)

    def fit(self) -> None:
        """Give the widget the room, or what it needs at least."""
        inner, room = self.widget(), self.maximumViewportSize()
        if inner is None or room.isEmpty():
            return
        least, bar = inner.minimumSizeHint(), self.verticalScrollBar().sizeHint().width()
        if isinstance(inner, Front):
            least.setHeight(inner.lowest(max(room.width() - bar, least.width())))
        if self._upright:
            high = least.height() > room.height()
            self.setFixedWidth(inner.maximumWidth() + (bar if high else 0))
            height = inner.sizeHint().height() if high else room.height()
            inner.resize(inner.maximumWidth(), height)
            return
        width, height = room.width(), room.height()
        for _ in range(2):  # a bar takes room, which may call for the other
            width = room.width() - (bar if least.height() > height else 0)
            height = room.height() - (bar if least.width() > width else 0)
        inner.resize(max(width, least.width()), max(height, least.height()))


def fit_dialog(dialog: QDialog, room: QSize) -> None:
    """Make a dialog no larger than the room; let what it holds scroll where it needs more."""
    least = dialog.minimumSizeHint().expandedTo(dialog.minimumSize())
    layout = dialog.layout()
    if layout is not None and least.boundedTo(room) != least:
        inner = QWidget()
        inner.setLayout(layout)
        dialog.setMinimumSize(0, 0)
        column = QVBoxLayout(dialog)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(Scrolled(inner))
    dialog.resize(dialog.size().boundedTo(room))
