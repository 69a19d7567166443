"""Coding many passages in one step."""

from collections.abc import Sequence
from dataclasses import dataclass

from qda_app.domain.amounts import nodes_words, passages_words
from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say
from qda_app.services.commands.codings import check_span, usable_node
from qda_app.services.commands.nodes import grow, known_paths
from qda_app.services.work import NewCoding, Work
from qda_app.storage.tables import CodingRow, NodeRow, SourceRow

Passage = tuple[int, int, int]  # source, start, end


@dataclass(frozen=True)
class Target:
    """Passages for one node: one that there is, or one to be made at a path of names.

    The path begins below `node` where both are given.
    """

    passages: Sequence[Passage]
    node: int | None = None
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class AutoCode:
    """Code passages at one or several nodes as the acting coder; what stands already is skipped."""

    targets: Sequence[Target]
    name: str = ""

    @property
    def label(self) -> str:
        """What the history shows."""
        passages = passages_words(sum(len(target.passages) for target in self.targets))
        if len(self.targets) == 1:
            return say("Auto-coded {passages} at “{name}”", passages=passages, name=self.name)
        nodes = nodes_words(len(self.targets))
        return say("Auto-coded {passages} at {nodes}", passages=passages, nodes=nodes)

    def run(self, work: Work) -> int:
        """Make the nodes that are missing, open the codings and return how many these are."""
        coder = work.author
        if coder is None:
            raise QdaError(say("Choose who is coding first."))
        known = known_paths(work)
        sources: dict[int, SourceRow] = {}
        made = 0
        for target in self.targets:
            if not target.passages:
                continue
            for source, start, end in target.passages:
                if source not in sources:
                    sources[source] = work.get(SourceRow, source)
                check_span(sources[source], start, end)
            node = self._node(work, known, target)
            mine = work.standing(CodingRow.node_id == node, CodingRow.coder_id == coder)
            standing = {(row.source_id, row.start, row.end) for row in mine}
            fresh = [p for p in dict.fromkeys(target.passages) if p not in standing]
            work.open_codings([NewCoding(s, node, coder, b, e) for s, b, e in fresh])
            made += len(fresh)
        if not made:
            raise QdaError(say("All of this is coded so already. Nothing was changed."))
        return made

    def _node(self, work: Work, known: dict[tuple[str, ...], int], target: Target) -> int:
        names = target.names
        if not names:
            if target.node is None:
                raise QdaError(say("Choose a node first."))
            return usable_node(work, target.node).id
        if target.node is not None:
            above = path_of(work, target.node)
            known[above] = target.node
            names = (*above, *names)
        return usable_node(work, grow(work, known, names)).id


def path_of(work: Work, node: int) -> tuple[str, ...]:
    """Return a live node's names from the top."""
    names: list[str] = []
    key: int | None = node
    while key is not None:
        row = work.get(NodeRow, key)
        names.append(row.name)
        key = row.parent_id
    return tuple(reversed(names))
