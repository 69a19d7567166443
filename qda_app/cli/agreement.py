"""The subcommand that compares coders."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qda_app.cli.output import (
    FORMATS,
    format_choices,
    resolve_format,
    show,
    write_json,
    write_sheets,
)
from qda_app.cli.results import NODES, TEXT
from qda_app.cli.running import comma_list, on_project
from qda_app.domain.messages import say
from qda_app.services.project import Project

if TYPE_CHECKING:
    from qda_app.services.comparing.agreement import AgreementReport

AGREEMENT_FORMATS = (*FORMATS, "docx")


@click.command()
@on_project
@click.option(
    "--coders",
    callback=comma_list,
    metavar="A,B,…",
    help="Two coders or more; else the only two who coded.",
)
@click.option(
    "--unit",
    type=click.Choice(["character", "sentence", "paragraph", "turn", "segment"]),
    default="character",
    show_default=True,
    help="What is counted.",
)
@click.option(
    "--overlap",
    type=float,
    metavar="X",
    help="The share of a unit that must be coded, from 0 (any of it, the default) to 1; how far "
    "segments must overlap, by default 0.5 with iou and 0.9 with maxqda.",
)
@click.option(
    "--match",
    type=click.Choice(["iou", "maxqda"]),
    default="iou",
    show_default=True,
    help="Segments match one to one by intersection over union, or row by row as in MAXQDA.",
)
@click.option(
    "--level",
    default="",
    metavar="N|leaf|own",
    help="Nodes down to this level, the top being 0; leaves only; or without descendants.",
)
@click.option(
    "--measure",
    "measures",
    multiple=True,
    metavar="NAME",
    help="Show this coefficient and its interval; may be repeated. Also alpha_u, u_alpha, cu_alpha "
    "and ku_alpha, for free spans.",
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
@click.option(
    "--where",
    multiple=True,
    metavar="ATTRIBUTE=VALUE",
    help="Only the words of participants with this value; may be repeated. Values of one attribute "
    "are alternatives.",
)
@click.option(
    "--round",
    "round_name",
    metavar="NAME",
    help="What was submitted in this round, under the codebook of that time.",
)
@click.option("--after", is_flag=True, help="In a round: settled passages as they were settled.")
@TEXT
@NODES
@format_choices(AGREEMENT_FORMATS)
def agreement(
    project: Project,
    form: str | None,
    out: Path | None,
    round_name: str | None,
    after: bool,
    **choices: Any,
) -> None:
    """Compare two coders or more per node, per source and overall."""
    from qda_app.services import result_tables
    from qda_app.services.rounds.agreement import round_agreement

    form = resolve_format(form, out, AGREEMENT_FORMATS)
    if round_name is None and after:
        raise click.UsageError(say("--after goes with --round."))
    if round_name is None:
        found = project.agreement(**choices)
    else:
        found = round_agreement(project.read, round_name, after=after, **choices)
    if form == "json":
        write_json(found.as_json(), out)
    elif form == "docx" and out is not None:
        result_tables.write_agreement(out, found)
    elif form == "csv":
        write_sheets(form, {"": result_tables.agreement_lines(found)}, out, ())
    elif form == "xlsx":
        write_sheets(form, result_tables.agreement_sheets(found), out, ())
    else:
        _show(found)


def _show(found: "AgreementReport") -> None:
    """Print the tables: all columns for a pipe, a table that fits and its notes for a terminal."""
    from qda_app.services import result_tables

    caption = result_tables.agreement_caption(found)
    if sys.stdout.isatty():
        tables, notes = result_tables.narrow_screens(found)
        caption = [*notes, "", *caption]
    else:
        tables = result_tables.agreement_screens(found)
    first, *others = tables
    show(*first, caption)
    for header, rows in others:
        show(header, rows)
