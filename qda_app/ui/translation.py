"""The screens in the user's language: English is the source, a catalogue holds the other."""

import json
import os

from PySide6.QtCore import QTranslator

from qda_app import paths


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


def load_catalogue(language: str) -> dict[str, str]:
    """Return the catalogue of a language; empty for English and for what is not shipped."""
    if language == "en":
        return {}
    try:
        path = paths.shipped(f"resources/translations/{language}.json")
    except FileNotFoundError:
        return {}
    return dict(json.loads(path.read_text(encoding="utf-8")))


def preferred_language() -> str:
    """Return the language that the environment asks for, two letters, `en` without one."""
    for name in ("QDA_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")
        if value:
            return value[:2].lower()
    return "en"
