"""What a reader of another tool's project hands over, and how it keeps names and GUIDs in order."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from qda_app.domain.exchange import UNKNOWN, Study
from qda_app.domain.guid import new_guid
from qda_app.domain.losses import Losses
from qda_app.domain.people import OWNER
from qda_app.domain.tree import LEVELS, SEPARATOR, too_deep
from qda_app.formats.exchange.evidence import Judged
from qda_app.formats.tables import infer_kind

_SPACE = UUID("6f1c5f1e-6c6b-4e1c-9d1e-2b8e6f5a7c10")
_MOMENT = re.compile(
    r"(\d{4}-\d\d-\d\d)[T _](\d\d)[:-](\d\d)[:-](\d\d(?:\.\d+)?)\s*(Z|[+-]\d\d:\d\d)?", re.ASCII
)
_HEX = re.compile(r"#?([0-9a-fA-F]{6})(?:[0-9a-fA-F]{2})?")
_SHORT = re.compile(r"#([0-9a-fA-F])([0-9a-fA-F])([0-9a-fA-F])[0-9a-fA-F]?")
_RGB = re.compile(
    r"rgba?\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\s*(?:,[^)]*)?\)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Brought:
    """A study from another tool, what was lost on the way, and how positions were read.

    Raises QdaError where the study's tree is deeper than any may be.
    """

    study: Study
    losses: Losses
    judged: tuple[Judged, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a tree that no project can take."""
        levels = {"": 0}
        for node in self.study.nodes:
            levels[node.guid] = levels[node.parent] + 1
            if levels[node.guid] > LEVELS:
                raise too_deep(node.name)


def derived(*parts: object) -> str:
    """Return the GUID that always stands for the same words."""
    return str(uuid5(_SPACE, "\x1f".join(map(str, parts))))


NOBODY = frozenset(derived(kind, UNKNOWN) for kind in ("user", "qualcoder user", "taguette user"))


class Guids:
    """Gives every item of a kind a GUID of its own: the one it came with where that can be."""

    def __init__(self, losses: Losses) -> None:
        self._losses = losses
        self._used: dict[str, set[str]] = {}

    def own(self, kind: str, wanted: str) -> str:
        """Return the wanted GUID, or a new one where it is missing or used already."""
        used = self._used.setdefault(kind, set())
        found = wanted
        if not wanted or wanted in used:
            self._losses.add("guids")
            found = new_guid()
        used.add(found)
        return found


def moment(written: str, losses: Losses) -> str:
    """Return a time as XML writes it, every digit kept; empty, and counted, where it is none."""
    plain = written.strip()
    if not plain:
        return ""
    if match := _MOMENT.fullmatch(plain):
        day, hour, minute, second, zone = match.groups(default="")
        found = f"{day}T{hour}:{minute}:{second}{zone}"
        try:
            datetime.fromisoformat(found)
        except ValueError:
            pass
        else:
            return found
    losses.add("times", plain)
    return ""


def one_line(name: str) -> str:
    """Return a name without line breaks and doubled spaces."""
    return " ".join(name.split())


def node_name(name: str) -> str:
    """Return a name that a path can hold."""
    plain = one_line(name)
    while SEPARATOR in f" {plain} ":
        plain = one_line(f" {plain} ".replace(SEPARATOR, " › "))
    return plain or "?"


def coder_name(name: str, fallback: str) -> str:
    """Return a name that a coder can bear: no commas, not the owner's."""
    plain = one_line(name.replace(",", " "))
    return f"{plain} (2)" if plain.casefold() == OWNER else plain or fallback


def free(name: str, taken: set[str], fold: Callable[[str], str] = str.casefold) -> str:
    """Return the name, or the name with a number where it is taken; take it.

    With `str` for `fold`, names that differ only in capitals are different names.
    """
    found, number = name, 1
    while fold(found) in taken:
        number += 1
        found = f"{name} ({number})"
    taken.add(fold(found))
    return found


def fitting(name: str, kind: str, values: Sequence[str], losses: Losses) -> str:
    """Return an attribute's kind; text, and counted, where its values contradict it."""
    if kind == "text" or not values or infer_kind(values) == kind:
        return kind
    other = next((value for value in values if infer_kind([value]) != kind), values[0])
    losses.add("other kinds", f"{name}: {other}")
    return "text"


def color(written: str, losses: Losses) -> str:
    """Return a colour as #rrggbb; empty where there is none that can be read."""
    plain = written.strip()
    if not plain:
        return ""
    if match := _RGB.fullmatch(plain):
        numbers = [int(part) for part in match.groups()]
        if max(numbers) <= 255:
            losses.add("colors", plain)
            return "#{:02x}{:02x}{:02x}".format(*numbers)
    elif match := _SHORT.fullmatch(plain):
        losses.add("colors", plain)
        return "#" + "".join(2 * part for part in match.groups()).lower()
    elif match := _HEX.fullmatch(plain):
        if len(plain) != 7:
            losses.add("colors", plain)
        return f"#{match.group(1)}"
    losses.add("colors lost", plain)
    return ""
