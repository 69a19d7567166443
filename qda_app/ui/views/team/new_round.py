"""Planning a round: its name, who codes, and which text, with a live preview of that."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from qda_app.domain.amounts import characters_words, in_sources, passages_words
from qda_app.domain.errors import QdaError
from qda_app.services.commands.rounds import CreateRound
from qda_app.services.project import Project
from qda_app.services.rounds.planning import Preview, preview
from qda_app.services.rounds.rounds import coded_before
from qda_app.ui.models.table import TableView
from qda_app.ui.theme import LARGE, MEDIUM, SMALL, Theme
from qda_app.ui.views.team.round_text import RoundText, TickList

REST = 250  # milliseconds without a change before the preview is worked out
AT_LEAST, AT_MOST = 4, 6  # names of the list of coders in sight
EXACTLY = 2  # coders of a project who are ticked in advance


class NewRoundDialog(QDialog):
    """Asks everything at once; the preview follows, and says what is still missing."""

    def __init__(self, project: Project, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._project = project
        self.found: Preview | None = None
        self.setWindowTitle(self.tr("New round"))
        self.resize(1080, 640)
        self.name = QLineEdit()
        self.name.setAccessibleName(self.tr("Name of the round"))
        self.name.textChanged.connect(self._show_missing)
        self.pilot = QCheckBox(self.tr("Pilot: kept out of the figures reported"))
        self.blind = QCheckBox(self.tr("Blind: nobody sees another's work until all submitted"))
        self.blind.setChecked(True)
        people = [(c.id, c.name) for c in project.read.coders() if not c.consensus]
        preset = [key for key, _name in people] if len(people) == EXACTLY else []
        self.coders = TickList(self.tr("Who codes"))
        self.coders.offer(people, preset)
        self.coders.changed.connect(self._show_missing)
        self.text = RoundText(project.read, theme)
        self.text.changed.connect(self._wait)
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.setInterval(REST)
        self._idle.timeout.connect(self.work_out)
        self.passages = TableView(self.tr("Passages of the round"))
        self.strata = TableView(self.tr("Text drawn by stratum"))
        self.strata.filter.hide()
        self.strata.setMaximumHeight(150)
        self.notes = self._label("muted")
        self.before = self._label("warn")
        self.missing = self._label("warn")
        kinds = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(kinds.Ok | kinds.Cancel)
        self.begin = self.buttons.button(kinds.Ok)
        self.begin.setText(self.tr("Begin the round"))
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self._lay_out()
        self.work_out()

    def _label(self, role: str) -> QLabel:
        label = QLabel()
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setProperty("role", role)
        return label

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setSpacing(SMALL)
        form.addRow(self.tr("Name"), self.name)
        form.addRow("", self.pilot)
        form.addRow("", self.blind)
        form.addRow(self.tr("Who codes"), self.coders)
        self.coders.show_rows(AT_LEAST, AT_MOST)
        left, right = QVBoxLayout(), QVBoxLayout()
        left.setSpacing(MEDIUM)
        left.addLayout(form)
        left.addWidget(self.text, 1)
        heading = QLabel(self.tr("What the round is about"))
        heading.setProperty("role", "heading")
        right.setSpacing(SMALL)
        right.addWidget(heading)
        right.addWidget(self.passages, 1)
        right.addWidget(self.strata)
        right.addWidget(self.notes)
        right.addWidget(self.before)
        columns = QHBoxLayout()
        columns.setSpacing(LARGE)
        columns.addLayout(left, 5)
        columns.addLayout(right, 6)
        below = QHBoxLayout()
        below.addWidget(self.missing, 1)
        below.addWidget(self.buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(LARGE, LARGE, LARGE, LARGE)
        layout.setSpacing(MEDIUM)
        layout.addLayout(columns, 1)
        layout.addLayout(below)

    # -- preview -------------------------------------------------------------------------------

    def _wait(self) -> None:
        self.found = None
        self._show_missing()
        self._idle.start()

    def work_out(self) -> None:
        """Show which passages the round would be about."""
        self._idle.stop()
        problem = ""
        self.found = None
        if self.text.chosen():
            try:
                self.found = preview(self._project.read, self.text.chosen(), self.text.draw_plan())
            except QdaError as error:
                problem = str(error)
        self._show_preview(self.found)
        self._show_missing(problem)

    def _show_preview(self, found: Preview | None) -> None:
        whole = self.tr("whole source")
        rows = [
            (
                line.source,
                whole if line.whole else f"{line.part.start:,}–{line.part.end:,}",
                line.length,
                line.opening,
            )
            for line in (found.lines if found else ())
        ]
        header = (self.tr("Source"), self.tr("Where"), self.tr("Characters"), self.tr("Begins"))
        self.passages.show_rows(header, rows)
        self.passages.limit_columns(160)
        self.strata.setVisible(bool(found and len(found.by_stratum) > 1))
        drawn = [
            (name, had, of, f"{had / of:.0%}" if of else "–")
            for name, (had, of) in (found.by_stratum if found else {}).items()
        ]
        columns = (self.tr("Stratum"), self.tr("Drawn"), self.tr("Of"), self.tr("Share"))
        self.strata.show_rows(columns, drawn)
        self.strata.limit_columns(300)
        sources = len({part.source for part in found.parts}) if found else 0
        length = sum(line.length for line in found.lines) if found else 0
        drew = in_sources(passages_words(len(found.parts) if found else 0), sources)
        said = [f"{drew}, {characters_words(length)}."] if found else []
        self.notes.setText(" ".join([*said, *(found.notes if found else ())]))

    def _show_before(self) -> None:
        """Say who has coded there already, knowing perhaps of what others did."""
        people, parts = self.coders.ticked(), self.found.parts if self.found else ()
        found = coded_before(self._project.read, parts, people) if parts else []
        self.before.setText(" ".join(found))
        self.before.setVisible(bool(found))

    def _show_missing(self, problem: object = "") -> None:
        """Say what is still wanting; the round can begin when nothing is."""
        wanting = problem if isinstance(problem, str) and problem and not self.found else ""
        if not self.name.text().strip():
            wanting = self.tr("The round needs a name.")
        elif not self.coders.ticked():
            wanting = self.tr("Tick who codes.")
        elif not self.text.chosen():
            wanting = self.tr("Tick at least one source.")
        self.missing.setText(str(wanting))
        self._show_before()
        self.begin.setEnabled(not wanting and self.found is not None)

    def command(self) -> CreateRound:
        """Return the command that begins the round."""
        found = self.found
        assert found is not None  # noqa: S101
        return CreateRound(
            self.name.text(),
            found.parts,
            self.coders.ticked(),
            self.pilot.isChecked(),
            self.blind.isChecked(),
            found.plan,
        )
