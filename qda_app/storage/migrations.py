"""Bringing a file of an older schema up to date, on a copy: a failure leaves it as it was."""

import contextlib
import shutil
import sqlite3
from pathlib import Path

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.orm import Session

from qda_app import paths
from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say
from qda_app.storage import journal
from qda_app.storage.sqlite_file import SCHEMA, interrupted

REVISION = "0003"
BACKUPS = "backups"  # the folder beside a project in which it is kept as it was


def migrate(path: Path, scripts: Path | None = None, schema: int = SCHEMA) -> Path:
    """Migrate the file to the schema and return where the file as it was is kept.

    `scripts` is the folder with Alembic's environment. The work is done on a copy; only when it has
    succeeded does the copy take the file's place.
    """
    if interrupted(path):
        _fold_log(path)
    copy = path.with_name(f"{path.name}.migrating")
    kept = _free_name(path)
    shutil.copy2(path, copy)
    try:
        old = _upgrade(copy, scripts or paths.shipped("migrations"), schema)
        kept.parent.mkdir(exist_ok=True)
        kept = kept.with_name(kept.name.format(old=old))
        shutil.copy2(path, kept)
        copy.replace(path)
    except Exception as error:
        copy.unlink(missing_ok=True)
        raise QdaError(
            say(
                "{name} could not be brought up to date and was left as it was ({reason}).",
                name=path.name,
                reason=error,
            )
        ) from error
    return kept


def stamp_revision(connection: Connection) -> None:
    """Tell Alembic which revision the tables of a new file are of."""
    connection.exec_driver_sql(
        "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"
    )
    connection.exec_driver_sql("INSERT INTO alembic_version VALUES (?)", (REVISION,))


def _free_name(path: Path) -> Path:
    return path.parent / BACKUPS / f"{path.stem} (before update from schema {{old}}){path.suffix}"


def _fold_log(path: Path) -> None:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")


def _upgrade(copy: Path, scripts: Path, schema: int) -> int:
    from alembic import command
    from alembic.config import Config

    engine = create_engine(f"sqlite:///{copy}", connect_args={"isolation_level": None})
    event.listen(engine, "begin", lambda c: c.exec_driver_sql("BEGIN"))
    with engine.begin() as connection:
        old = int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
        config = Config()
        config.set_main_option("script_location", str(scripts).replace("%", "%%"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        _baseline(connection, old, schema)
    raw = engine.raw_connection()
    raw.cursor().execute(f"PRAGMA user_version = {schema}")
    raw.close()
    engine.dispose()
    return old


def _baseline(connection: Connection, old: int, schema: int) -> None:
    """End the undo stacks with a change set that says what happened to the file."""
    session = Session(connection)
    label = say("Updated from schema {old} to {new}", old=old, new=schema)
    row = journal.begin(session, journal.Entry(label, kind=journal.BARRIER))
    journal.finish(session, row, keep_empty=True)
    session.flush()
    session.commit()
