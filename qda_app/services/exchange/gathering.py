"""What of a project the viewer may see, as a study that can leave for another tool."""

import json
from collections.abc import Collection
from dataclasses import dataclass, replace

from qda_app.domain.exchange import (
    Case,
    Coding,
    Group,
    Memo,
    Node,
    Quote,
    Relation,
    Source,
    Study,
    User,
)
from qda_app.domain.losses import Losses
from qda_app.domain.query import Or, Query, Term
from qda_app.domain.tree import Tree
from qda_app.formats.refi.writing import variable_type
from qda_app.services.reads import Reads
from qda_app.services.retrieval.query_json import from_json

KINDS = ("project", "source", "node", "case", "coding", "relation", "span")


@dataclass(frozen=True, slots=True)
class Gathered:
    """A study for export and what of the project it does not hold."""

    study: Study
    losses: Losses


def gather(read: Reads) -> Gathered:
    """Return the study and count what no exchange format holds."""
    losses = Losses()
    tree, coders = read.tree(), read.coders()
    guids = {
        "coder": {coder.id: coder.guid for coder in coders},
        "node": {node.id: node.guid for node in tree.order},
        "source": {source.id: source.guid for source in read.sources()},
    }
    sources = _sources(read, guids)
    attributes = tuple(read.attributes())
    cases = tuple(_case(case, guids["source"], losses) for case in read.cases())
    relations = tuple(
        Relation(r.guid, guids["node"][r.node], guids["node"][r.other], r.kind)
        for r in read.relations()
        if r.node in guids["node"] and r.other in guids["node"]
    )
    study = Study(
        read.title(),
        "",
        tuple(User.of(coder) for coder in coders),
        tuple(Node.of(n, guids["node"].get(n.parent or 0, ""), n.color) for n in tree.order),
        sources,
        attributes,
        cases,
        (),
        (),
        relations,
        tuple(node_groups(read, tree, losses)),
        _modified(read),
        _quotations(read, guids),
    )
    study = _with_memos(read, study, losses)
    _count_rest(read, study, losses)
    return Gathered(study, losses)


def _modified(read: Reads) -> str:
    newest = read.history(1)
    return f"{newest[0].time[:19]}Z" if newest else ""


def _sources(read: Reads, guids: dict[str, dict[int, str]]) -> tuple[Source, ...]:
    times = read.coding_times()
    by_source: dict[int, list[Coding]] = {}
    for coding in read.codings():
        if coding.node not in guids["node"]:
            continue
        by_source.setdefault(coding.source, []).append(
            Coding(
                coding.guid,
                guids["node"][coding.node],
                guids["coder"][coding.coder],
                coding.start,
                coding.end,
                times.get(coding.id, ""),
            )
        )
    texts = read.texts()
    turns = read.turns()
    return tuple(
        Source(
            s.guid,
            s.name,
            texts[s.id],
            s.format,
            tuple(by_source.get(s.id, ())),
            language=s.language,
            turns=turns.get(s.id, ()) if s.turns_used else read.turns_of(s.id, unused=True),
            turns_used=s.turns_used,
        )
        for s in read.sources()
    )


def _quotations(read: Reads, guids: dict[str, dict[int, str]]) -> tuple[Quote, ...]:
    return tuple(
        Quote(
            each.guid,
            guids["source"][each.source],
            guids["node"].get(each.node or 0, ""),
            guids["coder"].get(each.coder or 0, ""),
            each.start,
            each.end,
            each.edits,
            each.note,
            each.translation,
            each.translator,
            each.status,
        )
        for each in read.quotations()
    )


def _case(case: "object", sources: dict[int, str], losses: Losses) -> Case:
    from qda_app.domain.people import Case as Known

    assert isinstance(case, Known)  # noqa: S101
    losses.add("speakers", case.name, sum(bool(speaker) for _source, speaker in case.links))
    heard = dict.fromkeys(sources[s] for s, _speaker in case.links if s in sources)
    values = {name: value for name, value in case.attributes.items() if value}
    voiced = [(sources[s], speaker) for s, speaker in case.links if s in sources]
    if not any(speaker for _source, speaker in voiced):
        voiced = []
    return Case(case.guid, case.name, values, tuple(heard), tuple(voiced))


