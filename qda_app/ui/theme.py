"""Named tokens for light and dark, the palette and style sheet made from them, and who follows."""

import json
from dataclasses import asdict, dataclass
from functools import cache
from string import Template
from typing import Literal, get_args

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from qda_app.paths import shipped

Mode = Literal["system", "light", "dark"]
MODES: tuple[Mode, ...] = get_args(Mode)

# Distances in logical pixels; nothing in the desktop uses another one.
TIGHT, SMALL, MEDIUM, LARGE, WIDE = 4, 8, 12, 16, 24
RADIUS = 6

READING_FAMILIES = [
    "Source Serif 4", "Charter", "Iowan Old Style", "Georgia", "Noto Serif", "DejaVu Serif",
]  # fmt: skip
READING_SANS_FAMILIES = ["Inter", "Segoe UI", "Helvetica Neue", "Noto Sans", "DejaVu Sans"]
READING_POINTS = 12.0


@dataclass(frozen=True, slots=True)
class Tokens:
    """The named colours of one theme, each as `#rrggbb`."""

    window: str
    surface: str
    raised: str
    line: str
    line_strong: str
    text: str
    muted: str
    accent: str
    accent_text: str
    accent_soft: str
    hover: str
    selection: str
    coded_tint: str
    danger: str
    warn: str
    ok: str

    def color(self, name: str) -> QColor:
        """Return a token as a colour."""
        return QColor(getattr(self, name))


@cache
def tokens_of(*, dark: bool) -> Tokens:
    """Return the tokens of the dark or the light theme."""
    path = shipped("resources/themes") / ("dark.json" if dark else "light.json")
    return Tokens(**json.loads(path.read_text(encoding="utf-8")))


def style_sheet(tokens: Tokens, *, dark: bool) -> str:
    """Return the style sheet with its tokens filled in."""
    folder = shipped("resources/themes")
    template = Template((folder / "desktop.qss").read_text(encoding="utf-8"))
    images = (folder / ("dark" if dark else "light")).as_posix()
    return template.substitute(asdict(tokens), images=images, radius=f"{RADIUS}px")


def palette_of(tokens: Tokens) -> QPalette:
    """Return the palette that Fusion and every own painting read."""
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    palette = QPalette()
    for name, roles in {
        "window": (role.Window, role.Button),
        "surface": (role.Base,),
        "raised": (role.AlternateBase, role.ToolTipBase),
        "text": (role.WindowText, role.Text, role.ButtonText, role.ToolTipText),
        "muted": (role.PlaceholderText,),
        "accent": (role.Link, role.LinkVisited, role.Accent),
        "line": (role.Mid, role.Midlight),
        "line_strong": (role.Dark,),
        "danger": (role.BrightText,),
        "selection": (role.Highlight,),
    }.items():
        for each in roles:
            palette.setColor(each, tokens.color(name))
    palette.setColor(role.HighlightedText, tokens.color("text"))
    palette.setColor(role.Light, tokens.color("raised"))
    palette.setColor(role.Shadow, tokens.color("line"))
    for each in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        palette.setColor(group.Disabled, each, tokens.color("line_strong"))
    return palette


def reading_font(points: float = READING_POINTS, *, serif: bool = True) -> QFont:
    """Return the reading face at a size, with fallbacks where the first choices are missing."""
    font = QFont()
    font.setFamilies(READING_FAMILIES if serif else READING_SANS_FAMILIES)
    font.setStyleHint(QFont.StyleHint.Serif if serif else QFont.StyleHint.SansSerif)
    font.setPointSizeF(points)
    return font


def tabular(font: QFont) -> QFont:
    """Return the font with figures of equal width, for columns of numbers and times."""
    figures = QFont(font)
    if hasattr(figures, "setFeature"):
        figures.setFeature(QFont.Tag("tnum"), 1)
    return figures


class Theme(QObject):
    """Which theme is on; emits `changed` when the colours of the desktop are others."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._app: QApplication | None = None
        self._mode: Mode = "system"
        self.dark = False
        self.tokens = tokens_of(dark=False)

    @property
    def mode(self) -> Mode:
        """What was asked for: the system's theme, or one of the two."""
        return self._mode

    def apply(self, app: QApplication, mode: Mode = "system") -> None:
        """Dress the application and, in system mode, follow the system from now on."""
        if self._app is None:
            app.setStyle(QStyleFactory.create("Fusion"))
            app.styleHints().colorSchemeChanged.connect(self._follow)
        self._app, self._mode = app, mode
        self._dress(dark=mode == "dark" or (mode == "system" and system_is_dark()))

    def _follow(self) -> None:
        if self._mode == "system" and system_is_dark() != self.dark:
            self._dress(dark=system_is_dark())

    def _dress(self, *, dark: bool) -> None:
        if self._app is None:
            return
        self.dark, self.tokens = dark, tokens_of(dark=dark)
        self._app.setPalette(palette_of(self.tokens))
        self._app.setStyleSheet(style_sheet(self.tokens, dark=dark))
        self.changed.emit()


def system_is_dark() -> bool:
    """Say whether the system asks for a dark desktop."""
    return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
