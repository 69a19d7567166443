"""Reads of what people wrote and did: memos, relations, saved queries, the history."""

import json
from collections.abc import Collection

from sqlalchemy import Connection, func, select

from qda_app.domain.query import SavedQuery
from qda_app.domain.quotation import Edit, Quotation
from qda_app.domain.relation import Relation
from qda_app.domain.source import HistoryEntry, Memo
from qda_app.storage.tables import (
    ChangeSetRow,
    CoderRow,
    ImageRow,
    MemoLinkRow,
    MemoPlaceRow,
    MemoRow,
    ProjectRow,
    QuotationRow,
    RelationRow,
    SavedQueryRow,
    SourceRow,
)


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
    """Return the memos in the order in which they were begun."""
    row = MemoRow
    columns = (
        select(row.id, row.guid, row.target, row.kind, row.coder_id, CoderRow.name, row.text)
        .outerjoin(CoderRow, CoderRow.id == row.coder_id)
        .where(row.gone.is_(False))
        .order_by(row.id)
    )
    places, links, times = _places(connection), _links(connection), _times(connection)
    found = []
    for key, guid, target, kind, coder, name, text in connection.execute(columns):
        source, start, end = places.get(key, (None, 0, 0))
        linked, written = tuple(sorted(links.get(key, ()))), times.get(guid, "")
        found.append(
            Memo(
                guid,
                target,
                kind,
                name or "",
                text,
                key,
                coder,
                source,
                start,
                end,
                linked,
                written,
            )
        )
    return found


def _places(connection: Connection) -> dict[int, tuple[int, int, int]]:
    row = MemoPlaceRow
    columns = select(row.memo_id, row.source_id, row.start, row.end).where(row.gone.is_(False))
    return {memo: (source, start, end) for memo, source, start, end in connection.execute(columns)}


def _links(connection: Connection) -> dict[int, set[int]]:
    row = MemoLinkRow
    found: dict[int, set[int]] = {}
    columns = select(row.memo_id, row.other_id).where(row.gone.is_(False))
    for one, other in connection.execute(columns):
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return found


def _times(connection: Connection) -> dict[str, str]:
    """Return when the words of each memo were changed last, by GUID."""
    newest = (
        select(ImageRow.row_guid, func.max(ChangeSetRow.time))
        .join(ChangeSetRow, ChangeSetRow.id == ImageRow.change_set_id)
        .where(ImageRow.table_name == "memo", ImageRow.after.like('%"text":%'))
        .group_by(ImageRow.row_guid)
    )
    return {row[0]: row[1] for row in connection.execute(newest)}


def project_guid(connection: Connection) -> str:
    """Return the project's own GUID."""
    return connection.scalar(select(ProjectRow.guid)) or ""


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


def quotations(connection: Connection) -> list[Quotation]:
    """Return the quotations chosen for a paper, in their order."""
    row = QuotationRow
    columns = (
        select(
            row.id, row.guid, row.source_id, row.node_id, row.start, row.end, row.position,
            row.words_hash, row.edits, row.note, row.translation, row.translator, row.status,
            row.coder_id,
        )
        .join(SourceRow, SourceRow.id == row.source_id)
        .where(row.gone.is_(False), SourceRow.gone.is_(False))
        .order_by(row.position, row.id)
    )  # fmt: skip
    found = []
    for key, guid, source, node, start, end, place, words, edits, *rest in connection.execute(
        columns
    ):
        made = tuple(Edit(**edit) for edit in json.loads(edits))
        found.append(Quotation(key, guid, source, node, start, end, place, words, made, *rest))
    return found
