"""A study: the text compared and the codings in it, as arrays; measures read nothing else."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np

from qda_app.analysis.arrays import Bools, Ints, Pieces

_MANY = 10_000


@dataclass(frozen=True, slots=True, eq=False)
class Codings:
    """Codings as five int64 arrays of one length; every column but start and end counts from 0."""

    source: Ints
    node: Ints
    coder: Ints
    start: Ints
    end: Ints

    def __len__(self) -> int:
        return len(self.source)

    def take(self, which: Ints | Bools | slice) -> "Codings":
        """Return the codings at these positions, in this slice, or those that the mask keeps."""
        return Codings(
            self.source[which],
            self.node[which],
            self.coder[which],
            self.start[which],
            self.end[which],
        )


def codings_of(rows: Iterable[tuple[int, int, int, int, int]]) -> Codings:
    """Return rows of (source, node, coder, start, end) as arrays."""
    flat = np.fromiter(chain.from_iterable(rows), dtype=np.int64)
    columns = np.ascontiguousarray(flat.reshape(-1, 5).T)
    return Codings(columns[0], columns[1], columns[2], columns[3], columns[4])


@dataclass(frozen=True, slots=True, eq=False)
class ComparedText:
    """The pieces of every source that count, laid end to end.

    `first` [sources + 1] says where each source's pieces begin in `start`, `end` and `base`
    [pieces]: a piece's offsets in its source, and how much compared text of that source lies before
    it. `length` [sources] is the compared text of each source in code points.
    """

    first: Ints
    start: Ints
    end: Ints
    base: Ints
    length: Ints

    @property
    def sources(self) -> int:
        """Number of sources, those without any compared text included."""
        return len(self.length)

    @property
    def origin(self) -> Ints:
        """Return how much compared text lies before each source [sources], in code points."""
        before: Ints = np.cumsum(self.length) - self.length
        return before

    def position(self, source: Ints, offset: Ints) -> Ints:
        """Return how much compared text of each source lies before each offset.

        Shapes: `source` and `offset` [n], the result [n] within 0..length[source]. An offset inside
        text that does not count lands on the edge of the next piece, so a span is clipped by
        mapping its two ends; what is left of it is the difference.
        """
        if len(self.start) == 0:
            return np.zeros_like(offset)
        if len(self.start) == self.sources and (np.diff(self.first) == 1).all():
            inside: Ints = np.clip(offset - self.start[source], 0, self.length[source])
            return inside
        owner = np.repeat(np.arange(self.sources), np.diff(self.first))
        stride = int(self.end.max()) + 1
        asked = source * stride + np.clip(offset, 0, stride - 1)
        piece = _last_at_or_before(owner * stride + self.start, asked)
        known = piece >= self.first[source]
        piece = np.maximum(piece, 0)
        within = np.minimum(offset, self.end[piece]) - self.start[piece]
        return np.where(known, self.base[piece] + within, 0)


def _last_at_or_before(keys: Ints, asked: Ints) -> Ints:
    """Return the position of the last key, in order, that is at most each value; -1 for none."""
    if len(asked) < _MANY:
        return np.searchsorted(keys, asked, side="right") - 1
    order = np.argsort(asked)  # values in order are found several times faster
    found = np.empty(len(asked), dtype=np.int64)
    found[order] = np.searchsorted(keys, asked[order], side="right") - 1
    return found


def compared_text(texts: Iterable[Pieces]) -> ComparedText:
    """Lay out the [start, end) pieces of each source; a whole text is the one piece (0, length).

    Pieces may come in any order and may overlap; empty ones are ignored. Raises ValueError for a
    piece that begins below 0.
    """
    ordered = [tidy(pieces) for pieces in texts]
    number = np.array([len(pieces) for pieces in ordered], dtype=np.int64)
    flat = np.fromiter(chain.from_iterable(chain.from_iterable(ordered)), dtype=np.int64)
    start, end = np.ascontiguousarray(flat.reshape(-1, 2).T)
    if len(start) and start.min() < 0:
        raise ValueError("a piece of text begins below 0")
    first = np.concatenate(([0], np.cumsum(number))).astype(np.int64)
    before = np.concatenate(([0], np.cumsum(end - start))).astype(np.int64)
    length = before[first[1:]] - before[first[:-1]]
    base = before[:-1] - np.repeat(before[first[:-1]], number)
    return ComparedText(first, start, end, base, length)


def tidy(pieces: Pieces) -> Pieces:
    """Return pieces in order, without empty ones, those that touch or overlap joined."""
    if len(pieces) == 1 and pieces[0][0] < pieces[0][1]:
        return pieces
    joined: list[tuple[int, int]] = []
    for start, end in sorted(pieces):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        elif start < end:
            joined.append((start, end))
    return joined


@dataclass(frozen=True, slots=True, eq=False)
class Study:
    """Who coded what in the text that is compared.

    The codings' `start` and `end` are positions in the compared text of their source (see
    `ComparedText.position`), clipped to it; a coding of which nothing is left is not in the study.
    """

    text: ComparedText
    nodes: int
    coders: int
    codings: Codings


def study(text: ComparedText, nodes: int, coders: int, codings: Codings) -> Study:
    """Return the study of these codings, whose offsets are code points of their source's text.

    Raises ValueError where a source, node or coder is out of range or a span is empty.
    """
    for name, column, limit in (
        ("source", codings.source, text.sources),
        ("node", codings.node, nodes),
        ("coder", codings.coder, coders),
    ):
        if len(column) and not (column.min() >= 0 and column.max() < limit):
            raise ValueError(f"a coding's {name} is not within 0..{limit - 1}")
    if not (codings.start < codings.end).all():
        raise ValueError("a coding covers no text")
    start = text.position(codings.source, codings.start)
    end = text.position(codings.source, codings.end)
    clipped = replace(codings, start=start, end=end)
    kept = start < end
    return Study(text, nodes, coders, clipped if kept.all() else clipped.take(kept))


def rolled_up(own: Study, parents: Ints) -> Study:
    """Return the study in which every coding also counts for each ancestor of its node.

    `parents` [nodes] holds the index of each node's parent, -1 at the top. A node's figures then
    include its descendants by union. Raises ValueError if the parents form a circle.
    """
    if len(parents) != own.nodes:
        raise ValueError("one parent per node is needed")
    rows = np.arange(len(own.codings))
    node = own.codings.node
    kept_rows, kept_nodes = [rows], [node]
    for _ in range(own.nodes):
        node = parents[node]
        above = node >= 0
        rows, node = rows[above], node[above]
        if len(rows) == 0:
            break
        kept_rows.append(rows)
        kept_nodes.append(node)
    else:
        if own.nodes and len(rows):
            raise ValueError("the tree's parents form a circle")
    everything = own.codings.take(np.concatenate(kept_rows))
    return replace(own, codings=replace(everything, node=np.concatenate(kept_nodes)))


def at_level(own: Study, parents: Ints, level: int) -> Study:
    """Return the study with every coding moved to its node's ancestor at a level of the tree.

    `parents` [nodes] as for `rolled_up`; level 0 is the top. A coding above the level stays where
    it is. Raises ValueError for a level below 0 or a circle.
    """
    if level < 0:
        raise ValueError("a level counts from 0")
    depth = depths(parents)
    node = np.arange(own.nodes)
    for _ in range(int(depth.max(initial=0))):
        deeper = depth[node] > level
        node = np.where(deeper, parents[node], node)
    return replace(own, codings=replace(own.codings, node=node[own.codings.node]))


def depths(parents: Ints) -> Ints:
    """Return how many ancestors each node has [nodes]; raises ValueError for a circle."""
    depth = np.zeros(len(parents), dtype=np.int64)
    above = parents
    for _ in range(len(parents) + 1):
        inside = above >= 0
        if not inside.any():
            return depth
        depth += inside
        above = np.where(inside, parents[above], -1)
    raise ValueError("the tree's parents form a circle")


def leaves(parents: Ints) -> Bools:
    """Say of each node whether it has no child [nodes]."""
    leaf = np.ones(len(parents), dtype=np.bool_)
    leaf[parents[parents >= 0]] = False
    return leaf


def worked_on(
    sources: int, coders: int, codings: Codings, done: Iterable[tuple[int, int]] = ()
) -> Bools:
    """Say for each source and coder whether the source counts for that coder [sources, coders].

    It does where the coder marked it done, a (source, coder) pair in `done`, or holds any coding in
    it. A source is compared where it counts for all the coders compared.
    """
    counts = np.zeros((sources, coders), dtype=np.bool_)
    counts[codings.source, codings.coder] = True
    for source, coder in done:
        counts[source, coder] = True
    return counts
