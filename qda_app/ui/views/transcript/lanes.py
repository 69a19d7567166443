"""Which lane of the right margin each stripe stands in: grouped by coder, never jumping about."""

from collections import Counter
from collections.abc import Iterable

from qda_app.ui.views.transcript.marks import Mark, MarkIndex

MOST_LANES = 8


def shares(depths: list[int], most: int = MOST_LANES) -> list[int]:
    """Return how many lanes each coder gets when together they may take `most`."""
    granted = list(depths)
    while sum(granted) > most and max(granted) > 1:
        granted[granted.index(max(granted))] -= 1
    return granted


class Lanes:
    """Gives every mark the lowest lane of its coder that is free where the mark stands."""

    def __init__(self, index: MarkIndex) -> None:
        self._index = index
        self._lane: dict[int, int] = {}
        self._use: dict[int, Counter[int]] = {}
        self._bases: dict[int, tuple[int, int]] | None = None

    def fill(self) -> None:
        """Place all marks of the index anew, in reading order."""
        self._lane.clear()
        self._use.clear()
        self._bases = None
        free: dict[int, list[int]] = {}
        for mark in sorted(self._index, key=lambda m: (m.start, -m.end, m.id)):
            ends = free.setdefault(mark.coder_id, [])
            lane = next((n for n, end in enumerate(ends) if end <= mark.start), len(ends))
            ends[lane : lane + 1] = [mark.end]
            self._place(mark, lane)

    def add(self, mark: Mark) -> None:
        """Place one mark that the index already holds, without moving any other."""
        taken = {self._lane.get(m.id, -1) for m in self._neighbours(mark)}
        self._place(mark, next(n for n in range(len(taken) + 1) if n not in taken))

    def remove(self, mark: Mark) -> None:
        """Free the lane of a mark."""
        lane = self._lane.pop(mark.id)
        use = self._use[mark.coder_id]
        use[lane] -= 1
        if not use[lane]:
            del use[lane]
            self._bases = None
        if not use:
            del self._use[mark.coder_id]

    def lane(self, mark: Mark) -> int | None:
        """Return the lane counted from the text outwards, or None for one lane too many."""
        base, granted = self._granted()[mark.coder_id]
        lane = self._lane[mark.id]
        return base + lane if lane < granted else None

    def count(self) -> int:
        """Return how many lanes are in use."""
        return sum(granted for _, granted in self._granted().values())

    def crowded(self) -> bool:
        """Say whether some marks found no lane."""
        granted = self._granted()
        return any(max(use) + 1 > granted[coder][1] for coder, use in self._use.items())

    def coders(self) -> list[int]:
        """Return the ids of the coders who have stripes."""
        return sorted(self._use)

    def _place(self, mark: Mark, lane: int) -> None:
        self._lane[mark.id] = lane
        use = self._use.setdefault(mark.coder_id, Counter())
        if not use[lane]:
            self._bases = None
        use[lane] += 1

    def _neighbours(self, mark: Mark) -> Iterable[Mark]:
        touched = self._index.paragraphs_of(mark)
        for other in self._index.between(touched.start, touched.stop - 1):
            overlap = other.start < mark.end and mark.start < other.end
            if overlap and other.coder_id == mark.coder_id and other.id != mark.id:
                yield other

    def _granted(self) -> dict[int, tuple[int, int]]:
        if self._bases is None:
            coders = sorted(self._use)
            base, self._bases = 0, {}
            for coder, granted in zip(
                coders, shares([max(self._use[c]) + 1 for c in coders]), strict=True
            ):
                self._bases[coder] = (base, granted)
                base += granted
        return self._bases
