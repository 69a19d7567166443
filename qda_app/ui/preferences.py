"""What the desktop remembers from one day to the next, as JSON in the user's own folder."""

import contextlib
import json
from pathlib import Path
from typing import Any

from qda_app import paths

RECENT = 8
TEMPLATE = "paper/attribution"  # how quotations are attributed


class Preferences:
    """Named values; a file that cannot be read or written is as good as none."""

    def __init__(self, folder: Path | None = None) -> None:
        self._path = (folder or paths.settings_folder()) / "preferences.json"
        self._values: dict[str, Any] = {}
        with contextlib.suppress(OSError, ValueError):
            self._values = dict(json.loads(self._path.read_text(encoding="utf-8")))

    def get(self, name: str, default: Any) -> Any:
        """Return a value, or the default where there is none of that type."""
        value = self._values.get(name, default)
        return value if isinstance(value, type(default)) else default

    def set(self, name: str, value: Any) -> None:
        """Remember a value."""
        self._values[name] = value
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._path.write_text(json.dumps(self._values, indent=1), encoding="utf-8")

    def opened(self, path: Path) -> None:
        """Put a project on top of the recent ones."""
        known = [str(path), *(p for p in self.recent() if p != str(path))]
        self.set("recent", known[:RECENT])

    def recent(self) -> list[str]:
        """Return the recent projects that are still there, newest first."""
        return [path for path in self.get("recent", []) if Path(path).exists()]
