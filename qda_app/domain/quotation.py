"""A quotation for a paper: exact words, and the edits that a reader is told of."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from unicodedata import category

from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say
from qda_app.domain.text import fingerprint

OMIT, INSERT, REPLACE, SIC, EMPHASISE = "omit", "insert", "replace", "sic", "emphasise"
KINDS = (OMIT, INSERT, REPLACE, SIC, EMPHASISE)
DRAFT, CHECKED, BACK = "draft", "checked", "back-translated"
STATES = ("", DRAFT, CHECKED, BACK)
OMITTED = "(…)"
OPENING = "([¿¡“«"
STRAIGHT = "\"'"  # which open or close, by what follows


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
class Hidden:
    """Words[start:end] that are not printed; where `marked`, (…) stands in their place."""

    start: int
    end: int
    marked: bool = False


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
        """Number of the speaker's words, by which APA 7 tells inline from block quotations."""
        said = "".join(" " if run.added else run.text for run in self.runs)
        return sum(any(map(str.isalnum, word)) for word in said.split())


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


def printed(
    words: str, edits: Sequence[Edit], words_hash: str = "", hidden: Sequence[Hidden] = ()
) -> Printed:
    """Return the words as they are printed after the edits, without what is hidden.

    Raises QdaError where the words are no longer those that the edits were made on.
    """
    if words_hash and fingerprint(words) != words_hash:
        raise QdaError(
            say("The text of this quotation changed since it was edited. Choose it again.")
        )
    marks = checked_edits(words, edits)
    gone = [(e.start, e.end) for e in marks if e.kind in {OMIT, REPLACE}]
    gone += [(each.start, each.end) for each in hidden]
    emphasised = [(e.start, e.end) for e in marks if e.kind == EMPHASISE]
    added = _added(marks, hidden)
    edges = {0, len(words), *added}
    edges |= {min(max(x, 0), len(words)) for span in (*gone, *emphasised) for x in span}
    runs: list[Run] = []
    ordered = sorted(edges)
    for at, following in zip(ordered, (*ordered[1:], len(words)), strict=True):
        runs += [Run(text, added=True) for text in added.get(at, ())]
        if at < following and not any(a <= at and following <= b for a, b in gone):
            italic = any(a <= at and following <= b for a, b in emphasised)
            runs.append(Run(words[at:following], italic))
    return Printed(tuple(_spaced(_joined(runs))))


def _added(marks: Sequence[Edit], hidden: Sequence[Hidden]) -> dict[int, list[str]]:
    """Return the brackets by where they stand."""
    found: dict[int, list[str]] = {}
    for e in marks:
        if e.kind == SIC:
            found.setdefault(e.end, []).insert(0, "[sic]")
        elif e.kind in {INSERT, REPLACE}:
            found.setdefault(e.start, []).append(f"[{e.text.strip()}]")
        elif e.kind == OMIT and not any(h.start <= e.start and e.end <= h.end for h in hidden):
            found.setdefault(e.start, []).append(OMITTED)
    for each in hidden:
        if each.marked:
            found.setdefault(each.start, []).append(OMITTED)
    return found


def _joined(runs: Sequence[Run]) -> list[Run]:
    """Let one sign stand for what was left out in one place."""
    found: list[Run] = []
    for run in runs:
        if run == Run(OMITTED, added=True):
            last = next((n for n in reversed(range(len(found))) if found[n].text.strip()), -1)
            if last >= 0 and found[last] == run:
                del found[last + 1 :]
                continue
        found.append(run)
    return found


def _spaced(runs: Sequence[Run]) -> list[Run]:
    """Put a space between words and a bracket that would else touch them; it is the bracket's."""
    found: list[Run] = []
    for run in runs:
        after = run
        if found and run.text:
            before = found[-1]
            touching = not before.text[-1:].isspace() and not run.text[:1].isspace()
            if touching and run.added and before.text[-1:] not in OPENING:
                after = Run(f" {run.text}", run.italic, added=True)
            elif touching and before.added and not _closes(run.text):
                found[-1] = Run(f"{before.text} ", before.italic, added=True)
        found.append(after)
    return found


def _closes(text: str) -> bool:
    """Say whether words go on with a sign that stands close behind what is before it."""
    first, second = text[0], text[1:2]
    if first in STRAIGHT:
        return not (second.isalnum() or second in OPENING) if second else True
    return first in ".,;:!?…%" or category(first) in {"Pe", "Pf"}
