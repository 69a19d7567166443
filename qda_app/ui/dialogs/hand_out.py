"""Handing a copy out: for whom, for which round, where to."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from qda_app.services.handouts import HandedOut, hand_out, suggested_name
from qda_app.services.project import Project
from qda_app.ui.jobs import Jobs, run_job
from qda_app.ui.saving import ask_file
from qda_app.ui.theme import LARGE, MEDIUM, SMALL


class HandOutDialog(QDialog):
    """Asks for a coder, a round and a file, and writes the copy."""

    def __init__(
        self,
        project: Project,
        jobs: Jobs | None,
        parent: QWidget | None = None,
        round_id: int | None = None,
    ) -> None:
        super().__init__(parent)
        self._project, self._jobs = project, jobs
        self.made: HandedOut | None = None
        self.setWindowTitle(self.tr("Hand out a copy"))
        self.setMinimumWidth(560)
        self.round = QComboBox()
        self.round.setAccessibleName(self.tr("Round"))
        self.round.addItem(self.tr("All sources"), None)
        open_now = [one for one in project.read.rounds() if not one.closed]
        for one in open_now:
            self.round.addItem(one.name, one)
        ids = [one.id for one in open_now]
        asked = ids.index(round_id) + 1 if round_id in ids else len(ids)
        self.round.setCurrentIndex(asked)
        self.coder = QComboBox()
        self.coder.setAccessibleName(self.tr("Coder"))
        self.coder.setPlaceholderText(self.tr("Choose who gets the copy"))
        self.file = QLineEdit()
        self.file.setAccessibleName(self.tr("File"))
        self.missing = QLabel()
        self.missing.setProperty("role", "muted")
        self.problem = QLabel()
        self.problem.setWordWrap(True)
        self.problem.setTextFormat(Qt.TextFormat.PlainText)
        self.problem.setProperty("role", "warn")
        kinds = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(kinds.Ok | kinds.Cancel)
        self.go = self.buttons.button(kinds.Ok)
        self.go.setText(self.tr("Write the copy"))
        self.buttons.accepted.connect(self.write)
        self.buttons.rejected.connect(self.reject)
        self._lay_out()
        self.round.currentIndexChanged.connect(self._offer_coders)
        self.coder.currentIndexChanged.connect(self._name_file)
        self.file.textChanged.connect(self._show_state)
        self._offer_coders()

    def _lay_out(self) -> None:
        place = QHBoxLayout()
        place.setSpacing(SMALL)
        choose = QPushButton(self.tr("Choose…"))
        choose.setAutoDefault(False)
        choose.clicked.connect(self._ask_file)
        place.addWidget(self.file, 1)
        place.addWidget(choose)
        form = QFormLayout()
        form.setSpacing(SMALL)
        form.addRow(self.tr("Round"), self.round)
        form.addRow(self.tr("Coder"), self.coder)
        form.addRow(self.tr("File"), place)
        form.addRow("", self.missing)
        what = QLabel(
            self.tr(
                "The copy holds the sources, the node tree and this coder's own work, and no byte "
                "of what others coded. What comes back is merged here."
            )
        )
        what.setWordWrap(True)
        what.setProperty("role", "muted")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(LARGE, LARGE, LARGE, LARGE)
        layout.setSpacing(MEDIUM)
        for part in (what, form, self.problem):
            if isinstance(part, QWidget):
                layout.addWidget(part)
            else:
                layout.addLayout(part)
        layout.addStretch(1)
        layout.addWidget(self.buttons)

    def _offer_coders(self) -> None:
        """Offer the people of the round; with no choice made in advance."""
        one = self.round.currentData()
        self.coder.clear()
        for coder in self._project.read.coders():
            if not coder.consensus and (one is None or one.assignment(coder.id) is not None):
                self.coder.addItem(coder.name)
        self.coder.setCurrentIndex(-1)
        self._show_state()

    def _name_file(self) -> None:
        if self.coder.currentIndex() >= 0:
            name = suggested_name(self._project, self.coder.currentText(), self._round())
            self.file.setText(str(self._project.path.with_name(name)))
        self._show_state()

    def _round(self) -> str | None:
        one = self.round.currentData()
        return one.name if one is not None else None

    def _ask_file(self) -> None:
        kinds = [self.tr("Projects (*.qdaproj)")]
        path = ask_file(self, self.windowTitle(), kinds, self.file.text())
        if path is not None:
            self.file.setText(str(path))

    def _show_state(self) -> None:
        self.problem.clear()
        missing = self._lacking()
        self.missing.setText(missing)
        self.go.setEnabled(not missing)

    def _lacking(self) -> str:
        """Say what has to be filled in before the copy can be written; empty for nothing."""
        if not self.coder.count():
            return self.tr("There is no coder yet. Add one on the Team page first.")
        if self.coder.currentIndex() < 0:
            return self.tr("Choose the coder who gets the copy.")
        if not self.file.text().strip():
            return self.tr("Name the file of the copy.")
        return ""

    def write(self) -> None:
        """Write the copy; what stands in the way is said in the dialog."""
        coder, name, target = self.coder.currentText(), self._round(), Path(self.file.text())
        run_job(
            self._jobs,
            lambda progress: hand_out(self._project, coder, target, name, progress),
            self._done,
            self.tr("Handing out"),
            self.problem.setText,
        )

    def _done(self, made: HandedOut) -> None:
        self.made = made
        self.accept()


def ask_hand_out(
    project: Project, jobs: Jobs, parent: QWidget | None = None, round_id: int | None = None
) -> str:
    """Ask for whom and where, write the copy, and return the sentence to say; else empty.

    `round_id` is the round that the dialog begins with, else the newest that is open.
    """
    dialog = HandOutDialog(project, jobs, parent, round_id)
    dialog.exec()
    return "" if dialog.made is None else dialog.made.statement()
