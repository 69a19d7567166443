"""What can be done with memos."""

from dataclasses import dataclass

from qda_app.domain.messages import say
from qda_app.services.work import Work
from qda_app.storage.tables import MemoRow


@dataclass(frozen=True)
class WriteMemo:
    """Write, rewrite or, with an empty text, remove the acting person's memo on something.

    `target` is the GUID of a source, node, case, coding or the project; `kind` names its table.
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
        if found:
            found[0].gone = not text
            found[0].text = text or found[0].text
        elif text:
            work.add(MemoRow(target=self.target, kind=self.kind, coder_id=work.author, text=text))
