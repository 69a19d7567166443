"""The command line's help in the user's language: commands and options are copied with it."""

import copy
import inspect
from collections.abc import Iterator

import click

from qda_app.domain.messages import translated

HEADINGS = ("Usage:", "Options", "Commands", "Show this message and exit.")


class SpokenFormatter(click.HelpFormatter):
    """Writes the headings in the user's language."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the line that shows how a command is called."""
        super().write_usage(prog, args, prefix or f"{translated('Usage:')} ")

    def write_heading(self, heading: str) -> None:
        """Write the heading of a section."""
        super().write_heading(translated(heading))


def in_language(command: click.Command) -> click.Command:
    """Return a copy of a command with its help in the user's language."""
    spoken = copy.copy(command)
    if command.help:
        spoken.help = translated(inspect.cleandoc(command.help))
    if command.epilog:
        spoken.epilog = translated(command.epilog)
    spoken.params = [copy.copy(each) for each in command.params]
    for each in spoken.params:
        if isinstance(each, click.Option) and each.help:
            each.help = translated(each.help)
    spoken.params.append(_help_option())
    spoken.add_help_option = False
    return spoken


def _help_option() -> click.Option:
    def show(context: click.Context, _parameter: click.Parameter, value: bool) -> None:
        if value and not context.resilient_parsing:
            click.echo(context.get_help(), color=context.color)
            context.exit()

    return click.Option(
        ["--help"],
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=show,
        help=translated("Show this message and exit."),
    )


def english(command: click.Command) -> Iterator[str]:
    """Yield every help text of a command and of those below it, as written."""
    if command.help:
        yield inspect.cleandoc(command.help)
    if command.epilog:
        yield command.epilog
    for each in command.params:
        if isinstance(each, click.Option) and each.help:
            yield each.help
    if isinstance(command, click.Group):
        for below in command.commands.values():
            yield from english(below)
