"""One quotation: its words, the edits that a reader is told of, note, translation, preview."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeAlias

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from qda_app.domain.amounts import words_words
from qda_app.domain.quotation import EMPHASISE, INSERT, OMIT, REPLACE, SIC, STATES, Edit, Quotation
from qda_app.services.commands.quotations import EditQuotation, NoteQuotation, TranslateQuotation
from qda_app.services.paper.quotes import INLINE, Entry, status_words
from qda_app.ui.desk import Desk
from qda_app.ui.theme import MEDIUM, SMALL, TIGHT, reading_font
from qda_app.ui.views.paper.chips import EditChips
from qda_app.ui.views.paper.marking import whole_words, without_brackets
from qda_app.ui.views.paper.trouble import REFUSED, TroublePanel
from qda_app.ui.views.transcript.offsets import Offsets, shown

READING = 11.0  # points
HEIGHT = 64  # pixels of the translation
EXACT = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ControlModifier
NOTE, TRANSLATION = "note", "translation"  # what is written of a quotation
TRANSLATED = (TRANSLATION, "translator", "status")
Kept: TypeAlias = NoteQuotation | TranslateQuotation
KEYS = {
    Qt.Key.Key_Delete: OMIT,
    Qt.Key.Key_BracketLeft: REPLACE,
    Qt.Key.Key_S: SIC,
    Qt.Key.Key_I: EMPHASISE,
}


class Words(QPlainTextEdit):
    """The words as they were said; a key makes an edit of what is marked."""

    wanted = Signal(str, bool)  # the kind of the edit, and whether of exactly what is marked

    def __init__(self) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ask for the edit of a key."""
        kind = KEYS.get(Qt.Key(event.key()))
        if kind and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            exact = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
            self.wanted.emit(kind, exact)
            return
        super().keyPressEvent(event)


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
        self._offsets, self._text, self._trouble = Offsets(""), "", ""
        self.words = Words()
        self.words.setAccessibleName(self.tr("The words as they were said"))
        self.words.wanted.connect(lambda kind, exact: self.edit(kind, exact=exact))
        self.trouble = TroublePanel()
        self.chips = EditChips(desk.theme)
        self.chips.taken_back.connect(self.take_back)
        self.preview = QTextEdit()
        self.preview.setReadOnly(True)
        self.preview.setTabChangesFocus(True)
        self.preview.setProperty("flat", True)  # noqa: FBT003
        self.preview.setAccessibleName(self.tr("As printed"))
        self.count = QLabel()
        self.count.setProperty("role", "muted")
        self.note, self.translator = QLineEdit(), QLineEdit()
        self.translation, self.status = Field(), QComboBox()
        for widget in (self.words, self.preview, self.translation):
            widget.setFont(reading_font(READING))
        for widget in (self.words, self.preview):
            widget.setMinimumHeight(HEIGHT)
        self._make_fields()
        self._lay_out()
        self.show_entry(None, "")

    def _make_fields(self) -> None:
        self.note.setAccessibleName(self.tr("Note"))
        self.note.setPlaceholderText(self.tr("Where in the paper it goes, or what it shows"))
        self.note.editingFinished.connect(self.keep)
        self.translation.setAccessibleName(self.tr("Translation"))
        self.translation.setPlaceholderText(self.tr("Translation, printed beside the original"))
        self.translation.setTabChangesFocus(True)
        self.translation.setFixedHeight(HEIGHT)
        self.translation.setProperty("field", True)  # noqa: FBT003
        self.translation.left.connect(self.keep)
        self.translator.setAccessibleName(self.tr("Translator"))
        self.translator.setPlaceholderText(self.tr("Translator"))
        self.translator.editingFinished.connect(self.keep)
        self.status.setAccessibleName(self.tr("How far the translation is"))
        for state in STATES:
            self.status.addItem(status_words(state) or self.tr("not said"), state)
        self.status.activated.connect(lambda _at: self.keep())

    def _lay_out(self) -> None:
        self.buttons: dict[str, QPushButton] = {}
        row = QHBoxLayout()
        row.setSpacing(TIGHT)
        exactly = self.tr("Words are taken whole; with Alt or Ctrl exactly what is marked.")
        for kind, text, tip in (
            (OMIT, "(…)", self.tr("Leave the marked words out (Delete)")),
            (
                REPLACE,
                "[ ]",
                self.tr("Put words in brackets instead of those marked, or in ([)"),
            ),
            (SIC, "[sic]", self.tr("Say that it was said so (S)")),
            (EMPHASISE, self.tr("Italics"), self.tr("Emphasise the marked words (I)")),
        ):
            button = QPushButton(text)
            button.setToolTip(f"{tip}\n{exactly}")
            button.setAccessibleName(tip)
            button.clicked.connect(lambda _on, k=kind: self._clicked(k))
            self.buttons[kind] = button
            row.addWidget(button)
        row.addStretch(1)
        by = QHBoxLayout()
        by.setSpacing(SMALL)
        by.addWidget(self.translator, 1)
        by.addWidget(self.status)
        column = QVBoxLayout(self)
        column.setContentsMargins(MEDIUM, 0, MEDIUM, 0)
        column.setSpacing(SMALL)
        column.addWidget(self.trouble)
        top = QHBoxLayout()
        top.addWidget(self._heading(self.tr("Words")), 1)
        top.addWidget(self.count)
        column.addLayout(top)
        column.addWidget(self.words, 2)
        column.addLayout(row)
        column.addWidget(self.chips)
        column.addWidget(self._heading(self.tr("As printed")))
        column.addWidget(self.preview, 2)
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

    def show_entry(
        self, entry: Entry | None, printed: str, trouble: str = "", words: str = ""
    ) -> None:
        """Show a quotation and how it is printed (HTML); the selection in the same words stays.

        `trouble` is why it is not printed, `words` what stands at its place then.
        """
        same = entry is not None and self._entry is not None and entry.of.id == self._entry.of.id
        if not same:
            left, self._entry = self._pending(), None  # a command shows what is to be shown now
            self._run(left)
        written = self._written()
        self._entry, self._trouble = entry, trouble
        self._show_notes(entry, written, same=same)
        text = entry.quote.of.text if entry and entry.quote and not trouble else words
        if not same or self.words.toPlainText() != shown(text):
            self._offsets, self._text = Offsets(text), text
            self.words.setPlainText(shown(text))
        self.setEnabled(entry is not None)
        for widget in (*self.buttons.values(), self.chips, self.translation, self.translator):
            widget.setEnabled(entry is not None and not trouble)
        self.status.setEnabled(entry is not None and not trouble)
        self.trouble.show_trouble(trouble, self._reason(entry, trouble))
        self.chips.show_edits(text, entry.of.edits if entry and not trouble else ())
        self._show_printed(printed)

    def _reason(self, entry: Entry | None, trouble: str) -> str:
        if trouble == REFUSED:
            return self.tr(
                "The participant does not allow quotation, so this stays out of everything that "
                "is copied and exported."
            )
        return entry.problem if entry else ""

    def _show_notes(self, entry: Entry | None, written: frozenset[str], *, same: bool) -> None:
        """Show note and translation, but not in place of what is being written."""
        of = entry.of if entry else None
        told = of if self._trouble != REFUSED else None
        note, translation = of.note if of else "", told.translation if told else ""
        if NOTE not in written and not (same and self.note.text().strip() == note):
            self.note.setText(note)
        if TRANSLATION in written and told:
            return
        if not (same and self.translation.toPlainText().strip() == translation):
            self.translation.setPlainText(translation)
        self.translator.setText(told.translator if told else "")
        self.status.setCurrentIndex(max(0, self.status.findData(told.status if told else "")))

    def _written(self) -> frozenset[str]:
        """Return what the person wrote since it was shown and that is not kept yet."""
        if self._entry is None:
            return frozenset()
        of, found = self._entry.of, set()
        if self.note.text().strip() != of.note:
            found.add(NOTE)
        said = self._translated()
        if self._trouble != REFUSED and said != (of.translation, of.translator, of.status):
            found.add(TRANSLATION)
        return frozenset(found)

    def _translated(self) -> tuple[str, str, str]:
        """Return the translation, its translator and its status as they stand in the fields."""
        text, by = self.translation.toPlainText().strip(), self.translator.text().strip()
        return text, by, str(self.status.currentData()) if text else ""

    def _show_printed(self, printed: str) -> None:
        quote = self._entry.quote if self._entry and not self._trouble else None
        self.preview.setHtml(printed if quote else "")
        self.count.setText("")
        if quote is not None:
            form = self.tr("block") if quote.block else self.tr("inline")
            self.count.setText(f"{words_words(quote.printed.words)} · {form}")
            tip = self.tr("APA 7 prints quotations of {0} words or more as blocks").format(INLINE)
            self.count.setToolTip(tip)

    # -- acts --------------------------------------------------------------------------------

    def marked(self) -> tuple[int, int]:
        """Return the marked words as [start, end) in code points."""
        cursor = self.words.textCursor()
        point = self._offsets.to_point
        return point(cursor.selectionStart()), point(cursor.selectionEnd())

    def _clicked(self, kind: str) -> None:
        self.edit(kind, exact=bool(QApplication.keyboardModifiers() & EXACT))

    def edit(self, kind: str, *, exact: bool = False) -> None:
        """Make an edit of the marked words, whole or exactly; asks for those in brackets."""
        if self._entry is None or self._entry.quote is None or self._trouble:
            return
        start, end = self.marked()
        if not self._text[start:end].strip() and kind in {OMIT, EMPHASISE}:
            self._desk.refused.emit(self.tr("Mark the words first."))
            return
        if not exact:
            start, end = self._taken_whole(kind, start, end)
        text = ""
        if kind == REPLACE:
            title = self.tr("Words in brackets")
            asked = self._text[start:end] or self.tr("In the brackets")
            text, accepted = QInputDialog.getText(self, title, asked)
            if not accepted:
                return
            text = without_brackets(text)
            kind = INSERT if start == end else REPLACE
        edits = [*self._entry.of.edits, Edit(kind, start, end, text)]
        self._desk.run(EditQuotation(self._entry.of.id, edits))

    def _taken_whole(self, kind: str, start: int, end: int) -> tuple[int, int]:
        """Return the marked words made whole, and mark them so; a place goes to a word's edge."""
        first, last = whole_words(self._text, start, end)
        if start == end:
            return (last, last) if kind == SIC else (first, first)
        cursor = self.words.textCursor()
        cursor.setPosition(self._offsets.to_unit(first))
        cursor.setPosition(self._offsets.to_unit(last), QTextCursor.MoveMode.KeepAnchor)
        self.words.setTextCursor(cursor)
        return first, last

    def take_back(self, edit: Edit) -> None:
        """Take an edit back."""
        if self._entry is not None:
            left = list(self._entry.of.edits)
            left.remove(edit)
            self._desk.run(EditQuotation(self._entry.of.id, left))

    def _pending(self) -> list[Kept]:
        """Return the commands that keep what was written."""
        if self._entry is None:
            return []
        of, written, found = self._entry.of, self._written(), list[Kept]()
        if NOTE in written:
            found.append(NoteQuotation(of.id, self.note.text()))
        said = self._translated()
        if TRANSLATION in written and (said[0] or of.translation):
            found.append(TranslateQuotation(of.id, *said))
        return found

    def _run(self, commands: Sequence[Kept]) -> None:
        """Keep what was written of a quotation that is still chosen, and know it as kept."""
        for command in commands:
            if self._now(command.quotation) is None:
                continue
            self._desk.run(command, quiet=True)
            now = self._now(command.quotation)
            if now is None or self._entry is None or self._entry.of.id != now.id:
                continue
            kept = ("note",) if isinstance(command, NoteQuotation) else TRANSLATED
            of = replace(self._entry.of, **{name: getattr(now, name) for name in kept})
            self._entry = replace(self._entry, of=of)

    def _now(self, quotation: int) -> Quotation | None:
        found = self._desk.project.read.quotations()
        return next((each for each in found if each.id == quotation), None)

    def keep(self) -> None:
        """Keep what is being written, where it changed."""
        self._run(self._pending())
