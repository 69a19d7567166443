"""One line of an agreement report: a node, in all sources or in one, and the lines overall."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

Ends = tuple[float, float]

_ALWAYS = ("percent", "kappa", "alpha", "f1", "prevalence")
_MORE = ("pi", "s", "ac1", "jaccard", "bias")
_CELLS = ("n11", "n10", "n01", "n00")
_UNASKED = ("pabak", "prevalence_index")  # they repeat others: only on request


@dataclass(frozen=True, slots=True)
class Entry:
    """The agreement on one node, in all sources together or in the one that is named.

    Cells and figures are also attributes (`entry.n11`, `entry.kappa`); those that do not exist for
    these coders or this unit are None, and `reason` says why. `counts` holds how much text 0, 1,
    ... coders gave the node, of three or more; `segments` each coder's number; `pairs` the same
    entry for every two of several coders.
    """

    node: str
    coders: tuple[str, ...]
    cells: Mapping[str, int]
    figures: Mapping[str, float | None]
    reason: str | None
    source: str | None = None
    counts: Sequence[int] | None = None
    segments: Sequence[int] | None = None
    ci: Mapping[str, Ends | None] = field(default_factory=dict)
    ci_reasons: Mapping[str, str] = field(default_factory=dict)
    warnings: Sequence[str] = ()
    pairs: Sequence["Entry"] = ()

    def __getattr__(self, name: str) -> Any:
        """Return a cell or a figure; None where it does not exist here."""
        if name in {"cells", "figures"}:  # not made yet, as in a copy
            raise AttributeError(name)
        if name in {*_CELLS, *_ALWAYS, *_MORE} or name in self.cells or name in self.figures:
            return self.cells[name] if name in self.cells else self.figures.get(name)
        raise AttributeError(name)

    def with_intervals(
        self, ci: Mapping[str, Ends | None], reasons: Mapping[str, str], warnings: Sequence[str]
    ) -> "Entry":
        """Return the entry with its intervals and warnings."""
        return replace(self, ci=ci, ci_reasons=reasons, warnings=warnings)

    def with_pairs(self, pairs: Sequence["Entry"]) -> "Entry":
        """Return the entry with those of the pairs of its coders."""
        return replace(self, pairs=tuple(pairs))

    def as_json(self) -> dict[str, Any]:
        """Return the entry as the command line prints it."""
        where = {} if self.source is None else {"source": self.source}
        found = {**where, "node": self.node, **self._figures()}
        if self.pairs:
            found["pairs"] = [
                {"coders": list(pair.coders), **pair._figures()}  # noqa: SLF001
                for pair in self.pairs
            ]
        return found

    def _figures(self) -> dict[str, Any]:
        known = {*_ALWAYS, *_MORE, *_UNASKED}
        asked = {n: self.figures[n] for n in _UNASKED if n in self.figures and n in self.ci}
        further = {n: value for n, value in self.figures.items() if n not in known}
        return {
            **{name: getattr(self, name) for name in (*_CELLS, *_ALWAYS)},
            "reason": self.reason,
            **{name: getattr(self, name) for name in _MORE},
            **further,
            **asked,
            **{name: count for name, count in self.cells.items() if name not in _CELLS},
            **({} if self.counts is None else {"counts": list(self.counts)}),
            **({} if self.segments is None else {"segments": list(self.segments)}),
            "ci": {name: ends and list(ends) for name, ends in self.ci.items()},
            "ci_reasons": dict(self.ci_reasons),
            "warnings": list(self.warnings),
        }


@dataclass(frozen=True, slots=True)
class Overall:
    """The agreement over several nodes; all fractions, None for what cannot be computed.

    `figures` are all there are, by name; `ci` their intervals.
    """

    percent: float | None
    pooled_kappa: float | None
    mean_kappa: float | None
    reason: str | None = None
    figures: Mapping[str, float | None] = field(default_factory=dict)
    coders: tuple[str, ...] = ()
    ci: Mapping[str, Ends | None] = field(default_factory=dict)
    ci_reasons: Mapping[str, str] = field(default_factory=dict)
    pairs: Sequence["Overall"] = ()

    def with_pairs(self, pairs: Sequence["Overall"]) -> "Overall":
        """Return the figures with those of the pairs of coders."""
        return replace(self, pairs=tuple(pairs))

    def as_json(self) -> dict[str, Any]:
        """Return the figures as the command line prints them, with a reason if one is missing."""
        found: dict[str, Any] = {
            "percent": self.percent,
            "pooled_kappa": self.pooled_kappa,
            "mean_kappa": self.mean_kappa,
            **self.figures,
            "ci": {name: ends and list(ends) for name, ends in self.ci.items()},
            "ci_reasons": dict(self.ci_reasons),
        }
        if self.reason is not None:
            found["reason"] = self.reason
        if self.pairs:
            found["pairs"] = [{"coders": list(p.coders), **p.as_json()} for p in self.pairs]
        return found
