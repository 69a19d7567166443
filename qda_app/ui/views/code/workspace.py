"""The coding page: sources and nodes at the left, the transcript, what stands at the cursor."""

from typing import Any

from PySide6.QtCore import QByteArray, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QSplitter, QVBoxLayout, QWidget

from qda_app.domain.amounts import coders_words, sources_words
from qda_app.domain.text import Span
from qda_app.services.project import Changed
from qda_app.services.work import Command
from qda_app.ui.desk import Desk
from qda_app.ui.remembered import Remembered
from qda_app.ui.views.code.gestures import CodingGestures
from qda_app.ui.views.code.history_panel import HistoryPanel
from qda_app.ui.views.code.inspector import Inspector
from qda_app.ui.views.code.reading_pane import ReadingPane
from qda_app.ui.views.code.source_panel import SourcePanel
from qda_app.ui.views.node_panel import NodePanel
from qda_app.ui.views.page_frame import ProjectPage
from qda_app.ui.views.palette import NodePalette

REST = 300  # milliseconds without a change before counts are read again
NARROW, NARROWER = 960, 700  # pixels below which the right, then the left panel gives way


class Workspace(ProjectPage):
    """Where coders live: every gesture becomes a command, every change is read back."""

    name = "code"
    counted = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.setInterval(REST)
        self._idle.timeout.connect(self._count)
        self.sources = SourcePanel(desk.theme)
        self._remembered = Remembered(desk.preferences, desk.project)
        self.sources.group_by(self._remembered.get("sources by", ""))
        self.nodes = NodePanel(desk.theme)
        self.nodes.refresh(self.project)
        self.pane = ReadingPane(desk, self.nodes.model)
        self.page = self.pane.page
        self.inspector = Inspector(desk.theme)
        self.history = HistoryPanel(desk)
        self.palette_box = NodePalette(desk.theme, self)
        self.gestures = CodingGestures(desk, self.pane, self.nodes.model, self.palette_box)
        self._lay_out()
        self._connect()
        self.freshen()
        self._open_last()

    def title(self) -> str:
        """Return the words under the icon on the rail."""
        return self.tr("Code")

    @property
    def source(self) -> int | None:
        """The source that is open."""
        return self.pane.source

    def _lay_out(self) -> None:
        self.left = QSplitter(Qt.Orientation.Vertical)
        self.left.addWidget(self.sources)
        self.left.addWidget(self.nodes)
        self.left.setSizes([260, 420])
        self.right = QSplitter(Qt.Orientation.Vertical)
        self.right.addWidget(self.inspector)
        self.right.addWidget(self.history)
        self.right.setSizes([430, 240])
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        for part in (self.left, self.pane, self.right):
            self.splitter.addWidget(part)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([310, 800, 226])
        for name, splitter in self._splitters():
            kept = self.desk.preferences.get(f"splitter {name}", "")
            if kept:
                splitter.restoreState(QByteArray.fromBase64(kept.encode()))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.splitter)
        self._gave_way: list[QWidget] = []  # panels that were shown before room became scarce

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let panels give way to the text where there is little room, and come back with it."""
        super().resizeEvent(event)
        was, now = event.oldSize().width(), event.size().width()
        for panel, least in ((self.right, NARROW), (self.left, NARROWER)):
            if now < least and not 0 <= was < least and panel.isVisibleTo(self):
                self._gave_way.append(panel)
                panel.hide()
            elif now >= least and panel in self._gave_way:
                self._gave_way.remove(panel)
                panel.show()

    def _splitters(self) -> list[tuple[str, QSplitter]]:
        return [("main", self.splitter), ("left", self.left), ("right", self.right)]

    def _connect(self) -> None:
        pane, page, gestures = self.pane, self.page, self.gestures
        self.sources.chosen.connect(pane.open_source)
        self.sources.grouped.connect(self._group_sources)
        pane.source_shown.connect(self.sources.choose)
        pane.moved.connect(self._show_caret)
        pane.filter.only_node_requested.connect(lambda: self._filter_node(only=True))
        pane.filter.hide_node_requested.connect(lambda: self._filter_node(only=False))
        page.key_command.connect(self._on_figure)
        page.node_dropped.connect(gestures.apply)
        page.boundary_moved.connect(gestures.move_boundary)
        page.context_requested.connect(self._context)
        self.inspector.remove_requested.connect(gestures.uncode)
        self.inspector.memo_requested.connect(gestures.write_memo)
        self.inspector.change_requested.connect(gestures.change_node)
        self.inspector.certainty_requested.connect(gestures.set_certainty)
        self.inspector.coding_chosen.connect(pane.activate)
        self.inspector.span_requested.connect(self.select_coding)
        self.nodes.activated.connect(gestures.apply)
        self.nodes.coded.connect(gestures.apply)

    def _group_sources(self, attribute: str) -> None:
        self._remembered.set("sources by", attribute)
        self.sources.group_by(attribute)
        self.sources.refresh(self.project)

    def run(self, command: Command) -> Any:
        """Run a command and say what was done."""
        return self.desk.run(command)

    # -- reading -------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read everything again."""
        self.sources.refresh(self.project)
        self.nodes.refresh(self.project)
        self.gestures.fill_palette()
        self.history.refresh()
        if self.source is not None:
            self.pane.show_marks()

    def on_changed(self, change: Changed) -> None:
        """Read again what the change concerns."""
        if self.stopped:
            return
        kinds = change.kinds
        if "coder" in kinds:
            self.pane.read_coders()
        if kinds & {"round", "assignment", "round_part"}:
            self.pane.show_rounds()
        if "source" in kinds:  # a corrected text first: codings lie in the new one
            self.pane.reload()
        if kinds & {"node", "round", "assignment"}:
            self.nodes.refresh(self.project)
            self.gestures.fill_palette()
            self.pane.show_marks()
        elif (
            "source" not in kinds
            and kinds & {"coding", "memo", "certainty"}
            and (not change.sources or self.source in change.sources)
        ):
            self.pane.update_marks(change)
        if kinds & {"source", "coder", "progress", "case_value", "case_link", "attribute"}:
            self.sources.refresh(self.project)
            self.sources.choose_first()
        self._idle.start()

    def _count(self) -> None:
        """Read the counts and steps again, once the hands rest."""
        self.nodes.model.show_counts(self.project.read.counts_by_node())
        self.sources.refresh(self.project)
        self.history.refresh()
        self.counted.emit()

    def stop(self) -> None:
        """Remember where one is and read nothing any more; the project is about to be closed."""
        super().stop()
        self._idle.stop()
        self.pane.keep_place()
        self.gestures.remember()
        self._remembered.set("about", self._about())
        for name, splitter in self._splitters():
            state = bytes(splitter.saveState().toBase64().data()).decode()
            self.desk.preferences.set(f"splitter {name}", state)

    def _about(self) -> str:
        """Say how many coders there are and how far they are, for the start page."""
        read = self.project.read
        coders, sources = read.coders(), read.sources()
        share = len(read.done()) / (len(coders) * len(sources)) if coders and sources else 0
        amounts = (coders_words(len(coders)), sources_words(len(sources)))
        return ", ".join([*amounts, self.tr("{0}% done").format(round(100 * share))])

    def _open_last(self) -> None:
        last = self.pane.last_open()
        if last is not None:
            self.sources.choose(last)
        self.sources.choose_first()

    def take_focus(self) -> None:
        """Let the keys act on the transcript."""
        self.page.setFocus()

    def go_to(self, source: int, span: Span | None) -> None:
        """Show a source, and a passage of it."""
        self.pane.open_source(source)
        if span is not None:
            self.pane.show_span(span)
        self.page.setFocus()

    def _show_caret(self) -> None:
        model = self.nodes.model
        self.inspector.show_codings(
            self.pane.listed(),
            self.pane.active(),
            model.tree,
            self.pane.names(),
            model.colour,
            self.project.viewer_id,
        )
        self.inspector.show_memos(self.pane.memos_here())

    def _on_figure(self, key: str) -> None:
        if key.isdigit() and key != "0":
            self.gestures.apply_favourite(int(key))

    def select_coding(self, coding: int) -> None:
        """Select the passage of a coding."""
        found = self.pane.codings.get(coding)
        if found is not None:
            self.pane.show_span(found.span)
            self.page.set_active(coding)

    def _filter_node(self, *, only: bool) -> None:
        node = self.nodes.current()
        if node is None:
            self.desk.refused.emit(self.tr("Choose a node in the tree first."))
            return
        tree = self.nodes.model.tree
        branch = set(tree.descendants(node))
        every = {n.id for n in tree.order}
        kept = branch if only else (self.pane.filter.nodes or every) - branch
        self.pane.filter.choose_nodes(kept, len(every) - len(kept))

    # -- moving --------------------------------------------------------------------------------

    def step(self, way: int) -> None:
        """Go to the next (1) or the previous (-1) coding."""
        mark = self.page.next_coding(way)
        found = self.page.mark(mark) if mark is not None else None
        if found is not None:
            self.pane.show_span(found.span)
            self.page.set_active(found.id)
        else:
            self.desk.said.emit(self.tr("There is no further coding in this source."), False)  # noqa: FBT003

    def step_uncoded(self, way: int) -> None:
        """Select the next (1) or the previous (-1) passage that nobody shown has coded."""
        span = self.page.next_uncoded(way)
        if span is not None:
            self.pane.show_span(span)
        else:
            self.desk.said.emit(self.tr("There is no further uncoded passage here."), False)  # noqa: FBT003

    def step_turn(self, way: int) -> None:
        """Put the caret at the next (1) or the previous (-1) turn."""
        span = self.page.next_turn(way)
        if span is not None:
            self.pane.put_caret(span.start)

    def _context(self, place: QPoint, _span: Span | None) -> None:
        gestures, menu = self.gestures, QMenu(self)
        menu.addAction(self.tr("Code…")).triggered.connect(lambda _c: gestures.open_palette())
        for node in gestures.recent[:6]:
            if node in self.nodes.model.tree.by_id:
                name = self.nodes.model.tree.by_id[node].name
                action = menu.addAction(self.tr("Code “{0}”").format(name))
                action.triggered.connect(lambda _c, n=node: gestures.apply(n))
        menu.addAction(self.tr("In vivo")).triggered.connect(lambda _c: gestures.in_vivo())
        menu.addSeparator()
        page = self.page
        for text, select in (
            (self.tr("Select the sentence"), page.select_sentence),
            (self.tr("Select the paragraph"), page.select_paragraph),
            (self.tr("Select the turn"), page.select_turn),
        ):
            menu.addAction(text).triggered.connect(lambda _c, s=select: s())
        menu.addSeparator()
        here = bool(gestures.own_here())
        for text, run in (
            (self.tr("Change node…"), gestures.change_node),
            (self.tr("Split at the cursor"), gestures.split),
            (self.tr("Uncode"), gestures.uncode),
        ):
            action = menu.addAction(text)
            action.setEnabled(here)
            action.triggered.connect(lambda _c, r=run: r())
        memo = menu.addAction(self.tr("Memo…"))
        memo.setEnabled(bool(self.pane.here()))
        memo.triggered.connect(lambda _c: gestures.write_memo())
        passage = menu.addAction(self.tr("Memo on the passage…"))
        passage.triggered.connect(lambda _c: gestures.write_passage_memo())
        menu.addSeparator()
        menu.addAction(self.tr("Copy")).triggered.connect(lambda _c: page.copy())
        menu.popup(place)
