"""What a merge of nodes would do, before it is done."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say
from qda_app.services.reads import Reads


@dataclass(frozen=True, slots=True)
class NodeMerge:
    """The codings that move, those that would stand twice and so go, and the nodes that move."""

    into: str
    nodes: tuple[str, ...]
    moved: dict[str, int]
    doubled: int
    children: tuple[str, ...]


def preview_merge(read: Reads, nodes: Sequence[int], into: int) -> NodeMerge:
    """Return what `MergeNodes(nodes, into)` would do with the codings that the viewer may see.

    Raises QdaError where the target lies below one of the nodes.
    """
    tree = read.tree()
    chosen = [node for node in nodes if node != into]
    if any(into in tree.descendants(node) for node in chosen):
        raise QdaError(say("A node cannot be merged into one below it. Nothing was changed."))
    names = {coder.id: coder.name for coder in read.coders()}
    found = read.codings(nodes=[*chosen, into])
    places = Counter((c.source, c.coder, c.start, c.end) for c in found if c.node == into)
    moved: Counter[str] = Counter()
    doubled = 0
    for coding in found:
        if coding.node == into:
            continue
        place = (coding.source, coding.coder, coding.start, coding.end)
        if places[place] and not coding.memo:
            doubled += 1
        else:
            moved[names[coding.coder]] += 1
            places[place] += 1
    children = [child.name for node in chosen for child in tree.children(node)]
    return NodeMerge(
        tree.path(into),
        tuple(tree.path(node) for node in chosen),
        dict(moved),
        doubled,
        tuple(children),
    )
