"""Subcommands of working in a team: rounds of independent coding, versions of the codebook."""

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from qda_app.cli.output import show, write_json
from qda_app.cli.running import Group, comma_list, on_project
from qda_app.domain.amounts import codings_words
from qda_app.domain.errors import QdaError
from qda_app.domain.messages import counted, say
from qda_app.services.project import Project


@click.group(cls=Group)
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_context
def rounds(context: click.Context, file: Path) -> None:
    """Plan rounds of independent coding, hand work in, close and list rounds."""
    context.obj = file


def _on_rounds(function: Callable[..., Any]) -> Callable[..., Any]:
    """Call a subcommand of `rounds` with the open project."""

    @click.option(
        "--as", "viewer", metavar="NAME", help="Who is looking; else the project's owner."
    )
    @functools.wraps(function)
    def wrapped(viewer: str | None, **options: Any) -> Any:
        with Project.open(click.get_current_context().obj, viewer=viewer) as project:
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
    from qda_app.services.comparing.units import chosen_sources
    from qda_app.services.rounds.rounds import coded_before, whole
    from qda_app.services.rounds.sampling import Sample, drawn
    from qda_app.services.selection import chosen_coders

    chosen = chosen_sources(project.read.sources(), sources)
    people = [coder.id for coder in chosen_coders(project.read, coders)]
    share = draw.pop("share")
    if share is None:
        sample = Sample(tuple(whole(chosen)), {}, ())
    else:
        sample = drawn(project.read, chosen, share, **draw)
    before = coded_before(project.read, sample.parts, people)
    project.run(CreateRound(name, sample.parts, people, pilot, blind, sample.plan))
    for line in (*sample.notes, *before):
        click.echo(line, err=True)
    click.echo(say("The round “{name}” has begun.", name=name))


@rounds.command()
@_on_rounds
@click.argument("name")
@click.option("--coder", required=True, metavar="NAME", help="Whose work is handed in.")
def submit(project: Project, name: str, coder: str) -> None:
    """Hand in a coder's work in a round; it cannot be changed afterwards."""
    from qda_app.services.commands.rounds import SubmitRound
    from qda_app.services.rounds.rounds import round_named
    from qda_app.services.viewpoint import named

    one = round_named(project.read, name)
    who = named(project.read.coders(), coder)
    count = project.run(SubmitRound(one.id, who.id, one.name))
    click.echo(
        say(
            "{coder} submitted “{round}” with {codings}.",
            coder=who.name,
            round=one.name,
            codings=codings_words(count),
        )
    )


@rounds.command()
@_on_rounds
@click.argument("name")
def close(project: Project, name: str) -> None:
    """End a round; what was submitted and settled stays as it is."""
    from qda_app.services.commands.rounds import CloseRound
    from qda_app.services.rounds.rounds import round_named

    one = round_named(project.read, name)
    project.run(CloseRound(one.id, one.name))
    click.echo(say("The round “{name}” is closed.", name=one.name))


@rounds.command("list")
@_on_rounds
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_(project: Project, as_json: bool) -> None:
    """List the rounds and how far each coder is."""
    from qda_app.services.rounds.rounds import as_json as packed
    from qda_app.services.rounds.rounds import progress_words, seats, state_words

    found = project.read.rounds()
    if as_json:
        write_json([packed(project.read, one) for one in found])
        return
    rows = []
    for one in found:
        people = [f"{seat.name} {progress_words(seat)}" for seat in seats(project.read, one)]
        kind = ", ".join(
            word for word, on in ((say("pilot"), one.pilot), (say("blind"), one.blind)) if on
        )
        rows.append((one.name, state_words(one), kind, len(one.sources), "; ".join(people)))
    header = (say("round"), say("state"), say("kind"), say("sources"), say("coders"))
    show(header, rows)


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
            (say("version"), say("made"), say("why"), say("changes")),
            [(v["number"], v["made"], v["rationale"], "; ".join(v["changes"])) for v in found],
        )


@click.command()
@on_project
@click.option("--round", "name", required=True, metavar="NAME", help="The round.")
@click.option("--agreed", is_flag=True, help="List what all coded alike too.")
@click.option("--accept-agreed", is_flag=True, help="Take what all coded alike as consensus first.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("-o", "--output", "out", type=click.Path(path_type=Path), metavar="OUT")
def disagreements(
    project: Project, name: str, agreed: bool, accept_agreed: bool, as_json: bool, out: Path | None
) -> None:
    """List what coders disagree on in a round, and how it was settled."""
    from qda_app.services.commands.decisions import AcceptAgreed
    from qda_app.services.consent import Consent
    from qda_app.services.reconciling.reconciling import Reconciliation
    from qda_app.services.reconciling.tables import caption, item_rows, write_report
    from qda_app.services.rounds.rounds import round_named

    one = round_named(project.read, name)
    found = Reconciliation(project.read, one)
    if accept_agreed:
        project.run(AcceptAgreed(one.id, found.unaccepted()))
        found.reread()
    if as_json:
        write_json(found.as_json(agreed=agreed), out)
    elif out is not None:
        write_report(found, out)
    else:
        header, rows = item_rows(found, agreed=agreed, quoted=Consent(project.read).allows)
        show(header, rows, caption(found))


@click.command()
@on_project
@click.argument("item")
@click.argument("action", metavar="ACTION")
@click.option("--round", "name", metavar="NAME", help="The round; else the one the item is in.")
@click.option("--node", metavar="PATH", help="Which node the passage is coded at instead.")
@click.option("--span", metavar="START:END", help="The passage as settled, in characters.")
@click.option("--note", default="", metavar="TEXT", help="Why; kept with the decision.")
@click.option("--cause", default="", metavar="CAUSE", help="Why coders disagreed.")
def decide(
    project: Project,
    item: str,
    action: str,
    name: str | None,
    node: str | None,
    span: str | None,
    note: str,
    cause: str,
) -> None:
    """Settle one disagreement: accept:CODER, both, neither, adjust, another or defer."""
    from qda_app.services.reconciling.deciding import decision_from_words, item_anywhere
    from qda_app.services.reconciling.reconciling import outcome_words

    found, chosen = item_anywhere(project.read, item, name)
    command = decision_from_words(project.read, found, chosen, action, node, span, note, cause)
    before = found.decision(chosen)
    project.run(command)
    if before is not None:
        outcome = outcome_words(before.outcome)
        click.echo(say("This replaces what was decided before: {outcome}.", outcome=outcome))
    found.reread()
    progress = found.progress()
    click.echo(
        say(
            "{label}. Settled: {settled} of {total}.",
            label=command.label,
            settled=progress.settled,
            total=progress.total,
        )
    )


@click.command()
@on_project
@click.option(
    "-o", "--output", "out", required=True, type=click.Path(path_type=Path), metavar="OUT.csv|html"
)
def audit(project: Project, out: Path) -> None:
    """Write who did what when, and whether the journal holds."""
    from qda_app.services.auditing import write_audit

    count, fault = write_audit(project, out)
    click.echo(
        counted("1 step written to {path}.", "{count} steps written to {path}.", count, path=out)
    )
    if fault is not None:
        raise QdaError(fault)
