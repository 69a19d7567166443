"""What every subcommand shares: opening the project, errors, exit codes."""

import functools
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from qda_app.cli.help_texts import SpokenFormatter, in_language
from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say
from qda_app.services import languages
from qda_app.services.project import Project


class Group(click.Group):
    """A command group that lists its commands in the order in which they are used."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the names as they were added."""
        return list(self.commands)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command with its help in the user's language."""
        found = super().get_command(ctx, cmd_name)
        return None if found is None else in_language(found)


def on_project(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the argument FILE and the option --as, and call it with the open project."""

    @click.argument("file", type=click.Path(path_type=Path))
    @click.option(
        "--as", "viewer", metavar="NAME", help="Who is looking; else the project's owner."
    )
    @functools.wraps(function)
    def wrapped(file: Path, viewer: str | None, **options: Any) -> Any:
        with Project.open(file, viewer=viewer) as project:
            return function(project, **options)

    return wrapped


def written_in(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the option --language, and let it write and speak in that language."""

    @click.option("--language", default="", metavar="en|es", help="That of the file, else yours.")
    @functools.wraps(function)
    def wrapped(*args: Any, language: str, **options: Any) -> Any:
        with languages.in_language(language):
            return function(*args, **options)

    return wrapped


def comma_list(
    _context: click.Context, _parameter: click.Parameter, value: str | None
) -> list[str] | None:
    """Split the value of an option such as `--coders A,B`."""
    return None if value is None else [part.strip() for part in value.split(",") if part.strip()]


def run(group: click.Group, arguments: list[str]) -> int:
    """Run the command line and return its exit code: 0, 1 for a QdaError, 2 for usage."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    try:
        click.Context.formatter_class = SpokenFormatter
        result = in_language(group).main(arguments, prog_name="qda-app", standalone_mode=False)
    except QdaError as error:
        click.echo(" ".join(str(error).split()), err=True)
        return 1
    except click.exceptions.Abort:
        click.echo(say("Cancelled; nothing was changed."), err=True)
        return 1
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except BrokenPipeError:
        return 0
    return result if isinstance(result, int) else 0
