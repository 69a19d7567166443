"""Notes, links and sets of a project as memos, relations and attributes."""

from dataclasses import replace
from typing import NamedTuple

from qda_app.domain.exchange import CARD, Memo, Node, Relation
from qda_app.domain.messages import say
from qda_app.domain.relation import KINDS
from qda_app.formats.exchange.brought import derived, one_line
from qda_app.formats.refi.context import Context, Place
from qda_app.formats.refi.elements import RawLink, RawSource
from qda_app.formats.refi.people import People

CARD_NOTE = "qda-app: "  # how a note is called that holds a field of a node's definition card
SHOWN = 80  # characters of a passage by which it is named


class _End(NamedTuple):
    """What a GUID of the file stands for, as the target of a memo, and what it is called."""

    kind: str
    target: str
    place: Place | None
    name: str


def read_links(context: Context) -> list[Relation]:
    """Pin notes that links lead to, and return the links between nodes as relations.

    Any other link between two things that we hold becomes a memo on each, which names the other.
    """
    notes = {note.guid for note in context.raw.notes if note.guid}
    found: dict[tuple[str, str, str], Relation] = {}
    for link in context.raw.links:
        ends = (link.origin, link.target)
        if link.origin in context.nodes and link.target in context.nodes:
            _relate(context, link, found)
        elif link.origin in notes and link.target in notes:
            continue  # memos that refer to each other
        elif note := next((end for end in ends if end in notes), ""):
            other = ends[1] if note == ends[0] else ends[0]
            if not _pin(context, note, other):
                context.losses.add("links", link.name)
        elif not _tie(context, link):
            context.losses.add("links", link.name)
            context.pin(link.notes, "project", "")
    return list(found.values())


def _relate(context: Context, link: RawLink, found: dict[tuple[str, str, str], Relation]) -> None:
    node, other = context.nodes[link.origin], context.nodes[link.target]
    known = link.name.strip().casefold()
    kind = known if known in KINDS else "related"
    if node == other or (node, other, kind) in found:
        context.losses.add("links", link.name)
        return
    relation = Relation(context.guids.own("relation", link.guid), node, other, kind)
    found[node, other, kind] = relation
    if kind != known and link.name.strip():
        context.losses.add("link kinds", link.name)
        context.write(link.name, "relation", relation.guid)
    names = f"{context.names[link.origin]} ↔ {context.names[link.target]}"
    context.losses.add("link directions", names, int(not link.directed))
    context.pin(link.notes, "relation", relation.guid)


def _tie(context: Context, link: RawLink) -> bool:
    """Keep a link as a memo on both its ends; False where one is nothing we hold."""
    origin, target = _end(context, link.origin), _end(context, link.target)
    if origin is None or target is None:
        return False
    name = one_line(link.name) or say("Link")
    to, from_ = ("→", "←") if link.directed else ("↔", "↔")
    context.losses.add("kept links", f"{name}: {origin.name} {to} {target.name}")
    context.write(f"{name} {to} {target.name}", *origin[:2], "", origin.place)
    if target[:3] != origin[:3]:
        context.write(f"{name} {from_} {origin.name}", *target[:2], "", target.place)
    context.pin(link.notes, *origin[:3])
    return True


def _end(context: Context, key: str) -> _End | None:
    """Return what a GUID stands for; None where that is nothing we hold."""
    place = context.places.get(key)
    if key in context.nodes and (key not in context.cases or not context.own):
        return _End("node", context.nodes[key], None, context.names.get(key, "?"))
    if key in context.cases:
        named = next((case.name for case in context.raw.cases if case.guid == key), "")
        return _End("case", context.cases[key], None, one_line(named) or "?")
    if key in context.sources:
        guid = context.sources[key]
        return _End("source", guid, None, context.texts[guid].name)
    if place is None:
        return None
    source = context.texts[place.source]
    said = one_line(source.text[place.start : place.end])
    said = said if len(said) <= SHOWN else f"{said[:SHOWN].rstrip()}…"
    name = f"“{said}” ({source.name}, {place.start}–{place.end})"
    if place.coding:
        return _End("coding", place.coding, None, name)
    return _End("span", place.source, place, name)


def _pin(context: Context, note: str, target: str) -> bool:
    """Let a note hang on what a GUID stands for; False where that is nothing we hold."""
    end = _end(context, target)
    if end is not None:
        context.pin([note], *end[:3])
    return end is not None


def read_notes(context: Context, nodes: list[Node]) -> dict[str, str]:
    """Turn every note into a memo on each thing it hangs on; return memos' GUIDs by note's."""
    at = {node.guid: i for i, node in enumerate(nodes)}
    first: dict[str, str] = {}
    for raw in context.raw.notes:
        text = context.note_text(raw)
        pins = list(dict.fromkeys(context.pinned.pop(raw.guid, []))) or [Memo("", "")]
        field = raw.name.removeprefix(CARD_NOTE)
        if context.own and raw.name.startswith(CARD_NOTE) and field in CARD:
            for pin in pins:
                if pin.target in at:
                    node = nodes[at[pin.target]]
                    nodes[at[pin.target]] = replace(node, card={**node.card, field: text})
            continue
        _note(context, raw, text, pins, first)
    for missing in context.pinned.values():
        context.losses.add("dangling", "NoteRef", len(missing))
    return first


def _note(
    context: Context, raw: RawSource, text: str, pins: list[Memo], first: dict[str, str]
) -> None:
    coded = len(raw.codings) + sum(len(each.codings) for each in raw.selections)
    context.losses.add("note codings", raw.name, coded)
    if not text.strip():
        if raw.guid not in first:
            context.losses.add("text empty", raw.name)
        return
    if len(pins) > 1:
        context.losses.add("repeated memos", raw.name)
    user = context.user(raw.user)
    for number, pin in enumerate(pins):
        wanted = raw.guid if not number or not raw.guid else derived("memo", raw.guid, number)
        guid = context.guids.own("memo", wanted)
        context.memos.append(replace(pin, guid=guid, text=text, user=user))
        first.setdefault(raw.guid, guid)


def memo_links(context: Context, known: dict[str, str]) -> list[tuple[str, str]]:
    """Return the pairs of memos that links join."""
    return [
        (known[link.origin], known[link.target])
        for link in context.raw.links
        if link.origin in known and link.target in known and link.origin != link.target
    ]


def read_sets(context: Context, people: People) -> None:
    """Keep sets of documents as attributes where they fit, else as memos that name the members."""
    names = {note.guid: note.name for note in context.raw.notes}
    titles = {source.guid: source.name for source in context.raw.sources}
    for each in context.raw.sets:
        known = [s for s in each.sources if s in context.sources]
        context.losses.add("dangling", each.name, len(each.sources) - len(known))
        members = [names.get(note, "?") for note in each.notes]
        members += [context.names[code] for code in each.codes if code in context.stand_ins]
        each.codes = [code for code in each.codes if code not in context.stand_ins]
        own = list(dict.fromkeys(context.sources[s] for s in known))
        if own and people.group_sources(each.name, own):
            context.losses.add("source sets", each.name)
        elif own:
            members += [titles.get(source, "?") for source in known]
        if not (each.codes or each.sources or members):
            context.losses.add("empty sets", each.name)
        if members:
            context.losses.add("memo sets", each.name)
            context.write(
                say("Set “{name}”: {members}.", name=each.name, members="; ".join(members))
            )
        if each.description.strip():
            context.losses.add("descriptions", each.name)
            context.write(f"{each.name}: {each.description}")
