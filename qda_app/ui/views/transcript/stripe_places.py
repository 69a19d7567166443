"""Where stripes, their names and the counts of those without a lane stand in the margin."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect

from qda_app.ui.theme import SMALL, TIGHT
from qda_app.ui.views.transcript.lanes import Lanes
from qda_app.ui.views.transcript.marks import Mark, MarkIndex
from qda_app.ui.views.transcript.page import ReadingPage

LANE = 8
STRIPE = 5
BEYOND = 10  # pixels by which a stripe that goes on reaches out of view
SHORTEST = 6


@dataclass(frozen=True, slots=True)
class Stripe:
    """One stripe as it stands in the margin just now."""

    rect: QRect
    mark: Mark


@dataclass(frozen=True, slots=True)
class NamedGroup:
    """The stripes of one node side by side, with the box in which they are named."""

    box: QRect
    marks: tuple[Mark, ...]


def lane_left(lane: int, group: int) -> int:
    """Return where a lane begins: groups of lanes stand a little apart."""
    return SMALL + LANE * lane + TIGHT * group


def lanes_right(lanes: Lanes, least: int = 0) -> int:
    """Return where the lanes end, at least so many counted."""
    return lane_left(max(least, lanes.count()), max(0, len(lanes.heads()) - 1))


def placed(page: ReadingPage, index: MarkIndex, lanes: Lanes) -> tuple[list[Stripe], list[Stripe]]:
    """Return the stripes in view, from top to bottom, and apart those that found no lane."""
    stripes: list[Stripe] = []
    overflow: list[Stripe] = []
    numbers = {coder: number for number, (coder, _, _) in enumerate(lanes.heads())}
    for mark, high, low in _extents(page, index):
        lane = lanes.lane(mark)
        left = lane_left(lane or 0, numbers.get(mark.coder_id, 0))
        rect = QRect(left, high, STRIPE, max(SHORTEST, low - high))
        (overflow if lane is None else stripes).append(Stripe(rect, mark))
    for found in (stripes, overflow):
        found.sort(key=lambda s: (s.rect.top(), s.rect.left()))
    return stripes, overflow


def _extents(page: ReadingPage, index: MarkIndex) -> Iterable[tuple[Mark, int, int]]:
    """Yield the marks in view with the heights at which their stripes begin and end."""
    sight, offsets = page.sight(), page.offsets
    if not sight.blocks:
        return
    units = sight.units()
    first, last = (offsets.to_point(unit) for unit in units)
    top, bottom = -BEYOND, page.viewport().height() + BEYOND
    for mark in index.between(sight.blocks[0].number, sight.blocks[-1].number):
        if mark.end <= first or mark.start >= last:
            continue
        begins, ends = sight.line_of(offsets.to_unit(mark.start)), None
        if mark.end <= last:
            ends = sight.line_of(offsets.to_unit(mark.end - 1))
        high = round(begins[1].top) + 2 if begins else top
        low = round(ends[1].bottom) - 2 if ends else bottom
        yield mark, high, low


def gathered(overflow: Sequence[Stripe]) -> list[tuple[QRect, list[Mark]]]:
    """Join the marks without a lane into runs that are announced once."""
    runs: list[tuple[QRect, list[Mark]]] = []
    for stripe in overflow:
        if runs and runs[-1][0].bottom() >= stripe.rect.top():
            joined, marks = runs[-1]
            marks.append(stripe.mark)
            runs[-1] = (joined.united(stripe.rect), marks)
        else:
            runs.append((stripe.rect, [stripe.mark]))
    return runs


def named(
    stripes: Sequence[Stripe], left: int, room: int, height: int, head: int
) -> list[NamedGroup]:
    """Return the boxes for names, none over another, each beside the stripes it names."""
    found, free = [], head
    for group in together(stripes):
        highest = group[0].rect.top()
        lowest = max(stripe.rect.bottom() for stripe in group) + TIGHT
        top = max(highest, free)
        if top + height <= max(lowest, highest + height):
            marks = tuple(stripe.mark for stripe in group)
            found.append(NamedGroup(QRect(left, top, room, height), marks))
            free = top + height
    return found


def together(stripes: Sequence[Stripe]) -> list[list[Stripe]]:
    """Group the stripes of one node that stand side by side, so that they are named once."""
    groups: list[list[Stripe]] = []
    open_group: dict[int, tuple[list[Stripe], int]] = {}
    for stripe in stripes:
        group, lowest = open_group.get(stripe.mark.node_id, ([], -1))
        if not group or stripe.rect.top() >= lowest:
            group = []
            groups.append(group)
        group.append(stripe)
        open_group[stripe.mark.node_id] = group, max(lowest, stripe.rect.bottom())
    return groups
