"""What a new round is to be about: sources chosen by name and participants, or text drawn."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from qda_app.domain.people import Case
from qda_app.domain.rounds import Part
from qda_app.domain.source import Source
from qda_app.domain.text import fold
from qda_app.services.reads import Reads
from qda_app.services.rounds.rounds import whole
from qda_app.services.rounds.sampling import Sample, drawn


@dataclass(frozen=True, slots=True)
class DrawPlan:
    """How text is drawn: a share above 0 up to 1, strata (attributes), a seed."""

    share: float = 0.2
    strata: tuple[str, ...] = ()
    seed: int = 1
    whole: bool = False
    fresh: bool = True


@dataclass(frozen=True, slots=True)
class PassageLine:
    """One passage of a plan, for its preview; `opening` are its first words."""

    part: Part
    source: str
    length: int
    whole: bool
    opening: str


@dataclass(frozen=True, slots=True)
class Preview:
    """The passages of a plan, what to say of them, and the draw where there was one."""

    parts: tuple[Part, ...]
    lines: tuple[PassageLine, ...]
    notes: tuple[str, ...] = ()
    by_stratum: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    plan: Mapping[str, Any] = field(default_factory=dict)


def filtered(
    sources: Sequence[Source],
    cases: Sequence[Case],
    words: str,
    where: Mapping[str, Collection[str]],
) -> list[Source]:
    """Return the sources whose name holds the words and whose participants have the attributes."""
    heard = {
        source
        for case in cases
        if all(case.attributes.get(name, "") in values for name, values in where.items())
        for source, _speaker in case.links
    }
    wanted = fold(words).split()
    return [
        source
        for source in sources
        if all(word in fold(source.name) for word in wanted) and (not where or source.id in heard)
    ]


def preview(read: Reads, sources: Sequence[Source], draw: DrawPlan | None) -> Preview:
    """Return the whole sources, or what is drawn of them; raises QdaError as `drawn` does."""
    if draw is None:
        parts = tuple(part for part in whole(sources) if part.end)
        return Preview(parts, _lines(read, parts, sources))
    sample: Sample = drawn(
        read,
        sources,
        draw.share,
        draw.strata,
        draw.seed,
        whole=draw.whole,
        fresh=draw.fresh,
    )
    lines = _lines(read, sample.parts, sources)
    return Preview(sample.parts, lines, sample.notes, sample.by_stratum, sample.plan)


def _lines(
    read: Reads, parts: Sequence[Part], sources: Sequence[Source]
) -> tuple[PassageLine, ...]:
    known = {source.id: source for source in sources}
    texts = read.texts({part.source for part in parts}) if parts else {}
    return tuple(
        PassageLine(
            part,
            known[part.source].name,
            part.end - part.start,
            part.end - part.start == known[part.source].length,
            " ".join(texts[part.source][part.start : min(part.end, part.start + OPENING)].split()),
        )
        for part in parts
    )


OPENING = 120  # code points of a passage that its preview begins with
