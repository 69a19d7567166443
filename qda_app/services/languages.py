"""The languages that ship: English is the source, a catalogue for each other one."""

import json
import os
from contextlib import AbstractContextManager, nullcontext

from qda_app import paths
from qda_app.domain import messages
from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say

LANGUAGES = {"en": "English", "es": "Español"}


def load_catalogue(language: str) -> dict[str, str]:
    """Return the catalogue of a language; empty for English and for what is not shipped."""
    if language == "en":
        return {}
    try:
        folder = paths.shipped(f"resources/translations/{language}")
    except FileNotFoundError:
        return {}
    catalogue: dict[str, str] = {}
    for path in sorted(folder.glob("*.json")):
        catalogue.update(json.loads(path.read_text(encoding="utf-8")))
    return catalogue


def checked_catalogue(language: str) -> dict[str, str]:
    """Return the catalogue of a language; raises QdaError for one that is not shipped."""
    if language not in LANGUAGES:
        known = ", ".join(LANGUAGES)
        raise QdaError(
            say("There is no language “{name}”. There are: {known}.", name=language, known=known)
        )
    return load_catalogue(language)


def in_language(language: str) -> AbstractContextManager[None]:
    """Return what lets files be written in a language; empty stands for the application's own.

    Raises QdaError for one that is not shipped.
    """
    return messages.speaking(checked_catalogue(language)) if language else nullcontext()


def preferred_language() -> str:
    """Return the language that the environment asks for, two letters, `en` without one."""
    for name in ("QDA_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")
        if value:
            return value[:2].lower()
    return "en"


def speak(language: str) -> dict[str, str]:
    """Let every sentence outside the screens be said in a language; return its catalogue."""
    catalogue = load_catalogue(language)
    messages.install(catalogue)
    return catalogue
