"""Rules of working in a team, on the rows that a change set wrote; undo passes them too."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say
from qda_app.domain.rounds import submitted_words
from qda_app.storage.journal import BARRIER, TEAM
from qda_app.storage.table_base import Row, parts
from qda_app.storage.tables import ChangeSetRow, CoderRow, CodingLifeRow, CodingRow, NodeRow
from qda_app.storage.team_tables import AssignmentRow, DecisionRow, RoundPartRow, RoundRow


def check_team_rules(session: Session, change_set: ChangeSetRow, touched: Sequence[Row]) -> None:
    """Raise QdaError when the change set touches what was submitted, closed or is another's."""
    if change_set.scope != TEAM:
        _check_layers_are_open(session, change_set)
    for row in touched:
        if isinstance(row, DecisionRow | AssignmentRow | RoundPartRow):
            _check_round_is_open(session, row, change_set)
    _check_parents_are_seen(
        session, [row for row in touched if isinstance(row, NodeRow) and not row.gone]
    )


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


def _check_parents_are_seen(session: Session, nodes: Sequence[NodeRow]) -> None:
    """Refuse to put a node of everybody's below one that only its inventor sees."""
    inventors: dict[int, tuple[str, int | None]] = {}
    for keys in parts({node.parent_id for node in nodes if node.parent_id is not None}):
        invented = select(NodeRow.id, NodeRow.name, NodeRow.inventor_id).where(
            NodeRow.id.in_(keys), NodeRow.inventor_id.is_not(None)
        )
        for key, name, inventor in session.execute(invented):
            inventors[key] = name, inventor
    for node in nodes:
        name, inventor = inventors.get(node.parent_id or 0, ("", node.inventor_id))
        if inventor != node.inventor_id:
            raise _unseen(name, node.name)


def _unseen(above: str, name: str) -> QdaError:
    return QdaError(
        say(
            "“{above}” was made in a round and is not everybody's yet, so “{name}” cannot lie "
            "below it. Keep or unify it first.",
            above=above,
            name=name,
        )
    )
