"""Notes, links and sets of a project as memos, relations and attributes."""

from dataclasses import replace

from qda_app.domain.exchange import CARD, Memo, Node, Relation
from qda_app.domain.messages import say
from qda_app.domain.relation import KINDS
from qda_app.formats.exchange.brought import derived
from qda_app.formats.refi.context import Context, Place
from qda_app.formats.refi.elements import RawLink, RawSource
from qda_app.formats.refi.people import People

CARD_NOTE = "qda-app: "  # how a note is called that holds a field of a node's definition card


def read_links(context: Context) -> list[Relation]:
    """Pin notes that links lead to, and return the links between nodes as relations."""
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
        else:
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
    context.pin(link.notes, "relation", relation.guid)


def _pin(context: Context, note: str, target: str) -> bool:
    """Let a note hang on what a GUID stands for; False where that is nothing we hold."""
    place: Place | None = context.places.get(target)
    if target in context.cases and not context.own and target in context.nodes:
        context.pin([note], "node", context.nodes[target])
    elif target in context.cases:
        context.pin([note], "case", context.cases[target])
    elif target in context.nodes:
        context.pin([note], "node", context.nodes[target])
    elif target in context.sources:
        context.pin([note], "source", context.sources[target])
    elif target in context.codings:
        context.pin([note], "coding", context.codings[target])
    elif place is not None and place.coding:
        context.pin([note], "coding", place.coding)
    elif place is not None:
        context.pin([note], "span", place.source, place)
    else:
        return False
    return True


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
        if members:
            context.losses.add("memo sets", each.name)
            context.write(
                say("Set “{name}”: {members}.", name=each.name, members="; ".join(members))
            )
        if each.description.strip():
            context.losses.add("descriptions", each.name)
            context.write(f"{each.name}: {each.description}")
