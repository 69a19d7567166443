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

_OURS = {"direction", "typeOfVariable", "origin", "guid", "color", "isCodable", "id",
         "startPosition", "endPosition", "creationDateTime", "modifiedDateTime"}  # fmt: skip
_KEYS = {"version", "sources", "speakers", "quotations", "turns", "turns used"} | {
    field.name for kind in (Quote, Edit, Source) for field in fields(kind)
}
_PIECE = 1 << 16
_AROUND = re.compile(r"internal://|sources/|project\.qde|qda-app\.json|\.txt")


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
        yield from (
            ("", _AROUND.sub(" ", gap.decode("utf-8", "replace"))) for gap in _gaps(path, package)
        )


def _inside(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[str]:
    if entry.filename.endswith(".qde"):
        values: Any = _Values()
        parser = etree.XMLParser(target=values, resolve_entities=False, huge_tree=True)
        with package.open(entry) as file:
            while piece := file.read(_PIECE):
                parser.feed(piece)
                yield from values.taken()
        parser.close()
        yield from values.taken()
    elif entry.filename.endswith(".json"):
        yield from leaves(json.loads(package.read(entry)))
    else:
        yield package.read(entry).decode("utf-8", "replace")


class _Values:
    """Collects what the tags of an XML document hold and what stands between them."""

    def __init__(self) -> None:
        self._found: list[str] = []
        self._open: list[str] = []

    def taken(self) -> list[str]:
        """Return what was collected since the last call."""
        found, self._found = self._found, []
        return found

    def start(self, tag: str, attributes: Any) -> None:
        """Take the values of a tag."""
        self.end(tag)
        self._found += _attributes(tag, attributes)

    def end(self, _tag: str) -> None:
        """Take the text up to a tag."""
        self._found.append("".join(self._open))
        self._open.clear()

    def data(self, text: str) -> None:
        """Take a part of a text."""
        self._open.append(text)

    def comment(self, text: str) -> None:
        """Take a comment."""
        self._found.append(text)

    def pi(self, target: str, text: str | None = None) -> None:
        """Take an instruction."""
        self._found.append(f"{target} {text or ''}")

    def doctype(self, name: str, public: str | None, system: str | None) -> None:
        """Take a declaration."""
        self._found.append(f"{name} {public or ''} {system or ''}")

    def close(self) -> None:
        """End the document."""
        self.end("")


def _attributes(tag: str, attributes: Any) -> Iterator[str]:
    """Yield the values of an element but those that the format prescribes."""
    kind = tag.rpartition("}")[2]
    for name, value in attributes.items():
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
