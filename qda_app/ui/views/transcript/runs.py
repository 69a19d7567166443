"""What is drawn under one paragraph: tints, stacked underlines, and how many more there are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

MOST_UNDERLINES = 3


@dataclass(frozen=True, slots=True)
class Line:
    """One underline over [start, end) in a row counted from the text downwards."""

    start: int
    end: int
    row: int
    color: str


@dataclass(frozen=True, slots=True)
class Runs:
    """Everything drawn under one paragraph, in UTF-16 units from its first one."""

    tints: tuple[tuple[int, int], ...] = ()
    lines: tuple[Line, ...] = ()
    more: tuple[tuple[int, int, int], ...] = ()


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
    busy_until: list[int] = []
    lines: list[Line] = []
    hidden: list[tuple[int, int]] = []
    for start, minus_end, node in stretches:
        row = next((n for n, end in enumerate(busy_until) if end <= start), len(busy_until))
        if row >= MOST_UNDERLINES:
            hidden.append((start, -minus_end))
            continue
        busy_until[row : row + 1] = [-minus_end]
        lines.append(Line(start, -minus_end, row, colors[node]))
    tints = union((start, end) for start, end, _, _ in pieces)
    return Runs(tuple(tints), tuple(lines), tuple(_more(hidden)))


def _more(hidden: Sequence[tuple[int, int]]) -> Iterable[tuple[int, int, int]]:
    """Yield (start, end, most at once) for every run of underlines that found no row."""
    for start, end in union(hidden):
        inside = [piece for piece in hidden if start <= piece[0] < end]
        yield start, end, max(sum(s <= at < e for s, e in inside) for at, _ in inside)
