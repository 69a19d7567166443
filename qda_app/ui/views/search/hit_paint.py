"""Paints headings and hits: who says it, what is said, the match emphasised."""

from PySide6.QtCore import QAbstractItemModel, QEvent, QObject, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QPainter,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from qda_app.services.searching import AROUND, Hit, NoteHit
from qda_app.ui.theme import MEDIUM, SMALL, TIGHT, Theme
from qda_app.ui.views.search.hit_model import ROW, Heading, HitRow, Index

WHO = 148  # pixels of the column that says who speaks
TICK = 24
LEAD = 90  # characters before the match that are shown at most
AHEAD = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def units(text: str) -> int:
    """Return a text's length as Qt counts it."""
    return len(text.encode("utf-16-le")) // 2


class HitDelegate(QStyledItemDelegate):
    """Rows of equal height: a heading, or a hit in two lines with its speaker at the left."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the same height for every row."""
        font: QFont = option.font
        return QSize(1, 2 * QFontMetrics(font).lineSpacing() + MEDIUM)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        row: HitRow = index.data(ROW)
        state: QStyle.StateFlag = option.state
        rect, font, widget = QRect(option.rect), QFont(option.font), option.widget
        painter.save()
        heading = isinstance(row, Heading)
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, self._theme.tokens.color("accent_soft"))
        elif state & QStyle.StateFlag.State_MouseOver and not heading:
            painter.fillRect(rect, self._theme.tokens.color("hover"))
        inner = rect.adjusted(MEDIUM, 0, -MEDIUM, 0)
        tick = index.data(Qt.ItemDataRole.CheckStateRole)
        if tick is not None:
            line = self._title_line(rect, font) if heading else self._first_line(rect, font)
            self._paint_tick(painter, line.translated(MEDIUM, 0), tick, widget)
            inner.adjust(TICK, 0, 0, 0)
        if isinstance(row, Heading):
            self._paint_heading(painter, inner, row, font)
        else:
            self._paint_hit(painter, inner, row, font)
        painter.restore()

    def editorEvent(
        self,
        _event: QEvent,
        _model: QAbstractItemModel,
        _option: QStyleOptionViewItem,
        _index: Index,
    ) -> bool:
        """Leave the ticks, which stand elsewhere than usual, to the list."""
        return False

    @staticmethod
    def _title_line(rect: QRect, font: QFont) -> QRect:
        height = QFontMetrics(font).height()
        return rect.adjusted(0, rect.height() - height - 2 * TIGHT, 0, -TIGHT)

    @staticmethod
    def _first_line(rect: QRect, font: QFont) -> QRect:
        top = rect.top() + SMALL - 2
        return QRect(rect.left(), top, rect.width(), QFontMetrics(font).height())

    @staticmethod
    def _paint_tick(
        painter: QPainter, place: QRect, tick: Qt.CheckState, widget: QWidget | None
    ) -> None:
        box = QStyleOptionViewItem()
        box.rect = QRect(place.left(), place.center().y() - 8, 16, 16)
        state = QStyle.StateFlag.State_Enabled
        if tick == Qt.CheckState.Checked:
            state |= QStyle.StateFlag.State_On
        elif tick == Qt.CheckState.PartiallyChecked:
            state |= QStyle.StateFlag.State_NoChange
        else:
            state |= QStyle.StateFlag.State_Off
        box.state = state
        if widget is not None:
            element = QStyle.PrimitiveElement.PE_IndicatorItemViewItemCheck
            widget.style().drawPrimitive(element, box, painter, widget)

    def _paint_heading(self, painter: QPainter, rect: QRect, row: Heading, font: QFont) -> None:
        tokens = self._theme.tokens
        strong = QFont(font)
        strong.setWeight(QFont.Weight.DemiBold)
        metrics = QFontMetrics(strong)
        count = str(row.count)
        room = rect.width() - metrics.horizontalAdvance(count) - SMALL
        title = metrics.elidedText(row.title, Qt.TextElideMode.ElideMiddle, room)
        line = self._title_line(rect, font)
        painter.setFont(strong)
        painter.setPen(tokens.color("text"))
        painter.drawText(line, AHEAD, title)
        painter.setFont(font)
        painter.setPen(tokens.color("muted"))
        left = metrics.horizontalAdvance(title) + SMALL
        painter.drawText(line.adjusted(left, 0, 0, 0), AHEAD, count)
        painter.setPen(tokens.color("line"))
        painter.drawLine(rect.left(), rect.bottom(), rect.right(), rect.bottom())

    def _paint_hit(self, painter: QPainter, rect: QRect, row: Hit | NoteHit, font: QFont) -> None:
        tokens, metrics = self._theme.tokens, QFontMetrics(font)
        who = row.speaker if isinstance(row, Hit) else row.title
        aside = self._first_line(rect, font)
        aside.setWidth(WHO - SMALL)
        painter.setFont(font)
        painter.setPen(tokens.color("muted"))
        painter.drawText(
            aside, AHEAD, metrics.elidedText(who, Qt.TextElideMode.ElideMiddle, aside.width())
        )
        area = QRectF(rect.adjusted(WHO, SMALL - 2, 0, 0))
        before, after = shortened(row.before), cut(row.after)
        layout = QTextLayout(before + row.match.replace("\n", " ") + after, font)
        layout.setFormats([self._emphasis(units(before), units(row.match))])
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        for number in range(2):
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(area.width())
            line.setPosition(QPointF(0, number * metrics.lineSpacing()))
        layout.endLayout()
        painter.setPen(tokens.color("text"))
        layout.draw(painter, area.topLeft())

    def _emphasis(self, start: int, length: int) -> QTextLayout.FormatRange:
        strong = QTextCharFormat()
        strong.setFontWeight(QFont.Weight.Bold)
        strong.setBackground(self._theme.tokens.color("selection"))
        strong.setForeground(self._theme.tokens.color("text"))
        part = QTextLayout.FormatRange()
        part.start, part.length, part.format = start, length, strong
        return part


