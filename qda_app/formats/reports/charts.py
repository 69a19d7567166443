"""Charts made for print: bars and heat maps as PNG, SVG or PDF, in grey-proof colours."""

import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qda_app.domain.disk import not_written
from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

KINDS = ("png", "svg", "pdf")
INCH = 2.54  # centimetres
WIDEST_LABEL = 42  # characters of a label before it is broken, fewer where the chart is narrow
NARROWEST = 8.0  # centimetres: a column of a journal has 8.5
NUMBERED = 0.55  # centimetres of a cell below which its number is not written
PER_CM = {"label": 6.4, "title": 4.6, "note": 7.4}  # characters of that size in a centimetre
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
        raise not_written(path, error) from error


def draw(chart: Chart, kind: str, width: float = 16.0, dots: int = 200) -> bytes:
    """Return a chart as the bytes of a png, svg or pdf file; text stays text where it can."""
    several = len(chart.columns) > 1

    def fill(figure: "Figure") -> None:
        axes = figure.add_subplot()
        if several:
            _heat(figure, axes, chart, width)
        else:
            _bars(axes, chart, width)

    size = width, _height(chart, width, several=several)
    return figure_bytes(fill, kind, size, (chart.title, chart.note), dots)


def figure_bytes(
    fill: Callable[["Figure"], None],
    kind: str,
    size: tuple[float, float],
    words: tuple[str, str],
    dots: int,
) -> bytes:
    """Return a figure of a size in centimetres, the same bytes each time.

    `words` are the title above and the note below, broken to fit; the height grows with them.
    """
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
    title, note = _fitted(words[0], width, "title"), _fitted(words[1], width, "note")
    height += 0.42 * title.count("\n") + 0.27 * note.count("\n")
    with rc_context(settings):
        figure = Figure(figsize=(width / INCH, height / INCH), layout="constrained")
        fill(figure)
        left: Any = {"x": 0.1 / width, "ha": "left"}
        figure.suptitle(title, fontsize=SIZES["title"], weight="bold", **left)
        if note:
            figure.supxlabel(note, fontsize=SIZES["note"], color=GREY, **left)
        target = BytesIO()
        dated = {"svg": "Date", "pdf": "CreationDate"}.get(kind)
        metadata = {dated: None} if dated else None
        figure.savefig(target, format=kind, dpi=dots, metadata=metadata)
    return target.getvalue()


def _fitted(text: str, width: float, size: str) -> str:
    """Return a text broken into lines that fit a width in centimetres."""
    return textwrap.fill(text, max(12, int(width * PER_CM[size])))


def _height(chart: Chart, width: float, *, several: bool) -> float:
    longest = max((longest_line(broken(name, width)) for name in chart.columns), default=0)
    above = min(longest * 0.12, 5.0) if several else 0.0
    names = [broken(name, width) for name in chart.rows]
    return 2.2 + rows_height(names) + above + (0.8 if chart.note else 0)


def rows_height(names: Sequence[str]) -> float:
    """Return the height in centimetres of rows side by side, all as high as the highest label."""
    lines = max((name.count("\n") + 1 for name in names), default=1)
    return len(names) * max(0.42, 0.1 + 0.34 * lines)


def longest_line(label: str) -> int:
    """Return the length of the longest line of a label."""
    return max(map(len, label.splitlines()), default=0)


def broken(name: str, width: float) -> str:
    """Return a label in lines that leave most of a chart's width in centimetres to the drawing."""
    longest = min(WIDEST_LABEL, max(14, int(width * PER_CM["label"] * 0.38)))
    return "\n".join(textwrap.wrap(name, longest)) or name


def _number(value: float | None) -> str:
    if value is None:
        return "–"
    return str(int(value)) if float(value).is_integer() else f"{value:.2f}"


def _bars(axes: "Axes", chart: Chart, width: float) -> None:
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
    axes.set_yticks(places, [broken(name, width) for name in chart.rows])
    axes.invert_yaxis()
    axes.set_ylim(len(values) - 0.4, -0.6)
    axes.margins(x=0.08)
    axes.set_xlabel(chart.measure)
    axes.spines[["top", "right"]].set_visible(False)


def _heat(figure: "Figure", axes: "Axes", chart: Chart, width: float) -> None:
    from matplotlib.colors import LinearSegmentedColormap

    values = [[float("nan") if cell is None else cell for cell in row] for row in chart.values]
    most = max((cell for row in chart.values for cell in row if cell is not None), default=1) or 1
    inks = ["#ffffff", "#9dbfe0", BLUE, "#12304d"]
    shades = LinearSegmentedColormap.from_list("blues", inks).with_extremes(bad="#eeeeee")
    image = axes.imshow(values, cmap=shades, vmin=0, vmax=most, aspect="auto")
    names = [broken(name, width) for name in chart.rows]
    axes.set_yticks(range(len(chart.rows)), names)
    beside = max(map(longest_line, names), default=0) / PER_CM["label"]
    cell_width = (width - beside - 1.8) / len(chart.columns)
    axes.set_xticks(
        range(len(chart.columns)),
        [broken(name, width) for name in chart.columns],
        rotation=45 if cell_width > NUMBERED else 90,
        ha="left",
        rotation_mode="anchor",
    )
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    if len(chart.rows) * len(chart.columns) <= 900 and cell_width >= NUMBERED:
        for y, row in enumerate(chart.values):
            for x, cell in enumerate(row):
                ink = "white" if cell is not None and cell > 0.55 * most else "#1d1f21"
                if cell != 0:
                    axes.text(x, y, _number(cell), ha="center", va="center", color=ink)
    bar = figure.colorbar(image, ax=axes, shrink=0.6, pad=0.02)
    bar.set_label(chart.measure)
    bar.outline.set_visible(False)
