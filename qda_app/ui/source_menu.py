"""What the menu of the sources does."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QInputDialog, QMenu, QWidget

from qda_app.domain.transcript import Turn
from qda_app.services.commands.sources import (
    NameInterviewers,
    RemoveSource,
    RenameSource,
    UseTurns,
)
from qda_app.ui.dialogs.correct_text import ask_correction
from qda_app.ui.dialogs.memo import ask_memo
from qda_app.ui.views.code.workspace import Workspace


class SourceMenu(QObject):
    """Rename, turns, interviewer, correct, remove."""

    def __init__(self, space: Workspace, window: QWidget) -> None:
        super().__init__(space)
        self._space, self._window = space, window
        space.sources.menu_requested.connect(self._open)

    def _open(self, place: QPoint, source: int) -> None:
        space = self._space
        menu = QMenu(self._window)
        menu.addAction(self.tr("Rename…")).triggered.connect(lambda: self._rename_source(source))
        read = self._space.project.read
        turns = read.turns_of(source, unused=True)
        used = bool(read.turns_of(source))
        switch = self.tr("Do not use the turns") if used else self.tr("Use the turns found")
        toggle = menu.addAction(switch)
        toggle.setEnabled(bool(turns))
        toggle.triggered.connect(lambda: space.run(UseTurns(source, not used)))
        ask = menu.addAction(self.tr("Who is the interviewer?"))
        ask.setEnabled(used)
        ask.triggered.connect(lambda: self._name_interviewer(source, turns))
        menu.addAction(self.tr("Memo…")).triggered.connect(lambda: self._memo(source))
        correct = menu.addAction(self.tr("Correct the text…"))
        correct.triggered.connect(lambda: self._correct(source))
        remove = RemoveSource(source)
        menu.addAction(self.tr("Remove")).triggered.connect(lambda: space.run(remove))
        menu.popup(place)

    def _correct(self, source: int) -> None:
        at = self._space.pane.caret() if self._space.source == source else 0
        ask_correction(self._space.desk, source, at, self._window)

    def _memo(self, source: int) -> None:
        found = next(s for s in self._space.project.read.sources() if s.id == source)
        title = self.tr("Memo on the source")
        ask_memo(self._space.desk, found.guid, "source", title, found.name, self._window)

    def _name_interviewer(self, source: int, turns: Sequence[Turn]) -> None:
        names = sorted({turn.speaker for turn in turns})
        title = self.tr("Who is the interviewer?")
        name, accepted = QInputDialog.getItem(self._window, title, "", names, 0, False)  # noqa: FBT003
        if accepted:
            self._space.run(NameInterviewers(source, [name]))

    def _rename_source(self, source: int) -> None:
        names = {found.id: found.name for found in self._space.project.read.sources()}
        name, accepted = QInputDialog.getText(
            self._window, self.tr("Rename"), self.tr("Name"), text=names[source]
        )
        if accepted:
            self._space.run(RenameSource(source, name))
