"""Drawing text to be coded twice: a share of it, spread over strata, the same for the same seed."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Segment:
    """A passage that can be drawn: text[start:end] of a source (an id), of one stratum."""

    source: int
    start: int
    end: int
    stratum: str = ""

    @property
    def length(self) -> int:
        """Length in code points."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Draw:
    """What was drawn, in the order of the text, and the strata of which nothing was."""

    segments: tuple[Segment, ...]
    missed: tuple[str, ...]


def draw(segments: Sequence[Segment], share: float, strata: Iterable[str], seed: int) -> Draw:
    """Draw segments at random until each stratum has its share of the text, at least one each.

    `share` is within 0..1 of the code points of each stratum (proportional allocation); `strata`
    are those that must be covered, so that one without any segment is named as missed. The draw
    depends on `segments` in their order and `seed` alone. Raises ValueError for another share.
    """
    if not 0 < share <= 1:
        raise ValueError("a share lies above 0 and up to 1")
    chance = random.Random(seed)  # noqa: S311 (a sample to be repeated, no secret)
    by_stratum: dict[str, list[Segment]] = {name: [] for name in strata}
    for segment in segments:
        by_stratum.setdefault(segment.stratum, []).append(segment)
    drawn: list[Segment] = []
    for name in sorted(by_stratum):
        pool = by_stratum[name]
        wanted, had = share * sum(s.length for s in pool), 0
        for segment in chance.sample(pool, len(pool)):
            if had and had + segment.length / 2 > wanted:
                break
            drawn.append(segment)
            had += segment.length
    ordered = sorted(drawn, key=lambda s: (s.source, s.start))
    return Draw(tuple(ordered), tuple(name for name in sorted(by_stratum) if not by_stratum[name]))


def without(start: int, end: int, taken: Iterable[tuple[int, int]]) -> bool:
    """Say whether a passage touches none of those taken."""
    return not any(start < b and a < end for a, b in taken)


def grouped(units: Sequence[tuple[int, int]], size: int) -> list[tuple[int, int]]:
    """Join units of text that follow one another into segments of about `size` code points."""
    found: list[tuple[int, int]] = []
    for start, end in units:
        if found and found[-1][1] - found[-1][0] < size:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found
