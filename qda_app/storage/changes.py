"""What a change set touched, so that views know whether they are concerned."""

from sqlalchemy import Connection, select

from qda_app.storage.tables import CodingLifeRow, CodingRow, ImageRow


def touched_by(connection: Connection, change_set: int) -> tuple[frozenset[str], frozenset[int]]:
    """Return the names of the tables touched and the sources whose codings changed."""
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
    return frozenset(kinds), frozenset(sources)
