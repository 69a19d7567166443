"""Which text of which sources two coders are compared on, and the units it falls into."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from qda_app.analysis.agreement.units import PARAGRAPH, TURN, UNITS, divided, paragraphs
from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say
from qda_app.domain.people import Case
from qda_app.domain.source import Source
from qda_app.domain.transcript import Turn
from qda_app.services.comparing.passages import joined, shared
from qda_app.services.counted_text import pieces_of
from qda_app.services.counting import Where, case_links, meets
from qda_app.services.reads import Reads

CHARACTER = "character"
Pieces = list[tuple[int, int]]
Texts = Callable[[Sequence[int]], Mapping[int, str]]  # from ids of sources


def text_of(
    read: Reads,
    sources: Sequence[Source],
    turns: Mapping[int, tuple[Turn, ...]],
    text: str,
    where: Where | None,
) -> tuple[list[Source], list[Pieces]]:
    """Return the sources with any text of the cases wanted, and the pieces of them that count."""
    return text_of_cases(sources, turns, read.cases() if where else (), text, where)


def text_of_cases(
    sources: Sequence[Source],
    turns: Mapping[int, tuple[Turn, ...]],
    cases: Sequence[Case],
    text: str,
    where: Where | None,
) -> tuple[list[Source], list[Pieces]]:
    """Do the same with the cases at hand."""
    pieces = [joined(found) for found in pieces_of(sources, turns, text)]
    if not where:
        return list(sources), pieces
    heard: list[Pieces] = [[] for _source in sources]
    known = {source.id for source in sources}
    for case in cases:
        if not meets(case, where):
            continue
        here = [link for link in case.links if link[0] in known]
        for link in case_links(sources, [replace(case, links=tuple(here))], dict(turns)):
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
    return divided_sources(read.texts, sources, turns, unit)[0]


def divided_sources(
    texts: Texts, sources: Sequence[Source], turns: Mapping[int, Sequence[Turn]], unit: str
) -> tuple[list[Pieces], int]:
    """Return the sentences, paragraphs or turns of each source, and how many blank ones were not.

    A turn is what was said, without its label; a source without turns is one turn.
    """
    read = texts([source.id for source in sources])
    spans, blank = [], 0
    for source in sources:
        own = [(t.words, t.end) for t in turns.get(source.id, ())] or [(0, source.length)]
        found, empty = divided(read[source.id], unit, own if unit == TURN else (), source.language)
        spans.append(found)
        blank += empty
    return spans, blank


def block_spans(
    texts: Texts, sources: Sequence[Source], turns: Mapping[int, Sequence[Turn]]
) -> tuple[list[Pieces], str]:
    """Return each source cut at its turns, else at its paragraphs, all of it, and the blocks' name.

    They stand in for sources where there are too few of these for an interval.
    """
    plain = [source.id for source in sources if not turns.get(source.id)]
    read = texts(plain) if plain else {}
    spans = []
    for source in sources:
        spoken = turns.get(source.id, ())
        starts = [t.start for t in spoken] or [start for start, _ in paragraphs(read[source.id])]
        edges = [0, *starts[1:], source.length]
        spans.append([(a, b) for a, b in pairwise(edges) if a < b])
    return spans, PARAGRAPH if len(plain) == len(sources) else TURN
