"""The versions of the codebook, and what changed between any two of them."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from qda_app.domain.rounds import CodebookVersion
from qda_app.services.codebook_changes import cards_now, changes_between, field_changes
from qda_app.services.commands.versions import MakeVersion
from qda_app.services.versions import NodeChange, cards_of, version_list
from qda_app.ui.desk import Desk
from qda_app.ui.models.table import TableView
from qda_app.ui.theme import SMALL
from qda_app.ui.views.team.board import when
from qda_app.ui.views.team.changed_words import ChangedWords

NOW = 0  # stands for the codebook as it is


class VersionsPanel(QWidget):
    """A list of versions; below, two of them compared node by node."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.project = desk, desk.project
        self._versions: list[CodebookVersion] = []
        self._changes: list[NodeChange] = []
        self._parents: dict[str, str] = {}
        self.make = QPushButton(self.tr("Make a version…"))
        self.make.clicked.connect(self.ask_version)
        self.state = QLabel()
        self.state.setProperty("role", "muted")
        self.table = TableView(self.tr("Versions of the codebook"))
        self.table.grid.selectionModel().currentRowChanged.connect(lambda *_a: self._choose())
        self.before, self.after = QComboBox(), QComboBox()
        self.before.setAccessibleName(self.tr("Older version"))
        self.after.setAccessibleName(self.tr("Newer version"))
        for box in (self.before, self.after):
            box.activated.connect(lambda _row: self.compare())
        self.changes = TableView(self.tr("Nodes that changed"))
        self.changes.grid.selectionModel().currentRowChanged.connect(
            lambda *_a: self._show_change()
        )
        for table in (self.table, self.changes):
            table.grid.setSelectionBehavior(table.grid.SelectionBehavior.SelectRows)
        self.words = ChangedWords(self.tr("What changed in the definition"))
        self._lay_out()

    def _lay_out(self) -> None:
        above, choice = QHBoxLayout(), QHBoxLayout()
        above.addWidget(self.make)
        above.addWidget(self.state, 1)
        heading = QLabel(self.tr("Changes"))
        heading.setProperty("role", "heading")
        choice.addWidget(heading)
        choice.addWidget(self.before)
        choice.addWidget(QLabel("→"))
        choice.addWidget(self.after)
        choice.addStretch(1)
        both = QSplitter()
        both.addWidget(self.changes)
        both.addWidget(self.words)
        both.setSizes([420, 740])
        both.setChildrenCollapsible(False)
        lower = QWidget()
        column = QVBoxLayout(lower)
        column.setContentsMargins(0, SMALL, 0, 0)
        column.setSpacing(SMALL)
        column.addLayout(choice)
        column.addWidget(both, 1)
        body = QSplitter(Qt.Orientation.Vertical)
        body.setChildrenCollapsible(False)
        body.addWidget(self.table)
        body.addWidget(lower)
        body.setSizes([230, 330])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, SMALL, 0, 0)
        layout.setSpacing(SMALL)
        layout.addLayout(above)
        layout.addWidget(body, 1)

    # -- reading -------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the versions again, newest first."""
        read = self.project.read
        self._versions = list(reversed(read.versions()))
        leads = read.leads()
        self.make.setEnabled(leads and not self.project.read_only)
        self.make.setToolTip("" if leads else self.tr("Only a lead makes versions."))
        rows = [
            (
                each["number"],
                when(each["made"]),
                each["coder"] or self.tr("owner"),
                each["rationale"],
                each["nodes"],
                "; ".join(each["changes"]) or "–",
            )
            for each in reversed(version_list(read))
        ]
        header = (
            self.tr("Version"),
            self.tr("Made"),
            self.tr("By"),
            self.tr("Why"),
            self.tr("Nodes"),
            self.tr("Changes"),
        )
        self.table.show_rows(header, rows)
        self.table.limit_columns(380)
        self._offer()
        if self._versions:
            self.table.choose_row(0)
        self.compare()
        if not self._changes and len(self._versions) > 1 and not self.after.currentData():
            self.before.setCurrentIndex(1)
            self.after.setCurrentIndex(1)
            self.compare()

    def _offer(self) -> None:
        """Offer all versions on both sides, and the codebook as it stands on the newer one."""
        for box, names in (
            (self.before, self._versions),
            (self.after, self._versions),
        ):
            kept = box.currentData()
            box.clear()
            if box is self.after:
                box.addItem(self.tr("the codebook now"), NOW)
            for each in names:
                box.addItem(self.tr("version {0}").format(each.number), each.id)
            box.setCurrentIndex(max(box.findData(kept), 0))
            box.setEnabled(bool(self._versions))

    def _choose(self) -> None:
        """Compare the version chosen with the one before it, the oldest with what it is now."""
        row = self.table.current_row()
        if row is None or row >= len(self._versions) or not self.table.grid.hasFocus():
            return
        first = row + 1 >= len(self._versions)
        older = self._versions[row if first else row + 1]
        self.before.setCurrentIndex(self.before.findData(older.id))
        newer = NOW if first else self._versions[row].id
        self.after.setCurrentIndex(self.after.findData(newer))
        self.compare()

    def _version(self, box: QComboBox) -> CodebookVersion | None:
        return next((v for v in self._versions if v.id == box.currentData()), None)

    def compare(self) -> None:
        """Show what changed between the two versions chosen."""
        before, after = self._version(self.before), self._version(self.after)
        read = self.project.read
        self._changes = [] if before is None else changes_between(read, before, after)
        if before is not None:
            cards = {**cards_of(read, before), **cards_now(read)}
            self._parents = {guid: str(card["name"]) for guid, card in cards.items()}
        self.changes.show_rows((self.tr("Change"),), [(c.words,) for c in self._changes])
        self.changes.limit_columns(420)
        newest = self._versions[0] if self._versions else None
        moved = bool(newest and changes_between(read, newest, None))
        self.state.setText(
            self.tr("The codebook changed since the newest version.")
            if moved
            else self.tr("The codebook is as in the newest version.")
            if newest
            else self.tr("No version yet. A round makes one of itself when it begins.")
        )
        if self._changes:
            self.changes.choose_row(0)
        self._show_change()

    def _show_change(self) -> None:
        row = self.changes.current_row()
        if row is None or row >= len(self._changes):
            self.words.show_sentence(self.tr("Nothing changed between the two."))
            return
        change = self._changes[row]
        found = field_changes(change.before, change.after, self._parents)
        self.words.show_fields(self.before.currentText(), self.after.currentText(), found)

    # -- acting --------------------------------------------------------------------------------

    def ask_version(self) -> None:
        """Ask why, and keep the codebook as it stands as a version."""
        title, ask = self.tr("Make a version"), self.tr("Why the codebook changed")
        why, accepted = QInputDialog.getMultiLineText(self, title, ask)
        if accepted:
            self.desk.run(MakeVersion(why))
