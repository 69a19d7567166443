"""Slow computations of set-valued and unitizing agreement; they share nothing with the engine's."""

from collections import Counter, defaultdict
from itertools import combinations, permutations

import naive_agreement as naive


def places(pieces):
    """Return the counted code points of a source and where each stands among them."""
    points = sorted({p for start, end in pieces for p in range(start, end)})
    return {point: at for at, point in enumerate(points)}


def clipped(rows, texts):
    """Return rows in positions of the compared text, those of which nothing is left dropped."""
    found = []
    for s, n, c, a, b in rows:
        where = places(texts[s])
        inside = sorted(where[p] for p in range(a, b) if p in where)
        if inside:
            found.append((s, n, c, inside[0], inside[-1] + 1))
    return found


def without_clashes(rows, texts, *, by_node):
    """Return rows, each coder's later ones dropped where they overlap an earlier one."""
    kept = []
    for row in rows:
        (new,) = clipped([row], texts) or [None]
        apart = new is not None and all(
            (s, c) != (new[0], new[2]) or (by_node and n != new[1]) or b <= new[3] or new[4] <= a
            for s, n, c, a, b in clipped(kept, texts)
        )
        if apart:
            kept.append(row)
    return kept


def sets_per_code_point(rows, texts, nodes, coders):
    """Return for every counted code point the set of nodes of each coder."""
    units = []
    for source in range(len(texts)):
        given = [
            [naive.covered(rows, texts, source, {n}, c) for n in range(nodes)]
            for c in range(coders)
        ]
        units += [
            [frozenset(n for n in range(nodes) if p in given[c][n]) for c in range(coders)]
            for p in places(texts[source])
        ]
    return units


def set_alpha(units, distance):
    """Return Krippendorff's alpha over units of sets, pair by pair of values; None for 0/0."""
    values = Counter(value for unit in units for value in unit)
    n = sum(values.values())
    observed = sum(
        distance(a, b) / (len(unit) - 1) for unit in units for a, b in permutations(unit, 2)
    )
    expected = sum(
        distance(a, b) * values[a] * values[b] / (n - 1) for a, b in permutations(values, 2)
    )
    return 1 - observed / expected if expected else None


def jaccard(a, b):
    return 1 - len(a & b) / len(a | b) if a | b else 0.0


def masi(a, b):
    if a == b:
        return 0.0
    monotone = 2 / 3 if a <= b or b <= a else 1 / 3 if a & b else 0
    return 1 - (1 - jaccard(a, b)) * monotone


def alpha_u(spans, lengths, coders):
    """Return observed and expected disagreement of one node; spans are (source, coder, a, b)."""
    total = sum(lengths)
    observed, gaps = 0, []
    for source, length in enumerate(lengths):
        own = [
            sorted((a, b) for s, c, a, b in spans if (s, c) == (source, x)) for x in range(coders)
        ]
        for units in own:
            covered = {p for a, b in units for p in range(a, b)}
            run = 0
            for p in range(length + 1):
                if p < length and p not in covered:
                    run += 1
                elif run:
                    gaps.append(run)
                    run = 0
        # Touching units have no gap between them, so runs of uncovered text are all gaps.
        for first, second in permutations(own, 2):
            for a, b in first:
                met = [(x, y) for x, y in second if x < b and a < y]
                observed += sum((a - x) ** 2 + (b - y) ** 2 for x, y in met)
                observed += 0 if met else 2 * (b - a) ** 2
    sizes = [b - a for _, _, a, b in spans]
    ways = sum(
        (len(sizes) - 1) / 3 * (2 * size**3 - 3 * size**2 + size)
        + size**2 * sum(gap - size + 1 for gap in gaps if gap >= size)
        for size in sizes
    )
    everything = coders * total
    below = everything * (everything - 1) - sum(size * (size - 1) for size in sizes)
    expected = 2 / total * ways / below if sizes and below else 0.0
    return observed / (coders * (coders - 1) * total**2), expected


def coincidence_alphas(spans, lengths, coders, nodes):
    """Return u, |u, cu and (k)u by code point; spans are (source, node, coder, a, b)."""
    gap = nodes
    pairs, meeting = defaultdict(float), defaultdict(float)
    label = {(s, c, p): n for s, n, c, a, b in spans for p in range(a, b)}
    for source, length in enumerate(lengths):
        for p in range(length):
            given = [label.get((source, c, p), gap) for c in range(coders)]
            for x, y in permutations(given, 2):
                pairs[x, y] += 1 / (coders - 1)
                if gap not in {x, y}:
                    meeting[x, y] += 1 / (coders - 1)
    squares, shared = Counter(), Counter()
    for s, n, c, a, b in spans:
        squares[n] += (b - a) ** 2
        met = [p for p in range(a, b) if any((s, x, p) in label for x in range(coders) if x != c)]
        shared[n] += len(met) ** 2
    squares[gap] = sum(v for (x, _), v in pairs.items() if x == gap)
    kinds = range(nodes + 1)

    def alpha(cells, within, differ):
        row = {k: sum(cells[k, x] for x in kinds) for k in kinds}
        chance = {
            (x, y): row[x] * row[y] - (within[x] if x == y else 0) for x in kinds for y in kinds
        }
        total, among = sum(row.values()), sum(chance.values())
        observed = sum(v for k, v in cells.items() if differ(*k))
        expected = sum(v for k, v in chance.items() if differ(*k))
        if min(total, among) < 1e-9 or expected < 1e-9:
            return None
        return 1 - (observed / total) / (expected / among)

    def one(node):
        row = sum(meeting[node, x] for x in range(nodes))
        total = sum(meeting.values())
        below = row * total - shared[node]
        expected = 1 - (row**2 - shared[node]) / below if below > 1e-9 else 0
        if expected < 1e-9:
            return None
        return 1 - (1 - meeting[node, node] / row) / expected

    return (
        alpha(pairs, squares, lambda x, y: x != y),
        alpha(pairs, squares, lambda x, y: (x == gap) != (y == gap)),
        alpha(meeting, shared, lambda x, y: x != y),
        [one(node) for node in range(nodes)],
    )


def merged(rows, texts):
    """Return each coder's spans of a node in a source, joined: {(node, source, coder): spans}."""
    points = defaultdict(set)
    for s, n, c, a, b in clipped(rows, texts):
        points[n, s, c] |= set(range(a, b))
    found = {}
    for key, inside in points.items():
        starts = sorted(p for p in inside if p - 1 not in inside)
        ends = sorted(p + 1 for p in inside if p + 1 not in inside)
        found[key] = list(zip(starts, ends, strict=True))
    return found


def heaviest_total(first, second, threshold):
    """Return the largest total of intersections over unions, trying every matching."""

    def overlap(a, b):
        both = max(min(a[1], b[1]) - max(a[0], b[0]), 0)
        return both / (a[1] - a[0] + b[1] - b[0] - both)

    edges = [
        (i, j, overlap(a, b))
        for i, a in enumerate(first)
        for j, b in enumerate(second)
        if overlap(a, b) > 0 and overlap(a, b) >= threshold - 1e-9
    ]
    best = 0.0
    for size in range(min(len(first), len(second)) + 1):
        for some in combinations(edges, size):
            if len({i for i, _, _ in some}) == len({j for _, j, _ in some}) == size:
                best = max(best, sum(weight for _, _, weight in some))
    return best
