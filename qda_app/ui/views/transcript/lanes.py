"""Which lane of the right margin each stripe stands in; a stripe once placed does not move."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Literal

from qda_app.ui.views.transcript.marks import Mark, MarkIndex

Order = Literal["node", "coder"]

MOST_LANES = 8
TOGETHER = 0  # the one group of lanes when stripes are ordered by node


def _reading_order(mark: Mark) -> tuple[int, int, int]:
    return mark.start, -mark.end, mark.id


def shares(depths: list[int], most: int = MOST_LANES) -> list[int]:
    """Return how many lanes each coder gets when together they may take `most`."""
    granted = list(depths)
    while sum(granted) > most:
        widest = max(granted)
        number = granted.index(widest) if widest > 1 else len(granted) - granted[::-1].index(1) - 1
        granted[number] -= 1
    return granted


class Lanes:
    """Gives every mark a lane that is free where the mark stands.

    By coder, each coder has lanes of their own. By node, all marks share the lanes and a node keeps
    to the lane where it stood before, as far as that is free.
    """

    def __init__(self, index: MarkIndex, order: Order = "coder") -> None:
        self._index = index
        self.order: Order = order
        self._lane: dict[int, int] = {}
        self._use: dict[int, Counter[int]] = {}
        self._homes: dict[int, int] = {}
        self._coders: Counter[int] = Counter()
        self._bases: dict[int, tuple[int, int]] | None = None

    def fill(self, order: Order | None = None) -> None:
        """Place all marks that the index shows anew, in reading order."""
        self.order = order or self.order
        self._lane.clear()
        self._use.clear()
        self._homes.clear()
        self._coders.clear()
        self._bases = None
        free: dict[int, list[int]] = {}
        for mark in sorted(self._index, key=_reading_order):
            group = self._group(mark)
            ends = free.setdefault(group, [])
            lane = self._free_now(mark, ends)
            if lane < MOST_LANES:
                ends[lane : lane + 1] = [mark.end]
            self._place(mark, lane, group)

    def _free_now(self, mark: Mark, ends: Sequence[int]) -> int:
        """Return the lane for the next mark in reading order, given where each lane ends."""
        start = mark.start
        if self.order == "node":
            home = self._homes.get(mark.node_id, MOST_LANES)
            if home < len(ends) and ends[home] <= start:
                return home
        for lane, end in enumerate(ends):
            if end <= start:
                return lane
        return len(ends)

    def add(self, mark: Mark) -> None:
        """Place one mark that the index already holds, without moving any other."""
        if self._index.shows(mark):
            taken = {self._lane.get(m.id, -1) for m in self._neighbours(mark)}
            self._place(mark, self._free_lane(mark, taken), self._group(mark))

    def remove(self, mark: Mark) -> None:
        """Free the lane of a mark."""
        lane = self._lane.pop(mark.id, None)
        if lane is None:
            return
        group = self._group(mark)
        use = self._use[group]
        use[lane] -= 1
        if not use[lane]:
            del use[lane]
            self._bases = None
        if not use:
            del self._use[group]
        self._coders[mark.coder_id] -= 1
        if not self._coders[mark.coder_id]:
            del self._coders[mark.coder_id]

    def lane(self, mark: Mark) -> int | None:
        """Return the lane counted from the text outwards, or None for one lane too many."""
        base, granted = self._granted()[self._group(mark)]
        lane = self._lane[mark.id]
        return base + lane if lane < granted else None

    def count(self) -> int:
        """Return how many lanes are in use."""
        return sum(granted for _, granted in self._granted().values())

    def crowded(self) -> bool:
        """Say whether some marks found no lane."""
        granted = self._granted()
        return any(max(use) + 1 > granted[group][1] for group, use in self._use.items())

    def coders(self) -> list[int]:
        """Return the ids of the coders who have stripes."""
        return sorted(self._coders)

    def heads(self) -> list[tuple[int, int, int]]:
        """Return (coder, first lane, number of lanes) for the lanes grouped by coder."""
        if self.order == "node":
            return []
        return [(coder, base, n) for coder, (base, n) in self._granted().items() if n]

    def _group(self, mark: Mark) -> int:
        return mark.coder_id if self.order == "coder" else TOGETHER

    def _free_lane(self, mark: Mark, taken: set[int]) -> int:
        home = self._homes.get(mark.node_id, MOST_LANES) if self.order == "node" else MOST_LANES
        if home < MOST_LANES and home not in taken:
            return home
        return next((n for n in range(MOST_LANES) if n not in taken), MOST_LANES)

    def _place(self, mark: Mark, lane: int, group: int) -> None:
        self._lane[mark.id] = lane
        self._homes.setdefault(mark.node_id, lane)
        self._coders[mark.coder_id] += 1
        use = self._use.get(group)
        if use is None:
            use = self._use[group] = Counter()
        if lane not in use:
            self._bases = None
        use[lane] += 1

    def _neighbours(self, mark: Mark) -> Iterable[Mark]:
        touched, group = self._index.paragraphs_of(mark), self._group(mark)
        for other in self._index.between(touched.start, touched.stop - 1):
            overlap = other.start < mark.end and mark.start < other.end
            if overlap and self._group(other) == group and other.id != mark.id:
                yield other

    def _granted(self) -> dict[int, tuple[int, int]]:
        if self._bases is None:
            groups = sorted(self._use)
            base, self._bases = 0, {}
            for group, granted in zip(
                groups, shares([max(self._use[c]) + 1 for c in groups]), strict=True
            ):
                self._bases[group] = (base, granted)
                base += granted
        return self._bases
