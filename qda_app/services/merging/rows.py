"""Rows three ways: what one side changed is taken, what both changed is asked."""

from collections.abc import Callable
from typing import Any

from qda_app.domain.messages import say
from qda_app.services.commands.sources import free_name
from qda_app.services.merging.draft import Draft
from qda_app.services.merging.plan import BOTH, MINE, THEIRS
from qda_app.storage.merge_reads import RowChange
from qda_app.storage.merge_rows import ORDER, Columns

ABSENT = object()
CARD = ("short", "definition", "use_when", "not_when", "example")
QUIET = {"position", "color", "turns_used", "made", "head", "count", "number"}
LEFT = {"round": {"basis_hash"}}
NATURAL: dict[str, tuple[str, ...]] = {
    "attribute": ("name",),
    "case_value": ("case_id", "attribute_id"),
    "case_link": ("case_id", "source_id", "speaker"),
    "progress": ("coder_id", "source_id"),
    "certainty": ("target",),
    "relation": ("node_id", "other_id", "kind"),
    "memo_link": ("memo_id", "other_id"),
    "setting": ("name",),
    "node_alias": ("node_id", "name"),
    "assignment": ("round_id", "coder_id"),
    "decision": ("round_id", "item"),
}
ONLY_MINE = {"setting", "decision"}
HANDED_OUT = {"round", "round_part", "handout", "project", "coder"}
NUMBERED = {"source", "case", "round", "saved_query"}


def bring_rows(draft: Draft) -> None:
    """Bring every row that the copy made or changed."""
    for table in ORDER:
        changed = draft.copy.changes.get(table, {})
        if draft.copy.handout and table in HANDED_OUT:
            changed = {guid: change for guid, change in changed.items() if change.new}
        index = _index(draft, table) if changed and table in NATURAL else {}
        for guid, change in changed.items():
            _bring(draft, table, guid, change, index)
    _number_names(draft)


def _index(draft: Draft, table: str) -> dict[tuple[Any, ...], str]:
    return {_natural(table, values): guid for guid, values in draft.live(table).items()}


def _natural(table: str, values: Columns) -> tuple[Any, ...]:
    key = tuple(values[name] for name in NATURAL[table])
    if table == "attribute":
        return (str(key[0]).casefold(),)
    return tuple(sorted(key)) if table == "memo_link" else key


def _bring(
    draft: Draft, table: str, guid: str, change: RowChange, index: dict[tuple[Any, ...], str]
) -> None:
    theirs = draft.mapped(table, draft.copy.rows[table][guid])
    mine = draft.rows[table].get(guid)
    if mine is None:
        _bring_new(draft, table, guid, theirs, index)
    elif change.new and mine["gone"] and not theirs["gone"]:
        if not mine.get("merged_into_id"):
            mine.update(theirs)
    else:
        base = draft.mapped(table, change.base)
        _settle(draft, table, guid, base, theirs)


def _bring_new(
    draft: Draft, table: str, guid: str, theirs: Columns, index: dict[tuple[Any, ...], str]
) -> None:
    if theirs["gone"]:
        return
    twin = index.get(_natural(table, theirs)) if table in NATURAL else None
    if twin is not None:
        draft.twins[table, guid] = twin
        _settle(draft, table, twin, dict.fromkeys(theirs, ABSENT), theirs)
        return
    if table == "codebook_version":
        numbers = {values["number"] for values in draft.live(table).values()}
        if theirs["number"] in numbers:
            theirs["number"] = max(numbers) + 1
    draft.rows[table][guid] = theirs
    if table in NATURAL:
        index[_natural(table, theirs)] = guid


def _settle(draft: Draft, table: str, guid: str, base: Columns, theirs: Columns) -> None:
    """Settle each column that the copy changed."""
    mine = draft.rows[table][guid]
    deleted = theirs["gone"] and base.get("gone") is False
    if deleted and not mine["gone"]:
        if table == "node" and theirs["merged_into_id"]:
            draft.merges.append((guid, theirs["merged_into_id"]))
        else:
            draft.deleted.append((table, guid))
    for name, was in base.items():
        value = theirs[name]
        if value in (was, mine[name]) or name in LEFT.get(table, ()):
            continue
        if name in {"gone", "merged_into_id"} and (deleted or mine["gone"] != was):
            continue
        if mine[name] == was:
            mine[name] = value
        else:
            mine[name] = _chosen(draft, table, guid, name, value)
        if mine["gone"] and table in {"node", "memo"} and name not in QUIET:
            draft.edited.add(guid)


