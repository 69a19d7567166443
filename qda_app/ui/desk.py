"""What every page of the window works with: the project, and the ways to act, speak and move."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal

from qda_app.domain.errors import QdaError
from qda_app.domain.text import Span
from qda_app.services.project import Project
from qda_app.services.work import Command
from qda_app.ui.jobs import Jobs
from qda_app.ui.preferences import Preferences
from qda_app.ui.theme import Theme


@dataclass(frozen=True, slots=True)
class Behind:
    """Which codings stand behind a figure; None stands for all of them.

    `nodes`, `coders` and `sources` are ids; `ids` names the codings themselves; `title` says in
    words what is shown.
    """

    title: str = ""
    nodes: frozenset[int] | None = None
    coders: frozenset[int] | None = None
    sources: frozenset[int] | None = None
    ids: frozenset[int] | None = None


class Desk(QObject):
    """One open project with what surrounds it on screen; pages know the desk and no window."""

    said = Signal(str, bool)  # a sentence, and whether it can be undone
    refused = Signal(str)  # what is wrong and what to do
    passage_requested = Signal(int, object)  # source, Span: show it where it is coded
    excerpts_requested = Signal(object)  # a `Behind`: show the codings behind a figure
    page_requested = Signal(str)  # the name of a page
    round_requested = Signal(str, object)  # the name of a page, a Round: show it there
    identity_requested = Signal()  # ask again who is coding

    def __init__(
        self, project: Project, theme: Theme, jobs: Jobs, preferences: Preferences, parent: QObject
    ) -> None:
        super().__init__(parent)
        self.project, self.theme = project, theme
        self.jobs, self.preferences = jobs, preferences

    def run(self, command: Command, *, quiet: bool = False) -> Any:
        """Run a command and say what was done, or why it was refused; None when refused."""
        try:
            result = self.project.run(command)
        except QdaError as error:
            self.refused.emit(str(error))
            return None
        if not quiet:
            self.said.emit(command.label, True)  # noqa: FBT003
        return result

    def go_to(self, source: int, span: Span | None = None) -> None:
        """Show a source, and a passage of it, where it is coded."""
        self.passage_requested.emit(source, span)

    def show_excerpts(self, behind: Behind) -> None:
        """Show the codings behind a figure."""
        self.excerpts_requested.emit(behind)
