"""Colours of nodes and speakers, and the patterns that tell coders apart.

A node's colour is kept as "" (none of its own), one of the sixteen names below, or `#rrggbb`; `+n`
behind any of these asks for the n-th inherited shade. The sixteen were found by simulated annealing
in OKLCH so that, in either theme and under simulated protanopia, deuteranopia and tritanopia
(Machado, Oliveira and Fernandes 2009, severity 1), no two are nearer than `FLOOR` in CIEDE2000.
"""

import re
from collections.abc import Mapping
from enum import Enum
from functools import lru_cache

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLineF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen

from qda_app.domain.tree import Tree
from qda_app.ui.theme import tokens_of

FLOOR = 9.0
GRAPHIC_CONTRAST = 3.0
TEXT_CONTRAST = 4.5
SHADES = 4

# name: (in the light theme, in the dark theme)
PALETTE: Mapping[str, tuple[str, str]] = {
    "blue": ("#0048d0", "#5289ce"),
    "orange": ("#712800", "#c46d40"),
    "green": ("#1a5a32", "#6a9d6c"),
    "violet": ("#633884", "#6d54db"),
    "teal": ("#0e726b", "#307b6a"),
    "red": ("#a0414b", "#b24a46"),
    "gold": ("#7b5a0a", "#b89e02"),
    "pink": ("#651854", "#a85792"),
    "blue-soft": ("#437abd", "#76a7ff"),
    "orange-soft": ("#bb653b", "#fbc08d"),
    "green-soft": ("#5e8f5f", "#b9f8c6"),
    "violet-soft": ("#a17cfe", "#e1c2ff"),
    "teal-soft": ("#27a297", "#6bd3bb"),
    "red-soft": ("#ea6a74", "#fc838d"),
    "gold-soft": ("#c28906", "#f9e33b"),
    "pink-soft": ("#a65491", "#d391be"),
}
NAMES = tuple(PALETTE)
NEUTRAL = ("#71757b", "#9a9fa6")
_LABELS = {
    "blue": QT_TRANSLATE_NOOP("Colours", "Blue"),
    "orange": QT_TRANSLATE_NOOP("Colours", "Orange"),
    "green": QT_TRANSLATE_NOOP("Colours", "Green"),
    "violet": QT_TRANSLATE_NOOP("Colours", "Violet"),
    "teal": QT_TRANSLATE_NOOP("Colours", "Teal"),
    "red": QT_TRANSLATE_NOOP("Colours", "Red"),
    "gold": QT_TRANSLATE_NOOP("Colours", "Gold"),
    "pink": QT_TRANSLATE_NOOP("Colours", "Pink"),
    "blue-soft": QT_TRANSLATE_NOOP("Colours", "Soft blue"),
    "orange-soft": QT_TRANSLATE_NOOP("Colours", "Soft orange"),
    "green-soft": QT_TRANSLATE_NOOP("Colours", "Soft green"),
    "violet-soft": QT_TRANSLATE_NOOP("Colours", "Soft violet"),
    "teal-soft": QT_TRANSLATE_NOOP("Colours", "Soft teal"),
    "red-soft": QT_TRANSLATE_NOOP("Colours", "Soft red"),
    "gold-soft": QT_TRANSLATE_NOOP("Colours", "Soft gold"),
    "pink-soft": QT_TRANSLATE_NOOP("Colours", "Soft pink"),
}


def label_of(name: str) -> str:
    """Return the name of a palette colour in the user's language."""
    return QCoreApplication.translate("Colours", str(_LABELS[name]))


def luminance(color: QColor) -> float:
    """Return the relative luminance of WCAG 2, from 0 for black to 1 for white."""
    parts = (color.redF(), color.greenF(), color.blueF())
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: QColor, other: QColor) -> float:
    """Return the contrast ratio of WCAG 2, from 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def mix(one: QColor, other: QColor, share: float) -> QColor:
    """Return `one` with a share (0 to 1) of `other` in it."""
    kept = 1 - share
    return QColor(
        round(one.red() * kept + other.red() * share),
        round(one.green() * kept + other.green() * share),
        round(one.blue() * kept + other.blue() * share),
    )


def legible(color: QColor, *, dark: bool, ratio: float) -> QColor:
    """Return the colour, moved towards the text colour until it stands out from the surface."""
    tokens = tokens_of(dark=dark)
    surface, text = tokens.color("surface"), tokens.color("text")
    moved, share = color, 0.0
    while contrast(moved, surface) < ratio and share < 1:
        share += 0.04
        moved = mix(color, text, share)
    return moved


@lru_cache(maxsize=4096)
def node_colour(stored: str, *, dark: bool) -> QColor:
    """Return the colour of a node's stripes and underlines; unknown words count as no colour."""
    base, _, steps = stored.partition("+")
    if base in PALETTE:
        color = QColor(PALETTE[base][dark])
    elif re.fullmatch("#[0-9a-fA-F]{6}", base):
        color = legible(QColor(base), dark=dark, ratio=GRAPHIC_CONTRAST)
    else:
        color = QColor(NEUTRAL[dark])
    return _shade(color, int(steps) % (SHADES + 1) if steps.isdecimal() else 0, dark=dark)


