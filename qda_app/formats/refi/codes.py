"""The codes of a project or codebook as nodes: names that a tree can hold, parents first."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from qda_app.domain.exchange import ORIGIN, Group, Node
from qda_app.domain.losses import Losses
from qda_app.formats.exchange.brought import Guids, color, derived, free, node_name, one_line
from qda_app.formats.refi.elements import RawCode, RawSet

_FLAT = "::"


class Codes:
    """Turns codes into nodes; `guids` leads from a code's GUID to its node's."""

    def __init__(self, guids: Guids, losses: Losses, *, flat: bool) -> None:
        self._own, self._losses, self._flat = guids, losses, flat
        self._fold: Callable[[str], str] = str.casefold if flat else str
        self._taken: dict[str, set[str]] = {}
        self._paths: dict[tuple[str, str], str] = {}
        self._steps: set[str] = set()  # made as a step of a path, not met as a code yet
        self._at: dict[str, int] = {}
        self.nodes: list[Node] = []
        self.guids: dict[str, str] = {}
        self.names: dict[str, str] = {}

    def add(self, code: RawCode) -> None:
        """Add one code below its parent, which came before."""
        parent = self.guids.get(code.parent, "")
        names = [code.name]
        if self._flat and _FLAT in code.name.strip(":"):
            names = [part for part in code.name.split(_FLAT) if part.strip()]
            self._losses.add("flat paths", code.name)
        for step in names[:-1]:
            parent = self._step(parent, node_name(step))
        self._add(code, parent, names[-1])

    def _step(self, parent: str, name: str) -> str:
        """Return the node of this name below a parent, made where it is missing."""
        key = (parent, self._fold(name))
        if key not in self._paths:
            guid = derived("step", parent, name)
            self._note(Node(guid, parent, name))
            self._steps.add(guid)
            self._taken.setdefault(parent, set()).add(self._fold(name))
        return self._paths[key]

    def _add(self, code: RawCode, parent: str, written: str) -> None:
        name = node_name(written)
        key = (parent, self._fold(name))
        kept = color(code.color, self._losses)
        if not code.codable:
            self._losses.add("folders", name)
        guid = self._paths.get(key, "")
        if guid in self._steps:
            self._steps.discard(guid)
            node = self.nodes[self._at[guid]]
            described = code.description.strip() or node.definition
            self.nodes[self._at[guid]] = replace(node, color=kept, definition=described)
        else:
            fresh = free(name, self._taken.setdefault(parent, set()), self._fold)
            if fresh != written:
                self._losses.add("nodes renamed", f"{written} → {fresh}")
            guid = self._own.own("node", "" if code.guid.startswith("code ") else code.guid)
            self._note(Node(guid, parent, fresh, kept, code.description.strip()))
        if code.guid not in self.guids:
            self.guids[code.guid], self.names[code.guid] = guid, one_line(code.name)

    def _note(self, node: Node) -> None:
        self._at[node.guid] = len(self.nodes)
        self.nodes.append(node)
        self._paths.setdefault((node.parent, self._fold(node.name)), node.guid)


def is_flat(origin: str, codes: Sequence[RawCode]) -> bool:
    """Say whether a tree was flattened into names such as `Coke::diet Coke`, as ATLAS.ti does.

    In our own files, and where codes lie below others, such a name is just a name.
    """
    if origin.startswith(ORIGIN) or not any(_FLAT in code.name.strip(":") for code in codes):
        return False
    return "atlas" in origin.casefold() or not any(code.parent for code in codes)


def groups(
    sets: Iterable[RawSet], known: dict[str, str], losses: Losses, origin: str
) -> list[Group]:
    """Return the sets that have nodes among their members; in our own files they are queries."""
    found = []
    for each in sets:
        nodes = tuple(dict.fromkeys(known[code] for code in each.codes if code in known))
        losses.add("dangling", each.name, sum(code not in known for code in each.codes))
        if nodes:
            losses.add("node sets", each.name, int(not origin.startswith(ORIGIN)))
            name = one_line(each.name) or "?"
            found.append(Group(each.guid or derived("set", name), name, nodes))
    return found
