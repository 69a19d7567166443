"""A chart as it will be printed, and its export."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import QLabel, QScrollArea, QWidget

SHARP = 2  # dots drawn for each dot shown


class ChartView(QScrollArea):
    """Shows the picture of a chart, no wider than the window."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = QPixmap()
        self._label = QLabel()
        self._label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter)
        self.setWidget(self._label)
        self.setWidgetResizable(True)
        self.setAccessibleName(self.tr("Chart"))

    def show_picture(self, data: bytes, title: str) -> None:
        """Show the bytes of a picture."""
        self._picture.loadFromData(data)
        self._label.setAccessibleName(title)
        self._fit()

    def clear(self, sentence: str = "") -> None:
        """Show a sentence in place of a chart."""
        self._picture = QPixmap()
        self._label.setText(sentence)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the picture to the width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if self._picture.isNull():
            return
        ratio = self.devicePixelRatioF()
        width = min(self._picture.width() / SHARP, self.viewport().width() - 8)
        smooth = Qt.TransformationMode.SmoothTransformation
        scaled = self._picture.scaledToWidth(round(width * ratio), smooth)
        scaled.setDevicePixelRatio(ratio)
        self._label.setPixmap(scaled)
