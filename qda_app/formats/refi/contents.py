"""The sources of a project with their codings, once it is known how their positions count."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from qda_app.domain.exchange import Coding, Source
from qda_app.domain.messages import say
from qda_app.domain.text import unwritable
from qda_app.formats.exchange.brought import free, moment, one_line
from qda_app.formats.exchange.contradicted import agrees, rejudge
from qda_app.formats.exchange.evidence import Judged, Selection, judge
from qda_app.formats.exchange.positions import Positions
from qda_app.formats.exchange.quoted import finder, plain, stands
from qda_app.formats.refi.context import Context, Place, Words, is_blank
from qda_app.formats.refi.elements import RawCoding, RawSelection, RawSource
from qda_app.formats.refi.parsing import Progress
from qda_app.formats.refi.stand_ins import hear
from qda_app.formats.refi.unplaced import KINDS, keep_media, keep_textless, unplaced


@dataclass(slots=True)
class _Unit:
    """A text that becomes a source: the element itself, or a part of a picture or recording.

    `told` are the places of its selections with the words of the text that the file gives for them.
    """

    raw: RawSource
    whole: RawSource
    guid: str
    name: str
    positions: Positions
    told: list[Selection | None]


def read_sources(context: Context, progress: Progress) -> tuple[list[Source], tuple[Judged, ...]]:
    """Return the sources with their codings, and how the positions of each were read."""
    units: list[_Unit] = []
    taken: set[str] = set()
    for number, raw in enumerate(context.raw.sources):
        progress(number, len(context.raw.sources), raw.name)
        found = [
            unit for part in _parts(raw) if (unit := _unit(context, raw, part, taken)) is not None
        ]
        units.extend(found)
        keep_media(context, raw, found[0].guid if found else "")
    texts = [(u.name, u.positions, [each for each in u.told if each]) for u in units]
    judged = judge(texts, context.raw.origin)
    if not _quotes(units):
        _take_as_names(units, judged)
        texts = [(u.name, u.positions, [each for each in u.told if each]) for u in units]
    judged = rejudge(texts, judged)
    sources = [_source(context, unit, each) for unit, each in zip(units, judged, strict=True)]
    return sources, tuple(judged)


def _quotes(units: Sequence[_Unit]) -> bool:
    """Say whether the names of selections are mostly words of the texts, as most programs write."""
    named = sum(any(map(str.isalpha, each.name)) for unit in units for each in unit.raw.selections)
    found = sum(each is not None and bool(each.words) for unit in units for each in unit.told)
    return 2 * found >= named


def _take_as_names(units: Sequence[_Unit], judged: Sequence[Judged]) -> None:
    """Let words that are in a text but not at their place be a name, and no quotation."""
    for unit, each in zip(units, judged, strict=True):
        unit.told = [
            told
            and (told if agrees(unit.positions, told, each.reading) else replace(told, words=""))
            for told in unit.told
        ]


def _parts(raw: RawSource) -> list[RawSource]:
    return [raw] if raw.kind in {"TextSource", "Note"} else raw.parts


def _unit(context: Context, whole: RawSource, raw: RawSource, taken: set[str]) -> _Unit | None:
    """Return what becomes a source; None, with the reason counted, where there is no text."""
    written = whole.name or raw.name
    if len(whole.parts) > 1 and whole.name and raw.name:  # transcripts of one recording
        written = f"{whole.name}: {raw.name}"
    elif raw.name not in {written, ""}:
        context.losses.add("part names", raw.name)
    name = one_line(written) or say("Source {number}", number=len(taken) + 1)
    text = context.text_of(raw)
    refused = any(context.archive.refuses(each) for each in (raw.plain, raw.rich) if each)
    context.losses.add("led outside", name, int(refused))
    if text is None or is_blank(text):
        context.losses.add("text missing" if text is None else "text empty", name)
        keep_textless(context, raw, name)
        return None
    if raw.rich:
        context.losses.add("formatting", name)
    fresh = free(name, taken, str)
    if fresh != written:
        context.losses.add("sources renamed", f"{written} → {fresh}")
    again = whole.guid in context.sources
    guid = context.guids.own("source", _second(whole, raw) if again else whole.guid)
    for key in (whole.guid, raw.guid):
        if key:
            context.sources.setdefault(key, guid)
    positions = Positions(text)
    context.texts[guid] = Words.of(fresh, positions.text)
    context.losses.add("replaced characters", name, unwritable(text))
    context.losses.add("recomposed", name, int(positions.recomposed))
    return _Unit(raw, whole, guid, fresh, positions, _told(raw, positions.text))


def _second(whole: RawSource, raw: RawSource) -> str:
    """Return the GUID of a further text of a source; none where its own was used before."""
    return "" if raw is whole else raw.guid


def _told(raw: RawSource, text: str) -> list[Selection | None]:
    """Return where each selection is, with its name or description if that is in the text."""
    found = finder(text)
    told: list[Selection | None] = []
    for each in raw.selections:
        if each.start is None or each.end is None:
            told.append(None)
            continue
        start, end = each.start, each.end
        words = (said for said in (each.name, each.description) if found(said, start, end))
        told.append(Selection(start, end, next(words, "")))
    return told


def _source(context: Context, unit: _Unit, judged: Judged) -> Source:
    codings: list[Coding] = []
    raw: list[tuple[str, int, int]] = []
    for selection, told in zip(unit.raw.selections, unit.told, strict=True):
        place = _place(context, unit, judged, selection)
        if place is None:
            _keep_outside(context, unit, selection)
            continue
        made = _codings(context, unit, selection.codings, place)
        codings.extend(made)
        if judged.confidence != "certain" and selection.start is not None:
            raw.extend((coding.guid, selection.start, selection.end or 0) for coding in made)
        if selection.guid:
            single = made[0].guid if len(made) == 1 else ""
            context.places[selection.guid] = Place(*_ends(place), single)
        _keep_words(context, unit, selection, made, place)
        _keep_name(context, unit, selection, told, made, place, beside=judged.beside > 0)
    whole = Place(unit.guid, 0, len(unit.positions.text))
    direct = [*unit.raw.codings, *(() if unit.raw is unit.whole else unit.whole.codings)]
    if direct:
        context.losses.add("whole sources", unit.name, len(direct))
        codings.extend(_codings(context, unit, direct, whole))
    _keep_source_words(context, unit)
    _keep_times(context, unit)
    known = judged.confidence == "certain"
    notes = () if known else (judged.sentence(),)
    form = KINDS.get(unit.whole.kind, "text")
    text = unit.positions.text
    return Source(unit.guid, unit.name, text, form, tuple(codings), notes, tuple(raw))


def _ends(place: Place) -> tuple[str, int, int]:
    return place.source, place.start, place.end


def _place(context: Context, unit: _Unit, judged: Judged, selection: RawSelection) -> Place | None:
    if selection.start is None or selection.end is None or selection.place:
        return None
    span = unit.positions.span(selection.start, selection.end, judged.reading)
    if span is None:
        return None
    if not unit.positions.exact(selection.start, selection.end, judged.reading):
        context.losses.add("widened", unit.name, len(selection.codings))
    return Place(unit.guid, *span)


def _codings(
    context: Context, unit: _Unit, found: Sequence[RawCoding], place: Place
) -> list[Coding]:
    codings = []
    for each in found:
        if hear(context, each.node, place):
            context.pin(each.notes, "span", unit.guid, place)
            continue
        node = context.nodes.get(each.node)
        if node is None:
            place_words = RawSelection("", "", place.start, place.end, "")
            unplaced(context, "node missing", each, place_words, unit.name, unit.guid)
            continue
        guid = context.guids.own("coding", each.guid)
        if each.guid:
            context.codings.setdefault(each.guid, guid)
            context.places.setdefault(each.guid, Place(*_ends(place), guid))
        made = moment(each.made, context.losses)
        user = context.user(each.user, unit.name)
        codings.append(Coding(guid, node, user, place.start, place.end, made))
        context.pin(each.notes, "coding", guid)
    return codings


def _keep_outside(context: Context, unit: _Unit, selection: RawSelection) -> None:
    if selection.place:  # of a page, not of this text: kept with the medium
        return
    for coding in selection.codings:
        unplaced(context, "outside", coding, selection, unit.name, unit.guid)
    if not selection.codings:
        context.losses.add("outside", unit.name)
        context.write(
            f"{selection.start}–{selection.end}: {selection.name} {selection.description}",
            "source",
            unit.guid,
            context.user(selection.user),
        )
    context.pin(selection.notes, "source", unit.guid)


def _keep_words(
    context: Context, unit: _Unit, selection: RawSelection, made: Sequence[Coding], place: Place
) -> None:
    """Keep a selection's description and notes: on its one coding, else on the passage."""
    bare = not (selection.codings or selection.description.strip() or selection.notes)
    if not (bare or selection.description.strip() or selection.notes):
        return
    kind, target, user, at = _held(context, unit, selection, made, place)
    context.write(selection.description, kind, target, user, at)
    context.pin(selection.notes, kind, target, at)
    if bare:
        context.losses.add("bare passages", selection.name or unit.name)
        words = say("A passage without a node.")
        context.write(words, "span", unit.guid, user, place)


