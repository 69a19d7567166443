"""The sentences that reach a user from anywhere but the desktop's own screens.

English is the source. A catalogue maps each English sentence to its translation; the composition
root installs the one for the user's language.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

_catalogue: dict[str, str] = {}
_chosen: ContextVar[Mapping[str, str] | None] = ContextVar("chosen", default=None)


def install(catalogue: Mapping[str, str]) -> None:
    """Use these translations from now on; an empty mapping brings English back."""
    _catalogue.clear()
    _catalogue.update(catalogue)


@contextmanager
def speaking(catalogue: Mapping[str, str]) -> Iterator[None]:
    """Use these translations for what this thread says within, such as a paper in English."""
    token = _chosen.set(catalogue)
    try:
        yield
    finally:
        _chosen.reset(token)


def translated(sentence: str) -> str:
    """Return a fixed sentence in the user's language, braces and all."""
    chosen = _chosen.get()
    return (_catalogue if chosen is None else chosen).get(sentence, sentence)


def say(sentence: str, /, **values: object) -> str:
    """Return the sentence in the user's language with its {placeholders} filled."""
    return translated(sentence).format(**values)


def thousands(count: int) -> str:
    """Return a count with its thousands set apart, as the user's language does."""
    sentence = "12,345"
    pattern = translated(sentence)
    return f"{count:,}".replace(",", pattern[2])


def counted(one: str, many: str, count: int, /, **values: object) -> str:
    """Return the sentence for a count, of two that are both in the catalogue; fills {count}."""
    return say(one if count == 1 else many, count=thousands(count), **values)
