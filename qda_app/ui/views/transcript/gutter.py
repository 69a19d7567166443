"""The left margin: who speaks, and when the turn began."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolTip, QWidget

from qda_app.domain.text import Span
from qda_app.domain.transcript import Turn
from qda_app.ui.colours import speaker_colour
from qda_app.ui.theme import LARGE, MEDIUM, SMALL, tabular
from qda_app.ui.views.transcript.labels import opening
from qda_app.ui.views.transcript.page import ReadingPage

WIDEST_NAME = 132
NARROW_NAME = 96
BAR = 3  # beside the passages of a round


def clock(seconds: float) -> str:
    """Return a time as 00:04 or 1:02:03."""
    minutes, second = divmod(int(seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute:02}:{second:02}"


class SpeakerGutter(QWidget):
    """Names the speaker beside the first line of each turn; the name stays while it lasts."""

    def __init__(self, page: ReadingPage) -> None:
        super().__init__(page)
        self._page = page
        self._at: dict[int, list[Turn]] = {}
        self._numbers: dict[str, int] = {}
        self._rows: list[tuple[QRect, Turn]] = []
        self._parts: Sequence[Span] = ()
        self._name_width = 0
        self._time_width = 0
        self._fonts = self._name_font(), self._name_font(quiet=True), self._time_font()
        self.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        page.scrolled.connect(self.update)

    def show_turns(self, turns: Sequence[Turn]) -> None:
        """Take the turns of another source."""
        self._at, self._numbers = {}, {}
        for turn in turns:
            paragraph = self._page.offsets.paragraph_at(opening(turn))
            self._at.setdefault(paragraph, []).append(turn)
            if not turn.interviewer and turn.speaker:
                self._numbers.setdefault(turn.speaker, len(self._numbers))
        names = QFontMetrics(self._name_font())
        spoken = {turn.speaker for turn in turns}
        self._name_width = max((names.horizontalAdvance(name) + 2 for name in spoken), default=0)
        timed = [turn.seconds for turn in turns if turn.seconds is not None]
        times = QFontMetrics(self._time_font())
        self._time_width = times.horizontalAdvance(clock(max(timed))) + 2 if timed else 0
        self.update()

    def show_parts(self, parts: Sequence[Span]) -> None:
        """Mark the paragraphs of these passages, which are what a round is about."""
        self._parts = parts
        self.update()

    def width_wanted(self, *, narrow: bool) -> int:
        """Return the width that names and times need; when narrow, names are elided sooner."""
        if not self._at:
            return SMALL
        names = min(self._name_width, NARROW_NAME if narrow else WIDEST_NAME)
        times = self._time_width + MEDIUM if self._time_width and not narrow else 0
        return names + times + LARGE

    def paintEvent(self, event: QPaintEvent) -> None:
        """Write names and times beside the lines with which turns begin."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._page.ink.surface)
        self._rows.clear()
        self._fonts = self._name_font(), self._name_font(quiet=True), self._time_font()
        blocks = self._page.sight().blocks
        for seen in blocks:
            if self._in_parts(seen.number):
                height = round(seen.bottom - seen.top)
                bar = QRect(self.width() - BAR - 1, round(seen.top), BAR, height)
                painter.fillRect(bar, self._page.theme.tokens.color("accent"))
            for turn in self._at.get(seen.number, []):
                band = self._page.band_at(opening(turn))
                if band is not None:
                    self._write(painter, turn, round(band[0]))
        if blocks:
            self._write_running(painter, blocks[0].top)

    def _in_parts(self, paragraph: int) -> bool:
        if not self._parts:
            return False
        start, end = self._page.offsets.bounds(paragraph)
        return any(part.start < max(end, start + 1) and start < part.end for part in self._parts)

    def _write_running(self, painter: QPainter, top: float) -> None:
        """Name the speaker whose turn began above the first line in view."""
        turn = self._page.turn_at(self._page.top_position())
        if turn is not None and self._page.band_at(opening(turn)) is None:
            self._write(painter, turn, max(0, round(top)), running=True)

    def _write(self, painter: QPainter, turn: Turn, top: int, *, running: bool = False) -> None:
        ink, height = self._page.ink, self._page.line_height
        right = self.width() - SMALL
        times = self._time_width if self.width() >= self.width_wanted(narrow=False) else 0
        left = max(0, right - self._name_width - (times + MEDIUM if times else 0))
        painter.setFont(self._fonts[turn.interviewer])
        width = min(self._name_width, right - left - (times + MEDIUM if times else 0))
        name = painter.fontMetrics().elidedText(turn.speaker, Qt.TextElideMode.ElideRight, width)
        baseline = top + self._page.baseline
        painter.setPen(ink.muted if running else self._color(turn))
        painter.drawText(right - painter.fontMetrics().horizontalAdvance(name), baseline, name)
        if times and turn.seconds is not None and not running:
            painter.setFont(self._fonts[2])
            painter.setPen(ink.muted)
            painter.drawText(left, baseline, clock(turn.seconds))
        self._rows.append((QRect(0, top, self.width(), height), turn))

    def _color(self, turn: Turn) -> QColor:
        if turn.interviewer or turn.speaker not in self._numbers:
            return self._page.ink.muted
        return speaker_colour(self._numbers[turn.speaker], dark=self._page.theme.dark)

    def _name_font(self, *, quiet: bool = False) -> QFont:
        font = QFont(self.font())
        font.setWeight(QFont.Weight.Normal if quiet else QFont.Weight.DemiBold)
        return font

    def _time_font(self) -> QFont:
        font = tabular(self.font())
        font.setPointSizeF(max(7.0, font.pointSizeF() - 1))
        return font

    def event(self, event: QEvent) -> bool:
        """Explain an elided name, and give the time, on hover."""
        if isinstance(event, QHelpEvent):
            turn = self._turn_under(event.pos())
            if turn is None:
                QToolTip.hideText()
            else:
                QToolTip.showText(event.globalPos(), self._explain(turn), self)
            return True
        return super().event(event)

    def _turn_under(self, point: QPoint) -> Turn | None:
        return next((turn for rect, turn in self._rows if rect.contains(point)), None)

    def _explain(self, turn: Turn) -> str:
        role = self.tr("Interviewer") if turn.interviewer else ""
        time = clock(turn.seconds) if turn.seconds is not None else ""
        return " · ".join(part for part in (turn.speaker, role, time) if part)
