"""The one bridge from a project's changes to the screens."""

from PySide6.QtCore import QObject, Qt, Signal

from qda_app.services.project import Changed, Project


class Bridge(QObject):
    """Turns every change of a project into one signal in the desktop's own thread."""

    changed = Signal(object)  # Changed
    _arrived = Signal(object)

    def __init__(self, project: Project, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._arrived.connect(self.changed, Qt.ConnectionType.AutoConnection)
        self._end = project.on_changed(self._tell)

    def _tell(self, change: Changed) -> None:
        self._arrived.emit(change)

    def end(self) -> None:
        """Stop listening."""
        self._end()
