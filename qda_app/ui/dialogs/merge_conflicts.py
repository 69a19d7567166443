"""What two copies disagree on: a list, both sides, and an answer by button or by key."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QRadioButton,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from qda_app.services.merging.plan import APART, BOTH, MINE, THEIRS, UNIFY, Conflict
from qda_app.ui.models.table import TableView
from qda_app.ui.theme import MEDIUM, SMALL

KEYS = {MINE: "1", APART: "1", THEIRS: "2", BOTH: "3", UNIFY: "3"}


class ConflictPanel(QWidget):
    """The conflicts of a merge; nothing is chosen in advance."""

    answered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._conflicts: list[Conflict] = []
        self._answers: dict[str, str] = {}
        self.list = TableView(self.tr("Conflicts"))
        self.list.grid.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.list.grid.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.list.grid.selectionModel().currentRowChanged.connect(lambda _a, _b: self._show())
        self.sentence = QLabel()
        self.sentence.setWordWrap(True)
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.here, self.there = QPlainTextEdit(), QPlainTextEdit()
        self._buttons = QButtonGroup(self)
        self.radios: dict[str, QRadioButton] = {}
        for choice, words in self._words().items():
            radio = QRadioButton(f"{KEYS[choice]}  {words}")
            self._buttons.addButton(radio)
            self.radios[choice] = radio
            radio.clicked.connect(lambda _on=False, c=choice: self.answer(c))
        for key in sorted(set(KEYS.values())):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda k=key: self.press(k))
        self._none = QLabel(self.tr("Nothing needs a choice."))
        self._none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._none.setProperty("role", "muted")
        self._lay_out()

    def _words(self) -> dict[str, str]:
        return {
            MINE: self.tr("Keep what is here"),
            THEIRS: self.tr("Take what is in the copy"),
            BOTH: self.tr("Keep both"),
            APART: self.tr("Keep two nodes"),
            UNIFY: self.tr("It is the same: unify"),
        }

    def _lay_out(self) -> None:
        sides = QHBoxLayout()
        sides.setSpacing(MEDIUM)
        for pane, title in ((self.here, self.tr("Here")), (self.there, self.tr("In the copy"))):
            pane.setReadOnly(True)
            pane.setAccessibleName(title)
            pane.setTabChangesFocus(True)
            column = QVBoxLayout()
            column.setSpacing(SMALL)
            column.addWidget(QLabel(title))
            column.addWidget(pane)
            sides.addLayout(column)
        shown = QWidget()
        layout = QVBoxLayout(shown)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SMALL)
        layout.addWidget(self.list, 3)
        layout.addWidget(self.sentence)
        layout.addLayout(sides, 2)
        for radio in self.radios.values():
            layout.addWidget(radio)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._none)
        self._pages.addWidget(shown)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(MEDIUM, 0, 0, 0)
        outer.addWidget(self._pages)

    def show_conflicts(self, conflicts: Sequence[Conflict]) -> None:
        """Show the conflicts of another copy, with no answer yet."""
        self._answers = {}
        self._conflicts = []
        self.keep_up(conflicts)

    def keep_up(self, conflicts: Sequence[Conflict]) -> None:
        """Show what a new plan asks; answers given before stay."""
        new = [c.key for c in conflicts] != [c.key for c in self._conflicts]
        self._conflicts = list(conflicts)
        self._pages.setCurrentIndex(1 if self._conflicts else 0)
        if new:
            self._fill()
            self._go_on(-1)

    def _fill(self) -> None:
        words = self._words()
        rows = [(c.sentence, words.get(self._answer(c), "")) for c in self._conflicts]
        at = self.list.current_row()
        header = [self.tr("What"), self.tr("Answer")]
        if self.list.model.rowCount() == len(rows):  # answered: the person's own order stays
            self.list.model.show_rows(header, rows)
        else:
            self.list.show_rows(header, rows)
        self.list.grid.setColumnWidth(0, 430)
        self.list.limit_columns(430)
        if at is not None and at < len(rows):
            self.list.choose_row(at)
        self._show()

    def _answer(self, conflict: Conflict) -> str:
        given = self._answers.get(conflict.key, "")
        return given if given in conflict.choices else ""

    def current(self) -> Conflict | None:
        """Return the conflict that is shown."""
        row = self.list.current_row()
        return self._conflicts[row] if row is not None and row < len(self._conflicts) else None

    def _show(self) -> None:
        one = self.current()
        self.sentence.setText(one.sentence if one else "")
        self.here.setPlainText(one.mine if one else "")
        self.there.setPlainText(one.theirs if one else "")
        self._buttons.setExclusive(False)
        for choice, radio in self.radios.items():
            radio.setVisible(one is not None and choice in one.choices)
            radio.setChecked(one is not None and self._answer(one) == choice)
        self._buttons.setExclusive(True)

    def press(self, key: str) -> None:
        """Answer by key: 1 mine or apart, 2 theirs, 3 both or unify."""
        one = self.current()
        for choice in one.choices if one else ():
            if KEYS[choice] == key:
                self.answer(choice)
                return

    def answer(self, choice: str) -> None:
        """Answer the conflict shown and go on to the next one that waits."""
        one = self.current()
        if one is None or choice not in one.choices:
            return
        self._answers[one.key] = choice
        at = self._conflicts.index(one)
        self._fill()
        self._go_on(at)
        self.answered.emit()

    def _go_on(self, at: int) -> None:
        order = [*range(at + 1, len(self._conflicts)), *range(at + 1)]
        waiting = [n for n in order if not self._answer(self._conflicts[n])]
        if waiting:
            self.list.choose_row(waiting[0])
            self._show()

    def choices(self) -> dict[str, str]:
        """Return the answers by key."""
        return dict(self._answers)

    def open_count(self) -> int:
        """Return how many wait for an answer."""
        return sum(not self._answer(one) for one in self._conflicts)

    def total(self) -> int:
        """Return how many conflicts there are."""
        return len(self._conflicts)
