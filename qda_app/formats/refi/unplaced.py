"""Codings of a project that have no place in any text, kept as memos that say where they were."""

from collections.abc import Iterator

from qda_app.domain.messages import say
from qda_app.formats.refi.context import Context
from qda_app.formats.refi.elements import RawCoding, RawSelection, RawSource

KINDS = {"TextSource": "text", "PDFSource": "pdf", "PictureSource": "picture",
         "AudioSource": "audio", "VideoSource": "video"}  # fmt: skip


def keep_textless(context: Context, raw: RawSource, name: str) -> None:
    """Keep what is said of a source that cannot be taken as memos of the project."""
    context.write(raw.description and f"{name}: {raw.description}")
    context.pin(raw.notes, "project", "")
    for selection in raw.selections:
        for coding in selection.codings:
            unplaced(context, "textless", coding, selection, name, "")
        context.pin(selection.notes, "project", "")
    for coding in raw.codings:
        unplaced(context, "textless", coding, RawSelection("", "", None, None, ""), name, "")


def keep_media(context: Context, raw: RawSource, target: str) -> None:
    """Keep codings of a picture, pages or a recording as memos on the text that stands for it."""
    if raw.kind == "TextSource":
        return
    context.archive.take(raw.media)
    context.losses.add("media", raw.name or raw.media)
    refused = bool(raw.media) and context.archive.refuses(raw.media)
    context.losses.add("led outside", raw.name or raw.kind, int(refused))
    kind = "source" if target else "project"
    if not target and not raw.parts:
        context.losses.add("text missing", raw.name)
    for whole in raw.selections:
        for selection in _with_inner(context, whole):
            for coding in selection.codings:
                unplaced(context, "media codings", coding, selection, raw.name, target)
            if selection.description:
                words = f"{raw.name} ({selection.place}): {selection.description}"
                context.write(words, kind, target, context.user(selection.user))
            context.pin(selection.notes, kind, target)
    if not target:
        for coding in raw.codings:
            blank = RawSelection("", "", None, None, "", KINDS.get(raw.kind, raw.kind))
            unplaced(context, "media codings", coding, blank, raw.name, target)
        context.write(raw.description and f"{raw.name}: {raw.description}")
        context.pin(raw.notes, "project", "")


def _with_inner(context: Context, whole: RawSelection) -> Iterator[RawSelection]:
    """Yield a selection, then those within the texts of its own, each with its words."""
    texts = [(part, context.text_of(part) or "") for part in whole.parts]
    whole.name = next((text.strip() for _part, text in texts if text.strip()), whole.name)
    yield whole
    for part, text in texts:
        yield RawSelection("", text, None, None, part.user, whole.place, part.description,
                           part.codings, part.notes)  # fmt: skip
        for inner in part.selections:
            inner.place = whole.place
            inner.name = text[inner.start : inner.end] if inner.start is not None else inner.name
            yield inner


def unplaced(
    context: Context,
    loss: str,
    coding: RawCoding,
    selection: RawSelection,
    name: str,
    target: str,
) -> None:
    """Keep a coding that has no place in a text as a memo that says where it was."""
    place = selection.place or f"{selection.start}–{selection.end}"
    node = context.names.get(coding.node, coding.node or "?")
    context.losses.add(loss, f"{name}: {node}")
    words = say("Coding at “{node}” in {name}, {place}.", node=node, name=name, place=place)
    parts = [words, selection.name, selection.description]
    kind = "source" if target else "project"
    text = "\n".join(part for part in parts if part)
    context.write(text, kind, target, context.user(coding.user))
    context.pin(coding.notes, kind, target)
