"""A comparison of coders that follows their work: tables per source, replaced by what is edited."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from qda_app.analysis.agreement.blocks import FEW_SOURCES
from qda_app.analysis.agreement.coefficients import Table
from qda_app.analysis.agreement.confusions import confusions
from qda_app.analysis.agreement.live import Live
from qda_app.analysis.agreement.sets import by_character, by_unit
from qda_app.analysis.agreement.study import Codings, Study, compared_text, leaves, study
from qda_app.analysis.agreement.tallies import by_text
from qda_app.analysis.agreement.units import units_of
from qda_app.analysis.arrays import Bools, Ints
from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say
from qda_app.domain.people import Coder
from qda_app.domain.source import Source
from qda_app.services.comparing.agreement import shared_sources
from qda_app.services.comparing.passages import joined, shared
from qda_app.services.comparing.scales import (
    MATCHES,
    PAIR,
    ROWS,
    SEVERAL,
    Reading,
    Scale,
    reading,
)
from qda_app.services.comparing.segments import Match, SegmentTables, tallies_of
from qda_app.services.comparing.text import CHARACTER, Pieces, block_spans, divisions, text_of
from qda_app.services.comparing.units import (
    JACKKNIFE,
    MAXQDA,
    NONE,
    OWN,
    SEGMENT,
    at_this_level,
)
from qda_app.services.counted_text import PARTICIPANTS
from qda_app.services.counting import Where
from qda_app.services.numbering import codings_by_index, parents_by_index
from qda_app.services.reads import Reads
from qda_app.services.selection import chosen_coders, chosen_pair

_MOST = 1 << 24  # cells of a table by pattern of coders


@dataclass(frozen=True, slots=True)
class View:
    """How a comparison is looked at: coefficient, level of the tree, interval and its seed.

    `level` and `interval` are those of `comparing_units.Settings`.
    """

    measure: str = "kappa"
    level: str = ""
    interval: str = JACKKNIFE
    seed: int = 1

    @property
    def own(self) -> bool:
        """Whether a node's figures leave out the nodes below it."""
        return self.level == OWN


