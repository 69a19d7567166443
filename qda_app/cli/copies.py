"""Subcommands for copies: handing out, and merging what comes back."""

from pathlib import Path

import click

from qda_app.cli.output import progress_bar
from qda_app.cli.running import on_project
from qda_app.domain.messages import say
from qda_app.services.project import Project


@click.command()
@on_project
@click.option("--coder", metavar="NAME", required=True, help="For whom the copy is.")
@click.option("--round", "round_name", metavar="R", help="Only what is coded in this round.")
@click.option(
    "-o", "--output", "out", type=click.Path(path_type=Path), metavar="COPY", required=True
)
def handout(project: Project, coder: str, round_name: str | None, out: Path) -> None:
    """Write a copy for one coder, with nothing of the others in it."""
    from qda_app.services.handouts import hand_out

    made = hand_out(project, coder, out, round_name, progress_bar(say("Handing out")))
    click.echo(
        say(
            "{name} is {coder}'s copy: {sources} sources, {nodes} nodes, {codings} own codings.",
            name=made.path.name,
            coder=made.coder,
            sources=made.sources,
            nodes=made.nodes,
            codings=made.codings,
        )
    )
