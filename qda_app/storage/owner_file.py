"""The small file beside an open project that names who has it open."""

import getpass
import json
import os
import platform
from datetime import UTC, datetime
from pathlib import Path

from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say


def _beside(path: Path) -> Path:
    return path.with_name(path.name + ".open")


def claim(path: Path) -> None:
    """Write who has the project open; called once the database's own lock is held.

    Holding that lock proves any earlier owner file stale, so it is replaced.
    """
    owner = {
        "user": _user(),
        "host": platform.node(),
        "process": os.getpid(),
        "since": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    _beside(path).write_text(json.dumps(owner), encoding="utf-8")


def release(path: Path) -> None:
    """Remove the owner file."""
    _beside(path).unlink(missing_ok=True)


def refusal(path: Path) -> QdaError:
    """Return the sentence that names who has the project open."""
    try:
        owner = json.loads(_beside(path).read_text(encoding="utf-8"))
        user, host, process = owner["user"], owner["host"], owner["process"]
    except (OSError, ValueError, KeyError, TypeError):
        return QdaError(
            say("{name} is open in another program. Close it there first.", name=path.name)
        )
    return QdaError(
        say(
            "{name} is open already: {user} has it open on {host} (process {process}). "
            "Close it there first.",
            name=path.name,
            user=user,
            host=host,
            process=process,
        )
    )


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "?"
