"""How much more to code together for an interval as narrow as one wants."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil

from qda_app.analysis.agreement.jackknife import sources_needed
from qda_app.domain.errors import QdaError
from qda_app.domain.messages import counted, say
from qda_app.services.comparing.comparison import Comparison, View
from qda_app.services.comparing.figures import AgreementRow
from qda_app.services.comparing.rows import node_rows, overall_row
from qda_app.services.comparing.units import JACKKNIFE


@dataclass(frozen=True, slots=True)
class PlanRow:
    """How many sources, and segments of a node in them, an interval of a wanted width takes.

    `half_width` is that of the present interval; `sources` counts those there are already, `more`
    does not. `reason` says why it cannot be told.
    """

    key: int
    name: str
    value: float | None
    half_width: float | None
    sources: int | None
    more: int | None
    segments: int | None
    reason: str | None = None


def plan(of: Comparison, view: View, half_width: float) -> list[PlanRow]:
    """Return the plan over all nodes and for each, from the present standard errors.

    They are the jackknife's over sources; the sources to come are taken to be like these. Raises
    QdaError unless the half-width is above 0.
    """
    if not half_width > 0:
        raise QdaError(say("The half-width is above 0."))
    view = replace(view, interval=JACKKNIFE)
    kept, over = of.level(view)
    mine = of.live.segment_sums()
    together = float(mine[over].sum()) / len(of.coders)
    rows = [_planned(of, view, overall_row(of, view), together, half_width)]
    each = mine[kept].sum(axis=1) / len(of.coders)
    rows += [
        _planned(of, view, row, float(number), half_width)
        for row, number in zip(node_rows(of, view), each, strict=True)
    ]
    return rows


def _planned(
    of: Comparison, view: View, row: AgreementRow, segments: float, half_width: float
) -> PlanRow:
    now = None if row.low is None or row.high is None else (row.high - row.low) / 2
    why = _cannot(of, view, row)
    if why is not None or row.error is None:
        return PlanRow(row.key, row.name, row.value, now, None, None, None, why)
    have = len(of.sources)
    needed = max(sources_needed(row.error, have, half_width), 2)
    more = max(needed - have, 0)
    return PlanRow(row.key, row.name, row.value, now, needed, more, ceil(segments * needed / have))


def _cannot(of: Comparison, view: View, row: AgreementRow) -> str | None:
    """Say why the sources needed cannot be told."""
    if row.value is None:
        return row.reason or row.no_interval
    if of.in_parts(view):
        return counted(
            "Only 1 source is compared: there is no spread to go by. Code five together.",
            "Only {count} sources are compared: their spread says too little. Code five together.",
            len(of.sources),
        )
    return row.no_interval


def described(rows: Sequence[PlanRow], half_width: float) -> str:
    """Say in a sentence what the plan is over all nodes."""
    whole = rows[0]
    if whole.sources is None:
        return whole.reason or ""
    if not whole.more:
        return say(
            "Over all nodes the interval is ± {width:.2f} or narrower already.", width=half_width
        )
    return say(
        "For ± {width:.2f} over all nodes, {sources} sources coded by all: {more} more than now.",
        width=half_width,
        sources=whole.sources,
        more=whole.more,
    )
