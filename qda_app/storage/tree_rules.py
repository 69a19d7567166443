"""Rules on the node tree: no node below itself, none too deep, no two of one name side by side."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say
from qda_app.domain.tree import LEVELS, too_deep
from qda_app.storage.journal import unpack
from qda_app.storage.table_base import parts
from qda_app.storage.tables import ImageRow, NodeRow

_FEW = 400  # rows whose names are looked for; of more, all beside them are read


def check_tree(session: Session, change_set: int, touched: Sequence[NodeRow]) -> None:
    """Raise QdaError where a node that was placed lies below itself, or anything too deep."""
    if not touched:
        return
    moved = _placed(session, change_set)
    placed = {row.id: row for row in touched if row.guid in moved and not row.gone}
    parents = _with_ancestors(session, {key: row.parent_id for key, row in placed.items()})
    depth: dict[int, int] = {}
    for key, row in placed.items():
        _measure(key, parents, depth, row.name)
    reached = {key: depth[key] for key in placed}
    while reached:
        reached = _below(session, reached, placed)


def _placed(session: Session, change_set: int) -> set[str]:
    """Return the GUIDs of the nodes that were made, moved or brought back."""
    images = select(ImageRow.row_guid, ImageRow.after).where(
        ImageRow.change_set_id == change_set, ImageRow.table_name == NodeRow.__tablename__
    )
    return {
        guid for guid, after in session.execute(images) if {"parent_id", "gone"} & {*unpack(after)}
    }


def _with_ancestors(session: Session, parents: dict[int, int | None]) -> dict[int, int | None]:
    """Return the parents with those of every node above."""
    while missing := {above for above in parents.values() if above and above not in parents}:
        for keys in parts(missing):
            above = select(NodeRow.id, NodeRow.parent_id).where(NodeRow.id.in_(keys))
            parents |= {row.id: row.parent_id for row in session.execute(above)}
    return parents


def _measure(node: int, parents: dict[int, int | None], depth: dict[int, int], name: str) -> None:
    """Note on which level a node and those above it lie, the topmost on 1."""
    way: dict[int, None] = {}
    at: int | None = node
    while at is not None and at not in depth:
        if at in way:
            raise QdaError(say("“{name}” cannot lie below itself. Nothing was changed.", name=name))
        way[at] = None
        at = parents[at]
    level = 0 if at is None else depth[at]
    for key in reversed(way):
        level += 1
        depth[key] = level
    if depth[node] > LEVELS:
        raise too_deep(name)


def _below(session: Session, reached: dict[int, int], placed: Collection[int]) -> dict[int, int]:
    """Return the nodes directly below those reached that were not placed, with their levels."""
    found: dict[int, int] = {}
    for keys in parts(reached):
        below = select(NodeRow.id, NodeRow.parent_id, NodeRow.name).where(
            NodeRow.parent_id.in_(keys), NodeRow.gone.is_(False)
        )
        for key, parent, name in session.execute(below):
            if key in placed or parent is None:
                continue
            found[key] = reached[parent] + 1
            if found[key] > LEVELS:
                raise too_deep(name)
    return found


def check_node_names(session: Session, rows: Sequence[NodeRow]) -> None:
    """Raise QdaError where two nodes beside each other have one name that somebody sees twice."""
    names = {row.name for row in rows} if len(rows) <= _FEW else None
    beside: dict[tuple[int | None, str], list[tuple[int, int | None]]] = {}
    for where in _below_any({row.parent_id for row in rows}):
        found = select(NodeRow.id, NodeRow.parent_id, NodeRow.name, NodeRow.inventor_id).where(
            where, NodeRow.gone.is_(False), NodeRow.merged_into_id.is_(None)
        )
        if names is not None:
            found = found.where(NodeRow.name.in_(names))
        for key, parent, name, inventor in session.execute(found):
            beside.setdefault((parent, name), []).append((key, inventor))
    for row in rows:
        for key, inventor in beside.get((row.parent_id, row.name), ()):
            if key != row.id and inventor in {None, row.inventor_id}:
                raise taken(row.name)


def _below_any(parents: Iterable[int | None]) -> list[Any]:
    known = {parent for parent in parents if parent is not None}
    found: list[Any] = [NodeRow.parent_id.in_(keys) for keys in parts(known)]
    return [*found, NodeRow.parent_id.is_(None)] if None in set(parents) else found


def taken(name: str) -> QdaError:
    """Return the sentence for a name that something else of the kind has."""
    sentence = "There is already one called “{name}” here. Choose another name."
    return QdaError(say(sentence, name=name))
