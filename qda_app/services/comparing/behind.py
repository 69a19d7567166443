"""The text behind the figures of a comparison."""

from collections.abc import Collection, Iterator

import numpy as np

from qda_app.analysis.arrays import Ints
from qda_app.services.comparing.comparison import Comparison
from qda_app.services.comparing.passages import Passage, crossed_passages, joined, passages_of


def passages(
    of: Comparison, node: int, source: int | None = None, *, own: bool = False
) -> list[Passage]:
    """Return what any coder gave a node, in the order of sources and text."""
    nodes = {node} if own else set(of.tree.descendants(node))
    found: list[Passage] = []
    for number, text, rows in _codings(of, nodes, source):
        each = [_spans(of, number, rows[rows[:, 2] == coder.id]) for coder in of.coders]
        found.extend(passages_of(of.sources[number].id, text, each))
    return found


def in_source(of: Comparison, source: int) -> list[Passage]:
    """Return what any coder gave any node in a source, in the order of the text."""
    found: list[Passage] = []
    for number, text, rows in _codings(of, of.place, source):
        for node in np.unique(rows[:, 1]).tolist():
            mine = rows[rows[:, 1] == node]
            each = [_spans(of, number, mine[mine[:, 2] == coder.id]) for coder in of.coders]
            found.extend(passages_of(source, text, each, node))
    return sorted(found, key=lambda p: (p.start, p.end, of.place[p.node or 0]))


def crossed(of: Comparison, first: int, second: int) -> list[Passage]:
    """Return where the first coder used the one node and the second the other."""
    found: list[Passage] = []
    a, b = (coder.id for coder in of.coders[:2])
    for number, text, rows in _codings(of, {first, second}, None):
        given = [
            _spans(of, number, rows[(rows[:, 2] == coder) & (rows[:, 1] == node)])
            for coder, node in ((a, first), (a, second), (b, second), (b, first))
        ]
        one, other = (given[0], given[1]), (given[2], given[3])
        found.extend(crossed_passages(of.sources[number].id, text, one, other))
    return found


def _codings(
    of: Comparison, nodes: Collection[int], wanted: int | None
) -> Iterator[tuple[int, str, Ints]]:
    """Yield each source with codings of these nodes: its number, its text and the codings."""
    kept = np.isin(of.rows[:, 1], list(nodes))
    if wanted is not None:
        kept &= of.rows[:, 0] == wanted
    rows = of.rows[kept]
    rows = rows[np.argsort(rows[:, 0], kind="stable")]
    there, begins = np.unique(rows[:, 0], return_index=True)
    parts = dict(zip(there.tolist(), np.split(rows, begins[1:]), strict=False))
    texts = of.read.texts([s.id for s in of.sources if s.id in parts])
    for number, source in enumerate(of.sources):
        if source.id in parts:
            yield number, texts[source.id], parts[source.id]


def _spans(of: Comparison, number: int, rows: Ints) -> list[tuple[int, int]]:
    """Return the text of codings of one source, cut to the text compared."""
    spans = joined([(start, end) for start, end in rows[:, 3:].tolist()])
    pieces = of.pieces[number]
    return [(max(a, c), min(b, d)) for a, b in spans for c, d in pieces if a < d and c < b]
