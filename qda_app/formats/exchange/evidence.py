"""Which way of counting a file's positions follow, judged by the quotations they should yield."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from qda_app.domain.messages import counted, say, thousands
from qda_app.domain.text import normalise
from qda_app.formats.exchange.positions import READINGS, Positions, Reading
from qda_app.formats.exchange.quoted import likeness, plain

NEAR = 200  # characters around a position in which its words are looked for
MOST = 400  # selections that are looked at in one source
STANDARD = Reading()


@dataclass(frozen=True, slots=True)
class Selection:
    """A passage as the file gives it, with the words that it says stand there."""

    start: int
    end: int
    words: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """The reading chosen for one source; `confidence` is certain, high, medium or low.

    `agree` of `of` quotations stand where the reading says, `other` under the next best one that
    puts anything elsewhere. `breaks` says whether the text has CRLF at all, `beside` how many
    quotations stand on other words.
    """

    source: str
    reading: Reading
    confidence: str
    agree: int = 0
    of: int = 0
    other: int = 0
    breaks: bool = False
    beside: int = 0

    @property
    def units(self) -> str:
        """What positions count, by a name that does not change with the language."""
        if self.reading.utf8:
            return "bytes"
        return "utf-16" if self.reading.utf16 else "code points"

    def described(self) -> str:
        """Return how positions are counted, in words."""
        reading = self.reading
        unit = say("UTF-16 units") if reading.utf16 else say("code points")
        parts = [say("bytes") if reading.utf8 else unit]
        if self.breaks:
            parts.append(say("CRLF counts two") if reading.crlf_two else say("CRLF counts one"))
        if reading.bom:
            parts.append(say("the byte order mark counts"))
        if reading.first:
            parts.append(say("counted from one") if reading.first < 0 else say("one too early"))
        if reading.last > reading.first:
            parts.append(say("the end is the last character"))
        return ", ".join(parts)

    def sure(self) -> str:
        """Return the confidence in words."""
        return {
            "certain": say("certain"),
            "high": say("strong"),
            "medium": say("medium"),
            "low": say("weak"),
        }[self.confidence]

    def sentence(self) -> str:
        """Return the judgement with its evidence."""
        if self.beside:
            return counted(
                "Positions were read as {reading} (confidence: {sure}), but the words of 1 "
                "quotation stand elsewhere ({agree} of {of} agree).",
                "Positions were read as {reading} (confidence: {sure}), but the words of {count} "
                "quotations stand elsewhere ({agree} of {of} agree).",
                self.beside,
                reading=self.described(),
                sure=self.sure(),
                agree=thousands(self.agree),
                of=thousands(self.of),
            )
        if self.of:
            return counted(
                "Positions were read as {reading} (confidence: {sure}): {agree} of 1 "
                "quotation agrees, {other} under the next reading.",
                "Positions were read as {reading} (confidence: {sure}): {agree} of {count} "
                "quotations agree, {other} under the next reading.",
                self.of,
                reading=self.described(),
                sure=self.sure(),
                agree=thousands(self.agree),
                other=thousands(self.other),
            )
        return say(
            "Positions were read as {reading} (confidence: {sure}).",
            reading=self.described(),
            sure=self.sure(),
        )


@dataclass(slots=True)
class _Tally:
    """What speaks for one reading: quotations that stand there, edges that fall between words."""

    agree: float = 0.0
    hits: int = 0
    edges: int = 0
    inside: int = 0


@dataclass(slots=True)
class _Weighed:
    """One source's tallies by reading, with how many selections and quotations told anything.

    `places` are the spans by reading, of those that told anything and of what ends last.
    """

    tallies: dict[Reading, _Tally] = field(default_factory=dict)
    told: int = 0
    quoted: int = 0
    places: dict[Reading, list[tuple[int, int] | None]] = field(default_factory=dict)


def usual(origin: str) -> Reading:
    """Return how a program counts by what is known of it."""
    origin = origin.casefold()
    if "nvivo" in origin:
        return Reading(utf16=True)
    if "atlas" in origin:
        return Reading(crlf_two=False)
    return STANDARD


def judge(texts: Sequence[tuple[str, Positions, Sequence[Selection]]], origin: str) -> list[Judged]:
    """Return the reading of every (name, text, selections); a file's sources support each other."""
    weighed = [_weigh(positions, chosen) for _name, positions, chosen in texts]
    pooled = {reading: _Tally() for reading in READINGS}
    for (_name, positions, _chosen), each in zip(texts, weighed, strict=True):
        for reading, total in pooled.items():
            tally = each.tallies.get(positions.canonical(reading))
            if tally is not None:
                total.agree += tally.agree
                total.edges += tally.edges
                total.inside += tally.inside
    return [
        _judged(name, positions, each, pooled, weighed, usual(origin))
        for (name, positions, _chosen), each in zip(texts, weighed, strict=True)
    ]


