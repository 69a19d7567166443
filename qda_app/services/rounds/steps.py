"""What the viewer can do with a round, and what submitting it would lock."""

from dataclasses import dataclass

from qda_app.domain.coding import Coding
from qda_app.domain.messages import say
from qda_app.domain.rounds import Round
from qda_app.services.reads import Reads

SUBMIT, CLOSE, COMPARE, RECONCILE, HAND_OUT, MERGE = (
    "submit",
    "close",
    "compare",
    "reconcile",
    "hand out",
    "merge",
)
STEPS = (SUBMIT, COMPARE, RECONCILE, HAND_OUT, MERGE, CLOSE)


def refusals(
    read: Reads, one: Round, viewer: int | None, *, read_only: bool = False
) -> dict[str, str]:
    """Return by step why the viewer cannot take it; an empty string where it can be taken."""
    names = {coder.id: coder.name for coder in read.coders()}
    waiting = ", ".join(names.get(a.coder, "?") for a in one.assignments if not a.submitted)
    waits = say("The round waits for {names}.", names=waiting) if waiting else ""
    leads = "" if read.leads() else say("Only a lead can do this.")
    closed = say("The round is closed.") if one.closed else ""
    found = {
        SUBMIT: closed or _not_submitting(one, viewer),
        COMPARE: waits,
        RECONCILE: waits,
        HAND_OUT: leads or closed,
        MERGE: leads,
        CLOSE: leads or closed or waits,
    }
    if read_only:
        written = say("The project can only be read.")
        found |= dict.fromkeys((SUBMIT, MERGE, CLOSE), written)
    return found


def _not_submitting(one: Round, viewer: int | None) -> str:
    if viewer is None:
        return say("Say who you are first; the owner does not code.")
    own = one.assignment(viewer)
    if own is None:
        return say("You do not code in this round.")
    return say("You have submitted it already.") if own.submitted else ""


@dataclass(frozen=True, slots=True)
class Submission:
    """What a coder's submitting would lock: codings, in how many of the round's sources.

    `unmarked` names the sources not marked done, `uncoded` those without any coding.
    """

    codings: int
    coded: int
    sources: int
    unmarked: tuple[str, ...]
    uncoded: tuple[str, ...]


def submission(read: Reads, one: Round, coder: int) -> Submission:
    """Return what submitting would lock of a coder's work as it stands."""
    names = {source.id: source.name for source in read.sources()}
    inside = [c for c in read.codings([coder]) if lies_in(one, c)]
    coded, done = {coding.source for coding in inside}, read.done()
    ordered = [source for source in names if source in one.sources]
    return Submission(
        len(inside),
        len(coded),
        len(one.sources),
        tuple(names[s] for s in ordered if (coder, s) not in done),
        tuple(names[s] for s in ordered if s not in coded),
    )


def lies_in(one: Round, coding: Coding) -> bool:
    """Say whether a coding touches a passage of the round."""
    return any(
        start < coding.end and coding.start < end for start, end in one.pieces(coding.source)
    )


def locked_in(rounds: list[Round], coding: Coding) -> Round | None:
    """Return the round with which the coding was submitted, so that it stays as it is."""
    for one in rounds:
        own = one.assignment(coding.coder)
        if own is not None and own.submitted and lies_in(one, coding):
            return one
    return None
