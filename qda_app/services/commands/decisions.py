"""What can be done with disagreements: settle them, put them off, accept what is agreed."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from qda_app.domain.disagreements import (
    ACCEPT,
    ADJUST,
    AGREED,
    BOTH,
    CAUSES,
    DEFER,
    NEITHER,
    OUTCOMES,
    Item,
)
from qda_app.domain.errors import QdaError
from qda_app.domain.messages import counted, say
from qda_app.domain.rounds import Placed
from qda_app.domain.text import Span
from qda_app.services.commands.codings import check_span, usable_node
from qda_app.services.commands.rounds import now, open_round
from qda_app.services.work import NewCoding, Work
from qda_app.storage.tables import CoderRow, CodingRow, NodeRow, SourceRow
from qda_app.storage.team_tables import DecisionRow

Wanted = tuple[int, int, int]  # node, start, end


@dataclass(frozen=True)
class Decide:
    """Settle one disagreement, or put it off; what was decided on it before is replaced.

    `outcome` is accept (with `coder`, whose codings are taken), both, neither, adjust (with
    `span`), another (with `node`, and a `span` if not the whole passage) or defer.
    """

    round: int
    item: Item
    outcome: str
    coder: int | None = None
    span: Span | None = None
    node: int | None = None
    note: str = ""
    cause: str = ""
    name: str = ""
    leading = True
    team = True

    @property
    def label(self) -> str:
        """What the history shows."""
        if self.outcome == DEFER:
            return say("Put off a disagreement on “{name}”", name=self.name)
        return say("Settled a disagreement on “{name}”", name=self.name)

    def run(self, work: Work) -> list[str]:
        """Write the decision and the consensus codings; return the GUIDs of these."""
        open_round(work, self.round)
        if self.outcome not in OUTCOMES:
            known = ", ".join(OUTCOMES)
            raise QdaError(say("The decision is one of {known}.", known=known))
        if self.cause and self.cause not in CAUSES:
            known = ", ".join(CAUSES)
            raise QdaError(say("The cause is one of {known}.", known=known))
        withdraw(work, self.round, self.item)
        return write(work, self.round, {self.item: self._wanted(work)}, self)

    def _wanted(self, work: Work) -> list[Wanted]:
        item = self.item
        if self.outcome in {NEITHER, DEFER}:
            return []
        if self.outcome == ACCEPT:
            if self.coder is None:
                raise QdaError(say("Say whose codings are accepted."))
            return _joined(item.of(self.coder))
        if self.outcome == BOTH:
            return _joined(item.members)
        span = self.span or Span(item.start, item.end)
        check_span(work.get(SourceRow, item.source), span.start, span.end)
        if self.outcome == ADJUST:
            return [(self.node or item.node, span.start, span.end)]
        if self.node is None:
            raise QdaError(say("Say which node the passage is coded at instead."))
        usable_node(work, self.node)
        return [(self.node, span.start, span.end)]


@dataclass(frozen=True)
class AcceptAgreed:
    """Take what every coder applied alike into the consensus layer.

    What was decided already, by hand or in advance, stays as it is.
    """

    round: int
    items: Sequence[Item]
    leading = True
    team = True

    @property
    def label(self) -> str:
        """What the history shows."""
        return counted(
            "Accepted 1 passage that all coded alike",
            "Accepted {count} passages that all coded alike",
            len(self.items),
        )

    def run(self, work: Work) -> int:
        """Accept them and return how many were new."""
        open_round(work, self.round)
        live = work.live(DecisionRow, DecisionRow.round_id == self.round)
        known = {guid for row in live for guid in json.loads(row.members)}
        fresh = [i for i in self.items if i.agrees and not known & {m.guid for m in i.members}]
        write(work, self.round, {i: _joined(i.of(i.members[0].coder)) for i in fresh}, None)
        return len(fresh)


@dataclass(frozen=True)
class SetCause:
    """Say why coders disagreed, whatever the codings show."""

    round: int
    item: Item
    cause: str
    leading = True
    team = True

    @property
    def label(self) -> str:
        """What the history shows."""
        return say("Said why coders disagreed")

    def run(self, work: Work) -> None:
        """Keep the cause with the decision; an undecided item is put off with it."""
        found = _decisions_on(work, self.round, self.item)
        if found and found[-1].item == self.item.key:
            found[-1].cause = self.cause
        else:
            Decide(self.round, self.item, DEFER, cause=self.cause).run(work)


def withdraw(work: Work, round_id: int, item: Item) -> None:
    """Take back what was decided on any coding of an item."""
    rows = _decisions_on(work, round_id, item)
    produced = [guid for row in rows for guid in json.loads(row.produced)]
    if produced:
        standing = work.standing(CodingRow.guid.in_(produced))
        work.close_codings([coding.id for coding in standing])
    for row in rows:
        row.gone = True


def _decisions_on(work: Work, round_id: int, item: Item) -> list[DecisionRow]:
    members = {member.guid for member in item.members}
    near = work.live(
        DecisionRow,
        DecisionRow.round_id == round_id,
        DecisionRow.source_id == item.source,
        DecisionRow.start < item.end,
        DecisionRow.end > item.start,
    )
    return [row for row in near if members & set(json.loads(row.members))]


def write(
    work: Work, round_id: int, settled: Mapping[Item, Sequence[Wanted]], by: Decide | None
) -> list[str]:
    """Write decisions with the codings of the consensus layer that they make."""
    consensus = consensus_layer(work)
    layer = work.standing(
        CodingRow.coder_id == consensus, CodingRow.source_id.in_({i.source for i in settled})
    )
    there = {(row.source_id, row.node_id, row.start, row.end) for row in layer}
    fresh: list[NewCoding] = []
    owners: list[Item] = []
    for item, wanted in settled.items():
        for node, start, end in wanted:
            place = (item.source, _live_node(work, node), start, end)
            if place not in there:
                there.add(place)
                fresh.append(NewCoding(place[0], place[1], consensus, start, end))
                owners.append(item)
    produced: dict[Item, list[str]] = {item: [] for item in settled}
    guids = work.open_codings(fresh)
    for item, guid in zip(owners, guids, strict=True):
        produced[item].append(guid)
    work.rows.add_all(_row(work, round_id, item, made, by) for item, made in produced.items())
    return guids


def _row(
    work: Work, round_id: int, item: Item, produced: Sequence[str], by: Decide | None
) -> DecisionRow:
    return DecisionRow(
        round_id=round_id,
        item=item.key,
        node_id=item.node,
        other_id=item.other,
        source_id=item.source,
        start=item.start,
        end=item.end,
        members=json.dumps([member.guid for member in item.members]),
        produced=json.dumps(list(produced)),
        outcome=by.outcome if by else AGREED,
        accepted_id=by.coder if by and by.outcome == ACCEPT else None,
        cause=(by.cause if by else "") or item.cause,
        note=by.note.strip() if by else "",
        by_hand=by is not None,
        coder_id=work.author,
        made=now(),
    )


def consensus_layer(work: Work) -> int:
    """Return the id of the consensus layer, made where it is not there yet."""
    found = work.live(CoderRow, CoderRow.consensus.is_(True))
    if found:
        return found[0].id
    return work.add(CoderRow(name=say("Consensus"), consensus=True)).id


def _live_node(work: Work, node: int) -> int:
    """Return the node, or the one that it was merged into since."""
    row = work.rows.get(NodeRow, node)
    seen: set[int] = set()
    while row is not None and row.gone and row.merged_into_id and row.id not in seen:
        seen.add(row.id)
        row = work.rows.get(NodeRow, row.merged_into_id)
    if row is None or row.gone:
        raise QdaError(say("Its node was deleted since. Settle it with another node."))
    return row.id


def _joined(codings: Iterable[Placed]) -> list[Wanted]:
    """Return what codings cover, node by node, those that overlap as one."""
    found: list[Wanted] = []
    for coding in sorted(codings, key=lambda c: (c.node, c.start, c.end)):
        if found and found[-1][0] == coding.node and coding.start < found[-1][2]:
            found[-1] = (coding.node, found[-1][1], max(coding.end, found[-1][2]))
        else:
            found.append((coding.node, coding.start, coding.end))
    return found
