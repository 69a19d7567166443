"""A round in a few words, and its agreement before and after the discussion."""

from dataclasses import dataclass

from qda_app.domain.amounts import in_sources, percent_words, segments_words
from qda_app.domain.errors import QdaError
from qda_app.domain.messages import counted, say
from qda_app.domain.rounds import Round
from qda_app.domain.source import Source
from qda_app.services.comparing.units import NONE
from qda_app.services.reads import Reads
from qda_app.services.rounds.agreement import round_agreement


@dataclass(frozen=True, slots=True)
class RoundFigures:
    """Percent agreement, pooled kappa and the mean kappa over the leaves; None is unknown.

    `reason` says why there are none.
    """

    percent: float | None = None
    pooled: float | None = None
    mean: float | None = None
    reason: str = ""


def round_figures(read: Reads, one: Round) -> tuple[RoundFigures, RoundFigures | None]:
    """Return a compared round's figures as submitted, and as settled where anything was."""
    before = _figures(read, one, after=False)
    return before, _figures(read, one, after=True) if one.decided else None


def _figures(read: Reads, one: Round, *, after: bool) -> RoundFigures:
    try:
        found = round_agreement(read, one.name, after=after, interval=NONE).report.overall
    except QdaError as error:
        return RoundFigures(reason=str(error))
    return RoundFigures(found.percent, found.pooled_kappa, found.mean_kappa, found.reason or "")


def kind_words(one: Round) -> str:
    """Say whether a round is a pilot and blind."""
    words = (say("pilot"), one.pilot), (say("blind"), one.blind)
    return ", ".join(word for word, on in words if on) or say("not blind")


def text_words(one: Round, sources: list[Source]) -> str:
    """Say how much text a round is about: whole sources, or segments with their share."""
    lengths = {source.id: source.length for source in sources}
    inside = sum(part.end - part.start for part in one.parts)
    whole = sum(lengths.get(source, 0) for source in one.sources)
    if all(part.end - part.start == lengths.get(part.source) for part in one.parts):
        count = len(one.sources)
        return counted("1 whole source", "{count} whole sources", count)
    return say(
        "{segments}, {share} of their text",
        segments=in_sources(segments_words(len(one.parts)), len(one.sources)),
        share=percent_words(inside / whole) if whole else "–",
    )
