"""Which text is compared and counted: the participants' words, or the whole of it."""

from collections.abc import Mapping, Sequence

from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say
from qda_app.domain.source import Source
from qda_app.domain.transcript import Turn, participants_text

PARTICIPANTS, WHOLE = "participants", "whole"


def pieces_of(
    sources: Sequence[Source], turns: Mapping[int, Sequence[Turn]], text: str
) -> list[list[tuple[int, int]]]:
    """Return the [start, end) pieces that count of each source, in the order of the sources.

    `text` is `participants` or `whole`; a source without turns counts as a whole either way.
    """
    spoken = checked_text(text) == PARTICIPANTS
    return [
        participants_text(source.length, turns.get(source.id, ()) if spoken else ())
        for source in sources
    ]


def checked_text(text: str) -> str:
    """Return which text is meant, or refuse what is neither `participants` nor `whole`."""
    if text not in {PARTICIPANTS, WHOLE}:
        raise QdaError(say("The text is “participants” or “whole”, not “{text}”.", text=text))
    return text


def statement(text: str) -> str:
    """Say in words which text was compared or counted."""
    if text == WHOLE:
        return say("whole text, interviewer's questions and speaker labels included")
    return say("participants' words, without interviewer's questions and speaker labels")
