"""Subcommand on the nodes that coders invented in rounds."""

import click

from qda_app.cli.output import show, write_json
from qda_app.cli.running import on_project
from qda_app.domain.messages import counted, say
from qda_app.services.project import Project


@click.command()
@on_project
@click.option("--keep", multiple=True, metavar="PATH", help="Let everybody use it; repeatable.")
@click.option("--unify", metavar="PATH", help="Merge it into the node that --into names.")
@click.option("--into", metavar="PATH", help="The node that stays.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def invented(
    project: Project, keep: tuple[str, ...], unify: str | None, into: str | None, as_json: bool
) -> None:
    """List the nodes invented in rounds, after keeping or unifying some."""
    from qda_app.services.commands.nodes import MergeNodes
    from qda_app.services.commands.rounds import KeepNodes
    from qda_app.services.invented_nodes import invented_named, invented_nodes
    from qda_app.services.selection import node_at

    if (unify is None) != (into is None):
        raise click.UsageError(say("Name --unify and --into together."))
    if keep:
        project.run(KeepNodes([invented_named(project.read, path).node.id for path in keep]))
    if unify is not None and into is not None:
        gone, stays = invented_named(project.read, unify).node, node_at(project.read.tree(), into)
        moved = project.run(MergeNodes([gone.id], stays.id, stays.name))
        click.echo(
            counted("1 coding moved to {node}.", "{count} codings moved to {node}.", moved,
                    node=project.read.tree().path(stays.id)),
            err=True,
        )  # fmt: skip
    paths = project.read.tree().paths()
    found = invented_nodes(project.read)
    if as_json:
        write_json(
            [
                {
                    "node": each.path,
                    "round": each.round.name if each.round else "",
                    "inventor": each.inventor,
                    "private": each.private,
                    "codings": dict(each.counts),
                    "alike": [paths[node.id] for node in each.alike],
                }
                for each in found
            ]
        )
        return
    show(
        [say("node"), say("round"), say("inventor"), say("codings"), say("alike")],
        [
            [
                each.path,
                each.round.name if each.round else "",
                each.inventor,
                "; ".join(f"{name}: {count}" for name, count in each.counts),
                "; ".join(paths[node.id] for node in each.alike),
            ]
            for each in found
        ],
    )
