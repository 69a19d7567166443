"""Versions of the codebook: what changed between them, and which codings are of an older one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qda_app.domain.coding import Coding
from qda_app.domain.messages import say
from qda_app.domain.rounds import CodebookVersion
from qda_app.services.commands.nodes import CARD
from qda_app.services.commands.versions import read_cards
from qda_app.services.reads import Reads
from qda_app.services.rounds.steps import locked_in

Card = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class NodeChange:
    """What became of one node between two versions; `fields` names what differs."""

    guid: str
    name: str
    kind: str
    before: Card | None
    after: Card | None
    fields: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """The change in one line."""
        old = str(self.before["name"]) if self.before else ""
        return {
            ADDED: say("added “{name}”", name=self.name),
            REMOVED: say("removed “{name}”", name=self.name),
            RENAMED: say("renamed “{old}” to “{name}”", old=old, name=self.name),
            MOVED: say("moved “{name}”", name=self.name),
            RETIRED: say("retired “{name}”", name=self.name),
            REVIVED: say("brought “{name}” back", name=self.name),
            DEFINED: say("defined “{name}” anew", name=self.name),
        }[self.kind]


ADDED, REMOVED, RENAMED, MOVED, RETIRED, REVIVED, DEFINED = (
    "added",
    "removed",
    "renamed",
    "moved",
    "retired",
    "revived",
    "defined",
)


def cards_of(read: Reads, version: CodebookVersion) -> dict[str, Card]:
    """Return the nodes of a version by GUID."""
    return {card["guid"]: card for card in read_cards(read.kept(version.tree))}


def differences(before: Mapping[str, Card], after: Mapping[str, Card]) -> list[NodeChange]:
    """Return what changed from one version to another, node by node in the order of names."""
    found: list[NodeChange] = []
    for guid in before.keys() | after.keys():
        old, new = before.get(guid), after.get(guid)
        card = new or old or {}
        name = str(card["name"])
        if old is None or new is None:
            found.append(NodeChange(guid, name, ADDED if old is None else REMOVED, old, new))
            continue
        if old["name"] != new["name"]:
            found.append(NodeChange(guid, name, RENAMED, old, new, ("name",)))
        if old["parent"] != new["parent"]:
            found.append(NodeChange(guid, name, MOVED, old, new, ("parent",)))
        if old["retired"] != new["retired"]:
            kind = RETIRED if new["retired"] else REVIVED
            found.append(NodeChange(guid, name, kind, old, new, ("retired",)))
        changed = tuple(field for field in CARD if old[field] != new[field])
        if changed:
            found.append(NodeChange(guid, name, DEFINED, old, new, changed))
    return sorted(found, key=lambda change: (change.name, change.kind))


def version_list(read: Reads) -> list[dict[str, Any]]:
    """Return the versions, oldest first, each with its changes since the one before it."""
    found: list[dict[str, Any]] = []
    before: Mapping[str, Card] = {}
    for version in read.versions():
        cards = cards_of(read, version)
        changes = differences(before, cards) if before or found else []
        found.append(
            {
                "number": version.number,
                "guid": version.guid,
                "made": version.made,
                "rationale": version.rationale,
                "coder": version.coder or None,
                "nodes": len(cards),
                "changes": [change.words for change in changes],
            }
        )
        before = cards
    return found


@dataclass(frozen=True, slots=True)
class Recode:
    """A coding whose node was defined anew since it was made, with both definitions."""

    coding: Coding
    version: int | None
    before: Card
    after: Card
    fields: tuple[str, ...]


def recode_queue(read: Reads, coders: Sequence[int] | None = None) -> list[Recode]:
    """Return the codings made under an older definition of their node, in the order of the text.

    Confirming a coding or coding it anew takes it off the list. Codings that were submitted stay as
    they are, so they are not in it; those of the consensus layer follow from decisions.
    """
    versions = {version.guid: version for version in read.versions()}
    if not versions:
        return []
    newest = max(versions.values(), key=lambda version: (version.number, version.id))
    cards = {guid: cards_of(read, version) for guid, version in versions.items()}
    first = min(versions.values(), key=lambda version: (version.number, version.id))
    guids = {node.id: node.guid for node in read.tree().order}
    made_under = read.coding_versions()
    rounds = read.rounds()
    layers = {coder.id for coder in read.coders() if coder.consensus}
    found = []
    for coding in read.codings(coders):
        if coding.coder in layers or locked_in(rounds, coding) is not None:
            continue
        under = made_under.get(coding.id) or first.guid
        if under == newest.guid or under not in cards:
            continue
        guid = guids.get(coding.node, "")
        old, new = cards[under].get(guid), cards[newest.guid].get(guid)
        if old is None or new is None:
            continue
        changed = tuple(field for field in CARD if old[field] != new[field])
        if changed:
            number = versions[under].number
            found.append(Recode(coding, number, old, new, changed))
    return found
