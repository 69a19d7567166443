"""The screens in the user's language: our own sentences from a catalogue, Qt's own from Qt."""

from PySide6.QtCore import QLibraryInfo, QTranslator
from PySide6.QtWidgets import QApplication

from qda_app.services.languages import speak


class CatalogueTranslator(QTranslator):
    """Translates by a mapping of English sentences, whatever the context."""

    def __init__(self, catalogue: dict[str, str]) -> None:
        super().__init__()
        self._catalogue = catalogue

    def isEmpty(self) -> bool:
        """Say that there is something in it."""
        return not self._catalogue

    def translate(
        self, _context: str, source: str, _note: str | None = None, _count: int = -1
    ) -> str:
        """Return the translation, or the source: an empty text would blank Qt's own sentences."""
        return self._catalogue.get(source, source)


class Languages:
    """Which language the application speaks; it can be another one from one moment to the next."""

    def __init__(self, app: QApplication) -> None:
        self._app = app
        self._installed: list[QTranslator] = []

    def switch(self, language: str) -> None:
        """Speak this language from now on; windows that are open must be made anew."""
        for translator in self._installed:
            self._app.removeTranslator(translator)
        self._installed = []
        catalogue = speak(language)
        if catalogue:
            own, qt = CatalogueTranslator(catalogue), QTranslator()
            qt.load(
                f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
            )
            # Qt asks the newest first, and ours answers every question: Qt's own comes after it.
            self._installed = [own, qt]
            for translator in self._installed:
                self._app.installTranslator(translator)
