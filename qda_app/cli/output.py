"""How results are written: tables for a terminal, plain data for a pipe, files on request."""

import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from qda_app.domain.disk import not_written
from qda_app.domain.messages import say

FORMATS = ("table", "json", "csv", "xlsx")
Row = Sequence[Any]
Sheets = Mapping[str, tuple[Sequence[str], Sequence[Row]]]


def format_choices(formats: Sequence[str]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return what adds --format, one of these, and -o to a command."""
    chosen = click.option(
        "--format",
        "form",
        type=click.Choice(formats),
        help="How to write; by the suffix of OUT, else a table.",
    )
    out = click.option("-o", "--output", "out", type=click.Path(path_type=Path), metavar="OUT")
    return lambda function: chosen(out(function))


def resolve_format(form: str | None, out: Path | None, formats: Sequence[str] = FORMATS) -> str:
    """Return the format asked for, or the one that the output's suffix names."""
    known = [name for name in formats if name != "table"]
    if form is None and out is not None:
        form = out.suffix.lower().removeprefix(".")
        if form not in known:
            raise click.UsageError(
                say(
                    "Name a format with --format, or a file that ends in one of: {known}.",
                    known=", ".join(f".{name}" for name in known),
                )
            )
    if form in {"xlsx", "docx"} and out is None:
        raise click.UsageError(say("This format needs a file: add -o OUT.{form}.", form=form))
    if form == "table" and out is not None:
        raise click.UsageError(
            say(
                "A table goes to the screen; for a file choose one of: {known}.",
                known=", ".join(known),
            )
        )
    return form or "table"


def write_json(value: Any, out: Path | None = None) -> None:
    """Write JSON to a file or to standard output."""
    text = json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False)
    if out is None:
        click.echo(text)
        return
    try:
        out.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise not_written(out, error) from None


def write_sheets(form: str, sheets: Sheets, out: Path | None, caption: Sequence[str]) -> None:
    """Write the first sheet as a table or csv, or all of them as a workbook.

    Columns have the names that people read in a workbook and on a terminal, else the exact ones.
    """
    if form == "xlsx" or (form == "table" and sys.stdout.isatty()):
        from qda_app.formats.reports.column_names import for_people

        sheets = for_people(sheets)
    header, rows = next(iter(sheets.values()))
    if form == "table":
        show(header, rows, caption)
        return
    from qda_app.formats.tables import write_report_csv, write_xlsx

    if form == "xlsx":
        assert out is not None  # noqa: S101
        write_xlsx(out, dict(sheets))
    elif out is None:
        write_report_csv(sys.stdout, header, rows)
    else:
        write_report_csv(out, header, rows)


def show(header: Sequence[str], rows: Iterable[Row], caption: Sequence[str] = ()) -> None:
    """Print rows: a drawn table for a terminal, tab-separated lines for a pipe."""
    if not sys.stdout.isatty():
        for row in (header, *rows):
            click.echo("\t".join(cell(value) for value in row))
        for line in caption:
            click.echo(line, err=True)
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(caption="\n".join(caption) or None, caption_justify="left")
    rows = [list(row) for row in rows]
    for place, name in enumerate(header):
        numbers = any(isinstance(row[place], int | float) for row in rows)
        table.add_column(name, justify="right" if numbers else "left")
    for row in rows:
        table.add_row(*(cell(value) for value in row))
    Console().print(table)


def cell(value: Any) -> str:
    """Return a value as a table shows it: three decimals, a dash for what is missing."""
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:.3f}"
    return " ".join(str(value).split())


def progress_bar(total_label: str) -> Callable[[int, int, str], None]:
    """Return a listener for (done, of, name) that draws a bar on a terminal and else is silent."""
    if not sys.stderr.isatty():
        return lambda _done, _of, _name: None
    width = 30

    def draw(done: int, of: int, name: str) -> None:
        filled = width * done // max(of, 1)
        bar = "█" * filled + "░" * (width - filled)
        end = "\n" if done == of else ""
        click.echo(f"\r\033[K{total_label} {bar} {done}/{of} {name[:40]}", err=True, nl=False)
        click.echo(end, err=True, nl=False)

    return draw
