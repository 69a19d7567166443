"""Charts made for print: bars and heat maps as PNG, SVG or PDF, in grey-proof colours."""

import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

KINDS = ("png", "svg", "pdf")
INCH = 2.54  # centimetres
WIDEST_LABEL = 42  # characters of a label before it is broken
BLUE, GREY = "#2b5c8a", "#5f6368"
SIZES = {"label": 8, "title": 10, "note": 6.5}


@dataclass(frozen=True, slots=True)
class Chart:
    """What is drawn: `values` [rows][columns], None where there is nothing to draw.

    One column makes bars, several a heat map. `note` states the settings below the drawing.
    """

    title: str
    rows: Sequence[str]
    columns: Sequence[str]
    values: Sequence[Sequence[float | None]]
    measure: str
    note: str = ""


def write_chart(chart: Chart, path: Path, width: float = 16.0) -> None:
    """Write a chart as `path` says by its ending, `width` in centimetres.

    Raises QdaError for another ending and where the file cannot be written.
    """
    written(path, lambda kind: draw(chart, kind, width))


def written(path: Path, drawn: Callable[[str], bytes]) -> None:
    """Write what is drawn for the kind of file that a path's ending names; errors as above."""
    kind = path.suffix.lower().removeprefix(".")
    if kind not in KINDS:
        raise QdaError(say("A chart is written as png, svg or pdf; end the name with one of them."))
    try:
        path.write_bytes(drawn(kind))
    except OSError as error:
        raise QdaError(
            say("{name} could not be written: {reason}.", name=path.name, reason=error.strerror)
        ) from error


def draw(chart: Chart, kind: str, width: float = 16.0, dots: int = 200) -> bytes:
    """Return a chart as the bytes of a png, svg or pdf file; text stays text where it can."""
    several = len(chart.columns) > 1

    def fill(figure: "Figure") -> None:
        axes = figure.add_subplot()
        if several:
            _heat(figure, axes, chart)
        else:
            _bars(axes, chart)
        axes.set_title(chart.title, loc="left", fontsize=SIZES["title"], weight="bold")

    return figure_bytes(fill, kind, (width, _height(chart, several=several)), chart.note, dots)


def figure_bytes(
    fill: Callable[["Figure"], None], kind: str, size: tuple[float, float], note: str, dots: int
) -> bytes:
    """Return a figure of a size in centimetres, with a note below, the same bytes each time."""
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    settings: Any = {
        "text.parse_math": False,
        "svg.fonttype": "none",
        "pdf.fonttype": 42,
        "font.family": "sans-serif",
        "font.size": SIZES["label"],
        "svg.hashsalt": "chart",
    }
    width, height = size
    with rc_context(settings):
        figure = Figure(figsize=(width / INCH, height / INCH), layout="constrained")
        fill(figure)
        if note:
            words = textwrap.fill(note, round(width * 8.2))
            figure.supxlabel(words, x=0.01, ha="left", fontsize=SIZES["note"], color=GREY)
        target = BytesIO()
        dated = {"svg": "Date", "pdf": "CreationDate"}.get(kind)
        metadata = {dated: None} if dated else None
        figure.savefig(target, format=kind, dpi=dots, metadata=metadata)
    return target.getvalue()


def _height(chart: Chart, *, several: bool) -> float:
    lines = sum(_broken(name).count("\n") + 1 for name in chart.rows)
    above = max((len(_broken(name)) for name in chart.columns), default=0) * 0.12 if several else 0
    return 2.2 + 0.42 * lines + min(above, 5.0) + (0.8 if chart.note else 0)


def _broken(name: str) -> str:
    return "\n".join(textwrap.wrap(name, WIDEST_LABEL)) or name


def _number(value: float | None) -> str:
    if value is None:
        return "–"
    return str(int(value)) if float(value).is_integer() else f"{value:.2f}"


def _bars(axes: "Axes", chart: Chart) -> None:
    values = [row[0] or 0 for row in chart.values]
    places = list(range(len(values)))
    axes.barh(places, values, color=BLUE, height=0.62)
    for place, row in zip(places, chart.values, strict=True):
        axes.annotate(
            _number(row[0]),
            (row[0] or 0, place),
            xytext=(3, 0),
            textcoords="offset points",
            va="center",
        )
    axes.set_yticks(places, [_broken(name) for name in chart.rows])
    axes.invert_yaxis()
    axes.set_ylim(len(values) - 0.4, -0.6)
    axes.margins(x=0.08)
    axes.set_xlabel(chart.measure)
    axes.spines[["top", "right"]].set_visible(False)


def _heat(figure: "Figure", axes: "Axes", chart: Chart) -> None:
    from matplotlib.colors import LinearSegmentedColormap

    values = [[float("nan") if cell is None else cell for cell in row] for row in chart.values]
    most = max((cell for row in chart.values for cell in row if cell is not None), default=1) or 1
    inks = ["#ffffff", "#9dbfe0", BLUE, "#12304d"]
    shades = LinearSegmentedColormap.from_list("blues", inks).with_extremes(bad="#eeeeee")
    image = axes.imshow(values, cmap=shades, vmin=0, vmax=most, aspect="auto")
    axes.set_yticks(range(len(chart.rows)), [_broken(name) for name in chart.rows])
    axes.set_xticks(
        range(len(chart.columns)),
        [_broken(name) for name in chart.columns],
        rotation=45,
        ha="left",
        rotation_mode="anchor",
    )
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    if len(chart.rows) * len(chart.columns) <= 900:
        for y, row in enumerate(chart.values):
            for x, cell in enumerate(row):
                ink = "white" if cell is not None and cell > 0.55 * most else "#1d1f21"
                if cell != 0:
                    axes.text(x, y, _number(cell), ha="center", va="center", color=ink)
    bar = figure.colorbar(image, ax=axes, shrink=0.6, pad=0.02)
    bar.set_label(chart.measure)
    bar.outline.set_visible(False)
