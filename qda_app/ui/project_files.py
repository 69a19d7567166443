"""Projects as files: make, open, copy, check; the window shows what comes of it."""

import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from qda_app.domain.errors import QdaError
from qda_app.services.project import Project
from qda_app.ui.jobs import Jobs, Progress
from qda_app.ui.saving import ask_file

WRAPPED = re.compile(r"(Error calling Python override of \S+: )+")  # what Qt puts before a sentence


@contextmanager
def slots_raise() -> Iterator[None]:
    """Raise in the end what a slot raised meanwhile; Qt hands that to the exception hook alone."""
    raised: list[BaseException] = []
    before = sys.excepthook
    sys.excepthook = lambda _kind, error, _trace: raised.append(error)
    try:
        yield
    finally:
        sys.excepthook = before
    if raised:
        raise raised[0]


class ProjectFiles(QObject):
    """Asks where, and hands the window what was made or opened."""

    opened = Signal(object, bool)  # Project, whether to ask who is coding
    path_chosen = Signal(object)  # Path
    sample_built = Signal(object)  # Path
    said = Signal(str, bool)
    refused = Signal(str)

    def __init__(self, window: QWidget, jobs: Jobs) -> None:
        super().__init__(window)
        self._window, self._jobs = window, jobs
        self._lost: Project | None = None  # whose loss was told

    def kinds(self) -> str:
        """Return what the file dialogs show."""
        return self.tr("Projects (*.qdaproj)")

    def fault_behind(self, error: Exception, project: Project) -> str:
        """Return the sentence on the damage behind an error, empty where the project is sound."""
        if isinstance(error, QdaError):
            return WRAPPED.sub("", str(error))
        try:
            found = project.check()
            said = self.tr("{0} Keep this file, and restore a backup.")
            return said.format(found) if found is not None else ""
        except QdaError as worse:
            return str(worse)
        except Exception:  # noqa: BLE001  what stops even the check is damage
            sentence = self.tr("{0} is damaged and cannot be read to its end. Restore a backup.")
            return sentence.format(project.path.name)

    def standing(self, project: Project) -> str:
        """Say in a word or two how safe what is done is."""
        if project.read_only:
            return self.tr("read only")
        return self.tr("saved") if self._lost is not project else self.tr("not saved: file gone")

    def look_after(self, project: Project) -> None:
        """Complain, once for each loss, where the project's file is no longer where it was."""
        if os.path.exists(project.path):  # noqa: PTH110  a drive that is gone is no error here
            self._lost = None
        elif self._lost is not project:
            self._lost = project
            sentence = self.tr(
                "The project's file is gone from {0}. Use File, Save a copy, and go on in the "
                "copy: what is not saved so is lost when the project closes."
            ).format(project.path)
            # after what the change itself has to say
            QTimer.singleShot(0, self, lambda: self.refused.emit(sentence))

    def new(self) -> None:
        """Ask where, and create an empty project."""
        path = ask_file(self._window, self.tr("New project"), [self.kinds()])
        if path is None:
            return
        try:
            project = Project.create(path)
        except QdaError as error:
            self.refused.emit(str(error))
            return
        self.opened.emit(project, True)  # noqa: FBT003

    def ask_open(self) -> None:
        """Ask which project to open."""
        name, _ = QFileDialog.getOpenFileName(self._window, self.tr("Open"), "", self.kinds())
        if name:
            self.path_chosen.emit(Path(name))

    def try_sample(self) -> None:
        """Ask for a folder and build the fictitious study in it."""
        from qda_app.services.sample import write_sample

        title = self.tr("An empty folder for the sample")
        folder = QFileDialog.getExistingDirectory(self._window, title)
        if folder:
            place = Path(folder)
            if any(place.iterdir()):
                place /= self.tr("Sample study")
            self._jobs.start(
                lambda progress: write_sample(place, progress),
                self.sample_built.emit,
                self.tr("Building the sample"),
            )

    def backup(self, project: Project) -> None:
        """Ask where, and write a copy of the project as it is now."""
        path = ask_file(self._window, self.tr("Save a copy"), [self.kinds()])
        if path is None:
            return
        self._start(
            lambda _p: project.backup(path),
            self.tr("Saving a copy"),
            lambda _r: self.tr("A copy was saved as {0}.").format(path.name),
        )

    def check(self, project: Project) -> None:
        """Check pages, texts, journal and codings, and say what was found."""

        def work(progress: Progress) -> str | None:
            steps = iter(range(1, 100))
            return project.check(lambda name: progress(next(steps), 5, name))

        sound = self.tr("The project is sound: texts, journal and codings agree.")
        self._start(work, self.tr("Checking"), lambda fault: fault or sound)

    def _start(
        self, work: Callable[[Progress], object], label: str, said: Callable[[str], str]
    ) -> None:
        self._jobs.start(
            work,
            lambda result: self.said.emit(said(result), False),  # noqa: FBT003
            label,
            self.refused.emit,
        )
