"""Under the transcript: what a round hides, locks or leaves out in the open source."""

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from qda_app.services.rounds.places import RoundPlace, announcements, guarantee
from qda_app.ui.theme import SMALL, TIGHT


class RoundBanner(QWidget):
    """One line; hidden where no round says anything about the source."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "banner")
        self._label = QLabel()
        self._label.setWordWrap(True)
        line = QHBoxLayout(self)
        line.setContentsMargins(SMALL, TIGHT, SMALL, TIGHT)
        line.addWidget(self._label, 1)
        self.hide()

    def show_place(self, place: RoundPlace) -> None:
        """Say what the rounds make of the source."""
        said = " · ".join(announcements(place))
        self._label.setText(said)
        self.setToolTip(guarantee() if place.blind else "")
        self.setVisible(bool(said))

    def text(self) -> str:
        """Return what is said."""
        return self._label.text()
