"""What can be done with the node tree."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from qda_app.domain.errors import QdaError
from qda_app.domain.messages import counted, say
from qda_app.domain.tree import checked_name, split_path
from qda_app.services.work import Work
from qda_app.storage.tables import CodingRow, MemoRow, NodeRow, QuotationRow, RelationRow
from qda_app.storage.team_tables import NodeAliasRow

CARD = ("short", "definition", "use_when", "not_when", "example")


def siblings(work: Work, parent: int | None) -> list[NodeRow]:
    """Return the live nodes directly below one, in order."""
    below = work.live(NodeRow, NodeRow.parent_id.is_not_distinct_from(parent))
    return sorted(below, key=lambda row: (row.position, row.id))


def next_position(work: Work, parent: int | None) -> int:
    """Return the position behind the live nodes directly below one."""
    below = select(func.max(NodeRow.position)).where(
        NodeRow.gone.is_(False), NodeRow.parent_id.is_not_distinct_from(parent)
    )
    if work.hidden:
        below = below.where(NodeRow.id.not_in(work.hidden))
    work.rows.flush()
    last = work.rows.scalar(below)
    return 0 if last is None else last + 1


def branch(work: Work, node: int) -> list[NodeRow]:
    """Return the node and everything live below it."""
    found = [work.get(NodeRow, node)]
    for row in found:
        found.extend(siblings(work, row.id))
    return found


@dataclass(frozen=True)
class CreateNode:
    """Add a node below another, or at the top."""

    name: str
    parent: int | None = None
    color: str = ""
    definition: str = ""

    @property
    def label(self) -> str:
        """What the history shows."""
        return say("Created node “{name}”", name=self.name)

    def run(self, work: Work) -> int:
        """Add the node after its siblings and return its id."""
        if self.parent is not None:
            work.get(NodeRow, self.parent)
        row = NodeRow(
            name=checked_name(self.name),
            parent_id=self.parent,
            position=next_position(work, self.parent),
            color=self.color,
            definition=self.definition,
        )
        return work.add(row).id


@dataclass(frozen=True)
class RenameNode:
    """Give a node another name."""

    node: int
    name: str

    @property
    def label(self) -> str:
        """What the history shows."""
        return say("Renamed a node to “{name}”", name=self.name)

    def run(self, work: Work) -> None:
        """Rename the node."""
        work.get(NodeRow, self.node).name = checked_name(self.name)


@dataclass(frozen=True)
class MoveNode:
    """Put a node, with what is below it, under another parent or at another place."""

    node: int
    parent: int | None
    place: int | None = None

    @property
    def label(self) -> str:
        """What the history shows."""
        return say("Moved a node")

    def run(self, work: Work) -> None:
        """Move the node before the sibling now at `place`, or to the end."""
        row = work.get(NodeRow, self.node)
        if self.parent is not None and self.parent in {r.id for r in branch(work, self.node)}:
            raise QdaError(
                say("“{name}” cannot lie below itself. Nothing was changed.", name=row.name)
            )
        beside = [other for other in siblings(work, self.parent) if other.id != row.id]
        place = len(beside) if self.place is None else min(max(self.place, 0), len(beside))
        row.parent_id = self.parent
        for position, other in enumerate([*beside[:place], row, *beside[place:]]):
            other.position = position


@dataclass(frozen=True)
class RecolourNode:
    """Give a node a colour of its own, or let it inherit with an empty one."""

    node: int
    color: str

    @property
    def label(self) -> str:
        """What the history shows."""
        return say("Recoloured a node")

    def run(self, work: Work) -> None:
        """Set the colour."""
        work.get(NodeRow, self.node).color = self.color


@dataclass(frozen=True)
class DefineNode:
    """Write a node's definition card; fields left at None stay as they are."""

    node: int
    short: str | None = None
    definition: str | None = None
    use_when: str | None = None
    not_when: str | None = None
    example: str | None = None

    @property
    def label(self) -> str:
        """What the history shows."""
        return say("Defined a node")

    def run(self, work: Work) -> None:
        """Set the fields given."""
        row = work.get(NodeRow, self.node)
        for field in CARD:
            value = getattr(self, field)
            if value is not None:
                setattr(row, field, value)


@dataclass(frozen=True)
class ChangeCard:
    """Write a node's whole card in one step: its name, its colour and its definition."""

    node: int
    name: str
    color: str
    short: str = ""
    definition: str = ""
    use_when: str = ""
    not_when: str = ""
    example: str = ""

    @property
    def label(self) -> str:
        """What the history shows."""
        return say("Defined “{name}”", name=self.name)

    def run(self, work: Work) -> None:
        """Set every field."""
        RenameNode(self.node, self.name).run(work)
        RecolourNode(self.node, self.color).run(work)
        card = {field: getattr(self, field) for field in CARD}
        DefineNode(self.node, **card).run(work)


@dataclass(frozen=True)
class RetireNode:
    """Keep a node and its codings but offer it no longer; or bring it back."""

    node: int
    retired: bool = True

    @property
    def label(self) -> str:
        """What the history shows."""
        return say("Retired a node") if self.retired else say("Brought a node back")

    def run(self, work: Work) -> None:
        """Mark the node."""
        work.get(NodeRow, self.node).retired = self.retired


