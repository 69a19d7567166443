"""From a figure to the text behind it: what was asked for, and the passages that answer."""

from collections.abc import Sequence
from dataclasses import dataclass

from qda_app.services.comparing.behind import crossed, in_source, passages
from qda_app.services.comparing.comparison import Comparison
from qda_app.services.comparing.figures import AgreementRow
from qda_app.services.comparing.passages import Passage


@dataclass(frozen=True, slots=True)
class Asked:
    """A node, a source, a node in a source, or two nodes that cross; empty for nothing."""

    node: int | None = None
    source: int | None = None
    other: int | None = None

    def still_there(self, of: Comparison) -> "Asked":
        """Return what is asked for, nothing where a node or source of it is gone."""
        nodes = {self.node, self.other} - {None}
        gone = any(node not in of.place for node in nodes)
        gone |= self.source is not None and all(s.id != self.source for s in of.sources)
        gone |= self.other is not None and len(of.coders) != 2
        return Asked() if gone else self

    def found(self, of: Comparison, *, own: bool) -> list[Passage]:
        """Return the passages."""
        if self.node is None:
            return [] if self.source is None else in_source(of, self.source)
        if self.other is not None:
            return crossed(of, self.node, self.other)
        return passages(of, self.node, self.source, own=own)

    def title(self, of: Comparison) -> str:
        """Name what is asked for."""
        nodes = [of.tree.by_id[n].name for n in (self.node, self.other) if n is not None]
        names = [" × ".join(nodes)] if nodes else []
        names += [source.name for source in of.sources if source.id == self.source]
        return " · ".join(names)

    def notes(self, rows: Sequence[AgreementRow]) -> str:
        """Say what to know about a node's figures; nothing about those of a part of it."""
        if self.node is None or self.source is not None or self.other is not None:
            return ""
        mine = [row for row in rows if row.key == self.node]
        return " ".join(mine[0].notes) if mine else ""
