"""The project file as bytes: what its header says before any database opens it."""

import struct
from pathlib import Path

from qda_app.domain.disk import not_read
from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say

APPLICATION_ID = 0x51444150  # "QDAP"
SCHEMA = 3
_MAGIC = b"SQLite format 3\x00"


def checked_header(path: Path) -> int:
    """Return the file's schema version, or refuse it with the sentence that says why.

    The file is only read. Zero bytes, other formats, truncation and newer versions are told apart.
    """
    head = _head(path)
    if not head:
        raise QdaError(say("{name} is empty (0 bytes), so it holds no project.", name=path.name))
    if len(head) < 100 or not head.startswith(_MAGIC):
        raise QdaError(say("{name} is not a project of this application.", name=path.name))
    page = struct.unpack(">H", head[16:18])[0]
    pages, version, application = (struct.unpack(">I", head[a : a + 4])[0] for a in (28, 60, 68))
    if application != APPLICATION_ID:
        raise QdaError(
            say("{name} is a database, but not a project of this application.", name=path.name)
        )
    if version > SCHEMA:
        raise QdaError(
            say(
                "{name} was written by a newer version of this application (schema {found}, this "
                "one reads up to {known}). Update the application to open it.",
                name=path.name,
                found=version,
                known=SCHEMA,
            )
        )
    expected = pages * (65536 if page == 1 else page)
    waiting = path.with_name(path.name + "-wal")
    if path.stat().st_size < expected and not _holds_data(waiting):
        raise QdaError(
            say(
                "{name} is cut off: {found} of {expected} bytes are there. Restore a backup.",
                name=path.name,
                found=path.stat().st_size,
                expected=expected,
            )
        )
    return int(version)


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(100)
    except FileNotFoundError:
        raise QdaError(say("There is no file {path}.", path=path)) from None
    except IsADirectoryError:
        raise QdaError(say("{path} is a folder, not a project file.", path=path)) from None
    except OSError as error:
        raise not_read(path, error) from None


def _holds_data(path: Path) -> bool:
    return path.exists() and path.stat().st_size > 0


def writable(path: Path) -> bool:
    """Say whether the file and its folder can be written to."""
    try:
        with path.open("r+b"):
            pass
        probe = path.with_name(f"{path.name}.probe")
        probe.touch()
        probe.unlink()
    except OSError:
        return False
    return True


def interrupted(path: Path) -> bool:
    """Say whether a write-ahead log with data lies beside the file."""
    return _holds_data(path.with_name(path.name + "-wal"))
