"""Krippendorff's alpha where each coder gives each unit a set of nodes, for two coders or more.

The units are either the stretches of text on which no coder's set changes, weighted by their
length in code points, or whole units such as sentences and turns.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from qda_app.analysis.agreement.lengths import union
from qda_app.analysis.agreement.study import Study
from qda_app.analysis.agreement.units import Units, applied
from qda_app.analysis.arrays import Bools, Floats, Ints

Distance: TypeAlias = Callable[[Floats, Floats, Floats], Floats]
"""From the sizes of two sets' intersection, of the first and of the second, to 0..1, elementwise.

It is 0 for equal sets and 1 for two sets that share nothing, unless one of them is empty.
"""

_BLOCK = 1024
_NODES = 64  # nodes in one word of bits


@dataclass(frozen=True, slots=True, eq=False)
class Sets:
    """Which set each coder gave to each unit.

    `given` [units, coders] points into `members` [sets, nodes], the different sets that occur;
    `weight` [units] says how often a unit occurs, in code points or in units.
    """

    given: Ints
    weight: Ints
    members: Bools


def jaccard_distance(shared: Floats, first: Floats, second: Floats) -> Floats:
    """Return 1 - |a ∩ b| / |a ∪ b| (Jaccard 1912), elementwise, within 0..1; 0 for two empty."""
    return 1 - _overlap(shared, first, second)


def masi_distance(shared: Floats, first: Floats, second: Floats) -> Floats:
    """Return 1 - J·M (MASI, Passonneau 2006), elementwise, within 0..1; 0 for two empty sets.

    J is the Jaccard similarity; M is 1 for equal sets, 2/3 where one holds the other, 1/3 where
    they share something, else 0.
    """
    return 1 - _overlap(shared, first, second) * monotonicity(shared, first, second)


def passonneau_distance(shared: Floats, first: Floats, second: Floats) -> Floats:
    """Return 1 - M (Passonneau 2004), elementwise, within 0..1; the empty set is in every set."""
    return 1 - monotonicity(shared, first, second)


def monotonicity(shared: Floats, first: Floats, second: Floats) -> Floats:
    """Return Passonneau's M: 1, 2/3, 1/3 or 0, elementwise; the empty set is in every set."""
    inside = np.where(shared == np.minimum(first, second), 2 / 3, np.where(shared > 0, 1 / 3, 0.0))
    equal = (shared == first) & (shared == second)
    return np.where(equal, 1.0, inside)


def sets_of(rows: Iterable[Sequence[Iterable[int]]], nodes: int) -> Sets:
    """Return the sets of nodes that each coder gave to each unit, units in rows.

    Raises ValueError where the units do not have the same coders or a node is out of range.
    """
    table = [[frozenset(given) for given in row] for row in rows]
    if len({len(row) for row in table}) > 1:
        raise ValueError("every unit must have the same coders")
    place = {value: i for i, value in enumerate(dict.fromkeys(s for row in table for s in row))}
    if any(not 0 <= node < nodes for value in place for node in value):
        raise ValueError(f"a node is not within 0..{nodes - 1}")
    members = np.zeros((len(place), nodes), dtype=np.bool_)
    for value, at in place.items():
        members[at, list(value)] = True
    given = np.array([[place[s] for s in row] for row in table], dtype=np.int64)
    return Sets(given, np.ones(len(table), dtype=np.int64), members)


def by_character(own: Study) -> Sets:
    """Return the sets of a study by stretches of text, weighted by their length in code points."""
    spans = union(own.codings)
    at = own.text.origin[spans.source]
    position = np.concatenate((at + spans.start, at + spans.end))
    order = np.argsort(position, kind="stable")
    edges = np.concatenate(([0], position[order], [own.text.length.sum()]))
    length = np.diff(edges)
    kept = np.flatnonzero(length)
    words = np.zeros((_words(own.nodes), own.coders, len(kept)), dtype=np.uint64)
    row = order % max(len(spans), 1)
    opening = order < len(spans)
    bit = _bit(spans.node)[row]
    change = np.where(opening, bit, np.uint64(0) - bit)
    word, coder = spans.node[row] // _NODES, spans.coder[row]
    for w, c in np.ndindex(words.shape[:2]):
        here = (word == w) & (coder == c)
        steps = np.concatenate((np.zeros(1, dtype=np.uint64), np.where(here, change, 0)))
        words[w, c] = np.cumsum(steps, dtype=np.uint64)[kept]
    return _sets(words, length[kept], own.nodes)


