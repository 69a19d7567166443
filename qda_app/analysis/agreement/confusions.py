"""Where one coder used one node and the other another, in code points or in units."""

import numpy as np

from qda_app.analysis.agreement.sets import Sets
from qda_app.analysis.arrays import Bools, Floats, Ints, sums


def crossed_nodes(of: Sets, a: int = 0, b: int = 1) -> Ints:
    """Return how much text coder a gave a node and coder b another [nodes + 1, nodes + 1].

    Rows are a's nodes, columns b's, the last of each stands for no node at all. The diagonal is
    what both gave the node, n11; text with several nodes counts in several cells.
    """
    first, second, weight = _met(of, a, b)
    whole = [np.column_stack((x, ~x.any(axis=1))) for x in (first, second)]
    return _product(whole[0], weight, whole[1])


def confusions(of: Sets, a: int = 0, b: int = 1) -> Ints:
    """Return how much text only coder a gave the one node and only b the other [nodes, nodes].

    Of what `crossed_nodes` counts, the part on which the coders disagree over both nodes: nodes
    that may be taken for each other. The diagonal is 0.
    """
    first, second, weight = _met(of, a, b)
    return _product(first & ~second, weight, second & ~first)


def _met(of: Sets, a: int, b: int) -> tuple[Bools, Bools, Floats]:
    """Return the pairs of sets that occur, spelled out [pairs, nodes], and how much of each."""
    number = len(of.members)
    pair, which = np.unique(of.given[:, a] * number + of.given[:, b], return_inverse=True)
    weight = sums(which, of.weight, len(pair))
    return of.members[pair // max(number, 1)], of.members[pair % max(number, 1)], weight


def _product(first: Bools, weight: Floats, second: Bools) -> Ints:
    summed = first.T.astype(np.float64) @ (weight[:, None] * second)
    return np.rint(summed).astype(np.int64)
