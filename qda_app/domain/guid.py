"""Stable identities of rows, the same in every copy of a project."""

import os
from uuid import UUID

_VERSION = 4


def new_guid() -> str:
    """Return a random GUID in lower case with hyphens."""
    return new_guids(1)[0]


def new_guids(count: int) -> list[str]:
    """Return many random GUIDs at once, drawing the randomness in one go."""
    noise = os.urandom(16 * count)
    return [str(UUID(bytes=noise[i : i + 16], version=_VERSION)) for i in range(0, 16 * count, 16)]
