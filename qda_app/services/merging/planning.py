"""Working a merge out: in which order the two sides are brought together."""

from collections.abc import Mapping

from qda_app.services.merging import tree
from qda_app.services.merging.copies import Copy
from qda_app.services.merging.corrected import in_new_texts
from qda_app.services.merging.draft import Draft, Mine
from qda_app.services.merging.naming import changes_by_name
from qda_app.services.merging.plan import Conservation, Plan
from qda_app.services.merging.rows import bring_rows
from qda_app.services.project import Project
from qda_app.storage import facts, merge_reads
from qda_app.storage.merge_reads import Line
from qda_app.storage.merge_rows import Columns, read_rows


def plan_merge(project: Project, copy: Copy, choices: Mapping[str, str] | None = None) -> Plan:
    """Return what merging the copy would do, with these answers to what needs a person."""
    mine = read_mine(project)
    with project.rows() as session:
        connection = session.connection()
        copy = in_new_texts(copy, mine.rows, lambda key: facts.get(connection, key))
    draft = Draft(mine, copy, choices or {})
    draft.notes += copy.remarks
    bring_rows(draft)
    tree.break_cycles(draft)
    _close_codings(draft)
    tree.merge_nodes(draft)
    _open_codings(draft)
    tree.revive_edited(draft)
    tree.stand_on_live(draft)
    tree.delete_rows(draft)
    tree.stand_on_live(draft)
    tree.part_namesakes(draft)
    tree.stand_on_live(draft)
    tree.part_namesakes(draft)
    tree.tidy_relations(draft)
    if copy.handout:
        draft.rows["handout"][copy.handout]["gone"] = False
    _follow(draft)
    return _written(project, draft)


def read_mine(project: Project) -> Mine:
    """Read the main file for a merge, with what its viewer may not be asked about."""
    coders = {coder.id: coder.guid for coder in project.read.coders()}
    hidden = project.read.sight().authors
    hiding = frozenset(one.guid for one in project.read.rounds() if one.hides)
    with project.rows() as session:
        connection = session.connection()
        return Mine(
            merge_reads.history(connection)[-1][2],
            read_rows(connection),
            merge_reads.standing(connection),
            merge_reads.former(connection),
            frozenset(coders[key] for key in hidden if key in coders),
            hiding,
        )


def _close_codings(draft: Draft) -> None:
    """Close what the copy removed, or what a merge of nodes here has put in its place."""
    successors: dict[str, list[Line]] = {}
    for line in draft.mine.standing.values():
        if line.replaces is not None:
            successors.setdefault(line.replaces, []).append(line)
    for old in draft.mine.former.values():
        if old.line.replaces is not None:
            successors.setdefault(old.line.replaces, []).append(old.line)
    for line in draft.copy.closed:
        guid = _stands_as(draft, line, successors)
        if guid is not None:
            draft.close(guid)
            if guid != line.guid:
                draft.follows[guid] = line.guid


def _stands_as(draft: Draft, line: Line, successors: dict[str, list[Line]]) -> str | None:
    """Return the coding that stands here for one of the base, through merges of its node."""
    waiting, seen = [line.guid], set()
    node = draft.find("node", line.node)
    while waiting:
        guid = waiting.pop()
        if guid in seen:
            continue
        seen.add(guid)
        here = draft.standing.get(guid)
        if here is not None and (guid == line.guid or here.place[1:] == (node, *line.place[2:])):
            return guid
        waiting += [after.guid for after in successors.get(guid, [])]
    return None


def _open_codings(draft: Draft) -> None:
    """Open what the copy coded, at the node that stands for its own here."""
    base = {line.guid: line for line in draft.copy.closed}
    for line in draft.copy.opened:
        if line.guid in draft.standing:
            draft.identical += 1
            continue
        old = draft.mine.former.get(line.guid)
        moved = line._replace(node=draft.find("node", line.node))
        origin = _only_moved(draft, line, base)
        there = draft.places.get(moved.place, line.guid)
        here = origin is None or origin in draft.mine.standing or there not in draft.copy.stands
        if (old is not None and not old.undone) or not here:
            draft.withdrawn += 1
            if origin is not None:
                draft.follows[line.guid] = origin
            continue
        draft.open(moved, twice=moved.node == line.node)
        if line.replaces is not None:
            draft.follows.setdefault(line.replaces, line.guid)


