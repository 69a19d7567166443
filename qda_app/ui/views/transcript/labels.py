"""Which speakers' labels the gutter shows instead of the text, and where each turn begins."""

from collections.abc import Sequence

from qda_app.domain.transcript import Turn
from qda_app.ui.views.transcript.offsets import Offsets


def folded_labels(turns: Sequence[Turn], offsets: Offsets) -> tuple[dict[int, int], set[int]]:
    """Return how many units to fold at the start of which paragraph, and which to hide whole.

    A turn of which nothing but the label is there keeps it, since nothing else would be seen.
    """
    folded: dict[int, int] = {}
    hidden: set[int] = set()
    for turn in turns:
        if not turn.start < turn.words < turn.end:
            continue
        for number in range(offsets.paragraph_at(turn.start), offsets.paragraph_at(turn.words) + 1):
            start, end = offsets.bounds(number)
            if turn.start <= start and end < turn.words:
                hidden.add(number)
            elif start >= turn.start and turn.words > start:
                folded[number] = offsets.units_within(number, start, turn.words)[1]
    return folded, hidden


def opening(turn: Turn) -> int:
    """Return the code point beside which the gutter names the speaker."""
    return turn.words if turn.words < turn.end else turn.start
