"""Connections to a project file: one connection, exclusive, durable; all pragmas live here."""

import contextlib
import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.pool import StaticPool

from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say
from qda_app.storage import owner_file
from qda_app.storage.sqlite_file import APPLICATION_ID, SCHEMA, interrupted


def open_engine(path: Path, *, read_only: bool = False) -> Engine:
    """Return an engine on the file's single connection, holding the exclusive lock.

    Raises QdaError when another process has it open or its pages are damaged.
    """
    if read_only and interrupted(path):
        raise QdaError(
            say(
                "{name} was not closed properly and cannot be recovered on read-only media. "
                "Copy it with its -wal file to a place that can be written to.",
                name=path.name,
            )
        )
    engine = create_engine(
        "sqlite://", creator=lambda: _connect(path, read_only), poolclass=StaticPool
    )
    event.listen(engine, "begin", _begin)
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT count(*) FROM sqlite_master"))
    except OperationalError as error:
        engine.dispose()
        if "locked" in str(error.orig):
            raise owner_file.refusal(path) from None
        raise damaged(path) from error
    except DatabaseError as error:
        engine.dispose()
        raise damaged(path) from error
    return engine


def damaged(path: Path) -> QdaError:
    """Return the sentence for a file whose pages cannot be read."""
    return QdaError(
        say("{name} is damaged and was left as it is. Restore a backup.", name=path.name)
    )


def _begin(connection: Any) -> None:
    connection.exec_driver_sql("BEGIN")


def _connect(path: Path, read_only: bool) -> sqlite3.Connection:
    query = "mode=ro&immutable=1" if read_only else "mode=rw"
    connection = sqlite3.connect(
        f"{path.resolve().as_uri()}?{query}",
        uri=True,
        timeout=0,
        isolation_level=None,
        check_same_thread=False,
    )
    try:
        _configure(connection, read_only)
    except BaseException:
        connection.close()
        raise
    return connection


def _configure(connection: sqlite3.Connection, read_only: bool) -> None:
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA cache_size = -32768")
    connection.execute("PRAGMA temp_store = MEMORY")
    if read_only:
        return
    connection.execute("PRAGMA locking_mode = EXCLUSIVE")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("COMMIT")


def stamp(engine: Engine) -> None:
    """Write the application id and the schema version into the header of a new file itself."""
    cursor = engine.raw_connection().cursor()
    cursor.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    cursor.execute(f"PRAGMA user_version = {SCHEMA}")
    cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def close_engine(engine: Engine, *, read_only: bool = False) -> None:
    """Fold the write-ahead log into the file and let go of it: one file, nothing beside it."""
    if not read_only:
        with contextlib.suppress(sqlite3.Error):
            engine.raw_connection().cursor().execute("PRAGMA journal_mode = DELETE")
    engine.dispose()


def page_fault(engine: Engine) -> str | None:
    """Return the first fault that SQLite finds in the file's pages or keys, or None."""
    cursor = engine.raw_connection().cursor()
    try:
        found = cursor.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if found != "ok":
            return str(found)
        broken = cursor.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.DatabaseError as error:
        return str(error)
    if broken is None:
        return None
    return say(
        "row {row} of the table “{table}” refers to something that is not there",
        row=broken[1],
        table=broken[0],
    )


def backup(engine: Engine, target: Path) -> None:
    """Copy the open project to another file through the same connection."""
    with contextlib.closing(sqlite3.connect(target)) as copy:
        engine.raw_connection().driver_connection.backup(copy)  # type: ignore[union-attr]
