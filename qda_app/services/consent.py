"""Consent to be quoted: the one place that decides whose words may leave in a quotation."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from qda_app.domain.messages import counted, say
from qda_app.domain.people import Case
from qda_app.domain.text import fold
from qda_app.domain.transcript import Turn, touched
from qda_app.services.reads import Reads

ATTRIBUTES = frozenset({"consent", "consentimiento"})
SETTING, REQUIRED = "consent", "required"  # kept with the project: silence allows nothing
QUOTE, SHARE, WITHDRAWN = "quote", "share", "withdrawn"
_WORDS = {
    "quote": QUOTE, "citar": QUOTE, "share": SHARE, "compartir": SHARE,
    "withdrawn": WITHDRAWN, "retirado": WITHDRAWN, "retirada": WITHDRAWN,
}  # fmt: skip
_REFUSALS = frozenset({"no", "not", "never", "without", "sin", "ni", "nunca"})


class Passage(Protocol):
    """A stretch of a source's text."""

    @property
    def source(self) -> int:
        """The source's id."""

    @property
    def start(self) -> int:
        """Where it begins."""

    @property
    def end(self) -> int:
        """Where it ends."""


P = TypeVar("P", bound=Passage)


@dataclass(frozen=True, slots=True)
class Sifted(Generic[P]):
    """The passages that may be quoted, how many may not, whose, and who said nothing about it."""

    kept: list[P]
    left_out: int = 0
    refusing: tuple[str, ...] = ()
    unrecorded: int = 0
    required: bool = False
    untied: tuple[str, ...] = ()

    def statement(self) -> list[str]:
        """Say what is left out, and for how many participants no consent is recorded."""
        return [*self.withheld(), *filter(None, [unrecorded_words(self.unrecorded)])]

    def withheld(self) -> list[str]:
        """Say what is left out, and whose words cannot be told."""
        said = untied_words(self.untied)
        if not self.left_out:
            return said
        said = [left_out_words(self.left_out, len(self.refusing)), *said]
        return [*said, required_words()] if self.required else said


def recorded(attributes: Mapping[str, str]) -> frozenset[str] | None:
    """Return what a case's attributes allow, None where nothing is recorded.

    Words that are not understood allow nothing.
    """
    words = _words(attributes)
    if not words:
        return None
    if _REFUSALS & set(words):
        return frozenset({WITHDRAWN} if _WORDS.get(words[-1]) == WITHDRAWN else ())
    return frozenset(_WORDS[word] for word in words if word in _WORDS)


def said(attributes: Mapping[str, str]) -> str:
    """Return what is written down of a case's consent."""
    found = (value for name, value in attributes.items() if fold(name).strip() in ATTRIBUTES)
    return "; ".join(filter(None, found))


def _words(attributes: Mapping[str, str]) -> list[str]:
    return re.findall(r"\w+", fold(said(attributes)))


def understood(attributes: Mapping[str, str]) -> bool:
    """Say whether what is written down is understood; nothing is."""
    words = _words(attributes)
    return not words or any(word in _WORDS or word in _REFUSALS for word in words)


def silence_allows(read: Reads) -> bool:
    """Say whether nothing recorded counts as allowed, as it does unless the project asks more."""
    return read.settings().get(SETTING) != REQUIRED


def may_quote(attributes: Mapping[str, str], *, silence: bool = True) -> bool:
    """Say whether a case's words may be quoted; `silence` decides where nothing is recorded."""
    allowed = recorded(attributes)
    return silence if allowed is None else QUOTE in allowed and WITHDRAWN not in allowed


def may_share(attributes: Mapping[str, str], *, silence: bool = True) -> bool:
    """Say whether data on a case may be handed on; `silence` decides where nothing is recorded."""
    allowed = recorded(attributes)
    return silence if allowed is None else SHARE in allowed and WITHDRAWN not in allowed


def has_withdrawn(attributes: Mapping[str, str]) -> bool:
    """Say whether a case took its consent back altogether."""
    return WITHDRAWN in (recorded(attributes) or ())


def not_withdrawn(cases: Sequence[Case]) -> dict[str, set[str]] | None:
    """Return by which values of their consent those who have not withdrawn are told from all.

    It is a filter as `counting.grouped` takes one; None where nobody has withdrawn.
    """
    kept = [case for case in cases if not has_withdrawn(case.attributes)]
    if len(kept) == len(cases):
        return None
    names = {n for case in cases for n in case.attributes if fold(n).strip() in ATTRIBUTES}
    return {name: {case.attributes.get(name, "") for case in kept} for name in names}


def _named(case: Case, turns: Mapping[int, Sequence[Turn]]) -> list[tuple[int, str]]:
    """Return the voices that bear the name of a case to which none was tied."""
    name = fold(case.name).strip()
    return [
        (source, speaker)
        for source, found in turns.items()
        for speaker in dict.fromkeys(turn.speaker for turn in found if not turn.interviewer)
        if fold(speaker).strip() == name
    ]