def _only_moved(draft: Draft, line: Line, base: Mapping[str, Line]) -> str | None:
    """Return the coding of the base that merges of nodes in the copy made into this one."""
    at, seen = line.replaces, {line.guid}
    while at in draft.copy.passing and at not in base and at not in seen:
        seen.add(at)
        at = draft.copy.passing[at].replaces
    first = base.get(at or "")
    if first is None or first.place[2:] != line.place[2:] or first.source != line.source:
        return None
    nodes, node, passed = draft.copy.rows["node"], first.node, set()
    while nodes[node]["gone"] and nodes[node]["merged_into_id"] and node not in passed:
        passed.add(node)
        node = nodes[node]["merged_into_id"]
    return first.guid if passed and node == line.node else None


def _follow(draft: Draft) -> None:
    """Let memos and certainty follow codings to those that stand for them."""
    heirs = {line.replaces: guid for guid, line in draft.standing.items() if line.replaces}
    for table in ("memo", "certainty"):
        for guid, values in draft.live(table).items():
            heir = _heir(draft, values["target"], heirs)
            if heir is None and guid in draft.rivals:
                heir = _heir(draft, draft.rivals[guid], heirs)
            if heir is not None:
                values["target"] = heir
    known: set[str] = set()
    levels = draft.live("certainty")
    for guid in sorted(levels, key=lambda g: draft.is_new("certainty", g)):
        target = levels[guid]["target"]
        if target not in known:
            known.add(target)
        elif draft.is_new("certainty", guid):
            del draft.rows["certainty"][guid]
        else:
            levels[guid]["gone"] = True


def _heir(draft: Draft, target: str, heirs: Mapping[str, str]) -> str | None:
    """Return the standing coding that took the place of another, None where there is none."""
    at, seen = target, set()
    while at not in draft.standing and at not in seen:
        seen.add(at)
        at = draft.follows.get(at) or heirs.get(at) or at
    return at if at in draft.standing else None


def _counted(new: Mapping[str, Columns], changed: Mapping[str, Columns]) -> tuple[int, int]:
    """Return how many rows come new, those that come back included, and how many change."""
    back = sum(values.get("gone") is False for values in changed.values())
    return len(new) + back, len(changed) - back


def _written(project: Project, draft: Draft) -> Plan:
    inserts: dict[str, dict[str, Columns]] = {}
    updates: dict[str, dict[str, Columns]] = {}
    for table, rows in draft.rows.items():
        before = draft.mine.rows[table]
        for guid, values in rows.items():
            if guid not in before:
                inserts.setdefault(table, {})[guid] = values
            elif values != before[guid]:
                changed = {n: v for n, v in values.items() if v != before[guid][n]}
                updates.setdefault(table, {})[guid] = changed
    counts = {
        table: _counted(inserts.get(table, {}), updates.get(table, {}))
        for table in inserts.keys() | updates.keys()
    }
    removed = len(draft.closes) - draft.moved + draft.withdrawn
    brought = len(draft.copy.opened)
    return Plan(
        draft.copy,
        draft.mine.head,
        tuple(sorted(draft.conflicts.values(), key=lambda c: c.key)),
        Conservation(
            len(draft.mine.standing), brought, draft.identical, removed, len(draft.standing)
        ),
        counts,
        tuple(dict.fromkeys(draft.notes)),
        tuple(one.name for one in project.read.blinding()),
        tuple(sorted(draft.choices.keys() - draft.answered.keys())),
        inserts,
        updates,
        tuple(draft.opens.values()),
        tuple(changes_by_name(draft, inserts, updates)),
        tuple(draft.mine.former[guid].id for guid in draft.reopens),
        tuple(draft.closes),
    )
