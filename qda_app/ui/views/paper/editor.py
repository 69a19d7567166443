"""One quotation: its words, the edits that a reader is told of, note, translation, preview."""

from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from qda_app.domain.quotation import EMPHASISE, INSERT, OMIT, REPLACE, SIC, STATES, Edit, Run
from qda_app.services.commands.quotations import EditQuotation, NoteQuotation, TranslateQuotation
from qda_app.services.paper.quotes import INLINE, Entry, status_words
from qda_app.ui.desk import Desk
from qda_app.ui.theme import MEDIUM, SMALL, TIGHT, reading_font
from qda_app.ui.views.paper.chips import EditChips
from qda_app.ui.views.transcript.offsets import Offsets, shown

READING = 11.0  # points
HEIGHT = 72  # pixels of the translation


class Field(QPlainTextEdit):
    """A text that says when the person leaves it."""

    left = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Say so."""
        super().focusOutEvent(event)
        self.left.emit()


class QuotationEditor(QWidget):
    """Edits the quotation that is shown through commands; the words themselves never change."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._entry: Entry | None = None
        self._offsets = Offsets("")
        self.words = QPlainTextEdit()
        self.words.setReadOnly(True)
        self.words.setTabChangesFocus(True)
        self.words.setAccessibleName(self.tr("The words as they were said"))
        self.words.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.chips = EditChips(desk.theme)
        self.chips.taken_back.connect(self.take_back)
        self.preview = QLabel()
        self.preview.setWordWrap(True)
        self.preview.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.preview.setTextFormat(Qt.TextFormat.RichText)
        self.preview.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.printed = QScrollArea()
        self.printed.setWidget(self.preview)
        self.printed.setWidgetResizable(True)
        self.printed.setProperty("flat", True)  # noqa: FBT003
        self.printed.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.printed.setAccessibleName(self.tr("As printed"))
        self.count = QLabel()
        self.count.setProperty("role", "muted")
        self.note, self.translator = QLineEdit(), QLineEdit()
        self.translation, self.status = Field(), QComboBox()
        for widget in (self.words, self.preview, self.translation):
            widget.setFont(reading_font(READING))
        self._make_fields()
        self._lay_out()
        self.show_entry(None, "")

    def _make_fields(self) -> None:
        self.note.setAccessibleName(self.tr("Note"))
        self.note.setPlaceholderText(self.tr("Where in the paper it goes, or what it shows"))
        self.note.editingFinished.connect(self._keep_note)
        self.translation.setAccessibleName(self.tr("Translation"))
        self.translation.setPlaceholderText(self.tr("Translation, printed beside the original"))
        self.translation.setTabChangesFocus(True)
        self.translation.setFixedHeight(HEIGHT)
        self.translation.setProperty("field", True)  # noqa: FBT003
        self.translation.left.connect(self.keep_translation)
        self.translator.setAccessibleName(self.tr("Translator"))
        self.translator.setPlaceholderText(self.tr("Translator"))
        self.translator.editingFinished.connect(self.keep_translation)
        self.status.setAccessibleName(self.tr("How far the translation is"))
        for state in STATES:
            self.status.addItem(status_words(state) or self.tr("not said"), state)
        self.status.activated.connect(lambda _at: self.keep_translation())

    def _lay_out(self) -> None:
        self.buttons: dict[str, QPushButton] = {}
        row = QHBoxLayout()
        row.setSpacing(TIGHT)
        for kind, text, tip in (
            (OMIT, "(…)", self.tr("Leave the marked words out")),
            (REPLACE, "[ ]", self.tr("Put words in brackets instead of the marked ones, or in")),
            (SIC, "[sic]", self.tr("Say that it was said so")),
            (EMPHASISE, self.tr("Italics"), self.tr("Emphasise the marked words")),
        ):
            button = QPushButton(text)
            button.setToolTip(tip)
            button.clicked.connect(lambda _on, k=kind: self.edit(k))
            self.buttons[kind] = button
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.count)
        by = QHBoxLayout()
        by.setSpacing(SMALL)
        by.addWidget(self.translator, 1)
        by.addWidget(self.status)
        column = QVBoxLayout(self)
        column.setContentsMargins(MEDIUM, 0, MEDIUM, 0)
        column.setSpacing(SMALL)
        column.addWidget(self._heading(self.tr("Words")))
        column.addWidget(self.words, 2)
        column.addLayout(row)
        column.addWidget(self.chips)
        column.addWidget(self._heading(self.tr("As printed")))
        column.addWidget(self.printed, 2)
        column.addWidget(self._heading(self.tr("Translation")))
        column.addWidget(self.translation)
        column.addLayout(by)
        column.addWidget(self._heading(self.tr("Note")))
        column.addWidget(self.note)

    def _heading(self, text: str) -> QLabel:
        label = QLabel(text)
        label.setProperty("role", "heading")
        return label

    # -- what is shown -----------------------------------------------------------------------

    def show_entry(self, entry: Entry | None, attribution: str) -> None:
        """Show a quotation with its attribution; the selection in the same words stays."""
        same = entry is not None and self._entry is not None and entry.of.id == self._entry.of.id
        self._entry = entry
        text = entry.quote.of.text if entry and entry.quote else ""
        if not same or self.words.toPlainText() != shown(text):
            self._offsets = Offsets(text)
            self.words.setPlainText(shown(text))
        self.setEnabled(entry is not None)
        for button in self.buttons.values():
            button.setEnabled(entry is not None and entry.quote is not None)
        self.chips.show_edits(text, entry.of.edits if entry and entry.quote else ())
        self._show_printed(attribution)
        of = entry.of if entry else None
        self.note.setText(of.note if of else "")
        if not (same and self.translation.hasFocus()):
            self.translation.setPlainText(of.translation if of else "")
        self.translator.setText(of.translator if of else "")
        self.status.setCurrentIndex(max(0, self.status.findData(of.status if of else "")))

    def _show_printed(self, attribution: str) -> None:
        quote = self._entry.quote if self._entry else None
        if quote is None:
            problem = self._entry.problem if self._entry else ""
            self.preview.setText(escape(problem))
            self.count.setText("")
            return
        said = "".join(map(_html, quote.printed.runs))
        said = said if quote.block else f"“{said}”"
        line = escape(attribution)
        if quote.printed.emphasised:
            line = f"{line} {escape(self.tr('(emphasis added)'))}"
        margin = 28 if quote.block else 0
        self.preview.setText(f"<div style='margin-left:{margin}px'>{said} {line}</div>")
        form = self.tr("block") if quote.block else self.tr("inline")
        self.count.setText(self.tr("{0} words · {1}").format(quote.printed.words, form))
        tip = self.tr("APA 7 prints quotations of {0} words or more as blocks").format(INLINE)
        self.count.setToolTip(tip)

    # -- acts --------------------------------------------------------------------------------

    def marked(self) -> tuple[int, int]:
        """Return the marked words as [start, end) in code points."""
        cursor = self.words.textCursor()
        point = self._offsets.to_point
        return point(cursor.selectionStart()), point(cursor.selectionEnd())

    def edit(self, kind: str) -> None:
        """Make an edit of the marked words; what stands in brackets is asked for."""
        if self._entry is None or self._entry.quote is None:
            return
        start, end = self.marked()
        text = ""
        if kind == REPLACE:
            title = self.tr("Words in brackets")
            text, accepted = QInputDialog.getText(self, title, self.tr("In the brackets"))
            if not accepted:
                return
            kind = INSERT if start == end else REPLACE
        if start == end and kind in {OMIT, EMPHASISE}:
            self._desk.refused.emit(self.tr("Mark the words first."))
            return
        edits = [*self._entry.of.edits, Edit(kind, start, end, text)]
        self._desk.run(EditQuotation(self._entry.of.id, edits))

    def take_back(self, edit: Edit) -> None:
        """Take an edit back."""
        if self._entry is not None:
            left = list(self._entry.of.edits)
            left.remove(edit)
            self._desk.run(EditQuotation(self._entry.of.id, left))

    def _keep_note(self) -> None:
        if self._entry is not None and self.note.text().strip() != self._entry.of.note:
            self._desk.run(NoteQuotation(self._entry.of.id, self.note.text()), quiet=True)

    def keep_translation(self) -> None:
        """Keep the translation, its translator and its status where they changed."""
        if self._entry is None:
            return
        of, text = self._entry.of, self.translation.toPlainText().strip()
        by, status = self.translator.text().strip(), self.status.currentData()
        if (text, by) == (of.translation, of.translator) and status == of.status:
            return
        if text or of.translation:
            self._desk.run(TranslateQuotation(of.id, text, by, status), quiet=True)

    def keep(self) -> None:
        """Keep what is being written."""
        self._keep_note()
        self.keep_translation()


def _html(run: Run) -> str:
    text = escape(run.text).replace("\n", "<br>")
    return f"<i>{text}</i>" if run.italic else text
