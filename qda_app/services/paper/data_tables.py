"""The data behind a paper as csv tables, and the dictionary that says what each column holds."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

from qda_app.domain.messages import say
from qda_app.formats.reports.results import FREQUENCY_COLUMNS
from qda_app.services.coding_rows import COLUMNS, coding_rows
from qda_app.services.consent import Consent, may_share, silence_allows
from qda_app.services.counting import frequencies
from qda_app.services.paper.codebook import codebook
from qda_app.services.paper.pseudonyms import has_pseudonyms, is_pseudonym, pseudonym
from qda_app.services.reads import Reads
from qda_app.services.rounds.rounds import state_names, state_words

Table: TypeAlias = tuple[list[str], list[list[Any]]]
EXACT = "codings"  # the table that is read back, so never altered
DICTIONARY = "data dictionary"


def data_tables(read: Reads) -> dict[str, Table]:
    """Return the tables by name: sources, participants, nodes, codings, frequencies, rounds.

    A participant who has a pseudonym stands under it, and nowhere beside the name. Those who do not
    allow sharing, or have withdrawn, are in none of the rows on people, sources and codings; counts
    by node hold everybody.
    """
    kept = _Shared(read)
    return {
        "sources": _sources(read, kept),
        "participants": _participants(read),
        "nodes": _nodes(read),
        EXACT: (
            list(COLUMNS[:-1]),  # the words stay with the quotations, where consent is looked at
            [list(row[:-1]) for row in coding_rows(read) if kept.holds(*row[:3])],
        ),
        "frequencies": (
            list(FREQUENCY_COLUMNS),
            [[row[name] for name in FREQUENCY_COLUMNS] for row in frequencies(read).as_json()],
        ),
        "rounds": _rounds(read),
    }


class _Shared:
    """Which passages hold only words of participants whose data may be handed on."""

    def __init__(self, read: Reads) -> None:
        self._ids = {source.name: source.id for source in read.sources()}
        self._consent = Consent(read)

    def holds(self, source: str, start: int, end: int) -> bool:
        """Say whether a passage, by the name of its source, may be handed on."""
        heard = self._consent.heard(self._ids[source], start, end)
        return all(may_share(c.attributes, silence=self._consent.silence) for c in heard)

    def heard(self, source: str, length: int) -> tuple[int, int]:
        """Return how many participants a source of this length has, and how many are left out."""
        heard = self._consent.heard(self._ids[source], 0, length)
        out = sum(not may_share(c.attributes, silence=self._consent.silence) for c in heard)
        return len(heard), out


def withheld_words(read: Reads) -> list[str]:
    """Say how many participants the data tables leave out; nothing where none."""
    silence = silence_allows(read)
    said = []
    if has_pseudonyms(read):
        said.append(
            say(
                "Participants stand under their pseudonyms in the data tables; the names of "
                "sources are as they are: see that none of them names anybody."
            )
        )
    out = sum(not may_share(case.attributes, silence=silence) for case in read.cases())
    if not out:
        return said
    return [
        *said,
        say(
            "Participants who do not allow sharing or have withdrawn are in none of the rows on "
            "participants, sources and codings: {count}. Counts by node hold everybody.",
            count=out,
        ),
    ]


def _sources(read: Reads, kept: _Shared) -> Table:
    """Return the sources but those of participants who are all left out."""
    header = ["source", "length", "language", "format", "turns", "left_out"]
    turns = read.turns()
    rows = []
    for of in read.sources():
        heard, out = kept.heard(of.name, of.length)
        if heard and out == heard:
            continue
        rows.append([of.name, of.length, of.language, of.format, len(turns.get(of.id, ())), out])
    return header, rows


def _participants(read: Reads) -> Table:
    names = [name for name, _kind in read.attributes() if not is_pseudonym(name)]
    sources = {source.id: source.name for source in read.sources()}
    rows, silence = [], silence_allows(read)
    for case in read.cases():
        if not may_share(case.attributes, silence=silence):
            continue
        heard = dict.fromkeys(sources[source] for source, _speaker in case.links)
        who = pseudonym(case.attributes, case.name)
        rows.append([who, "; ".join(heard), *(case.attributes.get(n, "") for n in names)])
    return ["case", "sources", *names], rows


def _nodes(read: Reads) -> Table:
    header = ["node", "depth", "definition", "use_when", "not_when", "example", "retired",
              "codings", "sources", "participants"]  # fmt: skip
    return header, [[row[name] for name in header] for row in codebook(read)]


def _rounds(read: Reads) -> Table:
    """Return who is how far; the number of codings only where the viewer may know it."""
    header = ["round", "state", "pilot", "blind", "coder", "submitted", "codings"]
    names = {coder.id: coder.name for coder in read.coders()}
    blinding = {one.id for one in read.blinding()}
    rows: list[list[Any]] = []
    for one in read.rounds():
        about = [one.name, state_words(one), one.pilot, one.blind]
        for part in one.assignments:
            known = part.submitted and one.id not in blinding
            count = part.count if known else None
            rows.append([*about, names.get(part.coder, "?"), part.submitted, count])
    return header, rows


def meanings() -> dict[str, str]:
    """Return what the columns hold, by name; attributes are the project's own."""
    return {
        "source": say("name of the transcript"),
        "length": say("code points of its text"),
        "language": say("language as a two-letter code"),
        "format": say("format of the imported file"),
        "turns": say("number of turns that are told apart"),
        "case": say("participant"),
        "sources": say("transcripts in which it occurs"),
        "node": say("the node's path from the top, joined with “ > ”"),
        "depth": say("level in the tree, 0 at the top"),
        "definition": say("what the node means"),
        "use_when": say("when to use the node"),
        "not_when": say("when not to use it"),
        "example": say("an example from its definition card"),
        "retired": say("true where the node is offered no longer"),
        "start": say("first code point of the passage, from 0"),
        "end": say("code point behind the passage"),
        "coder": say("who coded it, or the consensus layer"),
        "memo": say("note on the coding"),
        "codings": say("number of codings"),
        "participants": say("participants with a coding, by their own words"),
        "cases": say("participants with a coding, by their own words"),
        "characters": say("code points under any coding, once each"),
        "words": say("words under any coding, once each"),
        "share": say("part of the text counted, 0 to 1, nodes below included"),
        "round": say("name of the round"),
        "left_out": say("participants heard in it whose data are left out"),
        "state": say("how far the round is: {states}", states=", ".join(state_names().values())),
        "pilot": say("true where its figures are not reported"),
        "blind": say("true where nobody saw the others' work"),
        "submitted": say("when the coder handed in, ISO 8601, UTC"),
    }


