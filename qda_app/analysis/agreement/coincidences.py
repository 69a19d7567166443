"""The family of alphas for free spans of 2016: u-alpha, |u-alpha, cu-alpha and (k)u-alpha.

Krippendorff, Mathet, Bouvry and Widlöcher 2016 ("On the reliability of unitizing textual
continua", Quality & Quantity 50, 2347-2364); Krippendorff 2019, section 12.6. Nodes must be
mutually exclusive per coder. The text that a coder left without any of the nodes is the gap, φ.
"""

from dataclasses import dataclass, replace

import numpy as np

from qda_app.analysis.agreement.meeting import clashes
from qda_app.analysis.agreement.study import Codings, Study
from qda_app.analysis.arrays import Bools, Floats, Ints, ratio, sums

_CELLS = 1 << 24


@dataclass(frozen=True, slots=True, eq=False)
class Coincidences:
    """Lengths from which the family is computed, in code points; sums over sources are such again.

    `cells` [..., nodes + 1, nodes + 1] holds for every two coders, in both orders, how much text
    the one gave a node and the other another; the last row and column are φ. `squares`
    [..., nodes] are the summed squares of the units' lengths, `covered` [..., nodes] those of the
    part of each unit that another coder put into any node.
    """

    coders: int
    cells: Ints
    squares: Floats
    covered: Floats

    def together(self) -> "Coincidences":
        """Return the sums over the first axis."""
        cells, squares, covered = (x.sum(axis=0) for x in (self.cells, self.squares, self.covered))
        return Coincidences(self.coders, cells, squares, covered)


def coincidences(
    own: Study, domain: Bools | None = None, *, by_source: bool = False
) -> Coincidences:
    """Return the coincidences of a study's coders, over all sources or per source [sources, ...].

    `domain` [nodes] marks the nodes that belong together, by default all; the others count as φ.
    Units are the codings, cut at the edges of the compared text; a continuum is all the text.
    Raises ValueError for fewer than two coders, where a coder's units overlap within the domain
    (`meeting.clashes` lists them), or where a table per source would exceed 2**24 cells.
    """
    if own.coders < 2:
        raise ValueError("agreement needs at least two coders")
    inside = np.ones(own.nodes, dtype=np.bool_) if domain is None else domain
    found = len(clashes(own.codings, inside))
    if found:
        raise ValueError(f"{found} codings overlap another by the same coder in the domain")
    groups = own.text.sources if by_source else 1
    if groups * (own.nodes + 1) ** 2 > _CELLS:
        raise ValueError("the table of coincidences would be too large")
    kept = own.codings.take(inside[own.codings.node])
    source = kept.source if by_source else np.zeros_like(kept.source)
    text = own.text.length if by_source else own.text.length.sum(keepdims=True)
    counted = _count(own, kept, text, source)
    return counted if by_source else counted.together()


def u_alpha(of: Coincidences) -> Floats:
    """Return u-alpha [...], at most 1: units and gaps, and which nodes the units have.

    NaN where chance leaves nothing to disagree on: no unit anywhere, or one node everywhere.
    """
    observed, length, size = _margins(of)
    expected = size**2 - of.squares.sum(axis=-1) - length[..., -1]
    agreed = np.trace(observed, axis1=-2, axis2=-1)
    return _less_one(size - agreed, size, size**2 - (length**2).sum(axis=-1), expected)


def binary_alpha(of: Coincidences) -> Floats:
    """Return |u-alpha [...], at most 1: unit against gap only; NaN as for `u_alpha`."""
    observed, length, size = _margins(of)
    gap, unit = length[..., -1], length[..., :-1].sum(axis=-1)
    expected = size**2 - of.squares.sum(axis=-1) - gap
    differing = 2 * observed[..., -1, :-1].sum(axis=-1)
    return _less_one(differing, size, 2 * gap * unit, expected)


def cu_alpha(of: Coincidences) -> Floats:
    """Return cu-alpha [...], at most 1: which nodes, where two coders both found a unit.

    NaN where coders nowhere met, met with one node only, or in too little text to draw from.
    """
    observed, length, size = _margins_of_units(of)
    expected = size**2 - of.covered.sum(axis=-1)
    agreed = np.trace(observed, axis1=-2, axis2=-1)
    return _less_one(size - agreed, size, size**2 - (length**2).sum(axis=-1), expected)


