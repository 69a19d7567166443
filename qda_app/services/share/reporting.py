"""What a copy to share is and is not, in sentences, as a table of every hit, and as plain data."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from qda_app.domain.errors import QdaError
from qda_app.domain.losses import Loss
from qda_app.domain.messages import counted, say
from qda_app.services.consent import untied_words
from qda_app.services.share.plan import LeftOut, Plan, on_line

# What a project file holds and a .qdpx does not, or only for this application.
_IN_PROJECT = frozenset({
    "turns", "speakers", "languages", "quotations", "done", "certainty", "retired", "kinds",
})  # fmt: skip
Sheet = tuple[Sequence[str], list[list[str | float | bool | None]]]
_SHOWN = 20


def lines(plan: Plan, *, project: bool) -> list[str]:
    """Return the report in sentences; `project` says whether the copy is a project file."""
    said = [
        counted("1 name is replaced in the transcripts.",
                "{count} names are replaced in the transcripts.",
                len(plan.hits) - len(plan.kept)),
        counted("1 name is replaced elsewhere: in memos, names, definitions, participants.",
                "{count} names are replaced elsewhere: in memos, names, definitions, participants.",
                len(plan.elsewhere)),
    ]  # fmt: skip
    if plan.kept:
        said.append(
            counted("1 hit stays as it is, by choice.", "{count} hits stay as they are, by choice.",
                    len(plan.kept))
        )  # fmt: skip
    if plan.unused:
        said.append(say("Listed and found nowhere: {names}.", names=_some(plan.unused)))
    if plan.longer:
        sentence = "Words that begin with a listed name and stay: {words}. Add variants if need be."
        said.append(
            say(sentence, words=_some([f"{word} ({count})" for word, count in plan.longer]))
        )
    if plan.parts:
        sentence = (
            "Words of listed names, or alike but for ñ, that stay: {words}. List them if need be."
        )
        said.append(say(sentence, words=_some(plan.parts)))
    if plan.crossed:
        said.append(
            counted("1 coding, memo or quotation began or ended within replaced words.",
                    "{count} codings, memos or quotations began or ended within replaced words.",
                    len(plan.crossed))
        )  # fmt: skip
    if plan.numbered:
        pairs = [f"{old} → {new}" for old, new in plan.numbered]
        said.append(say("Numbered to tell them apart: {names}.", names=_some(pairs)))
    said += _left_out(plan.left_out)
    missing = _not_held(plan, project=project)
    if project and missing:
        things = "; ".join(dict.fromkeys(_things().get(each.what, each.what) for each in missing))
        said.append(say("Stays in the project and is not in the copy: {things}.", things=things))
    else:
        said += [each.sentence for each in missing]
    return [*said, caution()]


def _not_held(plan: Plan, *, project: bool) -> list[Loss]:
    """Return what of the project has no place in the copy; memos that are left out are told."""
    there = _IN_PROJECT if project else frozenset[str]()
    return [each for each in plan.losses if each.what not in there | {"memo targets"}]


def _things() -> dict[str, str]:
    """Return what a project holds and a copy of it as a project does not, by its count's name."""
    return {
        "history": say("the history"),
        "rounds": say("rounds and who codes in them"),
        "decisions": say("decisions"),
        "versions": say("versions of the codebook"),
        "queries": say("saved queries that are more than a set of nodes"),
        "leads": say("who leads"),
        "settings": say("settings"),
        "import notes": say("how sources were imported"),
    }


def caution() -> str:
    """Say what nobody can know of the copy."""
    return say(
        "This is a copy in which the listed names were replaced. Names that are not listed, "
        "places, dates and what people tell of themselves can still identify a person: read it "
        "before you hand it on."
    )


def _left_out(left: LeftOut) -> list[str]:
    said = []
    if left.orphans:
        said.append(
            counted("1 memo on something that was removed is left out.",
                    "{count} memos on something that was removed are left out.", left.orphans)
        )  # fmt: skip
    if not left.participants:
        return said
    names = "; ".join(left.participants)
    said.append(say("Left out, as they do not allow sharing: {names}.", names=names))
    said += untied_words(left.untied)
    if left.sources:
        sentence = "With them, the sources in which they are heard: {names}."
        said.append(say(sentence, names="; ".join(left.sources)))
    if left.examples:
        sentence = "Their words are no longer the example of these nodes: {names}."
        said.append(say(sentence, names="; ".join(left.examples)))
    if left.mentioned:
        pairs = [f"{name} ({count})" for name, count in left.mentioned]
        sentence = "They are still named in what remains: {names}. List these names too."
        said.append(say(sentence, names="; ".join(pairs)))
    return said


def _some(names: Sequence[str]) -> str:
    rest = len(names) - _SHOWN
    shown = "; ".join(names[:_SHOWN])
    return say("{names} and {count} more", names=shown, count=rest) if rest > 0 else shown


def sheets(plan: Plan) -> dict[str, Sheet]:
    """Return every hit, and every passage whose boundary was replaced, as tables."""
    hits: Sheet = (
        [say("what"), say("where"), say("start"), say("before"), say("name"), say("after"),
         say("replacement"), say("stays")],
        [],
    )  # fmt: skip
    hits[1].extend(
        [say("transcript"), h.name, h.start, h.before, on_line(h.words), h.after, h.replacement,
         say("yes") if h.kept else say("no")]
        for h in plan.hits
    )  # fmt: skip
    hits[1].extend(
        [e.what, e.where, None, e.before, on_line(e.words), e.after, e.replacement, say("no")]
        for e in plan.elsewhere
    )
    crossed: Sheet = (
        [say("what"), say("source"), say("which"), say("before"), say("after")],
        [[c.what, c.source, c.label, on_line(c.before), on_line(c.after)] for c in plan.crossed],
    )
    return {say("Names"): hits, say("Boundaries"): crossed}


def write_hits(plan: Plan, path: Path) -> None:
    """Write every hit as csv, or as xlsx with the passages whose boundary was replaced."""
    from qda_app.formats.tables import write_report_csv, write_xlsx

    tables = sheets(plan)
    if path.suffix.lower() == ".xlsx":
        write_xlsx(path, tables)
    elif path.suffix.lower() == ".csv":
        header, rows = next(iter(tables.values()))
        write_report_csv(path, header, rows)
    else:
        raise QdaError(say("{name} must end in .csv or .xlsx.", name=path.name))


def as_json(plan: Plan, *, project: bool) -> dict[str, Any]:
    """Return the report as plain data."""
    return {
        "copy": plan.study.counts(),
        "in_transcripts": len(plan.hits) - len(plan.kept),
        "elsewhere": len(plan.elsewhere),
        "kept": len(plan.kept),
        "hits": [asdict(each) for each in plan.hits],
        "other_hits": [asdict(each) for each in plan.elsewhere],
        "boundaries": [asdict(each) for each in plan.crossed],
        "numbered": [list(pair) for pair in plan.numbered],
        "left_out": asdict(plan.left_out),
        "unused": list(plan.unused),
        "longer_words": dict(plan.longer),
        "words_of_names": list(plan.parts),
        "not_held": {each.what: each.count for each in _not_held(plan, project=project)},
        "caution": caution(),
    }
