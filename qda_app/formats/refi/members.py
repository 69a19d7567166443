"""Every text in a project package (.qdpx): what its members, their names and its ends hold."""

import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

from lxml import etree

from qda_app.domain.exchange import CARD, Quote, Source
from qda_app.domain.quotation import Edit
from qda_app.domain.relation import KINDS
from qda_app.formats.refi.notes import CARD_NOTE

_OURS = {"direction", "typeOfVariable", "origin", "guid", "color", "isCodable", "id"}
_KEYS = {"version", "sources", "speakers", "quotations", "turns", "turns used"} | {
    field.name for kind in (Quote, Edit, Source) for field in fields(kind)
}
_AROUND = re.compile(r"internal://|sources/|project\.qde|qda-app\.json|\.txt$")


def every_text(path: Path) -> Iterator[tuple[str, str]]:
    """Yield (member, text) of a package; of XML and JSON the values, not the fixed words around.

    What the package holds beside its members is yielded too: comments, extra fields, and bytes
    that belong to none.
    """
    with zipfile.ZipFile(path) as package:
        yield "", package.comment.decode("utf-8", "replace")
        for entry in package.infolist():
            yield entry.filename, _AROUND.sub(" ", entry.filename)
            for beside in (entry.comment, entry.extra):
                yield entry.filename, beside.decode("utf-8", "replace")
            yield from ((entry.filename, text) for text in _inside(package, entry))
        yield from (("", gap.decode("utf-8", "replace")) for gap in _gaps(path, package))


def _inside(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[str]:
    if entry.filename.endswith(".qde"):
        with package.open(entry) as file:
            for _event, element in etree.iterparse(
                file, events=("end", "comment", "pi"), resolve_entities=False, huge_tree=True
            ):
                yield element.text or ""
                yield element.tail or ""
                yield from _attributes(element)
                if isinstance(element.tag, str) and element.getparent() is not None:
                    element.clear(keep_tail=True)
    elif entry.filename.endswith(".json"):
        yield from leaves(json.loads(package.read(entry)))
    else:
        yield package.read(entry).decode("utf-8", "replace")


def _attributes(element: Any) -> Iterator[str]:
    """Yield the values of an element but those that the format prescribes."""
    kind = str(element.tag).rpartition("}")[2]
    for name, value in element.attrib.items():
        if name in _OURS or (kind == "Link" and value in KINDS):
            continue
        plain = value.removeprefix(CARD_NOTE)
        yield "" if plain != value and plain in CARD else _AROUND.sub(" ", value)


def leaves(held: Any) -> Iterator[str]:
    """Yield every text in plain data; names of fields but for those of ours."""
    if isinstance(held, str):
        yield held
    elif isinstance(held, dict):
        for key, value in held.items():
            yield "" if key in _KEYS else key
            if key not in {"kind", "status"}:
                yield from leaves(value)
    elif isinstance(held, list):
        for value in held:
            yield from leaves(value)


def _gaps(path: Path, package: zipfile.ZipFile) -> Iterator[bytes]:
    """Yield the bytes before, between and behind the members and their directory."""
    raw = path.read_bytes()
    at = 0
    for entry in sorted(package.infolist(), key=lambda each: each.header_offset):
        yield raw[at : entry.header_offset]
        begins = entry.header_offset + 30
        lengths = raw[begins - 4 : begins]
        name, extra = int.from_bytes(lengths[:2], "little"), int.from_bytes(lengths[2:], "little")
        yield raw[begins : begins + name + extra]
        at = begins + name + extra + entry.compress_size
    yield raw[at : package.start_dir]
