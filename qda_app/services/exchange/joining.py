"""What of a study a project has already, worked out before anything is written.

A thing is known by its GUID, whatever it is called by now, else by its name. The preview and
the import ask here, so that both say the same.
"""

from collections.abc import Collection, Hashable, Iterable
from typing import Protocol, TypeVar

from qda_app.domain.exchange import CARD, ORIGIN, Memo, Node, Source, Study, User
from qda_app.domain.joining import ADD, COPY, LEAVE, Joining, Known
from qda_app.domain.losses import Losses
from qda_app.domain.source import Source as Here
from qda_app.domain.tree import Node as Standing
from qda_app.formats.exchange.brought import NOBODY, free
from qda_app.services.commands.sources import free_name
from qda_app.services.exchange.gathering import node_groups
from qda_app.services.reads import Reads

Span = tuple[int, int, int, int]  # node, coder, start, end


class _Known(Protocol):
    @property
    def id(self) -> int: ...

    @property
    def guid(self) -> str: ...


K = TypeVar("K", bound=_Known)


def join(read: Reads, study: Study, way: str = LEAVE) -> Joining:
    """Return how the study meets what the viewer sees of the project.

    `way` says what becomes of sources with the same text: they are left out, only their codings are
    added to what is there, or they come as copies.
    """
    meeting = _Meeting(read, study, way)
    meeting.meet()
    return meeting.joining


