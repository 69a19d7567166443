"""What can be done with rounds of independent coding."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from qda_app.domain.errors import QdaError
from qda_app.domain.messages import counted, say
from qda_app.domain.rounds import Part
from qda_app.services.commands.versions import cards, current_version, every_node
from qda_app.services.work import Work
from qda_app.storage import note_queries, team_queries
from qda_app.storage.digest import canonical
from qda_app.storage.tables import CoderRow, NodeRow, SourceRow
from qda_app.storage.team_tables import AssignmentRow, CodebookVersionRow, RoundPartRow, RoundRow


def now() -> str:
    """Return the time as the journal writes it."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


@dataclass(frozen=True)
class CreateRound:
    """Have several coders code the same passages independently of one another.

    `parts` are passages, or whole sources from 0 to their length; `plan` says how they were drawn.
    """

    name: str
    parts: Sequence[Part]
    coders: Sequence[int]
    pilot: bool = False
    blind: bool = True
    plan: Mapping[str, Any] = field(default_factory=dict)
    leading = True

    @property
    def label(self) -> str:
        """What the history shows."""
        return say("Began the round “{name}”", name=self.name)

    def run(self, work: Work) -> int:
        """Make the round under the codebook as it stands and return its id."""
        name = " ".join(self.name.split())
        if not name:
            raise QdaError(say("A round needs a name."))
        if any(row.name.casefold() == name.casefold() for row in work.live(RoundRow)):
            raise QdaError(
                say("There is already a round “{name}”. Choose another name.", name=name)
            )
        coders = [work.get(CoderRow, coder) for coder in dict.fromkeys(self.coders)]
        if not coders:
            raise QdaError(say("A round needs at least one coder."))
        if any(coder.consensus for coder in coders):
            raise QdaError(say("The consensus layer does not code in rounds; choose people."))
        if not self.parts:
            raise QdaError(say("A round needs at least one source or segment."))
        self._check_text_is_open(work, coders)
        version = current_version(work, say("Made for the round “{name}”", name=name))
        row = work.add(
            RoundRow(
                name=name,
                pilot=self.pilot,
                blind=self.blind,
                created=now(),
                plan=canonical(dict(self.plan)) if self.plan else "",
                version_id=version.id,
            )
        )
        for part in self.parts:
            self._add_part(work, row.id, part)
        for coder in coders:
            work.add(AssignmentRow(round_id=row.id, coder_id=coder.id))
        return row.id

    def _check_text_is_open(self, work: Work, coders: Sequence[CoderRow]) -> None:
        """Refuse text that one of the coders has submitted: it could not be coded any more."""
        names = {coder.id: coder.name for coder in coders}
        for assigned in work.live(AssignmentRow, AssignmentRow.submitted != ""):
            if assigned.coder_id not in names:
                continue
            earlier = work.get(RoundRow, assigned.round_id)
            for old in parts_of(work, earlier.id):
                if any(_touch(old, part) for part in self.parts):
                    raise QdaError(
                        say(
                            "{coder} submitted “{source}” in the round “{round}”, and what was "
                            "submitted stays as it is. Choose or draw text that is fresh.",
                            coder=names[assigned.coder_id],
                            source=work.get(SourceRow, old.source).name,
                            round=earlier.name,
                        )
                    )

    def _add_part(self, work: Work, key: int, part: Part) -> None:
        source = work.get(SourceRow, part.source)
        if not 0 <= part.start < part.end <= source.length:
            raise QdaError(
                say(
                    "{start} to {end} is no passage of “{name}”, which has {length} characters.",
                    start=part.start,
                    end=part.end,
                    name=source.name,
                    length=source.length,
                )
            )
        work.add(RoundPartRow(round_id=key, source_id=source.id, start=part.start, end=part.end))


