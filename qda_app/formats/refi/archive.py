"""The package of a REFI-QDA project: its XML and its texts; nothing outside it is ever opened."""

import posixpath
import re
import tempfile
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote

from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say
from qda_app.formats import transcripts
from qda_app.formats.refi.letters import letters
from qda_app.formats.transcripts.guards import inflated
from qda_app.formats.transcripts.package import Package, open_package

MAX_PACKAGE = 8_000_000_000  # recordings lie in it and are not read
MAX_TEXTS = 400_000_000  # bytes of text that are read altogether
_SCHEMES = ("internal://", "relative://", "absolute://")
_OUTSIDE = re.compile(r"(?!internal://)\w+://|[a-z]:/|/", re.IGNORECASE)
_RICH = (".docx", ".odt", ".rtf", ".html", ".htm")


class Archive:
    """An open package with where its XML is and what of it was read.

    `climbing` are entries whose names lead out of it, `doubled` those that are in it twice with
    different content.
    """

    def __init__(self, package: Package) -> None:
        self.package = package
        with zipfile.ZipFile(package.path) as written:
            self.climbing = [name for name in written.namelist() if climbs(name)]
            self.doubled = _doubled(written)
        refused = {name.replace("\\", "/").lstrip("/") for name in self.climbing}
        names = [n for n in package.spellings() if not (_junk(n) or n in refused)]
        self._by_base: dict[str, list[str]] = {}
        self._by_path: dict[str, list[str]] = {}
        for name in names:
            self._by_base.setdefault(_plain(posixpath.basename(name)), []).append(name)
            self._by_path.setdefault(_plain(name), []).append(name)
        self._names = frozenset(names)
        self._claimed: set[str] = set()
        self._lent: dict[str, str] = {}
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

    def claim(self, paths: Iterable[str]) -> None:
        """Note which entries the paths in the XML lead to by themselves."""
        exact = (self._exact(spelt) for path in paths for spelt in (path, unquote(path)))
        self._claimed.update(filter(None, exact))

    def find(self, path: str) -> str | None:
        """Return the entry that a path in the XML means, if it is in the package.

        An entry that merely has the same name is taken only if it is the one of this name and no
        other path leads to it.
        """
        for spelt in (path, unquote(path)):
            if found := self._exact(spelt):
                return found
        for spelt in (path, unquote(path)):
            alike = self._by_base.get(_plain(posixpath.basename(_bare(spelt))), ())
            if len(alike) == 1 and alike[0] not in self._claimed:
                return alike[0] if self._lent.setdefault(alike[0], path) == path else None
        return None

    def _exact(self, path: str) -> str | None:
        """Return the entry at a path, below the folder of sources or beside the XML."""
        plain = _bare(path)
        if not posixpath.basename(plain):
            return None
        below = [f"sources/{plain}", f"Sources/{plain}"]
        beside = path.strip().startswith("relative://")
        folder = posixpath.dirname(self.xml)
        wanted = [
            posixpath.join(folder, each)
            for each in ([plain, *below] if beside else [*below, plain])
        ]
        for each in wanted:
            if each in self._names:
                return each
        alike = (self._by_path.get(_plain(each), ()) for each in wanted)
        return next((found[0] for found in alike if len(found) == 1), None)

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

    def plain(self, path: str) -> tuple[str | None, int]:
        """Return the text behind a path as it is in the package, and how many letters are damaged.

        The text is None where it is not in it.
        """
        name = self.find(path)
        if name is None:
            return None, 0
        self._unread.discard(name)
        self._count(name)
        return letters(self.package.read(name), Path(name))

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


def _bare(path: str) -> str:
    """Return a path in the XML without its scheme."""
    plain = path.strip().replace("\\", "/")
    for scheme in _SCHEMES:
        plain = plain.removeprefix(scheme)
    return plain.lstrip("/")


def _doubled(package: zipfile.ZipFile) -> list[str]:
    """Return the names that several entries have whose content is not the same."""
    first: dict[str, tuple[int, int]] = {}
    found = []
    for entry in package.infolist():
        told = (entry.CRC, entry.file_size)
        if first.setdefault(entry.filename, told) != told:
            found.append(entry.filename)
    return list(dict.fromkeys(found))


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
