"""What the desktop remembers of one project: where one was, what is open, how panels stand."""

from typing import Any

from qda_app.services.project import Project
from qda_app.ui.preferences import Preferences

PROJECTS = 40  # the oldest is forgotten beyond that


class Remembered:
    """Named values of one project in the person's own preferences; nothing goes into its file."""

    def __init__(self, preferences: Preferences, project: Project) -> None:
        self._preferences = preferences
        self._key = str(project.path)

    def get(self, name: str, default: Any) -> Any:
        """Return a value, or the default where there is none of that type."""
        value = self._all().get(self._key, {}).get(name, default)
        return value if isinstance(value, type(default)) else default

    def set(self, name: str, value: Any) -> None:
        """Remember a value."""
        known = self._all()
        mine = known.pop(self._key, {})
        mine[name] = value
        known[self._key] = mine
        for old in list(known)[:-PROJECTS]:
            del known[old]
        self._preferences.set("projects", known)

    def _all(self) -> dict[str, Any]:
        return dict(self._preferences.get("projects", {}))
