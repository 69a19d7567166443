"""REFI-QDA packages written by hand, with the quirks of the programs that write them."""

import os
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import pytest

from qda_app.formats.exchange.brought import Brought
from qda_app.formats.refi.reading import read_project

NAMESPACE = "urn:QDA-XML:project:1.0"
HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
USER, NODE, SOURCE, CASE, VARIABLE, NOTE, SET = (
    f"0000000{n}-0000-4000-8000-000000000000" for n in range(1, 8)
)
USERS = f'<Users><User guid="{USER}" name="Ana"/></Users>'
CODES = f'<CodeBook><Codes><Code guid="{NODE}" name="Time" isCodable="true"/></Codes></CodeBook>'


def numbered(number: int) -> str:
    """Return a GUID made from a number."""
    return f"{number:08x}-1111-4111-8111-111111111111"


def selection(
    start: int, end: int, name: str = "", number: int = 1, inside: str | None = None
) -> str:
    """Return a coded selection, or one with other content."""
    coding = (
        f'<Coding guid="{numbered(2 * number + 1)}" creatingUser="{USER}">'
        f'<CodeRef targetGUID="{NODE}"/></Coding>'
    )
    return (
        f'<PlainTextSelection guid="{numbered(2 * number)}" name={quoteattr(name)} '
        f'startPosition="{start}" endPosition="{end}">{coding if inside is None else inside}'
        "</PlainTextSelection>"
    )


def source(inside: str = "", name: str = "I_1", path: str = "internal://t.txt") -> str:
    """Return a text source with its text in the package."""
    return (
        f'<TextSource guid="{SOURCE}" name={quoteattr(name)} plainTextPath="{path}">{inside}'
        "</TextSource>"
    )


def content(text: str, inside: str = "", key: str = SOURCE, name: str = "I_1") -> str:
    """Return a text source with its text in the XML."""
    return (
        f'<TextSource guid="{key}" name="{name}"><PlainTextContent>{escape(text)}'
        f"</PlainTextContent>{inside}</TextSource>"
    )


def project(*sections: str, origin: str = "Other 1.0", root: str = "Project") -> str:
    """Return a project's XML from its sections."""
    body = "".join(sections)
    return f'{HEAD}<{root} xmlns="{NAMESPACE}" name="P" origin="{origin}">{body}</{root}>'


def sources(*inside: str) -> str:
    """Return the section of sources."""
    return f"<Sources>{''.join(inside)}</Sources>"


def qdpx(
    path: Path, xml: str, files: dict[str, bytes] | None = None, main: str = "project.qde"
) -> Path:
    """Write a package."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(main, xml)
        for name, raw in (files or {}).items():
            package.writestr(name, raw)
    return path


def read(
    folder: Path, *sections: str, files: dict[str, bytes] | None = None, **options: str
) -> Brought:
    """Return what comes of a package with these sections."""
    return read_project(qdpx(folder / "p.qdpx", project(*sections, **options), files))


def passages(brought: Brought, at: int = 0) -> list[str]:
    """Return the words of the codings of one source."""
    found = brought.study.sources[at]
    return [found.text[c.start : c.end] for c in found.codings]


def lost(brought: Brought) -> dict[str, int]:
    """Return how much of what was lost, by the names of the losses."""
    return {loss.what: loss.count for loss in brought.losses}


def schema(name: str):
    """Return a published schema, or skip the test aloud where it is not at hand."""
    from lxml import etree

    folder = os.environ.get("REFI_SCHEMAS", "")
    if not folder or not (Path(folder) / name).is_file():
        pytest.skip(f"REFI_SCHEMAS names no folder with {name}: nothing was validated")
    return etree.XMLSchema(etree.parse(str(Path(folder) / name)))


def assert_valid(path: Path) -> None:
    """Validate a .qdpx or .qdc by the published schema."""
    from lxml import etree

    if path.suffix == ".qdc":
        schema("Codebook.xsd").assertValid(etree.parse(str(path)))
        return
    with zipfile.ZipFile(path) as package:
        schema("Project.xsd").assertValid(etree.fromstring(package.read("project.qde")))
