"""The unit, node level and intervals in which agreement is reported."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from qda_app.analysis.agreement.bootstrap import bootstrap
from qda_app.analysis.agreement.intervals import Interval
from qda_app.analysis.agreement.jackknife import jackknife
from qda_app.analysis.agreement.measures import MEASURES
from qda_app.analysis.agreement.study import ComparedText, depths, leaves
from qda_app.analysis.agreement.units import TURN, UNITS, Units, divided, units_of
from qda_app.analysis.arrays import Bools, Ints
from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say
from qda_app.domain.source import Source
from qda_app.services.reads import Reads

CHARACTER = "character"
JACKKNIFE, BOOTSTRAP, NONE = "jackknife", "bootstrap", "none"
OWN, LEAF = "own", "leaf"
WITH_INTERVAL = ("kappa", "alpha", "f1", "percent", "pi", "s", "ac1", "jaccard")


@dataclass(frozen=True, slots=True)
class Settings:
    """How agreement is counted: unit, share of a unit, node level, interval and its seed.

    `level` is empty for every node with its descendants, `own` for every node without them, `leaf`
    for the nodes without children, or a number from 0, the top, at which the tree is cut.
    """

    unit: str = CHARACTER
    overlap: float = 0.0
    level: str = ""
    interval: str = JACKKNIFE
    seed: int = 1

    def __post_init__(self) -> None:
        """Refuse what does not exist."""
        units = (CHARACTER, *UNITS)
        if self.unit not in units:
            known = ", ".join(units)
            raise QdaError(
                say("The unit is one of {known}, not “{unit}”.", known=known, unit=self.unit)
            )
        if not 0 <= self.overlap <= 1:
            raise QdaError(say("The overlap lies within 0 and 1."))
        if self.level not in {"", OWN, LEAF} and not self.level.isdecimal():
            raise QdaError(
                say(
                    "The level is a number from 0, “leaf” or “own”, not “{level}”.",
                    level=self.level,
                )
            )
        if self.interval not in {JACKKNIFE, BOOTSTRAP, NONE}:
            raise QdaError(say("The interval is “jackknife”, “bootstrap” or “none”."))
        if self.seed < 0:
            raise QdaError(say("The seed is a whole number from 0."))


def chosen_sources(sources: Sequence[Source], names: Sequence[str] | None) -> list[Source]:
    """Return the sources named, in their order; without names all."""
    if not names:
        return list(sources)
    known = {source.name: source for source in sources}
    for name in names:
        if name not in known:
            there = "; ".join(known) or say("none")
            raise QdaError(
                say(
                    "There is no source “{name}”. The sources are: {known}.", name=name, known=there
                )
            )
    return [source for source in sources if source.name in names]


def units_in(
    read: Reads, sources: Sequence[Source], text: ComparedText, unit: str
) -> tuple[Units | None, int]:
    """Return the units of the compared text, None for code points, and how many were blank."""
    if unit == CHARACTER:
        return None, 0
    texts, turns = read.texts([source.id for source in sources]), read.turns()
    spans, blank = [], 0
    for source in sources:
        own = [(t.words, t.end) for t in turns.get(source.id, ())] or [(0, source.length)]
        found, empty = divided(texts[source.id], unit, own if unit == TURN else (), source.language)
        spans.append(found)
        blank += empty
    return units_of(text, spans), blank


def at_this_level(parents: Ints, shown: Ints, level: str) -> tuple[Ints, Bools | None]:
    """Return which of the nodes are shown at a level, and over which overall figures go.

    The mask [nodes] is None where the figures go over the leaves at or below the nodes shown.
    """
    if level == LEAF:
        return shown[leaves(parents)[shown]], None
    if not level.isdecimal():
        return shown, None
    depth, deepest = depths(parents), int(level)
    kept = shown[depth[shown] <= deepest]
    over = np.zeros(len(parents), dtype=np.bool_)
    over[kept] = True
    return kept, over & ((depth == deepest) | leaves(parents))


def intervals(tables: Ints, settings: Settings) -> dict[str, Interval]:
    """Return the intervals by measure [nodes] of tables of two coders [sources, nodes, 4]."""
    found: dict[str, Interval] = {}
    if settings.interval == NONE or len(tables) == 0:
        return found
    for name in WITH_INTERVAL:
        measure = MEASURES[name]
        if measure.pair is None:
            continue
        if settings.interval == BOOTSTRAP:
            found[name] = bootstrap(tables, measure.pair, seed=settings.seed)
        else:
            found[name] = jackknife(tables, measure.pair, limits=measure.limits)
    return found
