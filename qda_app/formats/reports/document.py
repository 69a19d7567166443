"""What a document for a paper consists of, whatever format it is written in."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from qda_app.domain.quotation import Run
from qda_app.formats.reports.word_tables import PaperTable

TEXT, MUTED, NOTE = "text", "muted", "note"
OPENING, CLOSING = "“", "”"


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
    """A quotation: the words as printed, in quotation marks unless it is a block, and who said it.

    `note` stands below it. `translation` stands beside the words, with who made it in `about`.
    """

    runs: tuple[Run, ...]
    attribution: str
    block: bool = False
    note: str = ""
    translation: str = ""
    about: str = ""


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


def marked(quoted: Quoted) -> tuple[Run, ...]:
    """Return the runs of a quotation with the marks around those that are no block."""
    if quoted.block:
        return quoted.runs
    return Run(OPENING, added=True), *quoted.runs, Run(CLOSING, added=True)
