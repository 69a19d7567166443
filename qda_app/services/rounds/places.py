"""Which rounds a source is coded in, and what that means for the person who looks at it."""

from collections.abc import Sequence
from dataclasses import dataclass

from qda_app.domain.messages import say
from qda_app.domain.rounds import Round, submitted_words
from qda_app.services.reads import Reads


@dataclass(frozen=True, slots=True)
class RoundPlace:
    """A source as the rounds have it, for one viewer.

    `current` is the open round that covers it, the viewer's own before others'; `blind` are those
    in which others' codings are hidden, `submitted` those that lock the viewer's codings; `parts`
    are the passages of the viewer's rounds where these are not the whole source.
    """

    current: Round | None = None
    blind: tuple[Round, ...] = ()
    submitted: tuple[Round, ...] = ()
    parts: tuple[tuple[int, int], ...] = ()


def round_place(read: Reads, source: int, viewer: int | None) -> RoundPlace:
    """Return what the rounds make of a source for the viewer."""
    there = [one for one in read.rounds() if source in one.sources]
    if not there:
        return RoundPlace()
    blind = {one.id for one in read.blinding()}
    mine = [one for one in there if one.assignment(viewer)]
    going = [one for one in there if not one.closed]
    own = [one for one in going if one in mine]
    current = next(reversed(own or going), None)
    length = next((s.length for s in read.sources() if s.id == source), 0)
    return RoundPlace(
        current,
        tuple(one for one in there if one.id in blind),
        tuple(one for one in mine if (a := one.assignment(viewer)) and a.submitted),
        _parts(current, source, length) if current in mine else (),
    )


def _parts(one: Round | None, source: int, length: int) -> tuple[tuple[int, int], ...]:
    pieces = one.pieces(source) if one else []
    return () if pieces == [(0, length)] else tuple(pieces)


def standing(viewer: str, place: RoundPlace) -> str:
    """Say in a line who looks and in which round, such as `Ana · Pilot round, blind`."""
    one = place.current
    if one is None:
        return viewer
    blind = any(other.id == one.id for other in place.blind)
    return f"{viewer} · {one.name}, {say('blind')}" if blind else f"{viewer} · {one.name}"


def locked(place: RoundPlace, viewer: str, source: int, start: int, end: int) -> str:
    """Say why the viewer cannot code a passage that they have submitted; else empty."""
    for one in place.submitted:
        if any(first < end and start < last for first, last in one.pieces(source)):
            return submitted_words(viewer, one.name)
    return ""


def announcements(place: RoundPlace) -> list[str]:
    """Say what of a source is hidden, locked or not to be coded."""
    said = []
    if place.blind:
        said.append(
            say(
                "Others' codings are hidden until all have submitted ({rounds}).",
                rounds=_names(place.blind),
            )
        )
    if place.submitted:
        said.append(
            say(
                "Submitted ({rounds}): these codings stay as they are.",
                rounds=_names(place.submitted),
            )
        )
    if place.parts and place.current not in place.submitted:
        said.append(say("Coded in the round: only the passages marked beside the text."))
    return said


def _names(rounds: Sequence[Round]) -> str:
    return ", ".join(one.name for one in rounds)


def guarantee() -> str:
    """Say what blindness within one file is worth."""
    return say(
        "Within one file, blindness protects against accident; the guarantee is a copy handed "
        "out, in which the others' codings are not."
    )
