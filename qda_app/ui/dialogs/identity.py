"""Who is coding? Asked when a project opens, never guessed."""

from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from qda_app.domain.errors import QdaError
from qda_app.services.commands.coders import AddCoder, NameLead
from qda_app.services.project import Project
from qda_app.ui.theme import MEDIUM, WIDE


class IdentityDialog(QDialog):
    """The coders of the project, with no choice made in advance."""

    def __init__(self, project: Project, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._project = project
        self.setWindowTitle(self.tr("Who is coding?"))
        self._group = QButtonGroup(self)
        self._list = QVBoxLayout()
        self.name = QLineEdit()
        self.name.setPlaceholderText(self.tr("Another name"))
        self.name.setAccessibleName(self.tr("Name of a new coder"))
        add = QPushButton(self.tr("Add me"))
        add.setAutoDefault(False)
        add.clicked.connect(self.add)
        self.name.returnPressed.connect(self.add)
        self._problem = QLabel()
        self._problem.setWordWrap(True)
        buttons = QDialogButtonBox()
        self.go_on = buttons.addButton(self.tr("Continue"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.go_on.setEnabled(False)
        self._group.buttonClicked.connect(lambda _b: self.go_on.setEnabled(True))
        row = QHBoxLayout()
        row.addWidget(self.name, 1)
        row.addWidget(add)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(WIDE, WIDE, WIDE, WIDE)
        layout.setSpacing(MEDIUM)
        why = QLabel(self.tr("What you code, and what you undo, is kept under this name."))
        self.lead = QCheckBox(self.tr("I lead this project"))
        self.lead.setToolTip(self.tr("A lead plans rounds and settles what coders disagree on."))
        layout.addWidget(why)
        layout.addLayout(self._list)
        layout.addLayout(row)
        layout.addWidget(self.lead)
        layout.addWidget(self._problem)
        layout.addWidget(buttons)
        people = project.read.coders()
        for coder in people:
            if not coder.consensus:
                self._offer(coder.name, lead=coder.lead)
        self.lead.setVisible(not any(coder.lead for coder in people))

    def _offer(self, name: str, *, lead: bool = False) -> QRadioButton:
        shown = name.replace("&", "&&")
        button = QRadioButton(self.tr("{0} (lead)").format(shown) if lead else shown)
        button.setProperty("coder", name)
        self._group.addButton(button)
        self._list.addWidget(button)
        return button

    def add(self) -> None:
        """Add the person named and choose them."""
        if not self.name.text().strip():
            return
        try:
            self._project.run(AddCoder(self.name.text()))
        except QdaError as error:
            self._problem.setText(str(error))
            return
        self._offer(" ".join(self.name.text().split())).setChecked(True)
        self.name.clear()
        self._problem.clear()
        self.go_on.setEnabled(True)

    def choose(self, name: str) -> None:
        """Choose a coder by name."""
        for button in self._group.buttons():
            if button.property("coder") == name:
                button.click()

    def chosen(self) -> str | None:
        """Return the name chosen, None for none."""
        button = self._group.checkedButton()
        return str(button.property("coder")) if button else None


def ask_identity(project: Project, parent: QWidget | None) -> bool:
    """Ask who is coding and let the project know; False when the question was cancelled."""
    dialog = IdentityDialog(project, parent)
    accepted = dialog.exec() == QDialog.DialogCode.Accepted and dialog.chosen() is not None
    if accepted:
        project.become(dialog.chosen())
        if dialog.lead.isChecked() and project.viewer_id is not None:
            project.run(NameLead(project.viewer_id, lead=True, name=project.viewer or ""))
    return accepted
