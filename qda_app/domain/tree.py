"""The node tree: paths, ancestors, and the rules a name obeys."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say

SEPARATOR = " > "
LEVELS = 100  # that a tree may have, wherever it comes from


@dataclass(frozen=True, slots=True)
class Node:
    """An item of the hierarchical node tree with its definition card.

    A node that is still its inventor's names that coder and the round, by id.
    """

    id: int
    guid: str
    parent: int | None
    name: str
    position: int
    color: str = ""
    short: str = ""
    definition: str = ""
    use_when: str = ""
    not_when: str = ""
    example: str = ""
    retired: bool = False
    inventor: int | None = None
    round: int | None = None


def checked_name(name: str) -> str:
    """Return the name without surrounding space, or refuse one that a path could not hold."""
    name = " ".join(name.split())
    if not name:
        raise QdaError(say("A node needs a name."))
    if SEPARATOR in f" {name} ":
        sentence = "A node's name cannot hold “ > ”, which separates the steps of a path: {name}."
        raise QdaError(say(sentence, name=name))
    return name


def split_path(path: str) -> tuple[str, ...]:
    """Return the names that a path such as `Factors > Obstacles` is made of."""
    steps = path.split(SEPARATOR)
    if len(steps) > LEVELS:
        raise too_deep(steps[LEVELS])
    return tuple(checked_name(step) for step in steps)


def too_deep(name: str) -> QdaError:
    """Return the sentence for a node that would lie deeper than a tree may be."""
    sentence = (
        "A node tree has at most {count} levels, and “{name}” would lie below the last one. "
        "Nothing was changed: put fewer nodes below one another."
    )
    return QdaError(say(sentence, count=LEVELS, name=name))


class Tree:
    """Nodes in reading order, with their paths, children and descendants."""

    def __init__(self, nodes: Iterable[Node]) -> None:
        self.by_id: dict[int, Node] = {n.id: n for n in nodes}
        self._children: dict[int | None, list[Node]] = {}
        for node in sorted(self.by_id.values(), key=lambda n: (n.position, n.id)):
            parent = node.parent if node.parent in self.by_id else None
            self._children.setdefault(parent, []).append(node)
        self.order: list[Node] = []
        self.depth: dict[int, int] = {}
        self._names: dict[int, tuple[str, ...]] = {}
        self._walk()

    def _walk(self) -> None:
        stack: list[tuple[Node, tuple[str, ...]]] = [(n, ()) for n in reversed(self.children(None))]
        while stack:
            node, above = stack.pop()
            names = (*above, node.name)
            self.order.append(node)
            self.depth[node.id] = len(above)
            self._names[node.id] = names
            stack.extend((child, names) for child in reversed(self.children(node.id)))

    def children(self, parent: int | None) -> list[Node]:
        """Return the nodes directly below one, or the top nodes for None."""
        return self._children.get(parent, [])

    def path(self, node_id: int) -> str:
        """Return the node's names from the top, joined with ` > `."""
        return SEPARATOR.join(self._names[node_id])

    def names(self, node_id: int) -> tuple[str, ...]:
        """Return the node's names from the top."""
        return self._names[node_id]

    def descendants(self, node_id: int) -> list[int]:
        """Return the ids of the node itself and of everything below it, in reading order."""
        found, stack = [], [node_id]
        while stack:
            current = stack.pop()
            found.append(current)
            stack.extend(child.id for child in reversed(self.children(current)))
        return found

    def ancestors(self, node_id: int) -> list[int]:
        """Return the ids above a node, nearest first."""
        found = []
        parent = self.by_id[node_id].parent
        while parent is not None and parent in self.by_id:
            found.append(parent)
            parent = self.by_id[parent].parent
        return found

    def leaves(self) -> list[int]:
        """Return the ids of the nodes without children, in reading order."""
        return [n.id for n in self.order if not self.children(n.id)]

    def find(self, names: tuple[str, ...]) -> list[Node]:
        """Return the nodes that bear this path; equal siblings make it more than one."""
        return [n for n in self.order if self._names[n.id] == names]

    def paths(self) -> Mapping[int, str]:
        """Return every node's path by id, in reading order."""
        return {n.id: self.path(n.id) for n in self.order}
