"""Undo: a new change set with the inverses of an earlier one; no command has undo code."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say
from qda_app.storage import lives
from qda_app.storage.journal import BARRIER, DO, REDO, UNDO, from_guid, unpack
from qda_app.storage.table_base import parts
from qda_app.storage.tables import JOURNALED, ChangeSetRow, ImageRow, Row


@dataclass(frozen=True, slots=True)
class Stacks:
    """The change sets that one author can take back and bring back, newest last."""

    undoable: tuple[int, ...]
    redoable: tuple[int, ...]


def read_stacks(session: Session, author: int | None) -> Stacks:
    """Read an author's stacks from the journal, so that they survive a restart.

    A barrier of the owner's (a migration, a purge) ends everybody's stack, one of a coder's (a
    round submitted) that coder's.
    """
    columns = select(ChangeSetRow.id, ChangeSetRow.kind, ChangeSetRow.coder_id)
    everybodys = (ChangeSetRow.kind == BARRIER) & ChangeSetRow.coder_id.is_(None)
    mine = ChangeSetRow.coder_id.is_not_distinct_from(author) | everybodys
    rows = session.execute(columns.where(mine).order_by(ChangeSetRow.id))
    return replay((row.id, row.kind) for row in rows)


def replay(entries: Iterable[tuple[int, str]]) -> Stacks:
    """Work out the stacks from (number, kind) in order.

    An undo takes the newest undoable; a redo undoes that undo and takes its place on the stack.
    """
    undoable: list[int] = []
    redoable: list[int] = []
    for number, kind in entries:
        if kind == UNDO:
            undoable.pop()
            redoable.append(number)
            continue
        if kind == REDO:
            redoable.pop()
        elif kind == DO:
            redoable.clear()
        else:
            undoable.clear()
            redoable.clear()
            continue
        undoable.append(number)
    return Stacks(tuple(undoable), tuple(redoable))


def extended(stacks: Stacks, number: int, kind: str) -> Stacks:
    """Return the stacks after one more change set of the same author."""
    undoable, redoable = stacks.undoable, stacks.redoable
    if kind == DO:
        return Stacks((*undoable, number), ())
    if kind == UNDO:
        return Stacks(undoable[:-1], (*redoable, number))
    if kind == REDO:
        return Stacks((*undoable, number), redoable[:-1])
    return Stacks((), ())


def invert(session: Session, target: int, change_set: int) -> None:
    """Write the inverses of the target into the open change set.

    Raises QdaError when a value is no longer what the target left, or when what it removed stands
    again or was replaced.
    """
    images = select(ImageRow).where(ImageRow.change_set_id == target)
    found = session.scalars(images.order_by(ImageRow.id.desc())).all()
    rows = _rows_of(session, found)
    for image in found:
        _invert_image(session, image, rows)
    session.flush()
    connection = session.connection()
    if not lives.close_opened_by(connection, target, change_set):
        raise _overtaken(say("a coding it made was changed or removed since"))
    if not lives.reopen_closed_by(connection, target, change_set):
        raise _overtaken(say("a coding it removed stands again"))


def _rows_of(session: Session, images: Sequence[ImageRow]) -> dict[tuple[str, str], Row]:
    """Return the rows that images are of by table and GUID."""
    guids: dict[str, dict[str, None]] = {}
    for image in images:
        guids.setdefault(image.table_name, {})[image.row_guid] = None
    found: dict[tuple[str, str], Row] = {}
    for table, wanted in guids.items():
        kind = JOURNALED[table]
        for part in parts(wanted):
            rows = session.scalars(select(kind).where(kind.guid.in_(part)))
            found |= {(table, row.guid): row for row in rows}
    return found


def _invert_image(session: Session, image: ImageRow, rows: dict[tuple[str, str], Row]) -> None:
    if image.after is None:
        raise _overtaken(say("what it changed was purged"))
    row = rows[image.table_name, image.row_guid]
    if image.before is None:
        if row.gone:
            raise _overtaken(say("what it made is gone already"))
        row.gone = True
        return
    before, after = unpack(image.before), unpack(image.after)
    for name, value in after.items():
        if getattr(row, name) != from_guid(session, image.table_name, name, value):
            raise _overtaken(say("what it changed was changed again since"))
    for name, value in before.items():
        setattr(row, name, from_guid(session, image.table_name, name, value))


def _overtaken(reason: str) -> QdaError:
    return QdaError(
        say("This step cannot be taken back: {reason}. Nothing was changed.", reason=reason)
    )
