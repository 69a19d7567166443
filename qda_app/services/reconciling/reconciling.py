"""Reconciliation of a round: its disagreements, how they were settled, and what is left."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from qda_app.analysis.disagreements import disagreements
from qda_app.domain.disagreements import AGREED, CAUSES, OTHER_NODE, Decision, Item, letters
from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say
from qda_app.domain.rounds import Placed, Round
from qda_app.services.consent import Consent
from qda_app.services.reads import Reads
from qda_app.services.rounds.rounds import basis


@dataclass(frozen=True, slots=True)
class Progress:
    """How many disagreements there are, were settled by hand, and were put off."""

    total: int
    settled: int
    deferred: int
    agreed: int


class Reconciliation:
    """A round's items in the order of the text, with the decisions on them.

    Raises QdaError while somebody has not submitted, or where the viewer may not see the round.
    """

    def __init__(self, read: Reads, one: Round) -> None:
        self.read, self.round = read, one
        found = basis(read, one)
        self.coders: tuple[int, ...] = one.coders
        self.names = {coder.id: coder.name for coder in read.coders()}
        self.tree = read.tree()
        merged = read.merged_nodes()
        codings = [_following(p, merged) for placed in found.codings.values() for p in placed]
        self.texts = read.texts(one.sources)
        self.sources = {s.id: s.name for s in read.sources() if s.id in one.sources}
        self.everything = disagreements(codings, self.coders, self.texts)
        self.items = [item for item in self.everything if not item.agrees]
        self.by_key = {item.key: item for item in self.everything}
        self._paths = dict(found.tree.paths())
        now = Counter(self.tree.paths().values())
        self._paths |= {n: path for n, path in self.tree.paths().items() if now[path] == 1}
        self.reread()

    def reread(self) -> None:
        """Read the decisions again; the items stay, since what was submitted stays."""
        decisions = self.read.decisions(self.round.id)
        self.decisions: dict[str, Decision] = {}
        self._older: dict[str, list[Decision]] = defaultdict(list)
        for decision in decisions:
            self.decisions[decision.item] = decision
            for guid in decision.members:
                self._older[guid].append(decision)

    def decision(self, item: Item) -> Decision | None:
        """Return how an item was settled or put off, None where it is untouched."""
        return self.decisions.get(item.key)

    def settled(self, item: Item) -> bool:
        """Whether an item needs nothing more."""
        found = self.decision(item)
        return found is not None and found.settled

    def earlier(self, item: Item) -> Decision | None:
        """Return what was decided before codings came that opened the item again."""
        if self.decision(item) is not None:
            return None
        found = [d for member in item.members for d in self._older.get(member.guid, ())]
        return max(found, key=lambda d: d.made, default=None)

    def unaccepted(self) -> list[Item]:
        """Return what all coded alike and is not in the consensus layer yet."""
        return [item for item in self.everything if item.agrees and not self.settled(item)]

    def progress(self) -> Progress:
        """Return how far it is."""
        settled = sum(self.settled(item) for item in self.items)
        touched = sum(self.decision(item) is not None for item in self.items)
        agreed = len(self.everything) - len(self.items)
        return Progress(len(self.items), settled, touched - settled, agreed)

    def path(self, node: int) -> str:
        """Return a node's path, as it is now or else as it was in the round."""
        return self._paths.get(node, "?")

    def letters(self, item: Item) -> Mapping[str, int]:
        """Return who is A, B … in an item while names are hidden."""
        return letters(item, self.coders, self.round.guid)

    def cause(self, item: Item) -> str:
        """Return the cause that was said, else the one that the codings show."""
        found = self.decision(item)
        return found.cause if found and found.cause else item.cause

    def certainty(self) -> Mapping[str, int]:
        """Return how sure coders were of the codings that still stand, by GUID."""
        return {c.guid: c.certainty for c in self.read.codings(self.coders) if c.certainty}

    def matrix(self) -> tuple[list[int], list[list[int]]]:
        """Return nodes that compete and how often the one stood against the other [n][n].

        Rows and columns are the same nodes; the table is symmetric, since letters change.
        """
        pairs = Counter(
            tuple(sorted((item.node, item.other)))
            for item in self.items
            if item.cause == OTHER_NODE and item.other is not None
        )
        order = {node.id: place for place, node in enumerate(self.tree.order)}
        nodes = sorted({n for pair in pairs for n in pair}, key=lambda n: order.get(n, len(order)))
        table = [[pairs.get(tuple(sorted((a, b))), 0) for b in nodes] for a in nodes]
        return nodes, table

    def report(self) -> dict[str, Any]:
        """Return the counts for an appendix: by cause, outcome and node, and in all."""
        causes = Counter(self.cause(item) for item in self.items)
        outcomes = Counter(
            (found.outcome if (found := self.decision(item)) else "open") for item in self.items
        )
        nodes: dict[str, Counter[str]] = defaultdict(Counter)
        for item in self.items:
            for node in item.nodes:
                nodes[self.path(node)][self.cause(item)] += 1
                nodes[self.path(node)]["settled"] += self.settled(item)
        progress = self.progress()
        return {
            "round": self.round.name,
            "items": progress.total,
            "agreed": progress.agreed,
            "settled": progress.settled,
            "deferred": progress.deferred,
            "causes": {cause: causes.get(cause, 0) for cause in CAUSES},
            "outcomes": dict(sorted(outcomes.items())),
            "nodes": {path: dict(sorted(found.items())) for path, found in sorted(nodes.items())},
        }

    def as_json(self, *, agreed: bool = False) -> dict[str, Any]:
        """Return the report and the items as the command line prints them.

        Words are null where somebody heard in them does not allow quotation.
        """
        shown, allows = self.everything if agreed else self.items, Consent(self.read).allows
        packed = [self._packed(item, quoted=allows(item)) for item in shown]
        return {**self.report(), "disagreements": packed}

    def _packed(self, item: Item, *, quoted: bool) -> dict[str, Any]:
        text = self.texts[item.source]
        found = self.decision(item)
        return {
            "item": item.key,
            "source": self.sources[item.source],
            "node": self.path(item.node),
            "other": None if item.other is None else self.path(item.other),
            "start": item.start,
            "end": item.end,
            "text": text[item.start : item.end] if quoted else None,
            "cause": self.cause(item),
            "codings": [
                {
                    "guid": member.guid,
                    "coder": self.names.get(member.coder, "?"),
                    "node": self.path(member.node),
                    "start": member.start,
                    "end": member.end,
                    "text": text[member.start : member.end] if quoted else None,
                }
                for member in item.members
            ],
            "decision": None if found is None else self._packed_decision(found),
        }

    def _packed_decision(self, found: Decision) -> dict[str, Any]:
        return {
            "outcome": found.outcome,
            "accepted": None if found.accepted is None else self.names.get(found.accepted),
            "note": found.note,
            "by_hand": found.by_hand,
            "by": self.names.get(found.coder or 0) or None,
            "made": found.made,
        }


