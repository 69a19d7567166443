"""What a merge says of itself: the same lines on the command line and on the screen."""

from typing import Any

from qda_app.domain.messages import say
from qda_app.services.merging.doing import Merged
from qda_app.services.merging.plan import APART, BOTH, MINE, THEIRS, UNIFY, Conflict, Plan


def kinds() -> dict[str, str]:
    """Return what the rows of each table are called, in the order in which they are told."""
    return {
        "node": say("nodes"),
        "node_alias": say("other names of nodes"),
        "relation": say("relations"),
        "memo": say("memos"),
        "certainty": say("certainty"),
        "source": say("sources"),
        "progress": say("sources done"),
        "case": say("cases"),
        "attribute": say("attributes"),
        "case_value": say("values of cases"),
        "case_link": say("voices of cases"),
        "coder": say("coders"),
        "round": say("rounds"),
        "assignment": say("assignments"),
        "decision": say("decisions"),
        "codebook_version": say("codebook versions"),
        "saved_query": say("saved queries"),
    }


def counted(plan: Plan) -> list[tuple[str, int, int]]:
    """Return (kind, new, changed) of what comes."""
    return [(name, *plan.counts[table]) for table, name in kinds().items() if table in plan.counts]


def conservation(plan: Plan) -> str:
    """Return the line that says that no coding is lost."""
    if plan.blind:
        return say(
            "You still code blind in {rounds}, so nothing is counted of what others coded.",
            rounds=", ".join(plan.blind),
        )
    figures = plan.conservation
    return say(
        "Codings: {before} here + {brought} from the copy - {identical} identical - {removed} "
        "deliberately removed = {after}.",
        before=figures.before,
        brought=figures.brought,
        identical=figures.identical,
        removed=figures.removed,
        after=figures.after,
    )


def lines(plan: Plan, done: Merged | None) -> list[str]:
    """Return the report as lines."""
    found = [conservation(plan)]
    if not plan.blind:
        found += [
            say("{kind}: {new} new, {changed} changed", kind=kind, new=new, changed=changed)
            for kind, new, changed in counted(plan)
        ]
        found += plan.named
        found += plan.notes
    for conflict in plan.conflicts:
        found += ["", *_told(conflict, asking=done is None)]
    if plan.unused and plan.open_conflicts:
        found += ["", say("Nothing asks for {keys}.", keys=", ".join(plan.unused))]
    if plan.idle:
        found.append(say("{name} brings nothing new; nothing was changed.", name=plan.copy.name))
    elif plan.open_conflicts:
        found += ["", say("Nothing was changed. Settle each with --choose KEY=CHOICE.")]
    elif done is not None and done.backup is not None:
        found += [
            "",
            say(
                "Merged {name}. The project as it was is kept in {backup}.",
                name=plan.copy.name,
                backup=f"{done.backup.parent.name}/{done.backup.name}",
            ),
        ]
    return found


def _told(conflict: Conflict, *, asking: bool) -> list[str]:
    answer = conflict.chosen or "|".join(conflict.choices)
    refused = []
    if conflict.refused:
        sentence = "  “{choice}” is no answer here."
        refused = [say(sentence, choice=conflict.refused)]
    return [
        conflict.sentence,
        *refused,
        say("  here: {text}", text=_in_line(conflict.mine)),
        say("  copy: {text}", text=_in_line(conflict.theirs)),
        f"  {conflict.key}={answer}" if asking else f"  -> {_answers()[answer]}",
    ]


def _in_line(text: str) -> str:
    return " · ".join(text.splitlines()) or "-"


def _answers() -> dict[str, str]:
    return {
        MINE: say("what is here"),
        THEIRS: say("what is in the copy"),
        BOTH: say("both"),
        UNIFY: say("unified"),
        APART: say("two nodes"),
    }


def as_json(plan: Plan, done: Merged | None) -> dict[str, Any]:
    """Return the report as plain data; without figures for a viewer who is blind."""
    figures = plan.conservation
    return {
        "copy": plan.copy.name,
        "merged": done is not None and done.backup is not None,
        "idle": plan.idle,
        "backup": str(done.backup) if done and done.backup else None,
        "blind": list(plan.blind),
        "codings": None
        if plan.blind
        else {
            "before": figures.before,
            "brought": figures.brought,
            "identical": figures.identical,
            "removed": figures.removed,
            "after": figures.after,
            "holds": figures.holds,
        },
        "rows": None
        if plan.blind
        else {table: {"new": n, "changed": c} for table, (n, c) in sorted(plan.counts.items())},
        "changes": [] if plan.blind else list(plan.named),
        "notes": [] if plan.blind else list(plan.notes),
        "conflicts": [
            {
                "key": one.key,
                "sentence": one.sentence,
                "mine": one.mine,
                "theirs": one.theirs,
                "choices": list(one.choices),
                "chosen": one.chosen or None,
            }
            for one in plan.conflicts
        ],
    }
