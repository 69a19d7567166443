"""Frequencies and crosstabs as tables for a paper."""

from collections.abc import Sequence
from pathlib import Path

from qda_app.domain.messages import say
from qda_app.domain.tree import SEPARATOR
from qda_app.formats.reports.word_tables import NOTHING, PaperTable, indented, write_word_tables
from qda_app.services.counted_text import PARTICIPANTS
from qda_app.services.counting import measure_words
from qda_app.services.crosstabs import Cell, Crosstab, frequencies_table, nodes_by
from qda_app.services.reads import Reads

MOST = 8  # columns of figures that a page holds
_TELLING = ("codings", "codings_total", "sources_total", "cases_total", "words_total", "share")


def count_tables(of: Crosstab) -> list[PaperTable]:
    """Return counts in the style of the APA: nodes indented, settings in the note.

    Of the frequencies the telling columns; a table with more columns than a page holds is parted.
    """
    names = indented(of.names, SEPARATOR)
    chosen = _chosen(of)
    parts = [chosen[at : at + MOST] for at in range(0, len(chosen), MOST)] or [[]]
    note = ". ".join(f"{name}: {value}" for name, value in of.settings.items()) + "."
    tables = []
    for number, part in enumerate(parts, 1):
        rows = [
            [name, *(_shown(cells[column]) for column in part)]
            for name, cells in zip(names, of.values, strict=True)
        ]
        title = of.title
        if len(parts) > 1:
            title = say("{title} ({number} of {count})", title=title, number=number,
                        count=len(parts))  # fmt: skip
        header = [of.label, *(of.columns[column] for column in part)]
        tables.append(PaperTable(title, header, rows, note if number == len(parts) else ""))
    return tables


def write_count_table(
    read: Reads,
    target: Path,
    coders: Sequence[str] | None = None,
    text: str = PARTICIPANTS,
    by: str | None = None,
) -> None:
    """Write frequencies for a paper as docx, or the codings of each node by a group's values."""
    if by is None:
        table = frequencies_table(read, coders, text)
    else:
        table = nodes_by(read, by, "codings_total", coders, text)
    write_word_tables(target, count_tables(table))


def _chosen(of: Crosstab) -> Sequence[int]:
    words = measure_words()
    telling = [of.columns.index(words[n]) for n in _TELLING if words[n] in of.columns]
    whole = set(of.columns) == set(words.values())
    return telling if whole else range(len(of.columns))


def _shown(cell: Cell) -> str:
    if cell is None:
        return NOTHING
    return f"{cell:.2f}".removeprefix("0") if isinstance(cell, float) else str(cell)