def _following(placed: Placed, merged: Mapping[int, int]) -> Placed:
    """Return a coding at the node that its own was merged into, if it was."""
    node = merged.get(placed.node, placed.node)
    return placed if node == placed.node else replace(placed, node=node)


def item_named(of: Reconciliation, key: str) -> Item:
    """Return the item whose key begins like this, or refuse with a sentence."""
    found = [item for item in of.everything if item.key.startswith(key.strip().lower())]
    if len(found) == 1 and key.strip():
        return found[0]
    raise QdaError(
        say(
            "There is no item “{key}” in the round “{round}”. `disagreements` lists them.",
            key=key,
            round=of.round.name,
        )
    )


def cause_words(cause: str) -> str:
    """Return a cause in the user's language."""
    return {
        "missed": say("missed"),
        "boundary": say("boundary"),
        "node": say("different node"),
        "definition": say("definition unclear"),
        "ambiguous": say("text ambiguous"),
        AGREED: say("agreed"),
    }.get(cause, cause)


def outcome_words(outcome: str) -> str:
    """Return an outcome in the user's language."""
    return {
        "accept": say("one coder's accepted"),
        "both": say("both accepted"),
        "neither": say("neither accepted"),
        "adjust": say("boundary adjusted"),
        "another": say("another node"),
        "defer": say("put off"),
        "open": say("open"),
        AGREED: say("agreed"),
    }.get(outcome, outcome)
