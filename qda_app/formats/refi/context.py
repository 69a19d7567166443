"""What the readers of a project's parts share: the raw project, its package, what was lost."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from qda_app.domain.exchange import ORIGIN, UNKNOWN, Memo, User
from qda_app.domain.losses import Losses
from qda_app.domain.messages import say
from qda_app.domain.text import normalise
from qda_app.formats.exchange.brought import Guids, coder_name, derived, free
from qda_app.formats.refi.archive import Archive
from qda_app.formats.refi.elements import RawCode, RawProject, RawSource

CONSENSUS = "consensus"


def is_blank(text: str | None) -> bool:
    """Say whether there is no text, or none but white space and a byte order mark."""
    return text is None or not text.strip("\ufeff \t\r\n")


@dataclass(frozen=True, slots=True)
class Place:
    """A passage that a GUID of the file stands for."""

    source: str
    start: int
    end: int
    coding: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """A source's name and text; what is not white space lies in text[first:last]."""

    name: str
    text: str
    first: int
    last: int

    @classmethod
    def of(cls, name: str, text: str) -> "Words":
        """Return the words of a source."""
        return cls(name, text, len(text) - len(text.lstrip()), len(text.rstrip()))


@dataclass(slots=True)
class Context:
    """The raw project on its way; `pinned` says which notes hang on what.

    `texts` are the words by source, `stand_ins` the codes that are cases and no nodes, `heard`
    the places where the code of a case was applied.
    """

    raw: RawProject
    archive: Archive
    losses: Losses
    guids: Guids
    users: dict[str, User] = field(default_factory=dict)
    nodes: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    texts: dict[str, Words] = field(default_factory=dict)
    stand_ins: dict[str, RawCode] = field(default_factory=dict)
    case_keys: set[str] = field(default_factory=set)
    heard: dict[str, list[Place]] = field(default_factory=dict)
    cases: dict[str, str] = field(default_factory=dict)
    codings: dict[str, str] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    memos: list[Memo] = field(default_factory=list)
    pinned: dict[str, list[Memo]] = field(default_factory=dict)

    @property
    def own(self) -> bool:
        """Whether the file was written by this application."""
        return self.raw.origin.startswith(ORIGIN)

    def whole(self, place: Place) -> bool:
        """Say whether a place is all of its source's text, white space at the ends apart."""
        words = self.texts[place.source]
        return place.start <= words.first and words.last <= place.end

    def read_users(self) -> None:
        """Take the users as coders, each under a name of its own."""
        taken: set[str] = set()
        for number, (key, name, identity) in enumerate(self.raw.users, 1):
            if key and key in self.users:
                self.losses.add("guids")
                continue
            plain = coder_name(name or identity, say("Coder {number}", number=number))
            fresh = free(plain, taken)
            if fresh != name:
                self.losses.add("coders renamed", f"{name} → {fresh}")
            guid = self.guids.own("user", key)
            consensus = self.own and identity == CONSENSUS
            self.users[key or guid] = User(guid, fresh, consensus)

    def user(self, key: str, what: str = "") -> str:
        """Return a coder's GUID; with `what`, the unknown coder's where nobody is named.

        Whoever is named by an identifier alone is a coder too, one for each.
        """
        if key:
            return self.users[key].guid if key in self.users else self._unknown(key)
        if not what:
            return ""
        self.losses.add("nobody", what)
        if UNKNOWN not in self.users:
            name = free(say("Unknown coder"), self._taken())
            self.users[UNKNOWN] = User(derived("user", UNKNOWN), name)
        return self.users[UNKNOWN].guid

    def _unknown(self, key: str) -> str:
        """Take a coder who is not among the users; the name keeps apart those of other files."""
        number = self.losses.count("unknown coders") + 1
        name = say("Unknown coder {number} ({key})", number=number, key=key[:8])
        self.users[key] = User(self.guids.own("user", key), free(name, self._taken()))
        self.losses.add("unknown coders", self.users[key].name)
        return self.users[key].guid

    def _taken(self) -> set[str]:
        return {user.name.casefold() for user in self.users.values()}

    def pin(self, notes: Iterable[str], kind: str, target: str, place: Place | None = None) -> None:
        """Let notes hang on something, on a passage of it where a place is given."""
        at = (place.start, place.end) if place else (0, 0)
        for note in notes:
            self.pinned.setdefault(note, []).append(Memo("", "", kind, target, "", *at))

    def write(
        self,
        text: str,
        kind: str = "project",
        target: str = "",
        user: str = "",
        place: Place | None = None,
    ) -> None:
        """Keep words of the file that have no other place as a memo."""
        if text.strip():
            at = (place.start, place.end) if place else (0, 0)
            key = derived("memo", kind, target, len(self.memos), text)
            self.memos.append(Memo(self.guids.own("memo", key), text, kind, target, user, *at))

    def text_of(self, source: RawSource) -> str | None:
        """Return a source's text as it is in the file, byte order mark and line ends included."""
        if source.content is not None and not source.plain:
            text: str | None = source.content
        else:
            text, broken = self.archive.plain(source.plain) if source.plain else (None, 0)
            self.losses.add("broken letters", source.name or source.plain, broken)
            text = source.content if text is None else text
        if source.rich:
            if is_blank(text):
                rich = self.archive.rich(source.rich)
                text = text if is_blank(rich) else rich
            self.archive.take(source.rich)
        return text

    def note_text(self, source: RawSource) -> str:
        """Return a note's words, its title before them where they do not begin with it."""
        text = self.text_of(source)
        if text is None:
            text = ""
            refused = any(self.archive.refuses(p) for p in (source.plain, source.rich) if p)
            self.losses.add("led outside", source.name, int(refused))
            if source.plain or source.rich:
                self.losses.add("text missing", source.name)
        if source.plain or source.rich:
            text = normalise(text)
        title = source.name.strip().removesuffix("…").rstrip()
        begins = " ".join(text.split()).startswith(" ".join(title.split()))
        if not title or begins or self.own:
            return text
        return f"{title}\n\n{text}".rstrip()
