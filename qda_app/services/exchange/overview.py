"""What a study holds, kind by kind, as tables to look through before it comes in."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from qda_app.domain.exchange import Node, Study
from qda_app.domain.messages import say
from qda_app.domain.tree import SEPARATOR

SHOWN = 160  # characters of a text that are shown
Row = tuple[Any, ...]


@dataclass(slots=True)
class Listing:
    """A table of things: its header, its rows, and the GUID of each row's thing."""

    header: list[str]
    rows: list[Row] = field(default_factory=list)
    guids: list[str] = field(default_factory=list)

    def add(self, guid: str, *cells: Any) -> None:
        """Add a row."""
        self.rows.append(cells)
        self.guids.append(guid)


def listing(study: Study, kind: str) -> Listing:
    """Return the things of a kind, named as `Study.counts` names it."""
    return _LISTS[kind](study)


def _coders(study: Study) -> Listing:
    made = Counter(coding.user for source in study.sources for coding in source.codings)
    found = Listing([say("Coder"), say("Codings")])
    for user in study.users:
        found.add(user.guid, user.name, made[user.guid])
    return found


def _nodes(study: Study) -> Listing:
    made = Counter(coding.node for source in study.sources for coding in source.codings)
    paths = _paths(study)
    found = Listing([say("Node"), say("Codings"), say("Definition")])
    for node in _in_tree(study):
        found.add(node.guid, paths[node.guid], made[node.guid], _short(node.definition))
    return found


def _sources(study: Study) -> Listing:
    found = Listing([say("Source"), say("Characters"), say("Codings"), say("Text")])
    for each in study.sources:
        found.add(each.guid, each.name, len(each.text), len(each.codings), _short(each.text))
    return found


def _codings(study: Study) -> Listing:
    nodes = {node.guid: node.name for node in study.nodes}
    users = {user.guid: user.name for user in study.users}
    found = Listing([say("Source"), say("Node"), say("Coder"), say("Passage")])
    for source in study.sources:
        for each in source.codings:
            words = _short(source.text[each.start : each.end])
            found.add(each.guid, source.name, nodes[each.node], users[each.user], words)
    return found


def _cases(study: Study) -> Listing:
    found = Listing([say("Participant"), say("Sources"), say("Attributes")])
    for case in study.cases:
        values = "; ".join(f"{name}: {value}" for name, value in case.values.items())
        found.add(case.guid, case.name, len(case.sources), values)
    return found


def _attributes(study: Study) -> Listing:
    kinds = {
        "text": say("Text"), "number": say("Number"), "date": say("Date"),
        "boolean": say("Yes or no"),
    }  # fmt: skip
    found = Listing([say("Attribute"), say("Kind"), say("Values")])
    for name, kind in study.attributes:
        found.add("", name, kinds[kind], sum(name in case.values for case in study.cases))
    return found


def _memos(study: Study) -> Listing:
    kinds = {
        "project": say("Project"), "source": say("Source"), "node": say("Node"),
        "case": say("Participant"), "coding": say("Coding"), "span": say("Passage"),
        "relation": say("Relation"),
    }  # fmt: skip
    users = {user.guid: user.name for user in study.users}
    found = Listing([say("On"), say("Coder"), say("Memo")])
    for memo in study.memos:
        found.add(memo.guid, kinds[memo.kind], users.get(memo.user, ""), _short(memo.text))
    return found


def _relations(study: Study) -> Listing:
    paths = _paths(study)
    kinds = {
        "condition": say("is a condition of"), "context": say("is the context of"),
        "action": say("is an action upon"), "consequence": say("is a consequence of"),
        "related": say("is related to"),
    }  # fmt: skip
    found = Listing([say("Node"), say("Relation"), say("Other node")])
    for each in study.relations:
        found.add(each.guid, paths[each.node], kinds.get(each.kind, each.kind), paths[each.other])
    return found


def _queries(study: Study) -> Listing:
    paths = _paths(study)
    found = Listing([say("Saved query"), say("Nodes")])
    for group in study.groups:
        found.add(group.guid, group.name, "; ".join(paths[node] for node in group.nodes))
    return found


_LISTS: dict[str, Callable[[Study], Listing]] = {
    "coders": _coders, "nodes": _nodes, "sources": _sources, "codings": _codings,
    "cases": _cases, "attributes": _attributes, "memos": _memos, "relations": _relations,
    "queries": _queries,
}  # fmt: skip


def _paths(study: Study) -> dict[str, str]:
    """Return the nodes' paths by GUID."""
    found: dict[str, str] = {}
    for node in study.nodes:
        above = found.get(node.parent, "")
        found[node.guid] = f"{above}{SEPARATOR}{node.name}" if above else node.name
    return found


def _in_tree(study: Study) -> list[Node]:
    """Return the nodes in reading order, each followed by what lies below it."""
    below: dict[str, list[Node]] = {}
    for node in study.nodes:
        below.setdefault(node.parent, []).append(node)
    found: list[Node] = []
    waiting = below.get("", [])[::-1]
    while waiting:
        found.append(waiting.pop())
        waiting.extend(below.get(found[-1].guid, [])[::-1])
    return found


def _short(text: str) -> str:
    """Return the beginning of a text on one line."""
    line = " ".join(text[: 2 * SHOWN].split())
    return line if len(line) <= SHOWN else f"{line[:SHOWN].rstrip()}…"
