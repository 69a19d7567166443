"""A whole study on its way from or to another tool: everything is named by GUID, texts are ours.

Texts are normalised and spans are half-open in code points, whatever the other tool counts in.
"""

from dataclasses import dataclass, field

from qda_app.domain.people import Coder
from qda_app.domain.quotation import Edit
from qda_app.domain.transcript import Turn
from qda_app.domain.tree import Node as TreeNode

ORIGIN = "qda-app"  # what our own files say of where they come from
UNKNOWN = "unknown"  # the key of the coder of what names nobody
KEPT = "exchange."  # begins the names of settings that no person chose: what imports keep
TIMES = f"{KEPT}times."  # each names a fact with a line for each coding: its GUID and its time
RAW = f"{KEPT}positions."  # each names the fact with one source's original positions


@dataclass(frozen=True, slots=True)
class User:
    """A person who coded; `consensus` marks the layer of what was agreed on."""

    guid: str
    name: str
    consensus: bool = False

    @classmethod
    def of(cls, coder: Coder) -> "User":
        """Return a coder of a project."""
        return cls(coder.guid, coder.name, coder.consensus)


@dataclass(frozen=True, slots=True)
class Node:
    """An item of the node tree below `parent`, empty at the top; parents come first."""

    guid: str
    parent: str
    name: str
    color: str = ""
    definition: str = ""
    card: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, node: TreeNode, parent: str, color: str) -> "Node":
        """Return a node of a project; `card` holds what else its definition card says."""
        card = {name: getattr(node, name) for name in CARD if getattr(node, name)}
        return cls(node.guid, parent, node.name, color, node.definition, card)


CARD = ("short", "use_when", "not_when", "example")


@dataclass(frozen=True, slots=True)
class Coding:
    """One node applied by one coder to text[start:end].

    `made` is when, as an XML dateTime, empty if unknown.
    """

    guid: str
    node: str
    user: str
    start: int
    end: int
    made: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A text with its codings; `notes` are sentences on how it was read, `raw` its offsets.

    `raw` lists (coding, start, end) as the file had them, where they had to be converted. `turns`
    are None where the file does not say who speaks where.
    """

    guid: str
    name: str
    text: str
    format: str = ""
    codings: tuple[Coding, ...] = ()
    notes: tuple[str, ...] = ()
    raw: tuple[tuple[str, int, int], ...] = ()
    language: str = ""
    turns: tuple[Turn, ...] | None = None
    turns_used: bool = True


@dataclass(frozen=True, slots=True)
class Case:
    """A participant or site with values by attribute name, and the sources it is heard in.

    `speakers` are pairs of a source and the speaker of it that is the case, empty for all of it.
    """

    guid: str
    name: str
    values: dict[str, str] = field(default_factory=dict)
    sources: tuple[str, ...] = ()
    speakers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage chosen for a paper, at a node and by a coder where it names them."""

    guid: str
    source: str
    node: str
    user: str
    start: int
    end: int
    edits: tuple[Edit, ...] = ()
    note: str = ""
    translation: str = ""
    translator: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class Memo:
    """A note on the thing of this kind with the GUID `target`; empty for the project itself.

    A memo of kind `span` is on text[start:end] of the source `target`.
    """

    guid: str
    text: str
    kind: str = "project"
    target: str = ""
    user: str = ""
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Relation:
    """A typed relation from one node to another."""

    guid: str
    node: str
    other: str
    kind: str


@dataclass(frozen=True, slots=True)
class Group:
    """A named set of nodes."""

    guid: str
    name: str
    nodes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Study:
    """Everything of a project that can be exchanged; `attributes` are (name, kind) in order.

    `links` are pairs of memos that refer to each other.
    """

    title: str
    origin: str = ""
    users: tuple[User, ...] = ()
    nodes: tuple[Node, ...] = ()
    sources: tuple[Source, ...] = ()
    attributes: tuple[tuple[str, str], ...] = ()
    cases: tuple[Case, ...] = ()
    memos: tuple[Memo, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    relations: tuple[Relation, ...] = ()
    groups: tuple[Group, ...] = ()
    modified: str = ""
    quotations: tuple[Quote, ...] = ()

    def counts(self) -> dict[str, int]:
        """Return how much there is of everything, by the project's own words."""
        return {
            "coders": len(self.users),
            "nodes": len(self.nodes),
            "sources": len(self.sources),
            "codings": sum(len(source.codings) for source in self.sources),
            "cases": len(self.cases),
            "attributes": len(self.attributes),
            "memos": len(self.memos),
            "relations": len(self.relations),
            "queries": len(self.groups),
        }
