"""How tables of a comparison are read: which coefficients there are for pairs, more, segments."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from qda_app.analysis.agreement import kinds
from qda_app.analysis.agreement.aggregation import mean_over_nodes
from qda_app.analysis.agreement.coefficients import Table
from qda_app.analysis.agreement.intervals import Calculation
from qda_app.analysis.agreement.kinds import Kind
from qda_app.analysis.agreement.lengths import counts_of
from qda_app.analysis.agreement.measures import MEASURES
from qda_app.analysis.arrays import Ints
from qda_app.domain.messages import say

DE_VRIES, BRENNAN = "De Vries et al., 2008", "Brennan & Prediger, 1981"
HRIPCSAK = "Hripcsak & Rothschild, 2005"


@dataclass(frozen=True, slots=True, eq=False)
class Scale:
    """One kind of table [..., cells], the coefficients offered on it and how cells are shown.

    `measures` name coefficients by the kind's figures, the usual one first, with their papers;
    `pooled` names those over nodes that are no mean of the nodes'.
    """

    name: str
    kind: Kind
    measures: Mapping[str, str]
    pooled: Mapping[str, str]
    shown: Callable[[Table], Ints]

    def figure(self, name: str) -> Calculation | None:
        """Return a figure of a node, None where there is none on this kind of table."""
        found = self.kind.figures.get(name)
        return None if found is None else found.of


@dataclass(frozen=True, slots=True)
class Reading:
    """One coefficient on tables [..., cells], and over several nodes on [..., nodes, cells]."""

    name: str
    calculation: Calculation
    over_nodes: Calculation
    limits: tuple[float, float]
    paper: str


def _papers(*names: str) -> dict[str, str]:
    return {name: MEASURES[name].paper for name in names}


def _whole(table: Table) -> Ints:
    return np.rint(table).astype(np.int64)


def _counts(patterns: Table) -> Ints:
    return counts_of(_whole(patterns))


def _matches(table: Table) -> Ints:
    return _whole(table[..., :3])


PAIR = Scale(
    "pair",
    kinds.PAIR,
    _papers("kappa", "alpha", "f1", "jaccard", "pi", "percent", "ac1", "s"),
    {"kappa": "pooled_kappa"},
    _whole,
)
SEVERAL = Scale(
    "several",
    kinds.SEVERAL,
    _papers("fleiss_kappa", "alpha", "f1", "conger_kappa", "percent", "ac1", "s"),
    {"fleiss_kappa": "pooled_fleiss_kappa"},
    _counts,
)
MATCHES = Scale(
    "matches",
    kinds.MATCHED,
    {"f1": HRIPCSAK, "mean_iou": "Jaccard, 1912"},
    {"f1": "f1", "mean_iou": "mean_iou"},
    _matches,
)
ROWS = Scale(
    "rows",
    kinds.rows(2),
    {"kappa": BRENNAN, "percent": BRENNAN},
    {"kappa": "pooled_kappa", "percent": "percent"},
    _whole,
)


def reading(scale: Scale, name: str, nodes: int, over: int) -> Reading:
    """Return a coefficient for one kind of table; the scale's usual one where it has no such.

    The chance of MAXQDA's rows follows from the number of nodes shown, or of those that figures
    `over` nodes go over.
    """
    name = name if name in scale.measures else next(iter(scale.measures))
    kind = kinds.rows(nodes, over) if scale is ROWS else scale.kind
    found, paper = kind.figures[name], scale.measures[name]
    if name not in scale.pooled:
        return Reading(name, found.of, mean_over_nodes(found.of), found.limits, paper)
    together = kind.over_nodes[scale.pooled[name]]
    paper = f"{paper}; {DE_VRIES}" if scale in {PAIR, SEVERAL} else paper
    return Reading(name, found.of, together.of, found.limits, paper)


def measure_words(scale: Scale) -> Mapping[str, str]:
    """Return the names of a scale's coefficients in the user's language."""
    words = {
        "kappa": say("Kappa as in MAXQDA") if scale is ROWS else say("Cohen's kappa"),
        "fleiss_kappa": say("Fleiss' kappa"),
        "conger_kappa": say("Conger's kappa"),
        "alpha": say("Krippendorff's alpha"),
        "f1": say("F1 (positive agreement)"),
        "jaccard": say("Jaccard"),
        "pi": say("Scott's pi"),
        "percent": say("Percent agreement"),
        "ac1": say("Gwet's AC1"),
        "s": say("Bennett's S"),
        "mean_iou": say("Mean overlap of matches"),
    }
    return {name: words[name] for name in scale.measures}


def pair_measure(name: str) -> str:
    """Return the coefficient of two coders that answers to one of more."""
    return name if name in PAIR.measures else "kappa"
