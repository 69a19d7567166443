"""Reads for the audit: who did what when, with what each step changed, merged copies included."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, func, select

from qda_app.domain.source import AuditEntry
from qda_app.storage.journal import unpack
from qda_app.storage.merge_journal import branches
from qda_app.storage.tables import (
    ChangeSetRow,
    CoderRow,
    CodingDigestRow,
    ImageRow,
    SourceRow,
)


def entries(connection: Connection) -> list[AuditEntry]:
    """Return the change sets of this file, oldest first, and what each changed."""
    changed, codings = _changed(connection), _codings(connection)
    row = ChangeSetRow
    columns = (
        select(row.id, row.guid, row.time, CoderRow.name, row.label, row.kind, row.hash)
        .outerjoin(CoderRow, CoderRow.id == row.coder_id)
        .order_by(row.id)
    )
    found, previous = [], ""
    for key, guid, time, coder, label, kind, own in connection.execute(columns):
        coded = codings[key]
        found.append(
            AuditEntry(
                "", key, guid, time, coder or "", label, kind, previous, own,
                tuple(sorted(changed[key].items())), coded[True], coded[False],
            )
        )  # fmt: skip
        previous = own
    return found


def corrected(connection: Connection) -> list[int]:
    """Return the sources whose text is another than the one that they were imported with."""
    images = (
        select(SourceRow.id, SourceRow.text_hash, ImageRow.before)
        .join(ImageRow, ImageRow.row_guid == SourceRow.guid)
        .where(
            SourceRow.gone.is_(False),
            ImageRow.table_name == SourceRow.__tablename__,
            ImageRow.before.is_not(None),
        )
        .order_by(ImageRow.id)
    )
    first: dict[int, bool] = {}
    for key, now, before in connection.execute(images):
        then = unpack(before).get("text_hash")
        if then is not None:
            first.setdefault(key, then != now)
    return [key for key, changed in first.items() if changed]


def merged(connection: Connection) -> Iterator[AuditEntry]:
    """Yield the change sets of the copies that were merged, copy by copy, oldest first."""
    columns = select(CoderRow.guid, CoderRow.name)
    names = {row[0]: row[1] for row in connection.execute(columns)}
    for *_place, origin, text in branches(connection):
        first, *lines = text.split("\n")
        previous = json.loads(first)["previous"]
        for number, line in enumerate(lines, 1):
            one = json.loads(line)
            yield _of_branch(one, origin or "?", number, previous, names)
            previous = one["hash"]


def _of_branch(
    one: dict[str, Any], origin: str, number: int, previous: str, names: dict[str, str]
) -> AuditEntry:
    fields = one["fields"]
    changed = Counter(image[0] for image in one["images"])
    coded: Counter[bool] = Counter()
    for _source, opened, _salt, _digest, lines in one["codings"]:
        coded[opened] += len(lines)
    author = names.get(fields["author"] or "", fields["author"] or "")
    return AuditEntry(
        origin, number, one["guid"], fields["time"], author, fields["label"], fields["kind"],
        previous, one["hash"], tuple(sorted(changed.items())), coded[True], coded[False],
    )  # fmt: skip


def _changed(connection: Connection) -> dict[int, Counter[str]]:
    row = ImageRow
    columns = select(row.change_set_id, row.table_name, func.count())
    found: dict[int, Counter[str]] = defaultdict(Counter)
    for key, table, number in connection.execute(
        columns.group_by(row.change_set_id, row.table_name)
    ):
        found[key][table] = number
    return found


def _codings(connection: Connection) -> dict[int, Counter[bool]]:
    row = CodingDigestRow
    columns = select(row.change_set_id, row.opened, func.sum(row.count))
    found: dict[int, Counter[bool]] = defaultdict(Counter)
    for key, opened, number in connection.execute(columns.group_by(row.change_set_id, row.opened)):
        found[key][bool(opened)] = int(number)
    return found
