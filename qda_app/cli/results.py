"""Subcommands that count: frequencies; and the options that results share."""

from pathlib import Path

import click

from qda_app.cli.output import FORMATS, format_choices, resolve_format, write_json, write_sheets
from qda_app.cli.running import comma_list, on_project, written_in
from qda_app.services.project import Project

FREQUENCY_FORMATS = (*FORMATS, "docx")
TEXT = click.option(
    "--text",
    type=click.Choice(["participants", "whole"]),
    default="participants",
    show_default=True,
    help="The participants' words, or the whole text.",
)
CODERS = click.option(
    "--coders", callback=comma_list, metavar="A,B", help="Whose codings; else everybody's."
)
NODES = click.option(
    "--node", "nodes", multiple=True, metavar="PATH", help="Only this node; may be repeated."
)


@click.command()
@on_project
@CODERS
@TEXT
@click.option("--by", metavar="coder|source|case|ATTRIBUTE", help="One row per node and group.")
@format_choices(FREQUENCY_FORMATS)
@written_in
def frequencies(
    project: Project,
    coders: list[str] | None,
    text: str,
    by: str | None,
    form: str | None,
    out: Path | None,
) -> None:
    """Count how often and how much each node was used."""
    from qda_app.services.paper.count_tables import write_count_table
    from qda_app.services.result_tables import frequency_caption, frequency_sheets

    form = resolve_format(form, out, FREQUENCY_FORMATS)
    if form == "docx" and out is not None:
        write_count_table(project.read, out, coders, text, by)
        return
    found = project.frequencies(coders=coders, text=text, by=by)
    if form == "json":
        write_json(found.as_json(), out)
    else:
        write_sheets(form, frequency_sheets(found), out, frequency_caption(found))
