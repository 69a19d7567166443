"""What can be done with several nodes at once: sort, move, copy, gather, split."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from qda_app.domain.errors import QdaError
from qda_app.domain.messages import counted, say
from qda_app.domain.text import fold
from qda_app.services.commands.nodes import CARD, CreateNode, DeleteNode, MoveNode, branch, siblings
from qda_app.services.work import Work
from qda_app.storage.tables import NodeRow


def topmost(work: Work, nodes: Sequence[int]) -> list[int]:
    """Return the nodes of these that lie below none of the others, in the order given."""
    chosen = set(nodes)
    kept = []
    for node in dict.fromkeys(nodes):
        above = work.get(NodeRow, node).parent_id
        while above is not None and above not in chosen:
            above = work.get(NodeRow, above).parent_id
        if above is None:
            kept.append(node)
    return kept


@dataclass(frozen=True)
class SortNodes:
    """Put the nodes below one (or at the top) in another order: by name, or by a given rank.

    `rank` maps node ids to numbers, the greatest first; without it the name decides. `deep` sorts
    everything below too.
    """

    parent: int | None
    rank: Mapping[int, int] = field(default_factory=dict)
    deep: bool = True

    @property
    def label(self) -> str:
        """What the history shows."""
        return say("Sorted nodes")

    def run(self, work: Work) -> None:
        """Renumber the nodes' positions."""
        waiting: list[int | None] = [self.parent]
        while waiting:
            beside = siblings(work, waiting.pop())
            beside.sort(key=lambda row: (-self.rank.get(row.id, 0), fold(row.name), row.id))
            for position, row in enumerate(beside):
                row.position = position
            if self.deep:
                waiting.extend(row.id for row in beside)


@dataclass(frozen=True)
class MoveNodes:
    """Put several nodes, each with what is below it, under another parent, in the order given."""

    nodes: Sequence[int]
    parent: int | None
    place: int | None = None

    @property
    def label(self) -> str:
        """What the history shows."""
        return counted("Moved 1 node", "Moved {count} nodes", len(self.nodes))

    def run(self, work: Work) -> None:
        """Move the topmost of the nodes; those below them go along."""
        place = self.place
        for node in topmost(work, self.nodes):
            MoveNode(node, self.parent, place).run(work)
            place = None if place is None else place + 1


@dataclass(frozen=True)
class GatherNodes:
    """Put nodes under a new category of their own: from open to axial coding in one gesture."""

    nodes: Sequence[int]
    name: str
    parent: int | None = None

    @property
    def label(self) -> str:
        """What the history shows."""
        return say("Gathered nodes under “{name}”", name=self.name)

    def run(self, work: Work) -> int:
        """Make the category, or take the one of that name, and move the nodes below it."""
        chosen = topmost(work, self.nodes)
        if not chosen:
            raise QdaError(say("Choose the nodes that are to lie below the new one."))
        wanted = " ".join(self.name.split())
        there = [row.id for row in siblings(work, self.parent) if row.name == wanted]
        category = there[0] if there else CreateNode(self.name, self.parent).run(work)
        MoveNodes([node for node in chosen if node != category], category).run(work)
        return category


@dataclass(frozen=True)
class CopyBranch:
    """Copy nodes with what is below them, definitions included and codings not, under another."""

    nodes: Sequence[int]
    parent: int | None

    @property
    def label(self) -> str:
        """What the history shows."""
        return counted("Copied 1 node", "Copied {count} nodes", len(self.nodes))

    def run(self, work: Work) -> list[int]:
        """Copy the branches and return the ids of their topmost nodes."""
        return [self._copy(work, node, self.parent) for node in topmost(work, self.nodes)]

    def _copy(self, work: Work, node: int, parent: int | None) -> int:
        old = work.get(NodeRow, node)
        inside = [row.id for row in branch(work, node)]
        if parent in inside:
            raise QdaError(
                say("“{name}” cannot be copied into itself. Nothing was changed.", name=old.name)
            )
        taken = {row.name for row in siblings(work, parent)}
        name, number = old.name, 2
        while name in taken:
            name, number = f"{old.name} ({number})", number + 1
        key = CreateNode(name, parent, old.color, old.definition).run(work)
        fresh = work.get(NodeRow, key)
        for part in CARD:
            setattr(fresh, part, getattr(old, part))
        for child in siblings(work, node):
            self._copy(work, child.id, key)
        return key


@dataclass(frozen=True)
class DeleteNodes:
    """Remove several nodes with everything below them and their codings."""

    nodes: Sequence[int]

    @property
    def label(self) -> str:
        """What the history shows."""
        return counted("Deleted 1 node", "Deleted {count} nodes", len(self.nodes))

    def run(self, work: Work) -> int:
        """Remove the branches and return how many codings went with them."""
        return sum(DeleteNode(node).run(work) for node in topmost(work, self.nodes))


@dataclass(frozen=True)
class SplitNode:
    """Re-code codings of one node at new nodes below it, one for each part.

    `parts` pairs the name of a new node with the ids of the codings that go to it. What is in no
    part stays where it is.
    """

    node: int
    parts: Sequence[tuple[str, Sequence[int]]]
    team = True

    @property
    def label(self) -> str:
        """What the history shows."""
        return say("Split a node into {count}", count=len(self.parts))

    def run(self, work: Work) -> list[int]:
        """Make the nodes, re-code, and return the ids of the nodes."""
        work.get(NodeRow, self.node)
        made = []
        for name, codings in self.parts:
            rows = [work.coding(coding) for coding in codings]
            if any(row.node_id != self.node for row in rows):
                raise QdaError(say("A passage of another node was chosen. Nothing was changed."))
            below = {row.name: row.id for row in siblings(work, self.node)}
            key = below.get(" ".join(name.split())) or CreateNode(name, self.node).run(work)
            work.replace(rows, node=key)
            made.append(key)
        return made
