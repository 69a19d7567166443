"""Bringing a whole study of another tool into the project as one step."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from qda_app.domain.exchange import RAW, TIMES, Memo, Study
from qda_app.domain.guid import new_guid
from qda_app.domain.losses import Losses
from qda_app.domain.messages import say
from qda_app.domain.transcript import Turn, pack_turns
from qda_app.services.commands.sources import free_name
from qda_app.services.work import NewCoding, Work
from qda_app.storage.tables import (
    AttributeRow,
    CaseLinkRow,
    CaseRow,
    CaseValueRow,
    CoderRow,
    CodingRow,
    MemoLinkRow,
    MemoPlaceRow,
    MemoRow,
    NodeRow,
    ProjectRow,
    RelationRow,
    Row,
    SavedQueryRow,
    SettingRow,
    SourceRow,
)


@dataclass(frozen=True)
class BringStudy:
    """Add everything that a study holds; what is there already by name is joined, not doubled.

    `turns` are the turns recognised by source; `queries` the saved queries' definitions by set.
    `losses` counts what had to change on the way in.
    """

    study: Study
    turns: dict[str, tuple[Turn, ...]] = field(default_factory=dict)
    queries: dict[str, str] = field(default_factory=dict)
    report: str = ""
    losses: Losses = field(default_factory=Losses)
    team = True
    leading = True

    @property
    def label(self) -> str:
        """What the history shows."""
        return say("Brought in “{title}” from another tool", title=self.study.title)

    def run(self, work: Work) -> dict[str, int]:
        """Add the study and return how much of everything it had."""
        _Bringing(self, work).run()
        return self.study.counts()


class _Bringing:
    """One study on its way into the project; the maps lead from its GUIDs to rows."""

    def __init__(self, command: BringStudy, work: Work) -> None:
        self._command, self._study = command, command.study
        self._work, self._losses = work, command.losses
        self._now = datetime.now(UTC).isoformat(timespec="seconds")
        self._rows: dict[tuple[str, str], Row] = {}
        self._codings: dict[str, str] = {}
        self._project = work.live(ProjectRow)[0]

    def run(self) -> None:
        self._add_users()
        self._add_nodes()
        self._add_sources()
        self._add_codings()
        self._add_cases()
        self._add_relations()
        self._add_memos()
        self._add_queries()
        if self._command.report:
            target, text = self._project.guid, self._command.report
            self._work.add(MemoRow(target=target, kind="project", coder_id=None, text=text))

    def _free(self, kind: type[Row], wanted: list[str]) -> dict[str, str]:
        """Return the GUIDs to use: those wanted, or new ones where the project has them."""
        used = set(self._work.rows.scalars(kind.__table__.select().with_only_columns(kind.guid)))
        found = {}
        for guid in wanted:
            taken = guid in used
            self._losses.add("guids", "", int(taken))
            found[guid] = new_guid() if taken else guid
        return found

    def _add_all(self, kind: str, rows: dict[str, Row]) -> None:
        """Add rows in one go and remember them by the study's GUIDs."""
        self._work.rows.add_all(rows.values())
        self._work.rows.flush()
        self._rows.update({(kind, guid): row for guid, row in rows.items()})

    def _id(self, kind: str, guid: str) -> int:
        return self._rows[kind, guid].id

    def _add_users(self) -> None:
        known = {row.name.casefold(): row for row in self._work.live(CoderRow)}
        guids = self._free(CoderRow, [u.guid for u in self._study.users
                                      if u.name.casefold() not in known])  # fmt: skip
        fresh: dict[str, Row] = {}
        for user in self._study.users:
            if user.guid in guids:
                row = CoderRow(guid=guids[user.guid], name=user.name, consensus=user.consensus)
                fresh[user.guid] = row
            else:
                self._losses.add("coders joined", user.name)
                self._rows["user", user.guid] = known[user.name.casefold()]
        self._add_all("user", fresh)

    def _add_nodes(self) -> None:
        """Add the nodes level by level, joining those that bear the same name there already."""
        rows = self._work.live(NodeRow)
        known = {(row.parent_id, row.name): row for row in rows}
        last: dict[int | None, int] = {}
        for row in rows:
            last[row.parent_id] = max(last.get(row.parent_id, -1), row.position)
        guids = self._free(NodeRow, [node.guid for node in self._study.nodes])
        waiting = list(self._study.nodes)
        while waiting:
            level = [n for n in waiting if not n.parent or ("node", n.parent) in self._rows]
            fresh: dict[str, Row] = {}
            for node in level:
                parent = self._id("node", node.parent) if node.parent else None
                there = known.get((parent, node.name))
                if there is not None:
                    self._losses.add("nodes joined", node.name)
                    there.color, there.definition = (
                        there.color or node.color,
                        there.definition or node.definition,
                    )
                    self._rows["node", node.guid] = there
                    continue
                last[parent] = last.get(parent, -1) + 1
                row = NodeRow(guid=guids[node.guid], parent_id=parent, name=node.name)
                row.position, row.color = last[parent], node.color
                row.definition = node.definition
                for name, text in node.card.items():
                    setattr(row, name, text)
                if self._work.inventing is not None:
                    row.inventor_id, row.round_id = self._work.author, self._work.inventing
                fresh[node.guid] = known[parent, node.name] = row
            self._add_all("node", fresh)
            done = {node.guid for node in level}
            waiting = [node for node in waiting if node.guid not in done]

    def _add_sources(self) -> None:
        taken = {row.name for row in self._work.live(SourceRow)}
        guids = self._free(SourceRow, [source.guid for source in self._study.sources])
        fresh: dict[str, Row] = {}
        for source in self._study.sources:
            name = free_name(source.name, taken)
            taken.add(name)
            if name != source.name:
                self._losses.add("sources renamed", f"{source.name} → {name}")
            turns = self._command.turns.get(source.guid, ())
            packed = pack_turns(turns) if turns else ""
            fresh[source.guid] = SourceRow(
                guid=guids[source.guid],
                name=name,
                origin=source.name,
                format=source.format,
                imported=self._now,
                notes="\n".join(source.notes),
                text_hash=self._work.put_fact(source.text, searchable=True),
                turns_hash=self._work.put_fact(packed, searchable=False) if packed else "",
                length=len(source.text),
            )
        self._add_all("source", fresh)

    def _add_codings(self) -> None:
        wanted = [coding.guid for source in self._study.sources for coding in source.codings]
        columns = CodingRow.__table__.select().with_only_columns(CodingRow.guid)
        used = set(self._work.rows.scalars(columns)) if wanted else set()
        codings = []
        for source in self._study.sources:
            for coding in source.codings:
                taken = coding.guid in used
                self._losses.add("guids", "", int(taken))
                codings.append(
                    NewCoding(
                        self._id("source", source.guid),
                        self._id("node", coding.node),
                        self._id("user", coding.user),
                        coding.start,
                        coding.end,
                        guid="" if taken else coding.guid,
                    )
                )
        self._codings = dict(zip(wanted, self._work.open_codings(codings), strict=True))
        self._keep_of_codings()

    def _keep_of_codings(self) -> None:
        """Keep the times of codings, and positions that had to be read, as the file has them."""
        times = []
        for source in self._study.sources:
            own = self._codings
            times += [f"{own[each.guid]} {each.made}" for each in source.codings if each.made]
            if source.raw:
                lines = [f"{own[coding]} {start} {end}" for coding, start, end in source.raw]
                self._keep(f"{RAW}{self._rows['source', source.guid].guid}", lines)
        if times:
            self._keep(f"{TIMES}{new_guid()}", times)

    def _keep(self, name: str, lines: list[str]) -> None:
        kept = self._work.put_fact("\n".join(lines), searchable=False)
        self._work.rows.add(SettingRow(name=name, value=kept))

    def _add_cases(self) -> None:
        known = {row.name: row for row in self._work.live(CaseRow)}
        guids = self._free(CaseRow, [case.guid for case in self._study.cases])
        fresh: dict[str, Row] = {}
        for case in self._study.cases:
            if case.name in known:
                self._losses.add("cases joined", case.name)
                self._rows["case", case.guid] = known[case.name]
            else:
                fresh[case.guid] = CaseRow(guid=guids[case.guid], name=case.name)
        self._add_all("case", fresh)
        attributes = self._add_attributes()
        kept = {(row.case_id, row.attribute_id): row.value for row in self._work.live(CaseValueRow)}
        for case in self._study.cases:
            key = self._id("case", case.guid)
            for name, value in case.values.items():
                there = kept.get((key, attributes[name]))
                if there is None:
                    values = {"case_id": key, "attribute_id": attributes[name], "value": value}
                    self._work.rows.add(CaseValueRow(**values))
                elif there != value:
                    self._losses.add("values kept", f"{case.name}, {name}: {value}")
            for source in case.sources:
                self._work.rows.add(
                    CaseLinkRow(case_id=key, source_id=self._id("source", source), speaker="")
                )
        self._work.rows.flush()

    def _add_attributes(self) -> dict[str, int]:
        found = {row.name: row.id for row in self._work.live(AttributeRow)}
        for name, kind in self._study.attributes:
            if name not in found:
                row = AttributeRow(name=name, kind=kind, position=len(found))
                found[name] = self._work.add(row).id
        return found

    def _add_relations(self) -> None:
        known = {(r.node_id, r.other_id, r.kind): r for r in self._work.live(RelationRow)}
        guids = self._free(RelationRow, [each.guid for each in self._study.relations])
        fresh: dict[str, Row] = {}
        for each in self._study.relations:
            ends = (self._id("node", each.node), self._id("node", each.other), each.kind)
            if ends in known:
                self._rows["relation", each.guid] = known[ends]
                continue
            row = RelationRow(guid=guids[each.guid], node_id=ends[0], other_id=ends[1])
            row.kind = each.kind
            fresh[each.guid] = known[ends] = row
        self._add_all("relation", fresh)

    def _target(self, memo: Memo) -> str:
        if memo.kind == "project":
            return self._project.guid
        if memo.kind == "coding":
            return self._codings[memo.target]
        return self._rows["source" if memo.kind == "span" else memo.kind, memo.target].guid

    def _add_memos(self) -> None:
        guids = self._free(MemoRow, [memo.guid for memo in self._study.memos])
        fresh: dict[str, Row] = {}
        for memo in self._study.memos:
            coder = self._id("user", memo.user) if memo.user else None
            row = MemoRow(guid=guids[memo.guid], target=self._target(memo), kind=memo.kind)
            row.coder_id, row.text = coder, memo.text
            fresh[memo.guid] = row
        self._add_all("memo", fresh)
        for memo in self._study.memos:
            if memo.kind == "span":
                place = MemoPlaceRow(memo_id=self._id("memo", memo.guid), start=memo.start)
                place.source_id, place.end = self._id("source", memo.target), memo.end
                self._work.rows.add(place)
        for one, other in self._study.links:
            ends = (self._id("memo", one), self._id("memo", other))
            self._work.rows.add(MemoLinkRow(memo_id=ends[0], other_id=ends[1]))
        self._work.rows.flush()

    def _add_queries(self) -> None:
        taken = {row.name.casefold() for row in self._work.live(SavedQueryRow)}
        guids = self._free(SavedQueryRow, [group.guid for group in self._study.groups])
        for group in self._study.groups:
            name, number = group.name, 1
            while name.casefold() in taken:
                number += 1
                name = f"{group.name} ({number})"
            taken.add(name.casefold())
            nodes = {guid: self._rows["node", guid].guid for guid in group.nodes}
            definition = self._command.queries[group.guid]
            for old, new in nodes.items():
                definition = definition.replace(old, new)
            row = SavedQueryRow(guid=guids[group.guid], name=name, definition=definition)
            self._work.rows.add(row)
        self._work.rows.flush()