@dataclass(frozen=True)
class SubmitRound:
    """Hand in one coder's codings in a round: they are listed, and the layer is locked."""

    round: int
    coder: int
    name: str = ""
    barrier = True

    @property
    def label(self) -> str:
        """What the history shows."""
        return say("Submitted the round “{name}”", name=self.name)

    def run(self, work: Work) -> int:
        """Store the list of the codings and return how many there are."""
        row = open_round(work, self.round)
        coder = work.get(CoderRow, self.coder)
        if work.author not in {None, coder.id}:
            raise QdaError(say("Only {name} can submit {name}'s work.", name=coder.name))
        assigned = work.live(AssignmentRow, AssignmentRow.round_id == row.id)
        mine = next((one for one in assigned if one.coder_id == coder.id), None)
        if mine is None:
            raise QdaError(
                say(
                    "{coder} does not code in the round “{round}”.",
                    coder=coder.name,
                    round=row.name,
                )
            )
        if mine.submitted:
            raise QdaError(
                say(
                    "{coder} has submitted the round “{round}” already.",
                    coder=coder.name,
                    round=row.name,
                )
            )
        connection = work.rows.connection()
        found = team_queries.standing_in(connection, coder.id, parts_of(work, row.id))
        mine.codings_hash = work.put_fact(json.dumps([c[0] for c in found]), searchable=False)
        mine.count, mine.submitted = len(found), now()
        mine.head = note_queries.history(connection, 2)[-1].hash
        complete_round(work, row)
        return len(found)


@dataclass(frozen=True)
class CloseRound:
    """End a round: what was submitted and settled in it stays as it is for ever."""

    round: int
    name: str = ""
    leading = True
    barrier = True

    @property
    def label(self) -> str:
        """What the history shows."""
        return say("Closed the round “{name}”", name=self.name)

    def run(self, work: Work) -> None:
        """Close it once everybody has submitted."""
        row = open_round(work, self.round)
        waiting = [
            work.get(CoderRow, a.coder_id).name
            for a in work.live(AssignmentRow, AssignmentRow.round_id == row.id)
            if not a.submitted
        ]
        if waiting:
            raise QdaError(
                say(
                    "The round “{round}” waits for {names}; close it when all have submitted.",
                    round=row.name,
                    names=", ".join(waiting),
                )
            )
        row.closed = True


@dataclass(frozen=True)
class KeepNodes:
    """Let everybody use nodes that a coder invented in a round."""

    nodes: Sequence[int]
    leading = True
    team = True

    @property
    def label(self) -> str:
        """What the history shows."""
        return counted(
            "Kept 1 node for everybody", "Kept {count} nodes for everybody", len(self.nodes)
        )

    def run(self, work: Work) -> None:
        """Make the nodes, and those above them, everybody's."""
        for key in self.nodes:
            row: NodeRow | None = work.get(NodeRow, key)
            while row is not None:
                row.inventor_id = row.round_id = None
                row = work.get(NodeRow, row.parent_id) if row.parent_id else None


def _touch(one: Part, other: Part) -> bool:
    return one.source == other.source and one.start < other.end and other.start < one.end


def open_round(work: Work, key: int) -> RoundRow:
    """Return a round that is not closed, or refuse with a sentence."""
    row = work.get(RoundRow, key)
    if row.closed:
        raise QdaError(say("The round “{name}” is closed. Nothing was changed.", name=row.name))
    return row


def parts_of(work: Work, key: int) -> list[Part]:
    """Return the passages of a round."""
    rows = work.live(RoundPartRow, RoundPartRow.round_id == key)
    return [Part(row.source_id, row.start, row.end) for row in rows]


def complete_round(work: Work, row: RoundRow) -> None:
    """Once everybody has submitted, keep under what the round is counted from then on."""
    assigned = work.live(AssignmentRow, AssignmentRow.round_id == row.id)
    if not row.basis_hash and assigned and all(one.submitted for one in assigned):
        row.basis_hash = work.put_fact(canonical(_basis(work, row)), searchable=False)


def _basis(work: Work, row: RoundRow) -> dict[str, Any]:
    """Return under which tree, turns and version the round is counted from now on, in GUIDs."""
    sources = {part.source for part in parts_of(work, row.id)}
    rows = [work.get(SourceRow, key) for key in sorted(sources)]
    version = work.rows.get(CodebookVersionRow, row.version_id) if row.version_id else None
    inventors = {
        node.guid: work.get(CoderRow, node.inventor_id).guid
        for node in every_node(work)
        if node.inventor_id is not None
    }
    return {
        "tree": cards(work, everything=True),
        "inventors": inventors,
        "turns": {s.guid: s.turns_hash if s.turns_used else "" for s in rows},
        "version": version.number if version else None,
    }
