"""Questions about coded passages: a small tree of operators over nodes."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

Scope: TypeAlias = Literal["text", "paragraph", "turn", "source"]
Reach: TypeAlias = int | Literal["paragraph", "turn", "source"]


@dataclass(frozen=True, slots=True)
class Term:
    """The passages coded at any of these nodes (ids), with the nodes below them on request."""

    nodes: tuple[int, ...]
    with_below: bool = True


@dataclass(frozen=True, slots=True)
class And:
    """The text that lies in the passages of every part."""

    parts: tuple["Query", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """The passages of any part."""

    parts: tuple["Query", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The participants' turns, the paragraphs or the sources without any of it, or other text."""

    part: "Query"
    scope: Scope = "turn"


@dataclass(frozen=True, slots=True)
class Near:
    """The passages of a with one of b at most so many characters away, or in the same unit."""

    a: "Query"
    b: "Query"
    reach: Reach = 200


@dataclass(frozen=True, slots=True)
class Overlapping:
    """The passages of a that share at least one character with one of b."""

    a: "Query"
    b: "Query"


@dataclass(frozen=True, slots=True)
class Within:
    """The passages of a that lie wholly in the text of b."""

    a: "Query"
    b: "Query"


@dataclass(frozen=True, slots=True)
class Without:
    """The passages of a without any of b in reach; None asks for those that do not overlap b."""

    a: "Query"
    b: "Query"
    reach: Reach | None = None


Query: TypeAlias = Term | And | Or | Not | Near | Overlapping | Within | Without


@dataclass(frozen=True, slots=True)
class SavedQuery:
    """A query kept in the project; `definition` is its JSON with references as GUIDs."""

    id: int
    guid: str
    name: str
    definition: str


def terms(query: Query) -> Iterator[Term]:
    """Yield the terms that the resulting passages come from, in order."""
    if isinstance(query, Term):
        yield query
    elif isinstance(query, And | Or):
        for part in query.parts:
            yield from terms(part)
    elif not isinstance(query, Not):
        yield from terms(query.a)
