"""Figures as they are shown and written: two decimals, without a leading zero."""

from dataclasses import dataclass

from qda_app.domain.amounts import percent_words
from qda_app.formats.reports.word_tables import coefficient


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """The figures of one node, source, pair of coders, or of all; None for what does not exist.

    `key` is the id of the node or source, `cells` the lengths or counts that the figures rest on
    (n11, n10, n01, n00 for two coders); `own` is the value of the node's own codings, `error` the
    standard error, `bias` the first coder's share less the second's. `reason` says why the value is
    missing, `no_interval` why its interval; `flags` are numbers of `Caution`, `cautions` say them.
    """

    key: int
    name: str
    cells: tuple[int, ...]
    value: float | None
    low: float | None
    high: float | None
    percent: float | None
    f1: float | None
    prevalence: float | None
    bias: float | None
    error: float | None = None
    own: float | None = None
    reason: str | None = None
    no_interval: str | None = None
    flags: tuple[int, ...] = ()
    cautions: tuple[str, ...] = ()

    @property
    def notes(self) -> tuple[str, ...]:
        """Everything there is to say about the figures, most important first."""
        found = (*self.cautions, self.reason, self.no_interval)
        return tuple(dict.fromkeys(filter(None, found)))


def figure(value: float | None) -> str:
    """Return a coefficient such as .78 or −.05, a dash where there is none."""
    return coefficient(value)


def interval(low: float | None, high: float | None) -> str:
    """Return an interval such as [.69, .86], a dash where there is none."""
    return "–" if low is None or high is None else f"[{figure(low)}, {figure(high)}]"


def share(value: float | None) -> str:
    """Return a share such as 14%, with decimals where it is small."""
    if value is None:
        return "–"
    percent = 100 * value
    return percent_words(value, 0 if percent >= 10 or percent == 0 else 1)
