"""From the keys of rows to the numbers from 0 that the analyses count with."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from qda_app.analysis.agreement.study import Codings
from qda_app.domain.tree import Tree

Ints = npt.NDArray[np.int64]


def _lookup(keys: Sequence[int]) -> Ints:
    table = np.full(max(keys, default=0) + 1, -1, dtype=np.int64)
    table[list(keys)] = np.arange(len(keys))
    return table


def _numbered(column: Ints, keys: Sequence[int]) -> Ints:
    table = _lookup(keys)
    known = column < len(table)
    found: Ints = np.where(known, table[np.where(known, column, 0)], -1)
    return found


def codings_by_index(
    rows: Ints, sources: Sequence[int], nodes: Sequence[int], coders: Sequence[int]
) -> Codings:
    """Return rows (n, 5) of source, node, coder, start, end with ids replaced by their places.

    Rows whose source, node or coder is not among those given are left out.
    """
    columns = [
        _numbered(np.ascontiguousarray(rows[:, place]), keys)
        for place, keys in enumerate((sources, nodes, coders))
    ]
    keep = (columns[0] >= 0) & (columns[1] >= 0) & (columns[2] >= 0)
    start, end = rows[:, 3][keep], rows[:, 4][keep]
    return Codings(columns[0][keep], columns[1][keep], columns[2][keep], start, end)


def parents_by_index(tree: Tree) -> Ints:
    """Return each node's parent by its place in reading order, -1 at the top."""
    place = {node.id: number for number, node in enumerate(tree.order)}
    parents = [place.get(n.parent, -1) if n.parent is not None else -1 for n in tree.order]
    return np.array(parents, dtype=np.int64)
