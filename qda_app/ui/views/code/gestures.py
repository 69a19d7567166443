"""What hands do on the page, each gesture one command: code, repeat, uncode, move, split."""

import json

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QMenu

from qda_app.domain.coding import Coding
from qda_app.domain.text import Span
from qda_app.services.commands.codings import (
    ApplyNewNode,
    ApplyNode,
    ChangeNode,
    ChangeSpan,
    RemoveCodings,
    SetCertainty,
    SplitCoding,
)
from qda_app.services.commands.settings import KeepSetting
from qda_app.ui.desk import Desk
from qda_app.ui.dialogs.memo import ask_memo, ask_span_memo
from qda_app.ui.models.nodes import NodeModel
from qda_app.ui.remembered import Remembered
from qda_app.ui.views.code.reading_pane import ReadingPane
from qda_app.ui.views.palette import NodePalette, PaletteEntry

RECENT = 8
FAVOURITES = 9
GAP = 8  # pixels between a passage and the palette


class CodingGestures(QObject):
    """Turns gestures on the open source into commands; every one can be taken back."""

    used = Signal()  # recent nodes or favourites are others

    def __init__(
        self, desk: Desk, pane: ReadingPane, model: NodeModel, palette: NodePalette
    ) -> None:
        super().__init__(pane)
        self._desk, self._pane, self._model, self._palette = desk, pane, model, palette
        self._remembered = Remembered(desk.preferences, desk.project)
        self._changing: list[int] | None = None
        guids = {node.guid: node.id for node in model.tree.order}
        kept = self._remembered.get("recent nodes", [])
        self.recent = [guids[guid] for guid in kept if guid in guids]
        palette.picked.connect(self._on_picked)
        palette.new_node_requested.connect(self._on_new)

    # -- applying ------------------------------------------------------------------------------

    def passage(self) -> Span | None:
        """Return the selection, or else the sentence at the caret, which is then selected."""
        return self._pane.page.selected_span() or self._pane.page.select_sentence()

    def open_palette(self) -> None:
        """Open the type-ahead palette for the selection or the sentence at the caret."""
        span = self.passage() if self._pane.source is not None else None
        if span is None:
            self._desk.refused.emit(self.tr("Select a passage first, then press Enter."))
            return
        if refusal := self._pane.locked(span):
            self._desk.refused.emit(refusal)
            return
        self._changing = None
        self._show_palette(self.tr("Code this passage"))

    def _show_palette(self, title: str) -> None:
        self.fill_palette()
        self._palette.open_at(self._beside(), title)

    def _beside(self) -> QPoint:
        """Return a place for the palette that leaves the passage in sight where there is room."""
        page, sheet = self._pane.page, self._palette
        cursor = page.textCursor()
        end = QTextCursor(cursor)
        start = QTextCursor(cursor)
        start.setPosition(cursor.selectionStart())
        end.setPosition(cursor.selectionEnd())
        above, below = page.cursorRect(start).top(), page.cursorRect(end).bottom() + GAP
        sheet.adjustSize()
        room = page.viewport().height()
        if below + sheet.height() > room and above - GAP - sheet.height() > 0:
            below = above - GAP - sheet.height()
        left = max(0, page.viewport().width() - sheet.width()) // 2
        return page.viewport().mapToGlobal(QPoint(left, max(0, min(below, room))))

    def fill_palette(self) -> None:
        """Give the palette the nodes as they are now, the recent ones first."""
        tree = self._model.tree
        usable = [node for node in tree.order if not node.retired]
        entries = [
            PaletteEntry(node.id, tree.names(node.id), self._model.colour(node.id))
            for node in usable
        ]
        known = {node.id for node in usable}
        self._palette.set_entries(entries, [n for n in self.recent if n in known])

    def _on_picked(self, node: int) -> None:
        if self._changing is None:
            self.apply(node)
        else:
            self._desk.run(ChangeNode(self._changing, node))

    def _on_new(self, name: str) -> None:
        span = self._pane.page.selected_span()
        if span is not None and self._pane.source is not None:
            node = self._desk.run(ApplyNewNode(self._pane.source, span.start, span.end, name))
            self._use(node)

    def apply(self, node: int, span: Span | None = None) -> None:
        """Code the span given, the selection or the sentence at the caret at a node."""
        span = span or self.passage()
        if span is None or self._pane.source is None or node not in self._model.tree.by_id:
            self._desk.refused.emit(self.tr("Select a passage first."))
            return
        name = self._model.tree.by_id[node].name
        done = self._desk.run(
            ApplyNode([node], self._pane.source, span.start, span.end, name=name), quiet=True
        )
        if done is None:
            return
        self._use(node)
        if done and self._hidden(node):
            said = self.tr("Coded “{0}”; what is shown leaves it out").format(name)
            self._desk.said.emit(said, True)  # noqa: FBT003
        elif done:
            self._desk.said.emit(self.tr("Coded “{0}”").format(name), True)  # noqa: FBT003
        else:
            known = self.tr("You have coded this passage at “{0}” already.").format(name)
            self._desk.said.emit(known, False)  # noqa: FBT003

    def _hidden(self, node: int) -> bool:
        shown, own = self._pane.filter, self._desk.project.viewer_id
        by_coder = shown.coders is not None and own not in shown.coders
        return by_coder or (shown.nodes is not None and node not in shown.nodes)

    def _use(self, node: int | None) -> None:
        if node is None or node not in self._model.tree.by_id:
            return
        self.recent = [node, *(n for n in self.recent if n != node)][:RECENT]
        self.used.emit()

    def remember(self) -> None:
        """Remember the recent nodes for the next time."""
        known = self._model.tree.by_id
        self._remembered.set("recent nodes", [known[n].guid for n in self.recent if n in known])

    def repeat(self) -> None:
        """Apply the last node again."""
        known = [n for n in self.recent if n in self._model.tree.by_id]
        if known:
            self.apply(known[0])
        else:
            self._desk.refused.emit(self.tr("Nothing was coded yet. Press Enter to choose a node."))

    def in_vivo(self) -> None:
        """Make a node of the selected words and code them at it."""
        span = self._pane.page.selected_span()
        if span is None or self._pane.source is None:
            self._desk.refused.emit(
                self.tr("Select the words that are to name the node, then press V.")
            )
            return
        self._use(self._desk.run(ApplyNewNode(self._pane.source, span.start, span.end)))

    # -- favourites ----------------------------------------------------------------------------

    def _setting(self) -> str:
        return f"favourites {self._desk.project.viewer or ''}"

    def favourites(self) -> list[int | None]:
        """Return the nodes on the keys 1 to 9; None where a key is free."""
        try:
            kept = json.loads(self._desk.project.read.settings().get(self._setting(), "[]"))
        except ValueError:
            kept = []
        guids = {node.guid: node.id for node in self._model.tree.order}
        found = [guids.get(guid) for guid in kept][:FAVOURITES]
        return [*found, *[None] * (FAVOURITES - len(found))]

    def set_favourite(self, number: int, node: int | None) -> None:
        """Put a node on a key from 1 to 9, or free the key."""
        known = self._model.tree.by_id
        kept = [known[n].guid if n is not None else "" for n in self.favourites()]
        kept[number - 1] = known[node].guid if node is not None else ""
        said = self.tr("Put a node on the key {0}").format(number)
        self._desk.run(KeepSetting(self._setting(), json.dumps(kept), said))
        self.used.emit()

    def apply_favourite(self, number: int) -> None:
        """Apply the node on a key from 1 to 9."""
        node = self.favourites()[number - 1]
        if node is None:
            self._desk.refused.emit(
                self.tr("No node is on the key {0} yet. Put one there from a node's menu.").format(
                    number
                )
            )
        else:
            self.apply(node)

    # -- on codings that are there -------------------------------------------------------------

    def own_here(self) -> list[Coding]:
        """Return the codings at the caret that the person looking may change."""
        own = self._desk.project.viewer_id
        return [coding for coding in self._pane.here() if own in {None, coding.coder}]

    def _chosen(self, coding: int | None) -> Coding | None:
        """Return the coding meant; says a sentence where there is none."""
        if coding is not None:
            return self._pane.codings.get(coding)
        here = self.own_here()
        if not here:
            self._desk.refused.emit(self.tr("No coding of yours is at the cursor."))
        return here[0] if here else None

    def uncode(self, coding: int | None = None) -> None:
        """Remove a coding, or one of those at the caret; a menu asks where there are several."""
        here = self.own_here()
        if coding is None and len(here) > 1:
            menu = QMenu(self._pane)
            for each in here:
                name = self._model.tree.by_id[each.node].name
                action = menu.addAction(f"{name} · {self._pane.names()[each.coder]}")
                action.triggered.connect(lambda _c, i=each.id: self.uncode(i))
            menu.addSeparator()
            every = menu.addAction(self.tr("All of them"))
            every.triggered.connect(lambda _c: self._remove([c.id for c in here]))
            menu.setActiveAction(menu.actions()[0])
            page = self._pane.page
            menu.popup(page.viewport().mapToGlobal(page.cursorRect().bottomLeft()))
            return
        chosen = self._chosen(coding)
        if chosen is not None:
            self._remove([chosen.id])

    def _remove(self, codings: list[int]) -> None:
        self._desk.run(RemoveCodings(codings))

    def write_memo(self, coding: int | None = None) -> None:
        """Ask for the memo of a coding, by default the first at the caret."""
        here = self._pane.here()
        chosen = self._pane.codings.get(coding) if coding is not None else here[0] if here else None
        if chosen is None:
            self._desk.refused.emit(
                self.tr("No coding is at the cursor that a memo could go with.")
            )
            return
        title = self.tr("Memo on the coding")
        name = self._model.tree.by_id[chosen.node].name
        ask_memo(self._desk, chosen.guid, "coding", title, name, self._pane)

    def write_passage_memo(self) -> None:
        """Ask for a memo on the selected passage, coded or not."""
        span = self.passage()
        if span is None or self._pane.source is None:
            self._desk.refused.emit(self.tr("Select a passage first."))
            return
        title = self.tr("Memo on the passage")
        ask_span_memo(self._desk, self._pane.source, span, title, self._pane)

    def change_node(self, coding: int | None = None) -> None:
        """Re-code a coding at another node, chosen in the palette."""
        chosen = self._chosen(coding)
        if chosen is None:
            return
        if refusal := self._pane.locked(Span(chosen.start, chosen.end)):
            self._desk.refused.emit(refusal)
        else:
            self._changing = [chosen.id]
            name = self._model.tree.by_id[chosen.node].name
            self._show_palette(self.tr("Change “{0}” to").format(name))

    def set_certainty(self, level: int, coding: int | None = None) -> None:
        """Say how sure a coding is."""
        chosen = self._chosen(coding)
        if chosen is not None:
            self._desk.run(SetCertainty([chosen.id], level))

    def next_certainty(self) -> None:
        """Go on from nothing said to sure, fairly sure, unsure, and back to nothing."""
        chosen = self._chosen(None)
        if chosen is not None:
            self.set_certainty((chosen.certainty - 1) % 4, chosen.id)

    def split(self, coding: int | None = None) -> None:
        """Cut a coding in two at the caret."""
        chosen = self._chosen(coding)
        if chosen is not None:
            self._desk.run(SplitCoding(chosen.id, self._pane.page.caret()))

    def begin_edge(self) -> None:
        """Move the end of the active coding by keys."""
        self._pane.page.setFocus()
        if not self._pane.page.begin_edge():
            self._desk.refused.emit(self.tr("No coding of yours is at the cursor."))

    def move_boundary(self, coding: int, span: Span) -> None:
        """Give a coding another passage."""
        self._desk.run(ChangeSpan(coding, span.start, span.end))
