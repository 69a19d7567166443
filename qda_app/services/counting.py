"""Node frequencies of a project: how often and how much, by coder, source, case or attribute."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

from qda_app.analysis.frequencies import (
    CaseLink,
    Corpus,
    NodeCounts,
    of_cases,
    of_coder,
    of_source,
    word_starts,
)
from qda_app.analysis.frequencies import (
    frequencies as count,
)
from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say
from qda_app.domain.people import Case, Coder
from qda_app.domain.source import Source
from qda_app.domain.transcript import Turn
from qda_app.domain.tree import Tree
from qda_app.services.counted_text import PARTICIPANTS, pieces_of
from qda_app.services.numbering import codings_by_index, parents_by_index
from qda_app.services.reads import Reads
from qda_app.services.selection import chosen_coders, hidden_words

Where = Mapping[str, Collection[str]]
BY = ("coder", "source", "case")


@dataclass(frozen=True, slots=True)
class FrequencyRow:
    """The counts of one node, of everything or of one group."""

    node: str
    counts: NodeCounts
    group: str | None = None


@dataclass(frozen=True, slots=True)
class FrequencyReport:
    """The rows, with whose codings and which text they count."""

    rows: tuple[FrequencyRow, ...]
    coders: tuple[str, ...]
    text: str
    by: str | None
    length: int
    head: str
    hidden: str = ""

    def as_json(self) -> list[dict[str, object]]:
        """Return the rows as the command line prints them."""
        said = {"text": self.text, "coders": list(self.coders)}
        return [
            {
                "node": row.node,
                **({} if self.by is None else {"by": self.by, "group": row.group}),
                **asdict(row.counts),
                **said,
            }
            for row in self.rows
        ]


def frequencies(
    read: Reads,
    coders: Sequence[str] | None = None,
    text: str = PARTICIPANTS,
    by: str | None = None,
) -> FrequencyReport:
    """Count how often and how much each node was used.

    `coders` are names, None for the consensus layer where there is one, else everybody; `text` is
    `participants` or `whole`; `by` is coder, source, case or an attribute's name.
    """
    tree = read.tree()
    groups = grouped(read, coders, text, by)
    rows = [
        FrequencyRow(tree.path(node.id), counts, None if by is None else group.name)
        for group in groups
        for node, counts in zip(tree.order, group.counts, strict=True)
    ]
    names = tuple(coder.name for coder in chosen_coders(read, coders))
    length = sum(
        end - start
        for pieces in pieces_of(read.sources(), read.turns(), text)
        for start, end in pieces
    )
    return FrequencyReport(tuple(rows), names, text, by, length, read.head(), hidden_words(read))


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """A part of the project by name, what is counted of it, and the counts of every node."""

    name: str
    corpus: Corpus
    counts: tuple[NodeCounts, ...]


def grouped(
    read: Reads,
    coders: Sequence[str] | None,
    text: str,
    by: str | None,
    where: Where | None = None,
) -> list[Group]:
    """Return the counts by group: coder, source, case or an attribute's values; one for None.

    `where` leaves only the text of cases with these values of their attributes.
    """
    chosen = chosen_coders(read, coders)
    tree, sources, cases = read.tree(), read.sources(), read.cases()
    corpus = _corpus(read, tree, sources, cases, chosen, text)
    if where:
        corpus = of_cases(corpus, [i for i, case in enumerate(cases) if meets(case, where)])
    if by is None:
        return [Group("", corpus, count(corpus).nodes)]
    parts = _groups(corpus, by, chosen, sources, cases, read)
    return [Group(name, part, count(part).nodes) for name, part in parts]


def meets(case: Case, where: Where) -> bool:
    """Say whether a case has one of the values wanted of every attribute."""
    return all(case.attributes.get(name, "") in values for name, values in where.items())


def measure_words() -> dict[str, str]:
    """Return what is counted of a node, by the name of its figure in `NodeCounts`."""
    return {
        "codings": say("codings"),
        "codings_total": say("codings incl. below"),
        "sources": say("sources"),
        "sources_total": say("sources incl. below"),
        "cases": say("participants"),
        "cases_total": say("participants incl. below"),
        "characters": say("characters"),
        "characters_total": say("characters incl. below"),
        "words": say("words"),
        "words_total": say("words incl. below"),
        "share": say("share of the text incl. below"),
    }


def _corpus(
    read: Reads,
    tree: Tree,
    sources: Sequence[Source],
    cases: Sequence[Case],
    coders: Sequence[Coder],
    text: str,
) -> Corpus:
    turns = read.turns()
    texts = read.texts()
    codings = codings_by_index(
        read.coding_arrays([coder.id for coder in coders]),
        [source.id for source in sources],
        [node.id for node in tree.order],
        [coder.id for coder in coders],
    )
    return Corpus(
        pieces_of(sources, turns, text),
        [word_starts(texts[source.id]) for source in sources],
        parents_by_index(tree),
        codings,
        case_links(sources, cases, turns),
    )


def case_links(
    sources: Sequence[Source], cases: Sequence[Case], turns: dict[int, tuple[Turn, ...]]
) -> list[CaseLink]:
    """Return where each case (by its place) is heard: whole sources, or one speaker's turns."""
    place = {source.id: number for number, source in enumerate(sources)}
    links = []
    for number, case in enumerate(cases):
        for source, speaker in case.links:
            spoken = [t for t in turns.get(source, ()) if t.speaker == speaker]
            pieces = [(turn.words, turn.end) for turn in spoken if turn.words < turn.end]
            links.append(CaseLink(number, place[source], pieces if speaker else None))
    return links


def _groups(
    corpus: Corpus,
    by: str,
    coders: Sequence[Coder],
    sources: Sequence[Source],
    cases: Sequence[Case],
    read: Reads,
) -> Iterator[tuple[str, Corpus]]:
    if by == "coder":
        yield from ((coder.name, of_coder(corpus, i)) for i, coder in enumerate(coders))
    elif by == "source":
        yield from ((source.name, of_source(corpus, i)) for i, source in enumerate(sources))
    elif by == "case":
        yield from ((case.name, of_cases(corpus, [i])) for i, case in enumerate(cases))
    else:
        known = [name for name, _kind in read.attributes()]
        if by not in known:
            raise QdaError(
                say(
                    "There is no attribute “{name}”. Group by one of: {known}.",
                    name=by,
                    known=", ".join([*BY, *known]),
                )
            )
        values: dict[str, list[int]] = {}
        for number, case in enumerate(cases):
            values.setdefault(case.attributes.get(by, ""), []).append(number)
        for value, members in sorted(values.items()):
            yield value, of_cases(corpus, members)
