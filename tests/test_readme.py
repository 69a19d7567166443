"""The README's command lines name commands and options that there are, and all of them."""

import re
from pathlib import Path

import click
import pytest

from qda_app.cli.main import commands

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
SHARED = {"--help", "--as", "--version", "--output"}  # -o is told


def usages():
    """Yield (command, its words) of every command line in the README, continued lines joined."""
    for block in re.findall(r"```\w*\n(.*?)```", README, re.DOTALL):
        joined = re.sub(r"\n {8,}", " ", block)
        for line in joined.splitlines():
            if line.startswith("qda-app "):
                yield line.split(" ", 1)[1].split("#")[0]


def options(command):
    return {w for p in command.params if isinstance(p, click.Option) for w in p.opts}


def named(line):
    """Return the commands that a line names."""
    words = re.split(r"[ |]+", line)
    found = [commands.commands[word] for word in words if word in commands.commands]
    inner = [
        each.commands[word]
        for each in found
        if isinstance(each, click.Group)
        for word in words
        if word in each.commands
    ]
    return found[:1] + inner if "see “" not in line else found


@pytest.mark.parametrize("line", list(usages()))
def test_options_in_the_readme_are_there(line):
    if line.startswith("[FILE]"):
        return
    found = named(line)
    assert found, line
    known = set().union(*map(options, found))
    assert set(re.findall(r"--[a-z-]+", line)) <= known | SHARED


def test_every_command_and_option_is_in_the_readme():
    told = {}
    for line in usages():
        for command in named(line):
            told.setdefault(command.name, set()).update(re.findall(r"--[a-z-]+", line))
    missing = [
        (name, sorted(o for o in options(command) - told.get(name, set()) - SHARED if len(o) > 2))
        for name, command in commands.commands.items()
        if not isinstance(command, click.Group)
    ]
    assert {name: left for name, left in missing if name not in told or left} == {}
