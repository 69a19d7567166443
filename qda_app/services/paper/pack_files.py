"""The files of a report pack, one step for each kind."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say
from qda_app.domain.rounds import Round
from qda_app.formats.reports.attribution import DEFAULT
from qda_app.services.consent import Consent
from qda_app.services.paper.facts import Facts, facts
from qda_app.services.paper.quotes import Quote
from qda_app.services.paper.themes import Themes, themes, write_themes
from qda_app.services.project import Project
from qda_app.services.reads import Reads
from qda_app.services.rounds.rounds import round_named
from qda_app.services.selection import unfinished_words

_UNSAFE = re.compile(r"[^\w .()-]+")


@dataclass(frozen=True, slots=True)
class PackSettings:
    """What goes into the pack.

    `rounds` are names, none for all that everybody has submitted; `by` is the attribute of the
    theme table's denominators; `examples` is how many quotations stand for a theme; `language` is
    that of the files as two letters, empty for the application's.
    """

    coders: tuple[str, ...] = ()
    rounds: tuple[str, ...] = ()
    by: str = ""
    template: str = DEFAULT
    examples: int = 1
    language: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One part of the pack; `write(folder)` returns what its reader should know."""

    title: str
    write: Callable[[Path], Sequence[str]]


def steps(project: Project, settings: PackSettings) -> list[Step]:
    """Return the steps in order; what the settings name is checked before anything is written."""
    read = project.read
    rounds = _rounds(read, settings.rounds)
    coders = list(settings.coders) or None
    table = themes(read, coders, None, settings.by, settings.examples, settings.template)
    reported = [one for one in rounds if not one.pilot]
    chosen = _chosen(read, table)
    known = facts(read, table, reported, Consent(read).sift(chosen.quotes).kept)
    pilots = len(rounds) - len(reported)
    return [
        Step(say("Methods"), lambda to: _methods(read, to, known, pilots)),
        Step(say("Checklists"), lambda to: _checklists(read, to, known)),
        Step(say("Codebook"), lambda to: _codebook(read, to, coders)),
        Step(say("Themes"), lambda to: _themes(read, to, table)),
        Step(say("Quotations"), lambda to: _quotations(read, to, settings, chosen)),
        Step(say("Frequencies"), lambda to: _frequencies(read, to, coders)),
        Step(say("Agreement"), lambda to: _agreement(project, to, rounds, coders)),
        Step(say("Disagreements"), lambda to: _disagreements(read, to, rounds)),
        Step(say("Audit"), lambda to: _audit(project, to)),
        Step(say("Data"), lambda to: _data(read, to)),
    ]


def _rounds(read: Reads, names: Sequence[str]) -> list[Round]:
    """Return the rounds asked for, else all that everybody has submitted."""
    if not names:
        return [one for one in read.rounds() if one.compared]
    found = [round_named(read, name) for name in names]
    for one in found:
        if not one.compared:
            sentence = "Not everybody has submitted the round “{name}” yet; leave it out."
            raise QdaError(say(sentence, name=one.name))
    return found


def _methods(read: Reads, folder: Path, known: Facts, pilots: int) -> Sequence[str]:
    from qda_app.formats.reports.document import Document, Paragraph
    from qda_app.formats.reports.document_files import write_document
    from qda_app.services.paper.methods import methods
    from qda_app.services.paper.stated import made_of

    said = [Paragraph(text) for text in methods(read, known, pilots)]
    document = Document(say("Methods"), [*said, Paragraph(made_of(read), "muted")])
    for kind in ("docx", "md"):
        write_document(folder / f"methods.{kind}", document)
    return ()


def _checklists(read: Reads, folder: Path, known: Facts) -> Sequence[str]:
    from qda_app.formats.reports.word_tables import PaperTable, write_word_tables
    from qda_app.formats.tables import write_xlsx
    from qda_app.services.paper.checklists import coreq, srqr
    from qda_app.services.paper.stated import made_of

    header = [say("Item"), say("What it asks"), say("Answer")]
    note = say("Items are paraphrased under the standard's own numbers. {made}", made=made_of(read))
    standards = {
        "COREQ": (say("COREQ, items 24 to 32 (Tong, Sainsbury & Craig, 2007)"), coreq(known)),
        "SRQR": (say("SRQR (O'Brien, Harris, Beckman, Reed & Cook, 2014)"), srqr(known)),
    }
    rows = {
        name: [[item.number, item.asks, item.answer()] for item in items]
        for name, (_title, items) in standards.items()
    }
    write_word_tables(
        folder / "checklists.docx",
        [PaperTable(title, header, rows[name], note) for name, (title, _) in standards.items()],
    )
    write_xlsx(folder / "checklists.xlsx", {name: (header, found) for name, found in rows.items()})
    return ()


