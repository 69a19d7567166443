"""A copy to share: the names, what is replaced, what to know, then the copy itself."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from qda_app.domain.errors import QdaError
from qda_app.domain.messages import counted
from qda_app.paths import SUFFIX
from qda_app.services.share.candidates import candidates
from qda_app.services.share.plan import Plan, on_line
from qda_app.services.share.planning import plan
from qda_app.services.share.reporting import lines, sheets, write_hits
from qda_app.services.share.writing import PACKAGE, Shared, check_target, write
from qda_app.ui.desk import Desk
from qda_app.ui.dialogs.discarding import ask_to_discard
from qda_app.ui.dialogs.share.hit_table import HitTable
from qda_app.ui.dialogs.share.name_panel import NamePanel
from qda_app.ui.jobs import Progress
from qda_app.ui.models.table import TableView
from qda_app.ui.saving import ask_file
from qda_app.ui.theme import LARGE, MEDIUM, SMALL

SIZE = "share/size"
NAMES, HITS, ELSEWHERE, BOUNDARIES, REPORT = range(5)


class ShareDialog(QDialog):
    """Tabs from the list of names to the report; the copy is worked out anew when names change."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._plan: Plan | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Share a copy"))
        size = QSize(*desk.preferences.get(SIZE, [1040, 640]))
        self.resize(size.boundedTo(self.screen().availableSize()))
        self.names = NamePanel()
        self.hits = HitTable()
        self.elsewhere, self.boundaries = TableView(""), TableView("")
        self.report = QListWidget()
        self._name_parts()
        self.tabs = QTabWidget()
        for page, title in zip(
            (self.names, self.hits, self.elsewhere, self.boundaries, self.report),
            self._titles(),
            strict=True,
        ):
            self.tabs.addTab(page, title)
        self.said = QLabel()
        self.said.setWordWrap(True)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self._lay_out()
        self.names.changed.connect(self._on_names)
        self.names.said.connect(self._say)
        self.names.suggestions_wanted.connect(self._suggest)
        self.hits.hits.ticked.connect(self._sum_up)
        self.tabs.currentChanged.connect(self._on_tab)
        self._say(self._hint())

    def _name_parts(self) -> None:
        self.elsewhere.grid.setAccessibleName(self.tr("Names elsewhere"))
        self.boundaries.grid.setAccessibleName(self.tr("Boundaries within replaced words"))
        self.report.setAccessibleName(self.tr("What to know of the copy"))
        self.report.setWordWrap(True)
        self.report.setSelectionMode(QListWidget.SelectionMode.ExtendedSelection)
        self.report.setSpacing(SMALL // 2)
        for table in (self.elsewhere, self.boundaries):
            table.column.setContentsMargins(0, MEDIUM, 0, 0)

    def _titles(self) -> list[str]:
        found = self._plan
        titles = [
            self.tr("Names"), self.tr("In the transcripts"), self.tr("Elsewhere"),
            self.tr("Boundaries"), self.tr("What to know"),
        ]  # fmt: skip
        if found is None:
            return titles
        counts = (len(found.names), len(found.hits), len(found.elsewhere), len(found.crossed))
        return [f"{t} ({n})" for t, n in zip(titles, counts, strict=False)] + titles[REPORT:]

    def _hint(self) -> str:
        return self.tr(
            "The copy holds what you may see, without history. The project itself stays as it is."
        )

    def _lay_out(self) -> None:
        self.table = QPushButton(self.tr("Hits to a table…"))
        self.table.setAutoDefault(False)
        self.table.clicked.connect(self._ask_table)
        close = QPushButton(self.tr("Close"))
        close.setAutoDefault(False)
        close.clicked.connect(self.reject)
        self.save = QPushButton(self.tr("Save the copy…"))
        self.save.setProperty("primary", True)  # noqa: FBT003
        self.save.setAutoDefault(False)
        self.save.clicked.connect(self._ask_copy)
        bottom = QHBoxLayout()
        bottom.addWidget(self.table)
        bottom.addStretch(1)
        bottom.addWidget(close)
        bottom.addWidget(self.save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(LARGE, LARGE, LARGE, LARGE)
        layout.setSpacing(MEDIUM)
        layout.addWidget(self.tabs, 1)
        layout.addWidget(self.said)
        layout.addLayout(bottom)

    # -- working it out ------------------------------------------------------------------------

    def _on_names(self) -> None:
        self._plan = None
        self._say(self._hint())

    def _on_tab(self, tab: int) -> None:
        if tab != NAMES and self._plan is None:
            self.look()

    def look(self, then: Callable[[], None] | None = None) -> None:
        """Work the copy out and show it; `then` is what to go on with."""
        if fault := self.names.show_fault():
            self.tabs.setCurrentIndex(NAMES)
            self._say(fault, True)  # noqa: FBT003
            return
        read, names = self._desk.project.read, self.names.model.names()

        def show(found: Plan) -> None:
            self._show(found)
            if then is not None:
                then()

        self._desk.jobs.start(
            lambda progress: plan(read, names, progress=progress),
            show,
            self.tr("Looking for the names"),
            self._refuse,
        )

    def _refuse(self, sentence: str) -> None:
        self.tabs.setCurrentIndex(NAMES)
        self._fail(sentence)

    def _fail(self, sentence: str) -> None:
        self._say(sentence, True)  # noqa: FBT003

    def _show(self, found: Plan) -> None:
        self._plan = found
        self.hits.show_hits(found.hits)
        header = [
            self.tr("What"), self.tr("Where"), self.tr("Name"), self.tr("Becomes"),
            self.tr("Before"), self.tr("After"),
        ]  # fmt: skip
        self.elsewhere.show_rows(
            header,
            [
                [e.what, e.where, on_line(e.words), e.replacement, e.before, e.after]
                for e in found.elsewhere
            ],
        )
        self.elsewhere.limit_columns(190)
        self.boundaries.show_rows(*list(sheets(found).values())[1])
        self.boundaries.limit_columns(260)
        self._show_report(lines(found, project=True))
        for tab, title in enumerate(self._titles()):
            self.tabs.setTabText(tab, title)
        self._sum_up()

    def _show_report(self, sentences: list[str]) -> None:
        self.report.clear()
        self.report.addItems(sentences)

    def _sum_up(self) -> None:
        found = self._plan
        if found is None:
            return
        kept = len(self.hits.hits.kept)
        said = [
            counted(
                "1 name is replaced in the copy.",
                "{count} names are replaced in the copy.",
                len(found.hits) - kept + len(found.elsewhere),
            )
        ]
        if kept:
            said.append(
                counted(
                    "1 hit stays as it is, by choice.",
                    "{count} hits stay as they are, by choice.",
                    kept,
                )
            )
        if found.left_out.sources:
            said.append(
                counted(
                    "1 source is left out, for lack of consent.",
                    "{count} sources are left out, for lack of consent.",
                    len(found.left_out.sources),
                )
            )
        self._say(" ".join(said))

    def _suggest(self) -> None:
        read, listed = self._desk.project.read, self.names.model.everything()
        self._desk.jobs.start(
            lambda _progress: candidates(read, listed=listed),
            self.names.suggest,
            self.tr("Looking for names"),
            self._fail,
        )

    # -- writing it ----------------------------------------------------------------------------

    def _ask_table(self) -> None:
        if self._plan is None:
            self.look(self._ask_table)
            return
        kinds = [self.tr("Tables") + " (*.xlsx *.csv)"]
        path = ask_file(self, self.tr("Hits to a table"), kinds)
        if path is not None:
            self.write_table(path)

    def write_table(self, path: Path) -> None:
        """Write every hit to a table, those that stay included."""
        kept, read, names = self.hits.hits.kept, self._desk.project.read, self.names.model.names()

        def told(_none: object) -> None:
            self._say(self.tr("The hits are in {0}.").format(path.name))

        self._desk.jobs.start(
            lambda progress: write_hits(plan(read, names, kept, progress), path),
            told,
            self.tr("Writing the hits"),
            self._fail,
        )

    def _ask_copy(self) -> None:
        if self._plan is None:
            self.look(self._ask_copy)
            return
        project = self._desk.project.path
        beside = project.with_name(self.tr("{0} to share").format(project.stem) + SUFFIX)
        kinds = {
            self.tr("Projects (*.qdaproj)"): SUFFIX,
            self.tr("For other tools, REFI-QDA (*.qdpx)"): PACKAGE,
        }
        name, kind = QFileDialog.getSaveFileName(
            self, self.tr("Save the copy"), str(beside), ";;".join(kinds)
        )
        if name:
            known = Path(name).suffix.lower() in kinds.values()
            self.write_copy(Path(name if known else name + kinds.get(kind, SUFFIX)))

    def write_copy(self, path: Path) -> None:
        """Write the copy, read it again, and tell what it is."""
        kept, read, names = self.hits.hits.kept, self._desk.project.read, self.names.model.names()
        try:
            if self._plan is not None:
                check_target(self._plan, path)
        except QdaError as error:
            self._say(str(error), True)  # noqa: FBT003
            return
        made: list[Plan] = []

        def work(progress: Progress) -> Shared:
            made.append(plan(read, names, kept, progress))
            return write(made[0], path, progress)

        def told(_shared: Shared) -> None:
            self._show_report(lines(made[0], project=path.suffix.lower() == SUFFIX))
            self.tabs.setCurrentIndex(REPORT)
            self._say(
                self.tr("{0} was written and read again: no listed name is left in it that was "
                        "to be replaced.").format(path.name)
            )  # fmt: skip

        self._desk.jobs.start(work, told, self.tr("Writing the copy"), self._fail)

    # -- leaving -------------------------------------------------------------------------------

    def _say(self, sentence: str, problem: bool = False) -> None:
        self.said.setProperty("role", "danger" if problem else "")
        self.said.style().polish(self.said)
        self.said.setText(sentence)

    def reject(self) -> None:
        """Close; a list that is in no file is asked about."""
        if not self.names.unsaved:
            super().reject()
            return
        self.question = ask_to_discard(self, self.tr("The list of names is in no file yet."))

    def done(self, result: int) -> None:
        """Remember the size."""
        self._desk.preferences.set(SIZE, [self.width(), self.height()])
        super().done(result)
