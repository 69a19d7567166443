"""Quotations as files: docx, html, md, tex as documents; xlsx and csv as tables."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from qda_app.domain.amounts import passages_words
from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say, thousands
from qda_app.formats.reports.attribution import DEFAULT, checked_template
from qda_app.services.consent import Consent
from qda_app.services.paper.attributions import attributed, every_values, warnings
from qda_app.services.paper.names_said import exact_words
from qda_app.services.paper.pseudonyms import is_pseudonym
from qda_app.services.paper.quotation_documents import GROUPS, Choices, blocks, printed_words
from qda_app.services.paper.quotes import Quote
from qda_app.services.paper.spoken import with_voice
from qda_app.services.paper.spread import Spread, spread
from qda_app.services.paper.stated import made_of
from qda_app.services.reads import Reads

KINDS = (".docx", ".xlsx", ".csv", ".md", ".tex", ".html")
Progress = Callable[[int, int, str], None]
Cells = list[str | int]


@dataclass(frozen=True, slots=True)
class Written:
    """How many quotations were written, and what their reader should know."""

    count: int
    spread: Spread
    statement: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


def write_quotes(
    read: Reads,
    quotes: Sequence[Quote],
    target: Path,
    choices: Choices | None = None,
    *,
    shown: Sequence[str] = (),
    problems: Sequence[str] = (),
    progress: Progress = lambda _done, _of, _name: None,
) -> Written:
    """Write quotations as the name's ending asks for; who does not allow it is left out.

    `shown` says in sentences what they are, `problems` what could not be used. Raises QdaError for
    another ending, for a template or a grouping that names what does not exist, and where the file
    cannot be written.
    """
    choices = checked_choices(read, choices or Choices())
    kind = target.suffix.lower()
    if kind not in KINDS:
        known = ", ".join(KINDS)
        raise QdaError(
            say("Quotations are written as {known}, not as {kind}.", known=known, kind=kind or "–")
        )
    sifted = Consent(read).sift(quotes)
    kept, silent = with_voice(sifted.kept)
    said = (*problems, *sifted.statement(), *silent, *_repeated(kept))
    as_table = kind in {".xlsx", ".csv"}
    exact = exact_words(read, kept) if as_table else []
    found = Written(
        len(kept),
        spread(read, kept),
        (*shown, *said, made_of(read)),
        (*said, *warnings(read, kept, choices.template), *exact),
    )
    if as_table:
        _write_table(read, kept, target, choices, found)
    else:
        _write_document(read, kept, target, choices, found, progress)
    progress(len(kept), len(kept), "")
    return found


def _repeated(quotes: Sequence[Quote]) -> list[str]:
    """Say how many passages the quotations are, where some stand at several nodes."""
    passages = len({(quote.source, quote.start, quote.end) for quote in quotes})
    if passages == len(quotes):
        return []
    return [
        say(
            "A passage stands at each of its nodes: {quotes} quotations are {passages}.",
            quotes=thousands(len(quotes)),
            passages=passages_words(passages),
        )
    ]


def usable_template(read: Reads, template: str) -> str:
    """Return the template, or the usual one where it names what the project does not have."""
    try:
        return checked_template(template, [name for name, _kind in read.attributes()])
    except QdaError:
        return DEFAULT


def checked_choices(read: Reads, choices: Choices) -> Choices:
    """Return the choices, or refuse those that name what the project does not have."""
    names = [name for name, _kind in read.attributes()]
    checked_template(choices.template, names)
    if choices.by not in {*GROUPS, *names}:
        known = ", ".join([*GROUPS, *names])
        raise QdaError(
            say("There is no attribute “{name}”. Group by one of: {known}.",
                name=choices.by, known=known)
        )  # fmt: skip
    return choices


def _write_document(
    read: Reads,
    quotes: Sequence[Quote],
    target: Path,
    choices: Choices,
    found: Written,
    progress: Progress,
) -> None:
    from qda_app.formats.reports.document import Document, Paragraph
    from qda_app.formats.reports.document_files import write_document

    said = [Paragraph(sentence, "muted") for sentence in found.statement]
    write_document(
        target, Document(read.title(), [*said, *blocks(read, quotes, choices)]), progress
    )


def table(read: Reads, quotes: Sequence[Quote], choices: Choices) -> tuple[list[str], list[Cells]]:
    """Return a header and one row per quotation, the passage exact, the cases' attributes last."""
    paths = read.tree().paths()
    attributes = [name for name, _kind in read.attributes() if not is_pseudonym(name)]
    header = [
        "source", "start", "end", "lines", "node", "coder", "case", "speaker", "memo", "text",
        "printed", "attribution", "words", "translation", "translator", "status", "note",
    ]  # fmt: skip
    rows: list[Cells] = []
    for quote in quotes:
        of, values = quote.of, _joined(every_values(quote, paths))
        rows.append(
            [
                of.source_name, of.start, of.end, values["lines"], values["node"], values["coder"],
                values["pseudonym"], values["speaker"], of.memo, of.text, printed_words(quote),
                attributed(choices.template, quote, paths), quote.printed.words,
                quote.translation, quote.translator, quote.status, quote.note,
                *(values.get(name, "") for name in attributes),
            ]
        )  # fmt: skip
    return [*header, *attributes], rows


def _joined(voices: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """Return what is known of everybody heard in a quotation, each thing once."""
    names = dict.fromkeys(name for one in voices for name in one)
    return {
        name: "; ".join(dict.fromkeys(filter(None, (one.get(name, "") for one in voices))))
        for name in names
    }


def _write_table(
    read: Reads, quotes: Sequence[Quote], target: Path, choices: Choices, found: Written
) -> None:
    from qda_app.formats.tables import write_report_csv, write_xlsx

    header, rows = table(read, quotes, choices)
    said = dict.fromkeys((*found.statement, *found.remarks, *found.spread.statement()))
    settings = [[line] for line in said]
    if target.suffix.lower() == ".csv":
        settings.append([
            say("An apostrophe stands before text that a spreadsheet would take for a formula.")
        ])  # fmt: skip
        write_report_csv(target, header, rows)
        beside = target.with_name(f"{target.stem} settings.csv")
        write_report_csv(beside, [say("Settings")], settings)
        return
    write_xlsx(
        target,
        {
            say("Excerpts"): (header, rows),
            say("Participants"): found.spread.sheet(),
            say("Settings"): ([say("Settings")], settings),
        },
    )
