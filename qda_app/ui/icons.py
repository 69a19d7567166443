"""Icons: one kept set of strokes (Lucide), tinted with the theme's colours."""

from functools import lru_cache
from pathlib import Path
from weakref import ref

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QAction, QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton
from shiboken6 import isValid

from qda_app.paths import shipped
from qda_app.ui.theme import Theme, Tokens

# 16 in menus, 20 in tool bars; each at 100, 150, 200 and 300 %.
PIXELS = (16, 20, 24, 30, 32, 40, 48, 60)


def names() -> list[str]:
    """Return the names of the icons that there are."""
    return sorted(path.stem for path in _folder().glob("*.svg"))


def icon(name: str, tokens: Tokens, *, ink: str = "text") -> QIcon:
    """Return an icon in one of the theme's colours, paler where it is disabled."""
    return _icon(name, getattr(tokens, ink), tokens.line_strong)


def dress(target: QAction | QAbstractButton, name: str, theme: Theme, *, ink: str = "text") -> None:
    """Give an action or a button its icon, and another one when the theme changes."""
    watched = ref(target)

    def refresh() -> None:
        found = watched()
        if found is None or not isValid(found):
            theme.changed.disconnect(refresh)
        else:
            found.setIcon(icon(name, theme.tokens, ink=ink))

    target.setIcon(icon(name, theme.tokens, ink=ink))
    theme.changed.connect(refresh)


def pixmap(name: str, color: QColor, pixels: int) -> QPixmap:
    """Return the icon drawn in one colour in a square of so many device pixels."""
    svg = (_folder() / f"{name}.svg").read_bytes().replace(b"currentColor", color.name().encode())
    drawn = QPixmap(pixels, pixels)
    drawn.fill(Qt.GlobalColor.transparent)
    inset = pixels / 16  # air, so that a label does not stick to the icon
    painter = QPainter(drawn)
    QSvgRenderer(QByteArray(svg)).render(
        painter, QRectF(inset, inset, pixels - 2 * inset, pixels - 2 * inset)
    )
    painter.end()
    return drawn


@lru_cache(maxsize=512)
def _icon(name: str, color: str, pale: str) -> QIcon:
    drawn = QIcon()
    for pixels in PIXELS:
        drawn.addPixmap(pixmap(name, QColor(color), pixels), QIcon.Mode.Normal)
    drawn.addPixmap(pixmap(name, QColor(pale), PIXELS[-1]), QIcon.Mode.Disabled)
    return drawn


def _folder() -> Path:
    return shipped("resources/icons")
