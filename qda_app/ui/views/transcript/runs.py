"""What is drawn under one paragraph: tints, stacked underlines, and how many more there are."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import islice, takewhile

MOST_UNDERLINES = 3


@dataclass(frozen=True, slots=True)
class Line:
    """One underline over [start, end) in a row counted from the text downwards."""

    start: int
    end: int
    row: int
    color: str
    node: int = 0


@dataclass(frozen=True, slots=True)
class Runs:
    """Everything drawn under one paragraph, in UTF-16 units from its first one.

    Tints, each row of underlines, and `more` are sorted, and the pieces of each lie apart.
    """

    tints: tuple[tuple[int, int], ...] = ()
    rows: tuple[tuple[Line, ...], ...] = ()
    more: tuple[tuple[int, int, int], ...] = ()

    tint_ends: tuple[int, ...] = ()
    row_ends: tuple[tuple[int, ...], ...] = ()

    def tints_in(self, start: int, end: int) -> Iterable[tuple[int, int]]:
        """Return the tints that reach into [start, end)."""
        first = bisect_right(self.tint_ends, start)
        return takewhile(lambda tint: tint[0] < end, islice(self.tints, first, None))

    def lines_in(self, start: int, end: int) -> Iterable[Line]:
        """Return the underlines that reach into [start, end), row by row."""
        for row, ends in zip(self.rows, self.row_ends, strict=True):
            for line in islice(row, bisect_right(ends, start), None):
                if line.start >= end:
                    break
                yield line

    def more_ending(self, start: int, end: int) -> Iterable[tuple[int, int, int]]:
        """Return the runs of underlines without a row that end within (start, end]."""
        return [run for run in self.more if start < run[1] <= end]


def union(pieces: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join overlapping and touching [start, end) pieces."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(pieces):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        elif start < end:
            joined.append((start, end))
    return joined


def runs_of(pieces: Sequence[tuple[int, int, int, str]]) -> Runs:
    """Return what to draw for pieces (start, end, node, color) of one paragraph."""
    by_node: dict[int, list[tuple[int, int]]] = {}
    colors: dict[int, str] = {}
    for start, end, node, color in pieces:
        by_node.setdefault(node, []).append((start, end))
        colors[node] = color
    stretches = sorted(
        (start, -end, node) for node, parts in by_node.items() for start, end in union(parts)
    )
    rows: list[list[Line]] = []
    hidden: list[tuple[int, int]] = []
    for start, minus_end, node in stretches:
        number = next((n for n, row in enumerate(rows) if row[-1].end <= start), len(rows))
        if number >= MOST_UNDERLINES:
            hidden.append((start, -minus_end))
            continue
        if number == len(rows):
            rows.append([])
        rows[number].append(Line(start, -minus_end, number, colors[node], node))
    tints = union((start, end) for start, end, _, _ in pieces)
    return Runs(
        tuple(tints),
        tuple(tuple(row) for row in rows),
        tuple(_more(hidden)),
        tuple(end for _, end in tints),
        tuple(tuple(line.end for line in row) for row in rows),
    )


def _more(hidden: Sequence[tuple[int, int]]) -> Iterable[tuple[int, int, int]]:
    """Yield (start, end, most at once) for every run of underlines that found no row."""
    number = 0
    for start, end in union(hidden):
        most, open_ends = 0, list[int]()
        while number < len(hidden) and hidden[number][0] < end:
            heappush(open_ends, hidden[number][1])
            while open_ends[0] <= hidden[number][0]:
                heappop(open_ends)
            most = max(most, len(open_ends))
            number += 1
        yield start, end, most
