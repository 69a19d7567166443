"""Long work beside the desktop: one lane, with progress and cancel."""

import contextlib
import logging
from collections.abc import Callable
from threading import Event
from typing import Any

from PySide6.QtCore import QCoreApplication, QEventLoop, QObject, Qt, QThreadPool, Signal
from PySide6.QtWidgets import QProgressDialog, QWidget
from shiboken6 import isValid

from qda_app.domain.errors import QdaError

Progress = Callable[[int, int, str], None]
Work = Callable[[Progress], Any]


class Cancelled(Exception):  # noqa: N818
    """The person has cancelled the work; nothing of it stays."""


class _Run(QObject):
    """One piece of work in its thread; speaks through queued signals only."""

    progressed = Signal(int, int, str)
    succeeded = Signal(object)
    failed = Signal(object)

    def __init__(self, work: Work) -> None:
        super().__init__()
        self._work = work
        self.stop = Event()

    def run(self) -> None:
        try:
            result = self._work(self._progress)
        except Exception as error:  # noqa: BLE001
            self.failed.emit(error)
        else:
            self.succeeded.emit(result)

    def _progress(self, done: int, of: int, name: str) -> None:
        if self.stop.is_set():
            raise Cancelled
        self.progressed.emit(done, of, name)


class Jobs(QObject):
    """Starts work that never touches Qt, one piece after another."""

    problem = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self._lane = QThreadPool(self)
        self._lane.setMaxThreadCount(1)
        self._running: list[_Run] = []

    def start(
        self,
        work: Work,
        on_success: Callable[[Any], None],
        label: str = "",
        on_error: Callable[[str], None] | None = None,
    ) -> None:
        """Run `work(progress)`; `progress(done, of, name)` raises once the person cancels."""
        run = _Run(work)
        dialog = QProgressDialog(label, self.tr("Cancel"), 0, 0, self._window)
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.setMinimumDuration(300)
        dialog.setAutoClose(False)
        dialog.setAutoReset(False)  # more steps may follow what looks like the last one
        dialog.setValue(0)  # the wait begins now, not when the work first speaks
        dialog.canceled.connect(run.stop.set)

        def show(done: int, of: int, name: str) -> None:
            dialog.setMaximum(max(of, 1))
            dialog.setValue(done)
            dialog.setLabelText(f"{label} {name}".strip())

        def finish() -> None:
            self._running.remove(run)
            if not isValid(dialog):  # its window was closed meanwhile
                return
            dialog.canceled.disconnect(run.stop.set)
            dialog.close()
            dialog.deleteLater()

        def succeed(result: Any) -> None:
            finish()
            on_success(result)

        def fail(error: Exception) -> None:
            finish()
            if isinstance(error, Cancelled):
                sentence = self.tr("Cancelled; nothing was changed.")
            elif isinstance(error, QdaError):
                sentence = str(error)
            else:
                logging.getLogger(__name__).error("a job failed", exc_info=error)
                sentence = self.tr("This went wrong: {0}").format(error)
            (on_error or self.problem.emit)(sentence)

        run.progressed.connect(show)
        run.succeeded.connect(succeed)
        run.failed.connect(fail)
        self._running.append(run)
        self._lane.start(run.run)  # a QRunnable made here would leave a stale wrapper behind

    def start_quietly(self, work: Callable[[], object]) -> None:
        """Run work that nobody waits for and whose failure is nobody's concern."""

        def run() -> None:
            with contextlib.suppress(Exception):
                work()

        self._lane.start(run)

    def wait(self) -> None:
        """Wait until the lane is empty and what came of the work has been told."""
        self._lane.waitForDone()
        while self._running:  # their outcomes are on the way to this thread
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)


def run_job(
    jobs: Jobs | None,
    work: Work,
    on_success: Callable[[Any], None],
    label: str,
    on_error: Callable[[str], None],
) -> None:
    """Run work in the lane, or at once where there is none, as in a dialog that stands alone."""
    if jobs is not None:
        jobs.start(work, on_success, label, on_error)
        return
    try:
        found = work(lambda _done, _of, _name: None)
    except QdaError as error:
        on_error(str(error))
    else:
        on_success(found)