class ContextDelegate(HitDelegate):
    """One line a hit: source and speaker, then the matches in one column, as in a concordance."""

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the same height for every row."""
        font: QFont = option.font
        return QSize(1, QFontMetrics(font).lineSpacing() + SMALL)

    def _paint_hit(self, painter: QPainter, rect: QRect, row: Hit | NoteHit, font: QFont) -> None:
        tokens, metrics = self._theme.tokens, QFontMetrics(font)
        strong = QFont(font)
        strong.setWeight(QFont.Weight.Bold)
        name = row.name if isinstance(row, Hit) else row.title
        where = QRect(rect.left(), rect.top(), 2 * WHO - SMALL, rect.height())
        who = f"{name} · {row.speaker}" if isinstance(row, Hit) and row.speaker else name
        painter.setFont(font)
        painter.setPen(tokens.color("muted"))
        elide = Qt.TextElideMode
        painter.drawText(where, AHEAD, metrics.elidedText(who, elide.ElideMiddle, where.width()))
        match = row.match.replace("\n", " ")
        width = QFontMetrics(strong).horizontalAdvance(match)
        middle = where.right() + SMALL + (rect.right() - where.right()) * 45 // 100
        before, after = row.before.replace("\n", " "), row.after.replace("\n", " ")
        space = metrics.horizontalAdvance(" ") if before[-1:].isspace() else 0
        left = where.translated(where.width() + MEDIUM, 0)
        left.setRight(middle - space - 1)
        right = QRect(middle + width, rect.top(), rect.right() - middle - width, rect.height())
        painter.setPen(tokens.color("text"))
        end = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        shown = metrics.elidedText(before.rstrip(), elide.ElideLeft, left.width())
        painter.drawText(left, end, shown)
        shown = metrics.elidedText(after.rstrip(), elide.ElideRight, right.width())
        painter.drawText(right, AHEAD, shown)
        painter.setFont(strong)
        painter.drawText(QRect(middle, rect.top(), width + TIGHT, rect.height()), AHEAD, match)


def shortened(before: str) -> str:
    """Return what stands before a match, cut at a word where it is long."""
    line = before.replace("\n", " ")
    if len(line) <= LEAD:
        return line.lstrip()
    return "…" + line[-LEAD:].partition(" ")[2]


def cut(after: str) -> str:
    """Return what stands after a match, cut at a word where more follows."""
    line = after.replace("\n", " ")
    return line if len(line) < AROUND else line.rpartition(" ")[0] + "…"
