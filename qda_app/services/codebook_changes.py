"""Two states of the codebook side by side, with the words that changed between them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from qda_app.domain.messages import say
from qda_app.domain.rounds import CodebookVersion
from qda_app.services.commands.nodes import CARD
from qda_app.services.reads import Reads
from qda_app.services.versions import Card, NodeChange, cards_of, differences

SAME, GONE, FRESH = "same", "gone", "fresh"


@dataclass(frozen=True, slots=True)
class Words:
    """A stretch of text that is the same on both sides, only in the old one, or only in the new."""

    text: str
    mark: str


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a node on both sides, in words; `name` says which."""

    name: str
    before: tuple[Words, ...]
    after: tuple[Words, ...]


def cards_now(read: Reads) -> dict[str, Card]:
    """Return the codebook as it stands, without what is still its inventor's, by GUID."""
    tree = read.tree()
    public = {node.id: node for node in tree.order if node.inventor is None}
    return {
        node.guid: {
            "guid": node.guid,
            "parent": public[node.parent].guid if node.parent in public else None,
            "name": node.name,
            "position": node.position,
            "retired": node.retired,
            **{field: getattr(node, field) for field in CARD},
        }
        for node in public.values()
    }


def changes_between(
    read: Reads, before: CodebookVersion, after: CodebookVersion | None
) -> list[NodeChange]:
    """Return what changed from a version to another, or to the codebook as it stands for None."""
    newer = cards_now(read) if after is None else cards_of(read, after)
    return differences(cards_of(read, before), newer)


def field_changes(
    old: Card | None, new: Card | None, parents: Mapping[str, str]
) -> Iterator[FieldChange]:
    """Yield the fields of a node that differ; `parents` names the nodes above, by GUID."""
    for field, name in field_words().items():
        before, after = _text(old, field, parents), _text(new, field, parents)
        if before != after:
            yield FieldChange(name, *compared_words(before, after))


def _text(card: Card | None, field: str, parents: Mapping[str, str]) -> str:
    if card is None:
        return ""
    if field == "parent":
        return parents.get(str(card["parent"]), "") if card["parent"] else say("at the top")
    if field == "retired":
        return say("retired") if card["retired"] else say("in use")
    return str(card[field])


def field_words() -> dict[str, str]:
    """Return the fields of a node's card in the user's language."""
    return {
        "name": say("Name"),
        "parent": say("Below"),
        "short": say("In a line"),
        "definition": say("In full"),
        "use_when": say("Use when"),
        "not_when": say("Not when"),
        "example": say("Example"),
        "retired": say("State"),
    }


def compared_words(before: str, after: str) -> tuple[tuple[Words, ...], tuple[Words, ...]]:
    """Return both texts in stretches of words that are the same, gone or new."""
    old, new = before.split(), after.split()
    left: list[Words] = []
    right: list[Words] = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        same = kind == "equal"
        if b > a:
            left.append(Words(" ".join(old[a:b]), SAME if same else GONE))
        if d > c:
            right.append(Words(" ".join(new[c:d]), SAME if same else FRESH))
    return tuple(left), tuple(right)