def _with_memos(read: Reads, study: Study, losses: Losses) -> Study:
    """Add the memos whose target is in the study; others go to the project, counted."""
    known: dict[str, Collection[str]] = {
        "source": {s.guid for s in study.sources},
        "node": {n.guid for n in study.nodes},
        "case": {c.guid for c in study.cases},
        "coding": {c.guid for s in study.sources for c in s.codings},
        "relation": {r.guid for r in study.relations},
        "project": {read.project_guid()},
    }
    coders = {coder.id: coder.guid for coder in read.coders()}
    sources = {source.id: source.guid for source in read.sources()}
    memos, ids = [], {}
    for memo in read.memos():
        kind, target, at = memo.kind, memo.target, (0, 0)
        if kind == "span" and memo.source in sources:
            target, at = sources[memo.source], (memo.start, memo.end)
        elif target not in known.get(kind, ()):
            if kind in {"coding", "span", "node"}:
                continue  # of what was removed, or may not be seen
            losses.add("memo targets", memo.text)
            kind, target = "project", ""
        if kind == "project":
            target = ""
        user = coders.get(memo.coder_id or 0, "")
        memos.append(Memo(memo.guid, memo.text, kind, target, user, *at))
        ids[memo.id] = memo
    pairs = sorted(
        {
            (ids[min(one, other)].guid, ids[max(one, other)].guid)
            for one, memo in ids.items()
            for other in memo.links
            if other in ids
        }
    )
    return replace(study, memos=tuple(memos), links=tuple(pairs))


def node_groups(read: Reads, tree: Tree, losses: Losses) -> list[Group]:
    """Return the saved queries that are nothing but a set of nodes."""
    found = []
    for saved in read.saved_queries():
        try:
            nodes = _plain_nodes(from_json(saved.definition, tree))
        except Exception:  # noqa: BLE001
            nodes = None
        if nodes is None:
            losses.add("queries", saved.name)
        else:
            found.append(Group(saved.guid, saved.name, tuple(tree.by_id[n].guid for n in nodes)))
    return found


def _plain_nodes(query: Query) -> list[int] | None:
    if isinstance(query, Term) and not query.with_below:
        return list(query.nodes)
    if isinstance(query, Or) and query.parts:
        parts = [_plain_nodes(part) for part in query.parts]
        if all(part is not None for part in parts):
            return [node for part in parts for node in part or ()]
    return None


def _count_rest(read: Reads, study: Study, losses: Losses) -> None:
    """Count what the formats have no place for."""
    for each in study.sources:
        losses.add("turns", each.name, int(bool(each.turns)))
        losses.add("languages", each.language, int(bool(each.language)))
    for quote in study.quotations:
        losses.add("quotations", quote.note)
    for source in read.sources():
        losses.add("import notes", source.name, int(bool(source.notes or source.encoding)))
    for one in read.rounds():
        losses.add("rounds", one.name)
        losses.add("decisions", one.name, len(read.decisions(one.id)))
    losses.add("versions", "", len(read.versions()))
    losses.add("certainty", "", sum(bool(coding.certainty) for coding in read.codings()))
    losses.add("done", "", len(read.done()))
    losses.add("leads", "", sum(coder.lead for coder in read.coders()))
    losses.add("settings", "", len(read.settings()))
    losses.add("history", "", len(read.history()))
    for node in read.tree().order:
        losses.add("retired", node.name, int(node.retired))
    values = [(name, kind, [c.values[name] for c in study.cases if name in c.values])
              for name, kind in study.attributes]  # fmt: skip
    for name, kind, held in values:
        losses.add("kinds", name, int(kind != "text" and variable_type(kind, held) == "Text"))


def set_definition(nodes: list[tuple[str, str]]) -> str:
    """Return the saved query for a set of nodes given as (GUID, name)."""
    term = {
        "op": "term",
        "nodes": [{"guid": guid, "name": name} for guid, name in nodes],
        "below": False,
    }
    whole = {"version": 1, "query": term}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":"))
