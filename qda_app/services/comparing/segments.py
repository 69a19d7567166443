"""Coders' segments matched, kept up to date source by source."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from qda_app.analysis.agreement.coefficients import Table
from qda_app.analysis.agreement.study import Codings, Study, compared_text, study
from qda_app.analysis.agreement.tallies import Tally, by_matches, by_rows
from qda_app.analysis.agreement.units import Units
from qda_app.analysis.arrays import Ints
from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say
from qda_app.services.comparing.units import IOU, MAXQDA


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

    Tables are those of `tallies`: of all coders and, where they are more than two, of each pair.
    They change with this object.
    """

    def __init__(self, own: Study, parents: Ints, match: Match) -> None:
        self._study, self._parents, self._match = own, parents, match
        self._tables: dict[bool, list[Table]] = {}
        self._changed: dict[int, Study] = {}

    def tables(self, *, own: bool = False) -> list[Table]:
        """Return the counts by source [sources, nodes, cells] of all, then of each pair of many."""
        if own not in self._tables:
            tables = [tally.table.copy() for tally in self._tallies(self._study, own=own)]
            self._tables[own] = tables
            for index in self._changed:
                self._put(index, own=own)
        return self._tables[own]

    def replace_source(
        self, index: int, pieces: Sequence[tuple[int, int]], codings: Codings
    ) -> None:
        """Put these codings in place of all in one source, whose compared pieces are given."""
        here = replace(codings, source=np.zeros_like(codings.source))
        only = study(compared_text([pieces]), self._study.nodes, self._study.coders, here)
        self._changed[index] = only
        for own in self._tables:
            self._put(index, own=own)

    def _put(self, index: int, *, own: bool) -> None:
        fresh = self._tallies(self._changed[index], own=own)
        for table, tally in zip(self._tables[own], fresh, strict=True):
            table[index] = tally.table[0]

    def _tallies(self, of: Study, *, own: bool) -> Sequence[Tally]:
        return tallies_of(of, self._parents, self._match, own=own)


def tallies_of(
    of: Study, parents: Ints, match: Match, blocks: Units | None = None, *, own: bool
) -> Sequence[Tally]:
    """Return the tables of all coders and of each pair; `own` leaves out what lies below a node."""
    parents = np.full_like(parents, -1) if own else parents
    if match.mode == MAXQDA:
        return by_rows(of, parents, max(of.nodes, 2), match.share, blocks).each
    return by_matches(of, parents, match.share, blocks).each
