"""What can be done with the quotations chosen for a paper."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from qda_app.domain.errors import QdaError
from qda_app.domain.messages import counted, say
from qda_app.domain.quotation import DRAFT, STATES, Edit, checked_edits
from qda_app.domain.text import fingerprint
from qda_app.services.commands.codings import check_span
from qda_app.services.work import Work
from qda_app.storage.tables import QuotationRow, SourceRow

Place = tuple[int, int, int, int | None]  # source, start, end, node


@dataclass(frozen=True)
class ChooseQuotations:
    """Put passages into the basket of quotations, behind those in it; each once at a node."""

    places: Sequence[Place]

    @property
    def label(self) -> str:
        """What the history shows."""
        return counted("Chose 1 quotation", "Chose {count} quotations", len(self.places))

    def run(self, work: Work) -> list[int]:
        """Add them and return the ids, without those that are in the basket already."""
        there = {
            (row.source_id, row.start, row.end, row.node_id): row for row in work.live(QuotationRow)
        }
        last = max((row.position for row in there.values()), default=-1)
        added = []
        for place in dict.fromkeys(self.places):
            if place in there:
                continue
            source, start, end, node = place
            check_span(work.get(SourceRow, source), start, end)
            last += 1
            row = QuotationRow(
                source_id=source,
                start=start,
                end=end,
                node_id=node,
                coder_id=work.author,
                position=last,
                words_hash=fingerprint(work.text(source)[start:end]),
            )
            added.append(work.add(row).id)
        return added


@dataclass(frozen=True)
class DropQuotations:
    """Take quotations out of the basket."""

    quotations: Sequence[int]

    @property
    def label(self) -> str:
        """What the history shows."""
        return counted("Took 1 quotation out", "Took {count} quotations out", len(self.quotations))

    def run(self, work: Work) -> None:
        """Mark them gone."""
        for key in self.quotations:
            work.get(QuotationRow, key).gone = True


@dataclass(frozen=True)
class OrderQuotations:
    """Put the quotations of the basket into this order; those not named follow."""

    quotations: Sequence[int]

    @property
    def label(self) -> str:
        """What the history shows."""
        return say("Ordered the quotations")

    def run(self, work: Work) -> None:
        """Number them."""
        rows = sorted(work.live(QuotationRow), key=lambda row: (row.position, row.id))
        place = {key: number for number, key in enumerate(self.quotations)}
        rows.sort(key=lambda row: place.get(row.id, len(place)))
        for number, row in enumerate(rows):
            row.position = number


@dataclass(frozen=True)
class EditQuotation:
    """Keep what a reader is told of in the words: (…), [ ], [sic], emphasis."""

    quotation: int
    edits: Sequence[Edit]

    @property
    def label(self) -> str:
        """What the history shows."""
        return say("Edited a quotation")

    def run(self, work: Work) -> None:
        """Keep the edits, or refuse where the words are not those that were chosen.

        Brackets within brackets are refused; those that a quotation has already may stay.
        """
        row = work.get(QuotationRow, self.quotation)
        words = work.text(row.source_id)[row.start : row.end]
        if fingerprint(words) != row.words_hash:
            raise QdaError(
                say("The text of this quotation changed since it was chosen. Choose it again.")
            )
        kept = [asdict(edit) for edit in checked_edits(words, self.edits)]
        there = json.loads(row.edits or "[]")
        if any(set("[]").intersection(edit["text"]) for edit in kept if edit not in there):
            raise QdaError(
                say("The words are put in brackets as they are: leave out the brackets in them.")
            )
        row.edits = json.dumps(kept, ensure_ascii=False)


@dataclass(frozen=True)
class NoteQuotation:
    """Keep a note on a quotation, such as where in the paper it goes."""

    quotation: int
    note: str

    @property
    def label(self) -> str:
        """What the history shows."""
        return say("Wrote a note on a quotation")

    def run(self, work: Work) -> None:
        """Keep the note."""
        work.get(QuotationRow, self.quotation).note = self.note.strip()


@dataclass(frozen=True)
class TranslateQuotation:
    """Keep a translation of a quotation with who made it and how far it is."""

    quotation: int
    translation: str
    translator: str = ""
    status: str = ""

    @property
    def label(self) -> str:
        """What the history shows."""
        return say("Translated a quotation")

    def run(self, work: Work) -> None:
        """Keep the translation."""
        if self.status not in STATES:
            known = ", ".join(filter(None, STATES))
            raise QdaError(say("A translation is one of: {known}.", known=known))
        row = work.get(QuotationRow, self.quotation)
        row.translation, row.translator = self.translation.strip(), self.translator.strip()
        row.status = self.status if row.translation else ""


@dataclass(frozen=True)
class RenewQuotation:
    """Choose the words that now stand at the place of a quotation; order and note stay."""

    quotation: int

    @property
    def label(self) -> str:
        """What the history shows."""
        return say("Chose a quotation again")

    def run(self, work: Work) -> None:
        """Take the words as they are; edits of other words go, a translation is a draft again."""
        row = work.get(QuotationRow, self.quotation)
        check_span(work.get(SourceRow, row.source_id), row.start, row.end)
        row.words_hash = fingerprint(work.text(row.source_id)[row.start : row.end])
        row.edits = "[]"
        row.status = DRAFT if row.translation else ""
