"""Subcommands that compute: agreement, frequencies, excerpts."""

from pathlib import Path
from typing import Any

import click

from qda_app.cli.output import (
    format_options,
    progress_bar,
    resolve_format,
    write_json,
    write_sheets,
)
from qda_app.cli.running import comma_list, on_project
from qda_app.domain.messages import say
from qda_app.services.project import Project

_TEXT = click.option(
    "--text",
    type=click.Choice(["participants", "whole"]),
    default="participants",
    show_default=True,
    help="The participants' words, or the whole text.",
)
_CODERS = click.option(
    "--coders", callback=comma_list, metavar="A,B", help="Whose codings; else everybody's."
)
_NODES = click.option(
    "--node", "nodes", multiple=True, metavar="PATH", help="Only this node; may be repeated."
)


@click.command()
@on_project
@_CODERS
@click.option(
    "--unit",
    type=click.Choice(["character", "sentence", "paragraph", "turn"]),
    default="character",
    show_default=True,
    help="What is counted.",
)
@click.option(
    "--overlap",
    type=float,
    default=0.0,
    metavar="X",
    help="The share of a unit that must be coded, from 0 (any of it) to 1.",
)
@click.option(
    "--level",
    default="",
    metavar="N|leaf|own",
    help="Nodes down to this level, the top being 0; leaves only; or without descendants.",
)
@click.option(
    "--interval",
    type=click.Choice(["jackknife", "bootstrap", "none"]),
    default="jackknife",
    show_default=True,
    help="How intervals are computed, from the sources.",
)
@click.option("--seed", type=int, default=1, show_default=True, help="The bootstrap's seed.")
@click.option("--sources", callback=comma_list, metavar="A,B", help="Only these sources; else all.")
@_TEXT
@_NODES
@format_options
def agreement(
    project: Project, coders: list[str] | None, form: str | None, out: Path | None, **choices: Any
) -> None:
    """Compare two coders per node, per source and overall."""
    from qda_app.services.result_tables import agreement_caption, agreement_sheets

    form = resolve_format(form, out)
    found = project.agreement(coders=coders, **choices)
    if form == "json":
        write_json(found.as_json(), out)
    else:
        write_sheets(form, agreement_sheets(found), out, agreement_caption(found))


@click.command()
@on_project
@_CODERS
@_TEXT
@click.option("--by", metavar="coder|source|case|ATTRIBUTE", help="One row per node and group.")
@format_options
def frequencies(
    project: Project,
    coders: list[str] | None,
    text: str,
    by: str | None,
    form: str | None,
    out: Path | None,
) -> None:
    """Count how often and how much each node was used."""
    from qda_app.services.result_tables import frequency_caption, frequency_sheets

    form = resolve_format(form, out)
    found = project.frequencies(coders=coders, text=text, by=by)
    if form == "json":
        write_json(found.as_json(), out)
    else:
        write_sheets(form, frequency_sheets(found), out, frequency_caption(found))


@click.command()
@on_project
@_CODERS
@_NODES
@click.option(
    "--attribution",
    default="({source})",
    show_default=True,
    metavar="TEMPLATE",
    help="What follows a quotation, such as “({role} - School {school})”.",
)
@click.option(
    "-o", "--output", "out", required=True, type=click.Path(path_type=Path), metavar="OUT.docx"
)
def excerpts(
    project: Project, coders: list[str] | None, nodes: tuple[str, ...], attribution: str, out: Path
) -> None:
    """Write the coded passages as block quotations under node headings."""
    from qda_app.services.quoting import write_excerpts

    count = write_excerpts(
        project.read, out, coders, nodes, attribution, progress_bar(say("Writing"))
    )
    click.echo(say("{count} quotations written to {path}.", count=count, path=out))
