"""What a file must pass before anything of it is read, and the sentences for what does not."""

import mmap
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say

MAX_TEXT_BYTES = 100_000_000
MAX_FILE_BYTES = 500_000_000

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


def megabytes(size: int) -> str:
    """Return a number of bytes as whole megabytes, at least 1."""
    return f"{max(1, round(size / 1_000_000)):,}"


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """Turn the system's refusals while a file is read into one sentence."""
    try:
        yield
    except PermissionError as error:
        sentence = "{name} may not be read by this user: change its permissions or copy it."
        raise QdaError(say(sentence, name=path.name)) from error
    except OSError as error:
        sentence = "{name} could not be read ({reason}): check the disk or copy the file elsewhere."
        reason = error.strerror or type(error).__name__
        raise QdaError(say(sentence, name=path.name, reason=reason)) from error


def checked_size(path: Path, limit: int = MAX_FILE_BYTES) -> int:
    """Return the file's size in bytes, or refuse one that is missing, a folder, empty, too big."""
    with readable(path):
        if not path.exists():
            raise QdaError(say("{name} was not found: check the name and the folder.", name=path))
        if path.is_dir():
            sentence = "{name} is a folder: choose the files in it."
            raise QdaError(say(sentence, name=path.name or path))
        if not path.is_file():
            sentence = "{name} is not an ordinary file: choose a document."
            raise QdaError(say(sentence, name=path.name))
        size = path.stat().st_size
    if size == 0:
        raise QdaError(say("{name} is empty: there is nothing to read in it.", name=path.name))
    if size > limit:
        sentence = "{name} is too large ({size} MB; at most {limit} MB): split it into parts."
        values = {"name": path.name, "size": megabytes(size), "limit": megabytes(limit)}
        raise QdaError(say(sentence, **values))
    return size


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
    from qda_app.formats.transcripts.package import open_package

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


def damaged(path: Path) -> QdaError:
    """Return the sentence for a file that breaks off or breaks its format's rules."""
    sentence = "{name} is damaged or cut off: open it in its own program and save it again."
    return QdaError(say(sentence, name=path.name))


def locked(path: Path) -> QdaError:
    """Return the sentence for a file that needs a password."""
    sentence = "{name} is protected by a password: save a copy without one and import that."
    return QdaError(say(sentence, name=path.name))


def inflated(path: Path) -> QdaError:
    """Return the sentence for a file that would unpack to far more than a document holds."""
    sentence = (
        "{name} unpacks to far more than a document holds, as a ZIP bomb does: it was not opened."
    )
    return QdaError(say(sentence, name=path.name))


def declares_entities(path: Path) -> QdaError:
    """Return the sentence for XML that brings declarations of its own."""
    sentence = "{name} holds XML declarations that no document needs: it was not opened."
    return QdaError(say(sentence, name=path.name))
