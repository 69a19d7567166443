"""REFI-QDA codebooks (.qdc): the node tree of another program, and ours for other programs."""

import re
from pathlib import Path
from typing import Any

from lxml import etree

from qda_app.domain.errors import QdaError
from qda_app.domain.exchange import ORIGIN, Study
from qda_app.domain.losses import Losses
from qda_app.domain.messages import say
from qda_app.domain.tree import SEPARATOR
from qda_app.formats.exchange.brought import Brought, Guids
from qda_app.formats.refi.codes import Codes, groups, is_flat
from qda_app.formats.refi.parsing import children, local, read_codes, read_set
from qda_app.formats.refi.shapes import add_codes, named, upper
from qda_app.formats.tables import replacing
from qda_app.formats.transcripts.guards import broken, checked_size, declares_entities, readable

NAMESPACE = "urn:QDA-XML:codebook:1.0"
MAX_BYTES = 50_000_000
MARK = b"\xef\xbb\xbf"
_UTF8 = re.compile(
    rb"\s*<(?:\?xml (?![^>]*encoding)|\?xml [^>]*encoding=.utf-8|[^?])", re.IGNORECASE
)


def read_study(path: Path) -> Brought:
    """Read a codebook with its sets as a study that has nothing but nodes.

    Any namespace version is read, because programs write several. Raises QdaError for a file that
    is missing, too large or no codebook.
    """
    root = _root(path)
    losses = Losses()
    guids = Guids(losses)
    raw = [code for codes in children(root, "Codes") for code in read_codes(codes)]
    origin = root.get("origin", "")
    codes = Codes(guids, losses, flat=is_flat(origin, raw))
    for code in raw:
        codes.add(code)
    sets = [read_set(each) for below in children(root, "Sets") for each in children(below, "Set")]
    found = tuple(groups(sets, codes.guids, losses, origin))
    return Brought(Study(path.stem, origin, nodes=tuple(codes.nodes), groups=found), losses)


def read_codebook(path: Path) -> list[tuple[str, str, str]]:
    """Return (path, definition, colour) of every code, parents first."""
    found = []
    paths: dict[str, str] = {"": ""}
    for node in read_study(path).study.nodes:
        above = paths[node.parent]
        paths[node.guid] = f"{above}{SEPARATOR}{node.name}" if above else node.name
        found.append((paths[node.guid], node.definition, node.color))
    return found


def _root(path: Path) -> etree._Element:
    checked_size(path, MAX_BYTES)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False
    )
    with readable(path):
        raw = _in_utf8(path.read_bytes())
    try:
        root = etree.fromstring(raw, parser)
    except etree.XMLSyntaxError as error:
        if "depth" in str(error):
            raise broken(path, error) from error
        raise QdaError(say("{name} is not a REFI-QDA codebook.", name=path.name)) from None
    info: Any = root.getroottree().docinfo
    if info.doctype:
        raise declares_entities(path)
    if local(root) != "CodeBook":
        raise QdaError(say("{name} is not a REFI-QDA codebook.", name=path.name))
    return root


def _in_utf8(raw: bytes) -> bytes:
    """Return the bytes, mended where they say UTF-8 and are Windows' own letters.

    QualCoder on Windows has written such files.
    """
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or not _UTF8.match(raw.removeprefix(MARK)):
        return raw
    try:
        raw.decode()
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace").encode()
    return raw


def write_codebook(path: Path, study: Study) -> None:
    """Write the nodes and the sets of nodes of a study; the same study gives the same bytes."""
    spaces: Any = {None: NAMESPACE}
    root = etree.Element("CodeBook", {"origin": ORIGIN}, nsmap=spaces)
    add_codes(root, study, {})
    if study.groups:
        sets = etree.SubElement(root, "Sets")
        for group in study.groups:
            one = etree.SubElement(sets, "Set", named(group.guid, group.name))
            for node in group.nodes:
                etree.SubElement(one, "MemberCode", {"guid": upper(node)})
    for element in root.iter():
        element.tag = f"{{{NAMESPACE}}}{element.tag}"
    with replacing(path) as unfinished:
        unfinished.write_bytes(
            etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)
        )
