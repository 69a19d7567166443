"""Who codes in the project and who leads; who the viewer is."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QInputDialog, QLabel, QPushButton, QVBoxLayout, QWidget

from qda_app.domain.people import Coder
from qda_app.services.commands.coders import AddCoder, NameLead, RenameCoder
from qda_app.ui.desk import Desk
from qda_app.ui.models.table import TableView
from qda_app.ui.theme import SMALL
from qda_app.ui.views.compare.flow import FlowRow


class CodersPanel(QWidget):
    """The coders with their roles; everything but the viewer's identity is an undoable step."""

    identity_requested = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.project = desk, desk.project
        self._coders: list[Coder] = []
        self.who = QLabel()
        self.who.setWordWrap(True)
        self.table = TableView(self.tr("Coders"))
        self.table.grid.setSelectionBehavior(self.table.grid.SelectionBehavior.SelectRows)
        self.table.grid.selectionModel().currentRowChanged.connect(lambda *_a: self._offer())
        self.add = QPushButton(self.tr("Add a coder…"))
        self.rename = QPushButton(self.tr("Rename…"))
        self.lead = QPushButton()
        self.change = QPushButton(self.tr("Who is coding…"))
        buttons = FlowRow()
        for button, run in (
            (self.add, self.ask_coder),
            (self.rename, self.ask_name),
            (self.lead, self.switch_lead),
            (self.change, self.identity_requested.emit),
        ):
            button.clicked.connect(lambda _on, r=run: r())
            buttons.add(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, SMALL, 0, 0)
        layout.setSpacing(SMALL)
        layout.addWidget(self.who)
        layout.addWidget(self.table, 1)
        layout.addWidget(buttons)

    def refresh(self) -> None:
        """Read the coders again."""
        kept = self.current()
        read = self.project.read
        self._coders = read.coders()
        leads = [coder.name for coder in self._coders if coder.lead]
        me = self.project.viewer or self.tr("the project's owner")
        led = (
            self.tr("Led by {0}.").format(", ".join(leads))
            if leads
            else self.tr("Nobody was named a lead, so everybody may plan rounds and settle them.")
        )
        self.who.setText(self.tr("You are {0}.").format(me) + " " + led)
        rows = [(coder.name, self._role(coder), self._rounds(coder)) for coder in self._coders]
        header = (self.tr("Coder"), self.tr("Role"), self.tr("Rounds"))
        self.table.show_rows(header, rows)
        self.table.cap_columns(420)
        ids = [coder.id for coder in self._coders]
        if ids:
            self.table.choose_row(ids.index(kept.id) if kept and kept.id in ids else 0)
        self._offer()

    def _role(self, coder: Coder) -> str:
        if coder.consensus:
            return self.tr("consensus layer: what was settled")
        role = self.tr("lead") if coder.lead else self.tr("coder")
        return self.tr("{0} (you)").format(role) if coder.id == self.project.viewer_id else role

    def _rounds(self, coder: Coder) -> str:
        return ", ".join(o.name for o in self.project.read.rounds() if o.assignment(coder.id))

    def current(self) -> Coder | None:
        """Return the coder chosen."""
        row = self.table.current_row()
        return self._coders[row] if row is not None and row < len(self._coders) else None

    def _offer(self) -> None:
        one, written = self.current(), not self.project.read_only
        person = one is not None and not one.consensus and written
        self.add.setEnabled(written)
        self.rename.setEnabled(person)
        leading = self.project.read.leads()
        self.lead.setEnabled(person and leading)
        self.lead.setToolTip("" if leading else self.tr("Only a lead can say who leads."))
        ends = one is not None and one.lead
        self.lead.setText(self.tr("End the lead") if ends else self.tr("Make lead"))

    # -- acting --------------------------------------------------------------------------------

    def ask_coder(self) -> None:
        """Ask for a name and add the coder."""
        title, flags = self.tr("Add a coder"), Qt.WindowType.Dialog
        name, accepted = QInputDialog.getText(self, title, self.tr("Name"), flags=flags)
        if accepted and name.strip():
            self.desk.run(AddCoder(name))

    def ask_name(self) -> None:
        """Ask for another name of the coder chosen; the codings stay theirs."""
        one = self.current()
        if one is None:
            return
        title = self.tr("Rename")
        name, accepted = QInputDialog.getText(self, title, self.tr("Name"), text=one.name)
        if accepted and name.strip() and name != one.name:
            self.give_name(one, name)

    def give_name(self, one: Coder, name: str) -> None:
        """Give a coder another name; the viewer goes on under it."""
        mine = one.id == self.project.viewer_id
        self.desk.run(RenameCoder(one.id, name))
        if mine:
            now = next(c.name for c in self.project.read.coders() if c.id == one.id)
            self.project.become(now)
            self.refresh()

    def switch_lead(self) -> None:
        """Make the coder chosen a lead, or end that right."""
        one = self.current()
        if one is not None:
            self.desk.run(NameLead(one.id, not one.lead, one.name))
