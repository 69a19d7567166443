"""Codings and their lives: opening, closing and reopening; the only writes past the listener."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import Connection, bindparam, func, insert, literal, select, update

from qda_app.domain.guid import new_guids
from qda_app.storage.digest import codings_digest, new_salt
from qda_app.storage.tables import (
    CoderRow,
    CodingDigestRow,
    CodingLifeRow,
    CodingRow,
    NodeRow,
    SourceRow,
)
from qda_app.storage.team_tables import CodebookVersionRow

Life, Coding = CodingLifeRow, CodingRow


@dataclass(frozen=True, slots=True)
class NewCoding:
    """A coding to be opened; ids are the project's own, `replaces` the GUID it follows.

    It gets a GUID of its own and the newest codebook version where they are not given; an empty
    version says that there was none.
    """

    source: int
    node: int
    coder: int
    start: int
    end: int
    replaces: str | None = None
    guid: str = ""
    version: str | None = None


def open_new(connection: Connection, change_set: int, codings: Sequence[NewCoding]) -> list[str]:
    """Insert codings with an open life each and return their GUIDs in the order given."""
    if not codings:
        return []
    fresh = new_guids(len(codings))
    guids = [coding.guid or guid for coding, guid in zip(codings, fresh, strict=True)]
    version = newest_version(connection)
    last = connection.scalar(select(func.max(Coding.id))) or 0
    connection.execute(
        insert(Coding),
        [
            {
                "guid": guid,
                "source_id": coding.source,
                "node_id": coding.node,
                "coder_id": coding.coder,
                "start": coding.start,
                "end": coding.end,
                "replaces": coding.replaces,
                "version": version if coding.version is None else coding.version or None,
            }
            for guid, coding in zip(guids, codings, strict=True)
        ],
    )
    connection.execute(
        insert(Life).from_select(
            ["coding_id", "opened"],
            select(Coding.id, literal(change_set)).where(Coding.id > last),
        )
    )
    return guids


def reopen(connection: Connection, change_set: int, coding_ids: Sequence[int]) -> None:
    """Open another life for each of these codings, none of which stands."""
    if coding_ids:
        connection.execute(
            insert(Life), [{"coding_id": key, "opened": change_set} for key in coding_ids]
        )


def newest_version(connection: Connection) -> str | None:
    """Return the GUID of the newest codebook version, None before there is one."""
    row = CodebookVersionRow
    newest = select(row.guid).where(row.gone.is_(False)).order_by(row.number.desc(), row.id.desc())
    return connection.scalar(newest.limit(1))


def close(connection: Connection, change_set: int, coding_ids: Sequence[int]) -> int:
    """End the open lives of these codings; return how many there were."""
    if not coding_ids:
        return 0
    statement = (
        update(Life)
        .where(Life.coding_id == bindparam("coding"), Life.closed.is_(None))
        .values(closed=change_set)
    )
    return connection.execute(statement, [{"coding": i} for i in coding_ids]).rowcount


def close_opened_by(connection: Connection, target: int, change_set: int) -> bool:
    """End every life that the target opened; False, with nothing done, if one has ended since."""
    ended = select(Life.id).where(Life.opened == target, Life.closed.is_not(None)).limit(1)
    if connection.scalar(ended) is not None:
        return False
    mine = update(Life).where(Life.opened == target, Life.closed.is_(None))
    connection.execute(mine.values(closed=change_set))
    return True


def reopen_closed_by(connection: Connection, target: int, change_set: int) -> bool:
    """Open a new life for every coding that the target closed; False if one stands again."""
    closed = select(Life.coding_id).where(Life.closed == target)
    standing = select(Life.id).where(Life.coding_id.in_(closed), Life.closed.is_(None)).limit(1)
    if connection.scalar(standing) is not None:
        return False
    rows = select(Life.coding_id, literal(change_set)).where(Life.closed == target)
    connection.execute(insert(Life).from_select(["coding_id", "opened"], rows.order_by(Life.id)))
    return True


@dataclass(frozen=True, slots=True)
class Touched:
    """The codings that one change set opened or closed in one source, as canonical lines."""

    change_set: int
    source: str
    opened: bool
    lines: list[str]


def touched(
    connection: Connection, *, opened: bool, only: int | None = None, since: int = 0
) -> Iterator[Touched]:
    """Yield what each change set (only one, or those after one) opened or closed, by source.

    An opening line covers the whole coding, a closing line its GUID.
    """
    mark = Life.opened if opened else Life.closed
    statement = (
        select(
            mark,
            SourceRow.guid,
            Coding.guid,
            NodeRow.guid,
            CoderRow.guid,
            Coding.start,
            Coding.end,
            Coding.replaces,
            Coding.version,
        )
        .join(Coding, Coding.id == Life.coding_id)
        .join(SourceRow, SourceRow.id == Coding.source_id)
        .join(NodeRow, NodeRow.id == Coding.node_id)
        .join(CoderRow, CoderRow.id == Coding.coder_id)
        .where(mark > since if only is None else mark == only)
        .order_by(mark, SourceRow.guid, Coding.guid)
    )
    rows = connection.execute(statement).yield_per(20_000)
    for (change_set, source), group in groupby(rows, key=lambda row: (row[0], row[1])):
        lines = [opened_line(*r[2:]) if opened else str(r[2]) for r in group]
        yield Touched(int(str(change_set)), str(source), opened, lines)


def opened_line(
    guid: str,
    node: str,
    coder: str,
    start: int,
    end: int,
    replaces: str | None,
    version: str | None,
) -> str:
    """Return a coding as the digest of what was opened covers it; all references are GUIDs."""
    line = f"{guid}|{node}|{coder}|{start}|{end}|{replaces or ''}"
    return f"{line}|{version}" if version else line


def write_digests(connection: Connection, change_set: int) -> list[str]:
    """Store and return the digests of the codings that this change set opened and closed."""
    rows = []
    for opened in (True, False):
        for group in touched(connection, opened=opened, only=change_set):
            salt = new_salt()
            digest = codings_digest(salt, group.source, opened=opened, lines=group.lines)
            rows.append(
                {
                    "change_set_id": change_set,
                    "source_guid": group.source,
                    "opened": opened,
                    "count": len(group.lines),
                    "salt": salt,
                    "digest": digest,
                }
            )
    if rows:
        connection.execute(insert(CodingDigestRow), rows)
    return [str(row["digest"]) for row in rows]
