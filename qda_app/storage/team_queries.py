"""Reads of how the team works: rounds, assignments, decisions, versions, copies."""

import json
from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import Connection, func, select

from qda_app.domain.disagreements import Decision
from qda_app.domain.rounds import Assignment, CodebookVersion, Part, Placed, Round
from qda_app.storage import facts
from qda_app.storage.tables import (
    ChangeSetRow,
    CoderRow,
    CodingLifeRow,
    CodingRow,
    ImageRow,
    NodeRow,
)
from qda_app.storage.team_tables import (
    AssignmentRow,
    CodebookVersionRow,
    DecisionRow,
    HandoutRow,
    RoundPartRow,
    RoundRow,
)


def rounds(connection: Connection) -> list[Round]:
    """Return the rounds in the order in which they were made."""
    row = RoundRow
    columns = (
        select(
            row.id, row.guid, row.name, row.pilot, row.blind, row.closed, row.created, row.plan,
            CodebookVersionRow.guid, row.basis_hash,
        )
        .outerjoin(CodebookVersionRow, CodebookVersionRow.id == row.version_id)
        .where(row.gone.is_(False))
        .order_by(row.id)
    )  # fmt: skip
    found = connection.execute(columns).all()
    if not found:
        return []
    parts, assigned, decided = _parts(connection), _assignments(connection), _decided(connection)
    partial = handed_to(connection) is not None
    return [
        Round(
            key, guid, name, pilot, blind, closed, created, plan, version or "", basis,
            tuple(parts[key]), tuple(assigned[key]), key in decided, partial,
        )
        for key, guid, name, pilot, blind, closed, created, plan, version, basis in found
    ]  # fmt: skip


def _parts(connection: Connection) -> dict[int, list[Part]]:
    row = RoundPartRow
    columns = select(row.round_id, row.source_id, row.start, row.end).where(row.gone.is_(False))
    found: dict[int, list[Part]] = defaultdict(list)
    for key, source, start, end in connection.execute(columns.order_by(row.id)):
        found[key].append(Part(source, start, end))
    return found


def _assignments(connection: Connection) -> dict[int, list[Assignment]]:
    row = AssignmentRow
    columns = select(
        row.round_id, row.id, row.coder_id, row.submitted, row.codings_hash, row.count, row.head
    )
    found: dict[int, list[Assignment]] = defaultdict(list)
    live = columns.where(row.gone.is_(False)).order_by(row.id)
    for key, own, coder, when, codings, count, head in connection.execute(live):
        found[key].append(Assignment(own, coder, when, codings, count, head))
    return found


def _decided(connection: Connection) -> set[int]:
    columns = select(DecisionRow.round_id).where(
        DecisionRow.gone.is_(False), DecisionRow.by_hand.is_(True)
    )
    return set(connection.scalars(columns.distinct()))


def handed_to(connection: Connection) -> int | None:
    """Return whose copy this file is, by id; None where it is no hand-out.

    A hand-out was made with its own first step; a project only records that it made one.
    """
    first = select(func.min(ChangeSetRow.id)).scalar_subquery()
    columns = (
        select(HandoutRow.coder_id)
        .join(ImageRow, ImageRow.row_guid == HandoutRow.guid)
        .where(ImageRow.table_name == "handout", ImageRow.change_set_id == first)
    )
    return connection.scalar(columns.limit(1))


def invented(connection: Connection, round_ids: Collection[int]) -> dict[int, set[int]]:
    """Return the nodes invented in these rounds, by their inventor."""
    row = NodeRow
    columns = select(row.inventor_id, row.id).where(
        row.round_id.in_(round_ids), row.inventor_id.is_not(None), row.gone.is_(False)
    )
    found: dict[int, set[int]] = defaultdict(set)
    for coder, node in connection.execute(columns):
        found[int(coder or 0)].add(node)
    return found


def listed(connection: Connection, key: str) -> list[str]:
    """Return the GUIDs of a stored list of codings."""
    found: list[str] = json.loads(facts.get(connection, key) or "[]")
    return found