def on_words(
    positions: Positions, start: int, end: int, words: str, reading: Reading
) -> tuple[tuple[int, int] | None, str]:
    """Return the span of a passage whose words the file keeps whole, and what had to be done.

    That is "" where the words stand where they should, "moved" where they were found under another
    reading or close by, "other words" where they were not found.
    """
    span = positions.span(start, end, reading)
    wanted = normalise(words)
    if not wanted.strip() or (span and positions.text[slice(*span)] == wanted):
        return span, ""
    for other in positions.distinct:
        found = positions.span(start, end, other)
        if found and positions.text[slice(*found)] == wanted:
            return found, "moved"
    begin = max(0, min(start, len(positions.text)) - NEAR)
    places = []
    at = positions.text.find(wanted, begin, begin + 2 * NEAR + len(wanted))
    while at >= 0:
        places.append(at)
        at = positions.text.find(wanted, at + 1, begin + 2 * NEAR + len(wanted))
    if places:
        nearest = min(places, key=lambda place: abs(place - start))
        return (nearest, nearest + len(wanted)), "moved"
    return span, "other words" if span else ""


def _weigh(positions: Positions, chosen: Sequence[Selection]) -> _Weighed:
    readings = positions.distinct
    found = _Weighed({reading: _Tally() for reading in readings})
    if len(readings) == 1:
        return found
    last = max(chosen, key=lambda each: each.end, default=Selection(0, 0))
    found.places = {r: [positions.span(last.start, last.end, r)] for r in readings}
    for each in chosen:
        if found.told >= MOST:
            break
        spans = [positions.span(each.start, each.end, reading) for reading in readings]
        if len(set(spans)) == 1:
            continue
        found.told += 1
        words, cut = plain(each.words)
        scores = [likeness(positions.text, span, words, cut=cut) for span in spans]
        if len(set(scores)) == 1:  # other words, or a beginning that stands under every reading
            scores = [0.0] * len(scores)
        found.quoted += any(scores)
        for reading, span, score in zip(readings, spans, scores, strict=True):
            found.places[reading].append(span)
            tally = found.tallies[reading]
            tally.agree += score
            tally.hits += score > 0
            tally.inside += span is not None
            tally.edges += 0 if span is None else _edges(positions.text, *span)
    return found


def _edges(text: str, start: int, end: int) -> int:
    """Count the edges that fall between words: at most one point for each."""
    first = text[start].isalnum() and not (start and text[start - 1].isalnum())
    last = not text[end - 1].isspace() and not (
        end < len(text) and text[end - 1].isalnum() and text[end].isalnum()
    )
    return int(first) + int(last)


def _judged(
    name: str,
    positions: Positions,
    own: _Weighed,
    pooled: dict[Reading, _Tally],
    file: Sequence[_Weighed],
    prior: Reading,
) -> Judged:
    """Let the source's own quotations decide, then the file's, then word edges, then the tool."""
    readings = positions.distinct
    if len(readings) == 1:
        return Judged(name, readings[0], "certain", breaks=positions.breaks)
    prior = positions.canonical(prior)
    told = sum(each.told for each in file)
    shared: dict[Reading, list[_Tally]] = {reading: [] for reading in readings}
    for reading, total in pooled.items():
        shared[positions.canonical(reading)].append(total)
    rank = {
        reading: (
            own.tallies[reading].agree,
            max(each.agree for each in shared[reading]),
            own.tallies[reading].inside,
            round(20 * max(each.edges for each in shared[reading]) / max(2 * told, 1)),
            reading == prior,
        )
        for reading in readings
    }
    ranked = sorted(readings, key=lambda reading: rank[reading], reverse=True)
    best = ranked[0]
    second = next((r for r in ranked if own.places[r] != own.places[best]), None)
    if second is None:
        return Judged(name, best, "certain", breaks=positions.breaks)
    decided = next(i for i, pair in enumerate(zip(rank[best], rank[second], strict=True))
                   if pair[0] != pair[1] or i == 4)  # fmt: skip
    agree, other = own.tallies[best].hits, own.tallies[second].hits
    sure = ("high", "high", "medium", "medium", "low")[decided]
    of_file = sum(each.quoted for each in file)
    if decided < 2 and (agree < 0.8 * own.quoted or other > 0.6 * agree or of_file < 3):
        sure = "medium"
    return Judged(name, best, sure, agree, own.quoted, other, positions.breaks)
