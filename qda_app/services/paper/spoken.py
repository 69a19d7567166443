"""What of a passage its participants said: the interviewer's words and the labels set apart."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol, TypeVar

from qda_app.domain.messages import counted, say
from qda_app.domain.quotation import INSERT, Edit, Hidden
from qda_app.domain.transcript import Turn
from qda_app.services.counted_text import WHOLE, checked_text, statement


@dataclass(frozen=True, slots=True)
class Spoken:
    """How a passage is printed; positions count from its beginning.

    `hidden` is not printed, `marks` names the interviewer where the words alone do not; `silent`
    says that no participant speaks, `cut` that words of an interviewer are left out.
    """

    hidden: tuple[Hidden, ...] = ()
    marks: tuple[Edit, ...] = ()
    silent: bool = False
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Heard:
    """A participant heard in a passage: the case, its attributes, the speaker's label."""

    case: str
    attributes: Mapping[str, str]
    speaker: str = ""


class Voiced(Protocol):
    """A quotation that knows whose words it holds."""

    @property
    def voices(self) -> Spoken:
        """What of the interviewer's words is left out."""


V = TypeVar("V", bound=Voiced)


def with_voice(quotes: Sequence[V]) -> tuple[list[V], list[str]]:
    """Return the quotations in which a participant speaks, and what is left out, in sentences."""
    kept = [quote for quote in quotes if not quote.voices.silent]
    said = []
    if cut := sum(quote.voices.cut for quote in kept):
        said.append(
            counted(
                "In 1 quotation the interviewer's words are left out; (…) stands for those between "
                "a participant's.",
                "In {count} quotations the interviewer's words are left out; (…) stands for those "
                "between a participant's.",
                cut,
            )
        )
    if silent := len(quotes) - len(kept):
        said.append(
            counted(
                "1 passage in which only the interviewer speaks is left out.",
                "{count} passages in which only the interviewer speaks are left out.",
                silent,
            )
        )
    return kept, said


def said_text(text: str) -> str:
    """Say which words of the passages are printed."""
    return say("Printed: {text}.", text=statement(text))


def spoken(
    turns: Sequence[Turn],
    start: int,
    end: int,
    text: str,
    called: Callable[[str], str] = lambda _speaker: "",
) -> Spoken:
    """Return what of the passage [start, end) is printed; `turns` are those that it touches.

    Of participants' words, an interviewer's turn in between becomes (…) and one at an edge is
    dropped; labels go where one participant speaks and stay where several do, who would not be
    told apart. A passage outside of any turn is printed as it is. `called` gives the pseudonym of
    a speaker, which stands in brackets in the place of the label; empty where the label stays.
    """
    if checked_text(text) == WHOLE:
        covered, marks = _called(turns, start, end, called)
        return Spoken(covered, (*_named(turns, start, end), *marks))
    heard = [t for t in turns if not t.interviewer and max(t.words, start) < min(t.end, end)]
    asked = [t for t in turns if t.interviewer and max(t.words, start) < min(t.end, end)]
    if not heard:
        return Spoken(silent=bool(asked))
    several = len({turn.speaker for turn in heard}) > 1
    hidden = [Hidden(0, _begins(heard[0], several) - start)]
    for before, after in pairwise(heard):
        words = _begins(after, several) - start
        if any(before.start < turn.start < after.start for turn in asked):
            hidden.append(Hidden(before.end - start, words, marked=True))
        else:
            hidden.append(Hidden(after.start - start, words))
    hidden.append(Hidden(heard[-1].end - start, end - start))
    covered, marks = _called(heard, start, end, called) if several else ((), ())
    kept = (each for each in hidden if max(each.start, 0) < each.end)
    return Spoken((*kept, *covered), marks, cut=bool(asked))


def _called(
    turns: Sequence[Turn], start: int, end: int, called: Callable[[str], str]
) -> tuple[tuple[Hidden, ...], tuple[Edit, ...]]:
    """Return the labels that give way to a pseudonym, and the pseudonyms in brackets."""
    covered, marks = [], []
    for turn in turns:
        inside = start <= turn.start < turn.words <= end
        if inside and not turn.interviewer and (name := called(turn.speaker)):
            at = turn.start - start
            covered.append(Hidden(at, turn.words - start))
            marks.append(Edit(INSERT, at, at, f"{name}:"))
    return tuple(covered), tuple(marks)


def _begins(turn: Turn, several: bool) -> int:
    return turn.start if several else turn.words


def _named(turns: Sequence[Turn], start: int, end: int) -> tuple[Edit, ...]:
    """Name the interviewer where a passage begins behind the label of the turn."""
    for turn in turns:
        if turn.interviewer and turn.words <= start < turn.end and turn.speaker and turn.end < end:
            return (Edit(INSERT, 0, 0, f"{turn.speaker}:"),)
    return ()
