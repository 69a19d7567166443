"""Subcommand that shows what participants allow, and sets the rule for those who said nothing."""

from dataclasses import asdict

import click

from qda_app.cli.output import show, write_json
from qda_app.cli.running import on_project
from qda_app.domain.messages import say
from qda_app.services.project import Project


@click.command()
@on_project
@click.option(
    "--unrecorded",
    type=click.Choice(["allow", "refuse"]),
    help="Whether participants without recorded consent may be quoted and shared.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def consent(project: Project, unrecorded: str | None, as_json: bool) -> None:
    """Show what participants allow; their attribute “consent” holds quote, share or withdrawn."""
    from qda_app.services.consent import required_words, silence_allows
    from qda_app.services.consent_list import permissions, require_consent

    if unrecorded is not None:
        project.run(require_consent(required=unrecorded == "refuse"))
    rows = [asdict(each) for each in permissions(project.read)]
    if as_json:
        write_json(rows)
        return
    told = [
        say("Where nothing is recorded, quotation and sharing count as allowed.")
        if silence_allows(project.read)
        else required_words()
    ]
    if strange := [f"{row['case']} “{row['said']}”" for row in rows if not row["understood"]]:
        sentence = "Not understood, which allows nothing: {names}. Use quote, share or withdrawn."
        told.append(say(sentence, names="; ".join(strange)))
    header = [say("case"), say("consent"), say("understood"), say("quote"), say("share"),
              say("withdrawn")]  # fmt: skip
    words = {True: say("yes"), False: say("no")}
    show(header, [[words.get(value, value) for value in row.values()] for row in rows], told)
