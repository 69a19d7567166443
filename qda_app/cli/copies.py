"""Subcommands for copies: handing out, and merging what comes back."""

from pathlib import Path

import click

from qda_app.cli.output import progress_bar, write_json
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
    click.echo(made.statement())


@click.command()
@on_project
@click.argument("copy", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would come; change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option(
    "--choose",
    "chosen",
    multiple=True,
    metavar="KEY=mine|theirs|both|unify|apart",
    help="Settle a conflict; may be given several times.",
)
def merge(
    project: Project, copy: Path, dry_run: bool, as_json: bool, chosen: tuple[str, ...]
) -> int:
    """Merge a copy that comes back; say what came and that no coding was lost."""
    from qda_app.services.merging.copies import read_copy
    from qda_app.services.merging.doing import merge as do_merge
    from qda_app.services.merging.plan import checked_choices
    from qda_app.services.merging.planning import plan_merge
    from qda_app.services.merging.reporting import as_json as report
    from qda_app.services.merging.reporting import lines

    choices = checked_choices([(key, choice) for key, _, choice in map(_parted, chosen)])
    draw = progress_bar(say("Merging"))
    plan = plan_merge(project, read_copy(project, copy, draw), choices)
    done = None
    if not dry_run and not plan.open_conflicts:
        done = do_merge(project, plan, draw)
    if as_json:
        write_json(report(plan, done))
    else:
        click.echo("\n".join(lines(plan, done)))
    return 1 if plan.open_conflicts else 0


def _parted(choice: str) -> tuple[str, str, str]:
    return choice.rpartition("=")
