"""What can be done with codings."""

from collections.abc import Sequence
from dataclasses import dataclass

from qda_app.domain.errors import QdaError
from qda_app.domain.messages import counted, say
from qda_app.domain.tree import SEPARATOR, split_path
from qda_app.services.commands.nodes import grow, known_paths
from qda_app.services.work import NewCoding, Work
from qda_app.storage.tables import CertaintyRow, CoderRow, CodingRow, MemoRow, NodeRow, SourceRow

IN_VIVO = 60  # characters of a passage that become a node's name


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
class SplitCoding:
    """Cut a coding in two at a place within it, blanks there left out; its memo stays first."""

    coding: int
    at: int

    @property
    def label(self) -> str:
        """What the history shows."""
        return say("Split a coding")

    def run(self, work: Work) -> list[str]:
        """Replace the coding by its two parts and return their GUIDs."""
        row = work.coding(self.coding)
        at = min(max(self.at, row.start), row.end)
        text = work.text(row.source_id)
        before, after = text[row.start : at].rstrip(), text[at : row.end].lstrip()
        if not before or not after:
            raise QdaError(
                say("Put the caret inside the coded passage, where it is to be cut in two.")
            )
        first = work.replace([row], end=row.start + len(before))[0]
        begin = row.end - len(after)
        rest = NewCoding(row.source_id, row.node_id, row.coder_id, begin, row.end, row.guid)
        second = work.open_codings([rest])[0]
        for level in work.live(CertaintyRow, CertaintyRow.target == first):
            work.add(CertaintyRow(target=second, level=level.level))
        return [first, second]


@dataclass(frozen=True)
class SetCertainty:
    """Say how sure one is of own codings: 1 unsure, 2 fairly sure, 3 sure, 0 nothing said."""

    codings: Sequence[int]
    level: int

    @property
    def label(self) -> str:
        """What the history shows."""
        return {
            1: say("Marked a coding as unsure"),
            2: say("Marked a coding as fairly sure"),
            3: say("Marked a coding as sure"),
        }.get(self.level, say("Took back how sure a coding is"))

    def run(self, work: Work) -> None:
        """Keep the level with each coding."""
        if self.level not in range(4):
            raise QdaError(say("Certainty is 1 (unsure), 2 (fairly sure) or 3 (sure)."))
        rows = [work.coding(coding) for coding in self.codings]
        if any(work.author not in {None, row.coder_id} for row in rows):
            raise QdaError(say("Only the person who coded a passage can say how sure it is."))
        known = {
            level.target: level
            for level in work.live(CertaintyRow, CertaintyRow.target.in_([r.guid for r in rows]))
        }
        for row in rows:
            found = known.get(row.guid)
            if found is not None:
                found.gone = self.level == 0
                found.level = self.level or found.level
            elif self.level:
                work.add(CertaintyRow(target=row.guid, level=self.level))


@dataclass(frozen=True)
class ApplyNewNode:
    """Make a node and code a passage at it in one step; a node of that path is used as it is.

    Without a name the passage itself names the node (in vivo). `name` may be a path, counted from
    `parent`.
    """

    source: int
    start: int
    end: int
    name: str = ""
    parent: int | None = None

    @property
    def label(self) -> str:
        """What the history shows."""
        if self.name:
            return say("Made “{name}” and coded a passage at it", name=self.name)
        return say("Coded a passage in vivo")

    def run(self, work: Work) -> int:
        """Make the node where it is missing, code, and return the node's id."""
        name = self.name or in_vivo_name(work.text(self.source)[self.start : self.end])
        known = known_paths(work)
        above = next((path for path, node in known.items() if node == self.parent), ())
        node = grow(work, known, (*above, *split_path(name)))
        ApplyNode([node], self.source, self.start, self.end).run(work)
        return node


def in_vivo_name(words: str) -> str:
    """Return a passage as the name of a node: one line, no marks at its ends, cut at a word."""
    line = " ".join(words.replace(SEPARATOR.strip(), " ").split()).strip(" .,;:—–-…¡!¿?«»“”\"'()[]")
    if len(line) <= IN_VIVO:
        return line
    cut = line[:IN_VIVO].rsplit(" ", 1)[0]
    return f"{cut}…"


@dataclass(frozen=True)
class ChangeNode:
    """Re-code passages at another node."""

    codings: Sequence[int]
    node: int

    @property
    def label(self) -> str:
        """What the history shows."""
        return counted(
            "Changed the node of 1 coding", "Changed the node of {count} codings", len(self.codings)
        )

    def run(self, work: Work) -> list[str]:
        """Replace the codings by ones at the node and return their GUIDs."""
        usable_node(work, self.node)
        rows = [work.coding(coding) for coding in self.codings]
        return work.replace([row for row in rows if row.node_id != self.node], node=self.node)
