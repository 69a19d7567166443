"""A comparison as tables and a chart for files, with the settings that made them."""

from collections.abc import Sequence

from qda_app import __version__
from qda_app.analysis.agreement.measures import MEASURES
from qda_app.domain.messages import say
from qda_app.formats.reports.charts import Chart
from qda_app.services.comparison import AgreementRow, Comparison
from qda_app.services.counted_text import statement

Sheets = dict[str, tuple[list[str], list[list[str | int | float | None]]]]


def settings(of: Comparison, measure: str, *, own: bool = False) -> dict[str, str]:
    """Say what the figures are about: coders, coefficient, unit, text, sources, version."""
    found = {
        say("Coders"): " × ".join(of.names),
        say("Coefficient"): f"{measure} ({MEASURES[measure].paper})",
        say("Unit"): unit_words(of.unit),
        say("Text compared"): statement(of.text),
        say("Sources compared"): say("{count} that both worked on", count=len(of.sources)),
        say("Sources left out"): ", ".join(of.left_out) or say("none"),
        say("Length compared"): str(of.length),
        say("Figures of a node"): say("own codings only")
        if own
        else say("its descendants included"),
        say("Interval"): say("95 %, jackknife over sources, t distribution"),
    }
    if of.where:
        said = "; ".join(f"{name}: {', '.join(sorted(v))}" for name, v in of.where.items())
        found[say("Participants")] = said
    return found | {say("Journal"): of.head, say("Software"): f"qda-app {__version__}"}


def unit_words(unit: str) -> str:
    """Return a unit in the user's language."""
    return {
        "character": say("character"),
        "sentence": say("sentence"),
        "paragraph": say("paragraph"),
        "turn": say("turn"),
    }[unit]


def sheets(of: Comparison, measure: str, *, own: bool = False) -> Sheets:
    """Return the tables by node and by source, node by source, and the settings."""
    header = [
        say("name"), "n11", "n10", "n01", "n00", measure, say("low"), say("high"),
        "percent", "f1", "prevalence", "bias", say("notes"),
    ]  # fmt: skip
    paths = {node.id: of.tree.path(node.id) for node in of.tree.order}
    rows = [of.overall_row(measure, own=own), *of.node_rows(measure, own=own)]
    heat = of.heat(measure, own=own)
    return {
        say("Nodes"): (header, [_line(row, paths.get(row.key, row.name)) for row in rows]),
        say("Sources"): (header, [_line(row, row.name) for row in of.source_rows(measure)]),
        say("Nodes by source"): (
            [say("node"), *(source.name for source in of.sources)],
            [[path, *values] for path, values in zip(paths.values(), heat, strict=True)],
        ),
        say("Settings"): (
            [say("setting"), say("value")],
            [[name, value] for name, value in settings(of, measure, own=own).items()],
        ),
    }


def _line(row: AgreementRow, name: str) -> list[str | int | float | None]:
    notes = "; ".join(filter(None, (row.reason, row.no_interval, *row.cautions)))
    figures = (row.value, row.low, row.high, row.percent, row.f1, row.prevalence, row.bias)
    return [name, *row.cells, *figures, notes]


def heat_chart(of: Comparison, measure: str, *, own: bool = False) -> Chart:
    """Return the coefficient by node and source as a chart; nodes that nobody used are left out."""
    heat = of.heat(measure, own=own)
    used = [n for n, row in enumerate(heat) if any(value is not None for value in row)]
    note = "; ".join(f"{n}: {v}" for n, v in settings(of, measure, own=own).items())
    return Chart(
        say("Agreement by node and source"),
        [of.tree.order[n].name for n in used],
        [source.name for source in of.sources],
        [_above_zero(heat[n]) for n in used],
        measure,
        note,
    )


def _above_zero(values: Sequence[float | None]) -> list[float | None]:
    return [None if value is None else round(value, 4) for value in values]


def methods_paragraph(of: Comparison, measure: str, *, own: bool = False) -> str:
    """Return a paragraph for a methods section; every number is one of this comparison's."""
    row = of.overall_row(measure, own=own)
    low, high = row.low, row.high
    between = "" if low is None or high is None else f" [{low:.2f}, {high:.2f}]"
    about = say(
        "The interval is a 95 % jackknife interval over sources with the t distribution (Efron & "
        "Stein, 1981)."
    )
    about = about if between else row.no_interval or ""
    value = "–" if row.value is None else f"{row.value:.2f}{between}"
    return say(
        "{a} and {b} both coded {count} sources ({length} characters; {text}). Agreement "
        "was computed by {unit} as {measure} ({paper}); over the {nodes} it was {value}. {about} "
        "Computed with qda-app {version}.",
        a=of.names[0],
        b=of.names[1],
        count=len(of.sources),
        length=of.length,
        text=statement(of.text),
        unit=unit_words(of.unit),
        measure=("pooled kappa" if measure == "kappa" else f"mean {measure}"),
        paper="Cohen 1960; De Vries et al. 2008" if measure == "kappa" else MEASURES[measure].paper,
        nodes=say("leaf nodes") if not own else say("nodes"),
        value=value,
        about=about,
        version=__version__,
    )
