"""What the system refuses while files are read and written, in sentences of our own."""

import errno
import os
from pathlib import Path

from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say

_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG}


def not_written(path: Path, error: OSError) -> QdaError:
    """Return why a file or folder cannot be written; the system's own words only where needed."""
    name = path.name or str(path)
    folder = path.absolute().parent
    missing = isinstance(error, FileNotFoundError | NotADirectoryError)
    if missing and not os.path.isdir(folder):  # noqa: PTH112 - which never raises
        return QdaError(
            say(
                "{name} cannot be written: there is no folder {folder}. Make it, or choose another "
                "one.",
                name=name,
                folder=folder,
            )
        )
    if missing or isinstance(error, PermissionError):  # systems say of some that nothing is there
        sentence = (
            "{name} cannot be written: this user may not write in {folder}. Choose another folder, "
            "or close the program that has the file open."
        )
        return QdaError(say(sentence, name=name, folder=folder))
    if error.errno in _FULL:
        sentence = "{name} cannot be written: the disk is full. Make room and try again."
    elif error.errno == errno.EROFS:
        sentence = "{name} cannot be written: the disk can only be read. Choose another place."
    elif isinstance(error, IsADirectoryError):
        sentence = "{name} cannot be written: a folder has this name. Choose another one."
    elif isinstance(error, FileExistsError):
        sentence = "{name} cannot be written: a file has this name. Choose another one."
    elif error.errno == errno.ENAMETOOLONG:
        sentence = "{name} cannot be written: the name is too long. Choose a shorter one."
    else:
        sentence = "{name} cannot be written ({reason}): check the disk, or choose another place."
        return QdaError(say(sentence, name=name, reason=_reason(error)))
    return QdaError(say(sentence, name=name))


def not_read(path: Path, error: OSError) -> QdaError:
    """Return why a file cannot be read; the system's own words only where needed."""
    name = path.name or str(path)
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        sentence = "{name} was not found: check the name and the folder."
        return QdaError(say(sentence, name=path))
    if isinstance(error, PermissionError):
        sentence = "{name} may not be read by this user: change its permissions or copy it."
    elif isinstance(error, IsADirectoryError):
        sentence = "{name} is a folder: choose the files in it."
    elif error.errno == errno.ENAMETOOLONG:
        sentence = "{name} cannot be read: the name is too long. Check it."
    else:
        sentence = "{name} could not be read ({reason}): check the disk or copy the file elsewhere."
        return QdaError(say(sentence, name=name, reason=_reason(error)))
    return QdaError(say(sentence, name=name))


def _reason(error: OSError) -> str:
    return error.strerror or type(error).__name__
