"""The desktop's beginning: platform, theme, defects, the first window."""

import os
import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QWindow
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QMessageBox

from qda_app.services.languages import preferred_language
from qda_app.ui.defects import Defects
from qda_app.ui.main_window import MainWindow
from qda_app.ui.preferences import Preferences
from qda_app.ui.small_screen import fit_dialog
from qda_app.ui.theme import MODES, Theme
from qda_app.ui.translation import Languages


def start(arguments: list[str]) -> int:
    """Open the desktop, with the project file given if any, and return its exit code."""
    choose_platform()
    app = QApplication(sys.argv[:1])
    app.setApplicationName("qda-app")
    preferences = Preferences()
    languages = Languages(app)
    languages.switch(chosen_language(preferences))
    wanted = preferences.get("theme", "system")
    theme = Theme()
    theme.apply(app, next((mode for mode in MODES if mode == wanted), "system"))
    app.focusWindowChanged.connect(fit_dialog_in_front)
    Defects(app).catch()
    windows = Windows(theme, preferences, languages)
    windows.show()
    if arguments:
        windows.window.open_project(Path(arguments[0]))
    return app.exec()


def fit_dialog_in_front(front: QWindow | None) -> None:
    """Keep the dialog that came to the front within its screen, once it is shown."""
    dialog = next((w for w in QApplication.topLevelWidgets() if w.windowHandle() is front), None)
    foreign = isinstance(dialog, QFileDialog | QMessageBox)
    if front is not None and isinstance(dialog, QDialog) and not foreign:
        QTimer.singleShot(0, dialog, lambda: _fit(dialog))


def _fit(dialog: QDialog) -> None:
    room = dialog.screen().availableGeometry()
    whole = dialog.frameGeometry().size()
    if whole.boundedTo(room.size()) != whole:
        fit_dialog(dialog, room.size() - (whole - dialog.size()))
        dialog.move(room.topLeft())


def chosen_language(preferences: Preferences) -> str:
    """Return the person's language, or the system's."""
    return str(preferences.get("language", "")) or preferred_language()


class Windows:
    """The one window, and another in its place when the language changes."""

    def __init__(self, theme: Theme, preferences: Preferences, languages: Languages) -> None:
        self._theme, self._preferences, self._languages = theme, preferences, languages
        self.window = MainWindow(theme, preferences)

    def show(self) -> None:
        """Show the window."""
        self.window.language_changed.connect(self.speak_again)
        self.window.show()

    def speak_again(self) -> None:
        """Make the window anew in the language chosen now, with the project that was open."""
        old = self.window
        project = old.project
        path, viewer = (project.path, project.viewer) if project else (None, None)
        old.close()
        self._languages.switch(chosen_language(self._preferences))
        self.window = MainWindow(self._theme, self._preferences)
        self.show()
        if path is not None:
            self.window.open_project(path, viewer=viewer)
        old.deleteLater()


def choose_platform() -> None:
    """Draw offscreen where there is no display, unless a platform was chosen."""
    display = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if sys.platform == "linux" and not display:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