@dataclass(frozen=True)
class DeleteNode:
    """Remove a node, everything below it, and their codings."""

    node: int

    @property
    def label(self) -> str:
        """What the history shows."""
        return say("Deleted a node")

    def run(self, work: Work) -> int:
        """Remove the branch and return how many codings went with it."""
        rows = branch(work, self.node)
        codings = work.standing(CodingRow.node_id.in_([row.id for row in rows]))
        removed = work.close_codings([coding.id for coding in codings])
        for row in rows:
            row.gone = True
        keys = [row.id for row in rows]
        for relation in _relations(work, keys):
            relation.gone = True
        for alias in work.live(NodeAliasRow, NodeAliasRow.node_id.in_(keys)):
            alias.gone = True
        for quotation in work.live(QuotationRow, QuotationRow.node_id.in_(keys)):
            quotation.node_id = None
        return removed


@dataclass(frozen=True)
class MergeNodes:
    """Put the codings and children of some nodes under another one and remove the rest."""

    nodes: Sequence[int]
    into: int
    name: str = ""
    team = True

    @property
    def label(self) -> str:
        """What the history shows."""
        if self.name:
            return counted(
                "Merged 1 node into “{name}”",
                "Merged {count} nodes into “{name}”",
                len(self.nodes),
                name=self.name,
            )
        return say("Merged nodes")

    def run(self, work: Work) -> int:
        """Merge and return how many codings changed their node."""
        target = work.get(NodeRow, self.into)
        moved = 0
        for key in self.nodes:
            if key == self.into:
                continue
            if self.into in {row.id for row in branch(work, key)}:
                raise QdaError(
                    say("A node cannot be merged into one below it. Nothing was changed.")
                )
            moved += self._merge_one(work, work.get(NodeRow, key), target)
        return moved

    def _merge_one(self, work: Work, row: NodeRow, target: NodeRow) -> int:
        there = {_place(c) for c in work.standing(CodingRow.node_id == target.id)}
        codings = work.standing(CodingRow.node_id == row.id)
        noted = {
            memo.target
            for memo in work.live(MemoRow, MemoRow.target.in_([c.guid for c in codings]))
        }
        doubled = [c for c in codings if _place(c) in there and c.guid not in noted]
        work.close_codings([c.id for c in doubled])
        kept = [c for c in codings if c not in doubled]
        work.replace(kept, node=target.id)
        after = siblings(work, target.id)
        position = after[-1].position + 1 if after else 0
        for child in siblings(work, row.id):
            child.parent_id, child.position = target.id, position
            position += 1
        known = {(r.node_id, r.other_id, r.kind) for r in _relations(work, [target.id])}
        for relation in _relations(work, [row.id]):
            ends = [target.id if end == row.id else end for end in _ends(relation)]
            if ends[0] == ends[1] or (*ends, relation.kind) in known:
                relation.gone = True
            else:
                relation.node_id, relation.other_id = ends
        for alias in work.live(NodeAliasRow, NodeAliasRow.node_id == row.id):
            alias.node_id = target.id
        for quotation in work.live(QuotationRow, QuotationRow.node_id == row.id):
            quotation.node_id = target.id
        row.merged_into_id, row.gone = target.id, True
        return len(codings)


def _relations(work: Work, nodes: Sequence[int]) -> list[RelationRow]:
    ends = RelationRow.node_id.in_(nodes) | RelationRow.other_id.in_(nodes)
    return work.live(RelationRow, ends)


def _ends(relation: RelationRow) -> tuple[int, int]:
    return relation.node_id, relation.other_id


def _place(coding: CodingRow) -> tuple[int, int, int, int]:
    return coding.source_id, coding.coder_id, coding.start, coding.end


@dataclass(frozen=True, slots=True)
class Branch:
    """One line of a tree to be made: a path with what is known of its last node."""

    path: str
    definition: str = ""
    color: str = ""


@dataclass(frozen=True)
class GrowTree:
    """Make the nodes of a tree that are missing, with their parents."""

    branches: Sequence[Branch]

    @property
    def label(self) -> str:
        """What the history shows."""
        return counted("Added 1 node", "Added {count} nodes", len(self.branches))

    def run(self, work: Work) -> int:
        """Make what is missing and return how many nodes that were."""
        known = known_paths(work)
        before = len(known)
        for item in self.branches:
            node = work.get(NodeRow, grow(work, known, split_path(item.path)))
            node.definition = item.definition or node.definition
            node.color = item.color or node.color
        return len(known) - before


def known_paths(work: Work) -> dict[tuple[str, ...], int]:
    """Return the ids of the live nodes by the names from the top."""
    rows = {row.id: row for row in work.live(NodeRow)}
    paths: dict[tuple[str, ...], int] = {}
    for row in rows.values():
        names, above = [row.name], row.parent_id
        while above is not None and above in rows:
            names.append(rows[above].name)
            above = rows[above].parent_id
        paths[tuple(reversed(names))] = row.id
    return paths


def grow(work: Work, known: dict[tuple[str, ...], int], names: tuple[str, ...]) -> int:
    """Return the node of this path, made with its parents where missing; `known` is kept up."""
    for depth in range(1, len(names) + 1):
        path = names[:depth]
        if path not in known:
            parent = known.get(path[:-1])
            known[path] = CreateNode(path[-1], parent).run(work)
    return known[names]
