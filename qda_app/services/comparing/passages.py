"""The text behind a figure of agreement: where two coders met and where they did not."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

Spans: TypeAlias = Sequence[tuple[int, int]]

SAME, EDGES, ONLY, OTHER_NODE = "same", "edges", "only", "other"


@dataclass(frozen=True, slots=True)
class Passage:
    """One stretch of a source that a coder gave a node, with every coder's spans within it.

    `kind` says how they compare: the same text, other edges, only some coders, or another node;
    `node` is the id of the node where passages of several are listed together.
    """

    source: int
    start: int
    end: int
    text: str
    spans: tuple[tuple[tuple[int, int], ...], ...]
    kind: str
    node: int | None = None

    @property
    def agrees(self) -> bool:
        """Say whether all gave the node to exactly this text."""
        return self.kind == SAME

    @property
    def users(self) -> list[int]:
        """Return the numbers of the coders who gave the node to any of it."""
        return [number for number, spans in enumerate(self.spans) if spans]


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


def passages_of(
    source: int, text: str, each: Sequence[Spans], node: int | None = None
) -> Iterator[Passage]:
    """Yield the stretches that any coder gave a node, in order; `each` are the coders' spans."""
    for start, end in joined(span for spans in each for span in spans):
        inside = tuple(tuple(shared(spans, [(start, end)])) for spans in each)
        apart = EDGES if all(inside) else ONLY
        kind = SAME if len(set(inside)) == 1 else apart
        yield Passage(source, start, end, text[start:end], inside, kind, node)


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
        yield Passage(source, low, high, text[low:high], (tuple(a), tuple(b)), OTHER_NODE)
