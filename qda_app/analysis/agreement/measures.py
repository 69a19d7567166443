"""The coefficients by name, with their range and the paper that defines them."""

from collections.abc import Callable
from dataclasses import dataclass

from qda_app.analysis.agreement import coefficients, several
from qda_app.analysis.agreement.coefficients import Table
from qda_app.analysis.agreement.lengths import counts_of
from qda_app.analysis.arrays import Floats, Ints


@dataclass(frozen=True, slots=True)
class Measure:
    """A coefficient for two coders, from [..., 4] to [...], and for more, from [..., 2**k].

    `pair` reads n11, n10, n01, n00, `several` a table by pattern of coders; either is None where
    the coefficient does not exist for that many.
    """

    name: str
    pair: Callable[[Table], Floats] | None
    several: Callable[[Ints], Floats] | None
    limits: tuple[float, float]
    paper: str


def _counted(function: Callable[[Table], Floats]) -> Callable[[Ints], Floats]:
    def on_patterns(patterns: Ints) -> Floats:
        return function(counts_of(patterns))

    return on_patterns


_SHARE, _KAPPA, _OPEN = (0.0, 1.0), (-1.0, 1.0), (-float("inf"), 1.0)
_ALL = (
    Measure("percent", coefficients.percent, _counted(several.percent), _SHARE, "Holsti, 1969"),
    Measure("kappa", coefficients.cohen_kappa, None, _KAPPA, "Cohen, 1960"),
    Measure("pi", coefficients.scott_pi, None, _KAPPA, "Scott, 1955"),
    Measure("fleiss_kappa", None, _counted(several.fleiss_kappa), _OPEN, "Fleiss, 1971"),
    Measure("conger_kappa", None, several.conger_kappa, _OPEN, "Conger, 1980"),
    Measure("light_kappa", None, several.light_kappa, _KAPPA, "Light, 1971"),
    Measure(
        "alpha",
        coefficients.krippendorff_alpha,
        _counted(several.krippendorff_alpha),
        _OPEN,
        "Krippendorff, 2011",
    ),
    Measure(
        "s", coefficients.bennett_s, _counted(several.bennett_s), _KAPPA, "Bennett et al., 1954"
    ),
    Measure("pabak", coefficients.pabak, None, _KAPPA, "Byrt et al., 1993"),
    Measure("ac1", coefficients.gwet_ac1, _counted(several.gwet_ac1), _KAPPA, "Gwet, 2008"),
    Measure("f1", coefficients.f1, _counted(several.positive_agreement), _SHARE, "Dice, 1945"),
    Measure("jaccard", coefficients.jaccard, None, _SHARE, "Jaccard, 1912"),
    Measure(
        "prevalence",
        coefficients.prevalence,
        _counted(several.prevalence),
        _SHARE,
        "Byrt et al., 1993",
    ),
    Measure(
        "prevalence_index",
        coefficients.prevalence_index,
        None,
        _KAPPA,
        "Byrt et al., 1993",
    ),
    Measure("bias", coefficients.bias, None, _KAPPA, "Byrt et al., 1993"),
)
MEASURES = {measure.name: measure for measure in _ALL}
