"""The text of a round drawn by chance: strata by attributes of cases, fresh text only."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from qda_app.analysis.agreement.units import paragraphs
from qda_app.analysis.sampling import Draw, Segment, draw, grouped, without
from qda_app.domain.errors import QdaError
from qda_app.domain.messages import counted, say
from qda_app.domain.people import Case
from qda_app.domain.rounds import Part
from qda_app.domain.source import Source
from qda_app.services.reads import Reads

SIZE = 1_500  # code points of a segment, about a question and its answers
JOIN = " · "


@dataclass(frozen=True, slots=True)
class Sample:
    """The passages drawn, how they were drawn (kept with the round), and what to say about it."""

    parts: tuple[Part, ...]
    plan: dict[str, Any]
    notes: tuple[str, ...]
    by_stratum: dict[str, tuple[int, int]] = field(default_factory=dict)


def drawn(
    read: Reads,
    sources: Sequence[Source],
    share: float,
    strata: Sequence[str] | None = None,
    seed: int = 1,
    *,
    whole: bool = False,
    fresh: bool = False,
    size: int = SIZE,
) -> Sample:
    """Draw a share (above 0, up to 1) of these sources' text, whole sources or segments.

    `strata` names attributes: each combination of values that some participant has is covered, or
    a note says why not. `fresh` leaves out text that was in a round before. Raises QdaError for a
    share out of range, an attribute that does not exist, or where no text is left.
    """
    if not 0 < share <= 1:
        raise QdaError(say("The share lies above 0 and up to 1, such as 0.2."))
    names = list(strata or ())
    known = [name for name, _kind in read.attributes()]
    for name in names:
        if name not in known:
            there = ", ".join(known) or say("none")
            raise QdaError(
                say(
                    "There is no attribute “{name}”. The attributes are: {known}.",
                    name=name,
                    known=there,
                )
            )
    taken = _taken(read) if fresh else {}
    strata_of = _strata(read.cases(), sources, names)
    pool = _whole(sources, taken) if whole else _segments(read, sources, taken, size)
    marked = [Segment(s.source, s.start, s.end, strata_of[s.source]) for s in pool]
    if not marked:
        raise QdaError(say("No text is left that was in no round before. Choose more sources."))
    found = draw(marked, share, set(strata_of.values()), seed)
    parts = tuple(Part(s.source, s.start, s.end) for s in found.segments)
    plan = {"share": share, "strata": names, "seed": seed, "whole": whole, "fresh": fresh}
    return Sample(parts, plan | {"size": size}, _notes(found, marked), _by_stratum(found, marked))


def _taken(read: Reads) -> dict[int, list[tuple[int, int]]]:
    found: dict[int, list[tuple[int, int]]] = {}
    for one in read.rounds():
        for part in one.parts:
            found.setdefault(part.source, []).append((part.start, part.end))
    return found


def _strata(
    cases: Sequence[Case], sources: Sequence[Source], names: Sequence[str]
) -> dict[int, str]:
    """Return the stratum of each source: the values that the participants heard in it have."""
    values: dict[int, list[set[str]]] = {s.id: [set() for _ in names] for s in sources}
    for case in cases:
        for source, _speaker in case.links:
            for place, name in enumerate(names if source in values else ()):
                values[source][place].add(case.attributes.get(name, ""))
    return {
        source: JOIN.join(" / ".join(sorted(filter(None, found))) or "–" for found in sets)
        for source, sets in values.items()
    }


def _whole(sources: Sequence[Source], taken: dict[int, list[tuple[int, int]]]) -> list[Segment]:
    return [Segment(s.id, 0, s.length) for s in sources if s.length and s.id not in taken]


def _segments(
    read: Reads, sources: Sequence[Source], taken: dict[int, list[tuple[int, int]]], size: int
) -> list[Segment]:
    turns, texts = read.turns(), read.texts([source.id for source in sources])
    found = []
    for source in sources:
        units = [(t.start, t.end) for t in turns.get(source.id, ())]
        units = units or paragraphs(texts[source.id])
        used = taken.get(source.id, ())
        found += [
            Segment(source.id, start, end)
            for start, end in grouped(units, size)
            if without(start, end, used)
        ]
    return found


def _notes(found: Draw, pool: Sequence[Segment]) -> tuple[str, ...]:
    had, of = sum(s.length for s in found.segments), sum(s.length for s in pool)
    notes = [
        counted(
            "Drew 1 passage, {share} of the text.",
            "Drew {count} passages, {share} of the text.",
            len(found.segments),
            share=f"{had / of:.0%}",
        )
    ]
    notes += [
        say("Nothing was drawn for {stratum}: no text of it is left.", stratum=name)
        for name in found.missed
    ]
    return tuple(notes)


def _by_stratum(found: Draw, pool: Sequence[Segment]) -> dict[str, tuple[int, int]]:
    """Return how many code points were drawn, and how many there were, by stratum."""
    sums: dict[str, list[int]] = {name: [0, 0] for name in found.missed}
    for segment in pool:
        sums.setdefault(segment.stratum, [0, 0])[1] += segment.length
    for segment in found.segments:
        sums[segment.stratum][0] += segment.length
    return {name: (had, of) for name, (had, of) in sorted(sums.items())}
