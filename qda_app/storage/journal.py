"""The journal: every change a command makes, recorded as it is flushed, chained by hashes.

One command is one change set in one transaction. A flush listener writes the changed columns of
each row before and after; the codings that were opened and closed are read from their lives.
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import event, insert, inspect, select, update
from sqlalchemy.orm import ORMExecuteState, Session

from qda_app.domain.guid import new_guid
from qda_app.storage import lives
from qda_app.storage.digest import canonical, change_set_hash, image_digest, new_salt
from qda_app.storage.tables import (
    JOURNALED,
    REFERENCES,
    ChangeSetRow,
    CoderRow,
    CodingDigestRow,
    ImageRow,
    Row,
)

DO, UNDO, REDO, BARRIER = "do", "undo", "redo", "barrier"
OWN, TEAM = "own", "team"


@dataclass(frozen=True, slots=True)
class Entry:
    """What a change set says of itself; `author` is a coder's id, or None for the owner."""

    label: str
    author: int | None = None
    kind: str = DO
    scope: str = OWN
    target: int | None = None


def begin(session: Session, entry: Entry) -> ChangeSetRow:
    """Open a change set in the session's transaction and start to record flushes into it."""
    row = ChangeSetRow(
        guid=new_guid(),
        coder_id=entry.author,
        time=datetime.now(UTC).isoformat(timespec="milliseconds"),
        label=entry.label,
        kind=entry.kind,
        scope=entry.scope,
        target_id=entry.target,
    )
    session.add(row)
    session.flush()
    event.listen(session, "after_flush", lambda s, _context: _record(s, row.id))
    event.listen(session, "do_orm_execute", _refuse_bulk)
    return row


def finish(session: Session, row: ChangeSetRow, *, keep_empty: bool = False) -> bool:
    """Close the change set with its hash; False when nothing was changed."""
    session.flush()
    connection = session.connection()
    images = select(ImageRow.digest).where(ImageRow.change_set_id == row.id).order_by(ImageRow.id)
    digests = list(connection.scalars(images))
    digests += lives.write_digests(connection, row.id)
    if not digests and not keep_empty:
        return False
    previous = connection.scalar(
        select(ChangeSetRow.hash).where(ChangeSetRow.id < row.id).order_by(ChangeSetRow.id.desc())
    )
    chained = change_set_hash(previous or "", hashed_fields(session, row), digests)
    connection.execute(update(ChangeSetRow).where(ChangeSetRow.id == row.id).values(hash=chained))
    return True


def hashed_fields(session: Session, row: ChangeSetRow) -> dict[str, Any]:
    """Return the fields of a change set that its hash covers, with references as GUIDs."""
    author = session.get(CoderRow, row.coder_id) if row.coder_id else None
    target = session.get(ChangeSetRow, row.target_id) if row.target_id else None
    return {
        "guid": row.guid,
        "author": author.guid if author else None,
        "time": row.time,
        "label": row.label,
        "kind": row.kind,
        "scope": row.scope,
        "target": target.guid if target else None,
    }


def digests_of(session: Session, change_set: int) -> list[str]:
    """Return the stored digests of a change set in the order in which its hash covers them."""
    images = select(ImageRow.digest).where(ImageRow.change_set_id == change_set)
    codings = select(CodingDigestRow.digest).where(CodingDigestRow.change_set_id == change_set)
    return [
        *session.scalars(images.order_by(ImageRow.id)),
        *session.scalars(codings.order_by(CodingDigestRow.id)),
    ]


def _refuse_bulk(state: ORMExecuteState) -> None:
    if state.is_update or state.is_delete:
        raise RuntimeError("bulk UPDATE and DELETE would pass by the journal")


def _record(session: Session, change_set: int) -> None:
    if session.deleted:
        raise RuntimeError("rows are marked gone, never deleted")
    rows = [_image(session, change_set, r, new=True) for r in session.new if isinstance(r, Row)]
    changed = [r for r in session.dirty if isinstance(r, Row) and session.is_modified(r)]
    rows += [_image(session, change_set, r, new=False) for r in changed]
    rows.sort(key=lambda image: (image["table_name"], image["row_id"]))
    for image in rows:
        del image["row_id"]
    if rows:
        session.connection().execute(insert(ImageRow), rows)


def _image(session: Session, change_set: int, row: Row, *, new: bool) -> dict[str, Any]:
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    table = row.__tablename__
    state = inspect(row)
    for attribute in state.mapper.column_attrs:
        name = attribute.key
        if name in {"id", "guid"}:
            continue
        history = state.attrs[name].history
        if new or history.has_changes():
            after[name] = to_guid(session, table, name, getattr(row, name))
        if not new and history.has_changes():
            before[name] = to_guid(session, table, name, next(iter(history.deleted)))
    packed_before = None if new else canonical(before)
    packed_after = canonical(after)
    salt = new_salt()
    return {
        "row_id": row.id,
        "change_set_id": change_set,
        "table_name": table,
        "row_guid": row.guid,
        "before": packed_before,
        "after": packed_after,
        "salt": salt,
        "digest": image_digest(salt, table, row.guid, packed_before, packed_after),
    }


def to_guid(session: Session, table: str, name: str, value: Any) -> Any:
    """Return a column's value as the journal writes it: references as GUIDs."""
    target = REFERENCES[table].get(name)
    if target is None or value is None:
        return value
    cache: dict[tuple[str, int], str] = session.info.setdefault("guids", {})
    if (target, value) not in cache:
        row = JOURNALED[target]
        cache[target, value] = (
            session.connection().execute(select(row.guid).where(row.id == value)).scalar_one()
        )
    return cache[target, value]


def from_guid(session: Session, table: str, name: str, value: Any) -> Any:
    """Return what `to_guid` wrote as the column holds it in this file."""
    target = REFERENCES[table].get(name)
    if target is None or value is None:
        return value
    row = JOURNALED[target]
    return session.scalars(select(row.id).where(row.guid == value)).one()


def unpack(image: str | None) -> dict[str, Any]:
    """Read one side of a row image."""
    return json.loads(image) if image else {}
