"""REFI-QDA codebooks (.qdc): the node tree of another program."""

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say
from qda_app.domain.tree import SEPARATOR

MAX_BYTES = 50_000_000


def read_codebook(path: Path) -> list[tuple[str, str, str]]:
    """Return (path, definition, colour) of every code, parents first.

    Any namespace version is read, because programs write several. Raises QdaError for a file that
    is missing, too large or no codebook.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        if path.stat().st_size > MAX_BYTES:
            raise QdaError(say("{name} is too large for a codebook.", name=path.name))
        root = etree.fromstring(path.read_bytes(), parser)
    except OSError as error:
        reason = error.strerror
        raise QdaError(say("{path} cannot be read: {reason}.", path=path, reason=reason)) from None
    except etree.XMLSyntaxError:
        raise QdaError(say("{name} is not a REFI-QDA codebook.", name=path.name)) from None
    if etree.QName(root).localname != "CodeBook":
        raise QdaError(say("{name} is not a REFI-QDA codebook.", name=path.name))
    return [found for top in _children(root, "Codes") for found in _codes(top, ())]


def _children(element: etree._Element, name: str) -> list[etree._Element]:
    return [e for e in element if isinstance(e.tag, str) and etree.QName(e).localname == name]


def _codes(element: etree._Element, above: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
    for code in _children(element, "Code"):
        name = " ".join(code.get("name", "").split()).replace(SEPARATOR, " › ")
        names = (*above, name or "?")
        described = _children(code, "Description")
        definition = "".join(map(str, described[0].itertext())).strip() if described else ""
        yield SEPARATOR.join(names), definition, code.get("color", "")
        yield from _codes(code, names)
