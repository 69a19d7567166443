"""Where rows of unequal height stand: estimated at first, exact once a row was looked at."""

from bisect import bisect_right
from itertools import accumulate


class Heights:
    """The heights of rows and their tops, in pixels."""

    def __init__(self) -> None:
        self._heights: list[int] = []
        self._tops: list[int] = [0]
        self._exact = bytearray()

    def reset(self, estimates: list[int]) -> None:
        """Take other rows with their likely heights."""
        self._heights = estimates
        self._exact = bytearray(len(estimates))
        self._sum()

    def _sum(self) -> None:
        self._tops = list(accumulate(self._heights, initial=0))

    def __len__(self) -> int:
        return len(self._heights)

    @property
    def total(self) -> int:
        """The height of all rows."""
        return self._tops[-1]

    def top(self, row: int) -> int:
        """Return where a row begins."""
        return self._tops[row]

    def height(self, row: int) -> int:
        """Return a row's height as far as it is known."""
        return self._heights[row]

    def row_at(self, place: int) -> int:
        """Return the row at a place; the first or the last beyond the ends, -1 without rows."""
        return min(bisect_right(self._tops, place), len(self._heights)) - 1 if place >= 0 else 0

    def is_exact(self, row: int) -> bool:
        """Say whether a row was measured."""
        return bool(self._exact[row])

    def measured(self, found: dict[int, int]) -> None:
        """Take the heights of rows that were measured."""
        changed = False
        for row, height in found.items():
            self._exact[row] = 1
            changed = changed or self._heights[row] != height
            self._heights[row] = height
        if changed:
            self._sum()
