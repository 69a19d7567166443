"""Agreement of compared rounds, worked out in the background and kept while nothing changes."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from qda_app.domain.rounds import Round
from qda_app.services.reads import Reads
from qda_app.services.rounds.summary import RoundFigures, round_figures
from qda_app.ui.desk import Desk

Both = tuple[RoundFigures, RoundFigures | None]


class FigureLane(QObject):
    """Works out what is not known yet; `found` says that there is more to show."""

    found = Signal()
    _arrived = Signal(int, object)  # round, Both

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._known: dict[int, Both] = {}
        self._asked: set[int] = set()
        self._arrived.connect(self._keep)

    def of(self, one: Round) -> Both | None:
        """Return a round's figures where they are known."""
        return self._known.get(one.id) if one.compared else None

    def forget(self) -> None:
        """Take note that something was settled since."""
        self._known.clear()
        self._asked.clear()

    def ask(self, rounds: Sequence[Round]) -> None:
        """Work out the figures of compared rounds that nobody has asked for yet."""
        for one in rounds:
            if one.compared and one.basis and one.id not in self._asked:
                self._asked.add(one.id)
                self._desk.jobs.start_quietly(partial(self._work_out, self._desk.project.read, one))

    def _work_out(self, read: Reads, one: Round) -> None:
        self._arrived.emit(one.id, round_figures(read, one))

    def _keep(self, key: int, both: Both) -> None:
        if key in self._asked:
            self._known[key] = both
            self.found.emit()
