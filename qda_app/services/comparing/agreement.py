"""Inter-coder agreement on a project's codings."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

import numpy as np

from qda_app import __version__
from qda_app.analysis.agreement.blocks import FEW_SOURCES
from qda_app.analysis.agreement.cautions import cautions_of_study
from qda_app.analysis.agreement.report import Names, Report, report
from qda_app.analysis.agreement.study import Study, compared_text, study
from qda_app.analysis.agreement.tallies import Tallies, by_matches, by_rows, by_text
from qda_app.analysis.agreement.units import Units, units_of
from qda_app.analysis.arrays import Ints
from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say
from qda_app.domain.people import Case, Coder
from qda_app.domain.source import Source
from qda_app.domain.transcript import Turn
from qda_app.domain.tree import Tree
from qda_app.services.comparing.passages import joined, shared
from qda_app.services.comparing.spans import FreeSpans, free_spans
from qda_app.services.comparing.text import (
    Pieces,
    Texts,
    block_spans,
    divided_sources,
    text_of_cases,
)
from qda_app.services.comparing.units import (
    BOOTSTRAP,
    CHARACTER,
    NONE,
    OWN,
    SEGMENT,
    Settings,
    at_this_level,
    checked_measures,
    chosen_sources,
    estimator,
)
from qda_app.services.counted_text import PARTICIPANTS
from qda_app.services.numbering import codings_by_index, parents_by_index
from qda_app.services.reads import Reads
from qda_app.services.selection import chosen_group, chosen_nodes, chosen_where, hidden_words

SOURCE = "source"
_CELLS = 1 << 24  # of a table by pattern of coders


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """What is compared: codings as rows [n, 5] of source, node, coder, start, end in their ids.

    `sources` are those that count for all the coders, `left_out` the names of the others asked for;
    `texts` reads texts by id; `shown` are ids of nodes, None for all; `head` names the state.
    `hidden` says what the viewer may not see yet.
    `within` leaves only these passages of each source, such as a round's; `round` says of which.
    """

    sources: Sequence[Source]
    texts: Texts
    turns: Mapping[int, tuple[Turn, ...]]
    cases: Sequence[Case]
    coders: Sequence[Coder]
    tree: Tree
    rows: Ints
    head: str
    shown: Sequence[int] | None = None
    left_out: Sequence[str] = ()
    hidden: str = ""
    within: Mapping[int, Sequence[tuple[int, int]]] | None = None
    round: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class AgreementReport:
    """The figures, with what they are about: coders, text compared, sources in it and left out.

    `over` names what intervals leave out or draw (source, turn or paragraph), `groups` how many of
    these there are; `nodes` is how many nodes are shown.
    """

    report: Report
    coders: tuple[str, ...]
    sources: tuple[str, ...]
    left_out: tuple[str, ...]
    head: str
    settings: Settings
    over: str = SOURCE
    groups: int = 0
    warnings: tuple[str, ...] = ()
    free_spans: FreeSpans | None = None
    round: Mapping[str, Any] | None = None

    @property
    def text(self) -> str:
        """The text compared: participants or whole."""
        return self.settings.text

    @property
    def seed(self) -> int | None:
        """The bootstrap's seed; None for the other intervals."""
        return self.settings.seed if self.settings.interval == BOOTSTRAP else None

    @property
    def too_narrow(self) -> bool:
        """Say whether intervals go over parts of sources, and so are probably too narrow."""
        return self.over != SOURCE

    def as_json(self) -> dict[str, Any]:
        """Return the report as the command line prints it."""
        whole, chosen = self.report.as_json(), self.settings
        whole["universe"] = {
            "sources": len(self.sources),
            "length": self.report.length,
            "text": self.text,
            "names": list(self.sources),
            "left_out": list(self.left_out),
            "where": {name: list(values) for name, values in chosen.where.items()},
        }
        whole["counting"] = {
            "overlap": None if chosen.unit == CHARACTER else chosen.share,
            "match": chosen.match if chosen.unit == SEGMENT else None,
            "level": chosen.level or "descendants",
            "nodes": len(self.report.shown),
        }
        none = chosen.interval == NONE
        whole["interval"] = {
            "method": chosen.interval,
            "seed": self.seed,
            "over": None if none else self.over,
            "groups": None if none else self.groups,
            "too_narrow": self.too_narrow,
        }
        if self.round is not None:
            whole["round"] = dict(self.round)
        if self.free_spans is not None:
            whole["unitizing"] = self.free_spans.as_json()
        whole["warnings"] = list(self.warnings)
        whole["journal"], whole["software"] = self.head, f"qda-app {__version__}"
        return whole


def agreement(
    read: Reads,
    coders: Sequence[str] | None = None,
    text: str = PARTICIPANTS,
    nodes: Sequence[str] | None = None,
    sources: Sequence[str] | None = None,
    where: Sequence[str] = (),
    measures: Sequence[str] = (),
    **settings: Any,
) -> AgreementReport:
    """Compare two coders or more, by name, over the sources that all of them worked on.

    `text` is `participants` or `whole`; `nodes` are paths and `sources` names, None for all;
    `where` are words such as `role=teacher`; `settings` and `measures` are those of
    `comparing_units.Settings`. Raises QdaError when there are not two coders, or for names and
    settings that do not exist.
    """
    group = chosen_group(read, coders)
    wanted = chosen_where(read, where)
    chosen = Settings(text=text, where=wanted, measures=tuple(measures), **settings)
    tree, asked = read.tree(), chosen_sources(read.sources(), sources)
    rows = read.coding_arrays([coder.id for coder in group])
    compared = _worked_on(asked, group, _pairs(rows) | read.done())
    kept = {source.id for source in compared}
    material = Material(
        compared,
        read.texts,
        read.turns(),
        read.cases() if wanted else (),
        group,
        tree,
        rows,
        read.head(),
        chosen_nodes(tree, nodes),
        [source.name for source in asked if source.id not in kept],
        hidden_words(read),
    )
    return compare(material, chosen)


