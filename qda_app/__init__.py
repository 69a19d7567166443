"""Qualitative coding of interview transcripts for teams; `open` is the door for scripts."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qda_app.services.project import Project

__version__ = "0.1.0"


def open(path: str | Path, viewer: str | None = None) -> "Project":  # noqa: A001
    """Open a project file; `viewer` names the coder who is looking, None means the owner."""
    from qda_app.services.project import Project

    return Project.open(path, viewer=viewer)
