"""What becomes of a reading that quotations contradict: a consistent shift, or less confidence."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from qda_app.formats.exchange.evidence import Judged, Selection
from qda_app.formats.exchange.positions import READINGS, Positions, Reading
from qda_app.formats.exchange.quoted import plain, stands

Text = tuple[str, Positions, Sequence[Selection]]
MOST = 4_000  # quotations of a file by which its ways of counting are compared
FEWEST = 3  # quotations that a consistent shift must mend
_SHIFTS = ((0, 0), (-1, -1), (0, 1), (-1, 0), (1, 1))
_WEAKER = {"certain": "high", "high": "high", "medium": "medium", "low": "low"}


def rejudge(texts: Sequence[Text], judged: Sequence[Judged]) -> list[Judged]:
    """Return the judgements with what the quotations of every (name, text, selections) say.

    Nothing changes where all stand on their words. Else the file's texts are tried as counted from
    one, with the end included, or in bytes; what makes clearly more of them agree is taken.
    """
    quotes = [[each for each in chosen if _tells(each)] for _name, _positions, chosen in texts]
    agree = [
        sum(agrees(positions, quote, each.reading) for quote in told)
        for (_name, positions, _chosen), told, each in zip(texts, quotes, judged, strict=True)
    ]
    if all(count == len(told) for count, told in zip(agree, quotes, strict=True)):
        return list(judged)
    shifted = _shifted(texts, quotes, judged)
    return [
        _weighed(positions, told, each, count, shifted)
        for (_name, positions, _chosen), told, each, count in zip(
            texts, quotes, judged, agree, strict=True
        )
    ]


def _tells(each: Selection) -> bool:
    return len(each.words) > 1 and len(plain(each.words)[0]) > 1


def agrees(positions: Positions, each: Selection, reading: Reading) -> bool:
    """Say whether a quotation stands where a reading says."""
    return stands(positions.text, positions.span(each.start, each.end, reading), each.words)


def _hits(positions: Positions, quotes: Sequence[Selection], reading: Reading) -> tuple[int, int]:
    """Count the quotations that agree under a reading, and those to the letter."""
    agree = exact = 0
    for each in quotes:
        span = positions.span(each.start, each.end, reading)
        agree += stands(positions.text, span, each.words)
        exact += span is not None and positions.text[slice(*span)] == each.words
    return agree, exact


def _ways() -> Iterator[Reading]:
    """Yield every way of counting, the plainest first."""
    for first, last in _SHIFTS:
        for reading in READINGS:
            yield reading._replace(first=first, last=last)
        for crlf_two in (True, False):
            for bom in (False, True):
                yield Reading(crlf_two=crlf_two, bom=bom, utf8=True, first=first, last=last)


def _shifted(
    texts: Sequence[Text], quotes: Sequence[Sequence[Selection]], judged: Sequence[Judged]
) -> Reading | None:
    """Return the way of counting that makes most of a file's quotations agree; None if none does.

    It must mend some and leave at most one in five beside their words.
    """
    share = max(1, MOST // len(texts))
    samples = [told[:: max(1, len(told) // share)] for told in quotes]
    pairs = [(text[1], told) for text, told in zip(texts, samples, strict=True) if told]
    known: dict[tuple[int, Reading], tuple[int, int]] = {}

    def hits(reading: Reading) -> tuple[int, int]:
        agree = exact = 0
        for number, (positions, told) in enumerate(pairs):
            key = (number, positions.canonical(reading))
            if key not in known:
                known[key] = _hits(positions, told, key[1])
            agree, exact = agree + known[key][0], exact + known[key][1]
        return agree, exact

    now = sum(
        _hits(text[1], told, each.reading)[0]
        for text, told, each in zip(texts, samples, judged, strict=True)
    )
    of = sum(map(len, samples))
    best = max(_ways(), key=hits)  # the first of equals is the plainest
    agree = hits(best)[0]
    return best if agree >= max(now + FEWEST, 0.8 * of) else None


def _weighed(
    positions: Positions,
    quotes: Sequence[Selection],
    judged: Judged,
    agree: int,
    shifted: Reading | None,
) -> Judged:
    """Take the shift where it does a source no harm, and less confidence where words differ."""
    of = len(quotes)
    if shifted is not None:
        reading = positions.canonical(shifted)
        found = _hits(positions, quotes, reading)[0]
        if reading != judged.reading and found >= agree:
            clear = found >= max(1, 0.8 * of) and agree <= 0.6 * found
            sure = "high" if clear else "medium"
            return replace(
                judged, reading=reading, confidence=sure, agree=found, of=of, other=agree,
                beside=of - found,
            )  # fmt: skip
    beside = of - agree
    if not beside:
        return judged
    sure = _WEAKER[judged.confidence]
    if beside > 0.5 * of:
        sure = "low"
    elif beside > 0.1 * of and sure != "low":
        sure = "medium"
    return replace(judged, confidence=sure, agree=agree, of=of, beside=beside)