def dictionary(read: Reads, tables: dict[str, Table]) -> Table:
    """Return the data dictionary: table, column, kind, meaning."""
    kinds, known = dict(read.attributes()), meanings()
    return [say("table"), say("column"), say("kind"), say("meaning")], [
        [name, column, *_described(column, kinds, known, header, rows)]
        for name, (header, rows) in tables.items()
        for column in header
    ]


def _described(
    column: str,
    kinds: dict[str, str],
    known: dict[str, str],
    header: list[str],
    rows: list[list[Any]],
) -> tuple[str, str]:
    if column in kinds and column not in known:
        return kinds[column], say("attribute of the participant")
    total = column.endswith("_total")
    said = known.get(column.removesuffix("_total"), "")
    at = header.index(column)
    values = [row[at] for row in rows if row[at] is not None]
    kind = "text"
    if values and all(isinstance(value, bool) for value in values):
        kind = "boolean"
    elif values and all(isinstance(value, int | float) for value in values):
        kind = "number"
    return kind, say("{meaning}, nodes below included", meaning=said) if total else said


def write_data(read: Reads, folder: Path) -> Iterator[Path]:
    """Write the tables and their dictionary into a folder, and yield each file."""
    from qda_app.formats.tables import write_csv, write_report_csv

    folder.mkdir(exist_ok=True)
    tables = data_tables(read)
    for name, (header, rows) in tables.items():
        path = folder / f"{name}.csv"
        (write_csv if name == EXACT else write_report_csv)(path, header, rows)
        yield path
    header, rows = dictionary(read, tables)
    remark = say(
        "In every table but {exact}, an apostrophe stands before text that a spreadsheet would "
        "calculate (it begins with = + - @). UTF-8, commas, LF.",
        exact=f"{EXACT}.csv",
    )
    path = folder / f"{DICTIONARY}.csv"
    write_report_csv(path, header, [*rows, ["*", "*", "text", remark]])
    yield path
