"""A hand-out: a project file made from scratch for one coder, with nothing of the others in it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from qda_app.storage import facts, journal, lives
from qda_app.storage.lives import NewCoding
from qda_app.storage.merge_rows import (
    Columns,
    Rows,
    ids,
    insert_rows,
    named_facts,
    put_facts,
    read_rows,
)
from qda_app.storage.store import Store
from qda_app.storage.tables import (
    REFERENCES,
    ChangeSetRow,
    CoderRow,
    CodingLifeRow,
    CodingRow,
    NodeRow,
    SourceRow,
)

Line = tuple[str, str, str, str, int, int, str | None, str | None]
WHOLE = ("project", "attribute", "codebook_version")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose copy it is and of what, by GUID; `secret` are the nodes that stay out.

    `handout` is the row, by its GUID, that makes the copy known when it comes back.
    """

    coder: str
    round: str | None
    sources: frozenset[str]
    secret: frozenset[str]
    handout: tuple[str, Columns]


@dataclass(frozen=True, slots=True)
class Parcel:
    """Everything that goes into a hand-out, in GUIDs.

    A coding is (guid, source, node, coder, start, end, replaces, version).
    """

    rows: Rows
    codings: tuple[Line, ...]
    facts: dict[str, str]


def collect(connection: Connection, wanted: Wanted) -> Parcel:
    """Return what a coder is given.

    Settings, saved queries, decisions, branches and earlier journals are none of it.
    """
    codings = _own_codings(connection, wanted)
    kept = _kept(read_rows(connection), wanted, {line[0] for line in codings})
    contents = {key: facts.get(connection, key) for key in named_facts(kept)}
    return Parcel(kept, codings, contents)


def _own_codings(connection: Connection, wanted: Wanted) -> tuple[Line, ...]:
    row = CodingRow
    columns = (
        select(
            row.guid, SourceRow.guid, NodeRow.guid, CoderRow.guid, row.start, row.end,
            row.replaces, row.version,
        )
        .join(SourceRow, SourceRow.id == row.source_id)
        .join(NodeRow, NodeRow.id == row.node_id)
        .join(CoderRow, CoderRow.id == row.coder_id)
        .join(CodingLifeRow, CodingLifeRow.coding_id == row.id)
        .where(CodingLifeRow.closed.is_(None), CoderRow.guid == wanted.coder)
        .order_by(row.id)
    )  # fmt: skip
    return tuple(
        (guid, source, node, own, start, end, replaces, version)
        for guid, source, node, own, start, end, replaces, version in connection.execute(columns)
        if source in wanted.sources and node not in wanted.secret
    )


def _kept(rows: Rows, wanted: Wanted, codings: set[str]) -> Rows:
    """Return the rows of a hand-out; each refers to kept rows only."""
    live = {
        table: {guid: dict(values) for guid, values in found.items() if not values["gone"]}
        for table, found in rows.items()
    }
    coder, sources = wanted.coder, wanted.sources
    kept: Rows = {table: live[table] for table in WHOLE}
    kept["coder"] = {coder: live["coder"][coder]}
    kept["source"] = {guid: live["source"][guid] for guid in sources}
    kept["node"] = {g: v for g, v in live["node"].items() if g not in wanted.secret}
    _keep_round(live, wanted, kept)
    linked = {g: v for g, v in live["case_link"].items() if v["source_id"] in sources}
    cases = {v["case_id"] for v in linked.values()}
    kept["case"] = {g: v for g, v in live["case"].items() if g in cases}
    for table in ("case_link", "case_value", "node_alias", "relation"):
        kept[table] = _within(table, live[table], kept)
    mine = {g: v for g, v in live["progress"].items() if v["coder_id"] == coder}
    kept["progress"] = _within("progress", mine, kept)
    kept["certainty"] = {g: v for g, v in live["certainty"].items() if v["target"] in codings}
    _keep_memos(live, coder, codings, kept)
    for table in ("node", "codebook_version"):
        for values in kept[table].values():
            _forget(table, values, kept)
    return kept


def _keep_round(live: Rows, wanted: Wanted, kept: Rows) -> None:
    """Keep the round with its passages, and of who codes in it only this coder."""
    guid, handout = wanted.handout
    kept["handout"] = {guid: handout}
    kept["round"] = {g: v for g, v in live["round"].items() if g == wanted.round}
    for values in kept["round"].values():
        values["basis_hash"] = ""
    kept["round_part"] = _within("round_part", live["round_part"], kept)
    kept["assignment"] = _within("assignment", live["assignment"], kept)


def _keep_memos(live: Rows, coder: str, codings: set[str], kept: Rows) -> None:
    """Keep the coder's memos and the owner's, where what they are about is kept."""
    targets = codings.union(*(kept[t] for t in ("project", "source", "node", "case", "relation")))
    kept["memo"] = {
        guid: values
        for guid, values in live["memo"].items()
        if values["coder_id"] in {None, coder} and values["target"] in targets
    }
    for table in ("memo_place", "memo_link"):
        kept[table] = _within(table, live[table], kept)


def _within(table: str, found: Mapping[str, Columns], kept: Rows) -> dict[str, Columns]:
    """Return the rows all of whose references are kept."""
    refs = REFERENCES[table].items()
    return {
        guid: values
        for guid, values in found.items()
        if all(values[name] is None or values[name] in kept[target] for name, target in refs)
    }


def _forget(table: str, values: Columns, kept: Rows) -> None:
    """Empty the references to what is not kept, such as who made a version."""
    for name, target in REFERENCES[table].items():
        if values[name] is not None and values[name] not in kept.get(target, {}):
            values[name] = None


def pack(path: Path, parcel: Parcel, label: str, step: Callable[[], None]) -> None:
    """Write a new project file with one change set, which nobody can take back."""

    def fill(session: Session, change_set: ChangeSetRow) -> None:
        connection = session.connection()
        texts = {values["text_hash"] for values in parcel.rows["source"].values()}
        put_facts(connection, parcel.facts, texts)
        step()
        insert_rows(session, parcel.rows)
        keys = {table: ids(connection, table) for table in ("source", "node", "coder")}
        step()
        lives.open_new(
            connection,
            change_set.id,
            [
                NewCoding(
                    keys["source"][source], keys["node"][node], keys["coder"][coder], start, end,
                    replaces, guid, version or "",
                )
                for guid, source, node, coder, start, end, replaces, version in parcel.codings
            ],
        )  # fmt: skip
        step()

    store = Store.create(path)
    try:
        store.write(journal.Entry(label, kind=journal.BARRIER), fill)
    except BaseException:
        store.close()
        path.unlink(missing_ok=True)
        raise
    store.close()
