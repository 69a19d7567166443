"""The letters of a text in a package: UTF-8 as the standard wants it, but for damaged bytes."""

import codecs
import re
from pathlib import Path

from qda_app.domain.text import REPLACEMENT
from qda_app.formats.transcripts.decoding import decode

_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_HALF = re.compile(b"\xed[\xa0-\xbf][\x80-\xbf]")  # of a surrogate pair, each written by itself
_SURROGATE = re.compile("[\ud800-\udfff]")
_ABOVE = re.compile(f"[^\x00-\x7f{REPLACEMENT}]")
_LENIENT = "qda-app-lenient"


def letters(raw: bytes, path: Path) -> tuple[str, int]:
    """Return a text with its byte order mark, and how many damaged characters were replaced.

    Another encoding is only looked for where UTF-8 is far off. Raises QdaError for binary data.
    """
    if raw.startswith(codecs.BOM_UTF8):
        text, broken, _near = _mended(raw)
        return text, broken
    text, name = decode(raw, path) if raw else ("", "utf-8")
    if not name.startswith("utf"):
        mended, broken, near = _mended(raw)
        return (mended, broken) if near else (text, 0)
    return f"\ufeff{text}" if raw.startswith(_MARKS) else text, 0


def _mended(raw: bytes) -> tuple[str, int, bool]:
    """Return bytes as UTF-8, how many characters were replaced, and whether it is UTF-8 by far."""
    text = raw.decode("utf-8", _LENIENT)
    written = raw.count(REPLACEMENT.encode())
    wrong = text.count(REPLACEMENT) - written
    near = not wrong or len(_ABOVE.findall(text)) >= wrong
    if _SURROGATE.search(text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text, text.count(REPLACEMENT) - written, near


def _lenient(error: UnicodeError) -> tuple[str | bytes, int]:
    """Replace bytes that are no UTF-8; halves of surrogate pairs stay, to be joined."""
    assert isinstance(error, UnicodeDecodeError)  # noqa: S101
    half = _HALF.match(error.object, error.start)
    if half:
        return half.group().decode("utf-8", "surrogatepass"), half.end()
    return REPLACEMENT, error.end


codecs.register_error(_LENIENT, _lenient)
