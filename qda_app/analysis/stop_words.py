"""Words that carry grammar rather than content, by language."""

from functools import cache

from qda_app import paths
from qda_app.analysis.lemmas import LANGUAGES


@cache
def stop_words(language: str) -> frozenset[str]:
    """Return the shipped stop words of a language in lower case; of all where it is unknown."""
    if language[:2] not in LANGUAGES:
        return frozenset().union(*(stop_words(each) for each in LANGUAGES))
    return _words(language[:2])


def asking_words() -> frozenset[str]:
    """Return the lemmas with which anything can be asked, of all languages."""
    return _words("asking")


@cache
def _words(name: str) -> frozenset[str]:
    path = paths.shipped("resources/stop_words") / f"{name}.txt"
    lines = path.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
