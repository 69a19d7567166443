"""Merging a copy that comes back: what comes, what needs a choice, then the report."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from qda_app.services.merging.copies import Copy, read_copy
from qda_app.services.merging.doing import Merged, merge
from qda_app.services.merging.plan import Plan
from qda_app.services.merging.planning import plan_merge
from qda_app.services.merging.reporting import conservation, counted, lines
from qda_app.services.project import Project
from qda_app.ui.dialogs.merge_conflicts import ConflictPanel
from qda_app.ui.jobs import Jobs, Progress, run_job
from qda_app.ui.models.table import TableView
from qda_app.ui.theme import LARGE, MEDIUM, SMALL


class MergeCopyDialog(QDialog):
    """Reads the copy first; merges once every conflict has an answer."""

    def __init__(
        self,
        project: Project,
        jobs: Jobs | None,
        parent: QWidget | None = None,
        path: Path | None = None,
    ) -> None:
        super().__init__(parent)
        self._project, self._jobs = project, jobs
        self._copy: Copy | None = None
        self.plan: Plan | None = None
        self.merged: Merged | None = None
        self.setWindowTitle(self.tr("Merge a copy"))
        self.resize(1100, 620)
        self.file = QLabel(self.tr("Choose the file that came back."))
        self.file.setTextFormat(Qt.TextFormat.PlainText)
        self.choose = QPushButton(self.tr("Choose a copy…"))
        self.choose.setAutoDefault(False)
        self.choose.clicked.connect(self._ask_file)
        self.kept = _label()
        self.problem = _label("warn")
        self.coming = TableView(self.tr("What comes"))
        self.coming.filter.hide()
        self.named = TableView(self.tr("Changes by name"))
        self.conflicts = ConflictPanel()
        self.conflicts.answered.connect(self._answered)
        self.report = QPlainTextEdit()
        self.report.setReadOnly(True)
        self.report.setAccessibleName(self.tr("Report of the merge"))
        self.state = QLabel()
        self.cancel = QPushButton(self.tr("Cancel"))
        self.cancel.setAutoDefault(False)
        self.cancel.clicked.connect(self.reject)
        self.go = QPushButton(self.tr("Merge"))
        self.go.setProperty("primary", True)  # noqa: FBT003
        self.go.setDefault(True)
        self.go.clicked.connect(self.merge_now)
        self._lay_out()
        self._show_state()
        if path is not None:
            self.read(path)

    def _lay_out(self) -> None:
        top, bottom = QHBoxLayout(), QHBoxLayout()
        top.addWidget(self.choose)
        top.addWidget(self.file, 1)
        bottom.addWidget(self.state, 1)
        bottom.addWidget(self.cancel)
        bottom.addWidget(self.go)
        middle = QSplitter(Qt.Orientation.Horizontal)
        left = QSplitter(Qt.Orientation.Vertical)
        left.addWidget(self.coming)
        left.addWidget(self.named)
        left.setSizes([200, 260])
        left.setChildrenCollapsible(False)
        middle.addWidget(left)
        middle.addWidget(self.conflicts)
        middle.setSizes([390, 680])
        middle.setChildrenCollapsible(False)
        self.pages = QStackedWidget()
        self.pages.addWidget(middle)
        self.pages.addWidget(self.report)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(LARGE, LARGE, LARGE, LARGE)
        layout.setSpacing(MEDIUM)
        layout.addLayout(top)
        for label in (self.kept, self.problem):
            layout.addWidget(label)
            label.hide()
        layout.addWidget(self.pages, 1)
        layout.addLayout(bottom)

    def _ask_file(self) -> None:
        kinds = self.tr("Projects (*.qdaproj)")
        folder = str(self._project.path.parent)
        name, _ = QFileDialog.getOpenFileName(self, self.windowTitle(), folder, kinds)
        if name:
            self.read(Path(name))

    def read(self, path: Path) -> None:
        """Read a copy and show what it brings; neither file is changed."""
        self._copy, self.plan = None, None
        self.file.setText(path.name)
        self.file.setToolTip(str(path))
        self._complain("")
        self.conflicts.show_conflicts(())

        def work(progress: Progress) -> tuple[Copy, Plan]:
            copy = read_copy(self._project, path, progress)
            return copy, plan_merge(self._project, copy)

        run_job(self._jobs, work, self._show, self.tr("Reading"), self._complain)

    def _show(self, found: tuple[Copy, Plan]) -> None:
        self._copy, plan = found
        self.conflicts.show_conflicts(plan.conflicts)
        self._planned(plan)

    def _planned(self, plan: Plan) -> None:
        """Show a plan that holds for the answers given."""
        self.plan = plan
        self.conflicts.keep_up(plan.conflicts)
        figures = plan.conservation
        rows: list[tuple[object, ...]] = []
        if not plan.blind:
            rows = [(self.tr("codings"), figures.brought - figures.identical, 0)]
            rows += counted(plan)
        header = [self.tr("What comes"), self.tr("new"), self.tr("changed")]
        self.coming.show_rows(header, rows)
        self.coming.limit_columns(190)
        names = [] if plan.blind else [(sentence,) for sentence in plan.named]
        self.named.show_rows([self.tr("Changes by name")], names)
        self.named.limit_columns(800)
        self.named.setVisible(bool(names))
        self.kept.setText("\n".join([conservation(plan), *(() if plan.blind else plan.notes)]))
        self.kept.show()
        self._show_state()

    def _answered(self) -> None:
        """Work the merge out anew once everything has an answer; that may raise new questions."""
        self._show_state()
        copy, choices = self._copy, self.conflicts.choices()
        if copy is None or self.conflicts.open_count():
            return
        self.plan = None
        self._show_state()
        run_job(
            self._jobs,
            lambda _progress: plan_merge(self._project, copy, choices),
            self._planned,
            self.tr("Working out"),
            self._complain,
        )

    def _show_state(self) -> None:
        plan, waiting = self.plan, self.conflicts.open_count()
        if self.merged is not None:
            self.state.clear()
        elif plan is not None and plan.idle:
            self.state.setText(self.tr("The copy brings nothing new."))
        elif waiting:
            total = self.conflicts.total()
            self.state.setText(self.tr("{0} of {1} settled").format(total - waiting, total))
        else:
            self.state.setText(self.tr("Undo takes a merge back whole.") if plan else "")
        ready = plan is not None and not plan.idle and not plan.open_conflicts and not waiting
        self.go.setEnabled(ready and self.merged is None)

    def _complain(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))
        if sentence:
            self.kept.hide()
            self.coming.show_rows([], [])
            self.named.hide()
        self._show_state()

    def merge_now(self) -> None:
        """Merge, after a backup, as one step."""
        plan = self.plan
        if plan is not None and self.go.isEnabled():
            self.go.setEnabled(False)
            run_job(
                self._jobs,
                lambda progress: merge(self._project, plan, progress),
                self._merged,
                self.tr("Merging"),
                self._complain,
            )

    def _merged(self, done: Merged) -> None:
        self.merged = done
        self.report.setPlainText("\n".join(lines(done.plan, done)))
        self.pages.setCurrentWidget(self.report)
        self.kept.hide()
        self.choose.setEnabled(False)
        self.go.hide()
        self.cancel.setText(self.tr("Close"))
        self.cancel.setFocus()
        self._show_state()


def _label(role: str = "") -> QLabel:
    label = QLabel()
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setProperty("role", role)
    label.setContentsMargins(0, 0, 0, SMALL)
    return label


def ask_merge(project: Project, jobs: Jobs, parent: QWidget | None = None) -> str:
    """Ask for a copy, preview and merge it; return the sentence to say, which undo goes with."""
    dialog = MergeCopyDialog(project, jobs, parent)
    dialog.exec()
    if dialog.merged is None or dialog.merged.backup is None:
        return ""
    sentence = dialog.tr("Merged {0}. The project as it was is kept in {1}.")
    kept = dialog.merged.backup
    return sentence.format(dialog.merged.plan.copy.name, f"{kept.parent.name}/{kept.name}")
