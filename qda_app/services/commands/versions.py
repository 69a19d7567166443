"""What can be done with versions of the codebook."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from qda_app.domain.errors import QdaError
from qda_app.domain.messages import counted, say
from qda_app.services.commands.nodes import CARD
from qda_app.services.work import Work
from qda_app.storage.digest import canonical
from qda_app.storage.tables import NodeRow
from qda_app.storage.team_tables import CodebookVersionRow


@dataclass(frozen=True)
class MakeVersion:
    """Keep the node tree with its definitions as a version of the codebook."""

    rationale: str = ""
    leading = True

    @property
    def label(self) -> str:
        """What the history shows."""
        return say("Made a version of the codebook")

    def run(self, work: Work) -> int:
        """Make the version and return its number, or refuse where nothing changed since."""
        newest = newest_version(work)
        if newest is not None and newest.tree_hash == tree_hash(work):
            raise QdaError(
                say(
                    "The codebook is as in version {number}. Nothing was made.",
                    number=newest.number,
                )
            )
        return make_version(work, self.rationale).number


@dataclass(frozen=True)
class ConfirmCodings:
    """Say of codings that they hold under the newest version of the codebook as they are."""

    codings: tuple[int, ...]

    @property
    def label(self) -> str:
        """What the history shows."""
        return counted(
            "Confirmed 1 coding under the new definition",
            "Confirmed {count} codings under the new definition",
            len(self.codings),
        )

    def run(self, work: Work) -> list[str]:
        """Replace the codings by the same ones made under the newest version."""
        return work.replace([work.coding(coding) for coding in self.codings])


def newest_version(work: Work) -> CodebookVersionRow | None:
    """Return the newest version of the codebook, None before there is one."""
    found = work.live(CodebookVersionRow)
    return max(found, key=lambda row: (row.number, row.id), default=None)


def current_version(work: Work, rationale: str) -> CodebookVersionRow:
    """Return the newest version where it is the tree as it stands, else a new one."""
    newest = newest_version(work)
    if newest is not None and newest.tree_hash == tree_hash(work):
        return newest
    return make_version(work, rationale)


def make_version(work: Work, rationale: str) -> CodebookVersionRow:
    """Keep the tree as it stands as the next version."""
    newest = newest_version(work)
    return work.add(
        CodebookVersionRow(
            number=newest.number + 1 if newest else 1,
            rationale=rationale.strip(),
            made=datetime.now(UTC).isoformat(timespec="seconds"),
            tree_hash=tree_hash(work),
            coder_id=work.author,
        )
    )


def tree_hash(work: Work) -> str:
    """Keep the public node tree as a fact and return its hash."""
    return work.put_fact(canonical(cards(work)), searchable=False)


def cards(work: Work, *, everything: bool = False) -> list[dict[str, Any]]:
    """Return the nodes with their definitions in GUIDs, in a fixed order.

    Without `everything`, nodes that are still their inventor's are left out. With it, whoever acts
    sees none of it: a round is counted under the nodes of all its coders.
    """
    rows = {row.id: row for row in every_node(work)}
    kept = [row for row in rows.values() if everything or row.inventor_id is None]
    return [
        {
            "guid": row.guid,
            "parent": rows[row.parent_id].guid if row.parent_id in rows else None,
            "name": row.name,
            "position": row.position,
            "retired": row.retired,
            **{field: getattr(row, field) for field in CARD},
        }
        for row in sorted(kept, key=lambda row: row.guid)
    ]


def every_node(work: Work) -> list[NodeRow]:
    """Return the live nodes, those that the acting person may not see yet among them."""
    work.rows.flush()
    return list(work.rows.scalars(select(NodeRow).where(NodeRow.gone.is_(False))))


def read_cards(packed: str) -> list[dict[str, Any]]:
    """Return what `cards` was stored as."""
    found: list[dict[str, Any]] = json.loads(packed)
    return found
