"""Work beside the desktop of which only the newest piece matters: typing on ends what runs."""

import logging
from collections.abc import Callable
from threading import Event
from typing import Any

from PySide6.QtCore import QObject, QThreadPool, Signal

from qda_app.domain.errors import QdaError
from qda_app.ui.jobs import Cancelled

Progress = Callable[[int, int, str], None]
Work = Callable[[Progress], Any]


class _Run(QObject):
    """One piece of work in its thread; speaks through queued signals only."""

    progressed = Signal(int, int)
    ended = Signal(object, object, object)  # the run itself, result, error

    def __init__(self, work: Work, on_success: Callable[[Any], None]) -> None:
        super().__init__()
        self._work, self.on_success = work, on_success
        self.stop = Event()
        self._told = -1

    def run(self) -> None:
        try:
            result = self._work(self._progress)
        except Exception as error:  # noqa: BLE001
            self.ended.emit(self, None, error)
        else:
            self.ended.emit(self, result, None)

    def _progress(self, done: int, of: int, _name: str) -> None:
        if self.stop.is_set():
            raise Cancelled
        hundredth = 100 * done // max(of, 1)
        if hundredth != self._told:
            self._told = hundredth
            self.progressed.emit(done, of)


class Lane(QObject):
    """Runs the newest piece of work; what was asked for before it is given up unheard."""

    progressed = Signal(int, int)
    busy = Signal(bool)
    failed = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._runs: list[_Run] = []  # the last one is wanted

    def start(self, work: Work, on_success: Callable[[Any], None]) -> None:
        """Run `work(progress)` in place of whatever runs; it must not touch Qt."""
        self.cancel()
        run = _Run(work, on_success)
        run.progressed.connect(self.progressed)
        run.ended.connect(self._on_ended)
        self._runs.append(run)
        self.busy.emit(True)  # noqa: FBT003
        self._pool.start(run.run)  # a QRunnable made here would leave a stale wrapper behind

    def _on_ended(self, run: _Run, result: Any, error: Exception | None) -> None:
        self._runs.remove(run)
        if run.stop.is_set():
            return
        self.busy.emit(False)  # noqa: FBT003
        if error is None:
            run.on_success(result)
        else:
            self._complain(error)

    def running(self) -> bool:
        """Say whether something wanted is still running."""
        return any(not run.stop.is_set() for run in self._runs)

    def cancel(self) -> None:
        """Give up what runs; nothing of it is heard."""
        if self.running():
            self.busy.emit(False)  # noqa: FBT003
        for run in self._runs:
            run.stop.set()

    def stop(self) -> None:
        """Give up what runs and wait until it has ended."""
        self.cancel()
        self._pool.waitForDone()

    def _complain(self, error: Exception) -> None:
        if isinstance(error, QdaError):
            self.failed.emit(str(error))
        else:
            logging.getLogger(__name__).error("a search failed", exc_info=error)
            self.failed.emit(self.tr("This went wrong: {0}").format(error))
