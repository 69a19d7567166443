"""Subcommands of working in a team: rounds of independent coding, versions of the codebook."""

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from qda_app.cli.output import show, write_json
from qda_app.cli.running import Group, comma_list, on_project
from qda_app.domain.messages import say
from qda_app.services.project import Project


@click.group(cls=Group)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--as", "viewer", metavar="NAME", help="Who is looking; else the project's owner.")
@click.pass_context
def rounds(context: click.Context, file: Path, viewer: str | None) -> None:
    """Plan rounds of independent coding, hand work in, close and list rounds."""
    context.obj = file, viewer


def _on_rounds(function: Callable[..., Any]) -> Callable[..., Any]:
    """Call a subcommand of `rounds` with the open project."""

    @functools.wraps(function)
    def wrapped(**options: Any) -> Any:
        file, viewer = click.get_current_context().obj
        with Project.open(file, viewer=viewer) as project:
            return function(project, **options)

    return wrapped


@rounds.command()
@_on_rounds
@click.argument("name")
@click.option("--sources", callback=comma_list, metavar="A,B", help="Only these sources; else all.")
@click.option("--coders", callback=comma_list, metavar="A,B", required=True, help="Who codes.")
@click.option("--pilot", is_flag=True, help="Keep the round out of the figures reported.")
@click.option("--blind", is_flag=True, help="Nobody sees another's work before all submitted.")
@click.option("--share", type=float, metavar="X", help="Draw this share of the text as segments.")
@click.option(
    "--strata", callback=comma_list, metavar="A,B", help="Attributes whose values are all drawn."
)
@click.option("--whole", is_flag=True, help="Draw whole sources, not segments.")
@click.option("--fresh", is_flag=True, help="Draw only text that was in no round before.")
@click.option("--seed", type=int, default=1, show_default=True, help="The draw's seed.")
def create(
    project: Project,
    name: str,
    sources: list[str] | None,
    coders: list[str],
    pilot: bool,
    blind: bool,
    **draw: Any,
) -> None:
    """Begin a round."""
    from qda_app.services.commands.rounds import CreateRound
    from qda_app.services.comparing_units import chosen_sources
    from qda_app.services.rounds import whole
    from qda_app.services.sampling import drawn
    from qda_app.services.selection import chosen_coders

    chosen = chosen_sources(project.read.sources(), sources)
    people = [coder.id for coder in chosen_coders(project.read, coders)]
    share = draw.pop("share")
    if share is None:
        project.run(CreateRound(name, whole(chosen), people, pilot, blind))
    else:
        sample = drawn(project.read, chosen, share, **draw)
        project.run(CreateRound(name, sample.parts, people, pilot, blind, sample.plan))
        for line in sample.notes:
            click.echo(line, err=True)
    click.echo(say("The round “{name}” has begun.", name=name))


@rounds.command()
@_on_rounds
@click.argument("name")
@click.option("--coder", required=True, metavar="NAME", help="Whose work is handed in.")
def submit(project: Project, name: str, coder: str) -> None:
    """Hand in a coder's work in a round; it cannot be changed afterwards."""
    from qda_app.services.commands.rounds import SubmitRound
    from qda_app.services.rounds import round_named
    from qda_app.services.viewpoint import named

    one = round_named(project.read, name)
    who = named(project.read.coders(), coder)
    count = project.run(SubmitRound(one.id, who.id, one.name))
    click.echo(
        say(
            "{coder} submitted “{round}” with {count} codings.",
            coder=who.name,
            round=one.name,
            count=count,
        )
    )


@rounds.command()
@_on_rounds
@click.argument("name")
def close(project: Project, name: str) -> None:
    """End a round; what was submitted and settled stays as it is."""
    from qda_app.services.commands.rounds import CloseRound
    from qda_app.services.rounds import round_named

    one = round_named(project.read, name)
    project.run(CloseRound(one.id, one.name))
    click.echo(say("The round “{name}” is closed.", name=one.name))


@rounds.command("list")
@_on_rounds
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_(project: Project, as_json: bool) -> None:
    """List the rounds and how far each coder is."""
    from qda_app.services.rounds import as_json as packed
    from qda_app.services.rounds import seats, state_words

    found = project.read.rounds()
    if as_json:
        write_json([packed(project.read, one) for one in found])
        return
    rows = []
    for one in found:
        people = [
            f"{seat.name} {say('submitted') if seat.submitted else f'{seat.done}/{seat.sources}'}"
            for seat in seats(project.read, one)
        ]
        kind = ", ".join(
            word for word, on in ((say("pilot"), one.pilot), (say("blind"), one.blind)) if on
        )
        rows.append((one.name, state_words(one), kind, len(one.sources), "; ".join(people)))
    show(("round", "state", "kind", "sources", "coders"), rows)


@click.command()
@on_project
@click.option("--make", "rationale", metavar="WHY", help="Make a version; say why.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def versions(project: Project, rationale: str | None, as_json: bool) -> None:
    """List the versions of the codebook with what changed, after making one."""
    from qda_app.services.commands.versions import MakeVersion
    from qda_app.services.versions import version_list

    if rationale is not None:
        project.run(MakeVersion(rationale))
    found = version_list(project.read)
    if as_json:
        write_json(found)
    else:
        show(
            ("version", "made", "why", "changes"),
            [(v["number"], v["made"], v["rationale"], "; ".join(v["changes"])) for v in found],
        )
