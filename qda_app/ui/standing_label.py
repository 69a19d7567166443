"""In the status line: who looks, and which round the open source is coded in."""

from PySide6.QtWidgets import QLabel, QWidget

from qda_app.services.project import Project
from qda_app.services.rounds.places import RoundPlace, guarantee, round_place, standing


class StandingLabel(QLabel):
    """A line such as `Ana · Pilot round, blind`, which explains itself on hover."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Who I am"))

    def show_standing(self, project: Project | None, source: int | None) -> None:
        """Say who looks at which source; nothing without a project."""
        if project is None:
            self.clear()
            self.setToolTip("")
            return
        place = RoundPlace()
        if source is not None:
            place = round_place(project.read, source, project.viewer_id)
        self.setText(standing(project.viewer or self.tr("owner"), place))
        self.setToolTip(guarantee() if place.blind else "")
