"""The node tree after a merge: no cycles, nothing used is lost, no two siblings of one name."""

from collections.abc import Iterator

from qda_app.domain.messages import say
from qda_app.services.commands.sources import free_name
from qda_app.services.merging.draft import Draft
from qda_app.services.merging.naming import coded_words
from qda_app.services.merging.plan import APART, MINE, THEIRS, UNIFY
from qda_app.services.merging.rows import CARD
from qda_app.storage.merge_rows import Columns
from qda_app.storage.tables import REFERENCES

SEEN_CHANGE = ("name", "parent_id", "color", *CARD)
WITH_IT = ("node_alias", "progress", "memo_link", "memo_place")


def break_cycles(draft: Draft) -> None:
    """Ask where a move here and a move in the copy put a node below itself."""
    nodes = draft.rows["node"]
    for guid in draft.copy.changes.get("node", {}):
        loop = _loop(draft, guid)
        if guid not in nodes or not loop:
            continue
        before = draft.mine.rows["node"].get(guid)
        sentence = say(
            "“{name}” was moved below “{other}” in the copy, which lies below it here.",
            name=nodes[guid]["name"],
            other=nodes[nodes[guid]["parent_id"]]["name"],
        )
        home = before["parent_id"] if before is not None else None
        mine = draft.path(home) if home else say("the top")
        theirs = nodes[nodes[guid]["parent_id"]]["name"]
        chosen = draft.ask(f"cycle:{guid}", sentence, mine, theirs, (MINE, THEIRS))
        nodes[guid if chosen == MINE else loop[-1]]["parent_id"] = home
        if _loop(draft, guid):
            nodes[guid]["parent_id"] = None


def _loop(draft: Draft, guid: str) -> list[str]:
    """Return the nodes from a node's parent up to its own child where they lead back to it."""
    nodes = draft.rows["node"]
    path: list[str] = []
    at = nodes[guid]["parent_id"] if guid in nodes else None
    while at is not None and at in nodes and at not in path:
        if at == guid:
            return path or [guid]
        path.append(at)
        at = nodes[at]["parent_id"]
    return []


def merge_nodes(draft: Draft) -> None:
    """Do to what is only here what the copy's own merges of nodes did to the rest."""
    for guid, target in draft.merges:
        into = draft.node(target)
        if into == guid or draft.rows["node"][guid]["gone"]:
            continue
        if draft.rows["node"][into]["gone"]:
            revive(draft, into)
        draft.merge_node(guid, into)


def revive(draft: Draft, guid: str) -> None:
    """Bring a node back that was deleted here and used in the copy; retired, unless they ask."""
    values = draft.rows["node"][guid]
    if not values["gone"]:
        return
    name = draft.path(guid)
    values.update(gone=False, merged_into_id=None)
    if not draft.is_secret(values):
        sentence = say("“{name}” was deleted here and used or edited in the copy.", name=name)
        mine, theirs = say("it comes back retired"), say("it comes back for use")
        chosen = draft.ask(f"deleted:{guid}", sentence, mine, theirs, (MINE, THEIRS))
        values["retired"] = chosen == MINE


def revive_edited(draft: Draft) -> None:
    """Ask about nodes and memos that were deleted here and edited in the copy."""
    for guid in sorted(draft.edited):
        memo = draft.rows["memo"].get(guid)
        node = draft.rows["node"].get(guid)
        if node is not None and node["gone"] and not node["merged_into_id"]:
            sentence = say(
                "“{name}” was deleted here and edited in the copy.", name=draft.path(guid)
            )
            mine, theirs = say("it stays deleted"), say("it comes back for use")
            if draft.ask(f"deleted:{guid}", sentence, mine, theirs, (MINE, THEIRS)) == THEIRS:
                node["gone"] = False
        elif memo is not None and memo["gone"]:
            sentence = say("A memo was deleted here and edited in the copy.")
            text = memo["text"]
            if draft.ask(f"memo:{guid}", sentence, "", text, (MINE, THEIRS)) == THEIRS:
                memo["gone"] = False
                for place in draft.rows["memo_place"].values():
                    if place["memo_id"] == guid:
                        place["gone"] = False


