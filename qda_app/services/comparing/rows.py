"""The figures of a comparison: by node, by source, by pair of coders, and over all."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np

from qda_app.analysis.agreement.blocks import FEW_SOURCES
from qda_app.analysis.agreement.bootstrap import bootstrap
from qda_app.analysis.agreement.cautions import (
    FEW_SEGMENTS,
    cautions,
    cautions_of_several,
    explanations,
)
from qda_app.analysis.agreement.coefficients import Table
from qda_app.analysis.agreement.intervals import Calculation, Interval, reason
from qda_app.analysis.agreement.jackknife import jackknife
from qda_app.analysis.agreement.reasons import nothing_to_compare, only_one_node, reason_of
from qda_app.analysis.arrays import Bools, Floats, Ints, or_none
from qda_app.domain.messages import say
from qda_app.services.comparing.comparison import Comparison, View
from qda_app.services.comparing.figures import AgreementRow
from qda_app.services.comparing.scales import PAIR, ROWS, SEVERAL, Scale, pair_measure, reading
from qda_app.services.comparing.text import CHARACTER
from qda_app.services.comparing.units import BOOTSTRAP, JACKKNIFE, NONE


def node_rows(of: Comparison, view: View = View()) -> list[AgreementRow]:  # noqa: B008
    """Return one row per node shown, in the order of the tree."""
    kept, _over = of.level(view)
    table = of.tables(own=view.own).sum(axis=0)[kept]
    calculation = of.reading(view).calculation
    interval = _interval(of, view, of.sampled(view)[:, kept], calculation)
    found = _cautions(of, view, table, kept, interval)
    nodes = [of.tree.order[place] for place in kept]
    rows = _rows(of, [n.id for n in nodes], [n.name for n in nodes], table, interval, found)
    if view.own:
        return rows
    own = or_none(calculation(of.tables(own=True).sum(axis=0)[kept]))
    return [replace(row, own=value) for row, value in zip(rows, own, strict=True)]


def overall_row(of: Comparison, view: View = View()) -> AgreementRow:  # noqa: B008
    """Return the nodes together: pooled kappa, or the mean over nodes of another coefficient."""
    _kept, over = of.level(view)
    interval = _one(_interval(of, view, of.sampled(view)[:, over], of.reading(view).over_nodes))
    tables = of.tables(own=view.own).sum(axis=0)[over]
    row = _rows(of, [-1], [overall_name(view)], tables.sum(axis=0)[None], interval, None)[0]
    none = None if len(tables) else nothing_to_compare(of.scale.kind, tables)
    return row if none is None else replace(row, reason=none)


def overall_of(of: Comparison, view: View, tables: Table) -> AgreementRow:
    """Return the same of tables [sources, nodes, cells] of other codings, such as earlier ones.

    Of fewer than five sources there is no interval.
    """
    _kept, over = of.level(view)
    few = view.interval == JACKKNIFE and len(tables) < FEW_SOURCES
    asked = replace(view, interval=NONE) if few else view
    interval = _one(_interval(of, asked, tables[:, over], of.reading(view).over_nodes))
    table = tables[:, over].sum(axis=(0, 1))[None]
    row = _rows(of, [-1], [overall_name(view)], table, interval, None)[0]
    said = say("There are fewer than {count} sources.", count=FEW_SOURCES)
    return replace(row, no_interval=said) if few and row.value is not None else row


def overall_name(view: View) -> str:
    """Say over which nodes the overall figures are."""
    if view.own:
        return say("All nodes")
    if view.level.isdecimal():
        return say("All nodes of the level")
    return say("All leaf nodes")


def source_rows(of: Comparison, view: View = View()) -> list[AgreementRow]:  # noqa: B008
    """Return one row per source: all nodes' text together, without an interval."""
    _kept, over = of.level(view)
    tables = of.tables(own=view.own)[:, over]
    interval = _without(of.reading(view).over_nodes(tables))
    keys, names = [s.id for s in of.sources], [s.name for s in of.sources]
    rows = _rows(of, keys, names, tables.sum(axis=1), interval, None)
    return [replace(row, no_interval=None) for row in rows]


def pair_rows(
    of: Comparison,
    view: View = View(),  # noqa: B008
) -> list[tuple[tuple[int, int], AgreementRow]]:
    """Return the overall figures of every two of the coders, on the text that all worked on."""
    if len(of.coders) == 2:
        return [((0, 1), replace(overall_row(of, view), name=" × ".join(of.names)))]
    kept, over = of.level(view)
    scale = PAIR if of.scale is SEVERAL else of.scale
    name = pair_measure(view.measure) if scale is PAIR else view.measure
    of_two = reading(scale, name, len(kept), int(over.sum()))
    found = []
    for number, (a, b) in enumerate(combinations(range(len(of.coders)), 2)):
        tables = of.tables_of_pair(number, own=view.own)[:, over]
        interval = _one(_over_sources(view, tables, of_two.over_nodes, of_two.limits))
        pair = of.names[a], of.names[b]
        table = tables.sum(axis=(0, 1))[None]
        rows = _rows(of, [number], [" × ".join(pair)], table, interval, None, scale, pair)
        found.append(((a, b), rows[0]))
    return found


