"""Node frequencies of a project: how often and how much, by coder, source, case or attribute."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

from qda_app.analysis.frequencies import (
    CaseLink,
    Corpus,
    Frequencies,
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
from qda_app.services.selection import chosen_coders

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
    chosen = chosen_coders(read, coders)
    tree, sources, cases = read.tree(), read.sources(), read.cases()
    corpus = _corpus(read, tree, sources, cases, chosen, text)
    whole = count(corpus)
    if by is None:
        rows = list(_rows(tree, whole, None))
    else:
        rows = []
        for group, part in _groups(corpus, by, chosen, sources, cases, read):
            rows.extend(_rows(tree, count(part), group))
    names = tuple(coder.name for coder in chosen)
    return FrequencyReport(tuple(rows), names, text, by, whole.length, read.head())


def _rows(tree: Tree, found: Frequencies, group: str | None) -> Iterator[FrequencyRow]:
    for node, counts in zip(tree.order, found.nodes, strict=True):
        yield FrequencyRow(tree.path(node.id), counts, group)


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