def delete_rows(draft: Draft) -> None:
    """Delete what the copy deleted and nothing here needs; what is needed stays, and is asked."""
    waiting = [d for d in draft.deleted if not draft.rows[d[0]][d[1]]["gone"]]
    while waiting:
        needed = _needed(draft)
        going = [d for d in waiting if d not in needed and not _was_edited(draft, *d)]
        if not going:
            break
        for table, guid in going:
            draft.rows[table][guid]["gone"] = True
            _take_along(draft, table, guid)
        waiting = [d for d in waiting if d not in going]
    for table, guid in waiting:
        _keep_needed(draft, table, guid)


def _needed(draft: Draft) -> set[tuple[str, str]]:
    """Return the rows that codings or live rows stand on."""
    found = set()
    for line in draft.standing.values():
        found |= {("node", line.node), ("source", line.source), ("coder", line.coder)}
    for table, refs in REFERENCES.items():
        if table in WITH_IT:
            continue
        for values in draft.live(table).values():
            found |= {(target, values[n]) for n, target in refs.items() if values[n] is not None}
    return found


def _was_edited(draft: Draft, table: str, guid: str) -> bool:
    """Say whether a row that the copy deleted was edited here since."""
    columns = {"node": SEEN_CHANGE, "memo": ("text",)}.get(table, ())
    change, mine = draft.copy.changes[table][guid], draft.mine.rows[table].get(guid)
    before = draft.mapped(table, {**draft.copy.rows[table][guid], **change.base})
    return mine is not None and any(mine[name] != before[name] for name in columns)


def _take_along(draft: Draft, table: str, guid: str) -> None:
    """Let what only belongs to a deleted row go with it."""
    for other in WITH_IT:
        for name, target in REFERENCES[other].items():
            if target == table:
                for values in draft.live(other).values():
                    if values[name] == guid:
                        values["gone"] = True


def _keep_needed(draft: Draft, table: str, guid: str) -> None:
    values = draft.rows[table][guid]
    if table == "memo":
        sentence = say("A memo was edited here and deleted in the copy.")
        if draft.ask(f"memo:{guid}", sentence, values["text"], "", (MINE, THEIRS)) == THEIRS:
            values["gone"] = True
            _take_along(draft, table, guid)
    elif table == "node" and not draft.is_secret(values):
        sentence = say(
            "“{name}” was deleted in the copy and is used or edited here.", name=draft.path(guid)
        )
        mine, theirs = say("it stays as it is"), say("it is retired; its codings stay")
        if draft.ask(f"deleted:{guid}", sentence, mine, theirs, (MINE, THEIRS)) == THEIRS:
            values["retired"] = True
    elif table != "node":
        name = values.get("name", table)
        draft.notes.append(
            say("“{name}” was removed in the copy and is used here; it stays.", name=name)
        )


def part_namesakes(draft: Draft) -> None:
    """Propose to unify nodes of one name below one parent; until then the second is numbered."""
    while True:
        pair = next(_namesakes(draft), None)
        if pair is None:
            return
        guid, there = pair
        node, other = draft.rows["node"][guid], draft.rows["node"][there]
        if draft.is_secret(node) or draft.is_secret(other):
            _number(draft, guid)
            continue
        key = f"twin:{guid}"
        if key in draft.conflicts:  # parted once and renamed since: number it again
            _number(draft, guid)
            continue
        sentence = say(
            "Here and in the copy there is a node “{name}”. Is it the same?", name=draft.path(guid)
        )
        mine = _side(other, coded_words(draft, there, here=True))
        theirs = _side(node, coded_words(draft, guid, here=False))
        if draft.ask(key, sentence, mine, theirs, (UNIFY, APART)) == UNIFY:
            _unify(draft, guid, there)
        else:
            _number(draft, guid)


