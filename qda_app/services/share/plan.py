"""What a copy to share will hold and what became of the names, before anything is written."""

from dataclasses import dataclass, field

from qda_app.domain.exchange import Study
from qda_app.domain.losses import Losses
from qda_app.domain.replacing import Hit, Name

Place = tuple[str, int]  # the GUID of a source, and where in its text a hit begins
AROUND = 40  # characters shown before and after a hit


@dataclass(frozen=True, slots=True)
class Found:
    """A listed name in a transcript; one that is `kept` stays as it is.

    `source` is the GUID, `name` what the source is called; `before` and `after` are what stands
    around the words.
    """

    source: str
    name: str
    start: int
    end: int
    words: str
    replacement: str
    before: str
    after: str
    kept: bool = False

    @property
    def place(self) -> Place:
        """What `keep` names it by."""
        return self.source, self.start


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A listed name in what else leaves: `what` it is in (a memo, a node …) and in which."""

    what: str
    where: str
    words: str
    replacement: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Crossed:
    """A coding, memo or quotation that began or ended within replaced words: its words, and now."""

    what: str
    source: str
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Who does not allow sharing, and what is left out for it; all by name.

    `untied` are those of them whose words are not known, for they are tied to no voice.
    `mentioned` are those of them whose name still stands in the copy, with how often; `orphans`
    counts memos on what was removed, such as a participant.
    """

    participants: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    codings: int = 0
    memos: int = 0
    quotations: int = 0
    examples: tuple[str, ...] = ()
    mentioned: tuple[tuple[str, int], ...] = ()
    untied: tuple[str, ...] = ()
    orphans: int = 0


@dataclass(frozen=True, slots=True)
class Extras:
    """What a project file holds beside a study, by GUID: who is done with what, how sure, retired.

    `required` says that silence does not count as consent.
    """

    done: tuple[tuple[str, str], ...] = ()
    certainty: dict[str, int] = field(default_factory=dict)
    retired: frozenset[str] = frozenset()
    required: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """A copy to share, worked out: `study` is the copy itself, names replaced.

    `numbered` are (name, name in the copy) of what would else bear the same name as another thing;
    `unused` the names of the list that stand nowhere, `longer` the words that begin with a listed
    name and stay, with how often, `parts` those that are a word of one, or differ from it by
    ñ, and stay.
    """

    study: Study
    names: tuple[Name, ...]
    hits: tuple[Found, ...] = ()
    elsewhere: tuple[Elsewhere, ...] = ()
    crossed: tuple[Crossed, ...] = ()
    numbered: tuple[tuple[str, str], ...] = ()
    left_out: LeftOut = field(default_factory=LeftOut)
    unused: tuple[str, ...] = ()
    longer: tuple[tuple[str, int], ...] = ()
    parts: tuple[str, ...] = ()
    extras: Extras = field(default_factory=Extras)
    losses: Losses = field(default_factory=Losses)

    @property
    def kept(self) -> tuple[Found, ...]:
        """The hits in transcripts that stay by choice."""
        return tuple(hit for hit in self.hits if hit.kept)

    @property
    def replaced(self) -> int:
        """How many names are replaced, in transcripts and elsewhere."""
        return len(self.hits) - len(self.kept) + len(self.elsewhere)


def around(text: str, hit: Hit) -> tuple[str, str]:
    """Return what stands before and after a hit, on one line."""
    before = " ".join(text[max(0, hit.start - AROUND) : hit.start].split(" "))
    after = text[hit.end : hit.end + AROUND]
    return on_line(before), on_line(after)


def on_line(text: str) -> str:
    """Return words on one line, with a sign for each line break."""
    return text.replace("\n", " ¶ ").replace("\t", " ")
