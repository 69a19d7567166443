"""Sizes a file must keep to, and the sentences for files that cannot be read."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from qda_app.domain.disk import not_read
from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say
from qda_app.domain.tree import LEVELS

MAX_TEXT_BYTES = 100_000_000
MAX_FILE_BYTES = 500_000_000


def megabytes(size: int) -> str:
    """Return a number of bytes as whole megabytes, at least 1."""
    return f"{max(1, round(size / 1_000_000)):,}"


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """Turn the system's refusals while a file is read into one sentence."""
    try:
        yield
    except OSError as error:
        raise not_read(path, error) from error


def checked_size(path: Path, limit: int = MAX_FILE_BYTES) -> int:
    """Return the file's size in bytes, or refuse one that is missing, a folder, empty, too big."""
    with readable(path):
        if not path.exists():
            raise QdaError(say("{name} was not found: check the name and the folder.", name=path))
        if path.is_dir():
            sentence = "{name} is a folder: choose the files in it."
            raise QdaError(say(sentence, name=path.name or path))
        if not path.is_file():
            sentence = "{name} is not an ordinary file: choose a document."
            raise QdaError(say(sentence, name=path.name))
        size = path.stat().st_size
    if size == 0:
        raise QdaError(say("{name} is empty: there is nothing to read in it.", name=path.name))
    if size > limit:
        sentence = "{name} is too large ({size} MB; at most {limit} MB): split it into parts."
        values = {"name": path.name, "size": megabytes(size), "limit": megabytes(limit)}
        raise QdaError(say(sentence, **values))
    return size


def damaged(path: Path) -> QdaError:
    """Return the sentence for a file that breaks off or breaks its format's rules."""
    sentence = "{name} is damaged or cut off: open it in its own program and save it again."
    return QdaError(say(sentence, name=path.name))


def broken(path: Path, error: Exception) -> QdaError:
    """Return the sentence for XML that breaks its rules, or nests deeper than is read."""
    if "depth" not in str(error):
        return damaged(path)
    sentence = (
        "{name} nests its parts too deep to be read: a node tree has at most {count} levels. Put "
        "fewer of them below one another."
    )
    return QdaError(say(sentence, name=path.name, count=LEVELS))


def locked(path: Path) -> QdaError:
    """Return the sentence for a file that needs a password."""
    sentence = "{name} is protected by a password: save a copy without one and import that."
    return QdaError(say(sentence, name=path.name))


def inflated(path: Path) -> QdaError:
    """Return the sentence for a file that would unpack to far more than a document holds."""
    sentence = (
        "{name} unpacks to far more than a document holds, as a ZIP bomb does: it was not opened."
    )
    return QdaError(say(sentence, name=path.name))


def declares_entities(path: Path) -> QdaError:
    """Return the sentence for XML that brings declarations of its own."""
    sentence = "{name} holds XML declarations that no document needs: it was not opened."
    return QdaError(say(sentence, name=path.name))
