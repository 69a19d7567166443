"""The text behind a figure of agreement: where two coders met and where they did not."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

Spans: TypeAlias = Sequence[tuple[int, int]]

SAME, EDGES, FIRST_ONLY, SECOND_ONLY, OTHER_NODE = "same", "edges", "first", "second", "other"


@dataclass(frozen=True, slots=True)
class Passage:
    """One stretch of a source that a coder gave a node, with both coders' spans within it.

    `kind` says how the two compare: the same text, other edges, only one of them, or another node.
    """

    source: int
    start: int
    end: int
    text: str
    first: tuple[tuple[int, int], ...]
    second: tuple[tuple[int, int], ...]
    kind: str

    @property
    def agrees(self) -> bool:
        """Say whether both gave the node to exactly this text."""
        return self.kind == SAME


def joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return spans in order, those that touch or overlap as one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        elif start < end:
            found.append((start, end))
    return found


def shared(first: Spans, second: Spans) -> list[tuple[int, int]]:
    """Return the text that lies in both of two ordered lists of disjoint spans."""
    found, i, j = [], 0, 0
    while i < len(first) and j < len(second):
        start, end = max(first[i][0], second[j][0]), min(first[i][1], second[j][1])
        if start < end:
            found.append((start, end))
        if first[i][1] <= second[j][1]:
            i += 1
        else:
            j += 1
    return found


def without(spans: Spans, others: Spans, length: int) -> list[tuple[int, int]]:
    """Return the text of ordered, disjoint spans that lies in none of the others."""
    edges = [0, *(edge for span in others for edge in span), length]
    return shared(spans, [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if a < b])


def passages_of(source: int, text: str, first: Spans, second: Spans) -> Iterator[Passage]:
    """Yield the stretches that either coder gave a node, in the order of the text."""
    for start, end in joined([*first, *second]):
        a, b = (tuple(shared(spans, [(start, end)])) for spans in (first, second))
        if a == b:
            kind = SAME
        elif a and b:
            kind = EDGES
        else:
            kind = FIRST_ONLY if a else SECOND_ONLY
        yield Passage(source, start, end, text[start:end], a, b, kind)


def crossed_passages(
    source: int, text: str, first: tuple[Spans, Spans], second: tuple[Spans, Spans]
) -> Iterator[Passage]:
    """Yield where the first coder used one node and the second another, in order.

    `first` are the first coder's spans of the one node and of the other, `second` the second's of
    the other and of the one.
    """
    only_first = without(first[0], first[1], len(text))
    only_second = without(second[0], second[1], len(text))
    for start, end in shared(only_first, only_second):
        a = [span for span in first[0] if span[0] < end and start < span[1]]
        b = [span for span in second[0] if span[0] < end and start < span[1]]
        low, high = min(s for s, _ in [*a, *b]), max(e for _, e in [*a, *b])
        yield Passage(source, low, high, text[low:high], tuple(a), tuple(b), OTHER_NODE)
