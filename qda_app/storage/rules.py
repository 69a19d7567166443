"""Rules on the rows that a change set wrote, checked before every commit, undo included."""

from sqlalchemy import Connection, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say
from qda_app.storage.journal import TEAM
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
    for table, row in touched:
        if row.gone:
            _check_nothing_needs(session, table, row)
        else:
            _check_references(session, table, row)
    _check_tree([row for _, row in touched if isinstance(row, NodeRow) and not row.gone], session)
    _check_names(session, touched)
    check_team_rules(session, change_set, [row for _, row in touched])
    check_texts(session, change_set)
    connection = session.connection()
    _check_codings_stand_on(connection, change_set.id)
    if change_set.scope != TEAM and change_set.coder_id is not None:
        _check_own(connection, change_set)


def _touched_rows(session: Session, change_set: int) -> list[tuple[str, Row]]:
    statement = (
        select(ImageRow.table_name, ImageRow.row_guid)
        .where(ImageRow.change_set_id == change_set)
        .distinct()
    )
    found = []
    for table, guid in session.execute(statement).all():
        kind = JOURNALED[table]
        found.append((table, session.scalars(select(kind).where(kind.guid == guid)).one()))
    return found


def _check_nothing_needs(session: Session, table: str, row: Row) -> None:
    for other, column in _REFERRED[table]:
        if other in _OF_THE_PAST:
            continue
        kind = JOURNALED[other]
        live = select(kind.id).where(getattr(kind, column) == row.id, kind.gone.is_(False))
        if session.scalar(live.limit(1)) is not None:
            raise QdaError(_still_needed(row))
    if table in _OWN_CODINGS:
        stands = (
            select(CodingRow.id)
            .join(CodingLifeRow, CodingLifeRow.coding_id == CodingRow.id)
            .where(_OWN_CODINGS[table] == row.id, CodingLifeRow.closed.is_(None))
        )
        if session.scalar(stands.limit(1)) is not None:
            raise QdaError(_still_needed(row))


def _still_needed(row: Row) -> str:
    name = getattr(row, "name", row.__tablename__)
    return say("“{name}” is still in use, so it cannot be removed. Nothing was changed.", name=name)


def _check_references(session: Session, table: str, row: Row) -> None:
    for column, target in REFERENCES[table].items():
        if table in _OF_THE_PAST and target == "node":
            continue
        key = getattr(row, column)
        if key is None:
            continue
        referred = session.get(JOURNALED[target], key)
        if referred is None or referred.gone:
            raise QdaError(say("This needs something that was removed since. Nothing was changed."))


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


def _check_tree(nodes: list[NodeRow], session: Session) -> None:
    for node in nodes:
        seen, parent = {node.id}, node.parent_id
        while parent is not None:
            if parent in seen:
                raise QdaError(
                    say("“{name}” cannot lie below itself. Nothing was changed.", name=node.name)
                )
            seen.add(parent)
            above = session.get(NodeRow, parent)
            parent = above.parent_id if above else None


def _check_names(session: Session, touched: list[tuple[str, Row]]) -> None:
    for _table, row in touched:
        if row.gone or not isinstance(row, CoderRow | SourceRow | NodeRow | CaseRow):
            continue
        kind = type(row)
        same = select(kind.id).where(kind.name == row.name, kind.gone.is_(False), kind.id != row.id)
        if isinstance(row, NodeRow):
            same = same.where(NodeRow.parent_id.is_not_distinct_from(row.parent_id))
            same = same.where(NodeRow.merged_into_id.is_(None))
            same = same.where(
                NodeRow.inventor_id.is_(None)
                | NodeRow.inventor_id.is_not_distinct_from(row.inventor_id)
            )
        if isinstance(row, CoderRow):
            same = select(kind.id).where(
                func.lower(kind.name) == row.name.lower(), kind.gone.is_(False), kind.id != row.id
            )
        if session.scalar(same.limit(1)) is not None:
            raise QdaError(
                say(
                    "There is already one called “{name}” here. Choose another name.", name=row.name
                )
            )
