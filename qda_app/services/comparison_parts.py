"""Parts of sources in place of sources, where there are too few sources for an interval."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from qda_app.analysis.agreement import lengths, units
from qda_app.analysis.agreement.blocks import in_blocks
from qda_app.analysis.agreement.intervals import Missing, reason
from qda_app.analysis.agreement.study import ComparedText, Study, rolled_up
from qda_app.analysis.agreement.units import PARAGRAPH, TURN, Units, divided, units_of
from qda_app.analysis.arrays import Ints
from qda_app.domain.messages import say
from qda_app.domain.source import Source
from qda_app.domain.transcript import Turn


def parts_of(
    text: ComparedText,
    sources: Sequence[Source],
    texts: Mapping[int, str],
    turns: Mapping[int, Sequence[Turn]],
) -> Units:
    """Return each source's turns, or its paragraphs where it has none, grown to cover the text."""
    spans = []
    for source in sources:
        own = [(turn.start, turn.end) for turn in turns.get(source.id, ())]
        unit = TURN if len(own) > 1 else PARAGRAPH
        spans.append(divided(texts[source.id], unit, own, source.language)[0])
    found = units_of(text, spans)
    if len(found.start) == 0:
        return found
    fresh = np.concatenate(([True], found.source[1:] != found.source[:-1]))
    start = np.where(fresh, text.origin[found.source], found.start)
    ends = (text.origin + text.length)[found.source]
    last = np.concatenate((fresh[1:], [True]))
    end = np.where(last, ends, np.concatenate((start[1:], [0])))
    return replace(found, start=start, end=end)


def table_in_parts(
    own: Study, parents: Ints, parts: Units, counted: Units | None, share: float, *, alone: bool
) -> Ints:
    """Return the table by pattern of coders of each part [parts, nodes, 2**coders].

    `counted` are the units counted, each in the part where it begins; None for code points. `alone`
    leaves out what lies below a node.
    """
    whole = own if alone else rolled_up(own, parents)
    if counted is None:
        table = lengths.table(in_blocks(whole, parts))
    else:
        place = np.searchsorted(parts.end, counted.start, side="right")
        moved = Units(place, counted.start, counted.end, len(parts.start))
        table = units.table(whole, moved, share)
    return np.ascontiguousarray(np.swapaxes(table, 0, 1))


def reason_in_parts(missing: int) -> str | None:
    """Return why there is no interval over parts of sources; None where there is one."""
    return {
        int(Missing.RESTS_ON_ONE): say(
            "The value rests on a single part of a source, so there is no interval."
        ),
        int(Missing.NO_SPREAD): say(
            "Every part of a source gives the same value, so there is no interval."
        ),
    }.get(missing, reason(missing))
