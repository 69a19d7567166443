"""Reads of what people wrote and did: memos, relations, saved queries, the history."""

from collections.abc import Collection

from sqlalchemy import Connection, select

from qda_app.domain.query import SavedQuery
from qda_app.domain.relation import Relation
from qda_app.domain.source import HistoryEntry, Memo
from qda_app.storage.tables import ChangeSetRow, CoderRow, MemoRow, RelationRow, SavedQueryRow


def saved_queries(connection: Connection) -> list[SavedQuery]:
    """Return the saved queries in the order in which they were made."""
    row = SavedQueryRow
    columns = select(row.id, row.guid, row.name, row.definition).where(row.gone.is_(False))
    return [SavedQuery(*values) for values in connection.execute(columns.order_by(row.id))]


def relations(connection: Connection) -> list[Relation]:
    """Return the relations between nodes, with what was noted on each."""
    row = RelationRow
    columns = select(row.id, row.guid, row.node_id, row.other_id, row.kind)
    rows = connection.execute(columns.where(row.gone.is_(False)).order_by(row.id)).all()
    noted = select(MemoRow.target, MemoRow.text).where(MemoRow.kind == "relation")
    notes: dict[str, list[str]] = {}
    for target, text in connection.execute(noted.where(MemoRow.gone.is_(False))):
        notes.setdefault(target, []).append(text)
    return [Relation(i, g, n, o, k, "\n\n".join(notes.get(g, ()))) for i, g, n, o, k in rows]


def memos(connection: Connection) -> list[Memo]:
    """Return the memos."""
    columns = (
        select(MemoRow.guid, MemoRow.target, MemoRow.kind, CoderRow.name, MemoRow.text)
        .outerjoin(CoderRow, CoderRow.id == MemoRow.coder_id)
        .where(MemoRow.gone.is_(False))
        .order_by(MemoRow.id)
    )
    return [Memo(g, t, k, c or "", x) for g, t, k, c, x in connection.execute(columns)]


def own_memo(connection: Connection, author: int | None, target: str, kind: str) -> str:
    """Return what one person noted on the row with this GUID; empty where nothing."""
    mine = MemoRow.coder_id.is_not_distinct_from(author)
    found = select(MemoRow.text).where(MemoRow.target == target, MemoRow.kind == kind, mine)
    return connection.scalar(found.where(MemoRow.gone.is_(False))) or ""


def history(connection: Connection, limit: int | None = None) -> list[HistoryEntry]:
    """Return the change sets, newest first."""
    row = ChangeSetRow
    columns = (
        select(
            row.id, row.guid, row.time, CoderRow.name, row.label, row.kind, row.target_id, row.hash
        )
        .outerjoin(CoderRow, CoderRow.id == row.coder_id)
        .order_by(row.id.desc())
    )
    if limit is not None:
        columns = columns.limit(limit)
    rows = connection.execute(columns)
    return [HistoryEntry(n, g, t, c or "", x, k, u, h) for n, g, t, c, x, k, u, h in rows]


def step_labels(connection: Connection, numbers: Collection[int]) -> dict[int, tuple[str, str]]:
    """Return (label, time) by change set; an undo or redo has the label of what it is about."""
    row = ChangeSetRow
    columns = select(row.id, row.kind, row.label, row.time, row.target_id)
    known: dict[int, tuple[str, str, str, int | None]] = {}
    wanted = set(numbers)
    while wanted:
        for key, kind, label, time, target in connection.execute(columns.where(row.id.in_(wanted))):
            known[key] = (kind, label, time, target)
        targets = {target for kind, _l, _t, target in known.values() if kind != "do" and target}
        wanted = targets - known.keys()
    found = {}
    for number in numbers:
        behind = number
        while (target := known[behind][3]) is not None and known[behind][0] != "do":
            behind = target
        found[number] = (known[behind][1], known[number][2])
    return found
