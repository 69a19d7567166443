"""Agreement over time: a line and the figures it is drawn from."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSplitter, QToolTip, QVBoxLayout, QWidget

from qda_app.services.comparing.comparison import Comparison, View
from qda_app.services.comparing.figures import figure, interval
from qda_app.services.comparing.history import (
    HistoryRow,
    affordable,
    agreement_of,
    changing,
    codings_at,
    moments,
    rounds_of,
)
from qda_app.ui.theme import LARGE, SMALL, Theme, tabular
from qda_app.ui.views.compare.figure_table import FigureTable
from qda_app.ui.views.compare.lines import history_table

LEFT, BELOW = 40, 28


class HistoryChart(QWidget):
    """A line through the estimates, a band for the intervals, and diamonds for rounds."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.rows: Sequence[HistoryRow] = ()
        self.rounds: Sequence[HistoryRow] = ()
        self.setAccessibleName(self.tr("Agreement over time"))
        self.setMinimumSize(220, 96)
        self.setMouseTracking(True)
        self.setFont(tabular(self.font()))
        theme.changed.connect(self.update)

    def show_rows(self, rows: Sequence[HistoryRow], rounds: Sequence[HistoryRow] = ()) -> None:
        """Draw other figures: over time as a line, of rounds as marks where they were complete."""
        self.rows, self.rounds = rows, rounds
        said = (f"{row.name}: {figure(row.figures.value)}" for row in (*rounds, *rows))
        self.setAccessibleDescription("; ".join(said))
        self.update()

    def _area(self) -> QRectF:
        return QRectF(self.rect().adjusted(LEFT, SMALL, -LARGE, -BELOW))

    def _when(self, time: str) -> float:
        """Return where on the line of rows a time lies: between the rows before and after it."""
        before = sum(row.time <= time for row in self.rows)
        return float(min(max(before - 0.5, 0.0), max(len(self.rows) - 1, 0)))

    def place(self, number: float, value: float) -> QPointF:
        """Return where the estimate of a row is drawn."""
        area, last = self._area(), max(len(self.rows) - 1, 1)
        low = self._lowest()
        up = (value - low) / (1 - low)
        across = 0.5 if len(self.rows) == 1 else number / last
        return QPointF(area.left() + area.width() * across, area.bottom() - area.height() * up)

    def _lowest(self) -> float:
        rows = (*self.rows, *self.rounds)
        values = [row.figures.value for row in rows if row.figures.value is not None]
        return -0.2 if min(values, default=0.0) < 0 else 0.0

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw grid, band, line and dots."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), self._theme.tokens.color("surface"))
        self._draw_grid(painter)
        self._draw_band(painter)
        self._draw_line(painter)
        self._draw_rounds(painter)
        painter.end()

    def _draw_grid(self, painter: QPainter) -> None:
        tokens, area = self._theme.tokens, self._area()
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for value in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0):
            y = self.place(0, value).y()
            painter.setPen(QPen(tokens.color("line"), 1))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(tokens.color("muted"))
            painter.drawText(QRectF(0, y - 9, LEFT - 8, 18), right, figure(value))
        if self.rows:
            below = QRectF(area.left(), area.bottom() + 6, area.width(), BELOW - 8)
            painter.drawText(below, Qt.AlignmentFlag.AlignLeft, self.rows[0].name)
            if len(self.rows) > 1:
                painter.drawText(below, Qt.AlignmentFlag.AlignRight, self.rows[-1].name)

    def _draw_band(self, painter: QPainter) -> None:
        upper, lower = [], []
        for number, row in enumerate(self.rows):
            low, high = row.figures.low, row.figures.high
            if low is not None and high is not None:
                upper.append(self.place(number, min(high, 1.0)))
                lower.append(self.place(number, max(low, self._lowest())))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.tokens.color("accent_soft"))
        if len(upper) > 1:
            painter.drawPolygon(QPolygonF([*upper, *reversed(lower)]))

    def _draw_line(self, painter: QPainter) -> None:
        accent = self._theme.tokens.color("accent")
        painter.setPen(QPen(accent, 2))
        before: QPointF | None = None
        painter.setBrush(accent)
        for number, row in enumerate(self.rows):
            if row.figures.value is None:
                before = None
                continue
            here = self.place(number, max(row.figures.value, self._lowest()))
            if before is not None:
                painter.drawLine(before, here)
            painter.drawEllipse(here, 3, 3)
            before = here

    def _draw_rounds(self, painter: QPainter) -> None:
        """Draw a diamond for each round, with its name where there is room beside it."""
        tokens, taken = self._theme.tokens, -1.0
        for one in self.rounds:
            if one.figures.value is None:
                continue
            here = self.place(self._when(one.time), max(one.figures.value, self._lowest()))
            corners = [QPointF(0, -6), QPointF(6, 0), QPointF(0, 6), QPointF(-6, 0)]
            painter.setPen(QPen(tokens.color("surface"), 1))
            painter.setBrush(tokens.color("text"))
            painter.drawPolygon(QPolygonF([here + corner for corner in corners]))
            width = painter.fontMetrics().horizontalAdvance(one.name)
            left = min(max(here.x() - width / 2, self._area().left()), self.width() - width - 2.0)
            if left > taken:
                painter.setPen(tokens.color("text"))
                painter.drawText(QPointF(left, here.y() + 20), one.name)
                taken = left + width

    def said_at(self, x: float) -> str:
        """Return the figures nearest to a place, in words."""
        marks = [(self.place(self._when(one.time), 0).x(), one) for one in self.rounds]
        marks += [(self.place(n, 0).x(), row) for n, row in enumerate(self.rows)]
        if not marks:
            return ""
        _x, row = min(marks, key=lambda mark: abs(mark[0] - x))
        reach = interval(row.figures.low, row.figures.high)
        return f"{row.name}: {figure(row.figures.value)} {'' if reach == '–' else reach}".strip()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say the figures under the pointer."""
        QToolTip.showText(
            event.globalPosition().toPoint(), self.said_at(event.position().x()), self
        )


class HistoryPanel(QWidget):
    """The chart and its table; worked out while it is looked at."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chart = HistoryChart(theme)
        self.table = FigureTable(self.tr("Agreement over time"), theme)
        self._kept: dict[tuple[int, View], HistoryRow] = {}
        self._of: Comparison | None = None
        both = QSplitter()
        both.addWidget(self.chart)
        both.addWidget(self.table)
        both.setSizes([400, 620])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, SMALL, 0, 0)
        layout.addWidget(both)

    def show_history(self, of: Comparison, view: View) -> None:
        """Work out the points that are not known yet, and show all, the rounds too."""
        rows = self.over_time(of, view)
        rounds = agreement_of(of, view, rounds_of(of))
        self.chart.show_rows(rows, rounds)
        self.table.show_lines(*history_table(of, view, [*rounds, *rows]))

    def history_of(self, of: Comparison, view: View) -> list[HistoryRow]:
        """Return the figures of the rounds and at points of the journal."""
        return [*agreement_of(of, view, rounds_of(of)), *self.over_time(of, view)]

    def over_time(self, of: Comparison, view: View) -> list[HistoryRow]:
        """Return the figures at points of the journal; what is past does not change any more."""
        if of is not self._of:
            self._kept, self._of = {}, of
        points = moments(of.read, affordable(of))
        new = [point for point in points if (point.change_set, view) not in self._kept]
        for point, row in zip(new, agreement_of(of, view, codings_at(of, new)), strict=True):
            self._kept[point.change_set, view] = row
        return changing(self._kept[point.change_set, view] for point in points)
