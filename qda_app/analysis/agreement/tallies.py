"""What coders have in common, counted source by source: by text, by unit or by segment."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from qda_app.analysis.agreement import kinds, lengths, segments, units
from qda_app.analysis.agreement.blocks import in_blocks
from qda_app.analysis.agreement.coefficients import Table
from qda_app.analysis.agreement.kinds import Kind
from qda_app.analysis.agreement.segments import Matching
from qda_app.analysis.agreement.study import Codings, Study, rolled_up
from qda_app.analysis.agreement.units import Units
from qda_app.analysis.arrays import Bools, Ints, sums


@dataclass(frozen=True, slots=True, eq=False)
class Tally:
    """One table of two coders, or of all of several.

    `table` [sources, nodes, cells] includes descendants by union; `groups` [groups, nodes, cells]
    is what intervals leave out or draw: the same, or the table by blocks of text.
    """

    coders: tuple[int, ...]
    kind: Kind
    table: Table
    groups: Table


@dataclass(frozen=True, slots=True, eq=False)
class Tallies:
    """All tables of a comparison: the first of all coders, then, of three or more, every pair's.

    `segments` [nodes, coders] and `longest` [pairs, nodes] over all sources are for warnings;
    `longest` is None where units or segments are counted.
    """

    each: tuple[Tally, ...]
    segments: Ints
    longest: Ints | None = None


def by_text(
    own: Study,
    parents: Ints,
    parts: Units | None = None,
    share: float = 0.0,
    blocks: Units | None = None,
) -> Tallies:
    """Count code points, or the units `parts` covered by at least a share, as `Live` does.

    `parents` [nodes], -1 at the top, or -1 for all so that each node stands for itself; `blocks`
    are the parts of text over which intervals go, else the sources. Raises ValueError for fewer
    than two coders, as do the others below.
    """
    _checked(own)
    whole = rolled_up(own, parents)
    table = _by_pattern(whole, parts, share)
    groups = table
    if blocks is not None and parts is None:
        groups = _by_pattern(rolled_up(in_blocks(own, blocks), parents), None, share)
    elif blocks is not None and parts is not None:
        place = _block_of(blocks, parts.start)
        groups = _by_pattern(whole, replace(parts, source=place, sources=len(blocks.start)), share)
    pairs = list(combinations(range(own.coders), 2))
    each = [
        Tally((a, b), kinds.PAIR, lengths.pairs(table, a, b), lengths.pairs(groups, a, b))
        for a, b in pairs
    ]
    if own.coders > 2:
        each.insert(0, Tally(tuple(range(own.coders)), kinds.SEVERAL, table, groups))
    spans = segments.segments_of(whole.codings, own.coders)
    numbers = segments.numbers(spans, own.nodes, own.text.sources).sum(axis=1)
    longest = None
    if parts is None:
        size = own.nodes, own.text.sources
        found = [segments.longest_shared(spans[a], spans[b], *size).max(1, initial=0)
                 for a, b in pairs]  # fmt: skip
        longest = np.stack(found)
    return Tallies(tuple(each), numbers, longest)


def by_matches(
    own: Study, parents: Ints, threshold: float = 0.5, blocks: Units | None = None
) -> Tallies:
    """Count the segments that match, those of the first and of the second only, and summed IoU.

    A segment belongs to the block in which it begins, a match to that of the first coder's.
    """
    _checked(own)
    spans = segments.segments_of(rolled_up(own, parents).codings, own.coders)
    each = []
    for a, b in combinations(range(own.coders), 2):
        found = segments.matching(spans[a], spans[b], threshold)
        tables = [_matches(found, own, blocks) for blocks in (None, blocks)]
        each.append(Tally((a, b), kinds.MATCHED, *tables))
    return _with_all(own, spans, each, kinds.MATCHED_BY_SEVERAL)


def by_rows(
    own: Study,
    parents: Ints,
    nodes: int,
    share: float = 0.9,
    blocks: Units | None = None,
    over: int | None = None,
) -> Tallies:
    """Count MAXQDA's rows that agree and not; chance is 1 / `nodes`, over several 1 / `over`."""
    _checked(own)
    spans = segments.segments_of(rolled_up(own, parents).codings, own.coders)
    kind, each = kinds.rows(nodes, over), []
    for a, b in combinations(range(own.coders), 2):
        first, second = spans[a], spans[b]
        agreeing = segments.rows_agreeing(first, second, share)
        tables = [_rows((first, second), agreeing, own, blocks) for blocks in (None, blocks)]
        each.append(Tally((a, b), kind, *tables))
    return _with_all(own, spans, each, kind)


def _checked(own: Study) -> None:
    if own.coders < 2:
        raise ValueError("agreement needs two coders")


def _by_pattern(of: Study, parts: Units | None, share: float) -> Ints:
    """Return text or units by pattern of coders [groups, nodes, 2**coders]."""
    table = lengths.table(of) if parts is None else units.table(of, parts, share)
    return np.swapaxes(table, 0, 1)


def _with_all(own: Study, spans: Sequence[Codings], each: list[Tally], kind: Kind) -> Tallies:
    """Put the sum over the pairs first, where there are several."""
    if own.coders > 2:
        table, groups = (
            np.sum([getattr(tally, name) for tally in each], axis=0) for name in ("table", "groups")
        )
        each.insert(0, Tally(tuple(range(own.coders)), kind, table, groups))
    numbers = segments.numbers(spans, own.nodes, own.text.sources).sum(axis=1)
    return Tallies(tuple(each), numbers)


def _block_of(blocks: Units, position: Ints) -> Ints:
    """Return the block that each position of the text laid end to end lies in [n]."""
    return np.maximum(np.searchsorted(blocks.start, position, side="right") - 1, 0)


def _group(spans: Codings, own: Study, blocks: Units | None) -> tuple[Ints, int]:
    """Return the source or block of each span [n], and how many of these there are."""
    if blocks is None:
        return spans.source, own.text.sources
    return _block_of(blocks, own.text.origin[spans.source] + spans.start), len(blocks.start)


def _matches(found: Matching, own: Study, blocks: Units | None) -> Table:
    first, number = _group(found.first, own, blocks)
    second, _ = _group(found.second, own, blocks)
    alone = [np.ones(len(group), dtype=np.bool_) for group in (first, second)]
    alone[0][found.one], alone[1][found.two] = False, False
    keys = [group * own.nodes + spans.node for group, spans in
            ((first, found.first), (second, found.second))]  # fmt: skip
    cells = number * own.nodes
    columns = [
        np.bincount(keys[0][found.one], minlength=cells),
        np.bincount(keys[0][alone[0]], minlength=cells),
        np.bincount(keys[1][alone[1]], minlength=cells),
        sums(keys[0][found.one], found.iou, cells),
    ]
    return np.stack(columns, axis=-1).astype(np.float64).reshape(number, own.nodes, 4)


def _rows(
    both: tuple[Codings, Codings],
    agreeing: tuple[Bools, Bools],
    own: Study,
    blocks: Units | None,
) -> Table:
    number = own.text.sources if blocks is None else len(blocks.start)
    table = np.zeros((number * own.nodes, 2), dtype=np.int64)
    for spans, yes in zip(both, agreeing, strict=True):
        group, _ = _group(spans, own, blocks)
        key = group * own.nodes + spans.node
        for column, which in enumerate((yes, ~yes)):
            table[:, column] += np.bincount(key[which], minlength=len(table))
    return table.reshape(number, own.nodes, 2)
