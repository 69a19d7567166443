"""A quotation for a paper: exact words, and the edits that a reader is told of."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say
from qda_app.domain.text import fingerprint

OMIT, INSERT, REPLACE, SIC, EMPHASISE = "omit", "insert", "replace", "sic", "emphasise"
KINDS = (OMIT, INSERT, REPLACE, SIC, EMPHASISE)
DRAFT, CHECKED, BACK = "draft", "checked", "back-translated"
STATES = ("", DRAFT, CHECKED, BACK)


@dataclass(frozen=True, slots=True)
class Edit:
    """One edit on words[start:end] of a passage.

    `omit` puts (…) in their place, `replace` [text]; `insert` puts [text] before `start`, `sic`
    [sic] behind `end`; `emphasise` prints them in italics.
    """

    kind: str
    start: int
    end: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a quotation as it is printed; `added` where it is not the speaker's words."""

    text: str
    italic: bool = False
    added: bool = False


@dataclass(frozen=True, slots=True)
class Quotation:
    """A passage chosen for a paper, in its place in the order, with edits, note and translation.

    `coder` is who chose it, by id, None for the project's owner.
    """

    id: int
    guid: str
    source: int
    node: int | None
    start: int
    end: int
    position: int
    words_hash: str
    edits: tuple[Edit, ...] = ()
    note: str = ""
    translation: str = ""
    translator: str = ""
    status: str = ""
    coder: int | None = None


@dataclass(frozen=True, slots=True)
class Printed:
    """A quotation as it is printed: runs, and whether emphasis was added."""

    runs: tuple[Run, ...] = field(default=())

    @property
    def text(self) -> str:
        """The words without their italics."""
        return "".join(run.text for run in self.runs)

    @property
    def emphasised(self) -> bool:
        """Whether any words are in italics that the speaker did not speak so."""
        return any(run.italic for run in self.runs)

    @property
    def words(self) -> int:
        """Number of words, by which APA 7 tells inline from block quotations."""
        return len(self.text.split())


def checked_edits(words: str, edits: Sequence[Edit]) -> tuple[Edit, ...]:
    """Return edits in order, or refuse those that do not fit the words or one another."""
    found = tuple(sorted(edits, key=lambda edit: (edit.start, edit.end, KINDS.index(edit.kind))))
    taken: list[tuple[int, int]] = []
    for edit in found:
        empty = edit.kind in {INSERT, SIC}
        if not 0 <= edit.start <= edit.end <= len(words) or (edit.start == edit.end and not empty):
            raise QdaError(say("An edit lies outside the quotation. Mark the words again."))
        if edit.kind in {INSERT, REPLACE} and not edit.text.strip():
            raise QdaError(say("Say what stands in the brackets."))
        if edit.kind in {OMIT, REPLACE}:
            if any(edit.start < b and a < edit.end for a, b in taken):
                raise QdaError(say("Two edits change the same words. Take one of them back."))
            taken.append((edit.start, edit.end))
    return found


def printed(words: str, edits: Sequence[Edit], words_hash: str = "") -> Printed:
    """Return the words as they are printed after the edits.

    Raises QdaError where the words are no longer those that the edits were made on.
    """
    if words_hash and fingerprint(words) != words_hash:
        raise QdaError(
            say("The text of this quotation changed since it was edited. Choose it again.")
        )
    marks = checked_edits(words, edits)
    emphasised = [(e.start, e.end) for e in marks if e.kind == EMPHASISE]
    edges = {0, len(words), *(x for e in marks for x in (e.start, e.end))}
    runs: list[Run] = []
    ordered = sorted(edges)
    for number, at in enumerate(ordered):
        runs += [Run("[sic]", added=True) for e in marks if e.kind == SIC and e.end == at]
        for e in marks:
            if e.kind == INSERT and e.start == at:
                runs.append(Run(f"[{e.text.strip()}]", added=True))
            elif e.kind == OMIT and e.start == at:
                runs.append(Run("(…)", added=True))
            elif e.kind == REPLACE and e.start == at:
                runs.append(Run(f"[{e.text.strip()}]", added=True))
        following = ordered[number + 1] if number + 1 < len(ordered) else at
        gone = any(
            e.kind in {OMIT, REPLACE} and e.start <= at and following <= e.end for e in marks
        )
        if at < following and not gone:
            italic = any(a <= at and following <= b for a, b in emphasised)
            runs.append(Run(words[at:following], italic))
    return Printed(tuple(_spaced(runs)))


def _spaced(runs: Sequence[Run]) -> list[Run]:
    """Put a space between words and a bracket that would else touch them."""
    found: list[Run] = []
    for run in runs:
        if found and run.text:
            before, after = found[-1], run
            touching = not before.text[-1:].isspace() and not after.text[:1].isspace()
            opens = after.added and before.text[-1:] not in "([¿¡“«"
            closes = before.added and after.text[:1].isalnum()
            if touching and (opens or closes):
                run = Run(f" {after.text}", after.italic, after.added)  # noqa: PLW2901
        found.append(run)
    return found
