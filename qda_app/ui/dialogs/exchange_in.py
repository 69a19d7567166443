"""Coming from another tool: choose its project, see what it holds, bring it in, read the report."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from qda_app.paths import project_path
from qda_app.services.exchange.arriving import (
    Arrived,
    Found,
    bring,
    found_project,
    lines,
    look,
)
from qda_app.services.project import Project
from qda_app.ui.dialogs.exchange_report import ExchangeReport
from qda_app.ui.dialogs.exchange_where import ExchangeWhere
from qda_app.ui.jobs import Jobs, Progress
from qda_app.ui.saving import ask_file
from qda_app.ui.theme import MEDIUM, SMALL, WIDE

CHOOSE, LOOK, DONE = range(3)


class ExchangeWizard(QDialog):
    """Three steps: the file, a look at it before anything changes, the report."""

    made = Signal(object)  # Path of the new project, once the person is done with the report

    def __init__(
        self, project: Project | None, jobs: Jobs | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._project, self._jobs = project, jobs
        self._found: Found | None = None
        self._target: Path | None = None
        self.setWindowTitle(self.tr("From another tool"))
        self.resize(900, 600)
        self.title = QLabel()
        self.title.setProperty("role", "title")
        self.title.setWordWrap(True)
        self._problems = (_problem(), _problem())  # below the field, below the choices
        self.stack = QStackedWidget()
        self.report = ExchangeReport()
        self.where = ExchangeWhere(project)
        self.where.changed.connect(self._show_losses)
        self.stack.addWidget(self._choosing())
        self.stack.addWidget(self._looking())
        self.stack.addWidget(QWidget())
        self.back = QPushButton(self.tr("Back"))
        self.cancel = QPushButton(self.tr("Cancel"))
        self.go = QPushButton()
        self.go.setProperty("primary", True)  # noqa: FBT003
        self.go.setDefault(True)
        self.back.clicked.connect(lambda: self._show(CHOOSE))
        self.cancel.clicked.connect(self.reject)
        self.go.clicked.connect(self.go_on)
        self._lay_out()
        self._show(CHOOSE)

    def _lay_out(self) -> None:
        bottom = QHBoxLayout()
        bottom.addWidget(self.back)
        bottom.addStretch(1)
        bottom.addWidget(self.cancel)
        bottom.addWidget(self.go)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(WIDE, WIDE, WIDE, WIDE)
        layout.setSpacing(MEDIUM)
        layout.addWidget(self.title)
        layout.addWidget(self.stack, 1)
        layout.addLayout(bottom)

    def _choosing(self) -> QWidget:
        page = QWidget()
        self.path = QLineEdit()
        self.path.setAccessibleName(self.tr("File or folder"))
        self.path.setPlaceholderText(self.tr("A .qdpx, .qdc, .qda or .sqlite3"))
        self.path.textChanged.connect(lambda _t: self._show_state())
        file = QPushButton(self.tr("Choose a file…"))
        file.clicked.connect(self._ask_file)
        folder = QPushButton(self.tr("Choose a QualCoder folder…"))
        folder.clicked.connect(self._ask_folder)
        for button in (file, folder):
            button.setAutoDefault(False)
        row = QHBoxLayout()
        for part in (self.path, file, folder):
            row.addWidget(part, 1 if part is self.path else 0)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(MEDIUM)
        layout.addLayout(row)
        layout.addWidget(self._problems[CHOOSE])
        layout.addSpacing(SMALL)
        ways = QGridLayout()
        ways.setHorizontalSpacing(WIDE)
        ways.setVerticalSpacing(SMALL)
        ways.setColumnStretch(1, 1)
        for number, (tool, how) in enumerate(self._ways()):
            name = QLabel(tool)
            name.setProperty("role", "heading")
            ways.addWidget(name, number, 0)
            ways.addWidget(QLabel(how), number, 1)
        layout.addLayout(ways)
        layout.addStretch(1)
        return page

    def _ways(self) -> list[tuple[str, str]]:
        """Return how to get a file out of each tool."""
        return [
            ("NVivo", self.tr("Share, Export project, REFI-QDA project (.qdpx)")),
            ("ATLAS.ti", self.tr("File, Export, QDPX project (.qdpx)")),
            ("MAXQDA", self.tr("Home, Export project, REFI-QDA project (.qdpx)")),
            ("Dedoose, Quirkos, f4, Transana", self.tr("the REFI-QDA project (.qdpx) they export")),
            ("QualCoder", self.tr("the project's folder (.qda), closed in QualCoder")),
            ("Taguette", self.tr("Export project, SQLite3 (.sqlite3)")),
        ]

    def _looking(self) -> QWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(MEDIUM)
        layout.addWidget(self.report, 1)
        layout.addWidget(self.where)
        layout.addWidget(self._problems[LOOK])
        return page

    def _ask_file(self) -> None:
        kinds = self.tr(
            "Projects of other tools (*.qdpx *.qdc *.qda *.sqlite3 *.db);;All files (*)"
        )
        name, _ = QFileDialog.getOpenFileName(self, self.windowTitle(), "", kinds)
        if name:
            self.path.setText(name)
            self.go_on()

    def _ask_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, self.windowTitle())
        if name:
            self.path.setText(name)
            self.go_on()

    def step(self) -> int:
        """Return which step is shown."""
        return self._step

    @property
    def problem(self) -> QLabel:
        """Where the step that is shown says what is wrong."""
        return self._problems[min(self._step, LOOK)]

    def _show(self, step: int) -> None:
        self._step = step
        self.stack.setCurrentIndex(min(step, LOOK))
        self.where.setVisible(step == LOOK)
        self.problem.hide()
        self._show_state()

    def _show_state(self) -> None:
        step = self._step
        titles = (
            self.tr("Which project?"),
            self.tr("Before it comes in"),
            self.tr("It is in the project"),
        )
        labels = (self.tr("Look at it"), self.tr("Bring it in"), self.tr("Done"))
        self.title.setText(titles[step])
        self.go.setText(labels[step])
        self.back.setVisible(step == LOOK)
        self.cancel.setVisible(step != DONE)
        self.go.setEnabled(step != CHOOSE or bool(self.path.text().strip()))

    def go_on(self) -> None:
        """Do what the step's button says."""
        self.problem.clear()
        self.problem.hide()
        if self._step == CHOOSE:
            path, project = Path(self.path.text().strip()), self._project
            self._run(lambda p: look(path, project, p), self._look, self.tr("Reading"))
        elif self._step == LOOK:
            self._bring()
        else:
            self.accept()
            if self._target is not None:
                self.made.emit(self._target)

    def _run(
        self, work: Callable[[Progress], Any], then: Callable[[Any], None], label: str
    ) -> None:
        if self._jobs is not None:
            self._jobs.start(work, then, label, self._complain)

    def _complain(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.problem.show()
        if self._step == CHOOSE:
            self.path.setFocus()

    def _look(self, found: Found) -> None:
        self._found = found
        self.where.show_ways(found.ways)
        self._show(LOOK)
        heading = self.tr("“{0}”, from {1}").format(found.brought.study.title, found.tool)
        self.title.setText(heading)
        self.go.setFocus()

    def _show_losses(self) -> None:
        """Show what the import would report, as it is chosen."""
        found, way = self._found, self.where.way()
        if found is None:
            return
        brought, losses = found.brought, found.losses(way)
        counts = brought.study.counts()
        said = "\n".join(lines(counts, brought, losses))
        joining = found.ways.get(way) if way is not None else None
        self.report.show_study(counts, brought, losses, said, joining)

    def _bring(self) -> None:
        if self._found is None:
            return
        tool, brought = self._found.tool, self._found.brought
        speakers, way = self.where.speakers.isChecked(), self.where.way()
        project = self._project
        if project is not None and way is not None:
            self._target = None
            self._run(
                lambda p: bring(project, tool, brought, p, speakers=speakers, way=way),
                self._arrived,
                self.tr("Bringing in"),
            )
            return
        target = self.ask_target()
        if target is None:
            return
        self._target = target
        self._run(
            lambda p: found_project(target, tool, brought, p, speakers=speakers),
            self._arrived,
            self.tr("Bringing in"),
        )

    def ask_target(self) -> Path | None:
        """Ask where the new project is to be."""
        beside = project_path(Path(self.path.text().strip()))
        kinds = [self.tr("Projects (*.qdaproj)")]
        return ask_file(self, self.tr("New project"), kinds, str(beside))

    def _arrived(self, arrived: Arrived) -> None:
        said = "\n".join(lines(arrived.counts, arrived.brought, arrived.losses))
        self.report.show_study(
            arrived.counts, arrived.brought, arrived.losses, said, arrived.joining
        )
        self._show(DONE)
        self.go.setFocus()


def _problem() -> QLabel:
    label = QLabel()
    label.setWordWrap(True)
    label.setProperty("role", "danger")
    label.hide()
    return label
