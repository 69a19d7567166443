"""What a merge changes, by name: nodes one by one, and what else comes new."""

from collections import Counter
from collections.abc import Iterator, Mapping

from qda_app.domain.messages import say
from qda_app.services.merging.draft import Draft
from qda_app.services.merging.rows import CARD
from qda_app.storage.merge_rows import Columns

Changes = Mapping[str, Mapping[str, Columns]]


def changes_by_name(draft: Draft, inserts: Changes, updates: Changes) -> list[str]:
    """Return what comes and what changes in sentences; nothing of nodes still kept secret."""
    found = [
        say("New node “{name}”", name=draft.path(guid))
        for guid, values in inserts.get("node", {}).items()
        if not values["gone"] and not draft.is_secret(values)
    ]
    for guid, changed in updates.get("node", {}).items():
        if not draft.is_secret(draft.rows["node"][guid]):
            found += _of_node(draft, guid, changed)
    for table, title in _titles().items():
        rows = inserts.get(table, {}).values()
        found += [f"{title} “{v['name']}”" for v in rows if not v["gone"] and v["name"]]
    return found


def _titles() -> dict[str, str]:
    return {
        "source": say("New source"),
        "case": say("New case"),
        "attribute": say("New attribute"),
        "coder": say("New coder"),
        "round": say("New round"),
    }


def _of_node(draft: Draft, guid: str, changed: Columns) -> Iterator[str]:
    before = draft.mine.rows["node"][guid]
    name = before["name"]
    if changed.get("gone"):
        into = draft.node(guid)
        if into != guid:
            other = draft.rows["node"][into]["name"]
            yield say("Node “{name}”: merged into “{other}”", name=name, other=other)
        else:
            yield say("Node “{name}”: deleted", name=name)
        return
    if changed.get("gone") is False:
        yield say("Node “{name}”: comes back", name=name)
    if "name" in changed:
        yield say("Node “{name}”: name → “{other}”", name=name, other=changed["name"])
    if "parent_id" in changed:
        yield _moved(draft, name, changed["parent_id"])
    if changed.keys() & set(CARD):
        empty = not any(before[field] for field in CARD)
        anew = say("Node “{name}”: defined anew", name=name)
        yield say("Node “{name}”: defined", name=name) if empty else anew
    if "retired" in changed:
        back = say("Node “{name}”: in use again", name=name)
        yield say("Node “{name}”: retired", name=name) if changed["retired"] else back


def _moved(draft: Draft, name: str, parent: str | None) -> str:
    if parent is None:
        return say("Node “{name}”: moved to the top", name=name)
    return say("Node “{name}”: moved below “{other}”", name=name, other=draft.path(parent))


def coded_words(draft: Draft, guid: str, *, here: bool) -> str:
    """Say who coded how much at a node, before the merge here or in the copy.

    Nothing is said where somebody's codings may not be counted.
    """
    known = draft.mine.standing
    lines = (
        known if here else {g: x for g, x in draft.standing.items() if g not in known}
    ).values()
    counted = Counter(line.coder for line in lines if line.node == guid)
    if counted.keys() & draft.mine.private:
        return ""
    if not counted:
        return say("no codings yet")
    coders = draft.rows["coder"]
    people = sorted((coders[key]["name"], number) for key, number in counted.items())
    return say("coded by {who}", who=", ".join(f"{name}: {number}" for name, number in people))
