"""Subcommands for other tools' projects: converting what they made, exporting for them."""

from pathlib import Path

import click

from qda_app.cli.output import progress_bar, write_json
from qda_app.cli.running import on_project
from qda_app.domain.messages import say
from qda_app.services.project import Project


@click.command()
@click.argument("path", metavar="IN", type=click.Path(path_type=Path))
@click.argument("out", metavar="OUT.qdaproj", type=click.Path(path_type=Path))
@click.option(
    "--report", type=click.Choice(["text", "json"]), default="text", help="How to report losses."
)
def convert(path: Path, out: Path, report: str) -> None:
    """Make a project from another tool's: REFI-QDA, QualCoder, Taguette."""
    from qda_app.services.exchange.arriving import convert as convert_file
    from qda_app.services.exchange.arriving import lines

    progress = progress_bar(say("Converting"))
    arrived = convert_file(path, out, progress)
    progress(1, 1, "")
    if report == "json":
        write_json(arrived.as_json())
    else:
        click.echo("\n".join(lines(arrived.counts, arrived.brought, arrived.losses)))


@click.command()
@on_project
@click.argument("out", metavar="OUT.qdpx|OUT.qdc", type=click.Path(path_type=Path))
@click.option(
    "--profile",
    type=click.Choice(["standard", "nvivo"]),
    default="standard",
    show_default=True,
    help="How positions count: as the standard says, or as NVivo counts.",
)
@click.option(
    "--report", type=click.Choice(["text", "json"]), default="text", help="How to report losses."
)
def export(project: Project, out: Path, profile: str, report: str) -> None:
    """Write the project (.qdpx) or its codebook (.qdc) for other tools."""
    from qda_app.services.exchange.leaving import export as export_project

    losses = export_project(project.read, out, profile, progress_bar(say("Exporting")))
    if report == "json":
        write_json(losses.as_json())
        return
    click.echo(say("{name} was written.", name=out.name))
    for loss in losses:
        click.echo(loss.sentence)