def _held(
    context: Context, unit: _Unit, selection: RawSelection, made: Sequence[Coding], place: Place
) -> tuple[str, str, str, Place | None]:
    """Return the kind, target, coder and place of a memo on a selection."""
    user = context.user(selection.user)
    if len(made) == 1:
        return "coding", made[0].guid, user or made[0].user, None
    return "span", unit.guid, user, place


def _keep_name(
    context: Context,
    unit: _Unit,
    selection: RawSelection,
    told: Selection | None,
    made: Sequence[Coding],
    place: Place,
    *,
    beside: bool,
) -> None:
    """Keep a selection's name where it is no quotation, and a quotation that stands elsewhere.

    `beside` says whether any does.
    """
    words = told.words if told else ""
    said = []
    if told and selection.name != told.words and _is_name(context, unit, selection):
        context.losses.add("passage names", selection.name)
        said.append(selection.name)
    if beside and words and not stands(unit.positions.text, (place.start, place.end), words):
        words = plain(words)[0]
        context.losses.add("other words", f"{unit.name}: {words}", max(1, len(made)))
        said.append(say("The file gives other words for this passage: “{words}”.", words=words))
    for text in said:
        kind, target, user, at = _held(context, unit, selection, made, place)
        context.write(text, kind, target, user, at)


