"""Subcommands that make, check and describe projects."""

from pathlib import Path

import click

from qda_app.cli.output import show, write_json
from qda_app.cli.running import on_project
from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say
from qda_app.services.project import Project, check_name


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--title", default="", help="The project's title; else the file's name.")
@click.option(
    "--nodes", metavar="cic|cic-es|TREE.csv|TREE.qdc", help="The tree to begin with; else none."
)
def new(file: Path, title: str, nodes: str | None) -> None:
    """Create a project."""
    from qda_app.services.trees import tree_command

    check_name(file)
    tree = tree_command(nodes) if nodes else None
    project = Project.create(file, title)
    try:
        if tree is not None:
            project.run(tree)
    except BaseException:
        project.close()
        file.unlink(missing_ok=True)
        raise
    project.close()


@click.command()
@on_project
def check(project: Project) -> None:
    """Recover an interrupted write and verify pages, texts and the journal."""
    fault = project.check()
    if fault is not None:
        raise QdaError(fault)
    click.echo(say("{name} is sound.", name=project.path.name))


@click.command()
@on_project
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def info(project: Project, as_json: bool) -> None:
    """Say what is in a project."""
    found = project.read.info()
    if as_json:
        write_json(found)
    else:
        words = {
            "title": say("title"),
            "sources": say("sources"),
            "nodes": say("nodes"),
            "codings": say("codings"),
            "coders": say("coders"),
            "cases": say("cases"),
            "length": say("characters"),
            "schema": say("schema of the file"),
            "head": say("journal"),
        }
        show(("", ""), [(words.get(name, name), value) for name, value in found.items()])


@click.command()
@on_project
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def history(project: Project, as_json: bool) -> None:
    """List what was done, newest first."""
    entries = project.read.history()
    if as_json:
        write_json(
            [
                {
                    "number": e.number,
                    "guid": e.guid,
                    "time": e.time,
                    "coder": e.coder or None,
                    "label": e.label,
                    "kind": e.kind,
                    "target": e.target,
                    "hash": e.hash,
                }
                for e in entries
            ]
        )
        return
    rows = [
        (e.number, e.time[:19].replace("T", " "), e.coder or say("owner"), e.label) for e in entries
    ]
    show((say("number"), say("time"), say("coder"), say("step")), rows)


@click.command()
@on_project
def undo(project: Project) -> None:
    """Take back the newest step of the owner, or of the coder given by --as."""
    click.echo(say("Undone: {label}", label=project.undo()))


@click.command()
@on_project
def redo(project: Project) -> None:
    """Bring back what was undone last."""
    click.echo(say("Redone: {label}", label=project.redo()))


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def sample(folder: Path) -> None:
    """Write the fictitious sample study, its documents and its project, into a folder."""
    from qda_app.services.sample import write_sample

    path = write_sample(folder)
    click.echo(say("The sample study (fictitious) is in {path}.", path=path))


@click.command("self-test")
def self_test() -> None:
    """Create, import, code, agree and export in a temporary folder."""
    from qda_app.services.self_test import run_self_test

    for step in run_self_test():
        click.echo(step)
