"""What a speaker's label may look like at the start of a line, before any evidence is weighed."""

import re
import unicodedata
from typing import NamedTuple

from qda_app.formats.transcripts.roles import NOT_SPEAKERS, is_role

MAX_LABEL = 40
MAX_WORDS = 5
MAX_LABELS = 200_000  # more belong to no interview; what is beyond would only cost memory
_CONNECTORS = frozenset(re.findall(r"\S+", "de del la las los el y e da do van von of the and & a"))
_TIME = r"\d{1,3}:\d{1,2}(?::\d{1,2})?(?:[.,]\d{1,3})?(?:[ \xa0]?[AaPp]\.?[Mm]\.?)?"
_STAMP = rf"(?:\[{_TIME}\]|\({_TIME}\)|<{_TIME}>|#{_TIME}(?:-\d)?#|{_TIME})"
_SIGNS = "\u0300-\u036f\u0591-\u05c7\u064b-\u0652\u0900-\u0dff\u200e\u200f"  # parts of letters
_NAME = rf"[^\W_](?:[\w{_SIGNS} .'’\-–&/#()ºª°·+@]{{0,{MAX_LABEL - 2}}}?[\w{_SIGNS}.)ºª+])??"
_MARK = r"(?:\*{1,3}|_{1,2})"

# `[00:01] **Name (00:01):** text` with everything but name and colon optional.
_INLINE = re.compile(
    rf"[ \t]*+(?:>+[ \t]*+)?{_MARK}?(?P<before>{_STAMP})?[ \t\xa0]*+(?:[-–—|][ \t]+)?{_MARK}?"
    rf"(?:\[(?P<boxed>{_NAME})\]|(?P<name>{_NAME}))"
    rf"[ \t\xa0]*+{_MARK}?[ \t\xa0,]*+(?P<after>{_STAMP})?[ \t\xa0]*+{_MARK}?[ \t\xa0]*+[:：]"
    rf"(?![\d/\\]){_MARK}?[ \t\xa0]*+"
)
# `Name  0:14`, `[Name] 00:00:14`, `00:00:01 - Name` alone on a line.
_HEADING = re.compile(
    rf"[ \t]*+{_MARK}?(?:(?P<before>{_STAMP})[ \t\xa0]*+(?:[-–—|][ \t]*)?)?{_MARK}?"
    rf"(?:\[(?P<boxed>{_NAME})\]|(?P<name>{_NAME}))?{_MARK}?"
    rf"[ \t\xa0]*+(?:[-–—|,·][ \t]*)?(?P<after>{_STAMP})?{_MARK}?[ \t\xa0]*+$"
)
_RANGE = re.compile(rf"[ \t]*+{_TIME}[ \t]*+-->[ \t]*+{_TIME}[ \t]*+$")
_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{1,2}(?:[.,]\d{1,3})?)")
_LETTER = re.compile(r"[^\W\d_]")


class Label(NamedTuple):
    """A line's start that may name a speaker: text[start:words] is the label."""

    start: int
    words: int
    name: str
    key: str
    seconds: float | None
    style: str  # "inline", "heading", "range", or "fact" for `Date:` and its like
    line: int  # the label's line among the lines that are not blank


def find_labels(text: str) -> tuple[list[Label], int]:
    """Return every candidate label in order, and the number of lines that are not blank."""
    found: list[Label] = []
    at = count = 0
    pending: tuple[int, float | None] | None = None  # a range of times that a name line follows
    for line in text.split("\n"):
        if line and not line.isspace():
            if pending is not None and len(line) <= MAX_LABEL + 2:
                label = _make(line.strip(), pending[0], at + len(line), pending[1], "range", count)
            elif "-->" in line[:40] and _RANGE.match(line):
                pending = (at + _indent(line), _seconds(line))
                at += len(line) + 1
                count += 1
                continue
            else:
                label = _match(line, at, count)
            pending = None
            if label:
                found.append(label)
            count += 1
        at += len(line) + 1
        if len(found) > MAX_LABELS:
            return [], 0
    return found, count


def _match(line: str, at: int, count: int) -> Label | None:
    """Return the label with which a line begins, if any."""
    head = line[:120]
    if ":" not in head and "：" not in head:
        return None
    if len(line) <= 90 and any(c.isdigit() for c in line):
        match = _HEADING.match(line)
        stamp = match and (match["before"] or match["after"])
        if match and stamp and (match["name"] or match["boxed"]):
            name = match["name"] or match["boxed"]
            place = (at + _indent(line), at + len(line))
            return _make(name, *place, _seconds(stamp), "heading", count)
    match = _INLINE.match(head)
    if not match:
        return None
    stamp = match["before"] or match["after"]
    name = match["name"] or match["boxed"]
    seconds = _seconds(stamp) if stamp else None
    return _make(name, at + _indent(line), at + match.end(), seconds, "inline", count)


def _make(
    name: str, start: int, words: int, seconds: float | None, style: str, line: int
) -> Label | None:
    """Return the label unless its name could not be a speaker's."""
    name = " ".join(name.strip(" *_[]").split()).rstrip(":")
    if not name or len(name) > MAX_LABEL or name.count(" ") >= MAX_WORDS:
        return None
    if not _LETTER.search(name) or name.endswith("://"):
        return None
    key = key_of(name)
    if not key:
        return None
    return Label(start, words, name, key, seconds, "fact" if is_no_speaker(key) else style, line)


def key_of(name: str) -> str:
    """Return the form under which two spellings of a label count as the same."""
    return unicodedata.normalize("NFC", name.casefold()).strip(" .")


def is_no_speaker(key: str) -> bool:
    """Say whether a label belongs to a heading, a record or a connective, never to a speaker."""
    return key in NOT_SPEAKERS or key.rstrip(" 0123456789.)") in NOT_SPEAKERS


def looks_like_name(label: Label) -> bool:
    """Say whether a label is written as names and roles are: capitals, digits, known words."""
    if is_role(label.key) or any(c.isdigit() for c in label.name):
        return True
    words = [w.lstrip("(\"'") for w in label.name.replace("/", " ").replace("-", " ").split()]
    words = [w for w in words if w and w.casefold() not in _CONNECTORS]
    return bool(words) and all(not w[0].islower() for w in words)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _seconds(stamp: str) -> float | None:
    """Return a time stamp in seconds; a time of day is none."""
    match = _CLOCK.search(stamp)
    if not match or "m" in stamp.casefold():
        return None
    hours, minutes, seconds = match.groups()
    return int(hours or 0) * 3600 + int(minutes) * 60 + float(seconds.replace(",", "."))
