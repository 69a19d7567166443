"""What can be done with codings."""

from collections.abc import Sequence
from dataclasses import dataclass

from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say
from qda_app.services.work import NewCoding, Work
from qda_app.storage.tables import CoderRow, CodingRow, MemoRow, NodeRow, SourceRow


def usable_node(work: Work, node: int) -> NodeRow:
    """Return a node that may be applied, or refuse with a sentence."""
    row = work.get(NodeRow, node)
    if row.retired:
        raise QdaError(
            say("“{name}” is retired. Bring it back before you apply it.", name=row.name)
        )
    return row


def check_span(source: SourceRow, start: int, end: int) -> None:
    """Refuse a span that does not lie within the source."""
    if not 0 <= start < end <= source.length:
        raise QdaError(
            say(
                "{start} to {end} is no passage of “{name}”, which has {length} characters.",
                start=start,
                end=end,
                name=source.name,
                length=source.length,
            )
        )


def _acting(work: Work, coder: int | None) -> int:
    chosen = work.author if coder is None else coder
    if chosen is None:
        raise QdaError(say("Choose who is coding first."))
    return work.get(CoderRow, chosen).id


@dataclass(frozen=True)
class ApplyNode:
    """Code a passage at one or several nodes; what is coded so already stays as it is."""

    nodes: Sequence[int]
    source: int
    start: int
    end: int
    coder: int | None = None
    memo: str = ""
    name: str = ""

    @property
    def label(self) -> str:
        """What the history shows."""
        return say("Coded “{name}”", name=self.name) if self.name else say("Coded a passage")

    def run(self, work: Work) -> list[str]:
        """Open the codings and return their GUIDs, without those that stood already."""
        coder = _acting(work, self.coder)
        check_span(work.get(SourceRow, self.source), self.start, self.end)
        there = work.standing(
            CodingRow.source_id == self.source,
            CodingRow.coder_id == coder,
            CodingRow.start == self.start,
            CodingRow.end == self.end,
        )
        standing = {coding.node_id for coding in there}
        fresh = [
            NewCoding(self.source, usable_node(work, node).id, coder, self.start, self.end)
            for node in dict.fromkeys(self.nodes)
            if node not in standing
        ]
        guids = work.open_codings(fresh)
        if self.memo:
            for guid in guids:
                work.add(MemoRow(target=guid, kind="coding", coder_id=coder, text=self.memo))
        return guids


@dataclass(frozen=True)
class RemoveCodings:
    """Uncode passages."""

    codings: Sequence[int]

    @property
    def label(self) -> str:
        """What the history shows."""
        if len(self.codings) == 1:
            return say("Removed a coding")
        return say("Removed {count} codings", count=len(self.codings))

    def run(self, work: Work) -> None:
        """Close the codings; their memos wait for an undo."""
        for coding in self.codings:
            work.coding(coding)
        work.close_codings(self.codings)


@dataclass(frozen=True)
class ChangeSpan:
    """Move the boundaries of a coding."""

    coding: int
    start: int
    end: int

    @property
    def label(self) -> str:
        """What the history shows."""
        return say("Moved a boundary")

    def run(self, work: Work) -> str:
        """Replace the coding by one with the new span and return its GUID."""
        row = work.coding(self.coding)
        check_span(work.get(SourceRow, row.source_id), self.start, self.end)
        if (row.start, row.end) == (self.start, self.end):
            return row.guid
        return work.replace([row], start=self.start, end=self.end)[0]


@dataclass(frozen=True)
class ChangeNode:
    """Re-code passages at another node."""

    codings: Sequence[int]
    node: int

    @property
    def label(self) -> str:
        """What the history shows."""
        return say("Changed the node of {count} codings", count=len(self.codings))

    def run(self, work: Work) -> list[str]:
        """Replace the codings by ones at the node and return their GUIDs."""
        usable_node(work, self.node)
        rows = [work.coding(coding) for coding in self.codings]
        return work.replace([row for row in rows if row.node_id != self.node], node=self.node)
