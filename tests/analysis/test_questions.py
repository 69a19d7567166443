"""Questions worded alike come together."""

import random

from qda_app.analysis.questions import gathered


def words(*texts):
    return [frozenset(text.split()) for text in texts]


def test_what_recurs_across_interviews_decides():
    wordings = words(
        "material", "opinar material", "material universidad", "escuela otro", "otro escuela red",
        "bodega", "", "material",
    )  # fmt: skip
    sources = [1, 2, 3, 1, 2, 3, 3, 4]
    groups = gathered(wordings, sources, 0.5, {"opinar"})
    assert sorted(map(sorted, groups)) == [[0, 1, 2, 7], [3, 4], [5]]
    most = next(group for group in groups if 0 in group)
    assert most[:2] == [0, 7]  # the most frequent wording first


def test_the_threshold_says_how_much_alike():
    wordings, sources = words("a b", "a c", "d"), [1, 2, 3]
    assert len(gathered(wordings, sources, 0.95)) == 3
    assert len(gathered(wordings, sources, 0.2)) == 2
    assert gathered([frozenset()], [1], 0.5) == []


def test_linkage_is_by_the_average_of_all_pairs():
    """A plain search for the most alike pair of groups finds the same groups."""
    draw = random.Random(4)
    for _ in range(20):
        wordings = [frozenset(draw.sample("abcdefgh", draw.randint(1, 4))) for _ in range(14)]
        wordings = list(dict.fromkeys(wordings))
        sources = list(range(len(wordings)))
        expected = naive(wordings, 0.55)
        assert sorted(map(sorted, gathered(wordings, sources, 0.55))) == expected


def naive(wordings, threshold):
    from math import log2, sqrt

    weight = {w: log2(1 + sum(w in each for each in wordings)) for w in "abcdefgh"}

    def cosine(one, other):
        length = sqrt(sum(weight[w] ** 2 for w in one)) * sqrt(sum(weight[w] ** 2 for w in other))
        return sum(weight[w] ** 2 for w in one & other) / length

    groups = [[number] for number in range(len(wordings))]
    while len(groups) > 1:
        pairs = [(i, j) for i in range(len(groups)) for j in range(i)]
        alike = {
            (i, j): sum(cosine(wordings[a], wordings[b]) for a in groups[i] for b in groups[j])
            / (len(groups[i]) * len(groups[j]))
            for i, j in pairs
        }
        i, j = max(alike, key=lambda pair: round(alike[pair], 5))
        if alike[i, j] < threshold:
            break
        groups[j] += groups.pop(i)
    return sorted(map(sorted, groups))
