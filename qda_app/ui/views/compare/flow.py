"""A row of controls that goes on in the next line where the window is narrow."""

from PySide6.QtCore import QEvent, QPoint, QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from qda_app.ui.theme import SMALL


class FlowRow(QWidget):
    """Lays widgets out like words: from left to right, then on the next line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._flowing: list[QWidget] = []
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def add(self, widget: QWidget) -> None:
        """Put one more behind the others."""
        widget.setParent(self)
        self._flowing.append(widget)

    def hasHeightForWidth(self) -> bool:
        """Say that the height follows from the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of all lines at a width."""
        lines = self._lines(width)
        return sum(_height(line) for line in lines) + SMALL * max(len(lines) - 1, 0)

    def sizeHint(self) -> QSize:
        """Return the size on one line."""
        lines = self._lines(1 << 20)
        wide = sum(w.sizeHint().width() + SMALL for line in lines for w in line)
        return QSize(max(wide - SMALL, 0), max(map(_height, lines), default=0))

    def minimumSizeHint(self) -> QSize:
        """Return the size of the widest widget: everything else can go below."""
        wide = max((w.sizeHint().width() for w in self._there()), default=0)
        return QSize(wide, max((w.sizeHint().height() for w in self._there()), default=0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the widgets anew."""
        super().resizeEvent(event)
        self._place()

    def event(self, event: QEvent) -> bool:
        """Place the widgets anew when one of them asks for another size."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
            self._place()
        return super().event(event)

    def _place(self) -> None:
        y = 0
        for line in self._lines(self.width()):
            height, x = _height(line), 0
            for widget in line:
                size = widget.sizeHint()
                above = (height - size.height()) // 2
                widget.setGeometry(QRect(QPoint(x, y + above), size))
                x += size.width() + SMALL
            y += height + SMALL
        self.setMinimumHeight(max(y - SMALL, 0))  # no line is cut where there is little room

    def _there(self) -> list[QWidget]:
        return [widget for widget in self._flowing if not widget.isHidden()]

    def _lines(self, width: int) -> list[list[QWidget]]:
        """Return the widgets that stand on each line."""
        lines: list[list[QWidget]] = []
        taken = width
        for widget in self._there():
            wide = widget.sizeHint().width()
            if not lines or taken + SMALL + wide > width:
                lines.append([])
                taken = -SMALL
            lines[-1].append(widget)
            taken += SMALL + wide
        return lines


def _height(line: list[QWidget]) -> int:
    return max(widget.sizeHint().height() for widget in line)
