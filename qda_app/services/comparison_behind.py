"""The text behind the figures of a comparison."""

from collections.abc import Collection, Iterator

import numpy as np

from qda_app.services.comparison import Comparison
from qda_app.services.comparison_passages import Passage, crossed_passages, joined, passages_of


def passages(
    of: Comparison, node: int, source: int | None = None, *, own: bool = False
) -> list[Passage]:
    """Return what any coder gave a node, in the order of sources and text."""
    nodes = {node} if own else set(of.tree.descendants(node))
    found: list[Passage] = []
    for number, text in _texts(of, source):
        each = [_spans(of, number, coder.id, nodes) for coder in of.coders]
        found.extend(passages_of(of.sources[number].id, text, each))
    return found


def in_source(of: Comparison, source: int) -> list[Passage]:
    """Return what any coder gave any node in a source, in the order of the text."""
    found: list[Passage] = []
    for number, text in _texts(of, source):
        used = set(of.rows[of.rows[:, 0] == source, 1].tolist())
        for node in (node.id for node in of.tree.order if node.id in used):
            each = [_spans(of, number, coder.id, {node}) for coder in of.coders]
            found.extend(passages_of(source, text, each, node))
    return sorted(found, key=lambda p: (p.start, p.end))


def crossed(of: Comparison, first: int, second: int) -> list[Passage]:
    """Return where the first coder used the one node and the second the other."""
    found: list[Passage] = []
    a, b = (coder.id for coder in of.coders[:2])
    for number, text in _texts(of, None):
        one = _spans(of, number, a, {first}), _spans(of, number, a, {second})
        other = _spans(of, number, b, {second}), _spans(of, number, b, {first})
        found.extend(crossed_passages(of.sources[number].id, text, one, other))
    return found


def _texts(of: Comparison, wanted: int | None) -> Iterator[tuple[int, str]]:
    ids = [source.id for source in of.sources]
    texts = of.read.texts(ids if wanted is None else [wanted])
    yield from ((n, texts[key]) for n, key in enumerate(ids) if wanted in {None, key})


def _spans(
    of: Comparison, number: int, coder: int, nodes: Collection[int]
) -> list[tuple[int, int]]:
    """Return a coder's text of some nodes in a source, cut to the text compared."""
    rows = of.rows
    here = (rows[:, 0] == of.sources[number].id) & (rows[:, 2] == coder)
    here &= np.isin(rows[:, 1], list(nodes))
    spans = joined([(start, end) for start, end in rows[here][:, 3:].tolist()])
    return [
        (max(a, c), min(b, d)) for a, b in spans for c, d in of.pieces[number] if a < d and c < b
    ]
