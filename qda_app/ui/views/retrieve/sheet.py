"""How rows of excerpts are measured and painted; each is laid out when it is first needed."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)

from qda_app.domain.messages import counted
from qda_app.services.retrieval.excerpts import Excerpt
from qda_app.ui.theme import LARGE, MEDIUM, SMALL, TIGHT, Theme, reading_font
from qda_app.ui.views.retrieve.model import Heading, Row
from qda_app.ui.views.transcript.offsets import shown

MEASURE = 86  # characters in a line, at most
LONGEST = 1_500  # characters of a passage that are shown
KEPT = 256  # layouts that are remembered
LEADING = 1.35
BAR = 3


@dataclass(frozen=True, slots=True)
class Look:
    """What the painted rows need to know of an excerpt beside its text."""

    line: Callable[[Excerpt], str]
    colours: Callable[[Excerpt], Sequence[QColor]]
    around: Callable[[Excerpt], tuple[str, str]]
    hits: Callable[[str], Sequence[tuple[int, int]]]


@dataclass(slots=True)
class _Laid:
    layout: QTextLayout
    height: float
    cut: bool


class Sheet:
    """Measures and paints headings and excerpts in one width."""

    def __init__(self, theme: Theme, look: Look) -> None:
        self._theme, self.look = theme, look
        self._laid: OrderedDict[tuple[int, int, int, int], _Laid] = OrderedDict()
        self._width = 0
        self.set_fonts(QFont())

    def set_fonts(self, small: QFont, points: float = 0.0) -> None:
        """Use these faces from now on."""
        self._reading = reading_font(points) if points else reading_font()
        self._small = QFont(small)
        self._bold = QFont(small)
        self._bold.setWeight(QFont.Weight.DemiBold)
        metrics = QFontMetricsF(self._reading)
        self._line = metrics.height() * LEADING
        self._char = metrics.horizontalAdvance("la reunión ayudó mucho a los niños") / 34
        self._below = QFontMetricsF(self._small).height()
        self.forget()

    def set_width(self, width: int) -> bool:
        """Lay out for another width; say whether it is another."""
        wanted = max(120, min(width - 2 * LARGE - MEDIUM, round(self._char * MEASURE)))
        if wanted == self._width:
            return False
        self._width = wanted
        self.forget()
        return True

    def forget(self) -> None:
        """Lay everything out again."""
        self._laid.clear()

    @property
    def heading_height(self) -> int:
        """The height of a heading."""
        return round(self._below + 2 * SMALL + TIGHT)

    def estimate(self, row: Row, extra: int) -> int:
        """Return a row's likely height without laying it out; `extra` characters are around it."""
        if isinstance(row, Heading):
            return self.heading_height
        length = min(row.end - row.start, LONGEST) + extra
        breaks = row.text.count("\n", 0, LONGEST)
        lines = 1 + int(length * self._char / max(self._width, 1)) + breaks
        return round(lines * self._line + self._frame())

    def _frame(self) -> float:
        return 2 * MEDIUM + TIGHT + self._below

    def height(self, row: Row) -> int:
        """Return a row's height."""
        if isinstance(row, Heading):
            return self.heading_height
        return round(self._layout(row).height + self._frame())

    def _layout(self, of: Excerpt) -> _Laid:
        key = (of.source, of.start, of.end, self._width)
        found = self._laid.get(key)
        if found is None:
            found = self._laid[key] = self._lay_out(of)
            if len(self._laid) > KEPT:
                self._laid.popitem(last=False)
        else:
            self._laid.move_to_end(key)
        return found

    def _lay_out(self, of: Excerpt) -> _Laid:
        before, after = self.look.around(of)
        cut = len(of.text) > LONGEST
        quoted = of.text[:LONGEST] + " …" if cut else of.text
        after = "" if cut else after
        layout = QTextLayout(_one_paragraph(before + quoted + after), self._reading)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.setCacheEnabled(True)
        layout.setFormats(self._formats(before, quoted, after))
        layout.beginLayout()
        top = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(self._width)
            line.setPosition(QPointF(0, top + (self._line - line.height()) / 2))
            top += self._line
        layout.endLayout()
        return _Laid(layout, top, cut)

    def _formats(self, before: str, quoted: str, after: str) -> list[QTextLayout.FormatRange]:
        """Mute what is around the quotation, and mark what was looked for in it."""
        first, length = units(before), units(quoted)
        tokens = self._theme.tokens
        muted, marked = QTextCharFormat(), QTextCharFormat()
        muted.setForeground(tokens.color("muted"))
        marked.setBackground(tokens.color("selection"))
        marked.setFontWeight(QFont.Weight.DemiBold)
        ranges = []
        if before:
            ranges.append(_range(0, first, muted))
        if after:
            ranges.append(_range(first + length, units(after), muted))
        for start, end in self.look.hits(quoted):
            at = first + units(quoted[:start])
            ranges.append(_range(at, units(quoted[start:end]), marked))
        return ranges

    # -- painting ----------------------------------------------------------------------------

    def paint(
        self, painter: QPainter, rect: QRect, row: Row, *, chosen: bool, current: bool
    ) -> None:
        """Paint one row."""
        painter.save()
        if isinstance(row, Heading):
            self._paint_heading(painter, rect, row, current=current)
        else:
            self._paint_excerpt(painter, rect, row, chosen=chosen, current=current)
        painter.restore()

    def _paint_heading(
        self, painter: QPainter, rect: QRect, row: Heading, *, current: bool
    ) -> None:
        tokens = self._theme.tokens
        painter.fillRect(rect, tokens.color("raised"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), tokens.color("line"))
        if current:
            painter.setPen(tokens.color("accent"))
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
        middle = rect.adjusted(LARGE + MEDIUM, 0, -LARGE, 0)
        side = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(self._small)
        painter.setPen(tokens.color("muted"))
        painter.drawText(rect.adjusted(SMALL, 0, 0, 0), side, "▸" if row.folded else "▾")
        count = str(len(row.group.excerpts))
        painter.setFont(self._bold)
        painter.setPen(tokens.color("text"))
        room = middle.width() - painter.fontMetrics().horizontalAdvance(count) - LARGE
        words = row.group.title.replace(" > ", " › ")
        title = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideMiddle, room)
        painter.drawText(middle, side, title)
        left = middle.adjusted(painter.fontMetrics().horizontalAdvance(title) + SMALL, 0, 0, 0)
        painter.setFont(self._small)
        painter.setPen(tokens.color("muted"))
        painter.drawText(left, side, count)

    def _paint_excerpt(
        self, painter: QPainter, rect: QRect, row: Excerpt, *, chosen: bool, current: bool
    ) -> None:
        tokens = self._theme.tokens
        if chosen:
            painter.fillRect(rect, tokens.color("accent_soft"))
        painter.fillRect(
            QRect(rect.left() + LARGE, rect.bottom(), rect.width() - 2 * LARGE, 1),
            tokens.color("line"),
        )
        if current:
            edge = QRect(rect.left(), rect.top(), BAR, rect.height())
            painter.fillRect(edge, tokens.color("accent"))
        laid = self._layout(row)
        left, top = rect.left() + LARGE + MEDIUM, rect.top() + MEDIUM
        self._paint_bars(painter, row, QRectF(rect.left() + LARGE, top + 2, BAR, laid.height - 4))
        painter.setPen(tokens.color("text"))
        laid.layout.draw(painter, QPointF(left, top))
        below = QRectF(left, top + laid.height + TIGHT, rect.right() - LARGE - left, self._below)
        self._paint_line(painter, below, row, cut=laid.cut)

    def _paint_bars(self, painter: QPainter, row: Excerpt, rect: QRectF) -> None:
        """Paint the nodes' colours one below the other."""
        colours = list(self.look.colours(row))[:4]
        part = rect.height() / max(len(colours), 1)
        for number, color in enumerate(colours):
            gap = 1 if number + 1 < len(colours) else 0
            top = rect.top() + number * part
            painter.fillRect(QRectF(rect.left(), top, rect.width(), part - gap), color)

    def _paint_line(self, painter: QPainter, rect: QRectF, row: Excerpt, *, cut: bool) -> None:
        line = self.look.line(row)
        if cut:
            more = row.end - row.start - LONGEST
            left = counted("1 more character", "{count} more characters", more)
            line = f"{left} · {line}"
        painter.setFont(self._small)
        painter.setPen(self._theme.tokens.color("muted"))
        metrics = painter.fontMetrics()
        words = metrics.elidedText(line, Qt.TextElideMode.ElideMiddle, int(rect.width()))
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, words)


def units(text: str) -> int:
    """Return how many of Qt's units a text takes."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def _one_paragraph(text: str) -> str:
    """Return a text whose breaks are line breaks to Qt, character for character."""
    return shown(text).replace("\n", "\u2028").replace("\u2029", "\u2028")


def _range(start: int, length: int, form: QTextCharFormat) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    made.start, made.length, made.format = start, length, form
    return made
