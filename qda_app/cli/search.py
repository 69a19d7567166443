"""The subcommand that searches a project."""

import click

from qda_app.cli.output import show, write_json
from qda_app.cli.running import on_project
from qda_app.domain.amounts import found_words
from qda_app.services.project import Project
from qda_app.services.searching import search as search_sources


@click.command()
@on_project
@click.argument("text")
@click.option("--exact", is_flag=True, help="Capitals and accents must be the same.")
@click.option("--whole", is_flag=True, help="Find whole words only.")
@click.option("--forms", is_flag=True, help="Find other forms of the words too.")
@click.option("--participants", is_flag=True, help="Search participants' words only.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def search(
    project: Project,
    text: str,
    exact: bool,
    whole: bool,
    forms: bool,
    participants: bool,
    as_json: bool,
) -> None:
    """Find TEXT, as it stands, in the sources."""
    found = search_sources(
        project.read,
        text,
        fold_case=not exact,
        whole_words=whole,
        word_forms=forms,
        participants_only=participants,
    )
    if as_json:
        names = ("name", "start", "end", "speaker", "case", "before", "match", "after")
        write_json(
            [{"source" if n == "name" else n: getattr(hit, n) for n in names} for hit in found.hits]
        )
        return
    rows = [
        (hit.name, hit.start, hit.end, hit.speaker, f"{hit.before}{hit.match}{hit.after}")
        for hit in found.hits
    ]
    told = found_words(found.total, found.sources, found.searched)
    show(("source", "start", "end", "speaker", "text"), rows, [told])
