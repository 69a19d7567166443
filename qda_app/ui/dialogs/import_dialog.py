"""Importing transcripts: what each file holds, before anything enters the project."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from qda_app.domain.messages import counted
from qda_app.services.importing import Choices, FileReport, files_in, import_files, read_file
from qda_app.services.project import Project
from qda_app.ui.jobs import Jobs, Progress
from qda_app.ui.theme import MEDIUM, SMALL

PREVIEW_TURNS = 40
PREVIEW_TEXT = 4000


class ImportDialog(QDialog):
    """Reads the files first and shows what it found; imports what can be read as one step."""

    def __init__(
        self,
        project: Project,
        jobs: Jobs | None,
        parent: QWidget | None = None,
        paths: Sequence[Path] = (),
    ) -> None:
        super().__init__(parent)
        self._project, self._jobs = project, jobs
        self.reports: dict[Path, FileReport] = {}
        self._interviewers: dict[Path, tuple[str, ...]] = {}
        self.setWindowTitle(self.tr("Import transcripts"))
        self.resize(980, 560)
        self.list = QTreeWidget()
        self.list.setHeaderLabels(
            [self.tr("File"), self.tr("Format"), self.tr("Encoding"), self.tr("Turns")]
        )
        self.list.setRootIsDecorated(False)
        self.list.setAccessibleName(self.tr("Files"))
        self.list.currentItemChanged.connect(lambda _a, _b: self._preview())
        self.preview = QPlainTextEdit()
        self.preview.setReadOnly(True)
        self.preview.setAccessibleName(self.tr("Preview"))
        self.interviewer = QComboBox()
        self.interviewer.activated.connect(self._choose_interviewer)
        self.count = QLabel(self.tr("Add the files or the folder that hold your transcripts."))
        self.go = QPushButton()
        self.go.setProperty("primary", True)  # noqa: FBT003
        self.go.clicked.connect(self.import_now)
        self._lay_out()
        self._count()
        if paths:
            self.add(list(paths))

    def _lay_out(self) -> None:
        files = QPushButton(self.tr("Add files…"))
        files.clicked.connect(self._ask_files)
        folder = QPushButton(self.tr("Add a folder…"))
        folder.clicked.connect(self._ask_folder)
        cancel = QPushButton(self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        top, who, bottom = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        for row, parts in (
            (top, (files, folder, None)),
            (who, (QLabel(self.tr("Who is the interviewer?")), self.interviewer, None)),
            (bottom, (self.count, None, cancel, self.go)),
        ):
            for part in parts:
                row.addStretch(1) if part is None else row.addWidget(part)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.preview, 1)
        column.addLayout(who)
        middle = QSplitter(Qt.Orientation.Horizontal)
        middle.addWidget(self.list)
        middle.addWidget(right)
        middle.setSizes([500, 460])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MEDIUM, MEDIUM, MEDIUM, MEDIUM)
        layout.setSpacing(SMALL)
        layout.addLayout(top)
        layout.addWidget(middle, 1)
        layout.addLayout(bottom)

    def _ask_files(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(self, self.windowTitle())
        self.add([Path(name) for name in names])

    def _ask_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, self.windowTitle())
        if name:
            self.add([Path(name)])

    def add(self, paths: list[Path]) -> None:
        """Read files and folders and list what they hold."""
        new = [path for path in files_in(paths) if path not in self.reports]

        def work(progress: Progress) -> list[FileReport]:
            found = []
            for number, path in enumerate(new):
                progress(number, len(new), path.name)
                found.append(read_file(path, Choices()))
            return found

        self._run(work, self._list, self.tr("Reading"))

    def _run(self, work: Any, then: Any, label: str) -> None:
        if self._jobs is None:
            then(work(lambda _done, _of, _name: None))
        else:
            self._jobs.start(work, then, label, self.count.setText)

    def _list(self, found: list[FileReport]) -> None:
        for report in found:
            self.reports[report.path] = report
            mark = "✓" if report.problem is None else "✗"
            first = report.sources[0] if report.sources else None
            cells = [f"{mark} {report.path.name}", "", "", ""]
            if first is not None:
                turns = sum(len(source.turns) for source in report.sources)
                cells[1:] = [first.format, first.encoding, str(turns)]
            else:
                cells[1] = report.problem or ""
            item = QTreeWidgetItem(cells)
            item.setData(0, Qt.ItemDataRole.UserRole, str(report.path))
            item.setToolTip(0, report.problem or str(report.path))
            item.setFirstColumnSpanned(False)
            self.list.addTopLevelItem(item)
        self.list.resizeColumnToContents(0)
        top = self.list.topLevelItem(0)
        if not self.list.selectedItems() and top is not None:
            self.list.setCurrentItem(top)
        self._count()

    def ready(self) -> list[Path]:
        """Return the files that can be imported."""
        return [path for path, report in self.reports.items() if report.problem is None]

    def _count(self) -> None:
        good = len(self.ready())
        bad = len(self.reports) - good
        if self.reports:
            self.count.setText(self.tr("{0} ready · {1} cannot be read").format(good, bad))
        self.go.setText(counted("Import 1 transcript", "Import {count} transcripts", good))
        self.go.setEnabled(good > 0)

    def _current(self) -> FileReport | None:
        item = self.list.currentItem()
        path = item.data(0, Qt.ItemDataRole.UserRole) if item else None
        return self.reports.get(Path(path)) if path else None

    def _preview(self) -> None:
        report = self._current()
        self.interviewer.clear()
        self.interviewer.setEnabled(False)
        if report is None or not report.sources:
            self.preview.setPlainText(report.problem or "" if report else "")
            return
        source = report.sources[0]
        notes = "".join(f"[{note}]\n" for note in source.notes)
        if not source.turns:
            self.preview.setPlainText(notes + source.text[:PREVIEW_TEXT])
            return
        lines = [
            f"{_clock(t.seconds)}{t.speaker}: {source.text[t.words : t.end][:200]}"
            for t in source.turns[:PREVIEW_TURNS]
        ]
        self.preview.setPlainText(notes + "\n\n".join(lines))
        self.interviewer.setEnabled(True)
        self.interviewer.addItem(self.tr("Nobody"), ())
        marked = {turn.speaker for turn in source.turns if turn.interviewer}
        chosen = self._interviewers.get(report.path, tuple(sorted(marked)))
        for name in sorted({turn.speaker for turn in source.turns}):
            self.interviewer.addItem(name, (name,))
            if name in chosen:
                self.interviewer.setCurrentIndex(self.interviewer.count() - 1)

    def _choose_interviewer(self) -> None:
        report = self._current()
        if report is not None:
            self._interviewers[report.path] = tuple(self.interviewer.currentData())

    def import_now(self) -> None:
        """Import what can be read, with the choices made."""
        choices = Choices(interviewers=self._interviewers)
        ready = self.ready()
        self._run(
            lambda progress: import_files(self._project, ready, choices, progress),
            lambda _reports: self.accept(),
            self.tr("Importing"),
        )


def _clock(seconds: float | None) -> str:
    if seconds is None:
        return ""
    return f"{int(seconds) // 60:02}:{int(seconds) % 60:02} "
