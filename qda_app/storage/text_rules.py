"""The rules on corrected texts: what lies in a text is taken back with that text, or not at all."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say
from qda_app.storage.journal import unpack
from qda_app.storage.tables import (
    ChangeSetRow,
    CodingLifeRow,
    CodingRow,
    ImageRow,
    MemoPlaceRow,
    QuotationRow,
    SourceRow,
)
from qda_app.storage.team_tables import RoundPartRow, RoundRow

_PLACED = (MemoPlaceRow, QuotationRow)


def check_texts(session: Session, change_set: ChangeSetRow) -> None:
    """Raise QdaError where a text would change below what was placed in it.

    The text of a round stays; a text changes back only while nothing was coded or noted in it
    since; what was removed comes back only into the text that it was removed from.
    """
    changed = {guid for guid, _text in _texts(session, change_set.id, change_set.id, made=False)}
    sources = session.scalars(select(SourceRow).where(SourceRow.guid.in_(changed)))
    standing = [source for source in sources if not source.gone]
    for source in standing:
        _check_no_round(session, source)
    target = change_set.target_id
    if target is None:
        return
    for source in standing:
        if _placed_between(session, source.id, target, change_set.id):
            raise _refused(source, say("something was coded or noted in the corrected text since"))
    corrected = {guid for guid, _text in _texts(session, target + 1, change_set.id - 1, made=False)}
    for source in _returned_to(session, change_set.id) if corrected - changed else ():
        then = dict(_texts(session, 1, target)).get(source.guid)
        if source.guid in corrected - changed and then != source.text_hash:
            raise _refused(source, say("the text was corrected since"))


def _check_no_round(session: Session, source: SourceRow) -> None:
    rounds = (
        select(RoundRow.name)
        .join(RoundPartRow, RoundPartRow.round_id == RoundRow.id)
        .where(
            RoundPartRow.source_id == source.id,
            RoundPartRow.gone.is_(False),
            RoundRow.gone.is_(False),
        )
    )
    name = session.scalar(rounds.limit(1))
    if name is not None:
        raise QdaError(
            say(
                "The figures of the round “{round}” rest on the text of “{name}”, so it stays as "
                "it is.",
                round=name,
                name=source.name,
            )
        )


def _refused(source: SourceRow, reason: str) -> QdaError:
    return QdaError(
        say(
            "This step in “{name}” cannot be taken back: {reason}. Nothing was changed.",
            name=source.name,
            reason=reason,
        )
    )


def _texts(
    session: Session, first: int, last: int, *, made: bool = True
) -> Iterator[tuple[str, str]]:
    """Yield the GUID of each source and the hash of the text that it got, in order of time.

    `made` counts the text that it was made with.
    """
    images = (
        select(ImageRow.row_guid, ImageRow.after)
        .where(
            ImageRow.table_name == SourceRow.__tablename__,
            ImageRow.change_set_id.between(first, last),
            ImageRow.after.is_not(None),
        )
        .order_by(ImageRow.id)
    )
    if not made:
        images = images.where(ImageRow.before.is_not(None))
    for guid, after in session.execute(images):
        found = unpack(after).get("text_hash")
        if found is not None:
            yield guid, str(found)


def _placed_between(session: Session, source: int, first: int, last: int) -> bool:
    codings = (
        select(CodingLifeRow.id)
        .join(CodingRow, CodingRow.id == CodingLifeRow.coding_id)
        .where(
            CodingRow.source_id == source,
            CodingLifeRow.opened > first,
            CodingLifeRow.opened < last,
            CodingLifeRow.closed.is_(None),
        )
    )
    if session.scalar(codings.limit(1)) is not None:
        return True
    for kind in _PLACED:
        placed = (
            select(kind.id)
            .join(ImageRow, ImageRow.row_guid == kind.guid)
            .where(
                kind.source_id == source,
                kind.gone.is_(False),
                ImageRow.table_name == kind.__tablename__,
                ImageRow.change_set_id > first,
                ImageRow.change_set_id < last,
            )
        )
        if session.scalar(placed.limit(1)) is not None:
            return True
    return False


def _returned_to(session: Session, change_set: int) -> list[SourceRow]:
    """Return the sources into which the change set brings codings, memos or quotations back."""
    codings = (
        select(CodingRow.source_id)
        .join(CodingLifeRow, CodingLifeRow.coding_id == CodingRow.id)
        .where(CodingLifeRow.opened == change_set)
    )
    found = set(session.scalars(codings.distinct()))
    for kind in _PLACED:
        back = (
            select(kind.source_id, ImageRow.after)
            .join(ImageRow, ImageRow.row_guid == kind.guid)
            .where(
                kind.gone.is_(False),
                ImageRow.table_name == kind.__tablename__,
                ImageRow.change_set_id == change_set,
            )
        )
        found |= {source for source, after in session.execute(back) if "gone" in unpack(after)}
    return list(session.scalars(select(SourceRow).where(SourceRow.id.in_(found))))
