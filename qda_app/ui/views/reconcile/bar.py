"""Above the queue: which round, how far it is, and what of it is shown."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from qda_app.domain.disagreements import CAUSES, DEFER, Item
from qda_app.domain.rounds import Round
from qda_app.services.reconciling.reconciling import Reconciliation, cause_words
from qda_app.services.rounds.rounds import state_words
from qda_app.ui.theme import SMALL
from qda_app.ui.views.compare.flow import FlowRow
from qda_app.ui.views.reconcile.queue import BY_NODE, BY_SOURCE

ALL, OPEN, SETTLED, PUT_OFF = "all", "open", "settled", "deferred"
UNSURE = 1  # the certainty that counts as unsure


class Bar(QWidget):
    """Choices of round, order and filters; progress; what all coded alike."""

    round_chosen = Signal()
    filtered = Signal()
    names_switched = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.round = self._box(self.tr("Round"))
        self.round.activated.connect(lambda _row: self.round_chosen.emit())
        self.progress = QProgressBar()
        self.progress.setAccessibleName(self.tr("How far the round is settled"))
        self.progress.setMinimumWidth(120)
        self.progress.setTextVisible(False)
        self.counted = QLabel()
        self.accept_agreed = QPushButton()
        self.matrix = QPushButton(self.tr("Nodes that compete"))
        self.matrix.setCheckable(True)
        self.report = QPushButton(self.tr("Report…"))
        above = QHBoxLayout()
        above.setSpacing(SMALL)
        for widget in (self.round, self.accept_agreed, self.matrix, self.report):
            above.addWidget(widget)
        above.insertWidget(1, self.counted)
        above.insertWidget(2, self.progress, 1)
        self.by = self._filter(
            self.tr("Order of the queue"),
            [(self.tr("by source"), BY_SOURCE), (self.tr("by node"), BY_NODE)],
        )
        self.state = self._filter(
            self.tr("State"),
            [
                (self.tr("every state"), ALL),
                (self.tr("not settled"), OPEN),
                (self.tr("put off"), PUT_OFF),
                (self.tr("settled"), SETTLED),
            ],
        )
        causes = [(cause_words(cause), cause) for cause in CAUSES]
        self.cause = self._filter(self.tr("Cause"), [(self.tr("every cause"), ""), *causes])
        self.node = self._filter(self.tr("Node"), [(self.tr("every node"), None)])
        self.coder = self._filter(self.tr("Coder"), [(self.tr("every coder"), None)])
        self.unsure = QCheckBox(self.tr("Unsure only"))
        self.unsure.toggled.connect(lambda _on: self.filtered.emit())
        self.hidden = QCheckBox(self.tr("Names hidden"))
        self.hidden.setChecked(True)
        self.hidden.setToolTip(self.tr("Who is A and who is B changes from passage to passage."))
        self.hidden.toggled.connect(lambda _on: self.names_switched.emit())
        below = FlowRow()
        for widget in (self.by, self.state, self.cause, self.node, self.coder):
            below.add(widget)
        below.add(self.unsure)
        below.add(self.hidden)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SMALL)
        layout.addLayout(above)
        layout.addWidget(below)

        self._levels: Mapping[str, int] = {}

    def _box(self, name: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        box.setToolTip(name)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        return box

    def _filter(self, name: str, entries: list[tuple[str, object]]) -> QComboBox:
        box = self._box(name)
        for words, key in entries:
            box.addItem(words, key)
        box.activated.connect(lambda _row: self.filtered.emit())
        return box

    def show_rounds(self, rounds: list[Round]) -> None:
        """Offer the rounds, the newest that is open first chosen, keeping what was chosen."""
        kept = self.round.currentData()
        self.round.clear()
        for one in rounds:
            self.round.addItem(f"{one.name} · {state_words(one)}", one.id)
        ready = [one for one in rounds if one.basis]
        usual = next((one for one in reversed(ready) if not one.closed), None)
        usual = usual or (ready[-1] if ready else rounds[-1] if rounds else None)
        at = self.round.findData(kept)
        if at < 0 and usual is not None:
            at = self.round.findData(usual.id)
        self.round.setCurrentIndex(at)

    def show_state(self, of: Reconciliation, *, leading: bool) -> None:
        """Show how far it is, and offer nodes and coders to filter by."""
        found = of.progress()
        self.progress.setMaximum(max(found.total, 1))
        self.progress.setValue(found.settled if found.total else 1)
        words = self.tr("{0} of {1} settled").format(found.settled, found.total)
        if found.deferred:
            words += self.tr(" · {0} put off").format(found.deferred)
        self.counted.setText(words)
        waiting = len(of.unaccepted())
        self.accept_agreed.setVisible(waiting > 0 and leading and not of.round.closed)
        self.accept_agreed.setText(self.tr("Accept {0} coded alike").format(waiting))
        self.accept_agreed.setToolTip(
            self.tr("Takes what every coder applied to the same words into the consensus layer.")
        )

    def offer(self, of: Reconciliation, me: int | None) -> None:
        """Offer the nodes and coders of a reconciliation; no names while they are hidden."""
        self._levels = of.certainty()
        nodes = sorted({n for item in of.items for n in item.nodes}, key=of.path)
        people = [(of.names.get(coder, "?"), coder) for coder in of.coders]
        if self.hidden.isChecked():
            people = [(self.tr("mine"), me)] if me in of.coders else []
        every = [(self.tr("every node"), None), *((of.path(n), n) for n in nodes)]
        self._refill(self.node, every)
        self._refill(self.coder, [(self.tr("every coder"), None), *people])
        self.coder.setVisible(bool(people))

    def _refill(self, box: QComboBox, entries: list[tuple[str, int | None]]) -> None:
        kept = box.currentData()
        box.clear()
        for words, key in entries:
            short = words.rsplit(" > ", 1)[-1]
            box.addItem(short, key)
            box.setItemData(box.count() - 1, words, 3)
        at = box.findData(kept)
        box.setCurrentIndex(max(at, 0))

    def keeps(self, of: Reconciliation, item: Item) -> bool:
        """Say whether the filters let an item pass."""
        found, settled = of.decision(item), of.settled(item)
        by_state = {
            OPEN: not settled,
            SETTLED: settled,
            PUT_OFF: found is not None and found.outcome == DEFER,
        }
        cause, node, coder = (b.currentData() for b in (self.cause, self.node, self.coder))
        return (
            by_state.get(self.state.currentData(), True)
            and cause in {"", of.cause(item)}
            and (node is None or node in item.nodes)
            and (coder is None or bool(item.of(coder)))
            and (not self.unsure.isChecked() or self._unsure(item))
        )

    def _unsure(self, item: Item) -> bool:
        return any(self._levels.get(member.guid) == UNSURE for member in item.members)