def _namesakes(draft: Draft) -> Iterator[tuple[str, str]]:
    """Yield (node that the merge touches, sibling of the same name)."""
    siblings: dict[tuple[str | None, str], list[str]] = {}
    live = draft.live("node")
    for guid, values in live.items():
        siblings.setdefault((values["parent_id"], values["name"]), []).append(guid)
    for guids in siblings.values():
        for guid in reversed(guids):
            if len(guids) < 2 or not _touched(draft, guid):
                continue
            own = live[guid]["inventor_id"]
            for other in guids:
                if other != guid and live[other]["inventor_id"] in {None, own}:
                    yield guid, other


def _touched(draft: Draft, guid: str) -> bool:
    return draft.rows["node"][guid] != draft.mine.rows["node"].get(guid)


def _number(draft: Draft, guid: str) -> None:
    node = draft.rows["node"][guid]
    taken = {
        v["name"]
        for g, v in draft.live("node").items()
        if g != guid and v["parent_id"] == node["parent_id"]
    }
    node["name"] = free_name(node["name"], taken)


def _unify(draft: Draft, guid: str, into: str) -> None:
    """Merge two nodes; what only one card says is kept, and both where they differ."""
    node, other = draft.rows["node"][guid], draft.rows["node"][into]
    for field in CARD:
        parts = dict.fromkeys(part for part in (other[field], node[field]) if part)
        other[field] = "\n\n".join(parts)
    draft.merge_node(guid, into)


def _side(values: Columns, coded: str) -> str:
    return "\n".join(filter(None, (str(values["definition"] or values["short"]), coded)))


def stand_on_live(draft: Draft) -> None:
    """Bring back what the rows and codings that the merge touches stand on."""
    for line in [*draft.opens.values(), *(draft.standing[g] for g in draft.reopens)]:
        revive(draft, line.node)
        for table, guid in (("source", line.source), ("coder", line.coder)):
            _bring_back(draft, table, guid)
    changed = True
    while changed:
        changed = False
        for table, refs in REFERENCES.items():
            for guid, values in draft.live(table).items():
                if values == draft.mine.rows[table].get(guid):
                    continue
                for name, target in refs.items():
                    changed |= _stand(draft, table, values, name, target)
    for guid, values in draft.live("node").items():
        if values["parent_id"] and _touched(draft, guid) and _loop(draft, guid):
            values["parent_id"] = None


def tidy_relations(draft: Draft) -> None:
    """Drop relations that merges of nodes made meaningless or double."""
    known = set()
    relations = draft.live("relation")
    for guid in sorted(relations, key=lambda g: draft.is_new("relation", g)):
        values = relations[guid]
        ends = (values["node_id"], values["other_id"], values["kind"])
        if values["node_id"] != values["other_id"] and ends not in known:
            known.add(ends)
        elif draft.is_new("relation", guid):
            del draft.rows["relation"][guid]
        elif values != draft.mine.rows["relation"][guid]:
            values["gone"] = True


def _stand(draft: Draft, table: str, values: Columns, name: str, target: str) -> bool:
    """Let one reference of a live row lead to a live row; say whether that took anything."""
    guid = values[name]
    if guid is None or not draft.rows[target][guid]["gone"]:
        return False
    if target == "node":
        found = draft.node(guid)
        if found != guid and (table, name) != ("node", "merged_into_id"):
            values[name] = found
            return True
        if table == "node":
            values[name] = draft.rows["node"][guid]["parent_id"]
            return True
        revive(draft, guid)
        return True
    _bring_back(draft, target, guid)
    return True


def _bring_back(draft: Draft, table: str, guid: str) -> None:
    values = draft.rows[table][guid]
    if values["gone"]:
        values["gone"] = False
        if "name" in values:
            taken = {v["name"] for g, v in draft.live(table).items() if g != guid}
            values["name"] = free_name(values["name"], taken)
        draft.notes.append(
            say(
                "“{name}” was removed here and is used in the copy; it is back.",
                name=values.get("name", table),
            )
        )
