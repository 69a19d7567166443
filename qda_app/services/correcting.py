"""What a corrected text would do, before it is done: every coding that changes or would be lost."""

from dataclasses import dataclass
from pathlib import Path

from qda_app.domain.corrections import CUT, KEPT, LOST, Corrected, Splice, splices
from qda_app.domain.messages import counted, say
from qda_app.domain.text import fingerprint, normalise
from qda_app.services.commands.corrections import CorrectText
from qda_app.services.reads import Reads

LEAST = 0.5  # the share of a text that stays when it is corrected, not exchanged


@dataclass(frozen=True, slots=True)
class Affected:
    """A coding whose words change: before and after, and what becomes of it (`Moved.fate`)."""

    coder: str
    node: str
    before: str
    after: str
    fate: str


@dataclass(frozen=True, slots=True)
class Preview:
    """The places that change in a text, and the codings that do; `kept` is how many do not.

    `share` is how much of the old text stays, 0 to 1.
    """

    changes: tuple[Splice, ...]
    affected: tuple[Affected, ...]
    kept: int
    share: float = 1.0

    def count(self, fate: str) -> int:
        """Return how many codings have this fate."""
        return self.kept if fate == KEPT else sum(each.fate == fate for each in self.affected)

    @property
    def strange(self) -> str:
        """Ask whether it is the right text where hardly anything of the old one stays."""
        if self.share >= LEAST:
            return ""
        percent = round(100 * self.share)
        return say("Only {percent}% of the old text stays: is this the right one?",
                   percent=percent)  # fmt: skip

    def said(self) -> list[str]:
        """Say in sentences what the correction does."""
        if not self.changes:
            return [say("The text is the same.")]
        found = [counted("1 place changes.", "{count} places change.", len(self.changes))]
        found += filter(None, [self.strange])
        altered = len(self.affected) - self.count(LOST)
        if altered:
            found.append(
                counted("1 coding takes the new words in.",
                        "{count} codings take the new words in.", altered)
            )  # fmt: skip
        if cut := self.count(CUT):
            found.append(
                counted("Of these, 1 began or ended within replaced words.",
                        "Of these, {count} began or ended within replaced words.", cut)
            )  # fmt: skip
        if lost := self.count(LOST):
            found.append(
                counted("1 coding is removed, for nothing of its words is left.",
                        "{count} codings are removed, for nothing of their words is left.", lost)
            )  # fmt: skip
        return found


def preview(read: Reads, source: int, text: str) -> Preview:
    """Return what would change; nothing is written."""
    old, new = read.text(source), normalise(text)
    found = splices(old, new)
    map_, tree = Corrected(found), read.tree()
    coders = {coder.id: coder.name for coder in read.coders()}
    affected, kept = [], 0
    for coding in read.codings(source=source):
        place = map_.moved(coding.start, coding.end)
        if place.fate == KEPT:
            kept += 1
            continue
        affected.append(
            Affected(
                coders[coding.coder],
                tree.path(coding.node),
                old[coding.start : coding.end],
                new[place.start : place.end],
                place.fate,
            )
        )
    gone = sum(each.end - each.start for each in found)
    return Preview(tuple(found), tuple(affected), kept, 1 - gone / max(1, len(old)))


def refusal(read: Reads, source: int) -> str:
    """Say why the text of a source stays as it is where a round rests on it; else empty."""
    one = next((one for one in read.rounds() if source in one.sources), None)
    if one is None:
        return ""
    return say(
        "The figures of the round “{round}” rest on the text of “{name}”, so it stays as it is.",
        round=one.name,
        name=_name(read, source),
    )


def correction(read: Reads, source: int, text: str) -> CorrectText:
    """Return the command that gives a source this text in place of the one it has now."""
    return CorrectText(source, text, fingerprint(read.text(source)), _name(read, source))


def _name(read: Reads, source: int) -> str:
    return next((each.name for each in read.sources() if each.id == source), "")


def corrected_text(path: Path) -> str:
    """Return the text of a file in any format that transcripts are imported from."""
    from qda_app.formats import transcripts

    return transcripts.read(path, speakers=False).text


def fate_words(fate: str) -> str:
    """Say what becomes of a coding."""
    return {
        KEPT: say("as it was"),
        CUT: say("boundary within replaced words"),
        LOST: say("removed"),
    }.get(fate, say("new words within"))
