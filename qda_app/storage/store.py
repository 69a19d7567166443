"""An open project file: its one connection, the lock around it, and transactions upon it."""

import contextlib
import errno
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from qda_app.domain.disk import not_written
from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say
from qda_app.storage import journal, migrations, owner_file, sqlite_engine, sqlite_search
from qda_app.storage.journal import Entry
from qda_app.storage.rules import check_rules
from qda_app.storage.sqlite_file import SCHEMA, checked_header, writable
from qda_app.storage.tables import Base, ChangeSetRow


class Store:
    """A project file held open; every read and write passes its lock."""

    def __init__(self, path: Path, engine: Engine, *, read_only: bool) -> None:
        self.path = path
        self.engine = engine
        self.read_only = read_only
        self.lock = threading.RLock()
        self.revision = 0  # how often this file was written since it was opened
        self._closed = False

    @classmethod
    def create(cls, path: Path) -> "Store":
        """Create a new project file with empty tables; an existing file is never overwritten."""
        try:
            with path.open("xb"):
                pass
        except FileExistsError:
            raise QdaError(say("{path} exists already. Choose another name.", path=path)) from None
        except OSError as error:
            raise not_written(path, error) from None
        engine = sqlite_engine.open_engine(path)
        with engine.begin() as connection:
            Base.metadata.create_all(connection)
            sqlite_search.create(connection)
            migrations.stamp_revision(connection)
        sqlite_engine.stamp(engine)
        owner_file.claim(path)
        return cls(path, engine, read_only=False)

    @classmethod
    def open(cls, path: Path) -> "Store":
        """Open a project file after its header passed; older schemas are migrated on a copy."""
        version = checked_header(path)
        read_only = not writable(path)
        if version < SCHEMA:
            if read_only:
                raise QdaError(
                    say(
                        "{name} is of an older version and cannot be updated here, because it "
                        "cannot be written to. Copy it elsewhere first.",
                        name=path.name,
                    )
                )
            migrations.migrate(path)
        engine = sqlite_engine.open_engine(path, read_only=read_only)
        if not read_only:
            owner_file.claim(path)
        return cls(path, engine, read_only=read_only)

    def close(self) -> None:
        """Leave one file and nothing beside it."""
        with self.lock:
            if self._closed:
                return
            sqlite_engine.close_engine(self.engine, read_only=self.read_only)
            self._closed = True
            if not self.read_only:
                owner_file.release(self.path)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Yield a connection for reads."""
        with self.lock, self._plain_errors(), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def looking(self) -> Iterator[Session]:
        """Yield a session for reads of rows."""
        with self.lock, self._plain_errors(), Session(self.engine) as session:
            yield session

    def write(self, entry: Entry, work: Callable[[Session, ChangeSetRow], object]) -> int | None:
        """Run the work in one transaction as one change set; return its number, None if idle.

        Whatever is raised, nothing of it stays in the file.
        """
        if self.read_only:
            raise QdaError(
                say("{name} is open for reading only; nothing can be changed.", name=self.path.name)
            )
        with self.lock, self._plain_errors():
            session = Session(self.engine)
            try:
                row = journal.begin(session, entry)
                work(session, row)
                check_rules(session, row)
                if not journal.finish(session, row):
                    session.rollback()
                    return None
                number = row.id
                session.commit()
                self.revision += 1
            except BaseException:
                session.rollback()
                raise
            finally:
                session.close()
            return number

    def backup(self, target: Path) -> None:
        """Copy the project as it is now to another file, which is there once it is complete."""
        if target.exists() and self.path.exists() and target.samefile(self.path):
            sentence = "{path} is the open project itself. Choose another name."
            raise QdaError(say(sentence, path=target))
        unfinished = target.with_name(f".{target.name}.part")
        try:
            with self.lock, self._plain_errors():
                unfinished.write_bytes(b"")
                sqlite_engine.backup(self.engine, unfinished)
            unfinished.replace(target)
        except OSError as error:
            raise not_written(target, error) from error
        except sqlite3.Error as error:
            full = getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_FULL
            reason = OSError(errno.ENOSPC if full else errno.EIO, str(error))
            raise not_written(target, reason) from error
        finally:
            with contextlib.suppress(OSError):
                unfinished.unlink(missing_ok=True)

    @contextmanager
    def _plain_errors(self) -> Iterator[None]:
        """Turn what the disk did into one plain sentence; the data are as they were."""
        if self._closed:
            raise RuntimeError("the project was closed; a new connection would lock its file")
        try:
            yield
        except DBAPIError as error:
            self._end_transaction()
            original = error.orig
            code = getattr(original, "sqlite_errorcode", 0) & 0xFF
            if code == sqlite3.SQLITE_FULL:
                raise QdaError(
                    say("The disk is full. Nothing was changed; make room and try again.")
                ) from error
            if code in {sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN}:
                raise QdaError(
                    say(
                        "The disk could not be written to ({reason}). "
                        "Nothing was changed; try again.",
                        reason=str(original),
                    )
                ) from error
            if code in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}:
                raise sqlite_engine.damaged(self.path) from error
            raise

    def _end_transaction(self) -> None:
        """Roll back what a failed COMMIT leaves open in the driver."""
        raw = self.engine.raw_connection().driver_connection
        if isinstance(raw, sqlite3.Connection) and raw.in_transaction:
            raw.rollback()
