"""Two coders' segments matched, kept up to date source by source."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from qda_app.analysis.agreement import segments
from qda_app.analysis.agreement.study import Codings, Study, compared_text, rolled_up, study
from qda_app.analysis.agreement.units import Units
from qda_app.analysis.arrays import Ints
from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say
from qda_app.services.comparison_scales import IOU, MAXQDA


@dataclass(frozen=True, slots=True)
class Match:
    """How segments answer to each other: `iou` one to one, or `maxqda` row by row.

    The share is the intersection over union for `iou`, the part of a row's segment for `maxqda`.
    """

    mode: str = IOU
    share: float = 0.5

    def __post_init__(self) -> None:
        """Refuse what does not exist."""
        if self.mode not in {IOU, MAXQDA}:
            raise QdaError(say("Segments are matched by “iou” or “maxqda”."))
        if not 0 <= self.share <= 1:
            raise QdaError(say("The overlap lies within 0 and 1."))


class SegmentTables:
    """The counts of segments by source and node, with what lies below a node or without it.

    Tables [sources, nodes, 3] are matches, the first's only and the second's only; in MAXQDA's way
    [sources, nodes, 2], rows that agree and other rows. They change with this object.
    """

    def __init__(self, own: Study, parents: Ints, match: Match) -> None:
        self._study, self._parents, self._match = own, parents, match
        self._tables: dict[bool, Ints] = {}
        self._changed: dict[int, Study] = {}

    def table(self, *, own: bool = False) -> Ints:
        """Return the counts by source."""
        if own not in self._tables:
            table = self._counts(self._study, own=own)
            for index, only in self._changed.items():
                table[index] = self._counts(only, own=own)[0]
            self._tables[own] = table
        return self._tables[own]

    def replace_source(
        self, index: int, pieces: Sequence[tuple[int, int]], codings: Codings
    ) -> None:
        """Put these codings in place of all in one source, whose compared pieces are given."""
        here = replace(codings, source=np.zeros_like(codings.source))
        only = study(compared_text([pieces]), self._study.nodes, self._study.coders, here)
        self._changed[index] = only
        for own, table in self._tables.items():
            table[index] = self._counts(only, own=own)[0]

    def _counts(self, of: Study, *, own: bool) -> Ints:
        first, second = _both(of, self._parents, own=own)
        size = of.nodes, of.text.sources
        if self._match.mode == MAXQDA:
            counted = segments.row_counts(first, second, *size, self._match.share)
        else:
            found = segments.matching(first, second, self._match.share)
            counted = segments.counts(found, *size)
        return np.ascontiguousarray(np.swapaxes(counted, 0, 1))


def in_parts(of: Study, parents: Ints, match: Match, parts: Units, *, own: bool) -> Ints:
    """Return the counts by part of the text [parts, nodes, ...]; a segment counts where it begins.

    A match counts where the first coder's segment begins. `parts` cover the compared text.
    """
    first, second = _both(of, parents, own=own)
    size = of.nodes, len(parts.start)
    one, two = (_placed(each, of, parts) for each in (first, second))
    if match.mode == MAXQDA:
        agree = segments.rows_agreeing(first, second, match.share)
        every = np.concatenate(agree)
        cells = np.concatenate([x.node * size[1] + x.source for x in (one, two)])
        columns = [
            np.bincount(cells[which], minlength=size[0] * size[1]).reshape(size)
            for which in (every, ~every)
        ]
        counted: Ints = np.stack(columns, axis=-1).astype(np.int64)
    else:
        found = segments.matching(first, second, match.share)
        two.source[found.two] = one.source[found.one]
        counted = segments.counts(replace(found, first=one, second=two), *size)
    return np.ascontiguousarray(np.swapaxes(counted, 0, 1))


def _both(of: Study, parents: Ints, *, own: bool) -> tuple[Codings, Codings]:
    whole = of if own else rolled_up(of, parents)
    first, second = segments.segments_of(whole.codings, 2)
    return first, second


def _placed(spans: Codings, of: Study, parts: Units) -> Codings:
    begins = of.text.origin[spans.source] + spans.start
    return replace(spans, source=np.searchsorted(parts.end, begins, side="right"))
