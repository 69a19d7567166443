"""RTF: groups and control words to text, with the tables of destinations that striprtf keeps."""

import codecs
import re
from pathlib import Path
from typing import Any, NamedTuple

from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say
from qda_app.formats.transcripts.guards import (
    MAX_TEXT_BYTES,
    checked_size,
    damaged,
    readable,
)
from qda_app.formats.transcripts.kinds import checked_kind
from qda_app.formats.transcripts.reading import Reading

_TOKEN = re.compile(
    r"\\([a-zA-Z]{1,32})(-?\d{1,10})?[ ]?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|[\r\n]+"
    r"|([^\\{}\r\n]+)"
)
_BINARY = re.compile(rb"\\bin(\d{1,9}) ?")
_WORDS = {
    "par": "\n", "sect": "\n", "page": "\n", "line": "\n", "row": "\n", "nestrow": "\n",
    "tab": "\t", "cell": "\t", "nestcell": "\t",
    "emdash": "—", "endash": "–", "emspace": "\u2003", "enspace": "\u2002", "qmspace": "\u2005",
    "bullet": "•", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”",
    "zwj": "\u200d", "zwnj": "\u200c",
}  # fmt: skip
_SYMBOLS = {
    "~": "\xa0", "-": "\xad", "_": "‑", "{": "{", "}": "}", "\\": "\\", "\n": "\n", "\r": "\n"
}  # fmt: skip
_MARGINS = {f"{part}{page}" for part in ("header", "footer") for page in ("", "l", "r", "f")}
_MAX_DEPTH = 10_000


class _Group(NamedTuple):
    """What holds inside the braces of one group."""

    skipped: bool
    deleted: bool
    font: str
    fallback: int
    into: list[str]


