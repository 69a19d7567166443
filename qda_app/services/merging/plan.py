"""What a merge would do: what comes, what needs a person, and that nothing is lost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say

MINE, THEIRS, BOTH, UNIFY, APART = "mine", "theirs", "both", "unify", "apart"


@dataclass(frozen=True, slots=True)
class Conflict:
    """Something that both sides changed and that a person settles.

    `key` stays the same however often the copy is looked at; `mine` and `theirs` are what stands on
    the two sides, `choices` the answers there are, `chosen` the one given, empty before that;
    `refused` is one that was given and is none of them.
    """

    key: str
    sentence: str
    mine: str
    theirs: str
    choices: tuple[str, ...]
    chosen: str = ""
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Conservation:
    """Codings before, brought, found there already, deliberately removed, and afterwards."""

    before: int
    brought: int
    identical: int
    removed: int
    after: int

    @property
    def holds(self) -> bool:
        """Whether no coding is lost or doubled."""
        return self.after == self.before + self.brought - self.identical - self.removed


@dataclass(frozen=True, slots=True)
class Plan:
    """A merge before it is done; `inserts` to `closes` are its writes, in GUIDs.

    `unused` are the keys of answers that nothing asked for; `counts` says by table how many rows
    come new and how many change, `named` says so of each in a sentence; `head` is the main file's
    journal head for which the plan holds, `blind` the rounds that keep the viewer from the figures.
    """

    copy: Any
    head: str
    conflicts: tuple[Conflict, ...]
    conservation: Conservation
    counts: Mapping[str, tuple[int, int]]
    notes: Sequence[str] = ()
    blind: Sequence[str] = ()
    unused: Sequence[str] = ()
    inserts: Mapping[str, Mapping[str, dict[str, Any]]] = field(default_factory=dict)
    updates: Mapping[str, Mapping[str, dict[str, Any]]] = field(default_factory=dict)
    opens: Sequence[Any] = ()
    named: Sequence[str] = ()
    reopens: Sequence[int] = ()
    closes: Sequence[str] = ()

    @property
    def open_conflicts(self) -> list[Conflict]:
        """The conflicts that nobody has settled yet."""
        return [conflict for conflict in self.conflicts if not conflict.chosen]

    @property
    def idle(self) -> bool:
        """Whether the copy brings nothing new."""
        return not (
            self.conflicts
            or self.inserts
            or self.updates
            or self.opens
            or self.reopens
            or self.closes
        )


def checked_choices(pairs: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Return choices by key, or refuse an answer that there is not."""
    for key, choice in pairs:
        if not key:
            raise QdaError(say("A choice is given as KEY=CHOICE, not “{word}”.", word=choice))
        if choice not in {MINE, THEIRS, BOTH, UNIFY, APART}:
            raise QdaError(
                say(
                    "“{choice}” is no answer to {key}. The answers are mine, theirs, both, unify "
                    "and apart.",
                    choice=choice,
                    key=key,
                )
            )
    return dict(pairs)
