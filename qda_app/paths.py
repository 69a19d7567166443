"""Where shipped files and the user's own folders are, and how projects are named."""

import sys
from pathlib import Path

import platformdirs

SUFFIX = ".qdaproj"  # of a project
_PACKAGE = Path(__file__).resolve().parent


def shipped(name: str) -> Path:
    """Return a shipped file or folder such as `resources/icons`, wherever the application lies."""
    frozen = getattr(sys, "_MEIPASS", None)
    places = [Path(frozen)] if frozen else []
    for place in [*places, _PACKAGE / "shipped", _PACKAGE.parent]:
        if (place / name).exists():
            return place / name
    raise FileNotFoundError(name)


def settings_folder() -> Path:
    """Return the user's folder for preferences; it may not exist yet."""
    return Path(platformdirs.user_config_dir("qda-app", appauthor=False))


def log_folder() -> Path:
    """Return the user's folder for logs; it may not exist yet."""
    return Path(platformdirs.user_log_dir("qda-app", appauthor=False))
