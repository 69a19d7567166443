"""The elements of a REFI-QDA project as they stand in the file, before anything is judged."""

from dataclasses import dataclass, field

Pair = tuple[str, str]


@dataclass(slots=True)
class RawCoding:
    """One Coding element; references are GUIDs as written, in lower case without braces."""

    guid: str
    node: str
    user: str
    made: str
    notes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class RawSelection:
    """A selection of any medium; `place` says in words where it is, if it is not in a text.

    `parts` are the texts of its own that a selection of a page may have.
    """

    guid: str
    name: str
    start: int | None
    end: int | None
    user: str
    place: str = ""
    description: str = ""
    codings: list[RawCoding] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    parts: list["RawSource"] = field(default_factory=list)


@dataclass(slots=True)
class RawSource:
    """A source, a note or a part of a source that has a text; `parts` are such parts.

    `times` are pairs of a position in the text and the milliseconds at which it is said.
    """

    kind: str
    guid: str
    name: str
    user: str = ""
    plain: str = ""
    rich: str = ""
    media: str = ""
    made: str = ""
    content: str | None = None
    description: str = ""
    selections: list[RawSelection] = field(default_factory=list)
    codings: list[RawCoding] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    values: list[Pair] = field(default_factory=list)
    parts: list["RawSource"] = field(default_factory=list)
    times: list[tuple[int, int]] = field(default_factory=list)


@dataclass(slots=True)
class RawCode:
    """A Code; `parent` is the GUID of the one above, empty at the top."""

    guid: str
    parent: str
    name: str
    codable: bool
    color: str
    description: str = ""
    notes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class RawCase:
    """A Case with what it refers to."""

    guid: str
    name: str
    description: str = ""
    codes: list[str] = field(default_factory=list)
    values: list[Pair] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    selections: list[str] = field(default_factory=list)


@dataclass(slots=True)
class RawSet:
    """A Set with its members."""

    guid: str
    name: str
    description: str = ""
    codes: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class RawLink:
    """A Link between two things; `directed` where it says that it leads one way only."""

    guid: str
    name: str
    origin: str
    target: str
    directed: bool = True
    notes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class RawVariable:
    """A Variable; `kind` is the type as the standard names it."""

    guid: str
    name: str
    kind: str
    description: str = ""


@dataclass(slots=True)
class RawProject:
    """Everything in a project's XML; `derived` counts identifiers that are no GUIDs."""

    name: str = ""
    origin: str = ""
    description: str = ""
    notes_on_it: list[str] = field(default_factory=list)
    users: list[tuple[str, str, str]] = field(default_factory=list)
    codes: list[RawCode] = field(default_factory=list)
    variables: list[RawVariable] = field(default_factory=list)
    cases: list[RawCase] = field(default_factory=list)
    sources: list[RawSource] = field(default_factory=list)
    notes: list[RawSource] = field(default_factory=list)
    links: list[RawLink] = field(default_factory=list)
    sets: list[RawSet] = field(default_factory=list)
    graphs: int = 0
    elements: int = 0
    derived: int = 0