class Consent:
    """Who is heard in a passage, and whether all of them may be quoted.

    Who is tied to no voice is heard where a speaker bears the same name. `known` are the ids of
    those who are heard anywhere, `untied` the names of those who refuse and are not.
    """

    def __init__(self, read: Reads) -> None:
        self.silence = silence_allows(read)
        self._turns: dict[int, tuple[Turn, ...]] = read.turns()
        self._cases: dict[tuple[int, str], list[Case]] = {}
        cases = read.cases()
        for case in cases:
            for link in case.links or _named(case, self._turns):
                self._cases.setdefault(link, []).append(case)
        self.known = {case.id for found in self._cases.values() for case in found}
        self.refuses = not all(self._may(c) for found in self._cases.values() for c in found)
        self.untied = tuple(c.name for c in cases if c.id not in self.known and not self._may(c))

    def _may(self, case: Case) -> bool:
        return may_quote(case.attributes, silence=self.silence)

    def heard(self, source: int, start: int, end: int) -> list[Case]:
        """Return the cases whose words a passage holds, interviewers aside.

        Where speakers are not told apart, everybody of the source.
        """
        turns = touched(self._turns.get(source, ()), start, end)
        turns = [turn for turn in turns if not turn.interviewer and turn.words < end]
        whole = self._cases.get((source, ""), [])
        speakers = dict.fromkeys(turn.speaker for turn in turns) or {"": None}
        found = [c for name in speakers for c in self._cases.get((source, name)) or whole]
        return list({case.id: case for case in found}.values())

    def allows(self, of: Passage) -> bool:
        """Say whether a passage may be quoted."""
        if not self.refuses:
            return True
        return all(map(self._may, self.heard(of.source, of.start, of.end)))

    def sift(self, passages: Iterable[P]) -> Sifted[P]:
        """Take out what may not be quoted, and count it; the same passage counts once."""
        kept: list[P] = []
        out: set[tuple[int, int, int]] = set()
        refusing: dict[str, None] = {}
        silent: set[int] = set()
        for of in passages:
            heard = self.heard(of.source, of.start, of.end)
            names = [case.name for case in heard if not self._may(case)]
            if names:
                out.add((of.source, of.start, of.end))
                refusing.update(dict.fromkeys(names))
            else:
                kept.append(of)
                silent |= {case.id for case in heard if recorded(case.attributes) is None}
        against = tuple(refusing)
        return Sifted(kept, len(out), against, len(silent), not self.silence, self.untied)

    def withholds(self, words: str, texts: Mapping[int, str]) -> bool:
        """Say whether words, such as an example on a card, are those of somebody who refuses."""
        wanted = " ".join(words.split())
        if not wanted or not self.refuses:
            return False
        pattern = re.compile(r"\s+".join(map(re.escape, wanted.split())))
        heard = [
            all(map(self._may, self.heard(source, found.start(), found.end())))
            for source, text in texts.items()
            for found in pattern.finditer(text)
        ]
        return bool(heard) and not any(heard)

    def refusing_in(self, source: int, length: int) -> Sequence[Case]:
        """Return the cases of a whole source who may not be quoted."""
        return [case for case in self.heard(source, 0, length) if not self._may(case)]


def left_out_words(passages: int, participants: int) -> str:
    """Say how many passages are left out for lack of consent; nothing where none is."""
    if not passages:
        return ""
    if participants > 1:
        return counted(
            "1 passage of {participants} participants who do not allow quotation is left out.",
            "{count} passages of {participants} participants who do not allow quotation are left "
            "out.",
            passages,
            participants=participants,
        )
    return counted(
        "1 passage of 1 participant who does not allow quotation is left out.",
        "{count} passages of 1 participant who does not allow quotation are left out.",
        passages,
    )


def untied_words(names: Sequence[str]) -> list[str]:
    """Say who refuses and is tied to no voice, so that their words are not known; nothing else."""
    if not names:
        return []
    return [
        counted(
            "1 participant does not allow it and is tied to no speaker or source, so the words are "
            "not known and not left out: {names}. Tie the voice on the page Cases.",
            "{count} participants do not allow it and are tied to no speaker or source, so their "
            "words are not known and not left out: {names}. Tie the voices on the page Cases.",
            len(names),
            names=", ".join(names),
        )
    ]


def required_words() -> str:
    """Say that this project asks for more than silence."""
    return say("In this project, quotation is allowed only where consent to it is recorded.")


def unrecorded_words(participants: int) -> str:
    """Say for how many of the participants quoted no consent is recorded."""
    if not participants:
        return ""
    return say(
        "Participants quoted for whom no consent is recorded, which counts as allowed: {count}.",
        count=participants,
    )
