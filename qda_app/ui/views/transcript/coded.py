"""The coded page: the text with its codings as tints, underlines and stripes."""

import math
from collections.abc import Iterable, Sequence
from itertools import chain

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from qda_app.domain.text import Span
from qda_app.domain.transcript import Turn
from qda_app.ui.theme import Theme
from qda_app.ui.views.transcript.density import DensityBar
from qda_app.ui.views.transcript.gutter import SpeakerGutter
from qda_app.ui.views.transcript.ink import Paragraph
from qda_app.ui.views.transcript.lanes import Lanes, Order
from qda_app.ui.views.transcript.marks import Mark, MarkIndex
from qda_app.ui.views.transcript.page import ReadingPage
from qda_app.ui.views.transcript.runs import Runs, runs_of
from qda_app.ui.views.transcript.sight import SeenBlock
from qda_app.ui.views.transcript.stripes import LEAST_NAMES, WIDEST_NAMES, StripeMargin

NARROW = 720


class CodedPage(ReadingPage):
    """Shows codings, hides those that a filter keeps back, and knows which one is active."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        self._runs: dict[int, Runs] = {}
        self._hovered: int | None = None
        self._chosen: int | None = None
        self._filled: int | None = None
        self._follow: tuple[int, int, Span] | None = None
        super().__init__(theme, parent)
        self._index = MarkIndex(self.offsets)
        self._lanes = Lanes(self._index)
        self._filter: tuple[frozenset[int] | None, frozenset[int] | None] = (None, None)
        self._gutter = SpeakerGutter(self)
        self._stripes = StripeMargin(self)
        self._density = DensityBar(theme)
        self.setVerticalScrollBar(self._density)
        self._density.valueChanged.connect(self._on_scrolled)
        self._stripes.hovered.connect(self._on_hover)

    def _on_scrolled(self) -> None:
        self._forget_anchor()
        self.scrolled.emit()

    # -- content -------------------------------------------------------------------------------

    def show_source(
        self, text: str, turns: Sequence[Turn] = (), marks: Iterable[Mark] = ()
    ) -> None:
        """Show a source from its beginning."""
        self._hovered = self._chosen = self._filled = self._follow = None
        self.set_text(text, turns)
        self._gutter.show_turns(self.turns)
        self._gutter.show_parts(())
        self.set_marks(marks)

    def set_parts(self, parts: Sequence[Span]) -> None:
        """Mark in the gutter the passages that a round is about; none stands for the whole."""
        self._gutter.show_parts(parts)

    def set_marks(self, marks: Iterable[Mark]) -> None:
        """Replace all codings."""
        self._index = MarkIndex(self.offsets)
        self._index.set_filter(*self._filter)
        self._density.clear_for(self.offsets.length)
        for mark in marks:
            self._index.add(mark)
        self._lanes = Lanes(self._index, self._lanes.order)
        self._show_all()

    def _show_all(self) -> None:
        """Draw all codings anew."""
        self._runs.clear()
        self._density.recount(self._index)
        self._lanes.fill()
        self._stripes.show_marks(self._index, self._lanes)
        self._after_change()
        self.viewport().update()

    def add_marks(self, marks: Iterable[Mark]) -> None:
        """Add codings, replacing those of the same id; only their paragraphs are drawn anew."""
        touched: set[int] = set()
        for mark in marks:
            touched.update(self._take_out(mark.id), self._index.add(mark))
            self._lanes.add(mark)
            if self._index.shows(mark):
                self._density.count(mark.start, mark.end, 1)
            if self._follow == (mark.node_id, mark.coder_id, mark.span):
                self._chosen, self._follow = mark.id, None
        self._redraw(touched)

    def remove_marks(self, ids: Iterable[int]) -> None:
        """Take codings away; ids that are not shown are passed over."""
        self._redraw(set(chain.from_iterable(self._take_out(mark_id) for mark_id in ids)))

    def _take_out(self, mark_id: int) -> range:
        mark = self._index.held(mark_id)
        if mark is None:
            return range(0)
        self._lanes.remove(mark)
        if self._index.shows(mark):
            self._density.count(mark.start, mark.end, -1)
        return self._index.remove(mark_id)

    def _redraw(self, paragraphs: set[int]) -> None:
        """Draw some paragraphs anew."""
        for paragraph in paragraphs:
            self._runs.pop(paragraph, None)
        for seen in self.sight().blocks:
            if seen.number in paragraphs:
                height = math.ceil(seen.bottom - seen.top) + 2
                width = self.viewport().width()
                self.viewport().update(0, math.floor(seen.top) - 1, width, height)
        self._after_change()

    def _after_change(self) -> None:
        self.choose_filled()
        self.fit()
        self._stripes.update()
        self._density.update()

    def set_coders(self, ids: Sequence[int]) -> None:
        """Set the project's coders in order, so that a pattern means the same in every source."""
        self._stripes.set_coders(ids)

    def set_stripe_order(self, order: Order) -> None:
        """Let stripes stand in lanes shared by all, each node in its place, or in each coder's."""
        if order != self._lanes.order:
            self._lanes.fill(order)
            self._after_change()

    def stripe_order(self) -> Order:
        """Return what the lanes of stripes are ordered by."""
        return self._lanes.order

    # -- filter --------------------------------------------------------------------------------

    def set_filter(self, nodes: frozenset[int] | None, coders: frozenset[int] | None) -> None:
        """Show only codings of these nodes by these coders; None means all of them."""
        self._filter = nodes, coders
        if self._index.set_filter(nodes, coders):
            self._show_all()

    def hidden_count(self) -> tuple[int, int]:
        """Return how many codings the filter hides, and of how many nodes it leaves none."""
        return self._index.hidden()

    # -- margins -------------------------------------------------------------------------------

    def side_widths(self, available: int) -> tuple[int, int]:
        """Centre gutter, text and stripes; names beside the stripes take what is left over."""
        gutter = self._gutter.width_wanted(narrow=available < NARROW)
        lanes = self._stripes.width_wanted()
        spare = max(0, available - gutter - lanes - self.text_width())
        names = min(spare, WIDEST_NAMES)
        names = names if names >= LEAST_NAMES else 0
        outer = (spare - names) // 2
        return outer + gutter, spare - names - outer + lanes + names

    def fit(self) -> None:
        """Divide the width, and put gutter and stripes where the margins are."""
        super().fit()
        margins, inner = self.viewportMargins(), self.contentsRect()
        self._gutter.setGeometry(QRect(inner.left(), inner.top(), margins.left(), inner.height()))
        right = inner.left() + margins.left() + self.viewport().width()
        self._stripes.setGeometry(QRect(right, inner.top(), margins.right(), inner.height()))

    # -- codings -------------------------------------------------------------------------------

    def caret(self) -> int:
        """Return the code point before which the caret stands."""
        return self.offsets.to_point(self.textCursor().position())

    def marks_at(self, position: int) -> list[Mark]:
        """Return the codings shown that cover a code point, shortest first."""
        return self._index.at(position)

    def mark(self, mark_id: int) -> Mark | None:
        """Return a coding that is shown."""
        return self._index.get(mark_id)

    def active_mark(self) -> int | None:
        """Return the coding that was chosen, else the shortest one at the caret."""
        if self._index.get(self._chosen) is not None:
            return self._chosen
        at_caret = self.marks_at(self.caret())
        return at_caret[0].id if at_caret else None

    def set_active(self, mark_id: int | None) -> None:
        """Make a coding the active one until the caret leaves it."""
        self._chosen = mark_id
        self.choose_filled()
        self.viewport().update()

    def leave_active(self) -> None:
        """Give up the coding that was chosen when the caret is not in it any more."""
        chosen = self._index.get(self._chosen)
        if chosen is None or not chosen.start <= self.caret() <= chosen.end:
            self._chosen = None

    def follow(self, mark: Mark, span: Span) -> None:
        """Make that coding active which will come in place of this one with another span."""
        self._follow = mark.node_id, mark.coder_id, span

    # -- painting ------------------------------------------------------------------------------

    def paragraph(self, seen: SeenBlock) -> Paragraph:
        """Return a block with its tints, underlines, and the one coding that is filled."""
        runs = self._runs.get(seen.number)
        if runs is None:
            runs = self._runs[seen.number] = runs_of(
                [
                    (*self.offsets.units_within(seen.number, m.start, m.end), m.node_id, m.color)
                    for m in self._index.within(seen.number)
                ]
            )
        return Paragraph(seen, runs, self._fills(seen), self.selection_in(seen.block))

    def _fills(self, seen: SeenBlock) -> tuple[tuple[int, int, str], ...]:
        filled = self._index.get(self._filled)
        if filled is None:
            return ()
        span = self.live_span(filled)
        ends = self.offsets.units_within(seen.number, span.start, span.end)
        return ((*ends, filled.color),) if ends[0] < ends[1] else ()

    def live_span(self, mark: Mark) -> Span:
        """Return the passage of a coding, while a boundary is being moved the new one."""
        return mark.span

    def choose_filled(self) -> None:
        """Fill the coding under the pointer, else the active one while the page has the focus."""
        filled = self._hovered if self._index.get(self._hovered) else None
        if filled is None and (self.hasFocus() or self._chosen is not None):
            filled = self.active_mark()
        if filled != self._filled:
            self._filled = filled
            self._stripes.set_active(filled)
            self.viewport().update()

    def _on_hover(self, mark_id: int | None) -> None:
        if mark_id != self._hovered:
            self._hovered = mark_id
            self.choose_filled()

    def explain(self, mark: Mark) -> str:
        """Return what a tooltip says about a coding: node, coder, certainty, memo."""
        text = f"{mark.path or mark.node_name} · {mark.coder_name}"
        if mark.certainty:
            text += f" · {self._certainty(mark.certainty)}"
        return self.tr("{coding} · has a memo").format(coding=text) if mark.memo else text

    def _certainty(self, level: int) -> str:
        words = {1: self.tr("unsure"), 2: self.tr("fairly sure"), 3: self.tr("sure")}
        return words.get(level, str(level))
