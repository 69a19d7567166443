"""A quotation whose text is no longer what was chosen: told apart, and chosen again."""

from dataclasses import dataclass

from qda_app.domain.messages import say
from qda_app.domain.quotation import DRAFT, Quotation
from qda_app.domain.text import fingerprint
from qda_app.services.commands.codings import check_span
from qda_app.services.reads import Reads
from qda_app.services.work import Work
from qda_app.storage.tables import QuotationRow, SourceRow


def has_changed(read: Reads, of: Quotation) -> bool:
    """Say whether the words at the place of a quotation are others than those chosen."""
    return fingerprint(read.text(of.source)[of.start : of.end]) != of.words_hash


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
