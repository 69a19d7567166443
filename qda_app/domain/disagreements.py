"""Where coders disagree: the passages that a lead settles one by one."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from qda_app.domain.rounds import Placed

# causes: the first three are seen in the codings, the last two are said by people
MISSED, BOUNDARY, OTHER_NODE, UNCLEAR, AMBIGUOUS = (
    "missed",
    "boundary",
    "node",
    "definition",
    "ambiguous",
)
CAUSES = (MISSED, BOUNDARY, OTHER_NODE, UNCLEAR, AMBIGUOUS)
AGREED = "agreed"

# outcomes
ACCEPT, BOTH, NEITHER, ADJUST, ANOTHER, DEFER = (
    "accept",
    "both",
    "neither",
    "adjust",
    "another",
    "defer",
)
OUTCOMES = (ACCEPT, BOTH, NEITHER, ADJUST, ANOTHER, DEFER)


@dataclass(frozen=True, slots=True)
class Item:
    """One connected group of overlapping codings of a node, or of two that compete for a passage.

    `members` are the codings by coder and start; `start` and `end` are the edges of them all.
    `cause` is what the codings show: `missed`, `boundary`, `node`, or `agreed` where every coder
    applied the node to the same words. `key` derives from the members' GUIDs alone.
    """

    key: str
    source: int
    node: int
    other: int | None
    start: int
    end: int
    members: tuple[Placed, ...]
    cause: str

    @property
    def agrees(self) -> bool:
        """Whether there is nothing to settle."""
        return self.cause == AGREED

    @property
    def nodes(self) -> tuple[int, ...]:
        """The node, and the one that competes with it."""
        return (self.node,) if self.other is None else (self.node, self.other)

    def of(self, coder: int) -> tuple[Placed, ...]:
        """Return one coder's codings in it."""
        return tuple(member for member in self.members if member.coder == coder)


@dataclass(frozen=True, slots=True)
class Decision:
    """How an item was settled; `accepted` is the coder whose codings were taken, if one's were."""

    id: int
    item: str
    node: int
    other: int | None
    source: int
    start: int
    end: int
    members: frozenset[str]
    produced: tuple[str, ...]
    outcome: str
    accepted: int | None
    cause: str
    note: str
    by_hand: bool
    coder: int | None
    made: str

    @property
    def settled(self) -> bool:
        """Whether it is more than put off."""
        return self.outcome != DEFER


def key_of(guids: Iterable[str]) -> str:
    """Return what identifies a group of codings: 16 hexadecimal digits from their GUIDs."""
    return hashlib.sha256("\n".join(sorted(guids)).encode()).hexdigest()[:16]


def letters(item: Item, coders: Sequence[int], round_guid: str) -> Mapping[str, int]:
    """Return who is A, B … in an item while names are hidden: it changes from item to item.

    The same item has the same letters for ever.
    """

    def place(coder: int) -> str:
        return hashlib.sha256(f"{round_guid}|{item.key}|{coder}".encode()).hexdigest()

    return {chr(65 + n): coder for n, coder in enumerate(sorted(coders, key=place))}
