"""The middle of the coding page: open sources, find bar, the transcript, what is hidden."""

from collections.abc import Collection

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qda_app.domain.coding import Coding
from qda_app.domain.source import Memo
from qda_app.domain.text import Span
from qda_app.services.project import Changed
from qda_app.services.rounds.places import RoundPlace, locked, round_place
from qda_app.services.sentence_finding import sentence_finder
from qda_app.ui.desk import Desk
from qda_app.ui.models.nodes import NodeModel
from qda_app.ui.remembered import Remembered
from qda_app.ui.theme import READING_POINTS, SMALL, TIGHT
from qda_app.ui.views.code.filters import CodingFilter, HiddenBanner
from qda_app.ui.views.code.find_bar import FindBar
from qda_app.ui.views.code.round_banner import RoundBanner
from qda_app.ui.views.code.source_tabs import SourceTabs
from qda_app.ui.views.transcript.marks import Mark
from qda_app.ui.views.transcript.view import TranscriptView


class ReadingPane(QWidget):
    """Shows one source at a time with the codings that the filter lets through."""

    moved = Signal()  # caret or codings are others
    source_shown = Signal(int)

    def __init__(self, desk: Desk, model: NodeModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.project, self._model = desk, desk.project, model
        self._remembered = Remembered(desk.preferences, desk.project)
        self.source: int | None = None
        self._place = RoundPlace()
        self.codings: dict[int, Coding] = {}
        self.memos: dict[int, Memo] = {}
        self._names: dict[int, str] = {}
        self.tabs = SourceTabs()
        self.filter = CodingFilter(desk.theme)
        self.find_bar = FindBar(desk.theme)
        self.page = TranscriptView(desk.theme)
        self.banner = HiddenBanner()
        self.rounds = RoundBanner()
        self._lay_out()
        self.tabs.chosen.connect(self.open_source)
        self.filter.changed.connect(self._on_filter)
        self.banner.show_all_requested.connect(self.filter.show_all)
        self.find_bar.found.connect(self.show_span)
        self.find_bar.left.connect(self.page.setFocus)
        self.page.caret_moved.connect(lambda _p: self.moved.emit())
        self.page.selection_changed.connect(lambda _s: self.moved.emit())
        self.page.mark_clicked.connect(lambda _m: self.moved.emit())
        self.page.stripe_clicked.connect(self._select_mark)
        self.page.font_changed.connect(self._keep_size)
        self.read_coders()
        self.dress_text()

    def _lay_out(self) -> None:
        self.filter.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        row = QHBoxLayout()
        row.setContentsMargins(0, TIGHT, SMALL, TIGHT)
        row.addWidget(self.tabs, 1)
        row.addWidget(self.filter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.find_bar)
        column.addWidget(self.page, 1)
        column.addWidget(self.rounds)
        column.addWidget(self.banner)

    # -- sources -------------------------------------------------------------------------------

    def open_source(self, source: int) -> None:
        """Show a source with its codings, where it was left."""
        if source == self.source:
            return
        self.keep_place()
        self.source = source
        self._load()
        place = self._places().get(self._guid(source))
        if place is not None:
            self.page.restore_place(place)
        self.source_shown.emit(source)

    def reload(self) -> None:
        """Read the open source again; leave it where it is no longer in the project."""
        self.tabs.rename(self._source_names())
        if self.source is None:
            return
        if self.source in self._source_names():
            place = self.page.place()
            self._load()
            self.page.restore_place(place)
        else:
            self.source = None
            self.codings = {}
            self.page.show_source("")
            self.show_rounds()
            self.find_bar.show_text("")

    def _load(self) -> None:
        assert self.source is not None  # noqa: S101
        self.tabs.show_source(self.source, self._source_names())
        read = self.project.read
        text = read.text(self.source)
        language = next(s.language for s in read.sources() if s.id == self.source)
        self.page.set_sentences(sentence_finder(language))
        self.page.show_source(text, read.turns_of(self.source), self._marks())
        self.find_bar.show_text(text)
        self._announce()
        self.show_rounds()

    def show_rounds(self) -> None:
        """Say what rounds hide, lock or leave out in the open source."""
        self._place = RoundPlace()
        if self.source is not None:
            self._place = round_place(self.project.read, self.source, self.project.viewer_id)
        self.rounds.show_place(self._place)
        self.page.set_parts([Span(*part) for part in self._place.parts])

    def locked(self, span: Span) -> str:
        """Say why a passage of the open source cannot be coded any more; else empty."""
        if self.source is None or self.project.viewer is None:
            return ""
        return locked(self._place, self.project.viewer, self.source, span.start, span.end)

    def _source_names(self) -> dict[int, str]:
        return {source.id: source.name for source in self.project.read.sources()}

    def _guid(self, source: int) -> str:
        found = (s.guid for s in self.project.read.sources() if s.id == source)
        return next(found, "")

    def _places(self) -> dict[str, int]:
        return dict(self._remembered.get("places", {}))

    def keep_place(self) -> None:
        """Remember where the open source is being read, and what is open."""
        if self.source is not None:
            guids = {s.id: s.guid for s in self.project.read.sources()}
            place = {guids.get(self.source, ""): self.page.place()}
            self._remembered.set("places", {**self._places(), **place})
            opened = [guids[s] for s in self.tabs.open() if s in guids]
            self._remembered.set("open", [guids.get(self.source, ""), *opened])

    def last_open(self) -> int | None:
        """Open the tabs of last time and return the source that was in front."""
        ids = {s.guid: s.id for s in self.project.read.sources()}
        kept = [ids[guid] for guid in self._remembered.get("open", []) if guid in ids]
        for source in kept[1:]:
            self.tabs.show_source(source, self._source_names())
        return kept[0] if kept else None

    # -- codings -------------------------------------------------------------------------------

    def read_coders(self) -> None:
        """Read who codes."""
        coders = self.project.read.coders()
        self._names = {coder.id: coder.name for coder in coders}
        self.filter.set_coders(coders)
        self.page.set_coders(list(self._names))

    def names(self) -> dict[int, str]:
        """Return the coders' names by id."""
        return self._names

    def _marks(self) -> list[Mark]:
        if self.source is None:
            return []
        found = self.project.read.codings(source=self.source)
        self.codings = {coding.id: coding for coding in found}
        self.memos = {
            -memo.id: memo
            for memo in self.project.read.memos()
            if memo.kind == "span" and memo.source == self.source
        }
        notes = [self._memo_mark(key, memo) for key, memo in self.memos.items()]
        return [*(self._mark(coding) for coding in found), *notes]

    def _memo_mark(self, key: int, memo: Memo) -> Mark:
        """Return the mark of a memo on a passage; its id is the memo's, negative."""
        words = self.tr("Memo")
        who, coder = memo.coder or self.tr("owner"), memo.coder_id or 0
        return Mark(key, 0, words, "", coder, who, memo.start, memo.end, memo=True, own=False)

    def _mark(self, coding: Coding) -> Mark:
        return Mark(
            coding.id,
            coding.node,
            self._model.tree.by_id[coding.node].name,
            self._model.colour(coding.node),
            coding.coder,
            self._names[coding.coder],
            coding.start,
            coding.end,
            bool(coding.memo),
            self.project.viewer_id in {None, coding.coder},
            coding.certainty,
            self._model.tree.path(coding.node),
        )

    def show_marks(self) -> None:
        """Read the codings of the open source again and show them."""
        self.page.set_marks(self._marks())
        self._announce()

    def update_marks(self, change: Changed) -> None:
        """Show what became of the codings, reading only those that changed where they are few."""
        many = change.opened is None or change.closed is None
        if many or change.kinds & {"memo", "certainty"}:
            before: dict[int, Coding | Memo] = {**self.codings, **self.memos}
            marks = self._marks()
            now: dict[int, Coding | Memo] = {**self.codings, **self.memos}
            gone: Collection[int] = before.keys() - now.keys()
            fresh = [m for m in marks if before.get(m.id) != now[m.id]]
        else:
            gone = (change.closed or frozenset()) & self.codings.keys()
            for coding_id in gone:
                del self.codings[coding_id]
            found = self.project.read.codings(source=self.source, ids=change.opened)
            self.codings.update((coding.id, coding) for coding in found)
            fresh = [self._mark(coding) for coding in found]
        self.page.remove_marks(gone)
        self.page.add_marks(fresh)
        self._announce()

    def _on_filter(self) -> None:
        """Show what the filter lets through; memos on passages stay whatever nodes are shown."""
        nodes = self.filter.nodes
        self.page.set_filter(None if nodes is None else nodes | {0}, self.filter.coders)
        self.page.set_stripe_order("coder" if self.filter.stripes_by_coder else "node")
        self._announce()

    def _announce(self) -> None:
        hidden = 0
        if self.filter.hides():
            hidden = sum(not self.filter.shows(coding) for coding in self.codings.values())
        self.banner.say(self.filter.sentence(hidden))
        self.moved.emit()

    def _select_mark(self, mark: int) -> None:
        found = self.page.mark(mark)
        if found is not None:
            self.show_span(found.span)
            self.page.set_active(mark)

    # -- places --------------------------------------------------------------------------------

    def caret(self) -> int:
        """Return where the hands are: the beginning of the selection, else the caret."""
        span = self.page.selected_span()
        return span.start if span else self.page.caret()

    def show_span(self, span: Span) -> None:
        """Select a passage and bring it into view."""
        self.page.select(span)
        self.page.scroll_to(span.start)

    def put_caret(self, position: int) -> None:
        """Put the caret at a place, without a selection, and bring it into view."""
        cursor = self.page.textCursor()
        cursor.setPosition(self.page.offsets.to_unit(position))
        self.page.setTextCursor(cursor)
        self.page.scroll_to(position)

    def here(self) -> list[Coding]:
        """Return the codings at the caret, the active one first, then the shortest."""
        found = self.listed()
        active = self.active()
        return sorted(found, key=lambda coding: coding.id != active)

    def listed(self) -> list[Coding]:
        """Return the codings at the caret, the shortest first, whichever is active."""
        marks = [mark.id for mark in self.page.marks_at(self.caret())]
        return [self.codings[mark] for mark in marks if mark in self.codings]

    def active(self) -> int | None:
        """Return the coding at the caret that keys act on."""
        found = [coding.id for coding in self.listed()]
        active = self.page.active_mark()
        return active if active in found else found[0] if found else None

    def activate(self, coding: int) -> None:
        """Let keys act on this coding until the caret leaves it."""
        if self.page.mark(coding) is not None and self.page.active_mark() != coding:
            self.page.set_active(coding)

    def dress_text(self) -> None:
        """Set the transcript in the face and size that the person prefers."""
        kept = self.desk.preferences
        points = float(kept.get("text points", READING_POINTS))
        self.page.set_face("sans" if kept.get("face", "serif") == "sans" else "serif")
        self.page.set_text_points(points)

    def _keep_size(self, points: float) -> None:
        if points != self.desk.preferences.get("text points", READING_POINTS):
            self.desk.preferences.set("text points", points)

    def memos_here(self) -> list[Memo]:
        """Return the memos on passages at the caret."""
        marks = self.page.marks_at(self.caret())
        return [self.memos[mark.id] for mark in marks if mark.id in self.memos]

    def find_words(self) -> None:
        """Open the bar that finds words in the source."""
        span = self.page.selected_span()
        if span is not None and span.length < 60:
            self.find_bar.field.setText(span.of(self.page.text))
        self.find_bar.open_at(self.caret())
