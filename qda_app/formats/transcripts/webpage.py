"""HTML pages: block elements become lines, scripts and styles are dropped."""

import codecs
import re
from pathlib import Path
from typing import Any

from qda_app.formats.transcripts.decoding import decode
from qda_app.formats.transcripts.guards import (
    MAX_TEXT_BYTES,
    checked_size,
    damaged,
    readable,
)
from qda_app.formats.transcripts.kinds import checked_kind
from qda_app.formats.transcripts.reading import Reading

_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote body center dd details div dl dt fieldset figcaption"
        " figure footer form h1 h2 h3 h4 h5 h6 header hr legend li main nav ol p pre section"
        " summary table tbody tfoot thead tr ul",
    )
)
_SKIPPED = frozenset(
    re.findall(r"\w+", "head script style template noscript svg object iframe select")
)
_SPACE = re.compile("[ \t\r\n\f]+")
_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?([\w.:-]+)""", re.IGNORECASE)
_PROLOG = re.compile(r"\s*<\?xml[^>]*\?>")
_CHUNK = 1 << 16


class Page:
    """Receives the parser's events and lays the text out in lines."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._line: list[str] = []
        self._skipping = 0
        self._literal = 0
        self._cells = 0
        self._ended = False  # a block has ended: what follows begins a line

    def start(self, tag: str, _attributes: dict[str, str]) -> None:
        """Begin a line before a block, a cell after a tab."""
        if self._skipping or tag in _SKIPPED:
            self._skipping += 1
        elif tag in {"td", "th"}:
            if self._cells:
                self._line.append("\t")
                self._ended = False
            self._cells += 1
        elif tag == "br":
            self._break(even_empty=True)
        elif tag in _BLOCKS:
            self._ended = bool(self._line) and self._line[-1] != "\t"
            if tag in {"tr", "pre"}:
                self._break()
            self._literal += tag == "pre"
            self._cells = 0 if tag == "tr" else self._cells

    def end(self, tag: str) -> None:
        """End the line behind a block."""
        if self._skipping:
            self._skipping -= 1
        elif tag == "pre":
            self._break()
            self._literal -= 1
        elif tag in _BLOCKS:
            self._ended = self._ended or bool(self._line)

    def data(self, text: str) -> None:
        """Take text; runs of white space count as one blank except in preformatted text."""
        if self._skipping:
            return
        if self._literal:
            *whole, last = text.split("\n")
            for line in whole:
                self._line.append(line)
                self._break(even_empty=True)
            self._line.append(last)
            return
        text = _SPACE.sub(" ", text)
        if self._ended and text != " ":
            self._break()
        if text[0] == " " and (not self._line or self._line[-1][-1:] in {" ", "\t"}):
            text = text[1:]
        if text:
            self._line.append(text)

    def _break(self, *, even_empty: bool = False) -> None:
        self._ended = False
        if self._line or even_empty:
            line = "".join(self._line)
            self._lines.append(line if self._literal else line.strip(" "))
            self._line = []

    def close(self) -> str:
        """Return the page's lines."""
        self._break()
        return "\n".join(self._lines).strip("\n")


def read(path: Path, encoding: str | None = None) -> Reading:
    """Read a page's visible text, entities resolved."""
    from lxml import etree

    checked_size(path, MAX_TEXT_BYTES)
    checked_kind(path, "text")
    with readable(path):
        raw = path.read_bytes()
    text, encoding = decode(raw, path, encoding or _declared(raw))
    text = text.removeprefix("\ufeff").replace("\x00", "\ufffd")
    text = text[match.end() :] if (match := _PROLOG.match(text)) else text
    page: Any = Page()
    parser: Any = etree.HTMLParser(target=page, no_network=True, huge_tree=True)
    try:
        for start in range(0, len(text), _CHUNK):
            parser.feed(text[start : start + _CHUNK])
        return Reading(parser.close(), encoding)
    except etree.XMLSyntaxError as error:
        raise damaged(path) from error


def _declared(raw: bytes) -> str | None:
    """Return the encoding that the page names, if the bytes are valid in it."""
    match = _CHARSET.search(raw[:2048])
    if raw.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or not match:
        return None
    name = match.group(1).decode("ascii").lower()
    name = {"iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252"}.get(name, name)
    try:
        raw.decode(name)
    except (LookupError, UnicodeError):
        return None
    return name
