"""The one way to tell the user something without asking for anything."""

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from qda_app.ui.icons import pixmap
from qda_app.ui.theme import MEDIUM, SMALL, TIGHT, Theme

Level = Literal["info", "warn", "error"]
SECONDS = {"info": 8, "warn": 15, "error": 0}
ICON = 16


class MessageBar(QFrame):
    """A line at the bottom with one sentence and at most one action; errors stay until closed."""

    dismissed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._level: Level = "info"
        self._text = ""
        self._run: Callable[[], None] | None = None
        self._icon = QLabel(self)
        self._label = QLabel(self)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._action = QPushButton(self)
        self._action.setProperty("link", True)  # noqa: FBT003
        self._action.clicked.connect(self._on_action)
        self._close = QPushButton("×", self)
        self._close.setProperty("link", True)  # noqa: FBT003
        self._close.setToolTip(self.tr("Close this message"))
        self._close.setAccessibleName(self.tr("Close this message"))
        self._close.clicked.connect(self.dismiss)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(MEDIUM, TIGHT, SMALL, TIGHT)
        row.setSpacing(SMALL)
        row.addWidget(self._icon)
        row.addWidget(self._label, 1)
        row.addWidget(self._action)
        row.addWidget(self._close)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.dismiss)
        theme.changed.connect(self._paint_icon)
        self.setAccessibleName(self.tr("Message"))
        self.hide()

    def show_message(
        self,
        text: str,
        level: Level = "info",
        action: str = "",
        run: Callable[[], None] | None = None,
    ) -> None:
        """Show one sentence in place of the last; `run` is called when the action is chosen."""
        self._text, self._level, self._run = text, level, run
        self.setProperty("level", level)
        self.style().unpolish(self)
        self.style().polish(self)
        self._action.setText(action)
        self._action.setVisible(bool(action))
        self._paint_icon()
        self.show()
        self._row.activate()
        self._fit()
        self._announce()
        self._timer.stop()
        if SECONDS[level]:
            self._timer.start(SECONDS[level] * 1000)

    def text(self) -> str:
        """Return the sentence on show; empty when there is none."""
        return "" if self.isHidden() else self._text

    def dismiss(self) -> None:
        """Take the message away."""
        self._timer.stop()
        if not self.isHidden():
            self.hide()
            self.dismissed.emit()

    def _on_action(self) -> None:
        run = self._run
        self.dismiss()
        if run is not None:
            run()

    def _announce(self) -> None:
        """Tell screen readers, which would not look here of themselves."""
        self._label.setAccessibleName(self._text)
        event = QAccessibleEvent(self._label, QAccessible.Event.Alert)
        QAccessible.updateAccessibility(event)

    def _paint_icon(self) -> None:
        tokens = self._theme.tokens
        ink = {"info": "muted", "warn": "warn", "error": "danger"}[self._level]
        name = {"info": "info", "warn": "warn", "error": "error"}[self._level]
        ratio = self.devicePixelRatioF()
        drawn = pixmap(name, tokens.color(ink), round(ICON * ratio))
        drawn.setDevicePixelRatio(ratio)
        self._icon.setPixmap(drawn)

    def _fit(self) -> None:
        """Elide what does not fit; the tool tip holds the whole sentence."""
        metrics = QFontMetrics(self._label.font())
        width = max(40, self._label.width())
        elided = metrics.elidedText(self._text, Qt.TextElideMode.ElideRight, width)
        self._label.setText(elided)
        self._label.setToolTip(self._text if elided != self._text else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the sentence to the new width."""
        super().resizeEvent(event)
        self._fit()
