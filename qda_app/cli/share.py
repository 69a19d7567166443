"""Subcommands for a copy to share: what might be a name, and the copy with names replaced."""

from dataclasses import asdict
from pathlib import Path

import click

from qda_app.cli.output import progress_bar, show, write_json
from qda_app.cli.running import on_project
from qda_app.domain.errors import QdaError
from qda_app.domain.messages import counted, say
from qda_app.services.project import Project


@click.command()
@on_project
@click.option("--coders", is_flag=True, help="Also the coders' names.")
@click.option(
    "-o", "--output", "out", type=click.Path(path_type=Path), metavar="LIST.csv|xlsx",
    help="Write the list to fill in.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def names(project: Project, coders: bool, out: Path | None, as_json: bool) -> None:
    """Say what might be a name: participants, speakers, contacts, words written like names."""
    from qda_app.services.share.candidates import candidates, kind_words, propose

    found = candidates(project.read, coders=coders)
    if out is not None:
        propose(found, out)
    if as_json:
        write_json([asdict(each) for each in found])
    elif out is not None:
        sentence = "Fill in the column “replacement”; rows without one are passed over."
        told = counted("1 candidate was written.", "{count} candidates were written.", len(found))
        click.echo(f"{told} {say(sentence)}")
    else:
        header = [say("name"), say("what"), say("times"), say("sources"), say("example")]
        rows = [[c.name, kind_words(c.kind), c.times, c.sources, c.example] for c in found]
        show(header, rows)


@click.command()
@on_project
@click.argument("out", metavar="OUT.qdaproj|OUT.qdpx", type=click.Path(path_type=Path))
@click.option(
    "--names", "listed", required=True, type=click.Path(path_type=Path), metavar="LIST.csv|xlsx",
    help="The names with their replacements and variants.",
)  # fmt: skip
@click.option(
    "--list", "hits", type=click.Path(path_type=Path), metavar="HITS.csv|xlsx",
    help="Write every hit into a table.",
)  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Say what would be replaced; write no copy.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def share(
    project: Project, out: Path, listed: Path, hits: Path | None, dry_run: bool, as_json: bool
) -> None:
    """Write a copy in which the listed names are replaced, and check it."""
    from qda_app.formats.names import read_names
    from qda_app.services.share import reporting
    from qda_app.services.share.planning import plan
    from qda_app.services.share.writing import check_target, write

    listing = read_names(listed)
    if not listing.names:
        sentence = "{name} lists no name with a replacement: fill in the column “replacement”."
        raise QdaError(say(sentence, name=listed.name))
    if hits is not None and hits.exists() and hits.samefile(listed):
        raise QdaError(say("{path} is the list of names: call the table of hits another name.",
                           path=hits))  # fmt: skip
    draw = progress_bar(say("Sharing"))
    made = plan(project.read, listing.names, progress=draw)
    check_target(made, out)
    if hits is not None:
        reporting.write_hits(made, hits)
    if not dry_run:
        write(made, out, draw)
    in_project = out.suffix.lower() != ".qdpx"
    if as_json:
        report = reporting.as_json(made, project=in_project)
        write_json({"written": not dry_run, "rows_passed_over": listing.ignored, **report})
        return
    if listing.ignored:
        click.echo(
            counted("1 row of the list has no replacement and is passed over.",
                    "{count} rows of the list have no replacement and are passed over.",
                    listing.ignored)
        )  # fmt: skip
    click.echo("\n".join(reporting.lines(made, project=in_project)))
    if hits is not None:
        click.echo(say("{name} holds the names: keep it apart from the copy.", name=hits.name))
    if dry_run:
        click.echo(say("Nothing was written."))
    else:
        click.echo(say("{name} was written and checked.", name=out.name))
