"""What a document for a paper consists of, whatever format it is written in."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from qda_app.domain.quotation import Run
from qda_app.formats.reports.quotation_marks import emphasis_told, marks_for, stop_after
from qda_app.formats.reports.word_tables import PaperTable

TEXT, MUTED, NOTE = "text", "muted", "note"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the top, the document's title stands above it."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of plain text; `kind` is text, muted or note."""

    text: str
    kind: str = TEXT


@dataclass(frozen=True, slots=True)
class Labelled:
    """A paragraph that begins with a label, such as a definition's “Use when”."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quotation: the words as printed, and who said it.

    `block` asks for one set apart. `note` stands below it. `translation` stands beside or below
    the words, with who made it in `about`.
    """

    runs: tuple[Run, ...]
    attribution: str
    block: bool = False
    note: str = ""
    translation: str = ""
    about: str = ""

    @property
    def apart(self) -> bool:
        """Whether it is set apart, without marks: as a block, translated, or as no marks fit."""
        return self.block or bool(self.translation) or marks_for(self.runs) is None


Block: TypeAlias = Heading | Paragraph | Labelled | Quoted | PaperTable


@dataclass(frozen=True, slots=True)
class Document:
    """A title and what follows it, in order."""

    title: str
    blocks: Sequence[Block] = field(default=())

    def numbered(self) -> dict[int, int]:
        """Return the number of each table by its place among the blocks."""
        places = [n for n, block in enumerate(self.blocks) if isinstance(block, PaperTable)]
        return {place: number for number, place in enumerate(places, 1)}


def spoken(of: Quoted) -> tuple[Run, ...]:
    """Return a quotation as it is printed, after APA 7 and with the words exact.

    In the sentence: marks, words, marks, attribution, full stop. Set apart: words, attribution.
    """
    words = emphasis_told(of.runs)
    line = f" {of.attribution}" if of.attribution else ""
    pair = None if of.apart else marks_for(of.runs)
    if pair is None:
        return (*words, Run(line, added=True)) if line else words
    opening, closing = pair
    behind = f"{closing}{line}{stop_after(words, of.attribution)}"
    return Run(opening, added=True), *words, Run(behind, added=True)


def translated(of: Quoted) -> str:
    """Return the translation of a quotation, who made it in parentheses."""
    return f"{of.translation} ({of.about})" if of.about else of.translation
