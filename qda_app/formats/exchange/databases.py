"""SQLite files of other tools, opened to be read only; nothing is written beside them."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say
from qda_app.formats.transcripts.guards import checked_size, damaged, inflated

MAX_BYTES = 2_000_000_000
MAX_TEXTS = 400_000_000  # bytes of text and rows that are read altogether
MAX_STEPS = 200_000_000  # steps of the database machine, so that no schema keeps it busy for ever
QUALCODER, TAGUETTE = "qualcoder", "taguette"
_SIGNS = {
    QUALCODER: {"source", "code_name", "code_text"},
    TAGUETTE: {"documents", "highlights", "highlight_tags", "tags"},
}
Row = dict[str, Any]
Progress = Callable[[int, int, str], None]


def silent(done: int, of: int, name: str) -> None:
    """Hear of progress and say nothing."""


class Database:
    """The tables of another tool's file; a table or column that is not there reads as empty."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path, self._connection = path, connection
        found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        self.tables = {str(row[0]) for row in found}
        self._bytes = 0

    def rows(self, table: str) -> Iterator[Row]:
        """Yield a table's rows in the order in which they were made."""
        if table not in self.tables:
            return
        cursor = self._connection.execute(f'SELECT * FROM "{table}" ORDER BY rowid')  # noqa: S608
        names = [column[0] for column in cursor.description]
        for values in cursor:
            self._bytes += sum(len(v) for v in values if isinstance(v, str | bytes)) + 64
            if self._bytes > MAX_TEXTS:
                raise inflated(self.path)
            yield dict(zip(names, values, strict=True))

    def count(self, table: str) -> int:
        """Return how many rows a table has."""
        return sum(1 for _row in self.rows(table))


def text(value: object) -> str:
    """Return a cell as text; empty for nothing."""
    return "" if value is None else str(value)


def number(value: object) -> int | None:
    """Return a cell as a whole number, None where it is none."""
    try:
        return int(value) if isinstance(value, int | float | str) else None
    except (ValueError, OverflowError):
        return None


@contextmanager
def open_database(path: Path) -> Iterator[Database]:
    """Open a file for reading; every defect becomes a sentence."""
    checked_size(path, MAX_BYTES)
    log = path.with_name(f"{path.name}-wal")
    if log.exists() and log.stat().st_size:
        sentence = "{name} is open in another program, or was not closed: close it there first."
        raise QdaError(say(sentence, name=path.name))
    try:
        address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        with closing(sqlite3.connect(address, uri=True)) as connection:
            connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
            connection.execute("PRAGMA trusted_schema = OFF")
            connection.execute("PRAGMA query_only = ON")
            steps = iter(range(MAX_STEPS // 100_000))
            connection.set_progress_handler(lambda: next(steps, None) is None, 100_000)
            yield Database(path, connection)
    except (sqlite3.Error, OverflowError) as error:
        raise damaged(path) from error


def data_file(path: Path) -> Path:
    """Return the database of a project: the file itself, or the one in a QualCoder folder."""
    return path / "data.qda" if path.is_dir() else path


def kind_of(path: Path) -> str:
    """Say whether a file or folder is a QualCoder or a Taguette project, or refuse it."""
    file = data_file(path)
    if path.is_dir() and not file.is_file():
        sentence = "{name} is a folder without data.qda in it, so it is no QualCoder project."
        raise QdaError(say(sentence, name=path.name))
    with open_database(file) as database:
        for kind, signs in _SIGNS.items():
            if signs <= database.tables:
                return kind
    sentence = "{name} is a database of neither QualCoder nor Taguette: choose another file."
    raise QdaError(say(sentence, name=path.name))