def ku_alpha(of: Coincidences) -> Floats:
    """Return (k)u-alpha per node [..., nodes], at most 1: the node against the others, both units.

    NaN where the node met no other unit, nothing but itself, or too little text to draw from.
    """
    observed, length, size = _margins_of_units(of)
    agreed = np.diagonal(observed, axis1=-2, axis2=-1)
    total = size[..., None]
    expected = length * total - of.covered
    return _less_one(length - agreed, length, length * (total - length), expected)


def _less_one(differing: Floats, of: Floats, chance: Floats, among: Floats) -> Floats:
    """Return 1 - Do / De; Do = differing / of, De = chance / among.

    With three coders or more, units of a few characters that not all of them coded can leave no
    pair of different units to draw from: `among` is then not above 0, and there is no alpha.
    """
    return 1 - ratio(ratio(differing, of), ratio(chance, np.maximum(among, 0.0)))


def _margins(of: Coincidences) -> tuple[Floats, Floats, Floats]:
    observed = of.cells / (of.coders - 1)
    length = observed.sum(axis=-1)
    return observed, length, length.sum(axis=-1)


def _margins_of_units(of: Coincidences) -> tuple[Floats, Floats, Floats]:
    observed = of.cells[..., :-1, :-1] / (of.coders - 1)
    length = observed.sum(axis=-1)
    return observed, length, length.sum(axis=-1)


def _count(own: Study, kept: Codings, text: Ints, group: Ints) -> Coincidences:
    """Sum cells and squares by group of sources [groups, ...]."""
    origin = own.text.origin[kept.source]
    laid_out = replace(kept, start=origin + kept.start, end=origin + kept.end)
    position, length, state = _states(own, laid_out)
    number, groups = own.nodes, len(text)
    place = np.searchsorted(np.cumsum(text), position[:-1], side="right")
    kept_apart = np.where(place < groups, place, 0)
    cells = _cells(kept_apart, length, state, groups, number + 1)
    cells[:, -1, -1] = 0
    cells[:, -1, -1] = own.coders * (own.coders - 1) * text - cells.sum(axis=(1, 2))
    met = np.concatenate(([0], np.cumsum(length * ((state < number).sum(axis=0) > 1))))
    edges = [np.searchsorted(position, edge) for edge in (laid_out.start, laid_out.end)]
    covered = met[edges[1]] - met[edges[0]]
    index = group * number + kept.node
    squares, shared = (
        sums(index, size.astype(np.float64) ** 2, groups * number)
        for size in (kept.end - kept.start, covered)
    )
    shape = (groups, number)
    return Coincidences(own.coders, cells, squares.reshape(shape), shared.reshape(shape))


def _cells(place: Ints, length: Ints, state: Ints, groups: int, labels: int) -> Ints:
    """Return the lengths by the labels of every two coders in both orders [groups, ...]."""
    shape = (groups, labels, labels)
    summed = np.zeros(groups * labels * labels, dtype=np.float64)
    for b in range(len(state)):
        for a in range(b):
            index = (place * labels + state[a]) * labels + state[b]
            summed += sums(index, length, len(summed))
    one_way = summed.astype(np.int64).reshape(shape)
    return one_way + np.swapaxes(one_way, 1, 2)


def _states(own: Study, spans: Codings) -> tuple[Ints, Ints, Ints]:
    """Return the ends of spans in order, the lengths between them, and each coder's node there.

    Shapes [n], [n - 1], [coders, n - 1]; φ is numbered after the last node.
    """
    n = len(spans)
    if n == 0:
        empty = np.zeros(1, dtype=np.int64)
        return empty, empty[:0], np.zeros((own.coders, 0), dtype=np.int64)
    position = np.concatenate((spans.end, spans.start))  # a unit closes before the next opens
    order = np.argsort(position, kind="stable")
    row = order % n
    change = np.where(order < n, -1, 1) * (spans.node[row] - own.nodes)
    state = np.empty((own.coders, 2 * n - 1), dtype=np.int64)
    for coder in range(own.coders):
        steps = np.where(spans.coder[row] == coder, change, 0)
        state[coder] = own.nodes + np.cumsum(steps)[:-1]
    return position[order], np.diff(position[order]), state
