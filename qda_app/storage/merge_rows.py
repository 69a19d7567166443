"""Rows written in GUIDs, as they cross from one file to another: read whole, inserted, changed."""

from collections.abc import Iterator, Mapping
from graphlib import TopologicalSorter
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from qda_app.storage import facts
from qda_app.storage.tables import JOURNALED, REFERENCES

Columns = dict[str, Any]
Rows = dict[str, dict[str, Columns]]

# Tables in the order in which rows can be inserted: what is referred to comes first.
ORDER = tuple(
    TopologicalSorter(
        {table: {t for t in refs.values() if t != table} for table, refs in REFERENCES.items()}
    ).static_order()
)
_FINGERPRINTS = {"words_hash"}  # of words within a text, kept nowhere by themselves
FACTS = {
    table: tuple(
        c.name
        for c in kind.__table__.columns
        if c.name.endswith("_hash") and c.name not in _FINGERPRINTS
    )
    for table, kind in JOURNALED.items()
}


def read_rows(connection: Connection) -> Rows:
    """Return every journaled row by table and GUID, its references as GUIDs."""
    found: Rows = {}
    names: dict[str, dict[int, str]] = {}
    for table in ORDER:
        columns = JOURNALED[table].__table__.columns
        rows = connection.execute(select(*columns)).mappings().all()
        names[table] = {row["id"]: row["guid"] for row in rows}
        found[table] = {
            row["guid"]: {k: v for k, v in row.items() if k not in {"id", "guid"}} for row in rows
        }
        for name, target in REFERENCES[table].items():
            for values in found[table].values():
                if values[name] is not None:
                    values[name] = names[target][values[name]]
    return found


def ids(connection: Connection, table: str) -> dict[str, int]:
    """Return the ids of a table's rows by GUID."""
    kind = JOURNALED[table]
    return {guid: key for key, guid in connection.execute(select(kind.id, kind.guid))}


def insert_rows(session: Session, rows: Mapping[str, Mapping[str, Columns]]) -> None:
    """Insert rows given in GUIDs, those referred to first.

    Those that are gone are made first and then marked, so that undo can take back both.
    """
    gone: Rows = {}
    for table in ORDER:
        for batch in _levels(table, rows.get(table, {})):
            known = {target: ids(session.connection(), target) for target in _targets(table)}
            kind = JOURNALED[table]
            for guid, values in batch:
                made = {**values, "gone": False}
                if values["gone"]:
                    gone.setdefault(table, {})[guid] = values
                    made = {k: None if k == "merged_into_id" else v for k, v in made.items()}
                session.add(kind(guid=guid, **_placed(table, made, known)))
            session.flush()
    update_rows(session, gone)


def update_rows(session: Session, changes: Mapping[str, Mapping[str, Columns]]) -> None:
    """Set columns of rows that are there, given in GUIDs."""
    for table, rows in changes.items():
        known = {target: ids(session.connection(), target) for target in _targets(table)}
        own, kind = ids(session.connection(), table), JOURNALED[table]
        for guid, values in rows.items():
            row = session.get_one(kind, own[guid])
            for name, value in _placed(table, values, known).items():
                setattr(row, name, value)
    session.flush()


def put_facts(connection: Connection, contents: Mapping[str, str], searched: set[str]) -> None:
    """Keep these texts, by hash, where they are missing; those of sources are made searchable."""
    for key, content in contents.items():
        if facts.put(connection, content, searchable=key in searched) != key:
            raise ValueError(key)


def named_facts(rows: Mapping[str, Mapping[str, Columns]]) -> set[str]:
    """Return the hashes of the facts that these rows name."""
    return {
        values[name]
        for table, found in rows.items()
        for name in FACTS[table]
        for values in found.values()
        if values.get(name)
    }


def _targets(table: str) -> set[str]:
    return set(REFERENCES[table].values())


def _placed(table: str, values: Columns, known: Mapping[str, Mapping[str, int]]) -> Columns:
    refs = REFERENCES[table]
    return {
        name: known[refs[name]][value] if name in refs and value is not None else value
        for name, value in values.items()
    }


def _levels(table: str, rows: Mapping[str, Columns]) -> Iterator[list[tuple[str, Columns]]]:
    """Yield the rows in batches in which none refers to another of the same or a later batch."""
    own = [name for name, target in REFERENCES[table].items() if target == table]
    waiting = dict(rows)
    while waiting:
        batch = [
            (guid, values)
            for guid, values in waiting.items()
            if not any(values.get(name) in waiting for name in own)
        ]
        if not batch:
            raise ValueError(table)
        yield batch
        for guid, _values in batch:
            del waiting[guid]
