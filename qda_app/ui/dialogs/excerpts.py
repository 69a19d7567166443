"""Quotations to a Word document: whose, and what stands behind each."""

from pathlib import Path

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QLabel,
    QLineEdit,
    QMessageBox,
    QVBoxLayout,
    QWidget,
)

from qda_app.services.paper.quotation_documents import Choices
from qda_app.services.paper.quotation_files import Written
from qda_app.services.project import Project
from qda_app.services.quoting import write_excerpts
from qda_app.ui.jobs import Jobs
from qda_app.ui.theme import MEDIUM, WIDE


class ExcerptsDialog(QDialog):
    """Asks for the coders and for the attribution's template."""

    def __init__(self, project: Project, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Excerpts to Word"))
        self.coders = QComboBox()
        self.coders.addItem(self.tr("All coders"), None)
        for coder in project.read.coders():
            self.coders.addItem(coder.name, [coder.name])
        self.template = QLineEdit("({source})")
        self.template.setAccessibleName(self.tr("Attribution"))
        names = ["source", "case", "speaker", "coder", "node"]
        names += [name for name, _kind in project.read.attributes()]
        known = QLabel(self.tr("It can use: {0}").format(", ".join(f"{{{n}}}" for n in names)))
        known.setWordWrap(True)
        known.setProperty("role", "muted")
        form = QFormLayout()
        form.addRow(self.tr("Codings of"), self.coders)
        form.addRow(self.tr("Attribution"), self.template)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(WIDE, WIDE, WIDE, WIDE)
        layout.setSpacing(MEDIUM)
        layout.addLayout(form)
        layout.addWidget(known)
        layout.addWidget(buttons)
        self.setMinimumWidth(480)


def export_excerpts(project: Project, jobs: Jobs, parent: QWidget) -> None:
    """Ask, and write the document beside the desktop's work."""
    dialog = ExcerptsDialog(project, parent)
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return
    name, _ = QFileDialog.getSaveFileName(parent, dialog.windowTitle(), "", "Word (*.docx)")
    if not name:
        return
    path = Path(name).with_suffix(".docx")
    coders, template = dialog.coders.currentData(), dialog.template.text()

    def told(found: Written) -> None:
        sentence = dialog.tr("{0} quotations were written to {1}.").format(found.count, path)
        QMessageBox.information(parent, dialog.windowTitle(), sentence)

    jobs.start(
        lambda progress: write_excerpts(project.read, path, coders, None, Choices(template), progress),
        told,
        dialog.windowTitle(),
    )
