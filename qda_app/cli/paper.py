"""Subcommands that write what goes into a paper."""

from collections.abc import Sequence
from pathlib import Path

import click

from qda_app.cli.output import progress_bar, show, write_json
from qda_app.cli.results import CODERS, NODES, TEXT
from qda_app.cli.running import on_project, written_in
from qda_app.domain.errors import QdaError
from qda_app.domain.messages import counted, say
from qda_app.services.project import Project

OUT = click.option(
    "-o", "--output", "out", required=True, type=click.Path(path_type=Path), metavar="OUT"
)
ATTRIBUTION = click.option(
    "--attribution",
    default="",
    metavar="TEMPLATE",
    help="What follows a quotation, such as “({role} - School {school})”.",
)

EXAMPLES = click.option(
    "--examples",
    type=click.IntRange(1, 9),
    default=1,
    show_default=True,
    help="Quotations of each theme.",
)


def warn(sentences: Sequence[str]) -> None:
    """Print warnings beside the result."""
    for sentence in sentences:
        click.echo(sentence, err=True)


@click.command()
@on_project
@CODERS
@NODES
@ATTRIBUTION
@click.option(
    "--by",
    default="node",
    show_default=True,
    metavar="node|case|source|coder|none|ATTRIBUTE",
    help="The headings under which they stand.",
)
@click.option("--query", metavar="NAME", help="The passages that a saved query finds.")
@TEXT
@click.option("--basket", is_flag=True, help="The quotations chosen for the paper, in their order.")
@click.option("--translation", is_flag=True, help="With the translation beside the original.")
@click.option("--notes", is_flag=True, help="With the notes of the basket.")
@click.option("--blocks", is_flag=True, help="Every quotation as a block, also the short ones.")
@OUT
@written_in
def excerpts(
    project: Project,
    coders: list[str] | None,
    nodes: tuple[str, ...],
    attribution: str,
    by: str,
    query: str | None,
    text: str,
    basket: bool,
    out: Path,
    **printed: bool,
) -> None:
    """Write coded passages as quotations: docx, xlsx, csv, md, tex or html, by OUT."""
    from qda_app.services.paper.attributions import default_template
    from qda_app.services.paper.quotation_documents import Choices
    from qda_app.services.quoting import write_basket, write_excerpts

    template = attribution or default_template(project.read)
    choices = Choices(template, by, text=text, **printed)
    bar = progress_bar(say("Writing"))
    if basket and (coders or nodes or query):
        raise click.UsageError(
            say("The basket is as it was chosen: name --basket without coders, nodes or a query.")
        )
    if basket and not project.read.quotations():
        raise QdaError(
            say(
                "No quotation was chosen yet. Choose passages with Q on the page Retrieve, or "
                "leave out --basket."
            )
        )
    if basket:
        found = write_basket(project.read, out, choices, bar)
    else:
        found = write_excerpts(project.read, out, coders, nodes, choices, bar, query)
    click.echo(
        counted(
            "1 quotation written to {path}.",
            "{count} quotations written to {path}.",
            found.count,
            path=out,
        )
    )
    warn([*found.remarks, *found.spread.statement()])


@click.command()
@on_project
@CODERS
@NODES
@ATTRIBUTION
@click.option("--by", default="", metavar="ATTRIBUTE", help="A denominator for each of its values.")
@EXAMPLES
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("-o", "--output", "out", type=click.Path(path_type=Path), metavar="OUT")
@written_in
def themes(
    project: Project,
    coders: list[str] | None,
    nodes: tuple[str, ...],
    attribution: str,
    by: str,
    examples: int,
    as_json: bool,
    out: Path | None,
) -> None:
    """Write the theme table: definition, n of N participants, examples."""
    from qda_app.services.paper import themes as tables
    from qda_app.services.paper.attributions import default_template

    read = project.read
    template = attribution or default_template(read)
    found = tables.themes(read, coders, nodes, by, examples, template)
    if out is not None:
        tables.write_themes(read, found, out)
        click.echo(
            counted(
                "1 theme written to {path}.",
                "{count} themes written to {path}.",
                len(found.rows),
                path=out,
            )
        )
    elif as_json:
        write_json(tables.as_json(found))
    else:
        show(*tables.sheet(found), found.statement)


@click.command()
@on_project
@CODERS
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("-o", "--output", "out", type=click.Path(path_type=Path), metavar="OUT")
@written_in
def codebook(project: Project, coders: list[str] | None, as_json: bool, out: Path | None) -> None:
    """Write the codebook with definitions, counts and versions: docx, xlsx, html, md, tex."""
    from qda_app.services.paper.codebook import codebook as read_codebook
    from qda_app.services.paper.codebook import write_codebook

    if out is not None:
        count = write_codebook(project.read, out, coders)
        click.echo(
            counted(
                "1 node written to {path}.", "{count} nodes written to {path}.", count, path=out
            )
        )
        return
    rows = read_codebook(project.read, coders)
    if as_json:
        write_json(rows)
    else:
        columns = ["node", "definition", "codings", "sources", "participants"]
        show(columns, [[row[name] for name in columns] for row in rows])


@click.command()
@on_project
@click.argument("source")
@CODERS
@NODES
@OUT
@written_in
def transcript(
    project: Project,
    source: str,
    coders: list[str] | None,
    nodes: tuple[str, ...],
    out: Path,
) -> None:
    """Write a coded transcript: comments in docx, stripes in html."""
    from qda_app.services.paper.transcripts import transcript_remarks, write_transcript

    count = write_transcript(project.read, source, out, coders, nodes)
    warn(transcript_remarks(project.read, source))
    click.echo(
        counted(
            "1 coding written to {path}.", "{count} codings written to {path}.", count, path=out
        )
    )


@click.command()
@on_project
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@CODERS
@click.option("--round", "rounds", multiple=True, metavar="R", help="Only this round; repeatable.")
@click.option("--by", default="", metavar="ATTRIBUTE", help="A denominator for each of its values.")
@ATTRIBUTION
@EXAMPLES
@click.option("--language", default="", metavar="en|es", help="That of the files, else yours.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def pack(
    project: Project,
    folder: Path,
    coders: list[str] | None,
    rounds: tuple[str, ...],
    by: str,
    attribution: str,
    examples: int,
    language: str,
    as_json: bool,
) -> None:
    """Write everything for a paper into the new or empty folder DIR."""
    from qda_app.services.paper.attributions import default_template
    from qda_app.services.paper.pack import PackSettings, write_pack

    template = attribution or default_template(project.read)
    settings = PackSettings(tuple(coders or ()), rounds, by, template, examples, language)
    found = write_pack(project, folder, settings, progress_bar(say("Writing")))
    if as_json:
        write_json({"files": found.files, "remarks": found.remarks})
        return
    click.echo(
        counted(
            "1 file written to {path}.",
            "{count} files written to {path}.",
            len(found.files),
            path=folder,
        )
    )
    warn(found.remarks)
