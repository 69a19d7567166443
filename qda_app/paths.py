"""Where shipped files and the user's own folders are, and how projects are named."""

import sys
from pathlib import Path

import platformdirs

SUFFIX = ".qdaproj"  # of a project
_EXCHANGE = ".qdpx .qdc .qda .qde .sqlite3 .sqlite .nvp .nvpx .atlproj .atlproj23 .mx20 .mx22 .mx24"
OTHERS = frozenset(f"{_EXCHANGE} .db .xml .zip .csv .txt .docx".split())
_PACKAGE = Path(__file__).resolve().parent


def shipped(name: str) -> Path:
    """Return a shipped file or folder such as `resources/icons`, wherever the application lies."""
    frozen = getattr(sys, "_MEIPASS", None)
    places = [Path(frozen)] if frozen else []
    for place in [*places, _PACKAGE / "shipped", _PACKAGE.parent]:
        if (place / name).exists():
            return place / name
    raise FileNotFoundError(name)


def project_path(path: Path) -> Path:
    """Return the path as a project is named: with its ending instead of another kind's, or added.

    Dots within a name are no endings: `Study v1.2` is `Study v1.2.qdaproj`.
    """
    suffix = path.suffix.lower()
    if suffix == SUFFIX:
        return path
    return path.with_name((path.stem if suffix in OTHERS else path.name) + SUFFIX)


def settings_folder() -> Path:
    """Return the user's folder for preferences; it may not exist yet."""
    return Path(platformdirs.user_config_dir("qda-app", appauthor=False))


def log_folder() -> Path:
    """Return the user's folder for logs; it may not exist yet."""
    return Path(platformdirs.user_log_dir("qda-app", appauthor=False))