class _Meeting:
    """One study on its way to one project, kind by kind; `_guids` leads from ids to GUIDs."""

    def __init__(self, read: Reads, study: Study, way: str) -> None:
        self._read, self._study, self._way = read, study, way
        self.joining = Joining()
        self._ids, self._losses = self.joining.ids, self.joining.losses
        self._guids: dict[tuple[str, int], str] = {}

    def meet(self) -> None:
        self._join_users()
        self._join_nodes()
        self._join_sources()
        self._join_cases()
        self._join_relations()
        self._join_memos()
        self._join_queries()
        self._join_quotations()

    def _join(self, kind: str, guid: str, key: int, own: str) -> None:
        self._ids[kind, guid] = key
        self._guids[kind, key] = own

    def _join_users(self) -> None:
        here = self._read.coders()
        known = {user.guid for user in self._study.users if self._identified(user)}
        own = _by_guid(known, here)
        named = {coder.name.casefold(): coder for coder in _others(here, own)}
        taken = {coder.name.casefold() for coder in here}
        for user in self._study.users:
            there = own.get(user.guid) or named.get(user.name.casefold())
            if there is None:
                self._call("coders renamed", user.guid, user.name, free(user.name, taken))
                continue
            self._losses.add("coders joined", user.name)
            self._join("user", user.guid, there.id, there.guid)
            self._keep_name("coders kept", user.name, there.name)

    def _identified(self, user: User) -> bool:
        """Say whether a coder's GUID tells who it is; what names nobody has the same everywhere."""
        return user.guid not in NOBODY or self._study.origin.startswith(ORIGIN)

    def _join_nodes(self) -> None:
        here = self._read.tree()
        own = _by_guid({node.guid for node in self._study.nodes}, here.order)
        named = {(node.parent, node.name): node for node in _others(here.order, own)}
        taken: dict[int | str | None, set[str]] = {}
        for known in here.order:
            taken.setdefault(known.parent, set()).add(known.name)
        for node in self._study.nodes:
            parent = self._ids.get(("node", node.parent)) if node.parent else None
            there = own.get(node.guid)
            if there is None and (parent is not None or not node.parent):
                there = named.get((parent, node.name))
            if there is None:
                beside = taken.setdefault(node.parent or None if parent is None else parent, set())
                name = free_name(node.name, beside)
                beside.add(name)
                self._call("nodes renamed", node.guid, node.name, name)
                continue
            self._losses.add("nodes joined", node.name)
            self._join("node", node.guid, there.id, there.guid)
            self._keep_name("nodes kept", node.name, there.name)
            if there.parent != parent:
                self._losses.add("places kept", there.name)
            self._keep_card(node, there)

    def _keep_card(self, node: Node, there: Standing) -> None:
        """Count what the file says of a node otherwise than the project, which stays."""
        for name in ("definition", *CARD):
            written = node.definition if name == "definition" else node.card.get(name, "")
            if written and (getattr(there, name) or written) != written:
                self._losses.add("definitions kept", there.name)
                return

    def _call(self, what: str, guid: str, written: str, name: str) -> None:
        """Note the name that something comes in under, because another has its own."""
        if name != written:
            self.joining.names[guid] = name
            self._losses.add(what, f"{written} → {name}")

    def _keep_name(self, what: str, written: str, name: str) -> None:
        if name != written:
            self._losses.add(what, f"{written} → {name}")

    def _join_sources(self) -> None:
        here = self._read.sources()
        found = self._found(here)
        taken = {source.name for source in here}
        for source in self._study.sources:
            there, identical = found.get(source.guid, (None, False))
            if there is not None and identical and self._way != COPY:
                self._losses.add("sources there", source.name)
                self._join("source", source.guid, there.id, there.guid)
                self._know(source, there)
                continue
            if there is not None:
                self._losses.add("copies" if identical else "other versions", source.name)
                self.joining.known.append(
                    Known(source.guid, source.name, there.name, identical, len(source.codings))
                )
            name = free_name(source.name, taken)
            taken.add(name)
            self.joining.names[source.guid] = name
            if name != source.name:
                self._losses.add("sources renamed", f"{source.name} → {name}")

    def _found(self, here: list[Here]) -> dict[str, tuple[Here, bool]]:
        """Return the project's source that each source is, and whether the texts are the same."""
        by_guid = {source.guid: source for source in here}
        by_name = {source.name: source for source in here}
        pairs = {
            source.guid: [s for s in (by_guid.get(source.guid), by_name.get(source.name)) if s]
            for source in self._study.sources
        }
        texts = self._read.texts({s.id for found in pairs.values() for s in found})
        result: dict[str, tuple[Here, bool]] = {}
        for source in self._study.sources:
            for there in pairs[source.guid]:
                same = texts[there.id] == source.text
                if same or there.guid == source.guid:
                    result.setdefault(source.guid, (there, same))
                if same:
                    result[source.guid] = there, True
                    break
        return result

    def _know(self, source: Source, there: Here) -> None:
        """Tell the codings that the project has from those that it has not."""
        standing = self._read.codings(source=there.id)
        guids = {coding.guid for coding in standing}
        spans: dict[Span, str] = {
            (coding.node, coding.coder, coding.start, coding.end): coding.guid
            for coding in standing
        }
        fresh = []
        for coding in source.codings:
            node, coder = self._ids.get(("node", coding.node)), self._ids.get(("user", coding.user))
            own = coding.guid if coding.guid in guids else None
            if own is None and node is not None and coder is not None:
                own = spans.get((node, coder, coding.start, coding.end))
            if own is None:
                fresh.append(coding.guid)
            else:
                self.joining.codings[coding.guid] = own
        self._losses.add("codings joined", source.name, len(source.codings) - len(fresh))
        if self._way != ADD:
            self._losses.add("codings left", source.name, len(fresh))
            self.joining.left.update(fresh)
        told = (source.guid, source.name, there.name)
        count = len(source.codings)
        known = Known(*told, identical=True, codings=count, fresh=len(fresh))
        self.joining.known.append(known)

    def _join_cases(self) -> None:
        here = {name for name, _kind in self._read.attributes()}
        self.joining.attributes = sum(name in here for name, _kind in self._study.attributes)
        cases = self._read.cases()
        own = _by_guid({case.guid for case in self._study.cases}, cases)
        named = {case.name: case for case in _others(cases, own)}
        taken = {case.name for case in cases}
        for case in self._study.cases:
            there = own.get(case.guid) or named.get(case.name)
            if there is None:
                name = free_name(case.name, taken)
                taken.add(name)
                self._call("cases beside", case.guid, case.name, name)
                continue
            self._losses.add("cases joined", case.name)
            self._join("case", case.guid, there.id, there.guid)
            self._keep_name("cases kept", case.name, there.name)
            for name, value in case.values.items():
                if there.attributes.get(name, value) != value:
                    self._losses.add("values kept", f"{case.name}, {name}: {value}")

    def _join_relations(self) -> None:
        known = {(r.node, r.other, r.kind): r for r in self._read.relations()}
        for each in self._study.relations:
            one, other = self._ids.get(("node", each.node)), self._ids.get(("node", each.other))
            there = known.get((one, other, each.kind)) if one and other else None
            if there is not None:
                self._join("relation", each.guid, there.id, there.guid)

    def _join_memos(self) -> None:
        known: dict[Hashable, int] = {}
        for memo in self._read.memos():
            place = memo.source if memo.kind == "span" else memo.target
            known[memo.kind, place, memo.start, memo.end, memo.coder_id, memo.text] = memo.id
        for new in self._study.memos:
            if new.kind == "coding" and new.target in self.joining.left:
                self._losses.add("memos left", new.text)
                self.joining.left.add(new.guid)
                continue
            key = self._place(new)
            there = None if key is None else known.get(key)
            if there is not None:
                self._losses.add("memos joined", new.text)
                self._ids["memo", new.guid] = there

    def _place(self, memo: Memo) -> Hashable | None:
        """Return what would make a memo of the project the same; None where there is none."""
        user = self._ids.get(("user", memo.user)) if memo.user else None
        target: int | str | None
        if memo.kind == "project":
            target = self._read.project_guid()
        elif memo.kind == "coding":
            target = self.joining.codings.get(memo.target)
        elif memo.kind == "span":
            target = self._ids.get(("source", memo.target))
        else:
            key = self._ids.get((memo.kind, memo.target))
            target = None if key is None else self._guids[memo.kind, key]
        if target is None or (memo.user and user is None):
            return None
        return memo.kind, target, memo.start, memo.end, user, memo.text

    def _join_quotations(self) -> None:
        known = {(q.source, q.start, q.end, q.node) for q in self._read.quotations()}
        for quote in self._study.quotations:
            source = self._ids.get(("source", quote.source))
            node = self._ids.get(("node", quote.node))
            if (source, quote.start, quote.end, node) in known and bool(node) == bool(quote.node):
                self._losses.add("quotations joined", quote.note)
                self.joining.left.add(quote.guid)

    def _join_queries(self) -> None:
        saved = self._read.saved_queries()
        ids = {query.guid: query.id for query in saved}
        known = {
            (each, frozenset(group.nodes)): ids[group.guid]
            for group in node_groups(self._read, self._read.tree(), Losses())
            for each in (group.name, group.guid)
        }
        taken = {query.name.casefold() for query in saved}
        for group in self._study.groups:
            keys = [self._ids.get(("node", node), 0) for node in group.nodes]
            nodes = frozenset(self._guids.get(("node", key), "") for key in keys)
            there = known.get((group.guid, nodes)) or known.get((group.name, nodes))
            if there is not None:
                self._losses.add("queries joined", group.name)
                self._ids["query", group.guid] = there
                continue
            name, number = group.name, 1
            while name.casefold() in taken:
                number += 1
                name = f"{group.name} ({number})"
            taken.add(name.casefold())
            self.joining.names[group.guid] = name
            if name != group.name:
                self._losses.add("queries renamed", f"{group.name} → {name}")


def _by_guid(guids: Collection[str], here: Iterable[K]) -> dict[str, K]:
    return {each.guid: each for each in here if each.guid in guids}


def _others(here: Iterable[K], own: dict[str, K]) -> list[K]:
    """Return those that nothing of the study is by its GUID, which may be met by name."""
    return [each for each in here if each.guid not in own]
