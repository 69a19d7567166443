"""A source: an imported transcript whose text is frozen."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """What a project knows of one transcript, its text and turns apart; `length` in code points."""

    id: int
    guid: str
    name: str
    length: int
    language: str = ""
    format: str = ""
    encoding: str = ""
    origin: str = ""
    imported: str = ""
    notes: str = ""
    turns_used: bool = True


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One change set as the history shows it; `coder` is empty for the project's owner."""

    number: int
    guid: str
    time: str
    coder: str
    label: str
    kind: str
    target: int | None
    hash: str


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One change set as the audit lists it.

    `copy` is empty for this file's own and else names the merged copy in which it was done; the
    number is a position in that journal. `changed` says how many rows of each table were touched,
    `coded` and `uncoded` how many codings were opened and closed.
    """

    copy: str
    number: int
    guid: str
    time: str
    coder: str
    label: str
    kind: str
    previous: str
    hash: str
    changed: tuple[tuple[str, int], ...] = ()
    coded: int = 0
    uncoded: int = 0


@dataclass(frozen=True, slots=True)
class Memo:
    """A note on the row with the GUID `target`; `kind` says which table that is in.

    A memo of kind `span` is on text[start:end] of the source `source` (an id). `links` are the ids
    of the memos it is linked with, `written` the time at which it was changed last.
    """

    guid: str
    target: str
    kind: str
    coder: str
    text: str
    id: int = 0
    coder_id: int | None = None
    source: int | None = None
    start: int = 0
    end: int = 0
    links: tuple[int, ...] = ()
    written: str = ""
