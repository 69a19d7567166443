"""Doing a merge: a backup in a folder beside the file, then one step in one transaction."""

import contextlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from qda_app.domain.disk import not_written
from qda_app.domain.errors import QdaError
from qda_app.domain.messages import counted, say
from qda_app.services.commands.rounds import complete_round
from qda_app.services.merging.copies import Progress
from qda_app.services.merging.plan import Plan
from qda_app.services.project import Project
from qda_app.services.work import NewCoding, Work
from qda_app.storage import lives, merge_reads, merge_rows
from qda_app.storage.migrations import BACKUPS
from qda_app.storage.tables import CodingLifeRow
from qda_app.storage.team_tables import BranchRow, HandoutRow, RoundRow


@dataclass(frozen=True)
class MergeCopy:
    """Do what a plan says, in one step that undo takes back whole."""

    plan: Plan
    team = True
    leading = True

    @property
    def label(self) -> str:
        """What the history shows."""
        return say("Merged {name}", name=self.plan.copy.name)

    def run(self, work: Work) -> None:
        """Write the plan; refuse where a choice is open, or the project changed since."""
        plan = self.plan
        _refuse_open(plan)
        connection = work.rows.connection()
        history = merge_reads.history(connection)
        if history[-2][2] != plan.head:
            raise QdaError(
                say("The project was changed since the preview. Look at the copy again.")
            )
        self._write_rows(work)
        self._write_codings(work)
        self._write_branch(work)
        for key in _rounds(plan):
            row = work.rows.scalars(select(RoundRow).where(RoundRow.guid == key)).one()
            complete_round(work, row)
        stands = select(func.count()).where(CodingLifeRow.closed.is_(None))
        found = connection.scalar(stands)
        if found != plan.conservation.after or not plan.conservation.holds:
            raise QdaError(
                say(
                    "The merge would leave {found} codings where {expected} are due, so nothing "
                    "was merged. Please report this.",
                    found=found,
                    expected=plan.conservation.after,
                )
            )

    def _write_rows(self, work: Work) -> None:
        plan, session = self.plan, work.rows
        named = merge_rows.named_facts(plan.inserts) | merge_rows.named_facts(plan.updates)
        texts = {values["text_hash"] for values in plan.inserts.get("source", {}).values()}
        contents = {key: text for key, text in plan.copy.facts.items() if key in named}
        merge_rows.put_facts(session.connection(), contents, texts)
        merge_rows.insert_rows(session, plan.inserts)
        merge_rows.update_rows(session, plan.updates)

    def _write_codings(self, work: Work) -> None:
        connection = work.rows.connection()
        closing = merge_reads.coding_ids(connection, self.plan.closes)
        lives.close(connection, work.change_set, closing)
        keys = {table: merge_rows.ids(connection, table) for table in ("source", "node", "coder")}
        lives.open_new(
            connection,
            work.change_set,
            [
                NewCoding(
                    keys["source"][line.source], keys["node"][line.node],
                    keys["coder"][line.coder], line.start, line.end,
                    line.replaces, line.guid, line.version or "",
                )
                for line in self.plan.opens
            ],
        )  # fmt: skip
        lives.reopen(connection, work.change_set, self.plan.reopens)

    def _write_branch(self, work: Work) -> None:
        """Keep the copy's own journal as it was; this step's hash covers it through the row."""
        copy = self.plan.copy
        handout = select(HandoutRow.id).where(HandoutRow.guid == copy.handout)
        work.add(
            BranchRow(
                handout_id=work.rows.scalar(handout),
                base=copy.base,
                tip=copy.tip,
                head=copy.head,
                origin=copy.name,
                journal_hash=work.put_fact(copy.journal, searchable=False),
                report=json.dumps(report(self.plan), ensure_ascii=False, sort_keys=True),
            )
        )


def _refuse_open(plan: Plan) -> None:
    if plan.open_conflicts:
        raise QdaError(
            counted(
                "1 conflict waits for a choice. Nothing was merged.",
                "{count} conflicts wait for a choice. Nothing was merged.",
                len(plan.open_conflicts),
            )
        )


def _rounds(plan: Plan) -> list[str]:
    """Return the rounds in which the copy has something submitted."""
    rows: dict[str, Any] = plan.copy.rows["assignment"]
    touched = {**plan.inserts.get("assignment", {}), **plan.updates.get("assignment", {})}
    return sorted({rows[guid]["round_id"] for guid in touched if guid in rows})


def report(plan: Plan) -> dict[str, Any]:
    """Return what a merge did, as it is kept with the branch."""
    return {
        "conservation": asdict(plan.conservation),
        "rows": {table: list(numbers) for table, numbers in sorted(plan.counts.items())},
        "conflicts": {conflict.key: conflict.chosen for conflict in plan.conflicts},
        "notes": list(plan.notes),
    }


@dataclass(frozen=True, slots=True)
class Merged:
    """A merge that was done; `backup` is the project as it was before, None where nothing came."""

    plan: Plan
    backup: Path | None


def merge(
    project: Project,
    plan: Plan,
    progress: Progress = lambda _done, _of, _name: None,
    initiator: object = None,
) -> Merged:
    """Do what the plan says, after a backup; a copy that brings nothing new changes nothing.

    Raises QdaError where a conflict is open, and then nothing was changed.
    """
    if plan.idle:
        return Merged(plan, None)
    _refuse_open(plan)
    progress(0, 2, say("backup"))
    kept = _free_name(project.path, plan.copy.name)
    try:
        project.backup(kept)
        progress(1, 2, say("merging"))
        project.run(MergeCopy(plan), initiator)
    except BaseException:
        kept.unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            kept.parent.rmdir()  # where nothing else is kept in it
        raise
    return Merged(plan, kept)


def _free_name(path: Path, copy: str) -> Path:
    """Return a free name, such as `backups/study (before merging ana).qdaproj` beside the file."""
    folder, base = path.parent / BACKUPS, f"{path.stem} (before merging {Path(copy).stem}"
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise not_written(folder, error) from None
    found, number = folder / f"{base}){path.suffix}", 1
    while found.exists():
        number += 1
        found = folder / f"{base}, {number}){path.suffix}"
    return found
