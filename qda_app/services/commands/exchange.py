"""Bringing a whole study of another tool into the project as one step."""

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime

from qda_app.domain.exchange import RAW, TIMES, Memo, Node, Study
from qda_app.domain.guid import new_guid
from qda_app.domain.joining import Joining
from qda_app.domain.messages import say
from qda_app.domain.text import fingerprint
from qda_app.domain.transcript import Turn, pack_turns
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
    QuotationRow,
    RelationRow,
    Row,
    SavedQueryRow,
    SettingRow,
    SourceRow,
)


@dataclass(frozen=True)
class BringStudy:
    """Add everything of a study that the project does not have; what it has is joined.

    `joining` says what that is. `turns` are the turns recognised by source, `queries` the saved
    queries' definitions by set. `step` is called between the steps; what it raises undoes them.
    """

    study: Study
    turns: dict[str, tuple[Turn, ...]] = field(default_factory=dict)
    queries: dict[str, str] = field(default_factory=dict)
    report: str = ""
    joining: Joining = field(default_factory=Joining)
    step: Callable[[], object] = lambda: None
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


_ROWS: dict[str, type[Row]] = {
    "user": CoderRow, "node": NodeRow, "source": SourceRow, "case": CaseRow,
    "relation": RelationRow, "memo": MemoRow,
}  # fmt: skip


