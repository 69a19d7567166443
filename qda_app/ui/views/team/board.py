"""The board of rounds: how far each is, and for the one chosen who is how far and what to do."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSplitter, QVBoxLayout, QWidget

from qda_app.domain.amounts import codings_words
from qda_app.domain.rounds import Round
from qda_app.services.commands.rounds import CloseRound, SubmitRound
from qda_app.services.comparing.figures import figure, share
from qda_app.services.rounds.rounds import Seat, seats, state_words
from qda_app.services.rounds.steps import (
    CLOSE,
    COMPARE,
    HAND_OUT,
    MERGE,
    RECONCILE,
    SUBMIT,
    refusals,
    submission,
)
from qda_app.services.rounds.summary import kind_words, text_words
from qda_app.ui.desk import Desk
from qda_app.ui.models.table import TableView
from qda_app.ui.theme import SMALL
from qda_app.ui.views.compare.flow import FlowRow
from qda_app.ui.views.team.round_figures import FigureLane

ARROW = " → "


@dataclass(frozen=True, order=True)
class _Figures:
    """A figure before and after the discussion in words, in the order of the one before."""

    value: float
    words: str

    @classmethod
    def of(
        cls, before: float | None, after: float | None, say: Callable[[float | None], str]
    ) -> "_Figures":
        """Return both, or the one there is."""
        words = say(before) + ("" if after is None else ARROW + say(after))
        return cls(-2.0 if before is None else before, words)

    def __str__(self) -> str:
        return self.words


class Board(QWidget):
    """All rounds, newest first; below, the seats of the one chosen and the steps it allows."""

    new_requested = Signal()
    chosen = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.project = desk, desk.project
        self._rounds: list[Round] = []
        self._round: int | None = None
        self.lane = FigureLane(desk, self)
        self.lane.found.connect(self.show_rounds)
        self.new = QPushButton(self.tr("New round…"))
        self.new.clicked.connect(self.new_requested)
        self.audit = QPushButton(self.tr("Audit…"))
        self.audit.clicked.connect(self.write_audit)
        self.table = TableView(self.tr("Rounds"))
        self.table.grid.selectionModel().currentRowChanged.connect(lambda *_a: self._choose())
        self.nobody = QLabel(
            self.tr(
                "Nobody leads this project, so everybody may plan, merge and settle. Name a lead "
                "under Coders."
            )
        )
        self.nobody.setWordWrap(True)
        self.nobody.setProperty("role", "muted")
        self.empty = QLabel()
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.about = QLabel()
        self.about.setWordWrap(True)
        self.about.setTextFormat(Qt.TextFormat.PlainText)
        self.blind = QLabel()
        self.blind.setWordWrap(True)
        self.blind.setProperty("role", "warn")
        self.seats = TableView(self.tr("Coders in the round"))
        self.seats.filter.hide()
        self.steps: dict[str, QPushButton] = {}
        self._lay_out()

    def _lay_out(self) -> None:
        above = QHBoxLayout()
        above.addWidget(self.new)
        above.addWidget(self.table.filter, 1)
        above.addWidget(self.audit)
        for table in (self.table, self.seats):
            table.grid.setSelectionBehavior(table.grid.SelectionBehavior.SelectRows)
        self.step_row = FlowRow()
        for step, words, run in self._offers():
            button = QPushButton(words)
            button.clicked.connect(lambda _on, r=run: self._on_step(r))
            self.steps[step] = button
            self.step_row.add(button)
        lower = QWidget()
        column = QVBoxLayout(lower)
        column.setContentsMargins(0, SMALL, 0, 0)
        column.setSpacing(SMALL)
        for widget in (self.about, self.blind, self.seats, self.step_row):
            column.addWidget(widget, 1 if widget is self.seats else 0)
        self.body = QSplitter(Qt.Orientation.Vertical)
        self.body.setChildrenCollapsible(False)
        self.body.addWidget(self.table)
        self.body.addWidget(lower)
        self.body.setSizes([300, 280])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, SMALL, 0, 0)
        layout.setSpacing(SMALL)
        layout.addLayout(above)
        layout.addWidget(self.nobody)
        layout.addWidget(self.empty, 1)
        layout.addWidget(self.body, 1)

    def _offers(self) -> list[tuple[str, str, Callable[[Round], None]]]:
        return [
            (SUBMIT, self.tr("Submit my work…"), self.submit),
            (COMPARE, self.tr("Compare"), lambda o: self.desk.round_requested.emit(COMPARE, o)),
            (
                RECONCILE,
                self.tr("Reconcile"),
                lambda o: self.desk.round_requested.emit(RECONCILE, o),
            ),
            (HAND_OUT, self.tr("Hand out a copy…"), lambda _one: self.hand_out()),
            (MERGE, self.tr("Merge a copy…"), lambda _one: self.merge()),
            (CLOSE, self.tr("Close the round…"), self.close_round),
        ]

    # -- reading -------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the rounds again."""
        self._rounds = list(reversed(self.project.read.rounds()))
        leads = self.project.read.leads()
        people = [c for c in self.project.read.coders() if not c.consensus]
        led = any(c.lead for c in people) or self.project.read.handed_to() is not None
        self.nobody.setVisible(len(people) > 1 and not led)
        self.new.setEnabled(leads and not self.project.read_only)
        self.new.setToolTip("" if leads else self.tr("Only a lead plans rounds."))
        self.empty.setText(
            self.tr(
                "No round yet. In a round several coders code the same passages independently; "
                "when all have submitted, they are compared and what they disagree on is settled."
            )
        )
        self.empty.setVisible(not self._rounds)
        self.body.setVisible(bool(self._rounds))
        self.show_rounds()
        self.lane.ask(self._rounds)

    def show_rounds(self) -> None:
        """Show the rounds with what is known of their agreement."""
        read = self.project.read
        sources = read.sources()
        numbers = {version.guid: version.number for version in read.versions()}
        rows = [
            (
                one.name,
                state_words(one),
                kind_words(one),
                text_words(one, sources),
                self._number(numbers.get(one.version)),
                self._submitted(one),
                *self._agreement(one),
                "" if one.compared else self.tr("Known when all have submitted."),
            )
            for one in self._rounds
        ]
        self.table.show_rows(self._header(), rows)
        self.table.cap_columns(330)
        if self._rounds:
            ids = [one.id for one in self._rounds]
            self.table.choose_row(ids.index(self._round) if self._round in ids else 0)
            self._show_round()

    def _header(self) -> tuple[str, ...]:
        return (
            self.tr("Round"),
            self.tr("State"),
            self.tr("Kind"),
            self.tr("Text"),
            self.tr("Codebook"),
            self.tr("Submitted"),
            self.tr("% agreement"),
            self.tr("Pooled κ"),
            self.tr("Mean κ (leaves)"),
        )

    def _number(self, number: int | None) -> str:
        return "–" if number is None else self.tr("version {0}").format(number)

    def _submitted(self, one: Round) -> str:
        there = sum(bool(a.submitted) for a in one.assignments)
        return self.tr("{0} of {1}").format(there, len(one.assignments))

    def _agreement(self, one: Round) -> list[_Figures | str | None]:
        """Return the figures as submitted and, after an arrow, as settled."""
        known = self.lane.of(one)
        if known is None:
            return ["…" if one.compared else None] * 3
        before, after = known
        return [
            _Figures.of(before.percent, after.percent if after else None, share),
            _Figures.of(before.pooled, after.pooled if after else None, figure),
            _Figures.of(before.mean, after.mean if after else None, figure),
        ]

    # -- the round chosen ----------------------------------------------------------------------

    def current(self) -> Round | None:
        """Return the round chosen."""
        row = self.table.current_row()
        return self._rounds[row] if row is not None and row < len(self._rounds) else None

    def choose(self, key: int) -> None:
        """Choose a round by its id."""
        ids = [one.id for one in self._rounds]
        if key in ids:
            self.table.choose_row(ids.index(key))

    def _choose(self) -> None:
        one = self.current()
        if one is not None and one.id != self._round:
            self._round = one.id
            self._show_round()
            self.chosen.emit(one.id)

    def _show_round(self) -> None:
        one = self.current()
        if one is None:
            return
        self._round = one.id
        began = when(one.created)
        words = self.tr("{0}: {1}, began {2}.").format(one.name, state_words(one), began)
        known = self.lane.of(one)
        lost = known[0].reason if known else ""
        self.about.setText(" ".join(filter(None, (words, lost))))
        self.blind.setVisible(one.hides)
        self.blind.setText(
            self.tr(
                "Blind: what others code here is hidden until all have submitted. Within one file "
                "this protects against accident; the guarantee is the copy handed out."
            )
        )
        header = (self.tr("Coder"), self.tr("Sources done"), self.tr("Submitted"))
        rows = [self._seat(seat) for seat in seats(self.project.read, one)]
        self.seats.show_rows((*header, self.tr("Codings")), rows)
        self.seats.cap_columns(320)
        refused = refusals(
            self.project.read, one, self.project.viewer_id, read_only=self.project.read_only
        )
        for step, button in self.steps.items():
            button.setEnabled(not refused[step])
            button.setToolTip(refused[step])
            button.setAccessibleDescription(refused[step])

    def _seat(self, seat: Seat) -> Sequence[object]:
        """Return a row of one coder; what may not be seen yet is a dash with its reason."""
        me = seat.coder == self.project.viewer_id
        name = self.tr("{0} (you)").format(seat.name) if me else seat.name
        seen = seat.codings is not None
        done = self.tr("{0} of {1}").format(seat.done, seat.sources) if seen else None
        submitted = when(seat.submitted) if seat.submitted else self.tr("not yet")
        hidden = "" if seen else self.tr("Hidden until all have submitted.")
        return (name, done, submitted, seat.codings, hidden)

    # -- steps ---------------------------------------------------------------------------------

    def _on_step(self, run: Callable[[Round], None]) -> None:
        one = self.current()
        if one is not None:
            run(one)

    def submit(self, one: Round) -> None:
        """Hand in the viewer's work, once the person has read what that locks."""
        from qda_app.ui.dialogs.round_steps import SubmitDialog

        viewer = self.project.viewer_id
        if viewer is None:
            return
        dialog = SubmitDialog(one.name, submission(self.project.read, one, viewer), self)
        if dialog.exec():
            count = self.desk.run(SubmitRound(one.id, viewer, one.name), quiet=True)
            if count is not None:
                said = self.tr("Submitted “{0}” with {1}.").format(one.name, codings_words(count))
                self.desk.said.emit(said, False)  # noqa: FBT003

    def close_round(self, one: Round) -> None:
        """End a round, once the person has read what cannot change afterwards."""
        from qda_app.ui.dialogs.round_steps import CloseDialog

        if CloseDialog(one, self).exec():
            self.desk.run(CloseRound(one.id, one.name), quiet=True)
            if any(other.closed for other in self.project.read.rounds() if other.id == one.id):
                self.desk.said.emit(self.tr("Closed “{0}”.").format(one.name), False)  # noqa: FBT003

    def hand_out(self) -> None:
        """Write a copy for one coder, with nothing of the others in it."""
        from qda_app.ui.dialogs.hand_out import ask_hand_out

        one = self.current()
        said = ask_hand_out(self.project, self.desk.jobs, self, one.id if one else None)
        if said:
            self.desk.said.emit(said, False)  # noqa: FBT003

    def merge(self) -> None:
        """Take in a copy that comes back."""
        from qda_app.ui.dialogs.merge_copy import ask_merge

        said = ask_merge(self.project, self.desk.jobs, self)
        if said:
            self.desk.said.emit(said, True)  # noqa: FBT003

    def write_audit(self) -> None:
        """Write who did what when to a file."""
        from qda_app.ui.dialogs.audit import ask_audit

        ask_audit(self.desk)


def when(time: str) -> str:
    """Return a time of the journal as the person's clock shows it."""
    return datetime.fromisoformat(time).astimezone().strftime("%Y-%m-%d %H:%M") if time else ""
