"""What nobody caught: a sentence of ours, a damaged project, or a defect; never a silent end."""

import logging
import sys
import threading
import traceback
from types import TracebackType

from PySide6.QtCore import QObject, QThread, Signal
from PySide6.QtWidgets import QApplication, QMessageBox

from qda_app import paths
from qda_app.domain.errors import QdaError
from qda_app.ui.dialogs.defect import DefectDialog
from qda_app.ui.main_window import MainWindow


class Defects(QObject):
    """Takes what nobody caught, from any thread, and shows it where windows are."""

    _found = Signal(object)

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._found.connect(self.show_error)

    def catch(self) -> None:
        """Take what nobody catches from now on."""
        sys.excepthook = self._take
        threading.excepthook = lambda args: self._take(
            args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback
        )

    def _take(
        self, _kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """Show an error at once; one of another thread when this one comes to it."""
        error = error.with_traceback(trace)
        if QThread.currentThread() is self.thread():
            self.show_error(error)
        else:
            self._found.emit(error)

    def show_error(self, error: BaseException) -> None:
        """Say a sentence of ours or what is wrong with the file; log and show what is a defect."""
        sentence = str(error) if isinstance(error, QdaError) else _fault_behind(error)
        if sentence:
            QMessageBox.warning(QApplication.activeWindow(), "qda-app", sentence)
            return
        details = "".join(traceback.format_exception(error))
        _log(details)
        DefectDialog(details).exec()


def _fault_behind(error: BaseException) -> str:
    """Return what is wrong with an open project where the database failed; else empty."""
    if not type(error).__module__.startswith(("sqlite3", "sqlalchemy")):
        return ""
    assert isinstance(error, Exception)  # noqa: S101
    for window in QApplication.topLevelWidgets():
        project = window.project if isinstance(window, MainWindow) else None
        if isinstance(window, MainWindow) and project is not None:
            return window.files.fault_behind(error, project)
    return ""


def _log(details: str) -> None:
    folder = paths.log_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "defects.log").open("a", encoding="utf-8") as log:
            log.write(details + "\n")
    except OSError:
        logging.getLogger(__name__).exception("the log cannot be written")
