"""The report pack: what goes into it, and where it is written."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from qda_app.services.paper.pack import Packed, PackSettings, write_pack
from qda_app.services.project import Project
from qda_app.ui.desk import Desk
from qda_app.ui.theme import MEDIUM, SMALL, WIDE

ROUNDS = 96  # pixels of the list of rounds


class PackDialog(QDialog):
    """Asks for the folder, the rounds, the denominators, the attribution and the examples."""

    def __init__(self, project: Project, template: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Report pack"))
        self.setMinimumWidth(520)
        about = QLabel(
            self.tr(
                "Methods, COREQ and SRQR, codebook, themes, quotations, agreement, disagreements, "
                "audit and data tables in one folder. The same project and choices give the same "
                "files again."
            )
        )
        about.setWordWrap(True)
        about.setProperty("role", "muted")
        self.folder = QLineEdit()
        self.folder.setAccessibleName(self.tr("Folder"))
        self.folder.setPlaceholderText(self.tr("A new folder, or an empty one"))
        self.browse = QPushButton(self.tr("Browse…"))
        self.browse.clicked.connect(lambda _on: self._browse())
        self.rounds = QListWidget()
        self.rounds.setAccessibleName(self.tr("Rounds reported"))
        self.rounds.setFixedHeight(ROUNDS)
        self._fill_rounds(project)
        self.by = QComboBox()
        self.by.setAccessibleName(self.tr("A column for each value of"))
        self.by.addItem(self.tr("(none)"), "")
        for name, _kind in project.read.attributes():
            self.by.addItem(name, name)
        self.template = QLineEdit(template)
        self.template.setAccessibleName(self.tr("Attribution"))
        self.examples = QSpinBox()
        self.examples.setRange(1, 9)
        self.examples.setAccessibleName(self.tr("Quotations of each theme"))
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.write = self.buttons.addButton(
            self.tr("Write"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self.write.setEnabled(False)
        self.folder.textChanged.connect(lambda text: self.write.setEnabled(bool(text.strip())))
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self._lay_out(about)

    def _fill_rounds(self, project: Project) -> None:
        for one in project.read.rounds():
            if one.compared:
                name = self.tr("{0} (pilot, apart)").format(one.name) if one.pilot else one.name
                item = QListWidgetItem(name)
                item.setData(Qt.ItemDataRole.UserRole, one.name)
                item.setCheckState(Qt.CheckState.Checked)
                self.rounds.addItem(item)

    def _lay_out(self, about: QLabel) -> None:
        place = QHBoxLayout()
        place.setSpacing(SMALL)
        place.addWidget(self.folder, 1)
        place.addWidget(self.browse)
        form = QFormLayout()
        form.addRow(self.tr("Folder"), place)
        if self.rounds.count():
            form.addRow(self.tr("Rounds reported"), self.rounds)
        form.addRow(self.tr("A column for each value of"), self.by)
        form.addRow(self.tr("Attribution"), self.template)
        form.addRow(self.tr("Quotations of each theme"), self.examples)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(WIDE, WIDE, WIDE, WIDE)
        layout.setSpacing(MEDIUM)
        layout.addWidget(about)
        layout.addLayout(form)
        layout.addWidget(self.buttons)

    def _browse(self) -> None:
        found = QFileDialog.getExistingDirectory(self, self.windowTitle(), self.folder.text())
        if found:
            self.folder.setText(found)

    def settings(self) -> PackSettings:
        """Return what is asked for; all rounds checked stand for all there are."""
        items = [self.rounds.item(row) for row in range(self.rounds.count())]
        on = [item for item in items if item.checkState() == Qt.CheckState.Checked]
        names = tuple(str(item.data(Qt.ItemDataRole.UserRole)) for item in on)
        every = len(on) == len(items)
        return PackSettings(
            rounds=() if every else names,
            by=self.by.currentData(),
            template=self.template.text(),
            examples=self.examples.value(),
        )


def ask_pack(desk: Desk, template: str, parent: QWidget) -> None:
    """Ask, and write the pack beside the desktop's work."""
    dialog = PackDialog(desk.project, template, parent)
    if dialog.exec() == QDialog.DialogCode.Accepted:
        start_pack(desk, Path(dialog.folder.text().strip()), dialog.settings(), dialog)


def start_pack(desk: Desk, folder: Path, settings: PackSettings, dialog: PackDialog) -> None:
    """Write the pack in the worker's lane and say what was written."""
    said = dialog.tr("{0} files were written to {1}.")
    project = desk.project

    def told(found: Packed) -> None:
        desk.said.emit(said.format(len(found.files), folder), False)  # noqa: FBT003

    desk.jobs.start(
        lambda progress: write_pack(project, folder, settings, progress),
        told,
        dialog.windowTitle(),
    )
