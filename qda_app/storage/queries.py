"""Reads of a project's rows as the domain's dataclasses, and of its codings as arrays."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Select, func, select

from qda_app.domain.coding import Coding
from qda_app.domain.exchange import KEPT, TIMES
from qda_app.domain.people import Case, Coder
from qda_app.domain.rounds import Sight
from qda_app.domain.source import Source
from qda_app.domain.transcript import Turn, unpack_turns
from qda_app.domain.tree import Node
from qda_app.storage import facts, sqlite_search
from qda_app.storage.tables import (
    AttributeRow,
    CaseLinkRow,
    CaseRow,
    CaseValueRow,
    CertaintyRow,
    ChangeSetRow,
    CoderRow,
    CodingLifeRow,
    CodingRow,
    FactRow,
    MemoRow,
    NodeRow,
    ProgressRow,
    ProjectRow,
    SettingRow,
    SourceRow,
)

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_ON_LIFE = CodingLifeRow.coding_id == CodingRow.id
_STANDS = CodingLifeRow.closed.is_(None)
_FIVE = select(
    CodingRow.source_id, CodingRow.node_id, CodingRow.coder_id, CodingRow.start, CodingRow.end
)
FEW = 500  # codings whose notes are asked for by name


def title(connection: Connection) -> str:
    """Return the project's title."""
    return connection.scalar(select(ProjectRow.title)) or ""


def settings(connection: Connection) -> dict[str, str]:
    """Return the choices kept with the project, without what imports keep of their files."""
    columns = select(SettingRow.name, SettingRow.value).where(SettingRow.gone.is_(False))
    chosen = columns.where(SettingRow.name.not_like(f"{KEPT}%"))
    return {row[0]: row[1] for row in connection.execute(chosen)}


def coders(connection: Connection) -> list[Coder]:
    """Return the coders by name."""
    columns = select(CoderRow.id, CoderRow.guid, CoderRow.name, CoderRow.consensus, CoderRow.lead)
    rows = connection.execute(columns.where(CoderRow.gone.is_(False)).order_by(CoderRow.id))
    return [Coder(*row) for row in rows]


def sources(connection: Connection) -> list[Source]:
    """Return the sources in the order of their names."""
    row = SourceRow
    columns = select(
        row.id,
        row.guid,
        row.name,
        row.length,
        row.language,
        row.format,
        row.encoding,
        row.origin,
        row.imported,
        row.notes,
        row.turns_used,
    )
    found = connection.execute(columns.where(row.gone.is_(False)).order_by(row.name, row.id))
    return [Source(*values) for values in found]


def text(connection: Connection, source: int) -> str:
    """Return a source's text."""
    key = connection.scalar(select(SourceRow.text_hash).where(SourceRow.id == source))
    return facts.get(connection, key or "")


def texts(connection: Connection, wanted: Collection[int] | None = None) -> dict[int, str]:
    """Return the texts of all sources, or of those wanted, by source id."""
    columns = select(SourceRow.id, FactRow.content).join(
        FactRow, FactRow.hash == SourceRow.text_hash
    )
    columns = columns.where(SourceRow.gone.is_(False))
    if wanted is not None:
        columns = columns.where(SourceRow.id.in_(wanted))
    return {row[0]: row[1] for row in connection.execute(columns)}


def turns(connection: Connection) -> dict[int, tuple[Turn, ...]]:
    """Return the turns of every source that uses them, by source id."""
    columns = (
        select(SourceRow.id, FactRow.content)
        .join(FactRow, FactRow.hash == SourceRow.turns_hash)
        .where(SourceRow.gone.is_(False), SourceRow.turns_used.is_(True))
    )
    return {source: unpack_turns(packed) for source, packed in connection.execute(columns)}


def turns_of(connection: Connection, source: int, *, unused: bool = False) -> tuple[Turn, ...]:
    """Return one source's turns; those switched off only where `unused` asks for them."""
    row = connection.execute(
        select(SourceRow.turns_hash, SourceRow.turns_used).where(SourceRow.id == source)
    ).one()
    if not (row.turns_used or unused):
        return ()
    return unpack_turns(facts.get(connection, row.turns_hash))


def nodes(connection: Connection) -> list[Node]:
    """Return the live nodes."""
    row = NodeRow
    columns = select(
        row.id,
        row.guid,
        row.parent_id,
        row.name,
        row.position,
        row.color,
        row.short,
        row.definition,
        row.use_when,
        row.not_when,
        row.example,
        row.retired,
        row.inventor_id,
        row.round_id,
    )
    return [Node(*values) for values in connection.execute(columns.where(row.gone.is_(False)))]


