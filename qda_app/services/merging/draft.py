"""The main file as it would be after a merge, worked out in memory before anything is written."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from qda_app.domain.errors import QdaError
from qda_app.domain.guid import new_guid
from qda_app.domain.messages import say
from qda_app.services.merging.copies import Copy
from qda_app.services.merging.plan import MINE, Conflict
from qda_app.storage.merge_reads import Former, Line
from qda_app.storage.merge_rows import Columns, Rows
from qda_app.storage.tables import REFERENCES

Place = tuple[str, str, str, int, int]


@dataclass(frozen=True, slots=True)
class Mine:
    """The main file before the merge, in GUIDs.

    `private` are the coders whose memos, and `hiding` the rounds whose nodes, the viewer may not
    see; they are settled without asking.
    """

    head: str
    rows: Rows
    standing: dict[str, Line]
    former: dict[str, Former]
    private: frozenset[str] = frozenset()
    hiding: frozenset[str] = frozenset()


@dataclass(slots=True)
class Draft:
    """What the merge has worked out so far."""

    mine: Mine
    copy: Copy
    choices: Mapping[str, str]
    rows: Rows = field(default_factory=dict)
    standing: dict[str, Line] = field(default_factory=dict)
    places: dict[Place, str] = field(default_factory=dict)
    closes: set[str] = field(default_factory=set)
    opens: dict[str, Line] = field(default_factory=dict)
    reopens: set[str] = field(default_factory=set)
    follows: dict[str, str] = field(default_factory=dict)
    twins: dict[tuple[str, str], str] = field(default_factory=dict)
    merges: list[tuple[str, str]] = field(default_factory=list)
    deleted: list[tuple[str, str]] = field(default_factory=list)
    rivals: dict[str, str] = field(default_factory=dict)
    edited: set[str] = field(default_factory=set)
    conflicts: dict[str, Conflict] = field(default_factory=dict)
    answered: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    identical: int = 0
    withdrawn: int = 0
    moved: int = 0

    def __post_init__(self) -> None:
        self.rows = {
            table: {guid: dict(values) for guid, values in found.items()}
            for table, found in self.mine.rows.items()
        }
        self.standing = dict(self.mine.standing)
        self.places = {line.place: guid for guid, line in self.standing.items()}

    def ask(self, key: str, sentence: str, mine: str, theirs: str, choices: tuple[str, ...]) -> str:
        """Return what a person chose; until then what stands in the main file."""
        given = self._given(key)
        chosen = given if given in choices else ""
        refused = "" if chosen else given
        self.conflicts[key] = Conflict(key, sentence, mine, theirs, choices, chosen, refused)
        return chosen or MINE

    def _given(self, key: str) -> str:
        """Return the answer given under the key or under the beginning of it, short of a GUID."""
        part = key
        if key not in self.choices:
            begun = (p for p in self.choices if key.startswith(p) and len(p.partition(":")[2]) < 36)
            part = next(begun, "")
        if not part:
            return ""
        if self.answered.setdefault(part, key) != key:
            raise QdaError(
                say("“{part}” begins the keys of several conflicts. Give more of it.", part=part)
            )
        return self.choices[part]

    def node(self, guid: str) -> str:
        """Return the node that stands for one, through all merges of nodes."""
        nodes, seen = self.rows["node"], {guid}
        while guid in nodes and nodes[guid]["gone"] and nodes[guid]["merged_into_id"]:
            guid = nodes[guid]["merged_into_id"]
            if guid in seen:
                break
            seen.add(guid)
        return guid

    def find(self, table: str, guid: str) -> str:
        """Return the main file's GUID for a row of the copy."""
        found = self.twins.get((table, guid), guid)
        return self.node(found) if table == "node" else found

    def mapped(self, table: str, values: Columns) -> Columns:
        """Return values of the copy with references as the main file has them."""
        refs = REFERENCES[table]
        return {
            name: self.find(refs[name], value) if name in refs and value is not None else value
            for name, value in values.items()
        }

    def live(self, table: str) -> dict[str, Columns]:
        """Return the rows of a table that are not gone."""
        return {guid: values for guid, values in self.rows[table].items() if not values["gone"]}

    def add(self, table: str, values: Columns) -> str:
        """Add a row that neither side has and return its GUID."""
        guid = new_guid()
        self.rows[table][guid] = {"gone": False, **values}
        return guid

    def path(self, node: str) -> str:
        """Return a node's names from the top."""
        names, seen, nodes = [], set(), self.rows["node"]
        at: str | None = node
        while at is not None and at in nodes and at not in seen:
            seen.add(at)
            names.append(str(nodes[at]["name"]))
            at = nodes[at]["parent_id"]
        return " > ".join(reversed(names))

    def is_secret(self, node: Columns) -> bool:
        """Say whether a node is still its inventor's alone; nobody else is asked about it."""
        return node["inventor_id"] is not None and node["round_id"] in self.mine.hiding

    def is_new(self, table: str, guid: str) -> bool:
        """Say whether the merge brings this row."""
        return guid not in self.mine.rows[table]

    def close(self, guid: str) -> None:
        """Let a coding stand no longer."""
        line = self.standing.pop(guid)
        if self.places.get(line.place) == guid:
            del self.places[line.place]
        if guid in self.opens:
            del self.opens[guid]
        elif guid in self.reopens:
            self.reopens.discard(guid)
        else:
            self.closes.add(guid)

    def open(self, line: Line, *, twice: bool = False) -> None:
        """Let a coding stand, or count it as identical where its place is taken.

        With `twice`, what a coder coded twice in the copy itself stays twice.
        """
        there = self.places.get(line.place)
        if there is not None and not (twice and {there, line.guid} <= self.copy.stands):
            self.identical += 1
            self.follows[line.guid] = there
            return
        old = self.mine.former.get(line.guid)
        if line.guid in self.mine.standing:  # closed a moment ago, and standing again
            self.closes.discard(line.guid)
            self.identical += 1
        elif old is not None and old.line.place == line.place:
            self.reopens.add(line.guid)
        elif old is not None:
            line = line._replace(guid=new_guid(), replaces=line.guid)
            self.follows[old.line.guid] = line.guid
            self.opens[line.guid] = line
        else:
            self.opens[line.guid] = line
        self.standing[line.guid] = line
        self.places[line.place] = line.guid

    def merge_node(self, node: str, into: str) -> None:
        """Put codings, children, relations and other names of a node under another one."""
        nodes = self.rows["node"]
        self._lift(node, into)
        for guid in [g for g, line in self.standing.items() if line.node == node]:
            line = self.standing[guid]
            fresh = guid in self.opens
            self.close(guid)
            self.moved += guid in self.closes
            moved = line._replace(node=into)
            self.open(moved if fresh else moved._replace(guid=new_guid(), replaces=guid))
            if not fresh:
                self.follows[guid] = self.places[moved.place]
        last = max((v["position"] for v in nodes.values() if v["parent_id"] == into), default=-1)
        for child in self.live("node").values():
            if child["parent_id"] == node:
                last += 1
                child["parent_id"], child["position"] = into, last
        self._move_relations(node, into)
        for alias in self.live("node_alias").values():
            if alias["node_id"] == node:
                alias["node_id"] = into
        for memo in self.live("memo").values():
            if memo["target"] == node:
                memo["target"] = into
        nodes[node].update(gone=True, merged_into_id=into)

    def _lift(self, node: str, into: str) -> None:
        """Take the target out from below the node that is merged into it."""
        nodes = self.rows["node"]
        at, seen = nodes[into]["parent_id"], set()
        while at is not None and at in nodes and at not in seen:
            if at == node:
                nodes[into]["parent_id"] = nodes[node]["parent_id"]
                return
            seen.add(at)
            at = nodes[at]["parent_id"]

    def _move_relations(self, node: str, into: str) -> None:
        known = {(r["node_id"], r["other_id"], r["kind"]) for r in self.live("relation").values()}
        for relation in self.live("relation").values():
            ends = (relation["node_id"], relation["other_id"])
            if node not in ends:
                continue
            first, second = (into if end == node else end for end in ends)
            if first == second or (first, second, relation["kind"]) in known:
                relation["gone"] = True
            else:
                relation["node_id"], relation["other_id"] = first, second
