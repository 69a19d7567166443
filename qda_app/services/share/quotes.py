"""The edits of a quotation, moved along with the words they are on."""

from dataclasses import replace

from qda_app.domain.corrections import Corrected
from qda_app.domain.exchange import Quote
from qda_app.domain.quotation import INSERT, OMIT, REPLACE, SIC, Edit


def moved_edits(
    quote: Quote, map_: Corrected, start: int, end: int
) -> list[tuple[Edit, Edit | None]]:
    """Return a quotation's edits with what they are within its new place [start, end).

    Of two that would change the same words now, as both touch one replaced name, the first stays;
    the other is None.
    """
    last = start
    found: list[tuple[Edit, Edit | None]] = []
    for edit in sorted(quote.edits, key=lambda each: (each.start, each.end)):
        place = map_.moved(quote.start + edit.start, quote.start + edit.end)
        begins, ends = max(start, place.start), max(start, min(end, place.end))
        if edit.start == edit.end and edit.kind in {INSERT, SIC}:
            begins = ends = begins if edit.kind == INSERT else ends
        changing = edit.kind in {OMIT, REPLACE}
        if begins > ends or (changing and (begins < last or begins == ends)):
            found.append((edit, None))
            continue
        if changing:
            last = ends
        found.append((edit, replace(edit, start=begins - start, end=ends - start)))
    return found
