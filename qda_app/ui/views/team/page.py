"""The page of the team: rounds, coders, versions of the codebook, what is to be coded anew."""

from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from qda_app.services.project import Changed
from qda_app.ui.desk import Desk
from qda_app.ui.theme import LARGE
from qda_app.ui.views.page_frame import ProjectPage
from qda_app.ui.views.team.board import Board
from qda_app.ui.views.team.coders import CodersPanel
from qda_app.ui.views.team.invented import InventedPanel
from qda_app.ui.views.team.recode import RecodePanel
from qda_app.ui.views.team.versions import VersionsPanel


class TeamPage(ProjectPage):
    """Where everyone is, and what a lead plans; each tab reads when it is looked at."""

    name = "team"
    kinds = frozenset(
        {"round", "round_part", "assignment", "decision", "coder", "source", "progress", "coding"}
        | {"node", "codebook_version", "case", "case_value", "case_link", "attribute"}
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.board = Board(desk)
        self.board.new_requested.connect(self.ask_round)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.coders = CodersPanel(desk)
        self.coders.identity_requested.connect(desk.identity_requested)
        self.versions = VersionsPanel(desk)
        self.recode = RecodePanel(desk)
        self.invented = InventedPanel(desk)
        for widget, words, tip in (
            (self.board, self.tr("Rounds"), ""),
            (self.coders, self.tr("Coders"), ""),
            (self.versions, self.tr("Codebook versions"), ""),
            (self.recode, self.tr("To code anew"), self.recode.about.text()),
            (self.invented, self.tr("Nodes from rounds"), self.invented.about.text()),
        ):
            self.tabs.setTabToolTip(self.tabs.addTab(widget, words), tip)
        self.tabs.currentChanged.connect(lambda _tab: self.refresh())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(LARGE, LARGE, LARGE, LARGE)
        layout.addWidget(self.tabs)

    def title(self) -> str:
        """Return the words under the icon on the rail."""
        return self.tr("Team")

    def on_changed(self, change: Changed) -> None:
        """Take note of what was settled, which other figures follow from."""
        if change.kinds & {"decision", "assignment", "round"}:
            self.board.lane.forget()
        super().on_changed(change)

    def stop(self) -> None:
        """Read nothing any more, whatever the background still brings."""
        super().stop()
        self.board.lane.forget()

    def refresh(self) -> None:
        """Read what the tab in front shows."""
        shown = self.tabs.currentWidget()
        for panel in (self.board, self.coders, self.versions, self.recode, self.invented):
            if panel is shown:
                panel.refresh()

    def ask_round(self) -> None:
        """Plan a new round."""
        from qda_app.ui.views.team.new_round import NewRoundDialog

        dialog = NewRoundDialog(self.project, self.desk.theme, self)
        if dialog.exec():
            made = self.desk.run(dialog.command())
            if made is not None:
                self.board.choose(made)
