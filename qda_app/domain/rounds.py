"""Rounds of independent coding: who codes what, how far each is, and what may be seen meanwhile."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from qda_app.domain.messages import say

ASSIGNED, SUBMITTED, COMPARED, RESOLVING, CLOSED = (
    "assigned",
    "submitted",
    "compared",
    "resolving",
    "closed",
)


@dataclass(frozen=True, slots=True)
class Placed:
    """A coding as it was submitted, by GUID; the other columns are ids of the project."""

    guid: str
    source: int
    node: int
    coder: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class CodebookVersion:
    """The node tree as it stood at a time; `tree` is the hash of its definitions."""

    id: int
    guid: str
    number: int
    rationale: str
    made: str
    tree: str
    coder: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A passage that is coded in a round: text[start:end] of a source, by id."""

    source: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Assignment:
    """One coder's part in a round; `submitted` is the time, empty before it.

    `codings` is the hash of the list of the codings submitted, `count` how many there are, `head`
    the journal's head just before.
    """

    id: int
    coder: int
    submitted: str = ""
    codings: str = ""
    count: int = 0
    head: str = ""


@dataclass(frozen=True, slots=True)
class Round:
    """Sources or segments that several coders code independently.

    `basis` is the hash of the tree and turns under which the round is counted, empty until every
    coder has submitted; `decided` says whether anything was settled yet; `version` is the GUID of
    the codebook version it is coded under. In a hand-out the round is `partial`: the others' part
    is not in the file, so it is never compared there.
    """

    id: int
    guid: str
    name: str
    pilot: bool
    blind: bool
    closed: bool
    created: str
    plan: str = ""
    version: str = ""
    basis: str = ""
    parts: tuple[Part, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    decided: bool = False
    partial: bool = False

    @property
    def coders(self) -> tuple[int, ...]:
        """The ids of the coders in it, in the order in which they were assigned."""
        return tuple(a.coder for a in self.assignments)

    @property
    def sources(self) -> frozenset[int]:
        """The ids of the sources that it touches."""
        return frozenset(part.source for part in self.parts)

    @property
    def compared(self) -> bool:
        """Whether everybody has submitted, so that the coders' work lies open."""
        everybody = bool(self.assignments) and all(a.submitted for a in self.assignments)
        return everybody and not self.partial

    @property
    def hides(self) -> bool:
        """Whether what coders do in it is still kept from one another."""
        return self.blind and not self.closed and not self.compared

    @property
    def state(self) -> str:
        """How far the round is."""
        if self.closed:
            return CLOSED
        if self.compared:
            return RESOLVING if self.decided else COMPARED
        return SUBMITTED if any(a.submitted for a in self.assignments) else ASSIGNED

    def assignment(self, coder: int | None) -> Assignment | None:
        """Return a coder's part in the round, None where there is none."""
        return next((a for a in self.assignments if a.coder == coder), None)

    def only_of(self, coder: int | None) -> "Round":
        """Return the round without how much the other coders submitted."""
        shown = tuple(
            a if a.coder == coder else replace(a, codings="", count=0, head="")
            for a in self.assignments
        )
        return replace(self, assignments=shown)

    def pieces(self, source: int) -> list[tuple[int, int]]:
        """Return the passages of one source that are coded in the round, in order."""
        return sorted((p.start, p.end) for p in self.parts if p.source == source)


@dataclass(frozen=True, slots=True)
class Sight:
    """Whose work a viewer may be shown.

    `coders` are the coders whose codings may be seen; `hidden` names for a coder the sources in
    which they may not; `nodes` are the nodes that are not shown. `authors` are coders whose memos
    are not shown, each with the time from which on their steps are not shown either.
    """

    coders: frozenset[int]
    hidden: Mapping[int, frozenset[int]] = field(default_factory=dict)
    nodes: frozenset[int] = frozenset()
    authors: Mapping[int, str] = field(default_factory=dict)

    def of(self, coders: Collection[int]) -> "Sight":
        """Return the same sight of these coders only."""
        return replace(self, coders=self.coders & frozenset(coders))

    def shows(self, coder: int, source: int) -> bool:
        """Say whether a coder's codings in a source may be seen."""
        return coder in self.coders and source not in self.hidden.get(coder, ())

    @property
    def whole(self) -> bool:
        """Whether nothing at all is hidden."""
        return not (self.hidden or self.nodes or self.authors)


def submitted_words(coder: str, name: str) -> str:
    """Say why a coder's codings in a submitted round stay as they are."""
    return say(
        "{name} submitted the round “{round}”, so these codings stay as they are. "
        "Nothing was changed.",
        name=coder,
        round=name,
    )
