"""Bytes of a text file to characters: byte order marks, UTF-8, UTF-16, then a judged guess."""

import codecs
import re
from itertools import islice
from pathlib import Path

from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say
from qda_app.formats.transcripts.guards import MAX_TEXT_BYTES, checked_size, readable

PLAUSIBLE = ("cp1252", "mac_roman", "cp850", "latin_1")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_HIGH = re.compile(rb"[^\r\n]{0,80}[\x80-\xff][^\r\n]{0,80}")
_ABOVE = re.compile("[^\x00-\x7f]")
_LOWER = "áéíóúüñàèìòùâêîôûäëïöÿçãõåæøœßýšž"
_UPPER = _LOWER.upper().replace("SS", "")
_MARKS = "«»“”‘’–—…·ºª°€£\xa0"
_SAMPLE = 1 << 16


def read_text(path: Path, encoding: str | None = None) -> tuple[str, str]:
    """Return a text file's characters and the name of the encoding they were read with."""
    checked_size(path, MAX_TEXT_BYTES)
    with readable(path):
        raw = path.read_bytes()
    return decode(raw, path, encoding)


def decode(raw: bytes, path: Path, encoding: str | None = None) -> tuple[str, str]:
    """Return the characters and the encoding's name; `encoding` overrides what is detected."""
    if encoding:
        return _decode_as(raw, path, encoding), encoding
    for mark, name in _BOMS:
        if raw.startswith(mark):
            return _decode_as(raw, path, name), name.removesuffix("-sig")
    wide = _utf16(raw[:_SAMPLE])
    if wide:
        return _decode_as(raw, path, wide), wide
    _refuse_binary(raw[:_SAMPLE], path)
    try:
        return raw.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        name = _guess(raw)
    return raw.decode(name), name


def _decode_as(raw: bytes, path: Path, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except LookupError as error:
        sentence = "There is no text encoding called {encoding}: try utf-8 or cp1252."
        raise QdaError(say(sentence, encoding=encoding)) from error
    except UnicodeError as error:
        sentence = "{name} is not written in {encoding}: choose another encoding for it."
        raise QdaError(say(sentence, name=path.name, encoding=encoding)) from error


def _utf16(sample: bytes) -> str:
    """Return the UTF-16 variant of a text without byte order mark, or nothing.

    In Western text nearly every second byte is zero, always on the same side.
    """
    pairs = len(sample) // 2
    if pairs < 2 or b"\x00" not in sample:
        return ""
    even, odd = sample[0 : 2 * pairs : 2].count(0), sample[1 : 2 * pairs : 2].count(0)
    if odd > 0.7 * pairs and even < 0.05 * pairs:
        return "utf-16-le"
    if even > 0.7 * pairs and odd < 0.05 * pairs:
        return "utf-16-be"
    return ""


def _refuse_binary(sample: bytes, path: Path) -> None:
    """Refuse content in which control bytes are more than an accident."""
    if len(_CONTROLS.findall(sample)) > max(3, len(sample) // 50):
        sentence = "{name} holds binary data, not text: choose a transcript or its right suffix."
        raise QdaError(say(sentence, name=path.name))


def _guess(raw: bytes) -> str:
    """Return the plausible eight-bit encoding that fits best the lines that need one."""
    sample = b"\n".join(match.group() for match in islice(_HIGH.finditer(raw), 120))
    scores = {name: _score(sample, name) for name in PLAUSIBLE}
    order = sorted(PLAUSIBLE, key=lambda name: -scores[name])
    if scores[order[0]] <= 0:
        order.insert(0, _statistical(sample))
    for name in order:
        try:
            raw.decode(name)
        except UnicodeDecodeError:
            continue
        return name
    return "latin_1"


def _score(sample: bytes, encoding: str) -> int:
    """Count the non-ASCII characters that stand where they do in Western prose, less the others."""
    text = f" {sample.decode(encoding, 'replace')} "
    score = 0
    for match in _ABOVE.finditer(text):
        char, before, after = match.group(), text[match.start() - 1], text[match.end()]
        if char in _LOWER:
            fits = not before.isdigit() and not after.isdigit()
        elif char in _UPPER:
            fits = not before.islower()
        elif char in "¿¡":
            fits = not before.isalnum() and not after.isspace()
        elif char in _MARKS:
            fits = char == "’" or not (before.isalpha() and after.isalpha())
            fits = fits and not (before.isspace() and after.isalpha() and char in "…’”")
        else:
            fits = False
        score += 1 if fits else -1
    return score


def _statistical(sample: bytes) -> str:
    """Return charset-normalizer's choice among the plausible encodings."""
    from charset_normalizer import from_bytes

    best = from_bytes(sample, cp_isolation=list(PLAUSIBLE)).best()
    return best.encoding if best else PLAUSIBLE[0]