def by_unit(own: Study, units: Units, share: float = 0.0) -> Sets:
    """Return the sets of a study by units, each counted once; see `units.table` for `share`."""
    node, coder, unit = applied(own, units, share)
    words = np.zeros((_words(own.nodes), own.coders, len(units.source)), dtype=np.uint64)
    np.bitwise_or.at(words, (node // _NODES, coder, unit), _bit(node))
    return _sets(words, np.ones(len(units.source), dtype=np.int64), own.nodes)


def alpha(sets: Sets, distance: Distance = masi_distance) -> float:
    """Return Krippendorff's alpha for set-valued units, at most 1 (Passonneau 2006; Krippendorff
    2018, Do and De over all values of all coders).

    NaN where every coder gave every unit the same set, or there are no units. Raises ValueError for
    fewer than two coders.
    """
    observed, expected = disagreement(sets, distance)
    return 1 - observed / expected if expected else float("nan")


def disagreement(sets: Sets, distance: Distance = masi_distance) -> tuple[float, float]:
    """Return alpha's observed and expected disagreement, both within 0..1; NaN without units."""
    coders = sets.given.shape[1] if sets.given.ndim == 2 else 0
    if coders < 2:
        raise ValueError("agreement needs at least two coders")
    n = float(sets.weight.sum()) * coders
    if n == 0:
        return float("nan"), float("nan")
    observed = 0.0
    for a in range(coders):
        for b in range(a + 1, coders):
            observed += float(sets.weight @ _distances(sets, a, b, distance))
    observed *= 2 / (n * (coders - 1))
    values = np.zeros(len(sets.members), dtype=np.float64)
    for c in range(coders):
        values += np.bincount(sets.given[:, c], weights=sets.weight, minlength=len(values))
    return observed, _expected(sets.members, values, distance)


def _distances(sets: Sets, a: int, b: int, distance: Distance) -> Floats:
    """Return the distance between two coders' sets [units], worked out once per pair of sets."""
    number = len(sets.members)
    pair, which = np.unique(sets.given[:, a] * number + sets.given[:, b], return_inverse=True)
    first, second = sets.members[pair // number], sets.members[pair % number]
    size = [x.sum(axis=1, dtype=np.float64) for x in (first & second, first, second)]
    return distance(size[0], size[1], size[2])[which]


def _expected(members: Bools, values: Floats, distance: Distance) -> float:
    """Return the mean distance of all pairs of values, from how often each set occurs [sets].

    Sets that share nothing are at distance 1, so only those with a node in common are compared:
    node by node, each pair weighted by one over the number of nodes that it shares.
    """
    used = values > 0
    members, values = members[used], values[used]
    if len(values) < 2:
        return 0.0
    n = values.sum()
    share, size = values / n, members.sum(axis=1, dtype=np.float64)
    matrix = members.astype(np.float32)
    empty = float(share[size == 0].sum())
    none = np.zeros_like(size)
    alike = empty * float(2 * share @ (1 - distance(none, none, size)) - empty)
    for node in range(members.shape[1]):
        rows = np.flatnonzero(members[:, node])
        for at in range(0, len(rows), _BLOCK):
            some = rows[at : at + _BLOCK]
            both = (matrix[some] @ matrix[rows].T).astype(np.float64)
            near = (1 - distance(both, size[some][:, None], size[rows][None])) / both
            alike += float(share[some] @ near @ share[rows])
    return float((1 - alike) * n / (n - 1))


def _overlap(shared: Floats, first: Floats, second: Floats) -> Floats:
    either = first + second - shared
    overlap: Floats = np.divide(shared, either, out=np.ones_like(either), where=either > 0)
    return overlap


def _words(nodes: int) -> int:
    return max(-(-nodes // _NODES), 1)


def _bit(node: Ints) -> np.ndarray[tuple[int], np.dtype[np.uint64]]:
    return np.uint64(1) << (node % _NODES).astype(np.uint64)


def _sets(
    words: np.ndarray[tuple[int, int, int], np.dtype[np.uint64]], weight: Ints, nodes: int
) -> Sets:
    """Number the different sets of bits [words, coders, units] and spell them out."""
    flat = words.reshape(len(words), -1)
    name, first = np.zeros(flat.shape[1], dtype=np.int64), np.zeros(1, dtype=np.int64)
    for word in flat:
        if word.any():
            _, part = np.unique(word, return_inverse=True)
            _, first, name = np.unique(
                name * (int(part.max()) + 1) + part, return_index=True, return_inverse=True
            )
    if flat.shape[1] == 0:
        first = first[:0]
    node = np.arange(nodes)
    members = (flat[node // _NODES][:, first] & _bit(node)[:, None]) != 0
    return Sets(np.ascontiguousarray(name.reshape(words.shape[1:]).T), weight, members.T)