def node_guids(connection: Connection, wanted: Collection[int]) -> list[str]:
    """Return the GUIDs of these nodes."""
    if not wanted:
        return []
    return list(connection.scalars(select(NodeRow.guid).where(NodeRow.id.in_(wanted))))


def attributes(connection: Connection) -> list[tuple[str, str]]:
    """Return (name, kind) of the cases' attributes in their order."""
    columns = select(AttributeRow.name, AttributeRow.kind).where(AttributeRow.gone.is_(False))
    rows = connection.execute(columns.order_by(AttributeRow.position, AttributeRow.id))
    return [(name, kind) for name, kind in rows]


def cases(connection: Connection) -> list[Case]:
    """Return the cases with their attributes and links, by name."""
    values: dict[int, dict[str, str]] = {}
    joined = (
        select(CaseValueRow.case_id, AttributeRow.name, CaseValueRow.value)
        .join(AttributeRow, AttributeRow.id == CaseValueRow.attribute_id)
        .where(CaseValueRow.gone.is_(False), AttributeRow.gone.is_(False))
        .order_by(AttributeRow.position, AttributeRow.id)
    )
    for case, name, value in connection.execute(joined):
        values.setdefault(case, {})[name] = value
    links: dict[int, list[tuple[int, str]]] = {}
    linked = (
        select(CaseLinkRow.case_id, CaseLinkRow.source_id, CaseLinkRow.speaker)
        .join(SourceRow, SourceRow.id == CaseLinkRow.source_id)
        .where(CaseLinkRow.gone.is_(False), SourceRow.gone.is_(False))
        .order_by(CaseLinkRow.id)
    )
    for case, source, speaker in connection.execute(linked):
        links.setdefault(case, []).append((source, speaker))
    columns = select(CaseRow.id, CaseRow.guid, CaseRow.name).where(CaseRow.gone.is_(False))
    return [
        Case(key, guid, name, values.get(key, {}), tuple(links.get(key, ())))
        for key, guid, name in connection.execute(columns.order_by(CaseRow.name))
    ]


def done(connection: Connection) -> set[tuple[int, int]]:
    """Return (coder, source) where the coder marked the source done."""
    columns = select(ProgressRow.coder_id, ProgressRow.source_id)
    live = columns.where(ProgressRow.done.is_(True), ProgressRow.gone.is_(False))
    return {(coder, source) for coder, source in connection.execute(live)}


def _standing(columns: Select[*tuple[Any, ...]], sight: Sight | None) -> Select[*tuple[Any, ...]]:
    return _seen(columns.join(CodingLifeRow, _ON_LIFE).where(_STANDS), sight)


def _seen(columns: Select[*tuple[Any, ...]], sight: Sight | None) -> Select[*tuple[Any, ...]]:
    """Leave out the codings that may not be seen."""
    if sight is None:
        return columns
    found = columns.where(CodingRow.coder_id.in_(sight.coders))
    for coder in sight.coders & sight.hidden.keys():
        there = CodingRow.source_id.in_(sight.hidden[coder])
        found = found.where(~((CodingRow.coder_id == coder) & there))
    return found.where(CodingRow.node_id.not_in(sight.nodes)) if sight.nodes else found


def codings(
    connection: Connection,
    sight: Sight | None = None,
    source: int | None = None,
    node_ids: Collection[int] | None = None,
    ids: Collection[int] | None = None,
) -> list[Coding]:
    """Return the codings that stand now, in the order of source, start and end.

    `sight` None means every coding.
    """
    row = CodingRow
    columns = select(row.id, row.guid, row.source_id, row.node_id, row.coder_id, row.start, row.end)
    found = _standing(columns, sight)
    if source is not None:
        found = found.where(row.source_id == source)
    if node_ids is not None:
        found = found.where(row.node_id.in_(node_ids))
    if ids is not None:
        found = found.where(row.id.in_(ids))
    ordered = found.order_by(row.source_id, row.start, row.end, row.node_id, row.coder_id, row.id)
    rows: Sequence[Any] = connection.execute(ordered).all()
    notes, levels = _notes(connection, [r[1] for r in rows] if len(rows) <= FEW else None)
    if not notes and not levels:
        return [Coding(*r) for r in rows]
    return [Coding(*(*r, notes.get(r[1], ""), levels.get(r[1], 0))) for r in rows]


