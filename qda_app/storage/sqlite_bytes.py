"""What a closed project file holds, table by table and byte by byte, past every row's meaning."""

import contextlib
import sqlite3
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say

INDEX = "fact_words"  # the full-text index: its words are read through its vocabulary
VOCABULARY = "fact_vocabulary"


def compact(path: Path) -> None:
    """Write a closed file anew from its rows, so that no page is free and none held anything."""
    try:
        with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute("VACUUM")
    except sqlite3.Error as error:
        raise QdaError(
            say(
                "The disk could not be written to ({reason}). Nothing was changed; try again.",
                reason=str(error),
            )
        ) from error


def every_text(path: Path) -> Iterator[tuple[str, str, str]]:
    """Yield (table, column, text) of every text in every table, the index's words included."""
    uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    with contextlib.closing(sqlite3.connect(uri, uri=True)) as connection:
        named = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (table,) in named:
            if table == INDEX or table.startswith(f"{INDEX}_"):
                continue  # holds bytes, whose words the vocabulary tells
            quoted = table.replace('"', '""')
            rows = connection.execute(f'SELECT * FROM "{quoted}"')  # noqa: S608
            columns = [each[0] for each in rows.description]
            for row in rows:
                for column, value in zip(columns, row, strict=True):
                    if isinstance(value, bytes):
                        yield table, column, value.decode("utf-8", "replace")
                    elif isinstance(value, str):
                        yield table, column, value


def schema(path: Path) -> str:
    """Return the words in which a file describes its tables."""
    uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    with contextlib.closing(sqlite3.connect(uri, uri=True)) as connection:
        found = connection.execute("SELECT sql FROM sqlite_master WHERE sql NOT NULL").fetchall()
    return "SQLite format\n" + "\n".join(row[0] for row in found)


def free_pages(path: Path) -> list[bytes]:
    """Return the pages of a closed file that belong to no table: what was deleted may be there."""
    with path.open("rb") as file:
        head = file.read(100)
        (size,) = struct.unpack(">H", head[16:18])
        size = 65536 if size == 1 else size
        (trunk,) = struct.unpack(">I", head[32:36])
        found: list[bytes] = []
        seen: set[int] = set()
        while trunk and trunk not in seen:
            seen.add(trunk)
            page = _page(file, trunk, size)
            found.append(page)
            trunk, count = struct.unpack(">II", page[:8])
            leaves = struct.unpack(f">{count}I", page[8 : 8 + 4 * count])
            found += [_page(file, leaf, size) for leaf in leaves]
        return found


def _page(file: BinaryIO, number: int, size: int) -> bytes:
    file.seek((number - 1) * size)
    return file.read(size)
