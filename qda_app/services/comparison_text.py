"""Which text of which sources two coders are compared on, and the units it falls into."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from qda_app.analysis.agreement.units import UNITS, divided
from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say
from qda_app.domain.source import Source
from qda_app.domain.transcript import Turn
from qda_app.services.comparison_passages import joined, shared
from qda_app.services.counted_text import pieces_of
from qda_app.services.counting import Where, case_links, meets
from qda_app.services.reads import Reads

CHARACTER = "character"
Pieces = list[tuple[int, int]]


def text_of(
    read: Reads,
    sources: Sequence[Source],
    turns: dict[int, tuple[Turn, ...]],
    text: str,
    where: Where | None,
) -> tuple[list[Source], list[Pieces]]:
    """Return the sources with any text of the cases wanted, and the pieces of them that count."""
    pieces = [joined(found) for found in pieces_of(sources, turns, text)]
    if not where:
        return list(sources), pieces
    heard: list[Pieces] = [[] for _source in sources]
    known = {source.id for source in sources}
    for case in read.cases():
        if not meets(case, where):
            continue
        here = [link for link in case.links if link[0] in known]
        for link in case_links(sources, [replace(case, links=tuple(here))], turns):
            whole = [(0, sources[link.source].length)]
            heard[link.source].extend(whole if link.pieces is None else link.pieces)
    kept = [shared(a, joined(b)) for a, b in zip(pieces, heard, strict=True)]
    found = [(source, left) for source, left in zip(sources, kept, strict=True) if left]
    return [source for source, _ in found], [left for _, left in found]


def divisions(
    read: Reads, sources: Sequence[Source], turns: Mapping[int, Sequence[Turn]], unit: str
) -> list[Pieces] | None:
    """Return the units of each source, None where code points are counted.

    Raises QdaError for another unit than character, sentence, paragraph or turn.
    """
    if unit == CHARACTER:
        return None
    if unit not in UNITS:
        known = ", ".join((CHARACTER, *UNITS))
        raise QdaError(say("The unit is one of {known}, not “{unit}”.", known=known, unit=unit))
    texts = read.texts([source.id for source in sources])
    return [
        divided(texts[s.id], unit, [(t.start, t.end) for t in turns.get(s.id, ())], s.language)[0]
        for s in sources
    ]
