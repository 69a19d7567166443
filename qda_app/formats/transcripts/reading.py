"""What a format's reader hands to the registry."""

from dataclasses import dataclass

from qda_app.domain.messages import counted


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker label that the format itself marks: raw[start:words] in the reading's text."""

    start: int
    words: int
    speaker: str
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A file's text as its reader found it, with what is worth saying about it.

    `appendix` is what the text ends with that nobody said: its footnotes. `times` holds (offset,
    seconds) for formats whose lines are timed; `voices` the labels of those that name who speaks. A
    reader that fills either one normalises the text itself and counts the characters `replaced`.
    """

    text: str
    encoding: str = ""
    notes: tuple[str, ...] = ()
    voices: tuple[Voice, ...] = ()
    times: tuple[tuple[int, float], ...] = ()
    replaced: int = 0
    appendix: str = ""


def replaced_words(count: int) -> str:
    """Say how many characters were replaced because no document can hold them."""
    return counted(
        "1 character that no document can hold was replaced by “{mark}”.",
        "{count} characters that no document can hold were replaced by “{mark}”.",
        count,
        mark="\ufffd",
    )
