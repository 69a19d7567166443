"""Correcting a transcript: a new text, and every place in it remapped; nothing is lost silently."""

from collections import Counter
from dataclasses import dataclass

from qda_app.domain.corrections import LOST, Corrected, moved_turns, splices
from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say
from qda_app.domain.text import fingerprint, normalise
from qda_app.domain.transcript import pack_turns, unpack_turns
from qda_app.services.work import NewCoding, Work
from qda_app.storage import facts
from qda_app.storage.tables import (
    CaseLinkRow,
    CodingRow,
    MemoPlaceRow,
    MemoRow,
    QuotationRow,
    SourceRow,
)


@dataclass(frozen=True, slots=True)
class Correction:
    """What a correction did: how many places of the text, and the fates of codings by name."""

    changes: int
    codings: dict[str, int]


@dataclass(frozen=True)
class CorrectText:
    """Give a source a corrected text; codings, memos, quotations and turns follow their words.

    `seen` is the fingerprint of the text that the correction was made on; a coding of which nothing
    is left is removed. The rules of storage keep a text that a round rests on.
    """

    source: int
    text: str
    seen: str
    name: str = ""

    leading = True
    team = True

    @property
    def label(self) -> str:
        """What the history shows."""
        return say("Corrected the text of {name}", name=self.name or "–")

    def run(self, work: Work) -> Correction:
        """Remap every place, then put the new text in."""
        row = work.get(SourceRow, self.source)
        old, new = work.text(row.id), normalise(self.text)
        if fingerprint(old) != self.seen:
            raise QdaError(
                say("The text of “{name}” was changed since. Begin again with it.", name=row.name)
            )
        if not new.strip():
            raise QdaError(say("A source needs a text. Remove the source instead."))
        found = splices(old, new)
        map_ = Corrected(found)
        if not found:
            return Correction(0, {})
        fates = _move_codings(work, row.id, map_)
        _move_memos(work, row.id, map_)
        _move_quotations(work, row.id, map_)
        _move_turns(work, row, old, new, map_)
        row.text_hash = work.put_fact(new, searchable=True)
        row.length = len(new)
        return Correction(len(found), dict(fates))


def _move_codings(work: Work, source: int, map_: Corrected) -> Counter[str]:
    """Replace the codings that do not stay where they are; return the fates of all."""
    fates: Counter[str] = Counter()
    closed, opened = [], []
    for coding in work.standing(CodingRow.source_id == source):
        place = map_.moved(coding.start, coding.end)
        fates[place.fate] += 1
        if (place.start, place.end) == (coding.start, coding.end):
            continue
        closed.append(coding)
        if place.fate != LOST:
            opened.append((coding, place))
    work.close_codings([coding.id for coding in closed])
    fresh = [
        NewCoding(
            source, old.node_id, old.coder_id, place.start, place.end, old.guid,
            version=old.version or "",
        )
        for old, place in opened
    ]  # fmt: skip
    guids = work.open_codings(fresh)
    work.move_memos({old.guid: guid for (old, _place), guid in zip(opened, guids, strict=True)})
    return fates


def _move_memos(work: Work, source: int, map_: Corrected) -> None:
    """Let memos on passages follow them; of one of which nothing is left, the memo goes to all."""
    owner = work.get(SourceRow, source).guid
    for place in work.live(MemoPlaceRow, MemoPlaceRow.source_id == source):
        found = map_.moved(place.start, place.end)
        if found.fate != LOST:
            place.start, place.end = found.start, found.end
            continue
        memo = work.rows.get(MemoRow, place.memo_id)
        place.gone = True
        if memo is not None and not memo.gone:
            memo.kind, memo.target = "source", owner


def _move_quotations(work: Work, source: int, map_: Corrected) -> None:
    """Let chosen quotations follow their words; one whose words changed says so by its hash."""
    for quotation in work.live(QuotationRow, QuotationRow.source_id == source):
        found = map_.moved(quotation.start, quotation.end)
        if found.fate == LOST:
            quotation.gone = True
        else:
            quotation.start, quotation.end = found.start, found.end


def _move_turns(work: Work, row: SourceRow, old: str, new: str, map_: Corrected) -> None:
    """Let the turns follow, and the cases that are tied to a speaker whose name was corrected."""
    if not row.turns_hash:
        return
    before = unpack_turns(facts.get(work.rows.connection(), row.turns_hash))
    pairs = moved_turns(before, old, new, map_)
    after = pack_turns(turn for _old, turn in pairs)
    row.turns_hash = work.put_fact(after, searchable=False) if pairs else ""
    renamed: dict[str, set[str]] = {}
    for one, other in pairs:
        renamed.setdefault(one.speaker, set()).add(other.speaker)
    for link in work.live(CaseLinkRow, CaseLinkRow.source_id == row.id):
        names = renamed.get(link.speaker, set())
        if link.speaker and len(names) == 1:
            link.speaker = next(iter(names))
