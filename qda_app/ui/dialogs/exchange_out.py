"""Going to another tool: choose what is written, then read what the format could not hold."""

from pathlib import Path

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from qda_app.domain.losses import CONTAINED, Losses
from qda_app.paths import SUFFIX
from qda_app.services.exchange.leaving import export
from qda_app.services.project import Project
from qda_app.ui.dialogs.exchange_report import LossTable
from qda_app.ui.jobs import Jobs
from qda_app.ui.saving import ask_file
from qda_app.ui.theme import MEDIUM, WIDE


class ExchangeOutDialog(QDialog):
    """What to write, how positions count, and afterwards the report."""

    def __init__(self, project: Project, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._project, self._jobs = project, jobs
        self.setWindowTitle(self.tr("To another tool"))
        self.resize(900, 480)
        self.kind = QComboBox()
        self.kind.addItem(self.tr("the whole project (REFI-QDA, .qdpx)"), ".qdpx")
        self.kind.addItem(self.tr("the codebook only (.qdc)"), ".qdc")
        self.kind.setAccessibleName(self.tr("What to write"))
        self.profile = QComboBox()
        self.profile.addItem(self.tr("as the standard says"), "standard")
        self.profile.addItem(self.tr("as NVivo counts them"), "nvivo")
        self.profile.setAccessibleName(self.tr("How positions count"))
        self.kind.currentIndexChanged.connect(
            lambda _i: self.profile.setEnabled(self.kind.currentData() == ".qdpx")
        )
        self.said = QLabel(
            self.tr("It holds what you may see. What the format cannot hold is listed here.")
        )
        self.said.setWordWrap(True)
        self.table = LossTable(out=True)
        self.table.hide()
        form = QFormLayout()
        form.addRow(self.tr("What to write"), self.kind)
        form.addRow(self.tr("How positions count"), self.profile)
        self.save = QPushButton(self.tr("Save…"))
        self.save.setProperty("primary", True)  # noqa: FBT003
        self.save.clicked.connect(self._ask)
        close = QPushButton(self.tr("Close"))
        close.setAutoDefault(False)
        close.clicked.connect(self.accept)
        bottom = QHBoxLayout()
        bottom.addStretch(1)
        bottom.addWidget(close)
        bottom.addWidget(self.save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(WIDE, WIDE, WIDE, WIDE)
        layout.setSpacing(MEDIUM)
        layout.addLayout(form)
        layout.addWidget(self.said)
        layout.addWidget(self.table, 1)
        layout.addStretch()
        layout.addLayout(bottom)

    def _ask(self) -> None:
        suffix, here = self.kind.currentData(), self._project.path
        beside = here.with_name(here.name.removesuffix(SUFFIX) + suffix)
        path = ask_file(self, self.windowTitle(), [f"(*{suffix})"], str(beside))
        if path is not None:
            self.write(path)

    def write(self, path: Path) -> None:
        """Write the file beside the desktop's work and show the report."""
        read, profile = self._project.read, self.profile.currentData()

        def told(losses: Losses) -> None:
            self.table.show_losses(losses)
            self.table.setVisible(bool(losses))
            written = self.tr("{0} was written.").format(path.name)
            warned = [loss.sentence for loss in losses if loss.kind == CONTAINED]
            lost = any(loss.kind != CONTAINED for loss in losses)
            rest = [self.tr("What it could not hold:")] if lost else []
            self._say(" ".join([written, *warned, *rest]), "warn" if warned else "")

        self._jobs.start(
            lambda progress: export(read, path, profile, progress),
            told,
            self.tr("Exporting"),
            self._complain,
        )

    def _complain(self, sentence: str) -> None:
        self.table.hide()
        self._say(sentence, "danger")

    def _say(self, sentence: str, role: str = "") -> None:
        """Show a sentence; its role is its colour."""
        self.said.setProperty("role", role)
        self.said.style().polish(self.said)
        self.said.setText(sentence)
