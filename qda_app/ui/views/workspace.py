"""The coding workspace of one open project: sources and nodes, the transcript, the inspector."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QInputDialog, QMenu, QSplitter, QVBoxLayout, QWidget

from qda_app.domain.coding import Coding
from qda_app.domain.errors import QdaError
from qda_app.domain.text import Span
from qda_app.services.commands.codings import ApplyNode, RemoveCodings
from qda_app.services.commands.memos import WriteMemo
from qda_app.services.commands.nodes import CreateNode, MoveNode
from qda_app.services.project import Changed, Project
from qda_app.services.work import Command
from qda_app.ui.theme import Theme
from qda_app.ui.views.inspector import Inspector
from qda_app.ui.views.node_panel import NodePanel
from qda_app.ui.views.palette import NodePalette, PaletteEntry
from qda_app.ui.views.source_panel import SourcePanel
from qda_app.ui.views.transcript.marks import Mark
from qda_app.ui.views.transcript.view import TranscriptView

RECENT = 6
REST = 300  # milliseconds without a change before counts are read again


class Workspace(QWidget):
    """Where coders live: every gesture becomes a command, every change is read back."""

    said = Signal(str, bool)  # a sentence, and whether it can be undone
    refused = Signal(str)
    counted = Signal()

    def __init__(self, project: Project, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.project = project
        self._theme = theme
        self.source: int | None = None
        self._codings: dict[int, Coding] = {}
        self._last_node: int | None = None
        self._recent: list[int] = []
        self._names: dict[int, str] = {}
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.setInterval(REST)
        self._idle.timeout.connect(self._count)
        self._read_names()
        self.sources = SourcePanel()
        self.nodes = NodePanel(theme)
        self.page = TranscriptView(theme)
        self.inspector = Inspector()
        self.palette_box = NodePalette(theme, self)
        self._lay_out()
        self._connect()
        self.refresh()
        self.sources.choose_first()

    def _lay_out(self) -> None:
        left = QSplitter(Qt.Orientation.Vertical)
        left.addWidget(self.sources)
        left.addWidget(self.nodes)
        left.setSizes([260, 420])
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        for part in (left, self.page, self.inspector):
            self.splitter.addWidget(part)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([330, 810, 226])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.splitter)

    def _connect(self) -> None:
        self.sources.chosen.connect(self.open_source)
        self.page.caret_moved.connect(self._show_caret)
        self.page.selection_changed.connect(lambda _s: self._show_caret(self.page.caret()))
        self.page.apply_requested.connect(self.open_palette)
        self.page.key_command.connect(self._on_key)
        self.page.node_dropped.connect(self.apply)
        self.page.mark_clicked.connect(self.select_coding)
        self.page.context_requested.connect(self._context)
        self.palette_box.picked.connect(self.apply)
        self.palette_box.new_node_requested.connect(self._new_and_apply)
        self.nodes.moved.connect(lambda n, p, i: self.run(MoveNode(n, p, i)))
        self.nodes.coded.connect(self.apply)
        self.nodes.activated.connect(self.apply)
        self.inspector.remove_requested.connect(self.uncode)
        self.inspector.memo_requested.connect(self.write_memo)
        self.inspector.span_requested.connect(self.select_coding)

    def run(self, command: Command) -> Any:
        """Run a command, or say why not; None in that case."""
        try:
            result = self.project.run(command)
        except QdaError as error:
            self.refused.emit(str(error))
            return None
        self.said.emit(command.label, True)  # noqa: FBT003
        return result

    def refresh(self) -> None:
        """Read everything again."""
        self.sources.refresh(self.project)
        self.nodes.refresh(self.project)
        self._fill_palette()
        if self.source is not None:
            self._show_marks()

    def on_changed(self, change: Changed) -> None:
        """Read again what the change concerns."""
        if change.kinds & {"node"}:
            self.nodes.refresh(self.project)
            self._fill_palette()
            self._show_marks()
        if change.kinds & {"coder"}:
            self._read_names()
        if change.kinds & {"coding", "memo"} and (
            not change.sources or self.source in change.sources
        ):
            self._update_marks(change)
        if "source" in change.kinds and self.source is not None:
            known = {source.id for source in self.project.read.sources()}
            self.source = self.source if self.source in known else None
            if self.source is not None:
                place = self.page.top_position()
                self.open_source(self.source)
                self.page.restore_position(place)
            else:
                self.page.show_source("")
        if change.kinds & {"source", "coder", "progress"}:
            self.sources.refresh(self.project)
            self.sources.choose_first()
        elif "coding" in change.kinds:
            self._idle.start()

    def _count(self) -> None:
        """Read the counts again, once the hands rest."""
        self.nodes.model.show_counts(self.project.read.counts_by_node())
        self.sources.refresh(self.project)
        self.counted.emit()

    def _read_names(self) -> None:
        self._names = {coder.id: coder.name for coder in self.project.read.coders()}

    def open_source(self, source: int) -> None:
        """Show a source with its codings."""
        self.source = source
        read = self.project.read
        self.page.set_coders([coder.id for coder in read.coders()])
        self.page.show_source(read.text(source), read.turns_of(source), self._marks())
        self._show_caret(self.page.caret())

    def _marks(self) -> list[Mark]:
        if self.source is None:
            return []
        self._codings = {c.id: c for c in self.project.read.codings(source=self.source)}
        return [self._mark(coding) for coding in self._codings.values()]

    def _mark(self, coding: Coding) -> Mark:
        return Mark(
            coding.id,
            coding.node,
            self.nodes.model.tree.by_id[coding.node].name,
            self.nodes.model.colour(coding.node),
            coding.coder,
            self._names[coding.coder],
            coding.start,
            coding.end,
            bool(coding.memo),
            coding.coder == self.project.viewer_id,
        )

    def _show_marks(self) -> None:
        self.page.set_marks(self._marks())
        self._show_caret(self.page.caret())

    def _update_marks(self, change: Changed) -> None:
        """Show what became of the open source's codings, reading only those where they are few."""
        if change.opened is None or change.closed is None or "memo" in change.kinds:
            before = self._codings
            marks = self._marks()
            gone = frozenset(before.keys() - self._codings.keys())
            fresh = [m for m in marks if before.get(m.id) != self._codings[m.id]]
        else:
            gone = change.closed & self._codings.keys()
            self._codings = {k: c for k, c in self._codings.items() if k not in gone}
            found = self.project.read.codings(source=self.source, ids=change.opened)
            self._codings.update((coding.id, coding) for coding in found)
            fresh = [self._mark(coding) for coding in found]
        self.page.remove_marks(gone)
        self.page.add_marks(fresh)
        self._show_caret(self.page.caret())

    def _show_caret(self, position: int) -> None:
        span = self.page.selected_span()
        position = span.start if span else position
        here = [self._codings[m.id] for m in self.page.marks_at(position) if m.id in self._codings]
        self.inspector.show_codings(here, self.nodes.model.tree, self._names)

    def _fill_palette(self) -> None:
        model = self.nodes.model
        usable = [node for node in model.tree.order if not node.retired]
        entries = [
            PaletteEntry(node.id, model.tree.names(node.id), model.colour(node.id))
            for node in usable
        ]
        known = {node.id for node in usable}
        self.palette_box.set_entries(entries, [n for n in self._recent if n in known])

    def open_palette(self) -> None:
        """Open the type-ahead palette for the selection."""
        if self.page.selected_span() is None:
            self.refused.emit(self.tr("Select a passage first, then press Enter."))
            return
        self._fill_palette()
        place = self.page.mapToGlobal(QPoint(self.page.width() // 3, self.page.height() // 4))
        self.palette_box.open_at(place, self.tr("Code this passage"))

    def apply(self, node: int, span: Span | None = None) -> None:
        """Code the selection, or the span given, at a node."""
        span = span or self.page.selected_span()
        if span is None or self.source is None or node not in self.nodes.model.tree.by_id:
            self.refused.emit(self.tr("Select a passage first."))
            return
        name = self.nodes.model.tree.by_id[node].name
        self._last_node = node
        self._recent = [node, *(n for n in self._recent if n != node)][:RECENT]
        self.run(ApplyNode([node], self.source, span.start, span.end, name=name))

    def repeat(self) -> None:
        """Apply the last node again."""
        if self._last_node is not None:
            self.apply(self._last_node)

    def _new_and_apply(self, name: str) -> None:
        node = self.run(CreateNode(name))
        if node is not None:
            self.apply(node)

    def uncode(self, coding: int | None = None) -> None:
        """Remove a coding, or one of those at the caret."""
        own = self.project.viewer_id
        here = [m for m in self.page.marks_at(self.page.caret()) if own in {None, m.coder_id}]
        if coding is None and len(here) > 1:
            menu = QMenu(self)
            for mark in here:
                action = menu.addAction(f"{mark.node_name} · {mark.coder_name}")
                action.triggered.connect(lambda _c, m=mark.id: self.run(RemoveCodings([m])))
            menu.popup(self.page.mapToGlobal(self.page.cursorRect().bottomLeft()))
            return
        chosen = coding if coding is not None else here[0].id if here else None
        if chosen is not None:
            self.run(RemoveCodings([chosen]))

    def write_memo(self, coding: int | None = None) -> None:
        """Ask for the memo of a coding, by default the first at the caret."""
        here = self.page.marks_at(self.page.caret())
        found = self._codings.get(coding if coding is not None else here[0].id if here else 0)
        if found is None:
            return
        title = self.tr("Memo on the coding")
        text, accepted = QInputDialog.getMultiLineText(self, title, "", found.memo)
        if accepted:
            self.run(WriteMemo(found.guid, "coding", text))

    def select_coding(self, coding: int) -> None:
        """Select the passage of a coding."""
        found = self._codings.get(coding)
        if found is not None:
            self.page.select(found.span)

    def step(self, way: int) -> None:
        """Go to the next (1) or the previous (-1) coding."""
        starts = sorted({c.start for c in self._codings.values()})
        here = self.page.caret()
        span = self.page.selected_span()
        here = span.start if span else here
        ahead = (
            [s for s in starts if s > here] if way > 0 else [s for s in starts if s < here][::-1]
        )
        if ahead:
            first = min(
                (c for c in self._codings.values() if c.start == ahead[0]), key=lambda c: c.end
            )
            self.page.select(first.span)
            self.page.scroll_to(first.start)

    def _on_key(self, key: str) -> None:
        actions: dict[str, Callable[[], None]] = {
            "R": self.repeat,
            "Delete": self.uncode,
            "M": self.write_memo,
            "N": lambda: self.step(1),
            "P": lambda: self.step(-1),
        }
        if key in actions:
            actions[key]()

    def _context(self, place: QPoint, span: Span | None) -> None:
        menu = QMenu(self)
        menu.addAction(self.tr("Code…")).triggered.connect(self.open_palette)
        for node in self._recent:
            if node in self.nodes.model.tree.by_id and span is not None:
                name = self.nodes.model.tree.by_id[node].name
                action = menu.addAction(self.tr("Code “{0}”").format(name))
                action.triggered.connect(lambda _c, n=node: self.apply(n))
        menu.addSeparator()
        menu.addAction(self.tr("Uncode")).triggered.connect(lambda _c: self.uncode())
        menu.addAction(self.tr("Memo…")).triggered.connect(lambda _c: self.write_memo())
        menu.addAction(self.tr("Copy")).triggered.connect(self.page.copy)
        menu.popup(place)
