"""A grid of figures in shades: nodes by sources, or one coder's nodes by the other's."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QHeaderView,
    QLabel,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from qda_app.ui.models.table import copy_cells
from qda_app.ui.theme import SMALL, Theme, tabular

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
Values = Sequence[Sequence[float | None]]

LINES = 3  # of a title across
WIDTH, SLIM = 116, 42  # of a column, and of one whose title stands upright
NAMES = 240  # of the names of the rows
TALLEST = 150  # pixels of a title that stands upright


class GridModel(QAbstractTableModel):
    """Values under two headers, as words and as shares of the largest one."""

    def __init__(self, parent: QWidget, *, upright: bool = False) -> None:
        super().__init__(parent)
        self.upright = upright
        self.rows: Sequence[str] = ()
        self.columns: Sequence[str] = ()
        self.whole: tuple[Sequence[str], Sequence[str]] = ((), ())
        self.values: Values = ()
        self.say: Callable[[float | None], str] = str
        self.most = 1.0
        bold = parent.font()
        bold.setBold(True)
        self._measure = QFontMetrics(bold)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, way: Qt.Orientation, role: int = Role.DisplayRole) -> object:
        """Return the names, those above the columns as far as there is room."""
        across = way == Qt.Orientation.Horizontal
        name = (self.columns if across else self.rows)[section]
        if role == Role.ToolTipRole:
            return self._whole(section, across=across)
        if role == Role.DisplayRole and not (across and self.upright):
            return "\n".join(self._folded(name)) if across else self._cut(name, NAMES - 20)
        return name if role == Role.DisplayRole else None

    def _cut(self, name: str, room: int) -> str:
        return self._measure.elidedText(name, Qt.TextElideMode.ElideMiddle, room)

    def _folded(self, name: str) -> list[str]:
        """Return a name in lines as wide as a column; the last one holds what is left, cut."""
        room, lines = WIDTH - 14, [""]
        for word in name.split():
            longer = f"{lines[-1]} {word}".strip()
            fits = self._measure.horizontalAdvance(longer) <= room or not lines[-1]
            if fits or len(lines) == LINES:
                lines[-1] = longer
            else:
                lines.append(word)
        return [self._cut(line, room) for line in lines]

    def _whole(self, section: int, *, across: bool) -> str:
        """Return a name with what tells it apart from its likes."""
        names, whole = (self.columns if across else self.rows), self.whole[across]
        return whole[section] if len(whole) == len(names) else names[section]

    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        """Return the figure, or row, column and figure in words."""
        value = self.values[index.row()][index.column()]
        if role == Role.DisplayRole:
            return self.say(value)
        if role == Role.UserRole:
            return value
        if role in {Role.ToolTipRole, Role.AccessibleTextRole}:
            row = self._whole(index.row(), across=False)
            return f"{row} · {self._whole(index.column(), across=True)}: {self.say(value)}"
        return None


class _Shades(QStyledItemDelegate):
    def __init__(self, theme: Theme, grid: "ShadedGrid") -> None:
        super().__init__(grid)
        self._theme, self._grid = theme, grid

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Fill the cell by its value, and write the value on it."""
        tokens, value = self._theme.tokens, index.data(Role.UserRole)
        box = option.rect.adjusted(0, 0, -1, -1)
        part = 0.0 if value is None else min(max(value / self._grid.model_.most, 0.0), 1.0)
        shade = _mixed(tokens.color("surface"), tokens.color("accent"), part)
        painter.fillRect(box, shade)
        name = "muted" if value is None else ("surface" if part > 0.55 else "text")
        painter.setPen(tokens.color(name))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(index.data()))
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(tokens.color("text"))
            painter.drawRect(box.adjusted(0, 0, -1, -1))


def _mixed(one: QColor, other: QColor, part: float) -> QColor:
    pairs = ((one.red(), other.red()), (one.green(), other.green()), (one.blue(), other.blue()))
    return QColor(*(round(a + (b - a) * part) for a, b in pairs))


class _UprightHeader(QHeaderView):
    """Titles written upwards, so that narrow columns keep readable names."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self.setSectionsClickable(True)

    def sizeHint(self) -> QSize:
        """Return the height of the longest title, within reason."""
        model = self.model()
        names = [str(model.headerData(n, self.orientation())) for n in range(self.count())]
        longest = max((self.fontMetrics().horizontalAdvance(name) for name in names), default=0)
        return QSize(super().sizeHint().width(), min(longest, TALLEST) + 16)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Write one title upwards, cut in its middle where it is too long."""
        tokens = self._theme.tokens
        name = str(self.model().headerData(section, self.orientation()))
        room = rect.height() - 12
        short = self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, room)
        painter.save()
        painter.fillRect(rect, tokens.color("raised"))
        painter.setPen(tokens.color("line"))
        painter.drawLine(rect.topRight(), rect.bottomRight())
        painter.setPen(tokens.color("text"))
        painter.translate(rect.left(), rect.bottom() - 6)
        painter.rotate(-90)
        side = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRect(0, 0, room, rect.width()), side, short)
        painter.restore()


class ShadedGrid(QTableView):
    """A painted grid; Enter or a click on a cell asks for what is behind it."""

    cell_chosen = Signal(int, int)  # row, column

    def __init__(
        self, name: str, theme: Theme, parent: QWidget | None = None, *, upright: bool = False
    ) -> None:
        super().__init__(parent)
        self.model_ = GridModel(self, upright=upright)
        if upright:
            self.setHorizontalHeader(_UprightHeader(theme, self))
        self.setModel(self.model_)
        self.setItemDelegate(_Shades(theme, self))
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setFont(tabular(self.font()))
        self.setTabKeyNavigation(False)
        self.horizontalHeader().setDefaultSectionSize(SLIM if upright else WIDTH)
        self.verticalHeader().setDefaultSectionSize(26)
        self.verticalHeader().setMaximumWidth(NAMES)
        self.verticalHeader().setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.clicked.connect(self._on_cell)
        self.activated.connect(self._on_cell)

    def explain(self, rows: Sequence[str], columns: Sequence[str]) -> None:
        """Say on hover what the names of the next values stand for in whole."""
        self.model_.whole = (rows, columns)

    def show_values(
        self,
        rows: Sequence[str],
        columns: Sequence[str],
        values: Values,
        most: float,
        words: Callable[[float | None], str],
    ) -> None:
        """Show other values, `most` in the darkest shade."""
        model = self.model_
        kept = self.currentIndex()
        same = list(rows) == list(model.rows) and list(columns) == list(model.columns)
        model.beginResetModel()
        model.rows, model.columns, model.values = rows, columns, values
        model.most, model.say = most or 1.0, words
        model.endResetModel()
        if same and kept.isValid():
            self.setCurrentIndex(model.index(kept.row(), kept.column()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy the selected cells as tab-separated text."""
        if event.matches(QKeySequence.StandardKey.Copy):
            copy_cells(self.selectedIndexes())
            return
        super().keyPressEvent(event)

    def _on_cell(self, index: QModelIndex) -> None:
        self.cell_chosen.emit(index.row(), index.column())


class Captioned(QWidget):
    """A grid below a line that says what its rows, columns and numbers are."""

    def __init__(self, grid: ShadedGrid, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.caption = QLabel()
        self.caption.setProperty("role", "muted")
        self.caption.setTextFormat(Qt.TextFormat.PlainText)
        self.caption.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, SMALL, 0, 0)
        layout.setSpacing(SMALL)
        layout.addWidget(self.caption)
        layout.addWidget(grid, 1)
