"""Sentences for the screens: spaCy is loaded when the first sentence is asked for."""

from collections.abc import Callable

from qda_app.analysis.sentences import sentences
from qda_app.domain.text import Span


def sentence_finder(language: str = "") -> Callable[[str], list[Span]]:
    """Return what divides a passage into the spans of its sentences, by a language's rules."""
    return lambda passage: [Span(start, end) for start, end in sentences(passage, language)]


def warm_up(language: str = "") -> None:
    """Load what finding sentences needs; meant for a worker, so that the first answer is quick."""
    sentences("Uno. Dos.", language)