class _Document:
    """The state of reading: the group we are in, the text so far, the notes."""

    def __init__(self, destinations: frozenset[str], charsets: dict[int, str]) -> None:
        self._destinations = destinations - {"footnote"}
        self._charsets = charsets
        self._fonts: dict[str, str] = {}
        self._page = "cp1252"
        self.out: list[str] = []
        self.notes: list[list[str]] = []
        self.left_out: set[str] = set()
        self._group = _Group(skipped=False, deleted=False, font="", fallback=1, into=self.out)
        self._stack: list[_Group] = []
        self._pending = bytearray()
        self._skip = 0
        self._in_fonts = 0
        self._default = ""
        self.closed = False

    def feed(self, text: str) -> None:
        """Take every token up to the end of the outermost group."""
        for match in _TOKEN.finditer(text):
            word, number, byte, symbol, brace, plain = match.groups()
            if byte is None and self._pending:
                self._flush()
            if plain is not None:
                self._write_plain(plain)
            elif byte is not None:
                self._byte(int(byte, 16))
            elif brace:
                self._brace(brace)
                if self.closed:
                    return
            elif word:
                self._word(word, int(number) if number else None)
            elif symbol:
                self._symbol(symbol)

    def _flush(self) -> None:
        encoding = self._fonts.get(self._group.font, self._page)
        self._write(bytes(self._pending).decode(encoding, "replace"))
        self._pending.clear()

    def _write(self, text: str) -> None:
        if not (self._group.skipped or self._group.deleted):
            self._group.into.append(text)

    def _write_plain(self, text: str) -> None:
        passed = min(self._skip, len(text))
        self._skip -= passed
        text = text[passed:]
        if not text.isascii():  # bytes above 127 written as they are
            encoding = self._fonts.get(self._group.font, self._page)
            text = text.encode("latin-1").decode(encoding, "replace")
        if text:
            self._write(text)

    def _byte(self, value: int) -> None:
        if self._skip:
            self._skip -= 1
        else:
            self._pending.append(value)

    def _brace(self, brace: str) -> None:
        self._skip = 0
        if brace == "{":
            self._stack.append(self._group)
            self.closed = len(self._stack) > _MAX_DEPTH
        elif self._stack:
            self._group = self._stack.pop()
            self._in_fonts = min(self._in_fonts, len(self._stack))
            self.closed = not self._stack

    def _symbol(self, symbol: str) -> None:
        if symbol == "*":
            self._group = self._group._replace(skipped=True)
        elif self._skip:
            self._skip -= 1
        elif symbol in _SYMBOLS:
            self._write(_SYMBOLS[symbol])

    def _word(self, word: str, number: int | None) -> None:
        if word == "u" and number is not None:
            self._write(chr(number & 0xFFFF))
            self._skip = self._group.fallback
        elif self._skip and word in _WORDS:
            self._skip -= 1
        elif word in {"row", "nestrow"}:
            self._end_row()
        elif word in _WORDS:
            self._write(_WORDS[word])
        elif word == "footnote":
            self._note()
        elif word in self._destinations:
            self._leave_out(word)
        else:
            self._state(word, number)

    def _state(self, word: str, number: int | None) -> None:
        """Take the words that change how what follows is read."""
        if word == "f":
            self._group = self._group._replace(font=str(number))
        elif word == "deff":
            self._default = str(number)
            self._group = self._group._replace(font=self._default)
        elif word == "plain":
            self._group = self._group._replace(font=self._default, deleted=False)
        elif word == "deleted":
            self._group = self._group._replace(deleted=number != 0)
        elif word == "uc":
            self._group = self._group._replace(fallback=max(0, number or 0))
        elif word == "fcharset" and self._in_fonts:
            self._fonts[self._group.font] = _known(self._charsets.get(number or 0, self._page))
        elif word in {"ansicpg", "mac", "pc", "pca"}:
            pages = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
            self._page = _known(pages.get(word, f"cp{number}"))

    def _leave_out(self, word: str) -> None:
        """Skip a destination that is not the body's text."""
        self._group = self._group._replace(skipped=True)
        if word == "fonttbl":
            self._in_fonts = len(self._stack)
        if word in _MARGINS:
            self.left_out.add("margins")
        if word == "annotation":
            self.left_out.add("comments")

    def _note(self) -> None:
        """Collect the group as a note; its marker stands in place."""
        if not (self._group.skipped or self._group.deleted):
            into: list[str] = []
            self.notes.append(into)
            self._write(f"[{len(self.notes)}]")
            self._group = self._group._replace(into=into)

    def _end_row(self) -> None:
        into = self._group.into
        if into and into[-1] == "\t":
            into.pop()
        self._write("\n")


def read(path: Path) -> Reading:
    """Read an RTF document's text; deleted passages, headers, comments are left out."""
    from striprtf import striprtf

    checked_size(path, MAX_TEXT_BYTES)
    checked_kind(path, "rtf")
    with readable(path):
        raw = path.read_bytes()
    document: Any = _Document(striprtf.destinations, striprtf.charset_map)
    document.feed(_without_binary(raw).decode("latin-1"))
    if not document.closed:
        raise damaged(path)
    lines = ["".join(document.out).strip("\n")]
    lines += [f"[{n}] {''.join(note).strip()}" for n, note in enumerate(document.notes, 1)]
    text = "\n".join(lines).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    if not text.strip():
        raise QdaError(say("{name} holds no text: there is nothing to code in it.", name=path.name))
    return Reading(text, notes=_notes(document.left_out))


def _notes(left_out: set[str]) -> tuple[str, ...]:
    notes = []
    if "margins" in left_out:
        notes.append(say("Headers and footers were left out."))
    if "comments" in left_out:
        notes.append(say("Comments were left out."))
    return tuple(notes)


def _without_binary(raw: bytes) -> bytes:
    """Drop the binary runs of pictures, whose bytes may look like anything."""
    parts, at = [], 0
    while match := _BINARY.search(raw, at):
        parts.append(raw[at : match.start()])
        at = match.end() + int(match.group(1))
    return b"".join([*parts, raw[at:]])


def _known(encoding: str) -> str:
    try:
        return codecs.lookup(encoding).name
    except LookupError:
        return "cp1252"