def heat(of: Comparison, view: View = View()) -> list[list[float | None]]:  # noqa: B008
    """Return the coefficient by node shown and source [nodes][sources]."""
    kept, _over = of.level(view)
    values = of.reading(view).calculation(of.tables(own=view.own)[:, kept])
    return [or_none(row) for row in np.ascontiguousarray(values.T)]


# -- how they are made -------------------------------------------------------------------------


def _interval(of: Comparison, view: View, tables: Table, calculation: Calculation) -> Interval:
    return _over_sources(view, tables, calculation, of.reading(view).limits)


def _over_sources(
    view: View, tables: Table, calculation: Calculation, limits: tuple[float, float]
) -> Interval:
    if view.interval == BOOTSTRAP:
        return bootstrap(tables, calculation, seed=view.seed)
    if view.interval == NONE:
        return _without(calculation(tables.sum(axis=0)))
    return jackknife(tables, calculation, limits=limits)


def _without(values: Floats) -> Interval:
    """Return values without an interval, none having been asked for."""
    values = np.asarray(values, dtype=np.float64)
    none = np.full(values.shape, np.nan)
    zeros = np.zeros(values.shape, dtype=np.int64)
    return Interval(values, none, none, none, zeros, NONE, 0, 0.95)


def _one(of: Interval) -> Interval:
    """Return an interval of a single figure as that of a list of one."""
    return replace(
        of,
        estimate=np.asarray(of.estimate)[None],
        low=np.asarray(of.low)[None],
        high=np.asarray(of.high)[None],
        error=np.asarray(of.error)[None],
        missing=np.asarray(of.missing)[None],
    )


def _cautions(of: Comparison, view: View, table: Table, kept: Ints, interval: Interval) -> Bools:
    """Say which cautions apply to each node [nodes shown, cautions]."""
    segments = None if view.own else of.live.segment_sums()[kept]
    if of.scale is PAIR:
        by_text = of.unit == CHARACTER and not view.own
        longest = of.live.longest_shared()[kept] if by_text else None
        return cautions(of.scale.shown(table), segments, longest, interval.half_width)
    prevalence = of.scale.figure("prevalence")
    share = None if prevalence is None else prevalence(table)
    if segments is None:
        segments = np.full((len(kept), len(of.coders)), FEW_SEGMENTS)
    return cautions_of_several(segments, share, interval.half_width)


def _rows(
    of: Comparison,
    keys: Sequence[int],
    names: Sequence[str],
    table: Table,
    interval: Interval,
    found: Bools | None,
    scale: Scale | None = None,
    pair: Sequence[str] = (),
) -> list[AgreementRow]:
    scale, pair = scale or of.scale, pair or of.names
    parts = (interval.estimate, interval.low, interval.high, interval.error)
    value, low, high, error = (or_none(np.asarray(part)) for part in parts)
    percent, f1, prevalence, bias = (
        [None] * len(keys) if of_it is None else or_none(of_it(table))
        for of_it in map(scale.figure, ("percent", "f1", "prevalence", "bias"))
    )
    cells = scale.shown(table).tolist()
    rows = []
    for at, (key, name) in enumerate(zip(keys, names, strict=True)):
        nothing = value[at] is None or (found is not None and value[at] == 0)
        said = () if found is None else tuple(explanations(found[at], _four(cells[at]), pair))
        rows.append(
            AgreementRow(
                key, name, tuple(cells[at]),
                value[at], low[at], high[at], percent[at], f1[at], prevalence[at], bias[at],
                error=error[at],
                reason=_why(scale, value[at], cells[at], pair) if nothing else None,
                no_interval=reason(int(interval.missing[at])),
                flags=() if found is None else tuple(np.flatnonzero(found[at]).tolist()),
                cautions=said,
            )
        )  # fmt: skip
    return rows


def _why(
    scale: Scale, value: float | None, cells: Sequence[int], pair: Sequence[str]
) -> str | None:
    """Say why there is no value: rows that were counted lack one only where the nodes are one."""
    if value is None and scale is ROWS and any(cells):
        return only_one_node()
    return reason_of(scale.kind, cells, pair)


def _four(cells: Sequence[int]) -> Sequence[int]:
    """Return cells that cautions can be explained by, whatever the scale."""
    return cells if len(cells) == 4 else (*cells, 0, 0, 0)
