"""Handing out: a copy of the project for one coder and round, made from scratch."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from qda_app.domain.amounts import nodes_words, sources_words
from qda_app.domain.errors import QdaError
from qda_app.domain.guid import new_guid
from qda_app.domain.messages import counted, say
from qda_app.domain.people import Coder
from qda_app.domain.rounds import Round
from qda_app.paths import SUFFIX
from qda_app.services.commands.handouts import RecordHandout
from qda_app.services.project import Project
from qda_app.services.rounds.rounds import round_named
from qda_app.services.viewpoint import named
from qda_app.storage import handouts, queries, team_queries
from qda_app.storage.handouts import Wanted
from qda_app.storage.tables import SourceRow

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class HandedOut:
    """A hand-out that was made: where it is, for whom, and what is in it."""

    path: Path
    coder: str
    round: str
    sources: int
    nodes: int
    codings: int

    def statement(self) -> str:
        """Say whose copy it is and how much is in it."""
        return say(
            "{name} is {coder}'s copy: {sources}, {nodes}, {own}.",
            name=self.path.name,
            coder=self.coder,
            sources=sources_words(self.sources),
            nodes=nodes_words(self.nodes),
            own=counted("1 own coding", "{count} own codings", self.codings),
        )


def hand_out(
    project: Project,
    coder: str,
    target: Path,
    round_name: str | None = None,
    progress: Progress = lambda _done, _of, _name: None,
) -> HandedOut:
    """Write a new project file for one coder, with nothing of the others in it.

    Raises QdaError for an unknown coder or round, a coder who is not in it, or a target there
    already; the project is then as it was.
    """
    person = named(project.read.coders(), coder)
    chosen = None if round_name is None else round_named(project.read, round_name)
    _check(person, chosen, target)
    if project.read.handed_to() is not None:
        raise QdaError(say("This is a copy that was handed out; only its project hands out."))
    if not project.read.leads():
        raise QdaError(say("Only a lead can hand copies out."))
    if project.read_only:
        raise QdaError(
            say("{name} is open for reading only; nothing can be changed.", name=project.path.name)
        )
    progress(0, 4, say("reading"))
    made, head = _now(), project.read.head()
    with project.rows() as session:
        wanted = _wanted(session, person, chosen, project.read.rounds(), head, made)
        parcel = handouts.collect(session.connection(), wanted)
    done = iter(range(1, 4))
    label = say(
        "Handed out to {name} from the project whose journal ends in {head}",
        name=person.name,
        head=head,
    )
    handouts.pack(target, parcel, label, lambda: progress(next(done), 4, say("writing")))
    key = chosen.id if chosen else None
    try:
        project.run(RecordHandout(wanted.handout[0], person.id, key, head, made, person.name))
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    return HandedOut(
        target,
        person.name,
        chosen.name if chosen else "",
        len(parcel.rows["source"]),
        len(parcel.rows["node"]),
        len(parcel.codings),
    )


def suggested_name(project: Project, coder: str, round_name: str | None) -> str:
    """Return a file name for a hand-out, such as `study - Ana - Round 1.qdaproj`."""
    parts = [project.path.name.removesuffix(SUFFIX), coder, round_name or ""]
    kept = "".join(c if c not in '<>:"/\\|?*' else "_" for c in " - ".join(filter(None, parts)))
    return f"{kept}{SUFFIX}"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def _check(coder: Coder, chosen: Round | None, target: Path) -> None:
    if coder.consensus:
        raise QdaError(say("The consensus layer is nobody's copy; choose a person."))
    if chosen is not None and chosen.assignment(coder.id) is None:
        raise QdaError(
            say(
                "{coder} does not code in the round “{round}”.",
                coder=coder.name,
                round=chosen.name,
            )
        )
    if target.exists():
        raise QdaError(say("{path} exists already. Choose another name.", path=target))


def _wanted(
    session: Session, coder: Coder, chosen: Round | None, rounds: list[Round], head: str, made: str
) -> Wanted:
    """Return what the copy is to hold; nodes that others invent in a blind round stay out."""
    connection = session.connection()
    live = dict(session.execute(select(SourceRow.id, SourceRow.guid).where(~SourceRow.gone)).all())
    sources = live.keys() if chosen is None else live.keys() & chosen.sources
    invented = team_queries.invented(connection, [one.id for one in rounds if one.hides])
    nodes = {n for who, found in invented.items() if who != coder.id for n in found}
    secret = queries.node_guids(connection, nodes)
    row = {
        "gone": False,
        "coder_id": coder.guid,
        "round_id": chosen.guid if chosen else None,
        "head": head,
        "made": made,
    }
    return Wanted(
        coder.guid,
        chosen.guid if chosen else None,
        frozenset(live[key] for key in sources),
        frozenset(secret),
        (new_guid(), row),
    )
