"""Estimates with their intervals as a chart for print, as PNG, SVG or PDF."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qda_app.formats.reports.charts import BLUE, broken, figure_bytes, rows_height, written

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True, slots=True)
class Reach:
    """One line of the chart: an estimate and how far its interval reaches, None for none."""

    name: str
    value: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class IntervalChart:
    """What is drawn, from the top; `note` states the settings below the drawing."""

    title: str
    rows: Sequence[Reach]
    measure: str
    note: str = ""


def write_interval_chart(chart: IntervalChart, path: Path, width: float = 16.0) -> None:
    """Write a chart as `path` says by its ending, `width` in centimetres.

    Raises QdaError for another ending and where the file cannot be written.
    """
    written(path, lambda kind: draw_intervals(chart, kind, width))


def draw_intervals(chart: IntervalChart, kind: str, width: float = 16.0, dots: int = 200) -> bytes:
    """Return the chart as the bytes of a png, svg or pdf file; text stays text where it can."""
    names = [broken(row.name, width) for row in chart.rows]
    size = (width, 3.0 + rows_height(names))
    words = chart.title, chart.note

    def fill(figure: "Figure") -> None:
        _lines(figure.add_subplot(), chart, names)

    return figure_bytes(fill, kind, size, words, dots)


def _lines(axes: Any, chart: IntervalChart, names: Sequence[str]) -> None:
    for place, row in enumerate(chart.rows):
        if row.low is not None and row.high is not None:
            axes.plot([row.low, row.high], [place, place], color=BLUE, linewidth=1.4)
            axes.plot([row.low, row.high], [place, place], "|", color=BLUE, markersize=6)
        axes.plot([row.value], [place], "o", color=BLUE, markersize=4)
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.4, -0.6)
    ends = [end for row in chart.rows for end in (row.value, row.low) if end is not None]
    axes.set_xlim(min(0.0, *ends) - 0.02 if ends else 0.0, 1.02)
    axes.set_xlabel(chart.measure)
    axes.grid(axis="x", color="#dddddd", linewidth=0.6)
    axes.set_axisbelow(True)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(axis="y", length=0)
