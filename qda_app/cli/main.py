"""The command line: its subcommands and how it begins."""

import click

from qda_app import __version__
from qda_app.cli import (
    agreement,
    consent,
    contents,
    copies,
    correct,
    exchange,
    invented,
    paper,
    projects,
    results,
    search,
    share,
    team,
)
from qda_app.cli.running import Group, run
from qda_app.services.languages import preferred_language, speak


@click.group(cls=Group, epilog="Without a subcommand, `qda-app [FILE]` opens the desktop.")
@click.version_option(__version__, prog_name="qda-app")
def commands() -> None:
    """Code interview transcripts in a team: nodes, codings, agreement, quotations."""


for _command in (
    projects.new,
    exchange.convert,
    contents.import_,
    contents.cases,
    consent.consent,
    contents.nodes,
    contents.coders,
    contents.done,
    contents.codings,
    correct.correct,
    agreement.agreement,
    results.frequencies,
    paper.excerpts,
    paper.themes,
    paper.codebook,
    paper.transcript,
    paper.pack,
    team.rounds,
    invented.invented,
    copies.handout,
    copies.merge,
    team.versions,
    team.disagreements,
    team.decide,
    team.audit,
    search.search,
    exchange.export,
    share.names,
    share.share,
    projects.history,
    projects.undo,
    projects.redo,
    projects.check,
    projects.info,
    projects.sample,
    projects.self_test,
):
    commands.add_command(_command)


def main(arguments: list[str]) -> int:
    """Run one command line, in the language of the environment, and return its exit code."""
    speak(preferred_language())
    return run(commands, arguments)
