"""Inter-coder agreement on a project's codings."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from qda_app.analysis.agreement.report import Names, Report, report
from qda_app.analysis.agreement.study import Codings, Study, compared_text, study
from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say
from qda_app.domain.people import Coder
from qda_app.domain.source import Source
from qda_app.domain.tree import Tree
from qda_app.services.counted_text import PARTICIPANTS, pieces_of
from qda_app.services.numbering import codings_by_index, parents_by_index
from qda_app.services.reads import Reads
from qda_app.services.selection import chosen_nodes, chosen_pair


@dataclass(frozen=True, slots=True, eq=False)
class AgreementReport:
    """The figures, with what they are about: coders, text compared, sources in it and left out."""

    report: Report
    coders: tuple[str, ...]
    text: str
    sources: tuple[str, ...]
    left_out: tuple[str, ...]
    head: str

    def as_json(self) -> dict[str, object]:
        """Return the report as the command line prints it."""
        whole = self.report.as_json()
        whole["universe"] = {
            "sources": len(self.sources),
            "length": self.report.length,
            "text": self.text,
            "names": list(self.sources),
            "left_out": list(self.left_out),
        }
        whole["journal"] = self.head
        return whole


def agreement(
    read: Reads,
    coders: Sequence[str] | None = None,
    text: str = PARTICIPANTS,
    nodes: Sequence[str] | None = None,
    unit: str = "character",
) -> AgreementReport:
    """Compare two coders, by name, over the sources that both worked on.

    `text` is `participants` or `whole`; `nodes` are paths, None for all. Raises QdaError when there
    are not two coders, or for names that do not exist.
    """
    if unit != "character":
        raise QdaError(say("The unit is “character”, not “{unit}”.", unit=unit))
    pair = chosen_pair(read, coders)
    tree = read.tree()
    shown = chosen_nodes(tree, nodes)
    sources = read.sources()
    compared = shared_sources(read, sources, pair)
    left_out = [source.name for source in sources if source not in compared]
    study, parents = build_study(read, compared, pair, tree, text)
    index = {node.id: place for place, node in enumerate(tree.order)}
    names = Names(
        [source.name for source in compared],
        [tree.path(node.id) for node in tree.order],
        [coder.name for coder in pair],
    )
    found = report(study, names, parents, shown=[index[node] for node in shown])
    return AgreementReport(
        found, tuple(names.coders), text, tuple(names.sources), tuple(left_out), read.head()
    )


def shared_sources(read: Reads, sources: Sequence[Source], coders: Sequence[Coder]) -> list[Source]:
    """Return the sources on which every one of the coders worked: marked done, or any coding."""
    working = {(coder, source) for source, coder in read.counts_by_source()} | read.done()
    return [s for s in sources if all((coder.id, s.id) in working for coder in coders)]


def build_study(
    read: Reads, sources: Sequence[Source], coders: Sequence[Coder], tree: Tree, text: str
) -> tuple[Study, np.ndarray[tuple[int], np.dtype[np.int64]]]:
    """Return the codings of these coders in these sources as a study, and the nodes' parents."""
    turns = read.turns() if text == PARTICIPANTS else {}
    pieces = compared_text(pieces_of(sources, turns, text))
    rows = read.coding_arrays([coder.id for coder in coders])
    codings: Codings = codings_by_index(
        rows,
        [source.id for source in sources],
        [node.id for node in tree.order],
        [coder.id for coder in coders],
    )
    return study(pieces, len(tree.order), len(coders), codings), parents_by_index(tree)
