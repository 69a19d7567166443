"""Elements as the standard wants them: GUIDs in upper case, colours, nothing XML cannot hold."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from lxml import etree

from qda_app.domain.exchange import Node, Study
from qda_app.domain.text import REPLACEMENT

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_COLOR = re.compile("#(?:[0-9A-Fa-f]{6}|[0-9A-Fa-f]{3})")


def upper(guid: str) -> str:
    """Return a GUID as the standard's examples write it."""
    return guid.upper()


def clean(text: str) -> str:
    """Return the text without the characters that XML 1.0 cannot hold."""
    return _UNWRITABLE.sub(REPLACEMENT, text)


def named(guid: str, name: str) -> dict[str, str]:
    """Return the two attributes that most elements begin with."""
    return {"guid": upper(guid), "name": clean(name)}


def described(parent: Any, text: str) -> None:
    """Add a Description where there is something to say."""
    if text:
        etree.SubElement(parent, "Description").text = clean(text)


def references(parent: Any, name: str, guids: Sequence[str]) -> None:
    """Add references of one name."""
    for guid in guids:
        etree.SubElement(parent, name, {"targetGUID": upper(guid)})


def add_codes(parent: Any, study: Study, noted: Mapping[tuple[str, str], Sequence[str]]) -> None:
    """Add the node tree below a CodeBook element; `noted` names the notes by ("node", GUID)."""
    below: dict[str, list[Node]] = {}
    for node in study.nodes:
        below.setdefault(node.parent, []).append(node)
    codes = etree.SubElement(parent, "Codes")
    open_: list[tuple[Any, Node]] = [(codes, node) for node in reversed(below.get("", []))]
    while open_:
        above, node = open_.pop()
        attributes = {**named(node.guid, node.name), "isCodable": "true"}
        if _COLOR.fullmatch(node.color):
            attributes["color"] = node.color
        code = etree.SubElement(above, "Code", attributes)
        described(code, node.definition)
        references(code, "NoteRef", noted.get(("node", node.guid), ()))
        open_.extend((code, child) for child in reversed(below.get(node.guid, [])))
