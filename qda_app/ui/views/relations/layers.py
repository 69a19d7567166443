"""Where the nodes of a diagram stand: in layers from causes at the left to what follows."""

from collections.abc import Sequence

from qda_app.domain.relation import Relation

FORWARD = frozenset({"condition", "context", "action", "related"})
ROUNDS = 4


def flow(relation: Relation) -> tuple[int, int]:
    """Return (from, to): what the arrow leads from and to; a consequence comes from its node."""
    if relation.kind in FORWARD:
        return relation.node, relation.other
    return relation.other, relation.node


def layers_of(relations: Sequence[Relation]) -> list[list[int]]:
    """Return the related nodes in layers, left to right, sorted so that lines cross seldom.

    A circle of relations is cut where it closes.
    """
    edges = list(dict.fromkeys(flow(relation) for relation in relations))
    order = list(dict.fromkeys(node for edge in edges for node in edge))
    level = dict.fromkeys(order, 0)
    kept = _without_circles(order, edges)
    for _ in order:
        changed = False
        for start, end in kept:
            if level[end] <= level[start]:
                level[end] = level[start] + 1
                changed = True
        if not changed:
            break
    _pull(level, kept)
    layers: list[list[int]] = [[] for _ in range(max(level.values(), default=-1) + 1)]
    for node in order:
        layers[level[node]].append(node)
    return _uncrossed(layers, edges)


def _pull(level: dict[int, int], edges: list[tuple[int, int]]) -> None:
    """Put what nothing leads to beside what it leads to, so that no line runs under a box."""
    ends = {end for _start, end in edges}
    ahead: dict[int, list[int]] = {}
    for start, end in edges:
        ahead.setdefault(start, []).append(level[end])
    for node, levels in ahead.items():
        if node not in ends:
            level[node] = min(levels) - 1


def _without_circles(order: list[int], edges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    ahead: dict[int, set[int]] = {node: set() for node in order}
    kept = []
    for start, end in edges:
        if start != end and not _reaches(ahead, end, start):
            ahead[start].add(end)
            kept.append((start, end))
    return kept


def _reaches(ahead: dict[int, set[int]], start: int, goal: int) -> bool:
    seen, waiting = set(), [start]
    while waiting:
        node = waiting.pop()
        if node == goal:
            return True
        if node not in seen:
            seen.add(node)
            waiting.extend(ahead[node])
    return False


def _uncrossed(layers: list[list[int]], edges: list[tuple[int, int]]) -> list[list[int]]:
    near: dict[int, list[int]] = {}
    for start, end in edges:
        near.setdefault(start, []).append(end)
        near.setdefault(end, []).append(start)
    for _ in range(ROUNDS):
        place = {node: row for layer in layers for row, node in enumerate(layer)}
        for layer in layers:
            layer.sort(key=lambda n: sum(place[m] for m in near[n]) / len(near[n]))
    return layers
