"""The package of a REFI-QDA project: its XML and its texts; nothing outside it is ever opened."""

import posixpath
import re
import tempfile
import unicodedata
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote

from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say
from qda_app.formats import transcripts
from qda_app.formats.transcripts.decoding import decode
from qda_app.formats.transcripts.guards import inflated
from qda_app.formats.transcripts.package import Package, open_package

MAX_PACKAGE = 8_000_000_000  # recordings lie in it and are not read
MAX_TEXTS = 400_000_000  # bytes of text that are read altogether
_SCHEMES = ("internal://", "relative://", "absolute://")
_OUTSIDE = re.compile(r"(?!internal://)\w+://|[a-z]:/|/", re.IGNORECASE)
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_RICH = (".docx", ".odt", ".rtf", ".html", ".htm")


class Archive:
    """An open package with where its XML is and what of it was read."""

    def __init__(self, package: Package) -> None:
        self.package = package
        with zipfile.ZipFile(package.path) as written:
            self.climbing = [name for name in written.namelist() if climbs(name)]
        refused = {name.replace("\\", "/").lstrip("/") for name in self.climbing}
        names = [n for n in package.spellings() if not (_junk(n) or n in refused)]
        self._by_base: dict[str, list[str]] = {}
        for name in names:
            self._by_base.setdefault(_plain(posixpath.basename(name)), []).append(name)
        self._unread = set(names)
        self._total = 0
        self.xml = self._main(names)
        self._unread.discard(self.xml)

    def _main(self, names: list[str]) -> str:
        """Return the name of the project's XML, whatever it is called."""
        found = sorted(n for n in names if n.lower().endswith(".qde"))
        found.sort(key=lambda n: (n.count("/"), posixpath.basename(n).lower() != "project.qde"))
        if not found:
            sentence = (
                "{name} holds no REFI-QDA project (no .qde file in it): export it again from the "
                "other program."
            )
            raise QdaError(say(sentence, name=self.package.path.name))
        return found[0]

    def find(self, path: str) -> str | None:
        """Return the entry that a path in the XML means, if it is in the package."""
        return self._find(path) or self._find(unquote(path))

    def _find(self, path: str) -> str | None:
        plain = path.strip().replace("\\", "/")
        for scheme in _SCHEMES:
            plain = plain.removeprefix(scheme)
        base = posixpath.basename(plain)
        if not base:
            return None
        folder = posixpath.dirname(self.xml)
        for wanted in (f"sources/{base}", f"Sources/{base}", plain.lstrip("/"), base):
            exact = posixpath.join(folder, wanted)
            if exact in self._unread or exact in self._by_base.get(_plain(base), ()):
                return exact
        return next(iter(self._by_base.get(_plain(base), ())), None)

    def refuses(self, path: str) -> bool:
        """Say whether a path leads out of the package and to nothing that is in it."""
        plain = path.strip().replace("\\", "/")
        bare = plain.removeprefix("internal://")
        away = _OUTSIDE.match(plain) or ".." in bare.split("/") or _OUTSIDE.match(bare.lstrip("/"))
        return bool(away) and self.find(path) is None

    def take(self, path: str) -> None:
        """Note that an entry belongs to something, even if it is not read."""
        found = self.find(path)
        if found is not None:
            self._unread.discard(found)

    def plain(self, path: str) -> str | None:
        """Return the text behind a path as it is in the package; None where it is not in it."""
        name = self.find(path)
        if name is None:
            return None
        self._unread.discard(name)
        self._count(name)
        raw = self.package.read(name)
        text = decode(raw, Path(name))[0] if raw else ""
        return f"\ufeff{text}" if raw.startswith(_MARKS) else text

    def rich(self, path: str) -> str | None:
        """Return the text of a formatted document in the package; None where there is none."""
        name = self.find(path)
        suffix = posixpath.splitext(name or "")[1].lower()
        if name is None or suffix not in _RICH:
            return None
        self._unread.discard(name)
        self._count(name)
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / f"source{suffix}"
            copy.write_bytes(self.package.read(name))
            try:
                return transcripts.read(copy, speakers=False).text
            except QdaError:
                return None

    def _count(self, name: str) -> None:
        self._total += self.package.size(name)
        if self._total > MAX_TEXTS:
            raise inflated(self.package.path)

    def strangers(self) -> list[str]:
        """Return the entries that nothing in the XML refers to."""
        return sorted(self._unread)


def _plain(name: str) -> str:
    """Return a name as it is compared: case and the way of writing accents do not matter."""
    return unicodedata.normalize("NFC", name).lower()


def climbs(name: str) -> bool:
    """Say whether an entry's name would lead out of the folder that it is unpacked into."""
    plain = name.replace("\\", "/")
    return plain.startswith("/") or plain[1:3] == ":/" or ".." in plain.split("/")


def _junk(name: str) -> bool:
    """Say whether an entry is what operating systems leave behind."""
    base = posixpath.basename(name)
    return (
        name.startswith("__MACOSX/") or base.startswith("._") or base in {".DS_Store", "Thumbs.db"}
    )


@contextmanager
def open_archive(path: Path) -> Iterator[Archive]:
    """Open a .qdpx; every defect becomes a sentence."""
    with open_package(path, MAX_PACKAGE, 2 * MAX_PACKAGE) as package:
        yield Archive(package)