def compare(of: Material, settings: Settings) -> AgreementReport:
    """Compare the coders of some material; see `agreement`."""
    checked_measures(settings, len(of.coders))
    sources, pieces = _text(of, settings)
    own = _study(of, sources, pieces)
    names = Names(
        [source.name for source in sources],
        [of.tree.path(node.id) for node in of.tree.order],
        [coder.name for coder in of.coders],
    )
    parents = parents_by_index(of.tree)
    kept, over = at_this_level(parents, _places(of), settings.level)
    counted = _counted(of, sources, own, settings)
    spans = free_spans(own, parents, kept, names, settings) if settings.free_spans() else None
    parents = np.full_like(parents, -1) if settings.level == OWN else parents
    tallies = _tallies(own, parents, counted, settings, (len(kept), int(over.sum())))
    narrow = say("The interval goes over parts of sources and is probably too narrow.")
    return AgreementReport(
        report(
            tallies,
            names,
            length=int(own.text.length.sum()),
            over=over,
            shown=kept,
            unit=settings.unit,
            estimate=estimator(settings),
            estimated=settings.figures() or None,
            narrow=narrow if counted.blocks is not None else "",
        ),
        tuple(names.coders),
        tuple(names.sources),
        tuple(of.left_out),
        of.head,
        settings,
        counted.over,
        len(tallies.each[0].groups),
        _warnings(of, own, counted),
        spans,
        of.round,
    )


def _text(of: Material, settings: Settings) -> tuple[list[Source], list[Pieces]]:
    """Return the sources with the pieces of each that count, only within a round's passages."""
    sources, pieces = text_of_cases(of.sources, of.turns, of.cases, settings.text, settings.where)
    if of.within is None:
        return sources, pieces
    parts = [joined(of.within.get(source.id, ())) for source in sources]
    return sources, [shared(own, part) for own, part in zip(pieces, parts, strict=True)]


def _study(of: Material, sources: Sequence[Source], pieces: Sequence[Pieces]) -> Study:
    order = [node.id for node in of.tree.order]
    coders = [coder.id for coder in of.coders]
    codings = codings_by_index(of.rows, [source.id for source in sources], order, coders)
    return study(compared_text(pieces), len(order), len(coders), codings)


def _places(of: Material) -> Ints:
    """Return the places of the nodes shown in the order of the tree."""
    place = {node.id: number for number, node in enumerate(of.tree.order)}
    return np.array([place[node] for node in (place if of.shown is None else of.shown)], dtype=int)


@dataclass(frozen=True, slots=True, eq=False)
class _Counted:
    """The units counted, None for code points; the blocks for intervals; the blank units."""

    parts: Units | None
    blocks: Units | None
    over: str
    blank: int


def _counted(of: Material, sources: Sequence[Source], own: Study, settings: Settings) -> _Counted:
    parts, blocks, over, blank = None, None, SOURCE, 0
    if settings.unit not in {CHARACTER, SEGMENT}:
        spans, blank = divided_sources(of.texts, sources, of.turns, settings.unit)
        parts = units_of(own.text, spans)
    if 1 < len(sources) < FEW_SOURCES and settings.interval != NONE:
        spans, over = block_spans(of.texts, sources, of.turns)
        blocks = units_of(own.text, spans)
    return _Counted(parts, blocks, over, blank)


def _warnings(of: Material, own: Study, counted: _Counted) -> tuple[str, ...]:
    """Return what must be known about the study as a whole."""
    working = set(own.codings.coder.tolist())
    idle = [coder.name for number, coder in enumerate(of.coders) if number not in working]
    blocks = counted.blocks is not None
    found = cautions_of_study(own.text.sources, of.left_out, idle, counted.blank, in_blocks=blocks)
    return tuple(filter(None, [of.hidden, *found]))


def _tallies(
    own: Study, parents: Ints, counted: _Counted, settings: Settings, nodes: tuple[int, int]
) -> Tallies:
    share, blocks = settings.share, counted.blocks
    if settings.in_rows:
        return by_rows(own, parents, nodes[0], share, blocks, nodes[1])
    if settings.unit == SEGMENT:
        return by_matches(own, parents, share, blocks)
    groups = max(own.text.sources, 0 if blocks is None else len(blocks.start))
    if groups * own.nodes << own.coders > _CELLS:
        raise QdaError(
            say("Too many coders for so many sources and nodes: compare fewer of them at once.")
        )
    return by_text(own, parents, counted.parts, share, blocks)


def shared_sources(read: Reads, sources: Sequence[Source], coders: Sequence[Coder]) -> list[Source]:
    """Return the sources on which every one of the coders worked: marked done, or any coding."""
    working = {(coder, source) for source, coder in read.counts_by_source()} | read.done()
    return _worked_on(sources, coders, working)


def _worked_on(
    sources: Sequence[Source], coders: Sequence[Coder], working: AbstractSet[tuple[int, int]]
) -> list[Source]:
    return [s for s in sources if all((coder.id, s.id) in working for coder in coders)]


def _pairs(rows: Ints) -> set[tuple[int, int]]:
    """Return the (coder, source) of all codings."""
    if not len(rows):
        return set()
    stride = int(rows[:, 0].max()) + 1
    coder, source = np.divmod(np.unique(rows[:, 2] * stride + rows[:, 0]), stride)
    return set(zip(coder.tolist(), source.tolist(), strict=True))