class Comparison:
    """Coders' agreement on the sources that all of them worked on, kept up to date by source.

    `coders` are two names or more, None for the only two there are; `unit` is character, sentence,
    paragraph, turn or segment; `share` the part of a unit that must be coded, `match` how segments
    answer to each other; `text` is `participants` or `whole`; `where` keeps the text of cases with
    these values of their attributes; `sources` are ids, None for all. Raises QdaError when there
    are not two coders, or no source that all of them worked on.
    """

    def __init__(
        self,
        read: Reads,
        coders: Sequence[str] | None = None,
        unit: str = CHARACTER,
        text: str = PARTICIPANTS,
        where: Where | None = None,
        sources: Collection[int] | None = None,
        share: float = 0.0,
        match: Match | None = None,
    ) -> None:
        self.coders = _chosen(read, coders)
        self.names = tuple(coder.name for coder in self.coders)
        self.read, self.unit, self.text, self.share = read, unit, text, share
        self.where, self.wanted, self.head = where, sources, read.head()
        self.match = match or Match()
        self.scale = _scale(unit, self.match, len(self.coders))
        self.codebook = max((each.number for each in read.versions()), default=0)
        self.tree = read.tree()
        self.nodes = len(self.tree.order)
        self._find_text(read.sources())
        self.parents = parents_by_index(self.tree)
        self.place = {node.id: number for number, node in enumerate(self.tree.order)}
        if self.nodes * len(self.sources) << len(self.coders) > _MOST:
            raise QdaError(say("Too many coders for one comparison; choose fewer."))
        self.rows = read.coding_arrays([coder.id for coder in self.coders])
        own = self.study_of(self.rows)
        self.live = Live(own, self.parents, self.units, share)
        self._segments = SegmentTables(own, self.parents, self.match) if unit == SEGMENT else None
        self._parts: dict[bool, Table] = {}

    def _find_text(self, every: Sequence[Source]) -> None:
        """Find the sources compared, their text and units, and why others are left out."""
        both = shared_sources(self.read, every, self.coders)
        self._shared = frozenset(source.id for source in both)
        self._done = self.read.done()
        chosen = [s for s in both if self.wanted is None or s.id in self.wanted]
        self.turns = self.read.turns()
        self.sources, self.pieces = text_of(self.read, chosen, self.turns, self.text, self.where)
        kept = {source.id for source in self.sources}
        self.left_out = tuple(
            (source.name, self._why_left(source.id, chosen))
            for source in every
            if source.id not in kept
        )
        if not self.sources:
            *first, last = self.names
            names = ", ".join(first)
            raise QdaError(say("No source was worked on by both {a} and {b} yet.", a=names, b=last))
        self.compared = compared_text(self.pieces)
        by_text = CHARACTER if self.unit == SEGMENT else self.unit
        spans = divisions(self.read, self.sources, self.turns, by_text)
        self._spans = spans
        self.units = None if spans is None else units_of(self.compared, spans)

    def _why_left(self, source: int, chosen: Sequence[Source]) -> str:
        if any(each.id == source for each in chosen):
            return say("none of its text is compared")
        if source in self._shared:
            return say("not chosen")
        sight = self.read.sight()
        if not all(sight.shows(coder.id, source) for coder in self.coders):
            return say("hidden while the round is blind")
        working = {coder for at, coder in self.read.counts_by_source() if at == source}
        working |= {coder for coder, at in self._done if at == source}
        idle = [coder.name for coder in self.coders if coder.id not in working]
        return say("not worked on by {names}", names=", ".join(idle))

    def study_of(self, rows: Ints) -> Study:
        """Return the study of such rows of codings over the text compared."""
        return study(self.compared, self.nodes, len(self.coders), self._indexed(rows))

    def _indexed(self, rows: Ints) -> Codings:
        return codings_by_index(
            rows,
            [source.id for source in self.sources],
            [node.id for node in self.tree.order],
            [coder.id for coder in self.coders],
        )

    def replace(self, changed: Collection[int]) -> bool:
        """Read the codings of these sources again; False where the comparison must be made anew.

        It must where other sources are now those that all the coders worked on. Sources, coders,
        nodes and what is marked done are taken to be as they were.
        """
        fresh = {source: self._read_again(source) for source in changed}
        for source, rows in fresh.items():
            working = set(rows[:, 2].tolist()) | {c for c, at in self._done if at == source}
            worked = all(coder.id in working for coder in self.coders)
            if worked != (source in self._shared):
                return False
        for index, here in enumerate(self.sources):
            if here.id in fresh:
                self._replace_source(index, fresh[here.id])
        self.head = self.read.head()
        self._parts.clear()
        return True

    def _read_again(self, source: int) -> Ints:
        found = self.read.codings([coder.id for coder in self.coders], source)
        rows = [(c.source, c.node, c.coder, c.start, c.end) for c in found]
        return np.array(rows, dtype=np.int64).reshape(-1, 5)

    def _replace_source(self, index: int, rows: Ints) -> None:
        codings = self._indexed(rows)
        self.live.replace_source(index, codings)
        if self._segments is not None:
            self._segments.replace_source(index, self.pieces[index], codings)
        others = self.rows[self.rows[:, 0] != self.sources[index].id]
        self.rows = np.concatenate((others, rows))

    # -- what is counted -----------------------------------------------------------------------

    @property
    def length(self) -> int:
        """Return how much text is compared, in code points."""
        return int(self.compared.length.sum())

    @property
    def counted(self) -> int:
        """Return how many units are compared: code points, sentences, ... or segments."""
        if self.unit == SEGMENT:
            shown = self.scale.shown(self.tables().sum(axis=0)[leaves(self.parents)])
            return int(shown.sum())
        return self.length if self.units is None else len(self.units.start)

    def reading(self, view: View) -> Reading:
        """Return the coefficient that the view asks for."""
        kept, over = self.level(view)
        return reading(self.scale, view.measure, len(kept), int(over.sum()))

    def tables(self, *, own: bool = False) -> Table:
        """Return the tables by source [sources, nodes, cells], of the comparison's scale."""
        if self._segments is not None:
            return self._segments.tables(own=own)[0]
        return self.live.pairs(own=own) if self.scale is PAIR else self.live.patterns(own=own)

    def tables_of_pair(self, number: int, *, own: bool = False) -> Table:
        """Return those of one pair of three coders or more, in the order of combinations."""
        if self._segments is not None:
            return self._segments.tables(own=own)[1 + number]
        a, b = list(combinations(range(len(self.coders)), 2))[number]
        return self.live.pairs(a, b, own=own)

    def tables_of(
        self, rows: Ints, within: Mapping[int, Pieces] | None = None, *, own: bool = False
    ) -> Table:
        """Return the same tables of other codings, rows (n, 5) of ids, on the text compared.

        `within` keeps only these pieces of it, by source id.
        """
        text, units = self.compared, self.units
        if within is not None:
            wanted = [joined(within.get(source.id, ())) for source in self.sources]
            text = compared_text(map(shared, self.pieces, wanted))
            units = None if self._spans is None else units_of(text, self._spans)
        other = study(text, self.nodes, len(self.coders), self._indexed(rows))
        if self.unit == SEGMENT:
            return SegmentTables(other, self.parents, self.match).tables(own=own)[0]
        live = Live(other, self.parents, units, self.share)
        return live.pairs(own=own) if self.scale is PAIR else live.patterns(own=own)

    def sampled(self, view: View) -> Table:
        """Return the tables that an interval goes over: sources, or parts of too few of them."""
        if not self.in_parts(view):
            return self.tables(own=view.own)
        if view.own not in self._parts:
            self._parts[view.own] = self._in_parts(own=view.own)
        return self._parts[view.own]

    def _in_parts(self, *, own: bool) -> Table:
        of = self.study_of(self.rows)
        spans = block_spans(self.read.texts, self.sources, self.turns)[0]
        blocks = units_of(self.compared, spans)
        if self.unit == SEGMENT:
            return tallies_of(of, self.parents, self.match, blocks, own=own)[0].groups
        parents = np.full_like(self.parents, -1) if own else self.parents
        return by_text(of, parents, self.units, self.share, blocks).each[0].groups

    def in_parts(self, view: View) -> bool:
        """Say whether intervals are over parts of sources, there being too few sources."""
        return view.interval != NONE and 1 < len(self.sources) < FEW_SOURCES

    def level(self, view: View) -> tuple[Ints, Bools]:
        """Return the nodes shown, as places in the tree, and those [nodes] overall figures are of.

        No node of these lies below another, unless each counts by its own codings only.
        """
        every = np.arange(self.nodes)
        if view.own:
            return every, np.ones(self.nodes, dtype=np.bool_)
        return at_this_level(self.parents, every, view.level)

    def pair(self, number: int) -> tuple[int, int]:
        """Return the ids of the two coders of one row of pairs."""
        a, b = list(combinations([coder.id for coder in self.coders], 2))[number]
        return a, b

    def confusions(self) -> Ints:
        """Return how much only the first gave one node and only the second another [nodes, nodes].

        In code points or in units, each node by its own codings; of the first two coders.
        """
        own = self.study_of(self.rows)
        sets = by_character(own) if self.units is None else by_unit(own, self.units)
        return confusions(sets)


def _chosen(read: Reads, names: Sequence[str] | None) -> tuple[Coder, ...]:
    if names is None:
        return chosen_pair(read, None)
    found = chosen_coders(read, names) if names else []
    if len(found) < 2:
        known = ", ".join(coder.name for coder in read.coders()) or say("none")
        raise QdaError(say("Choose two different coders or more of: {known}.", known=known))
    return tuple(found)


def _scale(unit: str, match: Match, coders: int) -> Scale:
    if unit == SEGMENT:
        return ROWS if match.mode == MAXQDA else MATCHES
    return PAIR if coders == 2 else SEVERAL
