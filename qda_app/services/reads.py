"""Every read of a project, through the eyes of its viewer."""

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import Connection

from qda_app.domain.coding import Coding
from qda_app.domain.disagreements import Decision
from qda_app.domain.people import Case, Coder
from qda_app.domain.query import SavedQuery
from qda_app.domain.quotation import Quotation
from qda_app.domain.relation import Relation
from qda_app.domain.rounds import CodebookVersion, Placed, Round, Sight
from qda_app.domain.source import AuditEntry, HistoryEntry, Memo, Source
from qda_app.domain.text import fold
from qda_app.domain.transcript import Turn
from qda_app.domain.tree import Tree
from qda_app.services.viewpoint import Viewpoint
from qda_app.storage import audit_queries, facts, note_queries, queries, team_queries
from qda_app.storage.sqlite_file import SCHEMA
from qda_app.storage.store import Store

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

T = TypeVar("T")


class Reads:
    """The reads of one viewer; what the viewer may not see is in none of them."""

    def __init__(self, store: Store, viewpoint: Viewpoint) -> None:
        self._store = store
        self._viewpoint = viewpoint
        self._kept: tuple[int, Sight, list[Round]] | None = None

    def _ask(self, query: Callable[[Connection], T]) -> T:
        with self._store.reading() as connection:
            return query(connection)

    def _visible(self, connection: Connection, coders: Collection[int] | None = None) -> Sight:
        """Return what the viewer may see, of these coders only where they are named."""
        seen, _blind = self._look(connection)
        return seen if coders is None else seen.of(coders)

    def _look(self, connection: Connection) -> tuple[Sight, list[Round]]:
        """Return what may be seen and the rounds that hide the rest, worked out once a revision."""
        if self._kept is None or self._kept[0] != self._store.revision:
            coders = queries.coders(connection)
            blind = self._viewpoint.blinded_by(coders, team_queries.rounds(connection))
            invented = team_queries.invented(connection, [one.id for one in blind]) if blind else {}
            sight = self._viewpoint.sight(coders, blind, invented)
            self._kept = self._store.revision, sight, blind
        return self._kept[1], self._kept[2]

    def sight(self) -> Sight:
        """Return whose work the viewer may be shown, and what of it is hidden."""
        return self._ask(self._visible)

    def leads(self) -> bool:
        """Say whether the viewer may plan rounds and settle what coders disagree on.

        In a hand-out nobody may: what is planned and settled is the main project's.
        """
        return self.handed_to() is None and self._viewpoint.leads(self.coders())

    def handed_to(self) -> Coder | None:
        """Return whose copy this file is; None where it is no hand-out."""
        key = self._ask(team_queries.handed_to)
        return next((coder for coder in self.coders() if coder.id == key), None)

    def rounds(self) -> list[Round]:
        """Return the rounds in the order in which they were made.

        How much others submitted is left out while a round keeps the viewer blind.
        """
        rounds = self._ask(team_queries.rounds)
        blind = {one.id for one in self._ask(self._look)[1]}
        me = self._viewpoint.author
        return [one.only_of(me) if one.id in blind else one for one in rounds]

    def blinding(self) -> list[Round]:
        """Return the rounds in which the viewer may not see what others do."""
        me = self._viewpoint.author
        return [one.only_of(me) for one in self._ask(self._look)[1]]

    def title(self) -> str:
        """Return the project's title."""
        return self._ask(queries.title)

    def settings(self) -> dict[str, str]:
        """Return the choices kept with the project."""
        return self._ask(queries.settings)

    def coders(self) -> list[Coder]:
        """Return the coders in the order in which they joined."""
        return self._ask(queries.coders)

    def sources(self) -> list[Source]:
        """Return the sources by name."""
        return self._ask(queries.sources)

    def text(self, source: int) -> str:
        """Return a source's text."""
        return self._ask(lambda c: queries.text(c, source))

    def texts(self, wanted: Collection[int] | None = None) -> dict[int, str]:
        """Return texts by source id."""
        return self._ask(lambda c: queries.texts(c, wanted))

    def turns(self) -> dict[int, tuple[Turn, ...]]:
        """Return the turns in use by source id."""
        return self._ask(queries.turns)

    def turns_of(self, source: int, *, unused: bool = False) -> tuple[Turn, ...]:
        """Return one source's turns; those switched off only on request."""
        return self._ask(lambda c: queries.turns_of(c, source, unused=unused))

    def submitted(self, one: Round) -> dict[int, list[Placed]]:
        """Return the codings submitted in a round by coder, also those that were removed since.

        While the round keeps the viewer blind, only the viewer's own.
        """
        blind = any(other.id == one.id for other in self.blinding())
        author = self._viewpoint.author
        asked = [a for a in one.assignments if a.submitted and (not blind or a.coder == author)]

        def read(connection: Connection) -> dict[int, list[Placed]]:
            return {
                a.coder: team_queries.codings_named(
                    connection, team_queries.listed(connection, a.codings)
                )
                for a in asked
            }

        return self._ask(read)

    def decisions(self, round_id: int) -> list[Decision]:
        """Return how the disagreements of a round were settled, oldest first."""
        return self._ask(lambda c: team_queries.decisions(c, round_id))

    def codings_named(self, guids: Collection[str]) -> list[Placed]:
        """Return codings by GUID that may be seen, whether they stand or not."""

        def read(connection: Connection) -> list[Placed]:
            seen = self._visible(connection)
            found = team_queries.codings_named(connection, guids)
            return [p for p in found if seen.shows(p.coder, p.source) and p.node not in seen.nodes]

        return self._ask(read)

    def merged_nodes(self) -> dict[int, int]:
        """Return the node that each node merged away is part of by now."""
        return self._ask(team_queries.merged_nodes)

    def kept(self, key: str) -> str:
        """Return a long text kept under its hash, such as a version's tree."""
        return self._ask(lambda c: facts.get(c, key))

    def versions(self) -> list[CodebookVersion]:
        """Return the versions of the codebook, oldest first."""
        return self._ask(team_queries.versions)

    def coding_versions(self) -> dict[int, str]:
        """Return under which codebook version, by GUID, the codings that stand were made."""
        return self._ask(lambda c: queries.coding_versions(c, self._visible(c)))

    def node_ids(self) -> dict[str, int]:
        """Return the ids of all nodes by GUID, also of those that were removed or merged."""

        def read(connection: Connection) -> dict[str, int]:
            hidden = self._visible(connection).nodes
            found = team_queries.node_ids(connection)
            return {guid: key for guid, key in found.items() if key not in hidden}

        return self._ask(read)

    def tree(self) -> Tree:
        """Return the node tree, without what others invent in a round that is blind."""

        def read(connection: Connection) -> Tree:
            hidden = self._visible(connection).nodes
            return Tree(node for node in queries.nodes(connection) if node.id not in hidden)

        return self._ask(read)

    def relations(self) -> list[Relation]:
        """Return the relations between nodes."""

        def read(connection: Connection) -> list[Relation]:
            hidden = self._visible(connection).nodes
            found = note_queries.relations(connection)
            return [r for r in found if r.node not in hidden and r.other not in hidden]

        return self._ask(read)

    def cases(self) -> list[Case]:
        """Return the cases with attributes and links."""
        return self._ask(queries.cases)

    def attributes(self) -> list[tuple[str, str]]:
        """Return (name, kind) of the cases' attributes."""
        return self._ask(queries.attributes)

    def done(self) -> set[tuple[int, int]]:
        """Return (coder, source) pairs marked done, of coders that may be seen."""

        def read(connection: Connection) -> set[tuple[int, int]]:
            seen = self._visible(connection)
            return {pair for pair in queries.done(connection) if seen.shows(*pair)}

        return self._ask(read)

    def coding_times(self) -> dict[int, str]:
        """Return when the codings that stand were applied, by id."""
        return self._ask(lambda c: queries.coding_times(c, self._visible(c)))

    def codings(
        self,
        coders: Collection[int] | None = None,
        source: int | None = None,
        nodes: Collection[int] | None = None,
        ids: Collection[int] | None = None,
    ) -> list[Coding]:
        """Return the codings that stand, in text order; None means all coders, sources, nodes."""
        return self._ask(lambda c: queries.codings(c, self._visible(c, coders), source, nodes, ids))

    def coding_arrays(self, coders: Collection[int] | None = None) -> "npt.NDArray[np.int64]":
        """Return the codings that stand as int64 (n, 5): source, node, coder, start, end."""
        return self._ask(lambda c: queries.coding_arrays(c, self._visible(c, coders)))

    def coding_arrays_at(
        self, change_set: int, coders: Collection[int] | None = None
    ) -> "npt.NDArray[np.int64]":
        """Return the same of the codings that stood after a change set, known by its number."""
        return self._ask(
            lambda c: queries.coding_arrays_at(c, change_set, self._visible(c, coders))
        )

    def counts_by_node(self, coders: Collection[int] | None = None) -> dict[int, int]:
        """Return how many codings stand at each node."""
        return self._ask(lambda c: queries.counts_by_node(c, self._visible(c, coders)))

    def counts_by_source(self) -> dict[tuple[int, int], int]:
        """Return how many codings stand by (source, coder)."""
        return self._ask(lambda c: queries.counts_by_source(c, self._visible(c)))

    def saved_queries(self) -> list[SavedQuery]:
        """Return the saved queries, oldest first; none that names a node that is not shown."""

        def read(connection: Connection) -> list[SavedQuery]:
            hidden = queries.node_guids(connection, self._visible(connection).nodes)
            found = note_queries.saved_queries(connection)
            return [q for q in found if not any(guid in q.definition for guid in hidden)]

        return self._ask(read)

    def quotations(self) -> list[Quotation]:
        """Return the quotations chosen for a paper, in their order, but what must stay unseen."""

        def read(connection: Connection) -> list[Quotation]:
            seen = self._visible(connection)
            found = note_queries.quotations(connection)
            return [q for q in found if q.node not in seen.nodes and q.coder not in seen.authors]

        return self._ask(read)

    def memos(self) -> list[Memo]:
        """Return the memos, without those of coders who are not to be seen yet."""

        def read(connection: Connection) -> list[Memo]:
            hidden = self._visible(connection).authors
            return [m for m in note_queries.memos(connection) if m.coder_id not in hidden]

        return self._ask(read)

    def project_guid(self) -> str:
        """Return the project's own GUID."""
        return self._ask(note_queries.project_guid)

    def own_memo(self, target: str, kind: str) -> str:
        """Return the viewer's own memo on the row with this GUID; empty where there is none."""
        author = self._viewpoint.author
        return self._ask(lambda c: note_queries.own_memo(c, author, target, kind))

    def history(self, limit: int | None = None) -> list[HistoryEntry]:
        """Return the change sets, newest first, without what others do in a round that is blind."""

        def read(connection: Connection) -> list[HistoryEntry]:
            seen = self._visible(connection)
            if seen.whole:
                return note_queries.history(connection, limit)
            hidden = team_queries.change_sets_on(connection, list(seen.hidden.items()))
            names = {c.name: c.id for c in queries.coders(connection)}
            found = [
                entry
                for entry in note_queries.history(connection)
                if entry.number not in hidden and not _too_new(entry, names, seen)
            ]
            return found[:limit]

        return self._ask(read)

    def audit(self) -> list[AuditEntry]:
        """Return what was done, oldest first: this file's steps, then those of merged copies.

        What others do in a round that is blind is left out, merged copies with it.
        """
        shown = {entry.number for entry in self.history()}

        def read(connection: Connection) -> list[AuditEntry]:
            whole = self._visible(connection).whole
            own = [e for e in audit_queries.entries(connection) if e.number in shown]
            return own + (list(audit_queries.merged(connection)) if whole else [])

        return self._ask(read)

    def corrected(self) -> list[int]:
        """Return the sources whose text is not the one that was imported."""
        return self._ask(audit_queries.corrected)

    def head(self) -> str:
        """Return the hash of the newest change set, which every report names."""
        newest = self._ask(lambda c: note_queries.history(c, 1))
        return newest[0].hash if newest else ""

    def info(self) -> dict[str, str | int]:
        """Return the project's counts, lengths in code points, schema version and journal head."""
        sources = self.sources()
        return {
            "title": self.title(),
            "sources": len(sources),
            "nodes": len(self.tree().order),
            "codings": sum(self.counts_by_node().values()),
            "coders": len(self.coders()),
            "cases": len(self.cases()),
            "length": sum(source.length for source in sources),
            "schema": SCHEMA,
            "head": self.head(),
        }

    def holding(self, query: str) -> list[int]:
        """Return the ids of the sources whose text may hold the query, in the order of names."""
        return self._ask(lambda c: queries.sources_holding(c, query))

    def find(self, query: str, *, fold_case: bool = True) -> Sequence[tuple[int, list[int]]]:
        """Return (source, starts of its hits in code points) for every source with a hit.

        The query is literal; with `fold_case`, case and accents are ignored.
        """
        if not query:
            return []
        candidates = self._ask(lambda c: queries.sources_holding(c, query))
        texts = self.texts(candidates)
        found = []
        for source in candidates:
            starts = hits(texts[source], query, folded=fold_case)
            if starts:
                found.append((source, starts))
        return found


def _too_new(entry: HistoryEntry, names: dict[str, int], seen: Sight) -> bool:
    """Say whether another coder did this in a round that is blind."""
    since = seen.authors.get(names.get(entry.coder, 0))
    return since is not None and entry.time >= since


def hits(text: str, query: str, *, folded: bool) -> list[int]:
    """Return the code points at which the literal query begins, overlapping hits apart."""
    back: list[int] | None = None
    if folded:
        text, back = _folded(text)
        query = fold(query)
    starts, at = [], text.find(query)
    while at >= 0:
        starts.append(at if back is None else back[at])
        at = text.find(query, at + len(query))
    return starts


def _folded(text: str) -> tuple[str, list[int] | None]:
    """Fold a text and say, where lengths changed, from which code point each came."""
    if all(len(fold(char)) == 1 for char in set(text)):
        return fold(text), None
    parts, back = [], []
    for position, char in enumerate(text):
        piece = fold(char)
        parts.append(piece)
        back.extend([position] * len(piece))
    return "".join(parts), back
