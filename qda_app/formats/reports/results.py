"""Frequencies as tables for a spreadsheet: typed cells, settings beside them.

They take the structure that the command line prints as JSON, so a table never says anything else. A
sheet is a header and rows.
"""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from qda_app.domain.messages import say

Cell: TypeAlias = str | int | float | None
Sheet: TypeAlias = tuple[list[str], list[list[Cell]]]

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
