"""Tables and codebooks, in and out of the open project."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from qda_app.domain.messages import counted
from qda_app.services.case_tables import import_cases
from qda_app.services.coding_tables import export_codings, import_codings
from qda_app.services.project import Project
from qda_app.services.trees import tree_command
from qda_app.ui.saving import ask_file

TABLES = "Tables (*.csv *.xlsx)"


class Host(Protocol):
    """The window: it runs what is asked and says what came of it."""

    def attempt(self, work: Callable[[Project], str | None]) -> None:
        """Run the work on the open project; say its sentence, or the error's."""


class TableFiles(QObject):
    """Asks for a file and lets the services read or write it."""

    def __init__(self, host: Host) -> None:
        window = host if isinstance(host, QWidget) else None
        super().__init__(window)
        self._host, self._window = host, window

    def _pick(self, title: str, kinds: str) -> Path | None:
        name, _ = QFileDialog.getOpenFileName(self._window, title, "", kinds)
        return Path(name) if name else None

    def import_cases(self) -> None:
        """Bring in participants and their attributes."""
        path = self._pick(self.tr("Participants"), TABLES)
        if path is not None:
            self._host.attempt(
                lambda p: counted(
                    "1 participant is in the project.",
                    "{count} participants are in the project.",
                    import_cases(p, path),
                )
            )

    def import_codings(self) -> None:
        """Bring in a table of codings, missing nodes included."""
        path = self._pick(self.tr("Codings"), TABLES)
        if path is not None:
            self._host.attempt(
                lambda p: counted(
                    "1 coding was imported.",
                    "{count} codings were imported.",
                    import_codings(p, path, create_nodes=True),
                )
            )

    def export_codings(self) -> None:
        """Write all codings to a table."""
        path = ask_file(self._window, self.tr("Codings"), ["Table (*.csv)"])
        if path is not None:
            self._host.attempt(
                lambda p: counted(
                    "1 coding was exported.",
                    "{count} codings were exported.",
                    export_codings(p.read, path),
                )
            )

    def add_template(self) -> None:
        """Add the node tree of the application's own study, in the user's language."""
        named = self.tr("cic")
        self._host.attempt(lambda p: self._added(p.run(tree_command(named))))

    def import_tree(self) -> None:
        """Add the nodes of a table or of another program's codebook."""
        path = self._pick(self.tr("Nodes"), "Trees (*.csv *.xlsx *.qdc *.txt)")
        if path is not None:
            self._host.attempt(lambda p: self._added(p.run(tree_command(str(path)))))

    def _added(self, count: int) -> str:
        return counted("1 node was added.", "{count} nodes were added.", count)
