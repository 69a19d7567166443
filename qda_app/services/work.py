"""What a command works with: the open transaction, who acts, and the ways to write codings."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say
from qda_app.storage import facts, lives, queries
from qda_app.storage.lives import NewCoding
from qda_app.storage.tables import (
    CertaintyRow,
    CodingLifeRow,
    CodingRow,
    MemoRow,
    NodeRow,
    Row,
)

__all__ = ["Command", "NewCoding", "Work"]

R = TypeVar("R", bound=Row)


class Command(Protocol):
    """A user action.

    `team` ones may touch every coder's codings (a merge of nodes does), `leading` ones need the
    right to lead, and `barrier` ones cannot be taken back (submitting cannot).
    """

    @property
    def label(self) -> str:
        """What the history shows."""

    def run(self, work: "Work") -> Any:
        """Do it."""


@dataclass(frozen=True, slots=True)
class Work:
    """One command's transaction; `author` is the acting coder's id, None for the owner.

    `hidden` are the nodes that the acting person may not see yet; `inventing` is the blind round in
    which that person makes nodes, if any.
    """

    rows: Session
    change_set: int
    author: int | None
    hidden: frozenset[int] = frozenset()
    inventing: int | None = None

    def get(self, kind: type[R], key: int) -> R:
        """Return a live row by its id, or refuse with a sentence."""
        row = self.rows.get(kind, key)
        if row is None or row.gone or (kind is NodeRow and key in self.hidden):
            raise QdaError(say("This is not in the project any more."))
        return row

    def live(self, kind: type[R], *conditions: Any) -> list[R]:
        """Return the live rows that meet the conditions."""
        self.rows.flush()
        found = list(self.rows.scalars(select(kind).where(kind.gone.is_(False), *conditions)))
        if kind is NodeRow and self.hidden:
            return [row for row in found if row.id not in self.hidden]
        return found

    def add(self, row: R) -> R:
        """Add a row and return it with its id; a node made in a blind round is its inventor's."""
        if isinstance(row, NodeRow) and self.inventing is not None and row.round_id is None:
            row.inventor_id, row.round_id = self.author, self.inventing
        self.rows.add(row)
        self.rows.flush()
        return row

    def put_fact(self, content: str, *, searchable: bool) -> str:
        """Keep a long text and return its hash."""
        return facts.put(self.rows.connection(), content, searchable=searchable)

    def text(self, source: int) -> str:
        """Return a source's text."""
        return queries.text(self.rows.connection(), source)

    def open_codings(self, codings: Sequence[NewCoding]) -> list[str]:
        """Apply codings; return their GUIDs in order."""
        self.rows.flush()
        return lives.open_new(self.rows.connection(), self.change_set, codings)

    def close_codings(self, coding_ids: Sequence[int]) -> int:
        """Remove codings; return how many stood."""
        self.rows.flush()
        return lives.close(self.rows.connection(), self.change_set, coding_ids)

    def coding(self, coding_id: int) -> CodingRow:
        """Return a coding that stands, or refuse with a sentence."""
        stands = (
            select(CodingRow)
            .join(CodingLifeRow, CodingLifeRow.coding_id == CodingRow.id)
            .where(CodingRow.id == coding_id, CodingLifeRow.closed.is_(None))
        )
        row = self.rows.scalars(stands).first()
        if row is None:
            raise QdaError(say("This coding was removed already."))
        return row

    def standing(self, *conditions: Any) -> list[CodingRow]:
        """Return the codings that stand and meet the conditions."""
        stands = (
            select(CodingRow)
            .join(CodingLifeRow, CodingLifeRow.coding_id == CodingRow.id)
            .where(CodingLifeRow.closed.is_(None), *conditions)
        )
        return list(self.rows.scalars(stands))

    def move_memos(self, replaced: dict[str, str]) -> None:
        """Let memos and certainty follow codings to those that replace them (old GUID to new)."""
        for memo in self.live(MemoRow, MemoRow.target.in_(list(replaced))):
            memo.target = replaced[memo.target]
        for level in self.live(CertaintyRow, CertaintyRow.target.in_(list(replaced))):
            level.target = replaced[level.target]

    def replace(self, codings: Collection[CodingRow], **changes: int) -> list[str]:
        """Replace codings by ones that differ in `node`, `start` or `end`; return the new GUIDs."""
        old = list(codings)
        fresh = [
            NewCoding(
                row.source_id,
                changes.get("node", row.node_id),
                row.coder_id,
                changes.get("start", row.start),
                changes.get("end", row.end),
                row.guid,
            )
            for row in old
        ]
        self.close_codings([row.id for row in old])
        guids = self.open_codings(fresh)
        self.move_memos({row.guid: guid for row, guid in zip(old, guids, strict=True)})
        return guids
