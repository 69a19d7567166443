"""Agreement in a round: from the codings submitted, under the tree of that time, for ever alike."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from qda_app.analysis.arrays import Ints
from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say
from qda_app.domain.people import Coder
from qda_app.domain.rounds import Placed
from qda_app.services.comparing.agreement import AgreementReport, Material, compare
from qda_app.services.comparing.units import Settings, chosen_sources
from qda_app.services.counted_text import PARTICIPANTS
from qda_app.services.reads import Reads
from qda_app.services.rounds.rounds import Basis, basis, round_named
from qda_app.services.selection import chosen_coders, chosen_nodes, chosen_where


def round_agreement(
    read: Reads,
    name: str,
    coders: Sequence[str] | None = None,
    text: str = PARTICIPANTS,
    nodes: Sequence[str] | None = None,
    sources: Sequence[str] | None = None,
    where: Sequence[str] = (),
    measures: Sequence[str] = (),
    *,
    after: bool = False,
    **settings: Any,
) -> AgreementReport:
    """Compare the coders of a round by what they submitted; other choices as in `agreement`.

    The codings, the tree and the turns are those of the moment at which the last coder submitted,
    so that the figures stay the same whatever changes later. With `after`, each passage that was
    settled counts for every coder as it was settled. Raises QdaError while somebody has not
    submitted, for coders who are not in the round, and as `agreement` does.
    """
    found = basis(read, round_named(read, name))
    one = found.round
    group = _group(read, found, coders)
    wanted = chosen_where(read, where)
    chosen = Settings(text=text, where=wanted, measures=tuple(measures), **settings)
    asked = chosen_sources([s for s in read.sources() if s.id in one.sources], sources)
    codings = settled(read, found) if after else found.codings
    material = Material(
        asked,
        read.texts,
        found.turns,
        read.cases() if wanted else (),
        group,
        found.tree,
        rows_of(codings, [coder.id for coder in group]),
        max(one.assignments, key=lambda a: a.submitted).head,
        chosen_nodes(found.tree, nodes),
        within={source.id: one.pieces(source.id) for source in asked},
        round={
            "name": one.name,
            "state": "settled" if after else "submitted",
            "codebook_version": found.version,
            "passages": len(one.parts),
        },
    )
    return compare(material, chosen)


def _group(read: Reads, found: Basis, names: Sequence[str] | None) -> tuple[Coder, ...]:
    people = [coder for coder in read.coders() if coder.id in found.round.coders]
    group = chosen_coders(read, names) if names else people
    for coder in group:
        if coder.id not in found.round.coders:
            raise QdaError(
                say(
                    "{coder} did not code in the round “{round}”. Its coders are: {known}.",
                    coder=coder.name,
                    round=found.round.name,
                    known=", ".join(one.name for one in people),
                )
            )
    if len(group) < 2:
        raise QdaError(
            say(
                "Agreement compares two coders or more; the round “{round}” has: {known}.",
                round=found.round.name,
                known=", ".join(one.name for one in people),
            )
        )
    return tuple(group)


def rows_of(codings: Mapping[int, Sequence[Placed]], coders: Sequence[int]) -> Ints:
    """Return codings by coder as rows [n, 5] of source, node, coder, start, end."""
    rows = [
        (placed.source, placed.node, coder, placed.start, placed.end)
        for coder in coders
        for placed in codings.get(coder, ())
    ]
    return np.array(rows, dtype=np.int64).reshape(-1, 5)


def settled(read: Reads, found: Basis) -> dict[int, list[Placed]]:
    """Return what was submitted, by coder, with each settled passage as it was settled.

    Nodes that were merged since count as what they were in the round, where they were in it.
    """
    decided = [d for d in read.decisions(found.round.id) if d.settled]
    gone = {guid for decision in decided for guid in decision.members}
    agreed = read.codings_named([guid for decision in decided for guid in decision.produced])
    return {
        coder: [*(placed for placed in own if placed.guid not in gone), *agreed]
        for coder, own in found.codings.items()
    }


def round_words(of: Mapping[str, Any]) -> str:
    """Return which round a comparison is of, in the user's language."""
    if of["state"] == "settled":
        return say("{name}, as settled", name=of["name"])
    return say("{name}, as submitted", name=of["name"])
