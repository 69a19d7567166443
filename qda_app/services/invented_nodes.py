"""Nodes that coders invented in rounds and that are not everybody's yet."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from qda_app.domain.coding import Coding
from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say
from qda_app.domain.rounds import Round
from qda_app.domain.text import fold
from qda_app.domain.tree import Node, Tree, split_path
from qda_app.services.reads import Reads

EXAMPLES = 5


@dataclass(frozen=True, slots=True)
class InventedNode:
    """A node, in which round and by whom it was made, and how it is used.

    `private` says that the round still keeps it from others; `alike` are other nodes of the same
    name, with which it may be unified; `examples` are its first codings.
    """

    node: Node
    path: str
    round: Round | None
    inventor: str
    private: bool
    counts: tuple[tuple[str, int], ...]
    examples: tuple[Coding, ...]
    alike: tuple[Node, ...]


def invented_nodes(read: Reads) -> list[InventedNode]:
    """Return the nodes invented in rounds that the viewer may see, in reading order."""
    tree = read.tree()
    found = [node for node in tree.order if node.inventor is not None]
    if not found:
        return []
    rounds = {one.id: one for one in read.rounds()}
    names = {coder.id: coder.name for coder in read.coders()}
    codings = read.codings(nodes=[node.id for node in found])
    return [_described(node, tree, rounds.get(node.round or 0), names, codings) for node in found]


def _described(
    node: Node,
    tree: Tree,
    one: Round | None,
    names: dict[int, str],
    codings: Sequence[Coding],
) -> InventedNode:
    own = [coding for coding in codings if coding.node == node.id]
    counts = Counter(names.get(coding.coder, "?") for coding in own)
    name = fold(node.name)
    alike = tuple(n for n in tree.order if n.id != node.id and fold(n.name) == name)
    return InventedNode(
        node,
        tree.path(node.id),
        one,
        names.get(node.inventor or 0, "?"),
        one is not None and one.hides,
        tuple(sorted(counts.items())),
        tuple(own[:EXAMPLES]),
        alike,
    )


def invented_named(read: Reads, path: str) -> InventedNode:
    """Return the invented node at a path; refuses what is none, or still private."""
    every = invented_nodes(read)
    wanted = split_path(path)
    found = next((each for each in every if split_path(each.path) == wanted), None)
    if found is None:
        known = "; ".join(each.path for each in every) or say("none")
        raise QdaError(
            say(
                "“{path}” is no node that was invented in a round. There are: {known}.",
                path=path,
                known=known,
            )
        )
    if found.private:
        raise QdaError(
            say(
                "“{path}” is private until all have submitted the round; decide then.",
                path=found.path,
            )
        )
    return found
