"""A comparison of two coders that follows their work: figures, and the passages behind them."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from qda_app.analysis.agreement import coefficients
from qda_app.analysis.agreement.aggregation import mean_over_nodes
from qda_app.analysis.agreement.cautions import cautions, explanations
from qda_app.analysis.agreement.confusions import confusions
from qda_app.analysis.agreement.intervals import Interval, reason
from qda_app.analysis.agreement.jackknife import jackknife
from qda_app.analysis.agreement.live import Live
from qda_app.analysis.agreement.measures import MEASURES
from qda_app.analysis.agreement.report import Overall, overall_of, reason_for
from qda_app.analysis.agreement.sets import by_character, by_unit
from qda_app.analysis.agreement.study import Codings, compared_text, leaves, study
from qda_app.analysis.agreement.units import units_of
from qda_app.analysis.arrays import Bools, Floats, Ints, or_none
from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say
from qda_app.domain.people import Coder
from qda_app.services.comparing import shared_sources
from qda_app.services.comparison_passages import Passage, crossed_passages, joined, passages_of
from qda_app.services.comparison_text import CHARACTER, divisions, text_of
from qda_app.services.counted_text import PARTICIPANTS
from qda_app.services.counting import Where
from qda_app.services.numbering import codings_by_index, parents_by_index
from qda_app.services.reads import Reads
from qda_app.services.selection import chosen_pair


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """The figures of one node, of one source, or of all; None for what cannot be computed.

    `key` is the id of the node or source, `cells` n11, n10, n01, n00; `bias` is the first coder's
    share less the second's. `reason` says why the value is missing, `no_interval` why its interval.
    """

    key: int
    name: str
    cells: tuple[int, int, int, int]
    value: float | None
    low: float | None
    high: float | None
    percent: float | None
    f1: float | None
    prevalence: float | None
    bias: float | None
    reason: str | None = None
    no_interval: str | None = None
    cautions: tuple[str, ...] = ()


class Comparison:
    """Two coders' agreement on the sources that both worked on, kept up to date source by source.

    `coders` are two names, None for the only two there are; `unit` is character, sentence,
    paragraph or turn; `text` is `participants` or `whole`; `where` keeps the text of cases with
    these values of their attributes; `sources` are ids, None for all. Raises QdaError when there
    are not two coders, or no source that both worked on.
    """

    def __init__(
        self,
        read: Reads,
        coders: Sequence[str] | None = None,
        unit: str = CHARACTER,
        text: str = PARTICIPANTS,
        where: Where | None = None,
        sources: Collection[int] | None = None,
    ) -> None:
        self.coders: tuple[Coder, Coder] = chosen_pair(read, coders)
        self._read, self.unit, self.text = read, unit, text
        self.where, self._wanted, self.head = where, sources, read.head()
        self.tree, self.names = read.tree(), (self.coders[0].name, self.coders[1].name)
        every = read.sources()
        both = shared_sources(read, every, self.coders)
        self._shared = [source.id for source in both]
        chosen = [s for s in both if sources is None or s.id in sources]
        turns = read.turns()
        self.sources, self.pieces = text_of(read, chosen, turns, text, where)
        kept = {source.id for source in self.sources}
        self.left_out = tuple(source.name for source in every if source.id not in kept)
        if not self.sources:
            raise QdaError(say("No source was worked on by both {a} and {b} yet.", **self._pair()))
        self._text = compared_text(self.pieces)
        spans = divisions(read, self.sources, turns, unit)
        self._parts = None if spans is None else units_of(self._text, spans)
        self._parents = parents_by_index(self.tree)
        self._place = {node.id: number for number, node in enumerate(self.tree.order)}
        self._rows = read.coding_arrays([coder.id for coder in self.coders])
        own = study(self._text, len(self.tree.order), 2, self._indexed(self._rows))
        self.live = Live(own, self._parents, self._parts)

    def _pair(self) -> dict[str, str]:
        return {"a": self.names[0], "b": self.names[1]}

    def _indexed(self, rows: Ints) -> Codings:
        return codings_by_index(
            rows,
            [source.id for source in self.sources],
            [node.id for node in self.tree.order],
            [coder.id for coder in self.coders],
        )

    def replace(self, changed: Collection[int]) -> bool:
        """Read the codings of these sources again; False where the comparison must be made anew.

        It must where other sources are now those that both coders worked on.
        """
        both = shared_sources(self._read, self._read.sources(), self.coders)
        if [source.id for source in both] != self._shared:
            return False
        pair = [coder.id for coder in self.coders]
        for index, source in enumerate(self.sources):
            if source.id not in changed:
                continue
            found = self._read.codings(pair, source.id)
            fresh = np.array(
                [(c.source, c.node, c.coder, c.start, c.end) for c in found], dtype=np.int64
            ).reshape(-1, 5)
            self.live.replace_source(index, self._indexed(fresh))
            self._rows = np.concatenate((self._rows[self._rows[:, 0] != source.id], fresh))
        self.head = self._read.head()
        return True

    # -- figures -------------------------------------------------------------------------------

    @property
    def length(self) -> int:
        """Return how much text is compared, in code points."""
        return int(self._text.length.sum())

    def interval(self, measure: str, *, own: bool = False) -> Interval:
        """Return a coefficient of every node with its jackknife interval [nodes]."""
        of = MEASURES[measure]
        if of.pair is None:
            raise QdaError(say("There is no “{name}” for two coders.", name=measure))
        return jackknife(self.live.pairs(own=own), of.pair, limits=of.limits)

    def node_rows(self, measure: str = "kappa", *, own: bool = False) -> list[AgreementRow]:
        """Return one row per node in the order of the tree; `own` leaves out what lies below."""
        table, interval = self.live.pair_sums(own=own), self.interval(measure, own=own)
        segments = None if own else self.live.segment_sums()
        by_text = self.unit == CHARACTER and not own
        longest = self.live.longest_shared() if by_text else None
        found = cautions(table, segments, longest, interval.half_width)
        names = [node.name for node in self.tree.order]
        return self._rows_of([n.id for n in self.tree.order], names, table, interval, found)

    def source_rows(self, measure: str = "kappa") -> list[AgreementRow]:
        """Return one row per source: all leaf nodes' text together, without an interval."""
        table = self.live.pairs()[:, self._leaves()].sum(axis=1)
        value = self._pooled(self.live.pairs()[:, self._leaves()], measure)
        none = np.full(len(value), np.nan)
        zeros = np.zeros(len(value), dtype=np.int64)
        interval = Interval(value, none, none, none, zeros, "jackknife", 1, 0.95)
        ids = [source.id for source in self.sources]
        return self._rows_of(ids, [s.name for s in self.sources], table, interval, None)

    def overall_row(self, measure: str = "kappa", *, own: bool = False) -> AgreementRow:
        """Return the leaf nodes together: pooled kappa, or the mean over nodes of another one."""
        which = np.ones(len(self.tree.order), dtype=np.bool_) if own else self._leaves()
        tables = self.live.pairs(own=own)[:, which]

        def calculation(table: Floats | Ints) -> Floats:
            return self._pooled(table, measure)

        one = jackknife(tables, calculation, limits=MEASURES[measure].limits)
        interval = Interval(
            one.estimate[None], one.low[None], one.high[None], one.error[None], one.missing[None],
            one.method, one.sources, one.level, one.quantile,
        )  # fmt: skip
        table = tables.sum(axis=(0, 1))[None]
        name = say("All leaf nodes") if not own else say("All nodes")
        return self._rows_of([-1], [name], table, interval, None)[0]

    def overall(self) -> Overall:
        """Return percent, pooled and mean kappa over the leaf nodes."""
        return overall_of(self.live.pair_sums()[self._leaves()])

    def heat(self, measure: str = "kappa", *, own: bool = False) -> list[list[float | None]]:
        """Return a coefficient by node and source [nodes][sources]."""
        pair = MEASURES[measure].pair
        if pair is None:
            return []
        values = pair(self.live.pairs(own=own))
        return [or_none(row) for row in np.ascontiguousarray(values.T)]

    def confusions(self) -> Ints:
        """Return how much only the first gave one node and only the second another [nodes, nodes].

        In code points or in units, each node by its own codings.
        """
        own = study(self._text, len(self.tree.order), 2, self._indexed(self._rows))
        sets = by_character(own) if self._parts is None else by_unit(own, self._parts)
        return confusions(sets)

    def _leaves(self) -> Bools:
        return leaves(self._parents)

    def _pooled(self, table: Floats | Ints, measure: str) -> Floats:
        """Return pooled kappa, or the mean of another coefficient, of tables [..., nodes, 4]."""
        pair = MEASURES[measure].pair
        if measure == "kappa" or pair is None:
            return coefficients.pooled_kappa(table)
        return mean_over_nodes(pair)(table)

    def _rows_of(
        self,
        keys: Sequence[int],
        names: Sequence[str],
        table: Ints,
        interval: Interval,
        found: Bools | None,
    ) -> list[AgreementRow]:
        value, low, high = (or_none(c) for c in (interval.estimate, interval.low, interval.high))
        percent, f1, prevalence, bias = (or_none(figure(table)) for figure in _SHOWN)
        rows = []
        for at, (key, name) in enumerate(zip(keys, names, strict=True)):
            n11, n10, n01, n00 = table[at].tolist()
            cells = (n11, n10, n01, n00)
            missing = value[at] is None or (found is not None and value[at] == 0)
            rows.append(
                AgreementRow(
                    key,
                    name,
                    cells,
                    value[at],
                    low[at],
                    high[at],
                    percent[at],
                    f1[at],
                    prevalence[at],
                    bias[at],
                    reason_for(cells, self.names) if missing else None,
                    reason(int(interval.missing[at])),
                    () if found is None else tuple(explanations(found[at], cells, self.names)),
                )
            )
        return rows

    # -- the text behind -----------------------------------------------------------------------

    def passages(self, node: int, source: int | None = None, *, own: bool = False) -> list[Passage]:
        """Return what either coder gave a node, in the order of sources and text."""
        nodes = {node} if own else set(self.tree.descendants(node))
        found: list[Passage] = []
        for number, text in self._texts(source):
            a, b = (self._spans(number, coder.id, nodes) for coder in self.coders)
            found.extend(passages_of(self.sources[number].id, text, a, b))
        return found

    def crossed(self, first: int, second: int) -> list[Passage]:
        """Return where the first coder used the one node and the second the other."""
        found: list[Passage] = []
        a, b = (coder.id for coder in self.coders)
        for number, text in self._texts(None):
            one = self._spans(number, a, {first}), self._spans(number, a, {second})
            other = self._spans(number, b, {second}), self._spans(number, b, {first})
            found.extend(crossed_passages(self.sources[number].id, text, one, other))
        return found

    def _texts(self, wanted: int | None) -> Iterator[tuple[int, str]]:
        ids = [source.id for source in self.sources]
        texts = self._read.texts(ids if wanted is None else [wanted])
        yield from ((n, texts[key]) for n, key in enumerate(ids) if wanted in {None, key})

    def _spans(self, number: int, coder: int, nodes: Collection[int]) -> list[tuple[int, int]]:
        """Return a coder's text of some nodes in a source, cut to the text compared."""
        rows = self._rows
        here = (rows[:, 0] == self.sources[number].id) & (rows[:, 2] == coder)
        here &= np.isin(rows[:, 1], list(nodes))
        spans = joined([(start, end) for start, end in rows[here][:, 3:].tolist()])
        return [
            (max(a, c), min(b, d))
            for a, b in spans
            for c, d in self.pieces[number]
            if a < d and c < b
        ]


_SHOWN = (
    coefficients.percent,
    coefficients.f1,
    coefficients.prevalence,
    coefficients.bias,
)
