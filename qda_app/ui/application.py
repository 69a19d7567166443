"""The desktop's beginning: platform, theme, defects, the first window."""

import logging
import os
import sys
import traceback
from pathlib import Path
from types import TracebackType

from PySide6.QtWidgets import QApplication, QMessageBox

from qda_app import paths
from qda_app.ui.main_window import MainWindow
from qda_app.ui.preferences import Preferences
from qda_app.ui.theme import MODES, Theme
from qda_app.ui.translation import CatalogueTranslator, load_catalogue, preferred_language


def start(arguments: list[str]) -> int:
    """Open the desktop, with the project file given if any, and return its exit code."""
    choose_platform()
    app = QApplication(sys.argv[:1])
    app.setApplicationName("qda-app")
    preferences = Preferences()
    language = preferences.get("language", "") or preferred_language()
    translator = CatalogueTranslator(load_catalogue(language))
    app.installTranslator(translator)
    wanted = preferences.get("theme", "system")
    theme = Theme()
    theme.apply(app, next((mode for mode in MODES if mode == wanted), "system"))
    _catch_defects()
    window = MainWindow(theme, preferences)
    window.show()
    if arguments:
        window.open_project(Path(arguments[0]))
    return app.exec()


def choose_platform() -> None:
    """Draw offscreen where there is no display, unless a platform was chosen."""
    display = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if sys.platform == "linux" and not display:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def _catch_defects() -> None:
    """Log whatever is no QdaError and show it with details to copy; the project is intact."""

    def show(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        details = "".join(traceback.format_exception(kind, error, trace))
        folder = paths.log_folder()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with (folder / "defects.log").open("a", encoding="utf-8") as log:
                log.write(details + "\n")
        except OSError:
            logging.getLogger(__name__).exception("the log cannot be written")
        box = QMessageBox()
        box.setText(box.tr("Something went wrong. Your project on disk is intact."))
        box.setDetailedText(details)
        box.exec()

    sys.excepthook = show
