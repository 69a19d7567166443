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
class Memo:
    """A note on the row with the GUID `target`; `kind` says which table that is in."""

    guid: str
    target: str
    kind: str
    coder: str
    text: str
