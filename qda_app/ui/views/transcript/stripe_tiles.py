"""Stripes painted from ready tiles: the patterns of coders are drawn once for each colour."""

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap

from qda_app.ui.colours import Pattern, paint_stripe

TILE = 240  # pixels, a multiple of every pattern's step
MOST_TILES = 512


class StripeTiles:
    """Keeps one tile for each colour, pattern, width and scale."""

    def __init__(self) -> None:
        self._tiles: dict[tuple[int, Pattern, int, float], QPixmap] = {}

    def paint(self, painter: QPainter, rect: QRectF, color: QColor, pattern: Pattern) -> None:
        """Paint one stripe, the pattern anchored to its top."""
        if pattern is Pattern.SOLID:
            painter.fillRect(rect, color)
            return
        scale = painter.device().devicePixelRatio()
        key = (color.rgb(), pattern, math.ceil(rect.width()), scale)
        tile = self._tiles.get(key)
        if tile is None:
            if len(self._tiles) >= MOST_TILES:
                self._tiles.clear()
            tile = self._tiles[key] = self._draw(color, pattern, key[2], scale)
        painter.drawTiledPixmap(rect, tile, QPointF(0, 0))
        for y in (rect.top(), rect.bottom() - 1):
            painter.fillRect(QRectF(rect.left(), y, rect.width(), 1), color)

    @staticmethod
    def _draw(color: QColor, pattern: Pattern, width: int, scale: float) -> QPixmap:
        tile = QPixmap(round(width * scale), round(TILE * scale))
        tile.setDevicePixelRatio(scale)
        tile.fill(Qt.GlobalColor.transparent)
        painter = QPainter(tile)
        painter.translate(0, -TILE)  # neither end of the outline is on the tile
        paint_stripe(painter, QRectF(0, 0, width, 3 * TILE), color, pattern)
        painter.end()
        return tile