def _codebook(read: Reads, folder: Path, coders: Sequence[str] | None) -> Sequence[str]:
    from qda_app.services.paper.codebook import write_codebook

    for kind in ("docx", "xlsx", "html"):
        write_codebook(read, folder / f"codebook.{kind}", coders)
    return ()


def _themes(read: Reads, folder: Path, table: Themes) -> Sequence[str]:
    for kind in ("docx", "xlsx"):
        write_themes(read, table, folder / f"themes.{kind}")
    return ()


@dataclass(frozen=True, slots=True)
class _Chosen:
    """The quotations of the pack, what they are, and the basket's problems."""

    quotes: Sequence[Quote]
    shown: Sequence[str]
    problems: Sequence[str]
    by: str


def _chosen(read: Reads, table: Themes) -> _Chosen:
    """Return the basket, or the examples of the themes where nothing was chosen."""
    from qda_app.services.paper.quotation_documents import NODE, NONE
    from qda_app.services.paper.quotes import basket

    quotes, problems = basket(read)
    if quotes:
        return _Chosen(quotes, [say("Quotations chosen for the paper.")], problems, NONE)
    quotes = [quote for row in table.rows for quote in row.quotes]
    shown = [say("Examples of the themes, since no quotation was chosen."), *table.withheld]
    return _Chosen(quotes, shown, problems, NODE)


def _quotations(
    read: Reads, folder: Path, settings: PackSettings, chosen: _Chosen
) -> Sequence[str]:
    from qda_app.services.paper.quotation_documents import Choices
    from qda_app.services.paper.quotation_files import write_quotes

    choices = Choices(settings.template, chosen.by, notes=True)
    for kind in ("docx", "xlsx"):
        found = write_quotes(
            read,
            chosen.quotes,
            folder / f"quotations.{kind}",
            choices,
            shown=chosen.shown,
            problems=chosen.problems,
        )
    return [*found.remarks, *found.spread.statement()]


def _frequencies(read: Reads, folder: Path, coders: Sequence[str] | None) -> Sequence[str]:
    from qda_app.formats.reports.charts import write_chart
    from qda_app.formats.reports.word_tables import write_word_tables
    from qda_app.formats.tables import write_xlsx
    from qda_app.services.charting import chart_of
    from qda_app.services.crosstabs import frequencies_table
    from qda_app.services.paper.count_tables import count_tables

    table = frequencies_table(read, coders)
    write_word_tables(folder / "frequencies.docx", count_tables(table))
    write_xlsx(folder / "frequencies.xlsx", table.sheets())
    if any(any(row) for row in table.values):
        write_chart(chart_of(table, 0), folder / "frequencies.svg")
    return [] if coders else list(filter(None, [unfinished_words(read)]))


def _agreement(
    project: Project, folder: Path, rounds: Sequence[Round], coders: Sequence[str] | None
) -> Sequence[str]:
    """Write the agreement of each round before and after, pilots apart; else as it stands."""
    from qda_app.formats.tables import write_xlsx
    from qda_app.services.result_tables import agreement_sheets, write_agreement
    from qda_app.services.rounds.agreement import round_agreement

    remarks = []
    wanted: list[tuple[str, Round | None, bool]] = [
        (f"{'pilot' if one.pilot else 'agreement'} {one.name} {words}", one, after)
        for one in rounds
        for words, after in (("before", False), ("after", True))
        if one.decided or not after
    ]
    for name, one, after in wanted or [("agreement", None, False)]:
        try:
            if one is None:
                found = project.agreement(coders=coders)
            else:
                found = round_agreement(project.read, one.name, after=after)
        except QdaError as error:
            remarks.append(f"{name}: {error}")
            continue
        write_agreement(folder / f"{_safe(name)}.docx", found)
        write_xlsx(folder / f"{_safe(name)}.xlsx", dict(agreement_sheets(found)))
    return remarks


def _disagreements(read: Reads, folder: Path, rounds: Sequence[Round]) -> Sequence[str]:
    from qda_app.services.reconciling.reconciling import Reconciliation
    from qda_app.services.reconciling.tables import write_report

    remarks = []
    for one in rounds:
        name = f"disagreements {one.name}"
        try:
            found = Reconciliation(read, one)
        except QdaError as error:
            remarks.append(f"{name}: {error}")
            continue
        for kind in ("docx", "xlsx"):
            write_report(found, folder / f"{_safe(name)}.{kind}")
    return remarks


def _audit(project: Project, folder: Path) -> Sequence[str]:
    from qda_app.services.auditing import write_audit

    _count, fault = write_audit(project, folder / "audit.html")
    write_audit(project, folder / "audit.csv")
    return [fault] if fault else ()


def _data(read: Reads, folder: Path) -> Sequence[str]:
    from qda_app.services.paper.data_tables import withheld_words, write_data

    list(write_data(read, folder / "data"))
    return withheld_words(read)


def _safe(name: str) -> str:
    return _UNSAFE.sub("_", name).strip(" .") or "_"
