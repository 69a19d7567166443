"""How evenly quotations are spread over the participants."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from qda_app.domain.amounts import percent_words
from qda_app.domain.messages import counted, say
from qda_app.services.consent import may_quote, silence_allows
from qda_app.services.paper.pseudonyms import pseudonym
from qda_app.services.paper.quotes import Quote
from qda_app.services.reads import Reads

Row = list[str | int | float | None]


@dataclass(frozen=True, slots=True)
class Spread:
    """Quotations by participant, the most quoted first; a passage at two nodes counts once.

    A passage in which several speak counts for each of them, and once in `total`.
    """

    counts: tuple[tuple[str, int], ...]
    nobody: int
    never: tuple[str, ...]
    total: int

    @property
    def largest(self) -> float | None:
        """The share of the most quoted participant, 0 to 1; None without quotations."""
        return self.counts[0][1] / self.total if self.counts else None

    def statement(self) -> list[str]:
        """Say how many participants are quoted, and whether one is quoted far more than others."""
        if not self.counts:
            return []
        every = len(self.counts) + len(self.never)
        said = [self._evenly(every)]
        if self.never:
            said.append(say("Never quoted: {names}.", names=", ".join(self.never)))
        return said

    def _evenly(self, every: int) -> str:
        name, count = self.counts[0]
        if len(self.counts) == 1:
            return counted(
                "1 of {every} participants is quoted, once.",
                "1 of {every} participants is quoted, {count} times.",
                count,
                every=every,
            )
        if count == self.counts[-1][1]:
            return counted(
                "{quoted} of {every} participants are quoted, each once.",
                "{quoted} of {every} participants are quoted, each {count} times.",
                count,
                quoted=len(self.counts),
                every=every,
            )
        return say(
            "{quoted} of {every} participants are quoted; {name} most often, {count} of {total} "
            "times ({share}).",
            quoted=len(self.counts),
            every=every,
            name=name,
            count=count,
            total=self.total,
            share=percent_words(self.largest or 0),
        )

    def sheet(self) -> tuple[list[str], list[Row]]:
        """Return the counts as a table, those never quoted last."""
        rows: list[Row] = [[name, n, n / self.total] for name, n in self.counts]
        rows += [[name, 0, 0.0] for name in self.never]
        if self.nobody:
            rows.append([say("No participant"), self.nobody, self.nobody / self.total])
        return [say("participant"), say("quotations"), say("share")], rows


def spread(read: Reads, quotes: Iterable[Quote]) -> Spread:
    """Count the quotations of every participant who may be quoted, under pseudonyms."""
    once = {(q.source, q.start, q.end): q.participants for q in quotes}
    counts = Counter(name for names in once.values() for name in names)
    nobody = sum(not names for names in once.values())
    silence = silence_allows(read)
    shown = {case.name: pseudonym(case.attributes, case.name) for case in read.cases()}
    never = [
        shown[case.name]
        for case in read.cases()
        if case.links and may_quote(case.attributes, silence=silence) and case.name not in counts
    ]
    named = ((shown.get(name, name), count) for name, count in counts.items())
    order = sorted(named, key=lambda row: (-row[1], row[0]))
    return Spread(tuple(order), nobody, tuple(never), len(once))
