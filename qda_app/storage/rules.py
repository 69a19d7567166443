"""Rules on the rows that a change set wrote, checked before every commit, undo included."""

from typing import Any

from sqlalchemy import Connection, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say
from qda_app.storage.journal import TEAM
from qda_app.storage.table_base import parts
from qda_app.storage.tables import (
    JOURNALED,
    REFERENCES,
    CaseRow,
    ChangeSetRow,
    CoderRow,
    CodingLifeRow,
    CodingRow,
    ImageRow,
    NodeRow,
    Row,
    SourceRow,
)
from qda_app.storage.team_rules import check_team_rules
from qda_app.storage.text_rules import check_texts
from qda_app.storage.tree_rules import check_node_names, check_tree, taken

_REFERRED = {
    target: [
        (name, column)
        for name, refs in REFERENCES.items()
        for column, t in refs.items()
        if t == target
    ]
    for target in JOURNALED
}
_OF_THE_PAST = {"decision"}  # what was settled names nodes as they were then
_OWN_CODINGS = {
    "source": CodingRow.source_id,
    "node": CodingRow.node_id,
    "coder": CodingRow.coder_id,
}


def check_rules(session: Session, change_set: ChangeSetRow) -> None:
    """Raise QdaError when what the change set wrote breaks a rule of the project."""
    session.flush()
    touched = _touched_rows(session, change_set.id)
    for table, rows in touched.items():
        _check_nothing_needs(session, table, {row.id: row for row in rows if row.gone})
        _check_references(session, table, [row for row in rows if not row.gone])
    rows = [row for found in touched.values() for row in found]
    check_tree(session, change_set.id, [row for row in rows if isinstance(row, NodeRow)])
    _check_names(session, [row for row in rows if not row.gone])
    check_team_rules(session, change_set, rows)
    check_texts(session, change_set)
    connection = session.connection()
    _check_codings_stand_on(connection, change_set.id)
    if change_set.scope != TEAM and change_set.coder_id is not None:
        _check_own(connection, change_set)


def _touched_rows(session: Session, change_set: int) -> dict[str, list[Row]]:
    """Return the rows that a change set wrote by their tables."""
    images = select(ImageRow.table_name, ImageRow.row_guid)
    guids: dict[str, list[str]] = {}
    for table, guid in session.execute(images.where(ImageRow.change_set_id == change_set)):
        guids.setdefault(table, []).append(guid)
    found: dict[str, list[Row]] = {}
    for table, written in guids.items():
        kind = JOURNALED[table]
        for part in parts(dict.fromkeys(written)):
            rows = session.scalars(select(kind).where(kind.guid.in_(part)))
            found.setdefault(table, []).extend(rows)
    return found


def _check_nothing_needs(session: Session, table: str, gone: dict[int, Row]) -> None:
    """Refuse where something live refers to one of the rows that are gone, given by their ids."""
    for keys in parts(gone):
        for other, column in _REFERRED[table]:
            if other in _OF_THE_PAST:
                continue
            kind = JOURNALED[other]
            refers = getattr(kind, column)
            live = select(refers).where(refers.in_(keys), kind.gone.is_(False))
            _refuse_needed(gone, session.scalar(live.limit(1)))
        if table in _OWN_CODINGS:
            stands = (
                select(_OWN_CODINGS[table])
                .join(CodingLifeRow, CodingLifeRow.coding_id == CodingRow.id)
                .where(_OWN_CODINGS[table].in_(keys), CodingLifeRow.closed.is_(None))
            )
            _refuse_needed(gone, session.scalar(stands.limit(1)))


def _refuse_needed(gone: dict[int, Row], key: int | None) -> None:
    if key is not None:
        raise QdaError(_still_needed(gone[key]))


def _still_needed(row: Row) -> str:
    name = getattr(row, "name", row.__tablename__)
    return say("“{name}” is still in use, so it cannot be removed. Nothing was changed.", name=name)


def _check_references(session: Session, table: str, rows: list[Row]) -> None:
    for column, target in REFERENCES[table].items():
        if table in _OF_THE_PAST and target == "node":
            continue
        kind = JOURNALED[target]
        for keys in parts({getattr(row, column) for row in rows} - {None}):
            there = select(func.count()).where(kind.id.in_(keys), kind.gone.is_(False))
            if session.scalar(there) != len(keys):
                sentence = "This needs something that was removed since. Nothing was changed."
                raise QdaError(say(sentence))


def _check_codings_stand_on(connection: Connection, change_set: int) -> None:
    standing: tuple[tuple[type[Row], InstrumentedAttribute[int]], ...] = (
        (SourceRow, CodingRow.source_id),
        (NodeRow, CodingRow.node_id),
        (CoderRow, CodingRow.coder_id),
    )
    for kind, key in standing:
        dangling = (
            select(CodingLifeRow.id)
            .join(CodingRow, CodingRow.id == CodingLifeRow.coding_id)
            .join(kind, kind.id == key)
            .where(CodingLifeRow.opened == change_set, kind.gone.is_(True))
        )
        if connection.scalar(dangling.limit(1)) is not None:
            raise QdaError(
                say("A coding needs a source, node or coder that was removed. Nothing was changed.")
            )


def _check_own(connection: Connection, change_set: ChangeSetRow) -> None:
    for mark in (CodingLifeRow.opened, CodingLifeRow.closed):
        foreign = (
            select(CoderRow.name)
            .join(CodingRow, CodingRow.coder_id == CoderRow.id)
            .join(CodingLifeRow, CodingLifeRow.coding_id == CodingRow.id)
            .where(mark == change_set.id, CodingRow.coder_id != change_set.coder_id)
        )
        name = connection.scalar(foreign.limit(1))
        if name is not None:
            raise QdaError(
                say("These codings are {name}'s; nobody else can change them.", name=name)
            )


def _check_names(session: Session, rows: list[Row]) -> None:
    """Refuse a name that another row of the kind has, of nodes one beside it."""
    kinds: dict[type[Row], list[Row]] = {}
    for row in rows:
        kinds.setdefault(type(row), []).append(row)
    for named in (SourceRow, CaseRow, CoderRow):
        if named in kinds:
            _check_own_names(session, named, kinds[named])
    nodes = [row for row in rows if isinstance(row, NodeRow)]
    if nodes:
        check_node_names(session, nodes)


def _check_own_names(session: Session, kind: Any, rows: list[Any]) -> None:
    """Refuse equal names; of coders also such that differ in capitals only."""
    fold = str.casefold if kind is CoderRow else str
    there: dict[str, int] = {}
    for key, name in session.execute(select(kind.id, kind.name).where(kind.gone.is_(False))):
        there[fold(name)] = key if fold(name) not in there else 0
    for row in rows:
        if there[fold(row.name)] != row.id:
            raise taken(row.name)
