"""Agreement and frequency results as tables for a spreadsheet: typed cells, settings beside them.

Both take the structures that the command line prints as JSON, so a table never says anything else.
A sheet is a header and rows; a figure that cannot be computed is an empty cell, with the reason in
the row's last column.
"""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from qda_app.domain.messages import say

Cell: TypeAlias = str | int | float | None
Sheet: TypeAlias = tuple[list[str], list[list[Cell]]]

NODE_COLUMNS = (
    "node",
    "n11",
    "n10",
    "n01",
    "n00",
    "percent",
    "kappa",
    "alpha",
    "f1",
    "prevalence",
    "reason",
)
FREQUENCY_COLUMNS = (
    "node",
    "codings",
    "codings_total",
    "sources",
    "sources_total",
    "cases",
    "characters",
    "characters_total",
    "words",
    "words_total",
    "share",
)
_OVERALL = ("percent", "pooled_kappa", "mean_kappa")


def agreement_rows(report: Mapping[str, Any]) -> Sheet:
    """Return all figures of an agreement report as one table, for a csv file.

    The rows of all sources together have an empty `source`; a last row per overall figure would
    break the columns, so these are in `agreement_sheets` only.
    """
    header = ["source", *NODE_COLUMNS]
    rows = [_row(header, {"source": None, **entry}) for entry in report["nodes"]]
    return header, rows + [_row(header, entry) for entry in report["sources"]]


def agreement_sheets(report: Mapping[str, Any], settings: Mapping[str, str]) -> dict[str, Sheet]:
    """Return the report as sheets: nodes, sources, overall, settings.

    `settings` names what the caller knows of the computation (text compared, codebook version,
    date), as sentences or short values; coders, unit, sources and length are added from the report.
    """
    overall = report["overall"]
    universe = report["universe"]
    stated = {
        say("Coders"): ", ".join(report["coders"]),
        say("Unit"): report["unit"],
        **settings,
        say("Length of the text compared, in code points"): universe["length"],
        say("Sources compared"): len(universe["sources"]),
    }
    named = [[None, source] for source in universe["sources"]]
    return {
        say("Nodes"): (list(NODE_COLUMNS), [_row(NODE_COLUMNS, e) for e in report["nodes"]]),
        say("Sources"): (
            ["source", *NODE_COLUMNS],
            [_row(["source", *NODE_COLUMNS], e) for e in report["sources"]],
        ),
        say("Overall"): (
            ["measure", "value", "reason"],
            [
                [name, overall[name], overall.get("reason") if overall[name] is None else None]
                for name in _OVERALL
            ],
        ),
        **settings_sheet(stated, named),
    }


def frequency_rows(counts: Sequence[Mapping[str, Any]], group: str = "") -> Sheet:
    """Return frequencies as one table; with `group`, its name is a first column, as in the rows."""
    header = [group, *FREQUENCY_COLUMNS] if group else list(FREQUENCY_COLUMNS)
    return header, [_row(header, entry) for entry in counts]


def frequency_sheets(
    counts: Sequence[Mapping[str, Any]], settings: Mapping[str, str], group: str = ""
) -> dict[str, Sheet]:
    """Return frequencies as sheets: the counts, and the settings (coders, text, sources, date)."""
    return {say("Frequencies"): frequency_rows(counts, group), **settings_sheet(settings)}


def settings_sheet(
    settings: Mapping[str, Cell], more: Sequence[Sequence[Cell]] = ()
) -> dict[str, Sheet]:
    """Return the sheet that says how the figures came about, one setting per row."""
    rows: list[list[Cell]] = [[name, value] for name, value in settings.items()]
    return {say("Settings"): (["setting", "value"], rows + [list(row) for row in more])}


def settings_lines(settings: Mapping[str, Cell]) -> list[str]:
    """Return the settings as lines of text, for a report or a terminal."""
    return [f"{name}: {value}" for name, value in settings.items() if value not in {None, ""}]


def _row(header: Sequence[str], entry: Mapping[str, Any]) -> list[Cell]:
    return [entry[name] for name in header]
