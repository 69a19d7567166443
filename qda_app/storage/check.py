"""Checking a project: pages, texts, the journal's chain, and the journal against the tables."""

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from qda_app.domain.messages import say
from qda_app.domain.text import fingerprint
from qda_app.storage import lives, sqlite_engine
from qda_app.storage.digest import canonical, change_set_hash, codings_digest, image_digest
from qda_app.storage.journal import digests_of, hashed_fields, to_guid, unpack
from qda_app.storage.merge_journal import branch_faults
from qda_app.storage.store import Store
from qda_app.storage.tables import (
    JOURNALED,
    ChangeSetRow,
    CodingDigestRow,
    CodingLifeRow,
    CodingRow,
    FactRow,
    ImageRow,
    SourceRow,
)

Step = Callable[[str], None]


def first_fault(store: Store, progress: Step = lambda _step: None) -> str | None:
    """Return a sentence on the first fault found, or None when the project is sound."""
    progress(say("pages"))
    with store.lock:
        fault = sqlite_engine.page_fault(store.engine)
    if fault is not None:
        return say("A page of the file is damaged: {fault}.", fault=fault)
    with store.looking() as session:
        for name, faults in (
            (say("texts"), _text_faults),
            (say("journal"), _chain_faults),
            (say("rows"), _row_faults),
            (say("codings"), _coding_faults),
            (say("merged copies"), branch_faults),
        ):
            progress(name)
            fault = next(faults(session), None)
            if fault is not None:
                return fault
    return None


def _text_faults(session: Session) -> Iterator[str]:
    names = {row.text_hash: row.name for row in session.scalars(select(SourceRow))}
    known = set()
    for digest, content in session.execute(select(FactRow.hash, FactRow.content)):
        known.add(digest)
        if fingerprint(content) != digest:
            name = names.get(digest, say("a list of turns"))
            yield say("The text of “{name}” is not what was imported.", name=name)
    for source in session.scalars(select(SourceRow)):
        if source.text_hash not in known or (source.turns_hash and source.turns_hash not in known):
            yield say("The text of “{name}” is missing.", name=source.name)


def _chain_faults(session: Session) -> Iterator[str]:
    previous, number = "", 0
    for row in session.scalars(select(ChangeSetRow).order_by(ChangeSetRow.id)):
        fields = hashed_fields(session, row)
        if change_set_hash(previous, fields, digests_of(session, row.id)) != row.hash:
            yield say(
                "The journal's chain is broken at change set {number} (“{label}” of {time}), "
                "which follows number {before}.",
                number=row.id,
                label=row.label,
                time=row.time,
                before=number,
            )
        previous, number = row.hash, row.id
    for image in session.scalars(select(ImageRow).order_by(ImageRow.id)).yield_per(5_000):
        if image.salt is None:
            continue
        found = image_digest(
            image.salt, image.table_name, image.row_guid, image.before, image.after
        )
        if found != image.digest:
            yield say("An image in change set {number} was altered.", number=image.change_set_id)


def _row_faults(session: Session) -> Iterator[str]:
    """Replay the images and compare what they add up to with the tables."""
    expected: dict[tuple[str, str], dict[str, Any]] = {}
    columns = select(ImageRow.table_name, ImageRow.row_guid, ImageRow.after).order_by(ImageRow.id)
    purged = set()
    for table, guid, after in session.execute(columns):
        if after is None:
            purged.add((table, guid))
        expected.setdefault((table, guid), {}).update(unpack(after))
    for table, kind in JOURNALED.items():
        for row in session.scalars(select(kind)):
            wanted = expected.pop((table, row.guid), None)
            if (table, row.guid) in purged:
                continue
            found = {
                name: to_guid(session, table, name, getattr(row, name))
                for name in (wanted or {"guid": None})
            }
            if canonical(found) != canonical(wanted):
                name = getattr(row, "name", row.guid)
                yield say(
                    "“{name}” ({table}) is not as the journal has it.", name=name, table=table
                )
    for table, guid in expected.keys() - purged:
        yield say("A row of {table} is missing ({guid}).", table=table, guid=guid)


def _coding_faults(session: Session) -> Iterator[str]:
    connection = session.connection()
    for opened in (True, False):
        yield from _digest_faults(session, opened=opened)
    lifeless = (
        select(CodingRow.guid)
        .outerjoin(CodingLifeRow, CodingLifeRow.coding_id == CodingRow.id)
        .where(CodingLifeRow.id.is_(None))
    )
    guid = connection.scalar(lifeless.limit(1))
    if guid is not None:
        yield say("Coding {guid} is in no change set.", guid=guid)
    yield from _span_faults(connection)


def _digest_faults(session: Session, *, opened: bool) -> Iterator[str]:
    rows = session.scalars(select(CodingDigestRow).where(CodingDigestRow.opened.is_(opened)))
    stored = {(row.change_set_id, row.source_guid): row for row in rows}
    for group in lives.touched(session.connection(), opened=opened):
        row = stored.pop((group.change_set, group.source), None)
        if row is not None and row.salt is None:
            continue
        wanted = None if row is None else row.digest
        salt = "" if row is None else row.salt or ""
        if wanted != codings_digest(salt, group.source, opened=opened, lines=group.lines):
            yield say(
                "A coding is not as change set {number} left it (source {source}).",
                number=group.change_set,
                source=_source_name(session, group.source),
            )
    for (number, source), row in stored.items():
        if row.salt is not None:
            name = _source_name(session, source)
            yield say(
                "Codings of change set {number} are missing (source {source}).",
                number=number,
                source=name,
            )


def _source_name(session: Session, guid: str) -> str:
    return session.scalar(select(SourceRow.name).where(SourceRow.guid == guid)) or guid


def _span_faults(connection: Connection) -> Iterator[str]:
    """Look for codings outside their text; one that was replaced lay in the text of its time."""
    stands = (
        select(CodingLifeRow.id)
        .where(CodingLifeRow.coding_id == CodingRow.id, CodingLifeRow.closed.is_(None))
        .exists()
    )
    outside = (
        select(SourceRow.name, CodingRow.start, CodingRow.end)
        .join(SourceRow, SourceRow.id == CodingRow.source_id)
        .where(
            (CodingRow.start < 0)
            | (CodingRow.start >= CodingRow.end)
            | ((CodingRow.end > SourceRow.length) & stands)
        )
    )
    row = connection.execute(outside.limit(1)).first()
    if row is not None:
        yield say(
            "A coding of “{name}” lies outside its text ({start} to {end}).",
            name=row[0],
            start=row[1],
            end=row[2],
        )
