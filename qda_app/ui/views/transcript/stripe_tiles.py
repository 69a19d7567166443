"""Stripes painted from ready tiles: the patterns of coders are drawn once for each colour."""

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QColor, QPainter, QPixmap

from qda_app.ui.colours import Pattern, paint_stripe

TILE = 240  # pixels, a multiple of every pattern's step
MOST_TILES = 512


class StripeTiles:
    """Keeps one tile for each colour, pattern, width and scale, on the page's ground."""

    def __init__(self) -> None:
        self._tiles: dict[tuple[int, int, Pattern, int, float], QPixmap] = {}

    def paint(
        self, painter: QPainter, rect: QRect, color: QColor, ground: QColor, pattern: Pattern
    ) -> None:
        """Paint one stripe, the pattern anchored to its top."""
        if pattern is Pattern.SOLID:
            painter.fillRect(rect, color)
            return
        left, top, width, height = rect.left(), rect.top(), rect.width(), rect.height()
        scale = painter.device().devicePixelRatio()
        key = (color.rgb(), ground.rgb(), pattern, width, scale)
        tile = self._tiles.get(key)
        if tile is None:
            if len(self._tiles) >= MOST_TILES:
                self._tiles.clear()
            tile = self._tiles[key] = _draw(color, ground, pattern, width, scale)
        for offset in range(0, height, TILE):
            piece = min(TILE, height - offset)
            source = QRect(0, 0, round(width * scale), round(piece * scale))
            painter.drawPixmap(QRect(left, top + offset, width, piece), tile, source)
        painter.fillRect(left, top, width, 1, color)
        painter.fillRect(left, top + height - 1, width, 1, color)


def _draw(color: QColor, ground: QColor, pattern: Pattern, width: int, scale: float) -> QPixmap:
    tile = QPixmap(round(width * scale), round(TILE * scale))
    tile.setDevicePixelRatio(scale)
    tile.fill(ground)
    painter = QPainter(tile)
    painter.translate(0, -TILE)  # neither end of the outline is on the tile
    paint_stripe(painter, QRectF(0, 0, width, 3 * TILE), color, pattern)
    painter.end()
    return tile
