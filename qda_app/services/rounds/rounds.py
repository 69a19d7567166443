"""Rounds as people speak of them: found by name, under the tree they were coded under, counted."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qda_app.domain.errors import QdaError
from qda_app.domain.messages import counted, say
from qda_app.domain.rounds import (
    ASSIGNED,
    CLOSED,
    COMPARED,
    RESOLVING,
    SUBMITTED,
    Part,
    Placed,
    Round,
)
from qda_app.domain.source import Source
from qda_app.domain.transcript import Turn, unpack_turns
from qda_app.domain.tree import Node, Tree
from qda_app.services.reads import Reads


def round_named(read: Reads, name: str) -> Round:
    """Return the round of that name, or refuse with those that there are."""
    rounds = read.rounds()
    for one in rounds:
        if one.name.casefold() == " ".join(name.split()).casefold():
            return one
    known = "; ".join(one.name for one in rounds) or say("none")
    raise QdaError(
        say("There is no round “{name}”. The rounds are: {known}.", name=name, known=known)
    )


def whole(sources: Sequence[Source]) -> list[Part]:
    """Return whole sources as the passages of a round."""
    return [Part(source.id, 0, source.length) for source in sources]


@dataclass(frozen=True, slots=True)
class Basis:
    """What a round is counted under for ever: its tree and turns, and the codings submitted.

    The tree's nodes have the ids that they have in this project, also where they are gone by now.
    """

    round: Round
    tree: Tree
    turns: Mapping[int, tuple[Turn, ...]]
    codings: Mapping[int, Sequence[Placed]]
    version: int | None


def basis(read: Reads, one: Round) -> Basis:
    """Return what a round is counted under, or refuse while somebody has not submitted."""
    if not one.basis:
        names = {coder.id: coder.name for coder in read.coders()}
        waiting = [names.get(a.coder, "?") for a in one.assignments if not a.submitted]
        raise QdaError(
            say(
                "The round “{round}” waits for {names}; what was coded in it is compared when all "
                "have submitted.",
                round=one.name,
                names=", ".join(waiting),
            )
        )
    kept = json.loads(read.kept(one.basis))
    ids = {source.guid: source.id for source in read.sources()}
    turns = {
        ids[guid]: unpack_turns(read.kept(key))
        for guid, key in kept["turns"].items()
        if key and guid in ids
    }
    people = {coder.guid: coder.name for coder in read.coders()}
    inventors = {n: people.get(c, "?") for n, c in kept.get("inventors", {}).items()}
    tree = tree_of(told_apart(kept["tree"], inventors), read.node_ids())
    return Basis(one, tree, turns, read.submitted(one), kept["version"])


def told_apart(
    cards: Sequence[Mapping[str, object]], inventors: Mapping[str, str]
) -> list[Mapping[str, object]]:
    """Return the cards with the inventor's name behind a name that another sibling has too."""
    names = Counter((card["parent"], card["name"]) for card in cards)
    return [
        {**card, "name": f"{card['name']} ({inventors[str(card['guid'])]})"}
        if names[card["parent"], card["name"]] > 1 and card["guid"] in inventors
        else card
        for card in cards
    ]


def tree_of(cards: Sequence[Mapping[str, object]], ids: Mapping[str, int]) -> Tree:
    """Return the tree of a codebook version; `ids` are those of all nodes ever, by GUID."""
    return Tree(
        Node(
            ids[str(card["guid"])],
            str(card["guid"]),
            ids.get(str(card["parent"])) if card["parent"] else None,
            str(card["name"]),
            int(str(card["position"])),
            short=str(card["short"]),
            definition=str(card["definition"]),
            use_when=str(card["use_when"]),
            not_when=str(card["not_when"]),
            example=str(card["example"]),
            retired=bool(card["retired"]),
        )
        for card in cards
        if card["guid"] in ids
    )


@dataclass(frozen=True, slots=True)
class Seat:
    """How far one coder is in a round: sources done of those in it, and codings.

    Both are None where the viewer may not see them yet.
    """

    coder: int
    name: str
    done: int | None
    sources: int
    codings: int | None
    submitted: str


def seats(read: Reads, one: Round) -> list[Seat]:
    """Return how far each coder is; the number of codings only where the viewer may see them."""
    names = {coder.id: coder.name for coder in read.coders()}
    done, sight = read.done(), read.sight()
    found = []
    for part in one.assignments:
        seen = all(sight.shows(part.coder, source) for source in one.sources)
        number = _touching(read, one.parts, part.coder) if seen and not part.submitted else 0
        found.append(
            Seat(
                part.coder,
                names.get(part.coder, "?"),
                sum((part.coder, source) in done for source in one.sources) if seen else None,
                len(one.sources),
                (part.count if part.submitted else number) if seen else None,
                part.submitted,
            )
        )
    return found


def _touching(read: Reads, parts: Sequence[Part], coder: int) -> int:
    """Return how many of a coder's codings touch these passages."""
    rows = read.coding_arrays([coder])
    touched = rows[:, 0] < 0
    for part in parts:
        there = (rows[:, 0] == part.source) & (rows[:, 3] < part.end) & (rows[:, 4] > part.start)
        touched |= there
    return int(touched.sum())


def as_json(read: Reads, one: Round) -> dict[str, object]:
    """Return a round as the command line prints it."""
    sources = {source.id: source for source in read.sources()}
    numbers = {version.guid: version.number for version in read.versions()}
    return {
        "name": one.name,
        "guid": one.guid,
        "state": one.state,
        "pilot": one.pilot,
        "blind": one.blind,
        "hides": one.hides,
        "created": one.created,
        "codebook_version": numbers.get(one.version),
        "plan": json.loads(one.plan) if one.plan else None,
        "sources": sorted({sources[p.source].name for p in one.parts if p.source in sources}),
        "parts": [
            {"source": sources[p.source].name, "start": p.start, "end": p.end}
            for p in one.parts
            if p.source in sources
        ],
        "coders": [
            {
                "name": seat.name,
                "state": "submitted" if seat.submitted else "assigned",
                "submitted": seat.submitted or None,
                "done": seat.done,
                "sources": seat.sources,
                "codings": seat.codings,
            }
            for seat in seats(read, one)
        ],
    }


def state_names() -> dict[str, str]:
    """Return what the states of rounds are called in the user's language, in their order."""
    return {
        ASSIGNED: say("assigned"),
        SUBMITTED: say("partly submitted"),
        COMPARED: say("compared"),
        RESOLVING: say("resolving"),
        CLOSED: say("closed"),
    }


def state_words(one: Round) -> str:
    """Return a round's state in the user's language."""
    return state_names()[one.state]


def progress_words(seat: Seat) -> str:
    """Return how far a coder is in a few words; a dash for what may not be seen."""
    if seat.submitted:
        return say("submitted")
    return f"{'–' if seat.done is None else seat.done}/{seat.sources}"


def coded_before(read: Reads, parts: Sequence[Part], coders: Sequence[int]) -> list[str]:
    """Return a sentence for each coder who has coded in the passages of a round to come.

    Such codings were made knowing of others' and would count as the round's.
    """
    names = {coder.id: coder.name for coder in read.coders()}
    found = []
    for coder in coders:
        number = _touching(read, parts, coder)
        if number:
            found.append(
                counted(
                    "{coder} has coded 1 passage here before; it would count in the round.",
                    "{coder} has coded {count} passages here before; they would count in the "
                    "round.",
                    number,
                    coder=names.get(coder, "?"),
                )
            )
    return found
