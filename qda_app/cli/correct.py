"""Subcommand that gives a source a corrected text."""

from pathlib import Path

import click

from qda_app.cli.output import show, write_json
from qda_app.cli.running import on_project
from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say
from qda_app.services.project import Project


@click.command()
@on_project
@click.argument("source")
@click.argument("text", type=click.Path(path_type=Path), metavar="[TEXT]", required=False)
@click.option("--dry-run", is_flag=True, help="Show what would change and write nothing.")
@click.option("--anyway", is_flag=True, help="Also where most of the old text would go.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def correct(
    project: Project, source: str, text: Path | None, dry_run: bool, anyway: bool, as_json: bool
) -> None:
    """Put a corrected TEXT, a file, in a source's place; without one, print the text as it is.

    Codings, memos, quotations and turns follow their words.
    """
    from dataclasses import asdict

    from qda_app.services.comparing.units import chosen_sources
    from qda_app.services.correcting import corrected_text, correction, fate_words, preview

    read = project.read
    (chosen,) = chosen_sources(read.sources(), [source])
    if text is None:
        click.echo(read.text(chosen.id), nl=False)
        return
    new = corrected_text(text)
    seen = preview(read, chosen.id, new)
    if seen.strange and not (dry_run or anyway):
        hint = say("Look with --dry-run, or say --anyway. Nothing was changed.")
        raise QdaError(f"{seen.strange} {hint}")
    if not dry_run:
        project.run(correction(read, chosen.id, new))
    if as_json:
        affected = [asdict(each) for each in seen.affected]
        write_json({"changes": len(seen.changes), "kept": seen.kept, "affected": affected})
        return
    rows = [[e.coder, e.node, e.before, e.after, fate_words(e.fate)] for e in seen.affected]
    said = [*seen.said(), say("Nothing was written.")] if dry_run else seen.said()
    header = [say("coder"), say("node"), say("before"), say("after"), say("what")]
    show(header, rows, said)
