"""Subcommands that bring things into a project and list what is there."""

import sys
from pathlib import Path

import click

from qda_app.cli.output import progress_bar, show, write_json
from qda_app.cli.running import on_project
from qda_app.domain.errors import QdaError
from qda_app.domain.messages import counted, say
from qda_app.services.importing import Choices, FileReport, import_files
from qda_app.services.project import Project


@click.command("import")
@on_project
@click.argument(
    "paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH..."
)
@click.option("--speakers", type=click.Choice(["auto", "none"]), default="auto", show_default=True)
@click.option("--language", default="", metavar="xx", help="Language of the texts; else guessed.")
@click.option(
    "--text",
    "text_columns",
    multiple=True,
    metavar="COLUMN",
    help="Column of a table that holds answers to code; may be repeated.",
)
@click.option("--case", "case_column", metavar="COLUMN", help="Column that names the participant.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def import_(
    project: Project,
    paths: tuple[Path, ...],
    speakers: str,
    language: str,
    text_columns: tuple[str, ...],
    case_column: str | None,
    as_json: bool,
) -> int:
    """Import transcripts; folders stand for the files in them."""
    choices = Choices(speakers == "auto", language, text_columns, case_column)
    reports = import_files(project, list(paths), choices, progress_bar(say("Importing")))
    failed = [report for report in reports if report.problem is not None]
    if as_json:
        write_json([_described(report) for report in reports])
    else:
        rows = [
            (name, t.format, t.encoding, len(t.text), len(t.turns), "; ".join(t.notes))
            for report in reports
            for name, t in zip(report.names, report.sources, strict=True)
        ]
        header = (say("source"), say("format"), say("encoding"), say("characters"))
        show((*header, say("turns"), say("notes")), rows)
    if failed:
        reasons = " ".join(report.problem or "" for report in failed)
        if len(reports) > 1:
            reasons = counted(
                "1 of {of} files was not imported: {reasons}",
                "{count} of {of} files were not imported: {reasons}",
                len(failed),
                of=len(reports),
                reasons=reasons,
            )
        raise QdaError(reasons)
    return 0


def _described(report: FileReport) -> dict[str, object]:
    sources = [
        {
            "source": name,
            "format": t.format,
            "encoding": t.encoding,
            "language": t.language,
            "length": len(t.text),
            "turns": len(t.turns),
            "speakers": sorted({turn.speaker for turn in t.turns}),
            "interviewers": sorted({turn.speaker for turn in t.turns if turn.interviewer}),
            "notes": list(t.notes),
        }
        for name, t in zip(report.names, report.sources, strict=True)
    ]
    return {"file": str(report.path), "error": report.problem, "sources": sources}


@click.command()
@on_project
@click.argument("table", type=click.Path(path_type=Path))
def cases(project: Project, table: Path) -> None:
    """Import participants and their attributes from a csv or xlsx table."""
    from qda_app.services.case_tables import import_cases

    click.echo(counted("1 case.", "{count} cases.", import_cases(project, table)))


@click.command()
@on_project
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def nodes(project: Project, as_json: bool) -> None:
    """List the node tree."""
    tree, counts = project.read.tree(), project.read.counts_by_node()
    if as_json:
        write_json(
            [
                {
                    "node": tree.path(n.id),
                    "name": n.name,
                    "depth": tree.depth[n.id],
                    "definition": n.definition,
                    "color": n.color,
                    "retired": n.retired,
                    "codings": counts.get(n.id, 0),
                    "guid": n.guid,
                }
                for n in tree.order
            ]
        )
        return
    rows = [(tree.path(n.id), counts.get(n.id, 0), n.definition) for n in tree.order]
    show((say("node"), say("codings"), say("definition")), rows)


@click.command()
@on_project
@click.option("--add", "names", multiple=True, metavar="NAME", help="Add a coder; may be repeated.")
@click.option("--lead", "leads", multiple=True, metavar="NAME", help="Let a coder lead.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def coders(project: Project, names: tuple[str, ...], leads: tuple[str, ...], as_json: bool) -> None:
    """List the coders, after adding some."""
    from qda_app.services.commands.coders import AddCoder, NameLead
    from qda_app.services.viewpoint import named

    for name in names:
        project.run(AddCoder(name))
    for name in leads:
        found = named(project.read.coders(), name)
        project.run(NameLead(found.id, True, found.name))  # noqa: FBT003
    counts: dict[int, int] = {}
    for (_source, coder), count in project.read.counts_by_source().items():
        counts[coder] = counts.get(coder, 0) + count
    finished = project.read.done()
    rows = [
        (c.name, counts.get(c.id, 0), sum(coder == c.id for coder, _source in finished), c.lead)
        for c in project.read.coders()
    ]
    names_of = ("name", "codings", "done", "lead")
    if as_json:
        write_json([dict(zip(names_of, row, strict=True)) for row in rows])
    else:
        show(
            (say("coder"), say("codings"), say("done"), say("lead")),
            [(*row[:3], say("lead") if row[3] else "") for row in rows],
        )


@click.command()
@on_project
@click.option("--coder", required=True, metavar="NAME")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
def done(project: Project, coder: str, sources: tuple[str, ...]) -> None:
    """Mark sources as finished by a coder."""
    from qda_app.services.commands.sources import MarkDone
    from qda_app.services.viewpoint import named

    found = {source.name: source.id for source in project.read.sources()}
    missing = [name for name in sources if name not in found]
    if missing:
        raise QdaError(
            say(
                "There is no source “{name}”. The sources are: {known}.",
                name="”, “".join(missing),
                known="; ".join(found) or say("none"),
            )
        )
    who = named(project.read.coders(), coder)
    project.run(MarkDone(who.id, [found[name] for name in sources]))


@click.command()
@on_project
@click.option("--import", "table", type=click.Path(path_type=Path), metavar="TABLE")
@click.option("--export", "target", type=click.Path(path_type=Path), metavar="TABLE")
@click.option("--coder", metavar="NAME", help="Whose the rows without a known coder are.")
@click.option("--create-nodes", is_flag=True, help="Make the nodes that are missing.")
def codings(
    project: Project, table: Path | None, target: Path | None, coder: str | None, create_nodes: bool
) -> None:
    """Import a table of codings, or export one; “-” exports to standard output."""
    from qda_app.services.coding_tables import export_codings, import_codings

    if (table is None) == (target is None):
        raise click.UsageError(say("Give either --import TABLE or --export TABLE."))
    if table is not None:
        count = import_codings(project, table, coder=coder, create_nodes=create_nodes)
        click.echo(counted("1 coding imported.", "{count} codings imported.", count))
    elif target is not None and str(target) == "-":
        export_codings(project.read, sys.stdout)
        _warn_of_words(project)
    elif target is not None:
        count = export_codings(project.read, target)
        click.echo(counted("1 coding exported.", "{count} codings exported.", count))
        _warn_of_words(project)


def _warn_of_words(project: Project) -> None:
    """Say on standard error whose words a table of codings holds against their wish."""
    from qda_app.domain.loss_sentences_out import refused
    from qda_app.services.sharing import not_sharing

    names = not_sharing(project.read, project.read.codings())
    if names:
        click.echo(refused(len(names)), err=True)