def _shade(color: QColor, steps: int, *, dark: bool) -> QColor:
    """Move towards the surface where there is room for it, otherwise towards the text."""
    tokens = tokens_of(dark=dark)
    surface = tokens.color("surface")
    roomy = contrast(color, surface) > 5
    shaded = mix(color, surface if roomy else tokens.color("text"), 0.13 * steps)
    return legible(shaded, dark=dark, ratio=GRAPHIC_CONTRAST)


@lru_cache(maxsize=4096)
def fill_colour(stored: str, *, dark: bool) -> QColor:
    """Return the pale fill made from a node's colour, on which text stays readable."""
    tokens = tokens_of(dark=dark)
    surface, text = tokens.color("surface"), tokens.color("text")
    color, share = node_colour(stored, dark=dark), 0.66 if dark else 0.74
    while contrast(mix(color, surface, share), text) < TEXT_CONTRAST + 1 and share < 1:
        share += 0.02
    return mix(color, surface, min(share, 1.0))


def tree_colours(tree: Tree) -> dict[int, str]:
    """Return every node's colour in stored form: its own, else a shade of its parent's.

    What a node is given depends on its id, not on its place, so that it keeps its colour when
    others are moved or removed; nodes at the top take different ones as long as there are any.
    """
    found = _top_colours(tree)
    for node in tree.order:
        if node.id in found:
            continue
        if node.color:
            found[node.id] = node.color
        else:
            base, _, steps = found[node.parent or 0].partition("+")
            found[node.id] = f"{base}+{(int(steps or 0) + node.id) % SHADES + 1}"
    return found


def _top_colours(tree: Tree) -> dict[int, str]:
    found: dict[int, str] = {}
    taken: set[str] = set()
    for node in sorted(tree.children(None), key=lambda n: n.id):
        chosen = node.color
        if not chosen:
            order = [NAMES[(node.id - 1 + step) % len(NAMES)] for step in range(len(NAMES))]
            chosen = next((name for name in order if name not in taken), order[0])
        taken.add(chosen)
        found[node.id] = chosen
    return found


def speaker_colour(number: int, *, dark: bool) -> QColor:
    """Return the colour in which the n-th speaker's name is written."""
    name = NAMES[number % 8] + ("-soft" if dark else "")
    return legible(QColor(PALETTE[name][dark]), dark=dark, ratio=TEXT_CONTRAST)


class Pattern(Enum):
    """How a coder's stripes are drawn."""

    SOLID = "solid"
    HATCHED = "hatched"
    DOTTED = "dotted"
    HOLLOW = "hollow"
    BARRED = "barred"
    CROSSED = "crossed"


PATTERNS = tuple(Pattern)


def coder_pattern(number: int) -> Pattern:
    """Return the pattern of the n-th coder of a project."""
    return PATTERNS[number % len(PATTERNS)]


def initials(name: str) -> str:
    """Return at most three letters that stand for a coder."""
    words: list[str] = re.findall(r"\w+", name)
    if not words:
        return "?"
    if len(words) == 1:
        word = words[0]
        return word if len(word) <= 3 else word[:2].title()
    letters = "".join(word[:1] for word in words[:3])
    return letters.upper()


def paint_stripe(painter: QPainter, rect: QRectF, color: QColor, pattern: Pattern) -> None:
    """Paint one stripe; every pattern but the solid one has an outline."""
    if pattern is Pattern.SOLID:
        painter.fillRect(rect, color)
        return
    painter.save()
    painter.setPen(QPen(color, 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5))
    painter.setClipRect(rect)
    _paint_inside(painter, rect, color, pattern)
    painter.restore()


_STEPS = {Pattern.HATCHED: 5, Pattern.DOTTED: 5, Pattern.BARRED: 8, Pattern.CROSSED: 6}


def _paint_inside(painter: QPainter, rect: QRectF, color: QColor, pattern: Pattern) -> None:
    """Paint what distinguishes a pattern, anchored to the stripe's top so that it scrolls along."""
    if pattern not in _STEPS:
        return
    left, width, middle = rect.left(), rect.width(), rect.center().x()
    tops = range(round(rect.top()), round(rect.bottom() + width), _STEPS[pattern])
    if pattern is Pattern.DOTTED:
        lines = [QLineF(middle, top + 2, middle, top + 4) for top in tops]
    elif pattern is Pattern.BARRED:
        lines = [QLineF(left, top + 1, left + width, top + 1) for top in tops]
    else:
        lines = [QLineF(left, top, left + width, top - width) for top in tops]
    if pattern is Pattern.CROSSED:
        lines += [QLineF(left, top - width, left + width, top) for top in tops]
    slanted = pattern in {Pattern.HATCHED, Pattern.CROSSED}
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, slanted)
    painter.setPen(QPen(QBrush(color), 1.5 if slanted else 2.0, c=Qt.PenCapStyle.FlatCap))
    painter.drawLines(lines)
