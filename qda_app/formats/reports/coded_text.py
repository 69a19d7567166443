"""A coded transcript: its text, and the codings that stand in its margin."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Mark:
    """One coding of text[start:end]: its node's path, who coded it, a colour as #rrggbb."""

    start: int
    end: int
    node: str
    coder: str
    color: str
    memo: str = ""

    @property
    def name(self) -> str:
        """The node's own name."""
        return self.node.rsplit(" > ", 1)[-1]


@dataclass(frozen=True, slots=True)
class CodedText:
    """A transcript with its codings in text order; `labels` are the [start, end) of speakers."""

    title: str
    text: str
    marks: Sequence[Mark]
    labels: Sequence[tuple[int, int]] = ()
    statement: Sequence[str] = ()
    made: str = ""  # the time of the state, as ISO 8601

    def lines(self) -> Iterator[tuple[int, int]]:
        """Yield the [start, end) of every line."""
        at = 0
        for line in self.text.split("\n"):
            yield at, at + len(line)
            at += len(line) + 1


@dataclass(slots=True)
class Lanes:
    """Lanes of stripes: codings that share a line stand side by side."""

    of: dict[int, int] = field(default_factory=dict)
    count: int = 0


def lanes(of: CodedText) -> Lanes:
    """Return for each coding, by its place, the leftmost lane that is free on all its lines."""
    found = Lanes()
    free: list[int] = []  # the end of the line on which each lane was used last
    ends = [end for _start, end in of.lines()]
    at = 0
    for place, mark in sorted(enumerate(of.marks), key=lambda m: (m[1].start, -m[1].end)):
        while ends[at] < mark.start:
            at += 1
        last = next((end for end in ends[at:] if end >= mark.end), ends[-1])
        begins = ends[at - 1] + 1 if at else 0
        lane = next((n for n, used in enumerate(free) if used < begins), len(free))
        if lane == len(free):
            free.append(0)
        free[lane] = last
        found.of[place] = lane
    found.count = len(free)
    return found