def _chosen(draft: Draft, table: str, guid: str, name: str, theirs: Any) -> Any:
    """Return the value of a column that both sides changed."""
    mine = draft.rows[table][guid][name]
    if name == "target":  # a coding that both sides replaced: the same answer from either side
        first, second = sorted((mine, theirs))
        draft.rivals[guid] = second
        return first
    if table == "progress":
        return True
    if name in QUIET or table in ONLY_MINE:
        return mine
    asked = _ASKED.get((table, name))
    if asked is not None:
        return asked(draft, guid, theirs)
    sentence = say("“{name}” was changed here and in the copy.", name=_called(draft, table, guid))
    key = f"{table}.{name}:{guid}"
    chosen = draft.ask(key, sentence, _shown(mine), _shown(theirs), (MINE, THEIRS))
    return theirs if chosen == THEIRS else mine


def _shown(value: Any) -> str:
    return "" if value is None else str(value)


def _called(draft: Draft, table: str, guid: str) -> str:
    """Return what a row is called, for a sentence."""
    values = draft.rows[table][guid]
    if table == "node":
        return draft.path(guid)
    if table == "case_value":
        case = draft.rows["case"][values["case_id"]]["name"]
        return f"{case}: {draft.rows['attribute'][values['attribute_id']]['name']}"
    return str(values.get("name") or values.get("title") or table)


def _ask_name(draft: Draft, guid: str, theirs: Any) -> Any:
    mine = draft.rows["node"][guid]["name"]
    sentence = say(
        "“{mine}” was renamed here, and in the copy it became “{theirs}”.", mine=mine, theirs=theirs
    )
    chosen = draft.ask(f"name:{guid}", sentence, mine, theirs, (MINE, THEIRS))
    kept, other = (theirs, mine) if chosen == THEIRS else (mine, theirs)
    add_alias(draft, guid, other)
    return kept


def add_alias(draft: Draft, node: str, name: str) -> None:
    """Keep a name that was not chosen, unless the node has it already."""
    known = {(v["node_id"], v["name"]) for v in draft.live("node_alias").values()}
    if (node, name) not in known:
        draft.add("node_alias", {"node_id": node, "name": name})


def _ask_parent(draft: Draft, guid: str, theirs: Any) -> Any:
    mine = draft.rows["node"][guid]["parent_id"]
    top = say("the top")
    here, there = (draft.path(p) if p is not None else top for p in (mine, theirs))
    sentence = say(
        "“{name}” was moved to “{mine}” here and to “{theirs}” in the copy.",
        name=draft.rows["node"][guid]["name"],
        mine=here,
        theirs=there,
    )
    chosen = draft.ask(f"parent:{guid}", sentence, here, there, (MINE, THEIRS))
    return theirs if chosen == THEIRS else mine


def _ask_card(field: str) -> Callable[[Draft, str, Any], Any]:
    def ask(draft: Draft, guid: str, theirs: Any) -> Any:
        mine = draft.rows["node"][guid][field]
        sentence = say(
            "The definition of “{name}” was edited here and in the copy.", name=draft.path(guid)
        )
        return _texts(draft, f"{field}:{guid}", sentence, mine, theirs)

    return ask


def _ask_memo(draft: Draft, guid: str, theirs: Any) -> Any:
    values = draft.rows["memo"][guid]
    if values["coder_id"] in draft.mine.private:
        return _both(values["text"], theirs)
    sentence = say("A memo was edited here and in the copy.")
    return _texts(draft, f"memo:{guid}", sentence, values["text"], theirs)


def _texts(draft: Draft, key: str, sentence: str, mine: str, theirs: str) -> str:
    chosen = draft.ask(key, sentence, mine, theirs, (MINE, THEIRS, BOTH))
    return {MINE: mine, THEIRS: theirs, BOTH: _both(mine, theirs)}[chosen]


def _both(mine: str, theirs: str) -> str:
    return "\n\n".join(part for part in dict.fromkeys((mine, theirs)) if part)


_ASKED: dict[tuple[str, str], Callable[[Draft, str, Any], Any]] = {
    ("node", "name"): _ask_name,
    ("node", "parent_id"): _ask_parent,
    ("memo", "text"): _ask_memo,
    **{("node", field): _ask_card(field) for field in CARD},
}


def _number_names(draft: Draft) -> None:
    """Number the names of new sources, cases, rounds and queries that are taken already."""
    for table in NUMBERED:
        taken = {v["name"] for g, v in draft.live(table).items() if not draft.is_new(table, g)}
        for guid, values in draft.live(table).items():
            if not draft.is_new(table, guid):
                continue
            name = free_name(values["name"], taken)
            if name != values["name"]:
                draft.notes.append(say("“{old}” came as “{new}”.", old=values["name"], new=name))
                values["name"] = name
            taken.add(name)
