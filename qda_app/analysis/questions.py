"""Questions that recur across interviews, gathered from turns that are worded alike.

A wording is the set of its lemmas without stop words. A lemma weighs more the more interviews it
occurs in, for what an interview guide asks about comes back in every interview; words with which
anything can be asked weigh little. Wordings are joined by average linkage on the cosine of these
weights (Sokal & Michener 1958) until no two groups are as alike as the threshold asks for.
"""

from collections.abc import Collection, Sequence
from math import log2

import numpy as np
import numpy.typing as npt

MOST = 3_000  # wordings that are compared each with each; others join the groups these make
FAINT = 0.35
Floats = npt.NDArray[np.float32]


def gathered(
    wordings: Sequence[frozenset[str]],
    sources: Sequence[int],
    threshold: float,
    faint: Collection[str] = (),
) -> list[list[int]]:
    """Return groups of wordings that are alike, as their places; the empty ones are left out.

    `sources` says in which interview each stands. Within a group the most typical come first; the
    groups themselves are in no particular order. `threshold` lies between 0 and 1; `faint`
    are the words with which anything can be asked.
    """
    places: dict[frozenset[str], list[int]] = {}
    for place, wording in enumerate(wordings):
        if wording:
            places.setdefault(wording, []).append(place)
    if not places:
        return []
    alike = sorted(places, key=lambda words: (-len(places[words]), places[words][0]))
    vectors = _vectors(alike, _weights(wordings, sources, faint))
    counts = np.array([len(places[words]) for words in alike], dtype=np.float32)
    groups = _linked(vectors[:MOST], counts[:MOST], threshold)
    _join(groups, vectors, threshold)
    return [
        [place for number in _typical(group, vectors, counts) for place in places[alike[number]]]
        for group in groups
    ]


def _weights(
    wordings: Sequence[frozenset[str]], sources: Sequence[int], faint: Collection[str]
) -> dict[str, float]:
    seen: dict[str, set[int]] = {}
    for wording, source in zip(wordings, sources, strict=True):
        for word in wording:
            seen.setdefault(word, set()).add(source)
    return {
        word: log2(1 + len(where)) * (FAINT if word in faint else 1.0)
        for word, where in seen.items()
    }


def _vectors(wordings: Sequence[frozenset[str]], weights: dict[str, float]) -> Floats:
    """Return one vector of length 1 for each wording."""
    columns = {word: number for number, word in enumerate(weights)}
    vectors = np.zeros((len(wordings), len(columns)), dtype=np.float32)
    for row, wording in enumerate(wordings):
        for word in wording:
            vectors[row, columns[word]] = weights[word]
    lengths: Floats = np.linalg.norm(vectors, axis=1, keepdims=True)
    made: Floats = vectors / lengths
    return made


def _linked(vectors: Floats, counts: Floats, threshold: float) -> list[list[int]]:
    """Join the two groups that are most alike until none are alike enough."""
    likeness = vectors @ vectors.T
    np.fill_diagonal(likeness, -1)
    sizes = counts.copy()
    groups = {number: [number] for number in range(len(vectors))}
    nearest = likeness.argmax(axis=1)
    best = likeness.max(axis=1)
    while best.max() >= threshold:
        one = int(best.argmax())
        other = int(nearest[one])
        share = sizes[one] / (sizes[one] + sizes[other])
        mixed = likeness[one] * share + likeness[other] * (1 - share)
        mixed[[one, other]] = -1
        likeness[one], likeness[:, one] = mixed, mixed
        likeness[other], likeness[:, other] = -2, -2
        sizes[one] += sizes[other]
        groups[one] += groups.pop(other)
        best[other] = -2
        touched = np.flatnonzero((nearest == one) | (nearest == other) | (mixed > best))
        touched = touched[best[touched] > -2]
        nearest[touched] = likeness[touched].argmax(axis=1)
        best[touched] = likeness[touched].max(axis=1)
    return list(groups.values())


def _join(groups: list[list[int]], vectors: Floats, threshold: float) -> None:
    """Let the wordings beyond those compared join the group that they are most alike to."""
    if len(vectors) <= MOST:
        return
    centres = np.array([vectors[group].mean(axis=0) for group in groups])
    for number in range(MOST, len(vectors)):
        likeness = centres @ vectors[number]
        best = int(likeness.argmax())
        if likeness[best] >= threshold:
            groups[best].append(number)
        else:
            groups.append([number])


def _typical(group: Sequence[int], vectors: Floats, counts: Floats) -> list[int]:
    """Return a group's wordings, the most frequent and most typical first."""
    centre = (vectors[group] * counts[group, None]).sum(axis=0)
    likeness = vectors[group] @ centre
    order = sorted(zip(group, likeness.tolist(), strict=True), key=lambda p: (-counts[p[0]], -p[1]))
    return [number for number, _likeness in order]
