"""The edits of a quotation, moved along with the words they are on."""

from collections.abc import Iterator
from dataclasses import replace

from qda_app.domain.corrections import Corrected
from qda_app.domain.exchange import Quote
from qda_app.domain.quotation import INSERT, OMIT, REPLACE, SIC, Edit


def moved_edits(quote: Quote, map_: Corrected, start: int, end: int) -> Iterator[Edit]:
    """Yield a quotation's edits within its new place [start, end), in code points of the text.

    Of two that would change the same words now, as both touch one replaced name, the first stays.
    """
    last = start
    for edit in sorted(quote.edits, key=lambda each: (each.start, each.end)):
        place = map_.moved(quote.start + edit.start, quote.start + edit.end)
        begins, ends = max(start, place.start), min(end, place.end)
        if edit.kind == INSERT and edit.start == edit.end:
            ends = begins
        elif edit.kind == SIC and edit.start == edit.end:
            begins = ends
        elif begins >= ends:
            continue
        if edit.kind in {OMIT, REPLACE}:
            if begins < last:
                continue
            last = ends
        yield replace(edit, start=begins - start, end=ends - start)
