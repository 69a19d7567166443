"""Nodes that coders invented in rounds: keep them for everybody, unify them, or retire them."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from qda_app.services.commands.nodes import RetireNode
from qda_app.services.commands.rounds import KeepNodes
from qda_app.services.invented_nodes import InventedNode, invented_nodes
from qda_app.ui.desk import Desk
from qda_app.ui.models.table import TableView
from qda_app.ui.theme import SMALL
from qda_app.ui.views.compare.flow import FlowRow

SHOWN = 300  # characters of an example
KEY = Qt.ItemDataRole.UserRole


class InventedPanel(QWidget):
    """One row for each node that is still its inventor's, with examples of its codings."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.project = desk, desk.project
        self._nodes: list[InventedNode] = []
        self.about = QLabel(
            self.tr(
                "Nodes that coders made in a round, with examples: keep them for everybody, unify "
                "them with another node, or retire them."
            )
        )
        self.about.setWordWrap(True)
        self.about.setProperty("role", "muted")
        self.empty = QLabel()
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.table = TableView(self.tr("Nodes invented in rounds"))
        self.table.grid.setSelectionBehavior(self.table.grid.SelectionBehavior.SelectRows)
        self.table.grid.selectionModel().selectionChanged.connect(lambda *_a: self._show())
        self.note = QLabel()
        self.note.setWordWrap(True)
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.examples = QListWidget()
        self.examples.setWordWrap(True)
        self.examples.setAccessibleName(self.tr("Example passages"))
        self.examples.itemActivated.connect(self._open)
        self.keep = QPushButton(self.tr("Keep for everybody"))
        self.unify = QPushButton(self.tr("Unify…"))
        self.retire = QPushButton(self.tr("Retire"))
        self._lay_out()

    def _lay_out(self) -> None:
        buttons = FlowRow()
        for button, run in (
            (self.keep, self.keep_chosen),
            (self.unify, self.ask_unify),
            (self.retire, self.retire_chosen),
        ):
            button.clicked.connect(lambda _on, r=run: r())
            buttons.add(button)
        lower = QWidget()
        column = QVBoxLayout(lower)
        column.setContentsMargins(0, SMALL, 0, 0)
        column.setSpacing(SMALL)
        column.addWidget(self.note)
        column.addWidget(self.examples, 1)
        column.addWidget(buttons)
        self.body = QSplitter(Qt.Orientation.Vertical)
        self.body.setChildrenCollapsible(False)
        self.body.addWidget(self.table)
        self.body.addWidget(lower)
        self.body.setSizes([280, 280])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, SMALL, 0, 0)
        layout.addWidget(self.about)
        layout.addWidget(self.empty, 1)
        layout.addWidget(self.body, 1)

    # -- reading -------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the nodes again."""
        kept = {each.node.id for each in self.chosen()}
        self._nodes = invented_nodes(self.project.read)
        self.empty.setText(
            self.tr(
                "No node waits for a decision. Nodes that coders make while a round is blind stay "
                "theirs until it is compared; then a lead keeps, unifies or retires them here."
            )
        )
        self.empty.setVisible(not self._nodes)
        self.about.setVisible(bool(self._nodes))
        self.body.setVisible(bool(self._nodes))
        rows = [
            (
                each.path,
                each.round.name if each.round else "–",
                each.inventor,
                ", ".join(f"{name} {count}" for name, count in each.counts) or "0",
                self._state(each),
                ", ".join(self._alike(each)) or "–",
            )
            for each in self._nodes
        ]
        header = (
            self.tr("Node"),
            self.tr("Round"),
            self.tr("Invented by"),
            self.tr("Codings"),
            self.tr("State"),
            self.tr("Same name"),
        )
        self.table.show_rows(header, rows)
        self.table.limit_columns(320)
        ids = [each.node.id for each in self._nodes]
        if ids:
            self.table.choose_row(next((ids.index(k) for k in kept if k in ids), 0))
        self._show()

    def _state(self, each: InventedNode) -> str:
        if each.private:
            return self.tr("private while blind")
        return self.tr("retired") if each.node.retired else self.tr("to be decided")

    def _alike(self, each: InventedNode) -> list[str]:
        tree = self.project.read.tree()
        return [tree.path(node.id) for node in each.alike]

    def chosen(self) -> list[InventedNode]:
        """Return the nodes chosen."""
        rows = self.table.chosen_rows()
        return [self._nodes[row] for row in rows if row < len(self._nodes)]

    def _show(self) -> None:
        """Show examples of the first node chosen, and what can be done."""
        found = self.chosen()
        self.examples.clear()
        reason = self._refusal(found)
        for button in (self.keep, self.unify, self.retire):
            button.setEnabled(bool(found) and not reason)
            button.setToolTip(reason)
        if not found:
            self.note.clear()
            return
        first = found[0]
        back = first.node.retired
        self.retire.setText(self.tr("Bring back") if back else self.tr("Retire"))
        alike = ", ".join(self._alike(first))
        proposal = self.tr("The same name is at {0}: unify them?").format(alike) if alike else ""
        nothing = "" if first.examples else self.tr("Nothing is coded at it.")
        self.note.setText(" ".join(filter(None, (reason, proposal, nothing))))
        names = {source.id: source.name for source in self.project.read.sources()}
        texts = self.project.read.texts({coding.source for coding in first.examples})
        for coding in first.examples:
            words = " ".join(texts[coding.source][coding.start : coding.end].split())
            item = QListWidgetItem(f"{names[coding.source]}: {words[:SHOWN]}")
            item.setData(KEY, coding)
            item.setToolTip(self.tr("Enter opens it in the text."))
            self.examples.addItem(item)

    def _refusal(self, found: list[InventedNode]) -> str:
        """Say why nothing can be decided about the nodes chosen."""
        if any(each.private for each in found):
            return self.tr("Private: others see it once all have submitted; a lead decides then.")
        return "" if self.project.read.leads() else self.tr("Only a lead decides.")

    def _open(self, item: QListWidgetItem) -> None:
        coding = item.data(KEY)
        self.desk.go_to(coding.source, coding.span)

    # -- acting --------------------------------------------------------------------------------

    def keep_chosen(self) -> None:
        """Let everybody use the nodes chosen."""
        self.desk.run(KeepNodes([each.node.id for each in self.chosen()]))

    def ask_unify(self) -> None:
        """Merge the nodes chosen into another, proposed by its name, after a preview."""
        from qda_app.ui.dialogs.merge_nodes import MergeDialog

        found = self.chosen()
        dialog = MergeDialog(self.project, [each.node.id for each in found], self)
        if len(found) == 1 and found[0].alike:
            dialog.into.setCurrentIndex(dialog.into.findData(found[0].alike[0].id))
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.desk.run(dialog.command())

    def retire_chosen(self) -> None:
        """Offer the node no longer, or again; its codings stay."""
        for each in self.chosen()[:1]:
            self.desk.run(RetireNode(each.node.id, not each.node.retired))
