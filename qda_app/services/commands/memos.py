"""What can be done with memos."""

from dataclasses import dataclass

from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say
from qda_app.services.commands.codings import check_span
from qda_app.services.work import Work
from qda_app.storage.tables import MemoLinkRow, MemoPlaceRow, MemoRow, SourceRow


@dataclass(frozen=True)
class WriteMemo:
    """Write, rewrite or, with an empty text, remove the acting person's memo on something.

    `target` is the GUID of a source, node, case, coding, relation or the project; `kind` names its
    table.
    """

    target: str
    kind: str
    text: str

    @property
    def label(self) -> str:
        """What the history shows."""
        return say("Wrote a memo") if self.text.strip() else say("Removed a memo")

    def run(self, work: Work) -> None:
        """Keep the memo."""
        mine = MemoRow.coder_id.is_not_distinct_from(work.author)
        found = work.live(MemoRow, MemoRow.target == self.target, MemoRow.kind == self.kind, mine)
        text = self.text.strip()
        if found and text:
            found[0].text = text
        elif found:
            remove(work, found[0])
        elif text:
            work.add(MemoRow(target=self.target, kind=self.kind, coder_id=work.author, text=text))


@dataclass(frozen=True)
class WriteSpanMemo:
    """Write a memo on a passage, coded or not."""

    source: int
    start: int
    end: int
    text: str

    @property
    def label(self) -> str:
        """What the history shows."""
        return say("Wrote a memo on a passage")

    def run(self, work: Work) -> str:
        """Keep the memo with its place and return its GUID."""
        row = work.get(SourceRow, self.source)
        check_span(row, self.start, self.end)
        text = self.text.strip()
        if not text:
            raise QdaError(say("Write something first; an empty memo is not kept."))
        memo = MemoRow(target=row.guid, kind="span", coder_id=work.author, text=text)
        work.add(memo)
        place = MemoPlaceRow(memo_id=memo.id, source_id=row.id, start=self.start, end=self.end)
        work.add(place)
        return memo.guid


@dataclass(frozen=True)
class EditMemo:
    """Rewrite one of the acting person's memos, or remove it with an empty text."""

    memo: int
    text: str

    @property
    def label(self) -> str:
        """What the history shows."""
        return say("Rewrote a memo") if self.text.strip() else say("Removed a memo")

    def run(self, work: Work) -> None:
        """Change the memo."""
        row = work.get(MemoRow, self.memo)
        if work.author not in {None, row.coder_id}:
            raise QdaError(say("This memo is somebody else's; only its author can change it."))
        if self.text.strip():
            row.text = self.text.strip()
        else:
            remove(work, row)


@dataclass(frozen=True)
class LinkMemos:
    """Let one memo refer to another, or not any more."""

    memo: int
    other: int
    linked: bool = True

    @property
    def label(self) -> str:
        """What the history shows."""
        return say("Linked two memos") if self.linked else say("Unlinked two memos")

    def run(self, work: Work) -> None:
        """Add or remove the link."""
        if self.memo == self.other:
            raise QdaError(say("A memo cannot refer to itself. Choose another one."))
        ends = {work.get(MemoRow, self.memo).id, work.get(MemoRow, self.other).id}
        there = work.live(
            MemoLinkRow, MemoLinkRow.memo_id.in_(ends), MemoLinkRow.other_id.in_(ends)
        )
        if self.linked and not there:
            work.add(MemoLinkRow(memo_id=self.memo, other_id=self.other))
        for link in there if not self.linked else ():
            link.gone = True


def remove(work: Work, memo: MemoRow) -> None:
    """Mark a memo gone with its place and its links."""
    for place in work.live(MemoPlaceRow, MemoPlaceRow.memo_id == memo.id):
        place.gone = True
    either = (MemoLinkRow.memo_id == memo.id) | (MemoLinkRow.other_id == memo.id)
    for link in work.live(MemoLinkRow, either):
        link.gone = True
    memo.gone = True
