"""A REFI-QDA project (.qdpx) as a study of our own, with everything that was lost on the way."""

from collections.abc import Iterator
from pathlib import Path

from qda_app.domain.exchange import Study
from qda_app.domain.losses import Losses
from qda_app.formats.exchange.brought import Brought, Guids, one_line
from qda_app.formats.refi import beside, notes
from qda_app.formats.refi.archive import open_archive
from qda_app.formats.refi.codes import Codes, groups, is_flat
from qda_app.formats.refi.contents import read_sources
from qda_app.formats.refi.context import Context
from qda_app.formats.refi.elements import RawProject
from qda_app.formats.refi.parsing import Progress, parse_project
from qda_app.formats.refi.people import People
from qda_app.formats.refi.stand_ins import stand_ins


def read_project(path: Path, progress: Progress = lambda _done, _of, _name: None) -> Brought:
    """Read a project; raises QdaError where the file as a whole cannot be read.

    `progress` hears how much of the XML was read; what it raises ends the reading.
    """
    losses = Losses()
    with open_archive(path) as archive:
        raw = parse_project(archive.package, archive.xml, progress)
        archive.claim(_paths(raw))
        context = Context(raw, archive, losses, Guids(losses))
        return _study(context, path, progress)


def _paths(raw: RawProject) -> Iterator[str]:
    for source in (*raw.sources, *raw.notes):
        for part in (source, *source.parts):
            inner = (each for selection in part.selections for each in selection.parts)
            for each in (part, *inner):
                yield from filter(None, (each.plain, each.rich, each.media))


def _study(context: Context, path: Path, progress: Progress) -> Brought:
    raw, losses = context.raw, context.losses
    context.read_users()
    codes = Codes(context.guids, losses, flat=is_flat(raw.origin, raw.codes))
    context.stand_ins = stand_ins(raw)
    context.case_keys = {case.guid for case in raw.cases if case.guid}
    for code in raw.codes:
        if code.guid in context.stand_ins:
            codes.names[code.guid] = one_line(code.name)
            continue
        codes.add(code)
        context.pin(code.notes, "node", codes.guids[code.guid])
    context.nodes, context.names = codes.guids, codes.names
    sources, judged = read_sources(context, progress)
    people = People(context)
    people.read()
    context.write(raw.description)
    context.pin(raw.notes_on_it, "project", "")
    relations = notes.read_links(context)
    notes.read_sets(context, people)
    known = notes.read_notes(context, codes.nodes)
    losses.add("graphs", "", raw.graphs)
    losses.add("other identifiers", "", raw.derived)
    losses.add("other times", "", sum(bool(each.made) for each in (*raw.sources, *raw.notes)))
    archive = context.archive
    archive.take(beside.NAME if context.own else "")
    strangers = context.archive.strangers()
    losses.add("strangers", "", len(strangers))
    for name in context.archive.climbing:
        losses.add("climbing entries", name)
    for name in context.archive.doubled:
        losses.add("double entries", name)
    study = Study(
        one_line(raw.name) or path.stem,
        raw.origin,
        tuple(context.users.values()),
        tuple(codes.nodes),
        tuple(sources),
        tuple(people.attributes()),
        tuple(people.cases()),
        tuple(context.memos),
        tuple(notes.memo_links(context, known)),
        tuple(relations),
        tuple(groups(raw.sets, codes.guids, losses, raw.origin)),
    )
    if context.own:
        study = beside.restore(archive, study, losses)
    return Brought(study, losses, judged)
