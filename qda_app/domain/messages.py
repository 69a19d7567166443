"""The sentences that reach a user from anywhere but the desktop's own screens.

English is the source. A catalogue maps each English sentence to its translation; the composition
root installs the one for the user's language.
"""

from collections.abc import Mapping

_catalogue: dict[str, str] = {}


def install(catalogue: Mapping[str, str]) -> None:
    """Use these translations from now on; an empty mapping brings English back."""
    _catalogue.clear()
    _catalogue.update(catalogue)


def translated(sentence: str) -> str:
    """Return a fixed sentence in the user's language, braces and all."""
    return _catalogue.get(sentence, sentence)


def say(sentence: str, /, **values: object) -> str:
    """Return the sentence in the user's language with its {placeholders} filled."""
    return _catalogue.get(sentence, sentence).format(**values)


def counted(one: str, many: str, count: int, /, **values: object) -> str:
    """Return the sentence for a count, of two that are both in the catalogue; fills {count}."""
    return say(one if count == 1 else many, count=count, **values)
