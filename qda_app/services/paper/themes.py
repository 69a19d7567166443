"""The theme table: nodes with definitions, how many participants speak of each, what they say."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qda_app.domain.errors import QdaError
from qda_app.domain.messages import counted, say
from qda_app.formats.reports.attribution import DEFAULT, checked_template
from qda_app.services.consent import Consent, Sifted, has_withdrawn, not_withdrawn
from qda_app.services.counting import grouped
from qda_app.services.paper.attributions import attributed
from qda_app.services.paper.quotes import Quote, basket, quotes_of
from qda_app.services.paper.stated import made_of
from qda_app.services.reads import Reads
from qda_app.services.retrieval.excerpts import retrieve
from qda_app.services.selection import chosen_coders, chosen_nodes, hidden_words, unfinished_words

if TYPE_CHECKING:
    from qda_app.domain.quotation import Run
    from qda_app.formats.reports.word_tables import PaperTable

KINDS = (".docx", ".xlsx", ".csv", ".html", ".md", ".tex")
WHOLE = "whole"
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Theme:
    """A node with how many participants of how many speak of it, in all and by group."""

    node: int
    path: str
    name: str
    depth: int
    definition: str
    n: int
    by: tuple[int, ...]
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Themes:
    """The themes with their denominators: N participants, and N of each group.

    `withheld` says what consent leaves out of the examples; `statement` holds it too.
    """

    rows: tuple[Theme, ...]
    participants: int
    by: str
    groups: tuple[tuple[str, int], ...]
    template: str
    statement: tuple[str, ...]
    withheld: tuple[str, ...] = ()


def themes(
    read: Reads,
    coders: Sequence[str] | None = None,
    nodes: Sequence[str] | None = None,
    by: str = "",
    examples: int = 1,
    template: str = DEFAULT,
) -> Themes:
    """Count the participants who speak of each node, those below it included.

    `by` names an attribute whose values get a denominator each. The examples are the basket's
    quotations at a node, else those of the participants heard least so far in the table;
    `examples` is how many.
    """
    checked_template(template, [name for name, _kind in read.attributes()])
    wanted = frozenset(chosen_nodes(read.tree(), nodes))
    tree, people = read.tree(), chosen_coders(read, coders)
    spoke = [case for case in read.cases() if case.links]
    heard = [case for case in spoke if not has_withdrawn(case.attributes)]
    where = not_withdrawn(spoke)
    every = grouped(read, coders, WHOLE, None, where)[0].counts
    groups = grouped(read, coders, WHOLE, by, where) if by else []
    sizes = Counter(case.attributes.get(by, "") for case in heard)
    groups = [group for group in groups if sizes[group.name]]
    sifted = _examples(read, [coder.id for coder in people], wanted)
    at: dict[int, list[Quote]] = {}
    for quote in sifted.kept:
        at.setdefault(quote.node, []).append(quote)
    told: Counter[str] = Counter()
    rows = [
        Theme(
            node.id,
            tree.path(node.id),
            node.name,
            tree.depth[node.id],
            node.definition,
            every[place].cases_total,
            tuple(group.counts[place].cases_total for group in groups),
            tuple(_different(at.get(node.id, ()), examples, told)),
        )
        for place, node in enumerate(tree.order)
        if node.id in wanted and (every[place].codings_total or nodes)
    ]
    said = (
        say("Codings of: {names}.", names=", ".join(coder.name for coder in people)),
        *filter(None, [hidden_words(read), "" if coders else unfinished_words(read)]),
        *_withdrawn(len(spoke) - len(heard)),
        *sifted.statement(),
        made_of(read),
    )
    sized = tuple((group.name or say("(nothing)"), sizes[group.name]) for group in groups)
    out = tuple(sifted.withheld())
    return Themes(tuple(rows), len(heard), by, sized, template, said, out)


def _withdrawn(count: int) -> list[str]:
    if not count:
        return []
    return [
        counted(
            "1 participant who has withdrawn is not counted.",
            "{count} participants who have withdrawn are not counted.",
            count,
        )
    ]


def _examples(read: Reads, coders: Sequence[int], nodes: frozenset[int]) -> Sifted[Quote]:
    """Return the quotations at nodes, those of the basket first; none who refuses."""
    chosen, _problems = basket(read)
    found = retrieve(read, nodes, with_below=False, coders=coders, merge_same=True)
    every = [*(q for q in chosen if q.node), *quotes_of(read, found)]
    return Consent(read).sift([quote for quote in every if not quote.voices.silent])


def _different(quotes: Sequence[Quote], count: int, heard: Counter[str]) -> list[Quote]:
    """Return the first quotations: the basket's, then of those who were heard least so far."""
    chosen: list[Quote] = []
    places: set[tuple[int, int, int]] = set()
    left = list(quotes)
    while left and len(chosen) < count:
        best = min(left, key=lambda quote: (not quote.id, heard[quote.of.case]))
        left.remove(best)
        place = (best.source, best.start, best.end)
        if place not in places:
            places.add(place)
            chosen.append(best)
            heard[best.of.case] += 1
    return chosen


