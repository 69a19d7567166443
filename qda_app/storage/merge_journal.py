"""The journal of a merged copy, kept as it was: one change set a line, as JSON.

The first line names the change set before them and its hash; each further one begins with the
change set's GUID and hash, so that these are read without the rest.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from qda_app.domain.messages import say
from qda_app.storage import facts, lives
from qda_app.storage.digest import canonical, change_set_hash, codings_digest, image_digest
from qda_app.storage.journal import hashed_fields
from qda_app.storage.tables import ChangeSetRow, CodingDigestRow, ImageRow
from qda_app.storage.team_tables import BranchRow

_GUID, _HASH = slice(9, 45), slice(55, 119)


def branch_text(session: Session, base: int) -> str:
    """Return the change sets after one, known by its number, with all that their hashes cover."""
    before = session.get(ChangeSetRow, base)
    images: dict[int, list[Any]] = defaultdict(list)
    row = ImageRow
    columns = select(
        row.change_set_id, row.table_name, row.row_guid, row.before, row.after, row.salt, row.digest
    )
    for key, *image in session.execute(columns.where(row.change_set_id > base).order_by(row.id)):
        images[key].append(image)
    codings = _codings(session.connection(), base)
    lines = [
        canonical(
            {"base": before.guid if before else "", "previous": before.hash if before else ""}
        )
    ]
    newer = select(ChangeSetRow).where(ChangeSetRow.id > base).order_by(ChangeSetRow.id)
    for one in session.scalars(newer):
        body = {
            "guid": one.guid,
            "hash": one.hash,
            "fields": hashed_fields(session, one),
            "images": images[one.id],
            "codings": codings[one.id],
        }
        lines.append(json.dumps(body, ensure_ascii=False, separators=(",", ":")))
    return "\n".join(lines)


def _codings(connection: Connection, base: int) -> dict[int, list[Any]]:
    lines = {
        (group.change_set, group.source, opened): group.lines
        for opened in (True, False)
        for group in lives.touched(connection, opened=opened, since=base)
    }
    row = CodingDigestRow
    columns = select(row.change_set_id, row.source_guid, row.opened, row.salt, row.digest)
    found: dict[int, list[Any]] = defaultdict(list)
    for key, source, opened, salt, digest in connection.execute(
        columns.where(row.change_set_id > base).order_by(row.id)
    ):
        found[key].append([source, opened, salt, digest, lines.get((key, source, opened), [])])
    return found


def held(text: str) -> list[tuple[str, str]]:
    """Return (GUID, hash) of the change sets in a kept journal, in order."""
    return [(line[_GUID], line[_HASH]) for line in text.split("\n")[1:]]


def branches(connection: Connection) -> Iterator[tuple[str, str, str, str, str]]:
    """Yield (base, tip, head, origin, kept journal) of every merged copy."""
    row = BranchRow
    columns = select(row.base, row.tip, row.head, row.origin, row.journal_hash).where(
        row.gone.is_(False)
    )
    for base, tip, head, origin, key in connection.execute(columns.order_by(row.id)).all():
        yield base, tip, head, origin, facts.get(connection, key)


def branch_faults(session: Session) -> Iterator[str]:
    """Yield a sentence for every merged copy whose kept journal is not what was merged."""
    for _base, _tip, head, origin, text in branches(session.connection()):
        label = _broken_at(text, head)
        if label is not None:
            yield say(
                "The journal of the merged copy “{name}” is broken at “{label}”.",
                name=origin,
                label=label,
            )


def _broken_at(text: str, head: str) -> str | None:
    """Return the label of the first change set whose hash or digests do not hold."""
    first, *lines = text.split("\n")
    try:
        previous, label = json.loads(first)["previous"], ""
        for line in lines:
            one = json.loads(line)
            label = one["fields"]["label"]
            if not _holds(one, previous):
                return str(label)
            previous = one["hash"]
    except (ValueError, KeyError, TypeError):
        return say("a line that cannot be read")
    return None if previous == head else str(label)


def _holds(one: dict[str, Any], previous: str) -> bool:
    digests = []
    for table, guid, before, after, salt, digest in one["images"]:
        if salt is not None and image_digest(salt, table, guid, before, after) != digest:
            return False
        digests.append(digest)
    for source, opened, salt, digest, lines in one["codings"]:
        if salt is not None and codings_digest(salt, source, opened=opened, lines=lines) != digest:
            return False
        digests.append(digest)
    return bool(
        one["guid"] == one["fields"]["guid"]
        and change_set_hash(previous, one["fields"], digests) == one["hash"]
    )