def codings_named(connection: Connection, guids: Collection[str]) -> list[Placed]:
    """Return codings by GUID, whether they stand or not, in the order of the text."""
    row = CodingRow
    columns = select(row.guid, row.source_id, row.node_id, row.coder_id, row.start, row.end)
    wanted = list(guids)
    found: list[Placed] = []
    for at in range(0, len(wanted), 20_000):
        some = connection.execute(columns.where(row.guid.in_(wanted[at : at + 20_000])))
        found.extend(Placed(*values) for values in some)
    return sorted(found, key=lambda one: (one.source, one.start, one.end, one.node, one.guid))


def versions(connection: Connection) -> list[CodebookVersion]:
    """Return the versions of the codebook, oldest first."""
    row = CodebookVersionRow
    columns = (
        select(row.id, row.guid, row.number, row.rationale, row.made, row.tree_hash, CoderRow.name)
        .outerjoin(CoderRow, CoderRow.id == row.coder_id)
        .where(row.gone.is_(False))
        .order_by(row.number, row.id)
    )
    return [
        CodebookVersion(key, guid, number, why, made, tree, name or "")
        for key, guid, number, why, made, tree, name in connection.execute(columns)
    ]


def node_ids(connection: Connection) -> dict[str, int]:
    """Return the ids of all nodes by GUID, also of those that were removed or merged."""
    return {row[0]: row[1] for row in connection.execute(select(NodeRow.guid, NodeRow.id))}


def standing_in(
    connection: Connection, coder: int, parts: Collection[Part]
) -> list[tuple[str, int, int, int]]:
    """Return (GUID, source, start, end) of a coder's codings that stand within these passages."""
    row = CodingRow
    sources = {part.source for part in parts}
    columns = (
        select(row.guid, row.source_id, row.start, row.end)
        .join(CodingLifeRow, CodingLifeRow.coding_id == row.id)
        .where(CodingLifeRow.closed.is_(None), row.coder_id == coder, row.source_id.in_(sources))
        .order_by(row.source_id, row.start, row.end, row.id)
    )
    spans: dict[int, list[Part]] = defaultdict(list)
    for part in parts:
        spans[part.source].append(part)
    return [
        (guid, source, start, end)
        for guid, source, start, end in connection.execute(columns)
        if any(start < part.end and part.start < end for part in spans[source])
    ]


def change_sets_on(
    connection: Connection, hidden: Collection[tuple[int, Collection[int]]]
) -> set[int]:
    """Return the change sets that opened or closed codings of these coders in their sources."""
    found: set[int] = set()
    for coder, sources in hidden:
        for mark in (CodingLifeRow.opened, CodingLifeRow.closed):
            columns = (
                select(mark)
                .join(CodingRow, CodingRow.id == CodingLifeRow.coding_id)
                .where(CodingRow.coder_id == coder, CodingRow.source_id.in_(sources))
            )
            found.update(key for key in connection.scalars(columns.distinct()) if key)
    return found


def merged_nodes(connection: Connection) -> dict[int, int]:
    """Return the live node that each node merged away has become part of."""
    columns = select(NodeRow.id, NodeRow.merged_into_id).where(
        NodeRow.gone.is_(True), NodeRow.merged_into_id.is_not(None)
    )
    into: dict[int, int] = {key: target for key, target in connection.execute(columns) if target}
    found = {}
    for key, first in into.items():
        target, steps = first, 0
        while target in into and steps <= len(into):
            target, steps = into[target], steps + 1
        found[key] = target
    return found


def decisions(connection: Connection, round_id: int) -> list[Decision]:
    """Return how the disagreements of a round were settled, oldest first."""
    row = DecisionRow
    columns = (
        select(
            row.id, row.item, row.node_id, row.other_id, row.source_id, row.start, row.end,
            row.members, row.produced, row.outcome, row.accepted_id, row.cause, row.note,
            row.by_hand, row.coder_id, row.made,
        )
        .where(row.round_id == round_id, row.gone.is_(False))
        .order_by(row.id)
    )  # fmt: skip
    found = []
    for key, item, node, other, source, start, end, members, produced, *rest in connection.execute(
        columns
    ):
        guids, made = frozenset(json.loads(members)), tuple(json.loads(produced))
        place = (key, item, node, other, source, start, end)
        found.append(Decision(*place, guids, made, *rest))
    return found
