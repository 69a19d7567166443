"""The one normalisation of a transcript's text, and spans within it."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass

_BREAKS = re.compile("\r\n?|[\x0b\x0c]")
# What XML 1.0 cannot hold could never leave in a document again, so it is replaced one for one.
_UNWRITABLE = re.compile("[\x00-\x08\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_PARTS = re.compile(r"([0-9]+)|[\W_]+")
REPLACEMENT = "\ufffd"
# Combining marks, but for the tilde of an n.
_MARKS = re.compile(
    "(?<![nN])\u0303|[\u0300-\u0302\u0304-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]"
)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open [start, end) in Unicode code points of a source's text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        """Refuse a span that is empty or begins before the text."""
        if not 0 <= self.start < self.end:
            raise ValueError(f"not a span: {self.start} to {self.end}")

    @property
    def length(self) -> int:
        """Number of code points covered."""
        return self.end - self.start

    def overlaps(self, other: "Span") -> bool:
        """Say whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end

    def of(self, text: str) -> str:
        """Return the passage of the text that the span covers."""
        return text[self.start : self.end]


def normalise(raw: str) -> str:
    """Return the text as it is kept: no BOM, LF line ends, NFC, nothing a document cannot hold."""
    text = _BREAKS.sub("\n", raw.removeprefix("\ufeff"))
    text = _UNWRITABLE.sub(REPLACEMENT, text)
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def unwritable(raw: str) -> int:
    """Count the characters that `normalise` replaces, so that the import report can say so."""
    return len(_UNWRITABLE.findall(raw))


def fingerprint(text: str) -> str:
    """SHA-256 of the text's UTF-8 bytes, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def fold(text: str, *, accents: bool = True) -> str:
    """Fold case, and on request accents, for comparison; ñ stays a letter of its own."""
    if accents and not text.isascii():
        text = _MARKS.sub("", unicodedata.normalize("NFD", text))
        text = unicodedata.normalize("NFC", text)
    return text.casefold()


def natural(name: str) -> list[tuple[bool, int, str]]:
    """Return a key that orders names as a person would: I_2 before I_10, and I_10 before II_1."""
    parts = _PARTS.split(fold(name))
    return [(p.isdigit(), int(p) if p.isdigit() else 0, p) for p in parts if p]
