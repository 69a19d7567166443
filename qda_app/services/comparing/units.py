"""How agreement is counted: unit, node level, figures and intervals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from qda_app.analysis.agreement.bootstrap import bootstrap
from qda_app.analysis.agreement.coefficients import Table
from qda_app.analysis.agreement.intervals import Interval, one_of
from qda_app.analysis.agreement.jackknife import jackknife
from qda_app.analysis.agreement.kinds import MATCHED, PAIR, SEVERAL, Formula, rows
from qda_app.analysis.agreement.report import Estimate, at_or_below
from qda_app.analysis.agreement.study import depths, leaves
from qda_app.analysis.agreement.units import UNITS
from qda_app.analysis.arrays import Bools, Floats, Ints
from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say
from qda_app.domain.source import Source
from qda_app.services.counted_text import PARTICIPANTS

CHARACTER, SEGMENT = "character", "segment"
JACKKNIFE, BOOTSTRAP, NONE = "jackknife", "bootstrap", "none"
IOU, MAXQDA = "iou", "maxqda"
OWN, LEAF = "own", "leaf"
FREE_SPANS = ("u_alpha", "cu_alpha", "ku_alpha", "alpha_u")
_SHARES = {IOU: 0.5, MAXQDA: 0.9}


@dataclass(frozen=True, slots=True)
class Settings:
    """How agreement is counted.

    `overlap` is the share of a unit that must be covered (0 is any of it), or how far segments must
    overlap: None is 0, for `match` iou .5, for maxqda .9. `level` is empty for every node with its
    descendants, `own` for every node without them, `leaf` for the nodes without children, or a
    number from 0, the top, at which the tree is cut. `measures` name the figures shown, empty for
    the usual ones; `text` is participants or whole; `where` keeps the text of cases with one of
    these values of every attribute.
    """

    unit: str = CHARACTER
    overlap: float | None = None
    match: str = IOU
    level: str = ""
    measures: tuple[str, ...] = ()
    interval: str = JACKKNIFE
    seed: int = 1
    text: str = PARTICIPANTS
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse what does not exist."""
        units = (CHARACTER, *UNITS, SEGMENT)
        if self.unit not in units:
            known = ", ".join(units)
            raise QdaError(
                say("The unit is one of {known}, not “{unit}”.", known=known, unit=self.unit)
            )
        if not 0 <= self.share <= 1:
            raise QdaError(say("The overlap lies within 0 and 1."))
        if self.match not in _SHARES:
            raise QdaError(say("Segments are matched by “iou” or “maxqda”."))
        self._refuse_ignored()
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

    def _refuse_ignored(self) -> None:
        """Refuse what the unit would make no use of."""
        if self.overlap is not None and self.unit == CHARACTER:
            raise QdaError(
                say(
                    "Characters have no overlap: leave it out, or count sentences, paragraphs, "
                    "turns or segments."
                )
            )
        if self.match == MAXQDA and self.unit != SEGMENT:
            raise QdaError(
                say(
                    "Only segments are matched as in MAXQDA: choose the unit “segment”, or leave "
                    "the matching out."
                )
            )

    @property
    def share(self) -> float:
        """Return the overlap that counts, within 0..1."""
        if self.overlap is not None:
            return self.overlap
        return _SHARES.get(self.match, 0.0) if self.unit == SEGMENT else 0.0

    @property
    def in_rows(self) -> bool:
        """Say whether segments are counted as MAXQDA's rows."""
        return self.unit == SEGMENT and self.match == MAXQDA

    def figures(self) -> tuple[str, ...]:
        """Return the figures asked for that are read from tables."""
        return tuple(name for name in self.measures if name not in FREE_SPANS)

    def free_spans(self) -> tuple[str, ...]:
        """Return the alphas of free spans asked for."""
        return tuple(name for name in FREE_SPANS if name in self.measures)


def checked_measures(settings: Settings, coders: int) -> None:
    """Refuse a figure that does not exist for so many coders and this unit."""
    if settings.unit == SEGMENT:
        known = [*(rows(2) if settings.in_rows else MATCHED).figures]
    else:
        known = [*PAIR.figures, *(SEVERAL.figures if coders > 2 else ())]
    there = list(dict.fromkeys([*known, *FREE_SPANS]))
    for name in settings.measures:
        if name not in there:
            raise QdaError(
                say(
                    "There is no measure “{name}” here. The measures are: {known}.",
                    name=name,
                    known=", ".join(there),
                )
            )


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


def at_this_level(parents: Ints, shown: Ints, level: str) -> tuple[Ints, Bools]:
    """Return which of the nodes are shown at a level, and over which overall figures go [nodes]."""
    leaf = leaves(parents)
    if level == LEAF:
        shown = shown[leaf[shown]]
    if not level.isdecimal():
        return shown, leaf & at_or_below(parents, shown)
    depth, deepest = depths(parents), int(level)
    kept = shown[depth[shown] <= deepest]
    over = np.zeros(len(parents), dtype=np.bool_)
    over[kept] = True
    return kept, over & ((depth == deepest) | leaf)


def estimator(settings: Settings) -> Estimate | None:
    """Return what makes the intervals of figures from a table by groups, None for none."""
    if settings.interval == NONE:
        return None

    def estimate(groups: Table, formulas: Mapping[str, Formula]) -> dict[str, Interval]:
        def every(table: Table) -> Floats:
            return np.stack([formula.of(table) for formula in formulas.values()], axis=-1)

        if not formulas:
            return {}
        if settings.interval == BOOTSTRAP:
            found = bootstrap(groups, every, seed=settings.seed)
        else:
            found = jackknife(groups, every, limits=(-np.inf, np.inf))
        return {
            name: one_of(found, place, formula.limits)
            for place, (name, formula) in enumerate(formulas.items())
        }

    return estimate
