"""What is done with the passage shown: settling it, its boundary, its node, notes, undo."""

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLabel

from qda_app.domain.disagreements import ACCEPT, ADJUST, ANOTHER, DEFER, Item
from qda_app.domain.errors import QdaError
from qda_app.domain.text import Span
from qda_app.services.commands.decisions import AcceptAgreed, Decide, SetCause
from qda_app.services.commands.memos import WriteMemo
from qda_app.services.reconciling.reconciling import Reconciliation
from qda_app.ui.theme import SMALL
from qda_app.ui.views.page_frame import ProjectPage
from qda_app.ui.views.palette import NodePalette, PaletteEntry
from qda_app.ui.views.reconcile.deeds import Deeds
from qda_app.ui.views.reconcile.passage import PassageView
from qda_app.ui.views.reconcile.queue import Queue
from qda_app.ui.views.reconcile.side import DISCUSSION, Side
from qda_app.ui.views.search.node_choice import color_of


class SettlingPage(ProjectPage):
    """A page that shows one disagreement at a time and turns keys and buttons into commands."""

    of: Reconciliation | None
    item: Item | None
    queue: Queue
    passage: PassageView
    side: Side
    deeds: Deeds
    hint: QLabel
    _palette: NodePalette | None = None

    def show_item(self, item: Item | None) -> None:
        """Show one disagreement, or that none is chosen."""

    def act(self, outcome: str, place: int | None) -> None:
        """Do what a key or a button asks: settle, put off, choose a node, or take back."""
        if outcome == "undo":
            self.take_back()
        elif outcome == ADJUST:
            self.adjust(end=True, forward=None)
        elif outcome == ANOTHER:
            self.ask_node()
        elif self.of is not None and self.item is not None:
            coders = list(self.of.letters(self.item).values())
            if outcome == ACCEPT and (place is None or place >= len(coders)):
                return
            accepted = coders[place] if outcome == ACCEPT and place is not None else None
            self.decide(outcome, coder=accepted)

    def decide(
        self,
        outcome: str,
        coder: int | None = None,
        span: Span | None = None,
        node: int | None = None,
    ) -> None:
        """Settle the passage shown and go on to the next that is open."""
        of, item = self.of, self.item
        if of is None or item is None or not self.deeds.possible:
            return
        note, cause = self.side.reason.text(), of.cause(item)
        name = of.path(item.node).rsplit(" > ", 1)[-1]
        self.desk.run(Decide(of.round.id, item, outcome, coder, span, node, note, cause, name))
        of.reread()
        if of.decision(item) is not None and outcome != DEFER:
            self.go_on()
        elif outcome == DEFER:
            following = self.queue.model.next_open(item.key)
            self.queue.choose((following or item).key)

    def go_on(self) -> None:
        """Go to the next passage that is still to be settled."""
        following = self.queue.model.next_open(self.item.key if self.item else "")
        if following is not None:
            self.queue.choose(following.key)
        elif self.of is not None and not self.of.progress().total - self.of.progress().settled:
            self.desk.said.emit(self.tr("Everything is settled."), False)  # noqa: FBT003

    def take_back(self) -> None:
        """Undo the viewer's newest step and show the passage it was about."""
        before = dict(self.of.decisions) if self.of else {}
        try:
            label = self.project.undo()
        except QdaError as error:
            self.desk.refused.emit(str(error))
            return
        self.desk.said.emit(self.tr("Undone: {0}").format(label), False)  # noqa: FBT003
        if self.of is not None:
            changed = [key for key in before if before[key] != self.of.decisions.get(key)]
            if changed:
                self.queue.choose(changed[-1])

    def accept_agreed(self) -> None:
        """Take what all coded alike into the consensus layer."""
        if self.of is not None:
            self.desk.run(AcceptAgreed(self.of.round.id, self.of.unaccepted()))

    def say_cause(self, cause: str) -> None:
        """Keep why coders disagreed."""
        if self.of is not None and self.item is not None and self.deeds.possible:
            self.desk.run(SetCause(self.of.round.id, self.item, cause))

    def keep_note(self, text: str) -> None:
        """Keep the viewer's note on the passage."""
        if self.item is not None:
            self.desk.run(WriteMemo(self.item.key, DISCUSSION, text))

    def define(self, node: int) -> None:
        """Open the definition card of a node."""
        from qda_app.ui.dialogs.definition import DefinitionDialog

        tree = self.project.read.tree()
        if node in tree.by_id:
            theme = self.desk.theme
            dialog = DefinitionDialog(tree.by_id[node], tree.path(node), theme, self)
            if dialog.exec():
                self.desk.run(dialog.command())

    def adjust(self, *, end: bool, forward: bool | None) -> None:
        """Move an edge of the passage as it would be settled by a word; None only begins."""
        item = self.item
        if item is None or not self.deeds.possible or self.passage.isHidden():
            return
        span = self.passage.proposed or Span(item.start, item.end)
        if forward is not None:
            span = self.passage.moved(span, end=end, forward=forward)
        self.passage.propose(span)
        self.hint.setText(
            self.tr(
                "← → move the end, Shift+← → the beginning, by a word; Enter settles, Esc leaves."
            )
        )

    def take_boundary(self) -> None:
        """Settle with the boundary as proposed."""
        if self.passage.proposed is not None:
            self.decide(ADJUST, span=self.passage.proposed)

    def leave_boundary(self) -> None:
        """Leave the boundary as it was."""
        if self.passage.proposed is not None:
            self.show_item(self.item)

    def ask_node(self) -> None:
        """Let the lead choose another node for the passage."""
        if self.of is None or self.item is None or not self.deeds.possible:
            return
        if self._palette is None:
            self._palette = NodePalette(self.desk.theme, self.window())
            self._palette.picked.connect(self._on_node)
        tree = self.of.tree
        self._palette.set_entries(
            PaletteEntry(node.id, tree.names(node.id), color_of(tree, node.id))
            for node in tree.order
            if not node.retired
        )
        edge = self.passage.mapTo(self.window(), QPoint(0, SMALL))
        place = self.window().mapToGlobal(QPoint(0, edge.y()))
        self._palette.open_at(place, self.tr("Settle the passage at"), before=edge.x())

    def _on_node(self, node: int | None) -> None:
        if node is not None:
            self.decide(ANOTHER, node=node, span=self.passage.proposed)
