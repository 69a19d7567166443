"""Rules of working in a team, on the rows that a change set wrote; undo passes them too."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say
from qda_app.domain.rounds import submitted_words
from qda_app.storage.journal import BARRIER, TEAM
from qda_app.storage.table_base import Row
from qda_app.storage.tables import ChangeSetRow, CoderRow, CodingLifeRow, CodingRow, NodeRow
from qda_app.storage.team_tables import AssignmentRow, DecisionRow, RoundPartRow, RoundRow


def check_team_rules(session: Session, change_set: ChangeSetRow, touched: Sequence[Row]) -> None:
    """Raise QdaError when the change set touches what was submitted, closed or is another's."""
    if change_set.scope != TEAM:
        _check_layers_are_open(session, change_set)
    for row in touched:
        if isinstance(row, DecisionRow | AssignmentRow | RoundPartRow):
            _check_round_is_open(session, row, change_set)
        elif isinstance(row, NodeRow) and not row.gone:
            _check_parent_is_seen(session, row)


def _check_layers_are_open(session: Session, change_set: ChangeSetRow) -> None:
    """Refuse to change a coder's codings in passages that the coder has submitted."""
    if (
        session.scalar(select(AssignmentRow.id).where(AssignmentRow.submitted != "").limit(1))
        is None
    ):
        return
    for mark in (CodingLifeRow.opened, CodingLifeRow.closed):
        locked = (
            select(CoderRow.name, RoundRow.name)
            .select_from(CodingLifeRow)
            .join(CodingRow, CodingRow.id == CodingLifeRow.coding_id)
            .join(AssignmentRow, AssignmentRow.coder_id == CodingRow.coder_id)
            .join(RoundRow, RoundRow.id == AssignmentRow.round_id)
            .join(RoundPartRow, RoundPartRow.round_id == RoundRow.id)
            .join(CoderRow, CoderRow.id == CodingRow.coder_id)
            .where(
                mark == change_set.id,
                AssignmentRow.submitted != "",
                AssignmentRow.gone.is_(False),
                RoundRow.gone.is_(False),
                RoundPartRow.gone.is_(False),
                RoundPartRow.source_id == CodingRow.source_id,
                RoundPartRow.start < CodingRow.end,
                RoundPartRow.end > CodingRow.start,
            )
        )
        found = session.execute(locked.limit(1)).first()
        if found is not None:
            raise QdaError(submitted_words(*found))


def _check_round_is_open(
    session: Session, row: DecisionRow | AssignmentRow | RoundPartRow, change_set: ChangeSetRow
) -> None:
    parent = session.get(RoundRow, row.round_id)
    if parent is not None and parent.closed and change_set.kind != BARRIER:
        raise QdaError(say("The round “{name}” is closed. Nothing was changed.", name=parent.name))


def _check_parent_is_seen(session: Session, node: NodeRow) -> None:
    """Refuse to put a node of everybody's below one that only its inventor sees."""
    above = session.get(NodeRow, node.parent_id) if node.parent_id else None
    if above is None or above.inventor_id is None or above.inventor_id == node.inventor_id:
        return
    raise QdaError(
        say(
            "“{above}” was made in a round and is not everybody's yet, so “{name}” cannot lie "
            "below it. Keep or unify it first.",
            above=above.name,
            name=node.name,
        )
    )
