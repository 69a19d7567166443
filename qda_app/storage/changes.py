"""What a change set touched, so that views know whether they are concerned."""

from dataclasses import dataclass

from sqlalchemy import Connection, Select, select

from qda_app.storage.tables import CodingLifeRow, CodingRow, ImageRow

FEW = 500  # codings that are worth naming one by one


@dataclass(frozen=True, slots=True)
class Touched:
    """Tables and sources touched; codings opened and closed by id, None where they are many."""

    kinds: frozenset[str]
    sources: frozenset[int]
    opened: frozenset[int] | None
    closed: frozenset[int] | None


def touched_by(connection: Connection, change_set: int) -> Touched:
    """Return what a change set touched."""
    tables = select(ImageRow.table_name).where(ImageRow.change_set_id == change_set).distinct()
    kinds = set(connection.scalars(tables))
    sources: set[int] = set()
    for mark in (CodingLifeRow.opened, CodingLifeRow.closed):
        codings = (
            select(CodingRow.source_id)
            .join(CodingLifeRow, CodingLifeRow.coding_id == CodingRow.id)
            .where(mark == change_set)
            .distinct()
        )
        sources.update(connection.scalars(codings))
    if sources:
        kinds.add("coding")
    opened = _few(
        connection, select(CodingLifeRow.coding_id).where(CodingLifeRow.opened == change_set)
    )
    closed = _few(
        connection, select(CodingLifeRow.coding_id).where(CodingLifeRow.closed == change_set)
    )
    return Touched(frozenset(kinds), frozenset(sources), opened, closed)


def _few(connection: Connection, ids: Select[int]) -> frozenset[int] | None:
    found = frozenset(connection.scalars(ids.limit(FEW + 1)))
    return found if len(found) <= FEW else None
