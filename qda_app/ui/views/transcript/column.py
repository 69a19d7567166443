"""The column of text: a read-only document set at a readable measure, and the place in it."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Literal

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QResizeEvent, QTextDocument, QTextOption, QWheelEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from qda_app.domain.text import Span
from qda_app.domain.transcript import Turn
from qda_app.ui.theme import MEDIUM, Theme, reading_font
from qda_app.ui.views.transcript.labels import folded_labels
from qda_app.ui.views.transcript.layout import ReadingLayout
from qda_app.ui.views.transcript.offsets import Offsets, shown

Face = Literal["serif", "sans"]

MEASURE = 74
SMALLEST, LARGEST = 8.0, 40.0
_SAMPLE = "la casa del maestro queda lejos de aquí y nadie más quiso ir con nosotros "


class TextColumn(QPlainTextEdit):
    """Holds one text and its turns, folds speakers' labels away, keeps face, size and place.

    A subclass calls `set_text` once its margins are made.
    """

    font_changed = Signal(float)
    scrolled = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.text = ""
        self.turns: Sequence[Turn] = ()
        self.offsets = Offsets("")
        self._turn_starts: list[int] = []
        self._document: QTextDocument | None = None
        self._hide_labels = True
        self._serif = True
        self._points = reading_font().pointSizeF()
        self._anchor: int | None = None
        self._returning = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setReadOnly(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    # -- content -------------------------------------------------------------------------------

    def set_text(self, text: str, turns: Sequence[Turn]) -> None:
        """Show another text; the page begins at its top with nothing selected."""
        self.text, self.turns = text, tuple(turns)
        self.offsets = Offsets(text)
        self._turn_starts = [turn.start for turn in self.turns]
        document = QTextDocument(self)
        document.setUndoRedoEnabled(False)
        document.setDefaultFont(reading_font(self._points, serif=self._serif))
        document.setDocumentMargin(MEDIUM)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        document.setDefaultTextOption(option)
        self._layout = ReadingLayout(document, self._line_width)
        document.setDocumentLayout(self._layout)
        document.setPlainText(shown(text, self.offsets.divided))
        self._layout.join(self.offsets.continued())
        self._fold_labels(document)
        with QSignalBlocker(self):
            self.setDocument(document)
        if self._document is not None:
            self._document.deleteLater()
        self._document = document
        self._anchor = None
        self.fit()
        self.scrolled.emit()

    def set_labels_hidden(self, *, hidden: bool) -> None:
        """Show speakers' labels in the text, or only in the gutter."""
        if hidden != self._hide_labels:
            self._hide_labels = hidden
            top = self.top_position()
            self.set_text(self.text, self.turns)
            self.restore_position(top)

    def _fold_labels(self, document: QTextDocument) -> None:
        turns = self.turns if self._hide_labels else ()
        self._folded, self._hidden = folded_labels(turns, self.offsets)
        self._layout.fold(self._folded)
        for number in self._hidden:
            block = document.findBlockByNumber(number)
            block.setVisible(False)
            block.setLineCount(0)

    def turn_at(self, position: int) -> Turn | None:
        """Return the turn that holds a code point."""
        number = bisect_right(self._turn_starts, position) - 1
        if number < 0 or position >= max(self.turns[number].end, self.turns[number].words + 1):
            return None
        return self.turns[number]

    def hidden_label_at(self, position: int) -> Span | None:
        """Return the label at a code point when it is folded away."""
        turn = self.turn_at(position)
        number = self.offsets.paragraph_at(position)
        folded = number in self._folded or number in self._hidden
        if turn is None or not folded or not turn.start <= position < turn.words:
            return None
        return Span(turn.start, turn.words)

    # -- type and measure ----------------------------------------------------------------------

    def set_reading_font(self, points: float, *, serif: bool = True) -> None:
        """Set the size and the kind of the reading face, keeping the place in the text."""
        self._points, self._serif = min(max(points, SMALLEST), LARGEST), serif
        with self._staying():
            self.document().setDefaultFont(reading_font(self._points, serif=serif))
            self._layout.measure_font()
            self._layout.forget()
            self.fit()
        self.viewport().update()
        self.font_changed.emit(self._points)

    def zoom(self, steps: int) -> None:
        """Make the text larger or smaller by steps of one point; zero restores the usual size."""
        points = self._points + steps if steps else reading_font().pointSizeF()
        self.set_reading_font(points, serif=self._serif)

    def text_points(self) -> float:
        """Return the size of the text in points."""
        return self._points

    def set_text_points(self, points: float) -> None:
        """Set the size of the text, keeping the face and the place."""
        self.set_reading_font(points, serif=self._serif)

    def face(self) -> Face:
        """Return which kind of face the text is set in."""
        return "serif" if self._serif else "sans"

    def set_face(self, face: Face) -> None:
        """Set the text with or without serifs, keeping size and place."""
        self.set_reading_font(self._points, serif=face == "serif")

    @property
    def line_height(self) -> int:
        """Height of one line, spacing included."""
        return self._layout.line_height

    @property
    def baseline(self) -> int:
        """Where letters stand, below the top of a line."""
        return self._layout.baseline

    def text_width(self) -> int:
        """Return the width of the column of text that reads well, margins included."""
        metrics = QFontMetricsF(self.document().defaultFont())
        per_character = metrics.horizontalAdvance(_SAMPLE) / len(_SAMPLE)
        return round(per_character * MEASURE + 2 * self.document().documentMargin())

    def side_widths(self, available: int) -> tuple[int, int]:
        """Return the widths of the left and the right margin; a subclass says what fills them."""
        spare = max(0, available - self.text_width())
        return spare // 2, spare - spare // 2

    def fit(self) -> None:
        """Divide the width between the margins and the text."""
        available = self.contentsRect().width() - self.verticalScrollBar().sizeHint().width()
        left, right = self.side_widths(available)
        margins = self.viewportMargins()
        if (margins.left(), margins.right()) != (left, right):
            self.setViewportMargins(left, 0, right, 0)

    def changeEvent(self, event: QEvent) -> None:
        """Keep the reading face where Qt would put the interface font."""
        super().changeEvent(event)
        if event.type() != QEvent.Type.FontChange:
            return
        wanted = reading_font(self._points, serif=self._serif)
        if self.document().defaultFont() != wanted:
            self.document().setDefaultFont(wanted)
            self._layout.forget()

    def _line_width(self) -> int:
        return self.viewport().width()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the margins to the new width, and stay at the same line."""
        with self._staying():
            super().resizeEvent(event)
            self.fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl held down, otherwise scroll."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    # -- the place in the text -----------------------------------------------------------------

    def top_position(self) -> int:
        """Return the code point with which the first visible line begins."""
        block = self.firstVisibleBlock()
        if not block.isValid():
            return 0
        self._layout.blockBoundingRect(block)
        number = self.verticalScrollBar().value() - block.firstLineNumber()
        line = block.layout().lineAt(number) if 0 <= number < block.layout().lineCount() else None
        within = line.textStart() if line is not None and line.isValid() else 0
        return self.offsets.to_point(block.position() + within)

    def restore_position(self, position: int) -> None:
        """Scroll so that the line with a code point is the first visible one, and stays it."""
        within, self._returning = self._returning, True
        self.verticalScrollBar().setValue(self._line_number(position))
        self._anchor, self._returning = position, within

    def place(self) -> int:
        """Return the place to come back to: what `restore_place` takes, also in another size."""
        return self.top_position() if self._anchor is None else self._anchor

    def restore_place(self, place: int) -> None:
        """Come back to a place."""
        self.restore_position(place)

    @contextmanager
    def _staying(self) -> Iterator[None]:
        """Come back to the same place after a change of size or width."""
        self._anchor = anchor = self.place()
        within, self._returning = self._returning, True
        yield
        self._returning = within
        self.restore_position(anchor)

    def _forget_anchor(self) -> None:
        """Take the place anew from what is in view, since somebody scrolled."""
        if not self._returning:
            self._anchor = None

    def _line_number(self, position: int) -> int:
        unit = self.offsets.to_unit(max(0, min(position, self.offsets.length)))
        block = self.document().findBlock(unit)
        self._layout.lay_page(block, self.viewport().height())
        line = block.layout().lineForTextPosition(unit - block.position())
        within = line.lineNumber() if line.isValid() else 0
        return block.firstLineNumber() + within