# -- as a table --------------------------------------------------------------------------------


def cited(quote: Quote, template: str) -> str:
    """Return a quotation in a cell: in quotation marks, with its attribution."""
    return "".join(run.text for run in _cited(quote, template))


def _cited(quote: Quote, template: str) -> "Sequence[Run]":
    from qda_app.formats.reports.document import Quoted, spoken

    return spoken(Quoted(quote.printed.runs, attributed(template, quote, {})))


def paper_table(of: Themes) -> "PaperTable":
    """Return the themes as a table for a paper: under each its definition and its examples."""
    from qda_app.domain.quotation import Run
    from qda_app.formats.reports.word_tables import DEEP, PaperTable

    header = [say("Theme"), say("n of {count}", count=of.participants)]
    header += [
        _unbroken(say("{group} (of {count})", group=group, count=n)) for group, n in of.groups
    ]
    rows = [
        [DEEP * theme.depth + theme.name, str(theme.n), *map(str, theme.by)] for theme in of.rows
    ]
    below = [
        [
            *([[Run(theme.definition, added=True)]] if theme.definition else []),
            *(_cited(quote, of.template) for quote in theme.quotes),
        ]
        for theme in of.rows
    ]
    note = counted(
        "n is the number of participants with a passage at the theme or below it; 1 participant "
        "is heard in the sources.",
        "n is the number of participants with a passage at the theme or below it; {count} "
        "participants are heard in the sources.",
        of.participants,
    )
    said = say("Under a theme stand its definition and examples of what participants say.")
    return PaperTable(
        say("Themes"), header, rows, "\n".join([f"{note} {said}", *of.statement]), below
    )


def _unbroken(head: str) -> str:
    """Return a head whose last brackets stay on one line."""
    name, bracket, size = head.rpartition(" (")
    return f"{name}{bracket}{size.replace(' ', chr(0xA0))}"


def as_json(of: Themes) -> dict[str, Any]:
    """Return the themes as the command line prints them."""
    return {
        "participants": of.participants,
        "by": of.by or None,
        "groups": dict(of.groups),
        "themes": [
            {
                "node": theme.path,
                "definition": theme.definition,
                "n": theme.n,
                "by": {name: n for (name, _of), n in zip(of.groups, theme.by, strict=True)},
                "examples": [cited(quote, of.template) for quote in theme.quotes],
            }
            for theme in of.rows
        ],
    }


def sheet(of: Themes) -> tuple[list[str], list[list[Any]]]:
    """Return the themes as a table for a spreadsheet."""
    header = ["node", "definition", "n", "N"]
    for group, _size in of.groups:
        header += [f"{group}: n", f"{group}: N"]
    rows = [
        [
            theme.path,
            theme.definition,
            theme.n,
            of.participants,
            *(x for n, (_name, size) in zip(theme.by, of.groups, strict=True) for x in (n, size)),
            "\n\n".join(cited(quote, of.template) for quote in theme.quotes),
        ]
        for theme in of.rows
    ]
    return [*header, "examples"], rows


def write_themes(read: Reads, of: Themes, target: Path) -> None:
    """Write the theme table as the name's ending asks for; raises QdaError for another one."""
    kind = target.suffix.lower()
    if kind not in KINDS:
        raise QdaError(say("Name a file that ends in one of: {known}.", known=", ".join(KINDS)))
    if kind in {".xlsx", ".csv"}:
        from qda_app.formats.tables import write_report_csv, write_xlsx

        if kind == ".csv":
            write_report_csv(target, *sheet(of))
            return
        settings: list[list[Any]] = [[line] for line in of.statement]
        write_xlsx(
            target,
            {say("Themes"): sheet(of), say("Settings"): ([say("Settings")], settings)},
        )
        return
    if kind == ".docx":
        from qda_app.formats.reports.word_tables import write_word_tables

        write_word_tables(target, [paper_table(of)])
        return
    from qda_app.formats.reports.document import Document
    from qda_app.formats.reports.document_files import write_document

    write_document(target, Document(read.title(), [paper_table(of)]))
