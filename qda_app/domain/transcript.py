"""What an import yields: a text, who speaks where in it, and what the reader had to say."""

import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Turn:
    """One utterance: text[start:words] is its label, text[words:end] what was said.

    `seconds` is the time at which it begins, where the transcript has one.
    """

    start: int
    words: int
    end: int
    speaker: str
    interviewer: bool = False
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Transcript:
    """One source as read from a file, before it enters a project.

    `text` is normalised; `turns` are ordered and do not overlap; `notes` are sentences for the
    import report (what was left out or replaced); `attributes` are the case attributes that a
    table row brought along, with `case` their participant's name.
    """

    name: str
    text: str
    format: str
    encoding: str = ""
    turns: tuple[Turn, ...] = ()
    notes: tuple[str, ...] = ()
    language: str = ""
    case: str = ""
    attributes: dict[str, str] = field(default_factory=dict)


def participants_text(length: int, turns: Iterable[Turn]) -> list[tuple[int, int]]:
    """Return the [start, end) pieces that hold participants' words: no interviewer, no labels.

    Without turns the whole text of `length` code points is the participants'.
    """
    turns = list(turns)
    if not turns:
        return [(0, length)] if length else []
    return [(t.words, t.end) for t in turns if not t.interviewer and t.words < t.end]


def touched(turns: Sequence[Turn], start: int, end: int) -> Sequence[Turn]:
    """Return the turns of which [start, end) holds anything; turns stand in order."""
    first = bisect_right(turns, start, key=lambda turn: turn.end)
    return turns[first : bisect_left(turns, end, first, key=lambda turn: turn.start)]


def name_interviewer(turns: Iterable[Turn], speakers: Iterable[str]) -> tuple[Turn, ...]:
    """Return the turns with exactly these speakers marked as interviewers."""
    chosen = set(speakers)
    return tuple(replace(t, interviewer=t.speaker in chosen) for t in turns)


def pack_turns(turns: Iterable[Turn]) -> str:
    """Write turns as one canonical JSON text, the form in which a project keeps them."""
    rows = [list(asdict(t).values()) for t in turns]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def unpack_turns(packed: str) -> tuple[Turn, ...]:
    """Read what `pack_turns` wrote."""
    return tuple(Turn(*row) for row in json.loads(packed)) if packed else ()