def _notes(
    connection: Connection, guids: Collection[str] | None
) -> tuple[dict[str, str], dict[str, int]]:
    """Return the memos and the certainty of codings by GUID; those of several people joined."""
    memos = select(MemoRow.target, MemoRow.text).where(
        MemoRow.kind == "coding", MemoRow.gone.is_(False)
    )
    levels = select(CertaintyRow.target, CertaintyRow.level).where(CertaintyRow.gone.is_(False))
    if guids is not None:
        memos = memos.where(MemoRow.target.in_(guids))
        levels = levels.where(CertaintyRow.target.in_(guids))
    notes: dict[str, str] = {}
    for target, note in connection.execute(memos.order_by(MemoRow.id)):
        notes[target] = f"{notes[target]}\n\n{note}" if target in notes else note
    return notes, {row[0]: row[1] for row in connection.execute(levels)}


def coding_arrays(connection: Connection, sight: Sight | None = None) -> "npt.NDArray[np.int64]":
    """Return the codings that stand now as an int64 array of shape (n, 5).

    The columns are source, node and coder ids, start and end.
    """
    return _as_array(connection, _standing(_FIVE, sight))


def coding_arrays_at(
    connection: Connection, change_set: int, sight: Sight
) -> "npt.NDArray[np.int64]":
    """Return the same of the codings that stood after a change set, known by its number."""
    life = CodingLifeRow
    stood = (life.opened <= change_set) & (life.closed.is_(None) | (life.closed > change_set))
    return _as_array(connection, _seen(_FIVE.join(life, _ON_LIFE).where(stood), sight))


def _as_array(connection: Connection, columns: Select[*tuple[Any, ...]]) -> "npt.NDArray[np.int64]":
    import numpy as np

    rows: Sequence[Any] = connection.execute(columns).cursor.fetchall()
    flat = np.fromiter((value for r in rows for value in r), dtype=np.int64, count=5 * len(rows))
    return flat.reshape(-1, 5)


def counts_by_node(connection: Connection, sight: Sight | None = None) -> dict[int, int]:
    """Return how many codings stand at each node that has any."""
    columns = _standing(select(CodingRow.node_id, func.count()), sight)
    rows = connection.execute(columns.group_by(CodingRow.node_id))
    return {row[0]: row[1] for row in rows}


def counts_by_source(
    connection: Connection, sight: Sight | None = None
) -> dict[tuple[int, int], int]:
    """Return how many codings stand by (source, coder)."""
    columns = _standing(
        select(CodingRow.source_id, CodingRow.coder_id, func.count()), sight
    ).group_by(CodingRow.source_id, CodingRow.coder_id)
    return {(source, coder): n for source, coder, n in connection.execute(columns)}


def coding_versions(connection: Connection, sight: Sight) -> dict[int, str]:
    """Return the GUID of the version under which each coding that stands was made, if any."""
    columns = _standing(select(CodingRow.id, CodingRow.version), sight)
    rows = connection.execute(columns.where(CodingRow.version.is_not(None)))
    return {row[0]: row[1] for row in rows}


def coding_times(connection: Connection, sight: Sight) -> dict[int, str]:
    """Return when each coding that stands was applied, or brought back last, as XML dateTimes.

    Of a coding that came from another tool it is the time that its file gives, as it is there.
    """
    columns = select(CodingRow.id, CodingRow.guid, ChangeSetRow.time)
    standing = columns.join(CodingLifeRow, _ON_LIFE).where(_STANDS)
    timed = standing.join(ChangeSetRow, ChangeSetRow.id == CodingLifeRow.opened)
    brought = _brought_times(connection)
    rows = connection.execute(_seen(timed, sight))
    return {key: brought.get(guid) or f"{time[:19]}Z" for key, guid, time in rows}


def _brought_times(connection: Connection) -> dict[str, str]:
    """Return the times that imports kept, by the codings' GUIDs."""
    kept = select(SettingRow.value).where(SettingRow.gone.is_(False))
    found: dict[str, str] = {}
    for key in connection.scalars(kept.where(SettingRow.name.like(f"{TIMES}%"))):
        for line in facts.get(connection, key).splitlines():
            coding, _space, time = line.partition(" ")
            found[coding] = time
    return found


def sources_holding(connection: Connection, query: str) -> list[int]:
    """Return the ids of the sources that may hold the query; the exact pass is the caller's."""
    columns = (
        select(SourceRow.id, FactRow.id)
        .join(FactRow, FactRow.hash == SourceRow.text_hash)
        .where(SourceRow.gone.is_(False))
        .order_by(SourceRow.name)
    )
    found = sqlite_search.candidates(connection, query)
    rows = connection.execute(columns)
    return [source for source, fact in rows if found is None or fact in found]