class _Bringing:
    """One study on its way into the project; the maps lead from its GUIDs to rows."""

    def __init__(self, command: BringStudy, work: Work) -> None:
        self._command, self._study = command, command.study
        self._work, self._joining = work, command.joining
        self._now = datetime.now(UTC).isoformat(timespec="seconds")
        self._rows: dict[tuple[str, str], Row] = {
            key: work.get(_ROWS[key[0]], found)
            for key, found in self._joining.ids.items()
            if key[0] in _ROWS
        }
        self._codings = dict(self._joining.codings)
        self._project = work.live(ProjectRow)[0]
        self._added = 0

    def run(self) -> None:
        for add in (
            self._add_users,
            self._add_nodes,
            self._add_sources,
            self._add_codings,
            self._add_cases,
            self._add_relations,
            self._add_memos,
            self._add_queries,
            self._add_quotations,
        ):
            self._command.step()
            add()
        if self._command.report and self._added:
            target, text = self._project.guid, self._command.report
            self._work.add(MemoRow(target=target, kind="project", coder_id=None, text=text))
        self._command.step()

    def _free(self, kind: type[Row], wanted: Iterable[str]) -> dict[str, str]:
        """Return the GUIDs to use: those wanted, or new ones where the project has had them."""
        used = set(self._work.rows.scalars(kind.__table__.select().with_only_columns(kind.guid)))
        return {guid: new_guid() if guid in used else guid for guid in wanted}

    def _add_all(self, kind: str, rows: dict[str, Row]) -> None:
        """Add rows in one go and remember them by the study's GUIDs."""
        self._work.rows.add_all(rows.values())
        self._work.rows.flush()
        self._rows.update({(kind, guid): row for guid, row in rows.items()})
        self._added += len(rows)

    def _new(self, kind: str, guids: Iterable[str]) -> list[str]:
        """Return those of the study's GUIDs that are not in the project already."""
        return [guid for guid in guids if (kind, guid) not in self._rows]

    def _id(self, kind: str, guid: str) -> int:
        return self._rows[kind, guid].id

    def _add_users(self) -> None:
        guids = self._free(CoderRow, self._new("user", (u.guid for u in self._study.users)))
        self._add_all(
            "user",
            {
                user.guid: CoderRow(
                    guid=guids[user.guid],
                    name=self._joining.names.get(user.guid, user.name),
                    consensus=user.consensus,
                )
                for user in self._study.users
                if user.guid in guids
            },
        )

    def _add_nodes(self) -> None:
        """Add the nodes level by level; those that are there get what they lack."""
        last: dict[int | None, int] = {}
        for row in self._work.live(NodeRow):
            last[row.parent_id] = max(last.get(row.parent_id, -1), row.position)
        guids = self._free(NodeRow, self._new("node", (n.guid for n in self._study.nodes)))
        for node in self._study.nodes:
            if node.guid not in guids:
                there = self._work.get(NodeRow, self._joining.ids["node", node.guid])
                there.color = there.color or node.color
                for name, text in {"definition": node.definition, **node.card}.items():
                    setattr(there, name, getattr(there, name) or text)
        waiting = [node for node in self._study.nodes if node.guid in guids]
        while waiting:
            level = [n for n in waiting if not n.parent or ("node", n.parent) in self._rows]
            fresh: dict[str, Row] = {}
            for node in level:
                parent = self._id("node", node.parent) if node.parent else None
                last[parent] = last.get(parent, -1) + 1
                fresh[node.guid] = self._node(node, guids[node.guid], parent, last[parent])
            self._add_all("node", fresh)
            done = {node.guid for node in level}
            waiting = [node for node in waiting if node.guid not in done]

    def _node(self, node: Node, guid: str, parent: int | None, position: int) -> NodeRow:
        name = self._joining.names.get(node.guid, node.name)
        row = NodeRow(guid=guid, parent_id=parent, name=name, position=position)
        row.color, row.definition = node.color, node.definition
        for name, text in node.card.items():
            setattr(row, name, text)
        if self._work.inventing is not None:
            row.inventor_id, row.round_id = self._work.author, self._work.inventing
        return row

    def _add_sources(self) -> None:
        guids = self._free(SourceRow, self._new("source", (s.guid for s in self._study.sources)))
        fresh: dict[str, Row] = {}
        for source in self._study.sources:
            if source.guid not in guids:
                continue
            turns = self._command.turns.get(source.guid, ())
            packed = pack_turns(turns) if turns else ""
            fresh[source.guid] = SourceRow(
                guid=guids[source.guid],
                name=self._joining.names.get(source.guid, source.name),
                origin=source.name,
                format=source.format,
                imported=self._now,
                notes="\n".join(source.notes),
                text_hash=self._work.put_fact(source.text, searchable=True),
                turns_hash=self._work.put_fact(packed, searchable=False) if packed else "",
                length=len(source.text),
                language=source.language,
                turns_used=source.turns_used,
            )
        self._add_all("source", fresh)

    def _add_codings(self) -> None:
        skipped = self._joining.left | self._codings.keys()
        wanted = [
            (source, coding)
            for source in self._study.sources
            for coding in source.codings
            if coding.guid not in skipped
        ]
        columns = CodingRow.__table__.select().with_only_columns(CodingRow.guid)
        used = set(self._work.rows.scalars(columns)) if wanted else set()
        opened = self._work.open_codings(
            [
                NewCoding(
                    self._id("source", source.guid),
                    self._id("node", coding.node),
                    self._id("user", coding.user),
                    coding.start,
                    coding.end,
                    guid="" if coding.guid in used else coding.guid,
                )
                for source, coding in wanted
            ]
        )
        own = {coding.guid: guid for (_, coding), guid in zip(wanted, opened, strict=True)}
        self._codings |= own
        self._added += len(own)
        self._keep_of_codings(own)

    def _keep_of_codings(self, own: dict[str, str]) -> None:
        """Keep the times of codings, and positions that had to be read, as the file has them."""
        times = []
        for source in self._study.sources:
            made = [each for each in source.codings if each.made and each.guid in own]
            times += [f"{own[each.guid]} {each.made}" for each in made]
            lines = [f"{own[key]} {start} {end}" for key, start, end in source.raw if key in own]
            if lines:
                self._keep(f"{RAW}{self._rows['source', source.guid].guid}", lines)
        if times:
            self._keep(f"{TIMES}{new_guid()}", times)

    def _keep(self, name: str, lines: list[str]) -> None:
        kept = self._work.put_fact("\n".join(lines), searchable=False)
        self._work.rows.add(SettingRow(name=name, value=kept))

    def _add_cases(self) -> None:
        guids = self._free(CaseRow, self._new("case", (case.guid for case in self._study.cases)))
        called = self._joining.names
        names = {case.guid: called.get(case.guid, case.name) for case in self._study.cases}
        fresh: dict[str, Row] = {
            guid: CaseRow(guid=own, name=names[guid]) for guid, own in guids.items()
        }
        self._add_all("case", fresh)
        attributes = self._add_attributes()
        kept = {(row.case_id, row.attribute_id) for row in self._work.live(CaseValueRow)}
        heard = {(row.case_id, row.source_id) for row in self._work.live(CaseLinkRow)}
        for case in self._study.cases:
            key = self._id("case", case.guid)
            for name, value in case.values.items():
                if (key, attributes[name]) not in kept:
                    values = {"case_id": key, "attribute_id": attributes[name], "value": value}
                    self._work.rows.add(CaseValueRow(**values))
                    self._added += 1
            for source in case.sources:
                link = {"case_id": key, "source_id": self._id("source", source)}
                if (key, link["source_id"]) in heard:
                    continue
                voices = [speaker for of, speaker in case.speakers if of == source] or [""]
                self._work.rows.add_all(CaseLinkRow(**link, speaker=each) for each in voices)
                self._added += 1
        self._work.rows.flush()

    def _add_attributes(self) -> dict[str, int]:
        found = {row.name: row.id for row in self._work.live(AttributeRow)}
        for name, kind in self._study.attributes:
            if name not in found:
                row = AttributeRow(name=name, kind=kind, position=len(found))
                found[name] = self._work.add(row).id
        return found

    def _add_relations(self) -> None:
        new = self._new("relation", (each.guid for each in self._study.relations))
        guids = self._free(RelationRow, new)
        known: dict[tuple[int, int, str], Row] = {}
        for each in self._study.relations:
            if each.guid not in guids:
                continue
            ends = (self._id("node", each.node), self._id("node", each.other), each.kind)
            if ends not in known:
                row = RelationRow(guid=guids[each.guid], node_id=ends[0], other_id=ends[1])
                row.kind = each.kind
                known[ends] = row
            self._rows["relation", each.guid] = known[ends]
        self._work.rows.add_all(known.values())
        self._work.rows.flush()
        self._added += len(known)

    def _target(self, memo: Memo) -> str:
        if memo.kind == "project":
            return self._project.guid
        if memo.kind == "coding":
            return self._codings[memo.target]
        return self._rows["source" if memo.kind == "span" else memo.kind, memo.target].guid

    def _add_memos(self) -> None:
        coming = [memo for memo in self._study.memos if memo.guid not in self._joining.left]
        guids = self._free(MemoRow, self._new("memo", (memo.guid for memo in coming)))
        fresh: dict[str, Row] = {}
        for memo in coming:
            if memo.guid not in guids:
                continue
            coder = self._id("user", memo.user) if memo.user else None
            row = MemoRow(guid=guids[memo.guid], target=self._target(memo), kind=memo.kind)
            row.coder_id, row.text = coder, memo.text
            fresh[memo.guid] = row
        self._add_all("memo", fresh)
        for memo in coming:
            if memo.kind == "span" and memo.guid in guids:
                place = MemoPlaceRow(memo_id=self._id("memo", memo.guid), start=memo.start)
                place.source_id, place.end = self._id("source", memo.target), memo.end
                self._work.rows.add(place)
        for one, other in self._study.links:
            if {one, other} & self._joining.left or not {one, other} & guids.keys():
                continue
            ends = (self._id("memo", one), self._id("memo", other))
            self._work.rows.add(MemoLinkRow(memo_id=ends[0], other_id=ends[1]))
        self._work.rows.flush()

    def _add_queries(self) -> None:
        coming = [g for g in self._study.groups if ("query", g.guid) not in self._joining.ids]
        guids = self._free(SavedQueryRow, [group.guid for group in coming])
        for group in coming:
            nodes = {guid: self._rows["node", guid].guid for guid in group.nodes}
            definition = self._command.queries[group.guid]
            for old, new in nodes.items():
                definition = definition.replace(old, new)
            name = self._joining.names.get(group.guid, group.name)
            row = SavedQueryRow(guid=guids[group.guid], name=name, definition=definition)
            self._work.rows.add(row)
        self._work.rows.flush()
        self._added += len(coming)

    def _add_quotations(self) -> None:
        """Put the quotations for a paper behind those that are chosen already."""
        coming = [q for q in self._study.quotations if q.guid not in self._joining.left]
        guids = self._free(QuotationRow, [quote.guid for quote in coming])
        texts = {source.guid: source.text for source in self._study.sources}
        last = max((row.position for row in self._work.live(QuotationRow)), default=-1)
        for place, quote in enumerate(coming, last + 1):
            row = QuotationRow(guid=guids[quote.guid], position=place)
            row.source_id = self._id("source", quote.source)
            row.node_id = self._id("node", quote.node) if quote.node else None
            row.coder_id = self._id("user", quote.user) if quote.user else None
            row.start, row.end = quote.start, quote.end
            row.words_hash = fingerprint(texts[quote.source][quote.start : quote.end])
            row.edits = json.dumps([asdict(edit) for edit in quote.edits], ensure_ascii=False)
            row.note, row.translation = quote.note, quote.translation
            row.translator, row.status = quote.translator, quote.status
            self._work.rows.add(row)
        self._work.rows.flush()
        self._added += len(coming)
