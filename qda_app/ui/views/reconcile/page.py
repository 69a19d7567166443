"""The reconciliation workspace: queue, passage, definitions and discussion, keys for everything."""

from pathlib import Path

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from qda_app.domain.disagreements import Item
from qda_app.domain.errors import QdaError
from qda_app.domain.rounds import Round
from qda_app.services.project import Changed
from qda_app.services.reconciling.reconciling import Reconciliation
from qda_app.services.reconciling.tables import write_report
from qda_app.ui.desk import Desk
from qda_app.ui.saving import ask_file
from qda_app.ui.theme import LARGE, SMALL
from qda_app.ui.views.compare.grid import Captioned, ShadedGrid
from qda_app.ui.views.reconcile.bar import Bar
from qda_app.ui.views.reconcile.deeds import Deeds
from qda_app.ui.views.reconcile.passage import Framed, PassageView
from qda_app.ui.views.reconcile.queue import Queue
from qda_app.ui.views.reconcile.settling import SettlingPage
from qda_app.ui.views.reconcile.side import DISCUSSION, Side

WIDTHS = "splitter reconcile"  # the preference with the person's own widths
NARROW = 1150  # pixels of a window in which queue and side give way to the text


class ReconcilePage(SettlingPage):
    """Settles the disagreements of one round; a change of a decision rereads only decisions."""

    name = "reconcile"
    kinds = frozenset(
        {"decision", "round", "assignment", "round_part", "node", "source", "coder", "memo"}
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.of: Reconciliation | None = None
        self.item: Item | None = None
        self._rounds: dict[int, Round] = {}
        self._anew = True
        self._leading = False
        self.bar = Bar()
        self.queue = Queue()
        self.heading = QLabel()
        self.heading.setProperty("role", "heading")
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        self.hint = QLabel()
        self.hint.setProperty("role", "muted")
        self.hint.setWordWrap(True)
        self.passage = PassageView(desk.theme)
        self.side = Side(desk.theme)
        self.deeds = Deeds(self)
        competing = self.tr("Nodes that compete for a passage")
        self.grid = ShadedGrid(competing, desk.theme, upright=True)
        self.grid.cell_chosen.connect(self._on_pair)
        self.empty = QLabel()
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.to_team = QPushButton(self.tr("Open the team page"))
        self.to_team.clicked.connect(lambda: desk.page_requested.emit("team"))
        self._matrix_nodes: list[int] = []
        self._lay_out()
        self._connect()

    def title(self) -> str:
        """Return the words under the icon on the rail."""
        return self.tr("Reconcile")

    def _lay_out(self) -> None:
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(SMALL, 0, SMALL, 0)
        column.setSpacing(SMALL)
        column.addWidget(self.heading)
        column.addWidget(self.hint)
        self.center = QStackedWidget()
        self.center.addWidget(self.passage)
        self.competing = Captioned(self.grid)
        self.competing.caption.setText(
            self.tr(
                "Rows and columns are nodes. The number counts the passages that one coder gave to "
                "the row's node and another to the column's; a click shows the first of them."
            )
        )
        self.center.addWidget(self.competing)
        column.addWidget(self.center, 1)
        self.body = QSplitter()
        for part in (self.queue, middle, self.side):
            self.body.addWidget(part)
        self.body.setStretchFactor(1, 1)
        self.body.setChildrenCollapsible(False)
        self.body.splitterMoved.connect(self._on_moved)
        kept = str(self.desk.preferences.get(WIDTHS, ""))
        self._by_hand = bool(kept) and self.body.restoreState(QByteArray.fromBase64(kept.encode()))
        nothing = QHBoxLayout()
        nothing.addStretch(1)
        nothing.addWidget(self.to_team)
        nothing.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(LARGE, LARGE, LARGE, LARGE)
        layout.setSpacing(SMALL)
        layout.addWidget(self.bar)
        layout.addWidget(self.empty, 1)
        layout.addLayout(nothing)
        layout.addWidget(self.body, 1)
        layout.addWidget(self.deeds)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the text the most room, unless the person set the widths."""
        super().resizeEvent(event)
        if not self._by_hand:
            queue, side = (250, 220) if self.window().width() < NARROW else (340, 270)
            self.body.setSizes([queue, max(self.width() - queue - side, 200), side])

    def _on_moved(self, _place: int, _handle: int) -> None:
        self._by_hand = True
        state = bytes(self.body.saveState().toBase64().data()).decode()
        self.desk.preferences.set(WIDTHS, state)

    def _connect(self) -> None:
        self.bar.round_chosen.connect(self.build)
        self.bar.filtered.connect(self.fill)
        self.bar.names_switched.connect(self._on_names)
        self.bar.accept_agreed.clicked.connect(self.accept_agreed)
        self.bar.matrix.toggled.connect(self._on_matrix)
        self.bar.report.clicked.connect(self._ask_report)
        self.queue.chosen.connect(self.show_item)
        self.side.cause_said.connect(self.say_cause)
        self.side.note_written.connect(self.keep_note)
        self.side.definition_wanted.connect(self.define)
        self.deeds.done.connect(self.act)
        for keys, act in (
            ("Left", lambda: self.adjust(end=True, forward=False)),
            ("Right", lambda: self.adjust(end=True, forward=True)),
            ("Shift+Left", lambda: self.adjust(end=False, forward=False)),
            ("Shift+Right", lambda: self.adjust(end=False, forward=True)),
            ("Return", self.take_boundary),
            ("Escape", self.leave_boundary),
            ("J", lambda: self.queue.step(1)),
            ("K", lambda: self.queue.step(-1)),
            ("U", self.go_on),
            ("T", self.side.reason.setFocus),
            ("Z", lambda: self.act("undo", None)),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def take_focus(self) -> None:
        """Let the keys act on the queue, or where there is none on the way to a round."""
        (self.queue.tree if self.of is not None else self.to_team).setFocus()

    # -- reading -------------------------------------------------------------------------------

    def on_changed(self, change: Changed) -> None:
        """Take note of whether more than decisions and notes changed."""
        if change.kinds & self.kinds - {"decision", "memo"}:
            self._anew = True
        super().on_changed(change)

    def refresh(self) -> None:
        """Read again what changed since."""
        if self._anew or self.of is None:
            self._anew = False
            rounds = self.project.read.rounds()
            self._rounds = {one.id: one for one in rounds}
            self._leading = self.project.read.leads()
            self.bar.show_rounds(rounds)
            self.build()
            return
        before = self.of.decisions
        self.of.reread()
        after = self.of.decisions
        for key in before.keys() | after.keys():
            item = self.of.by_key.get(key)
            if item is not None and before.get(key) != after.get(key):
                line = self.queue.line_of(self.of, item, self.bar.by.currentData())
                self.queue.model.tell(line)
        self._show_state()
        self.show_item(self.queue.current())

    def build(self) -> None:
        """Work the chosen round out, or say why it cannot be settled yet."""
        one = self._rounds.get(self.bar.round.currentData() or 0)
        reason = self.tr(
            "Nothing to reconcile yet. A round begins on the team page; when all its coders have "
            "submitted, what they disagree on is settled here, passage by passage."
        )
        self.of = None
        if one is not None:
            try:
                self.of = Reconciliation(self.project.read, one)
            except QdaError as error:
                reason = str(error)
        there = self.of is not None
        self.empty.setText(reason)
        self.empty.setVisible(not there)
        self.to_team.setVisible(not there)
        for widget in (self.body, self.deeds):
            widget.setVisible(there)
        self.bar.setVisible(bool(self._rounds))
        if self.of is not None:
            self.deeds.show_coders(len(self.of.coders))
            self.bar.offer(self.of, self.project.viewer_id)
            self._show_state()
            self.fill()

    def show_round(self, one: Round) -> None:
        """Settle this round."""
        self.bar.round.setCurrentIndex(self.bar.round.findData(one.id))
        self.build()

    def fill(self) -> None:
        """Show the items that the filters let pass, in the order chosen."""
        of = self.of
        if of is None:
            return
        self.queue.show_items(of, self.bar.by.currentData(), lambda i: self.bar.keeps(of, i))
        if self.bar.matrix.isChecked():
            self._fill_matrix(of)

    def _show_state(self) -> None:
        if self.of is not None:
            self.bar.show_state(self.of, leading=self._leading)

    def names(self) -> dict[int, str]:
        """Return how the coders of the passage are called: letters while names are hidden."""
        if self.of is None or self.item is None:
            return {}
        letters = {coder: letter for letter, coder in self.of.letters(self.item).items()}
        if self.bar.hidden.isChecked():
            return letters
        return {coder: f"{self.of.names.get(coder, '?')} ({letters[coder]})" for coder in letters}

    def show_item(self, item: Item | None) -> None:
        """Show one disagreement, or that none is chosen."""
        of = self.of
        self.item = item
        if of is None:
            return
        if item is None:
            self.passage.clear_passage()
            self.heading.clear()
            self.hint.setText(self.tr("No disagreement passes the filters."))
            self.side.show_item(of, None, [], "", {})
            self.deeds.enable(possible=False, accept=())
            return
        letters = of.letters(item)
        place = {coder: number for number, coder in enumerate(letters.values())}
        frames = [
            Framed(chr(65 + place[m.coder]), m.start, m.end, place[m.coder]) for m in item.members
        ]
        self.passage.show_passage(of.texts[item.source], item.start, item.end, frames)
        nodes = " / ".join(of.path(node).rsplit(" > ", 1)[-1] for node in item.nodes)
        self.heading.setText(f"{nodes} — {of.sources[item.source]}")
        self.hint.setText(self._who_did_what(of, item))
        memos = [m for m in self.project.read.memos() if m.target == item.key]
        mine = self.project.read.own_memo(item.key, DISCUSSION)
        self.side.show_item(of, item, memos, mine, self.names())
        possible = self._leading and not of.round.closed
        self.deeds.enable(possible=possible, accept=[self._label(c) for c in letters.values()])

    def _label(self, coder: int) -> str:
        return self.names().get(coder, "?")

    def _who_did_what(self, of: Reconciliation, item: Item) -> str:
        """Say what each coder did, in a line under the heading."""
        said = []
        for coder in of.letters(item).values():
            nodes = {m.node for m in item.of(coder)}
            words = ", ".join(of.path(n).rsplit(" > ", 1)[-1] for n in sorted(nodes))
            said.append(f"{self._label(coder)}: {words or self.tr('did not code it')}")
        if not self._leading:
            said.append(self.tr("Only a lead can settle; you see how it was settled."))
        elif of.round.closed:
            said.append(self.tr("The round is closed."))
        return " · ".join(said)

    # -- names, matrix, report -----------------------------------------------------------------

    def _on_names(self) -> None:
        if self.of is not None:
            self.bar.offer(self.of, self.project.viewer_id)
            self.fill()
            self.show_item(self.queue.current())

    def _on_matrix(self, on: bool) -> None:
        self.center.setCurrentWidget(self.competing if on else self.passage)
        for label in (self.heading, self.hint):
            label.setVisible(not on)
        if on and self.of is not None:
            self._fill_matrix(self.of)

    def _fill_matrix(self, of: Reconciliation) -> None:
        self._matrix_nodes, table = of.matrix()
        paths = [of.path(node) for node in self._matrix_nodes]
        names = [path.rsplit(" > ", 1)[-1] for path in paths]
        self.grid.explain(paths, paths)
        values = [[float(v) if v else None for v in row] for row in table]
        most = max((max(row) for row in table), default=1)
        self.grid.show_values(
            names, names, values, float(max(most, 1)), lambda v: "" if v is None else f"{v:.0f}"
        )

    def _on_pair(self, row: int, column: int) -> None:
        """Show the passages for which two nodes compete."""
        of = self.of
        if of is None:
            return
        pair = {self._matrix_nodes[row], self._matrix_nodes[column]}
        found = next((i for i in of.items if set(i.nodes) == pair and len(pair) == 2), None)
        if found is not None:
            self.bar.matrix.setChecked(False)
            self.queue.choose(found.key)

    def _ask_report(self) -> None:
        kinds = [self.tr("Workbook (*.xlsx)"), self.tr("Word (*.docx)"), self.tr("Table (*.csv)")]
        path = ask_file(self, self.tr("Report of the disagreements"), kinds)
        if path is not None:
            self.report_to(path)

    def report_to(self, path: Path) -> None:
        """Write the report for an appendix: xlsx, docx or csv."""
        if self.of is None:
            return
        try:
            write_report(self.of, path)
        except QdaError as error:
            self.desk.refused.emit(str(error))
            return
        self.desk.said.emit(self.tr("Exported to {0}.").format(path.name), False)  # noqa: FBT003
