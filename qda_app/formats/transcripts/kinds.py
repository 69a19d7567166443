"""What a file is by its content, and the refusal of one whose suffix says something else."""

import mmap
import re
from pathlib import Path

from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say
from qda_app.formats.transcripts.guards import locked, readable
from qda_app.formats.transcripts.package import open_package

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_MEDIA = re.compile(
    rb"\x89PNG|\xff\xd8\xff|GIF8|ID3|\xff[\xfb\xf3\xf2]|OggS|RIFF....|....ftyp|\x1f\x8b|7z\xbc\xaf"
    rb"|Rar!|\x7fELF|MZ.\x00|SQLite format 3\x00|BZh[1-9]1AY|\xfd7zXZ|\x1aE\xdf\xa3|fLaC",
    re.DOTALL,
)
# The name that each kind of content has in a sentence.
KINDS = {
    "pdf": "PDF",
    "docx": "Word (docx)",
    "odt": "OpenDocument text (odt)",
    "xlsx": "Excel (xlsx)",
    "zip": "ZIP",
    "rtf": "RTF",
    "doc": "old Word (doc)",
    "xls": "old Excel (xls)",
    "ole": "old Office",
    "media": "picture, sound, video, program or archive",
    "text": "plain text",
}


def sniff(path: Path) -> str:
    """Return what the file's first bytes say it is: a key of `KINDS`."""
    with readable(path), path.open("rb") as file:
        head = file.read(1024)
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"%PDF-"):
        return "pdf"
    if start.startswith(b"{\\rtf"):
        return "rtf"
    if head.startswith(_OLE):
        return _sniff_ole(path)
    if head.startswith(_ZIP):
        return _sniff_zip(path)
    return "media" if _MEDIA.match(head) else "text"


def _sniff_ole(path: Path) -> str:
    """Return what an OLE file holds, by the names in its directory; "locked" when encrypted."""
    streams = {"EncryptedPackage": "locked", "WordDocument": "doc", "Workbook": "xls"}
    with (
        readable(path),
        path.open("rb") as file,
        mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content,
    ):
        for stream, kind in streams.items():
            if content.find(stream.encode("utf-16-le")) >= 0:
                return kind
    return "ole"


def _sniff_zip(path: Path) -> str:
    """Return which kind of document a ZIP archive is, by the names in it."""
    with open_package(path) as package:
        if package.part("word/document.xml") or "word/" in package.folders():
            return "docx"
        if package.part("xl/workbook.xml"):
            return "xlsx"
        if package.part("mimetype"):
            declared = package.read("mimetype")[:200].decode("ascii", "replace")
            return "odt" if "opendocument.text" in declared else "zip"
    return "zip"


def checked_kind(path: Path, expected: str) -> None:
    """Refuse a file whose content is of another kind than its suffix says."""
    kind = sniff(path)
    if kind == "locked":
        raise locked(path)
    if kind == expected:
        return
    if expected == "pdf" and _late_pdf(path):
        return
    if expected == "text":
        sentence = (
            "{name} is not text, it looks like {kind}: give it the suffix that fits its content."
        )
        raise QdaError(say(sentence, name=path.name, kind=KINDS[kind]))
    if kind in {"doc", "xls", "ole"}:
        sentence = "{name} is in the format {kind}: open it there and save it as docx or xlsx."
        raise QdaError(say(sentence, name=path.name, kind=KINDS[kind]))
    sentence = (
        "{name} has the suffix {suffix}, but its content is not {expected}; it looks like {kind}:"
        " give it the suffix that fits, or save it again."
    )
    values = {"name": path.name, "suffix": path.suffix, "expected": KINDS[expected]}
    raise QdaError(say(sentence, kind=KINDS[kind], **values))


def _late_pdf(path: Path) -> bool:
    """Say whether a PDF header follows within the first kilobyte, as its standard allows."""
    with readable(path), path.open("rb") as file:
        return b"%PDF-" in file.read(1024)
