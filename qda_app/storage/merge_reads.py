"""What a merge reads of two files: their histories, and what a copy changed since their base."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, select

from qda_app.storage.journal import OWN, UNDO, unpack
from qda_app.storage.tables import (
    ChangeSetRow,
    CoderRow,
    CodingLifeRow,
    CodingRow,
    ImageRow,
    NodeRow,
    SourceRow,
)

Life = CodingLifeRow


class Line(NamedTuple):
    """A coding in GUIDs."""

    guid: str
    source: str
    node: str
    coder: str
    start: int
    end: int
    replaces: str | None
    version: str | None

    @property
    def place(self) -> tuple[str, str, str, int, int]:
        """Two codings of one place say the same."""
        return self.source, self.node, self.coder, self.start, self.end


@dataclass(frozen=True, slots=True)
class RowChange:
    """What became of one row since the base.

    `base` has the values that its changed columns had then; of a new row, those it was made with.
    """

    new: bool
    base: dict[str, Any]


def history(connection: Connection) -> list[tuple[int, str, str]]:
    """Return (number, GUID, hash) of the change sets in order."""
    row = ChangeSetRow
    found = connection.execute(select(row.id, row.guid, row.hash).order_by(row.id))
    return [(number, guid, digest) for number, guid, digest in found]


def row_changes(connection: Connection, base: int) -> dict[str, dict[str, RowChange]]:
    """Return the rows that change sets after the base touched, by table and GUID."""
    row = ImageRow
    columns = select(row.table_name, row.row_guid, row.before, row.after)
    found: dict[str, dict[str, RowChange]] = {}
    for table, guid, before, after in connection.execute(
        columns.where(row.change_set_id > base).order_by(row.id)
    ):
        known = found.setdefault(table, {})
        if guid not in known:
            values = unpack(after) if before is None else unpack(before)
            known[guid] = RowChange(before is None, values)
        elif not known[guid].new:
            for name, value in unpack(before).items():
                known[guid].base.setdefault(name, value)
    return found


def _lines(*more: Any) -> Select[Any]:
    row = CodingRow
    return (
        select(
            row.guid, SourceRow.guid, NodeRow.guid, CoderRow.guid, row.start, row.end,
            row.replaces, row.version, *more,
        )
        .join(SourceRow, SourceRow.id == row.source_id)
        .join(NodeRow, NodeRow.id == row.node_id)
        .join(CoderRow, CoderRow.id == row.coder_id)
    )  # fmt: skip


def standing(connection: Connection) -> dict[str, Line]:
    """Return the codings that stand, by GUID."""
    columns = _lines().join(Life, Life.coding_id == CodingRow.id).where(Life.closed.is_(None))
    return {row[0]: Line(*row) for row in connection.execute(columns)}


def coding_changes(connection: Connection, base: int) -> tuple[list[Line], list[Line]]:
    """Return the codings that stand but did not at the base, and those that did but do not."""
    stood = (Life.opened <= base) & (Life.closed.is_(None) | (Life.closed > base))
    then = select(Life.coding_id).where(stood)
    now = select(Life.coding_id).where(Life.closed.is_(None))
    opened = now.where(Life.opened > base, Life.coding_id.not_in(then))
    closed = then.where(Life.closed.is_not(None), Life.coding_id.not_in(now))
    found = [
        [Line(*row) for row in connection.execute(columns.order_by(CodingRow.id))]
        for columns in (
            _lines().where(CodingRow.id.in_(opened)),
            _lines().where(CodingRow.id.in_(closed)),
        )
    ]
    return found[0], found[1]


def standing_guids(connection: Connection) -> frozenset[str]:
    """Return the GUIDs of the codings that stand."""
    columns = select(CodingRow.guid).join(Life, Life.coding_id == CodingRow.id)
    return frozenset(connection.scalars(columns.where(Life.closed.is_(None))))


def passing(connection: Connection, base: int) -> dict[str, Line]:
    """Return the codings that were made since the base and replaced or removed again."""
    now = select(Life.coding_id).where(Life.closed.is_(None))
    since = select(Life.coding_id).where(Life.opened > base, Life.coding_id.not_in(now))
    columns = _lines().where(CodingRow.id.in_(since))
    return {row[0]: Line(*row) for row in connection.execute(columns)}


@dataclass(frozen=True, slots=True)
class Former:
    """A coding that does not stand; `undone` where its making was taken back."""

    id: int
    line: Line
    undone: bool


def former(connection: Connection) -> dict[str, Former]:
    """Return the codings that stood once and do not now, by GUID."""
    now = select(Life.coding_id).where(Life.closed.is_(None))
    columns = (
        _lines(CodingRow.id, ChangeSetRow.kind)
        .join(Life, Life.coding_id == CodingRow.id)
        .join(ChangeSetRow, ChangeSetRow.id == Life.closed)
        .where(CodingRow.id.not_in(now))
        .order_by(Life.id)
    )
    return {
        row[0]: Former(row[8], Line(*row[:8]), row[9] == UNDO)
        for row in connection.execute(columns)
    }


def strangers(connection: Connection, base: int, coder: str | None) -> list[str]:
    """Return whose codings were changed since the base by somebody who may not.

    In a hand-out only its coder's may change; in a copied file a coder's own step only the own.
    """
    found: set[str] = set()
    for mark in (Life.opened, Life.closed):
        columns = (
            select(CoderRow.name)
            .join(CodingRow, CodingRow.coder_id == CoderRow.id)
            .join(Life, Life.coding_id == CodingRow.id)
            .join(ChangeSetRow, ChangeSetRow.id == mark)
            .where(mark > base)
        )
        if coder is not None:
            columns = columns.where(CoderRow.guid != coder)
        else:
            author = ChangeSetRow.coder_id
            columns = columns.where(
                ChangeSetRow.scope == OWN, author.is_not(None), author != CodingRow.coder_id
            )
        found.update(connection.scalars(columns.distinct()))
    return sorted(found)


def coding_ids(connection: Connection, guids: Collection[str]) -> list[int]:
    """Return the ids of these codings."""
    wanted = list(guids)
    found: list[int] = []
    for at in range(0, len(wanted), 20_000):
        some = select(CodingRow.id).where(CodingRow.guid.in_(wanted[at : at + 20_000]))
        found.extend(connection.scalars(some))
    return found
