"""ZIP packages (docx, odt, xlsx) read part by part, under caps that hold while inflating."""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from qda_app.domain.errors import QdaError
from qda_app.formats.transcripts.guards import (
    MAX_FILE_BYTES,
    broken,
    checked_size,
    damaged,
    declares_entities,
    inflated,
    locked,
    readable,
)

MAX_ENTRIES = 10_000
MAX_DIRECTORY = 5_000_000
MAX_UNPACKED = 1_000_000_000
MAX_PART = 100_000_000
MAX_RATIO = 150
RATIO_FROM = 10_000_000
_CHUNK = 1 << 16
_DAMAGES = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, struct.error, ValueError)


class Package:
    """An open ZIP archive whose entries passed the caps; parts are found whatever their case.

    Where names differ in case only, each is found by its own spelling.
    """

    def __init__(self, path: Path, archive: zipfile.ZipFile) -> None:
        self.path = path
        self._archive = archive
        self._parts = {_key(info.filename): info for info in archive.infolist()}
        self._spelt = {_tidy(info.filename): info for info in archive.infolist()}

    def _info(self, name: str) -> zipfile.ZipInfo | None:
        return self._spelt.get(_tidy(name)) or self._parts.get(_key(name))

    def part(self, name: str) -> bool:
        """Say whether the package holds a part of this name."""
        return _key(name) in self._parts

    def spellings(self) -> list[str]:
        """Return the names of all files as they are written, folders apart."""
        return [name for name in self._spelt if not name.endswith("/")]

    def names(self) -> list[str]:
        """Return the names of all parts, in lower case."""
        return list(self._parts)

    def folders(self) -> set[str]:
        """Return the top folders with a slash behind each."""
        return {name.split("/")[0] + "/" for name in self._parts if "/" in name}

    def size(self, name: str) -> int:
        """Return how many bytes a part unpacks to; 0 without such a part."""
        info = self._info(name)
        return info.file_size if info else 0

    def chunks(self, name: str, most: int | None = None) -> Iterator[bytes]:
        """Yield a part's bytes piece by piece, never more than the cap."""
        info, most = self._info(name), most or MAX_PART
        if info is None:
            raise damaged(self.path)
        if info.file_size > most:
            raise inflated(self.path)
        with self._archive.open(info) as part:
            total = 0
            while chunk := part.read(_CHUNK):
                total += len(chunk)
                if total > most:
                    raise inflated(self.path)
                yield chunk

    def read(self, name: str) -> bytes:
        """Return a small part whole."""
        return b"".join(self.chunks(name))

    def parse(self, name: str, target: "Target") -> None:
        """Send a part's XML events to the target; no entity, no network, no tree in memory."""
        from lxml import etree

        target.path = self.path
        receiver: Any = target  # the stubs ask a target for more than lxml does
        parser: Any = etree.XMLParser(
            target=receiver,
            resolve_entities=False,
            no_network=True,
            huge_tree=False,
            load_dtd=False,
        )
        try:
            for chunk in self.chunks(name):
                parser.feed(chunk)
                if target.finished:
                    return
            parser.close()
        except etree.XMLSyntaxError as error:
            raise broken(self.path, error) from error


class Target:
    """Receives XML events; a document type declaration is refused before it can take effect."""

    path = Path()
    finished = False

    def doctype(self, *_declaration: object) -> None:
        """Refuse the declaration."""
        raise declares_entities(self.path)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take the start of an element."""

    def end(self, tag: str) -> None:
        """Take the end of an element."""

    def data(self, text: str) -> None:
        """Take text."""

    def close(self) -> None:
        """Take the end of the document."""


class Prolog(Target):
    """Reads up to the root element, enough to meet a declaration."""

    def start(self, tag: str, attributes: dict[str, str]) -> None:  # noqa: ARG002
        """Stop at the root."""
        self.finished = True


@contextmanager
def open_package(
    path: Path, limit: int = MAX_FILE_BYTES, unpacked: int | None = None
) -> Iterator[Package]:
    """Open a ZIP archive after its directory passed the caps; every defect becomes a sentence.

    `limit` and `unpacked` are the most bytes that it may have as it is and unpacked.
    """
    size = checked_size(path, limit)
    try:
        with readable(path), path.open("rb") as file:
            _check_directory(path, file, size)
            with zipfile.ZipFile(file) as archive:
                _check_entries(path, archive, size, unpacked or MAX_UNPACKED)
                yield Package(path, archive)
    except QdaError:
        raise
    except _DAMAGES as error:
        raise damaged(path) from error


def _check_directory(path: Path, file: BinaryIO, size: int) -> None:
    """Refuse a directory too long to be read at all, before zipfile builds it in memory."""
    start = max(0, size - 66_000)
    file.seek(start)
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or at + 22 > len(tail):
        raise damaged(path)
    entries, length = struct.unpack_from("<HL", tail, at + 10)
    if at >= 20 and tail[at - 20 : at - 16] == b"PK\x06\x07" and start + at >= 76:
        file.seek(start + at - 76)
        wide = file.read(56)
        if wide.startswith(b"PK\x06\x06"):
            entries, length = struct.unpack_from("<QQ", wide, 32)
    file.seek(0)
    if entries > MAX_ENTRIES or length > MAX_DIRECTORY:
        raise inflated(path)


def _check_entries(path: Path, archive: zipfile.ZipFile, size: int, unpacked: int) -> None:
    """Refuse too many entries, too much content, too high a ratio, encryption, rare methods."""
    entries = archive.infolist()
    total = sum(info.file_size for info in entries)
    if len(entries) > MAX_ENTRIES or total > unpacked:
        raise inflated(path)
    if total > RATIO_FROM and total > MAX_RATIO * size:
        raise inflated(path)
    for info in entries:
        if info.flag_bits & 1:
            raise locked(path)
        if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise damaged(path)
        if info.file_size > RATIO_FROM and info.file_size > MAX_RATIO * max(1, info.compress_size):
            raise inflated(path)


def _tidy(name: str) -> str:
    return name.replace("\\", "/").lstrip("/")


def _key(name: str) -> str:
    return _tidy(name).lower()