def _is_name(context: Context, unit: _Unit, selection: RawSelection) -> bool:
    """Say whether a selection's name tells more than numbers, its source and its nodes do."""
    name = plain(selection.name)[0]
    known = {unit.name, unit.whole.name, unit.raw.name}
    known |= {context.names.get(coding.node, "") for coding in selection.codings}
    letters = sum(map(str.isalpha, name))
    return not context.own and name not in known and letters > 1


def _keep_source_words(context: Context, unit: _Unit) -> None:
    for part in (unit.raw,) if unit.raw is unit.whole else (unit.raw, unit.whole):
        if part.description.strip():
            context.losses.add("descriptions", unit.name)
            context.write(part.description, "source", unit.guid, context.user(part.user))
        context.pin(part.notes, "source", unit.guid)


def _keep_times(context: Context, unit: _Unit) -> None:
    """Keep when what is said in a recording as a memo on its transcript."""
    if not unit.raw.times:
        return
    context.losses.add("time marks", unit.name, len(unit.raw.times))
    times = "; ".join(f"{position} = {_clock(ms)}" for position, ms in sorted(unit.raw.times))
    words = say(
        "Times in the recording, by position as the file counts them: {times}.", times=times
    )
    context.write(words, "source", unit.guid)


def _clock(milliseconds: int) -> str:
    """Return a time of a recording as hours, minutes and seconds."""
    seconds, rest = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}.{rest:03}"
