"""Inter-coder agreement on a project's codings."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from qda_app.analysis.agreement.cautions import cautions_of_study
from qda_app.analysis.agreement.live import Live
from qda_app.analysis.agreement.report import Names, Report, report
from qda_app.analysis.agreement.study import Codings, Study, compared_text, study
from qda_app.analysis.agreement.units import Units
from qda_app.analysis.arrays import Ints
from qda_app.domain.people import Coder
from qda_app.domain.source import Source
from qda_app.domain.tree import Tree
from qda_app.services.comparing_units import (
    BOOTSTRAP,
    OWN,
    Settings,
    at_this_level,
    chosen_sources,
    intervals,
    units_in,
)
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
    settings: Settings
    warnings: tuple[str, ...] = ()

    @property
    def seed(self) -> int | None:
        """The bootstrap's seed; None for the other intervals."""
        return self.settings.seed if self.settings.interval == BOOTSTRAP else None

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
        whole["interval"] = {"method": self.settings.interval, "seed": self.seed}
        whole["warnings"] = list(self.warnings)
        return whole


def agreement(
    read: Reads,
    coders: Sequence[str] | None = None,
    text: str = PARTICIPANTS,
    nodes: Sequence[str] | None = None,
    sources: Sequence[str] | None = None,
    **settings: Any,
) -> AgreementReport:
    """Compare two coders, by name, over the sources that both worked on.

    `text` is `participants` or `whole`; `nodes` are paths and `sources` names, None for all;
    `settings` are those of `comparing_units.Settings`. Raises QdaError when there are not two
    coders, or for names and settings that do not exist.
    """
    chosen = Settings(**settings)
    pair = chosen_pair(read, coders)
    tree = read.tree()
    shown = chosen_nodes(tree, nodes)
    asked = chosen_sources(read.sources(), sources)
    compared = shared_sources(read, asked, pair)
    left_out = [source.name for source in asked if source not in compared]
    own, parents = build_study(read, compared, pair, tree, text)
    units, blank = units_in(read, compared, own.text, chosen.unit)
    index = {node.id: place for place, node in enumerate(tree.order)}
    places = np.array([index[node] for node in shown], dtype=np.int64)
    names = Names(
        [source.name for source in compared],
        [tree.path(node.id) for node in tree.order],
        [coder.name for coder in pair],
    )
    found = _reported(own, parents, names, places, units, chosen)
    working = set(own.codings.coder.tolist())
    idle = [name for place, name in enumerate(names.coders) if place not in working]
    warnings = cautions_of_study(len(compared), left_out, idle, blank)
    return AgreementReport(
        found,
        tuple(names.coders),
        text,
        tuple(names.sources),
        tuple(left_out),
        read.head(),
        chosen,
        tuple(warnings),
    )


def _reported(
    own: Study,
    parents: Ints,
    names: Names,
    shown: Ints,
    units: Units | None,
    chosen: Settings,
) -> Report:
    """Return the report of a study in these units, with intervals and what warnings go by."""
    alone = np.full_like(parents, -1)
    live = Live(own, alone if chosen.level == OWN else parents, units, chosen.overlap)
    kept, over = at_this_level(parents, shown, chosen.level)
    tables = live.pairs()
    found = report(
        own,
        names,
        parents,
        shown=kept.tolist(),
        unit=chosen.unit,
        tables=np.swapaxes(tables, 0, 1),
        over=over,
    )
    return replace(
        found,
        intervals=intervals(tables[:, kept], chosen),
        segments=live.segment_sums()[kept],
        longest=live.longest_shared()[kept] if units is None else None,
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
