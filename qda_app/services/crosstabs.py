"""Tables of nodes against coders, sources, cases or nodes, and the codings behind a cell."""

from bisect import bisect_left
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from qda_app import __version__
from qda_app.analysis.frequencies import Corpus
from qda_app.domain.coding import Coding
from qda_app.domain.messages import counted, say
from qda_app.domain.people import Coder
from qda_app.domain.tree import Tree
from qda_app.services.counted_text import PARTICIPANTS, WHOLE, pieces_of, statement
from qda_app.services.counting import Where, grouped, measure_words
from qda_app.services.reads import Reads
from qda_app.services.selection import chosen_coders, hidden_words

if TYPE_CHECKING:
    import numpy.typing as npt

Cell = str | int | float | None
Find = Callable[[int, int], frozenset[int]]
OVERLAP = -1  # the distance that asks for codings that share text


def _nothing(_row: int, _column: int) -> frozenset[int]:
    return frozenset()


@dataclass(frozen=True, slots=True)
class Crosstab:
    """A table with its settings; `behind(row, column)` gives the codings that a number counts.

    `columns` are the titles of the numbers, `label` that of the row names before them. `ordered`
    says whether the columns are of one measure, so that they can stand in one chart.
    """

    title: str
    label: str
    names: tuple[str, ...]
    columns: tuple[str, ...]
    values: tuple[tuple[Cell, ...], ...]
    settings: dict[str, str]
    measure: str
    comparable: bool = True
    behind: Find = field(default=_nothing)

    def sheet(self) -> tuple[list[str], list[list[Cell]]]:
        """Return header and rows as a table is shown and written."""
        rows = [[name, *cells] for name, cells in zip(self.names, self.values, strict=True)]
        return [self.label, *self.columns], rows

    def sheets(self) -> dict[str, tuple[list[str], list[list[Any]]]]:
        """Return the table and its settings as the sheets of a workbook."""
        settings = [[name, value] for name, value in self.settings.items()]
        return {
            say("Table"): self.sheet(),
            say("Settings"): ([say("setting"), say("value")], settings),
        }


def _settings(
    read: Reads,
    coders: Sequence[Coder],
    text: str | None,
    where: Where | None = None,
    **more: str,
) -> dict[str, str]:
    said = {say("Codings of"): ", ".join(coder.name for coder in coders) or say("nobody")}
    if text is not None:
        said[say("Text counted")] = statement(text)
    if where:
        kept = [f"{name} = {', '.join(sorted(values))}" for name, values in where.items()]
        said[say("Participants")] = "; ".join(kept)
    if hidden := hidden_words(read):
        said[say("Hidden")] = hidden
    said.update(more)
    said[say("Journal")] = read.head()
    said[say("Software")] = f"qda-app {__version__}"
    return said


def nodes_by(
    read: Reads,
    by: str,
    measure: str = "codings",
    coders: Sequence[str] | None = None,
    text: str = PARTICIPANTS,
    where: Where | None = None,
) -> Crosstab:
    """Return one measure of every node by coder, source, case or an attribute's values.

    `measure` is a figure of `NodeCounts`: codings, sources, cases, characters, words, each also as
    `…_total` with the nodes below, or share.
    """
    groups = grouped(read, coders, text, by, where)
    tree = read.tree()
    chosen = chosen_coders(read, coders)
    values = tuple(
        tuple(getattr(group.counts[row], measure) for group in groups)
        for row in range(len(tree.order))
    )
    total = measure.endswith("_total") or measure == "share"
    finder = _Finder(read, tree, chosen, total=total)
    corpora = [(group.corpus, _coders_of(group.name, by, chosen)) for group in groups]
    return Crosstab(
        say("Nodes by {name}", name=_by_words(by)),
        say("Node"),
        tuple(tree.paths().values()),
        tuple(group.name or say("(nothing)") for group in groups),
        values,
        _settings(read, chosen, text, where, **{say("Counted"): measure_words()[measure]}),
        measure_words()[measure],
        behind=lambda row, column: finder.find(row, *corpora[column]),
    )


def _by_words(by: str) -> str:
    words = {"coder": say("coder"), "source": say("source"), "case": say("participant")}
    return words.get(by, by)


def _coders_of(name: str, by: str, chosen: Sequence[Coder]) -> frozenset[int]:
    return frozenset(c.id for c in chosen if by != "coder" or c.name == name)


class _Finder:
    """Finds the codings of a node, with those below on request, that touch a corpus's text."""

    def __init__(self, read: Reads, tree: Tree, coders: Sequence[Coder], *, total: bool) -> None:
        self._place = {source.id: number for number, source in enumerate(read.sources())}
        self._tree, self._total = tree, total
        self._read, self._coders = read, [coder.id for coder in coders]
        self._codings: dict[int, list[Coding]] | None = None

    def find(self, row: int, corpus: Corpus, coders: Collection[int]) -> frozenset[int]:
        if self._codings is None:
            self._codings = {}
            for coding in self._read.codings(self._coders):
                self._codings.setdefault(coding.node, []).append(coding)
        node = self._tree.order[row].id
        nodes = self._tree.descendants(node) if self._total else [node]
        return frozenset(
            coding.id
            for each in nodes
            for coding in self._codings.get(each, ())
            if coding.coder in coders and self.touches(coding, corpus)
        )

    def touches(self, coding: Coding, corpus: Corpus) -> bool:
        """Say whether a coding shares text with a corpus."""
        pieces = corpus.texts[self._place[coding.source]]
        at = bisect_left(pieces, coding.start + 1, key=lambda piece: piece[1])
        return at < len(pieces) and pieces[at][0] < coding.end


def frequencies_table(
    read: Reads,
    coders: Sequence[str] | None = None,
    text: str = PARTICIPANTS,
    where: Where | None = None,
) -> Crosstab:
    """Return the frequencies of every node: one row a node, one column a measure."""
    (group,) = grouped(read, coders, text, None, where)
    tree, chosen = read.tree(), chosen_coders(read, coders)
    words = measure_words()
    measures = list(words)
    finders = {total: _Finder(read, tree, chosen, total=total) for total in (False, True)}
    every = frozenset(coder.id for coder in chosen)

    def behind(row: int, column: int) -> frozenset[int]:
        total = measures[column].endswith("_total") or measures[column] == "share"
        return finders[total].find(row, group.corpus, every)

    return Crosstab(
        say("Node frequencies"),
        say("Node"),
        tuple(tree.paths().values()),
        tuple(words[name] for name in measures),
        tuple(tuple(getattr(counts, name) for name in measures) for counts in group.counts),
        _settings(read, chosen, text, where),
        say("Codings"),
        comparable=False,
        behind=behind,
    )


def nodes_together(
    read: Reads,
    distance: int = OVERLAP,
    coders: Sequence[str] | None = None,
    where: Where | None = None,
    *,
    same_coder: bool = True,
) -> Crosstab:
    """Return for every two nodes how many pairs of codings overlap, or lie near each other.

    `distance` is the greatest number of code points between two codings, `OVERLAP` for those that
    share text; with `same_coder` only the codings of one person are paired.
    """
    import numpy as np

    from qda_app.analysis import relations

    tree, chosen = read.tree(), chosen_coders(read, coders)
    codings = read.codings([coder.id for coder in chosen])
    if where:
        (group,) = grouped(read, coders, WHOLE, None, where)
        finder = _Finder(read, tree, chosen, total=False)
        codings = [coding for coding in codings if finder.touches(coding, group.corpus)]
    place_of = {node.id: number for number, node in enumerate(tree.order)}
    many = max((c.coder for c in codings), default=0) + 1
    place = np.array([c.source * many + (c.coder if same_coder else 0) for c in codings], np.int64)
    node = np.array([place_of[c.node] for c in codings], np.int64)
    start, end = (np.array([getattr(c, n) for c in codings], np.int64) for n in ("start", "end"))
    found = relations.near_matrix(place, node, start, end, len(tree.order), distance)

    def behind(row: int, column: int) -> frozenset[int]:
        return _paired(codings, node, place, start, end, distance, {row, column})

    near = counted("at most 1 character apart", "at most {count} characters apart", distance)
    kind = say("overlapping") if distance == OVERLAP else near
    who = say("of the same coder") if same_coder else say("of any coders")
    return Crosstab(
        say("Nodes together"),
        say("Node"),
        tuple(tree.paths().values()),
        tuple(node.name for node in tree.order),
        tuple(tuple(row) for row in found.tolist()),
        _settings(read, chosen, None, where, **{say("Pairs of codings"): f"{kind}, {who}"}),
        say("Pairs of codings"),
        behind=behind,
    )


def _paired(
    codings: Sequence[Coding],
    node: "npt.NDArray[Any]",
    place: "npt.NDArray[Any]",
    start: "npt.NDArray[Any]",
    end: "npt.NDArray[Any]",
    distance: int,
    wanted: set[int],
) -> frozenset[int]:
    """Return the codings at these nodes that are paired with one another."""
    import numpy as np

    from qda_app.analysis import relations

    rows = np.flatnonzero(np.isin(node, list(wanted)))
    found: set[int] = set()
    for one, other in relations.pairs(place[rows], start[rows], end[rows], distance):
        ends = {(int(a), int(b)) for a, b in zip(rows[one], rows[other], strict=True)}
        for a, b in ends:
            if {int(node[a]), int(node[b])} == wanted:
                found |= {codings[a].id, codings[b].id}
    return frozenset(found)


def coder_progress(read: Reads, text: str = PARTICIPANTS) -> Crosstab:
    """Return for every source and coder the codings, the share of the text coded, and if done."""
    sources, coders = read.sources(), read.coders()
    pieces = pieces_of(sources, read.turns(), text)
    done, codings = read.done(), read.codings()
    spans: dict[tuple[int, int], list[Coding]] = {}
    for coding in codings:
        spans.setdefault((coding.source, coding.coder), []).append(coding)
    columns, values = [say("Length")], []
    for coder in coders:
        columns += [
            say("{name}: codings", name=coder.name),
            say("{name}: share coded", name=coder.name),
            say("{name}: done", name=coder.name),
        ]
    for source, inside in zip(sources, pieces, strict=True):
        length = sum(end - start for start, end in inside)
        row: list[Cell] = [length]
        for coder in coders:
            mine = spans.get((source.id, coder.id), [])
            covered = _covered(mine, inside)
            finished = say("done") if (coder.id, source.id) in done else ""
            row += [len(mine), covered / length if length else None, finished]
        values.append(tuple(row))

    def behind(row: int, column: int) -> frozenset[int]:
        if column == 0:
            return frozenset(c.id for c in codings if c.source == sources[row].id)
        coder = coders[(column - 1) // 3].id
        return frozenset(c.id for c in spans.get((sources[row].id, coder), ()))

    return Crosstab(
        say("How far the coders are"),
        say("Source"),
        tuple(source.name for source in sources),
        tuple(columns),
        tuple(values),
        _settings(read, coders, text),
        say("Codings"),
        comparable=False,
        behind=behind,
    )


def _covered(codings: Sequence[Coding], pieces: Sequence[tuple[int, int]]) -> int:
    """Return how many code points of the pieces lie under a coding."""
    total, at = 0, 0
    merged: list[list[int]] = []
    for coding in sorted(codings, key=lambda c: c.start):
        if merged and coding.start <= merged[-1][1]:
            merged[-1][1] = max(merged[-1][1], coding.end)
        else:
            merged.append([coding.start, coding.end])
    for start, end in pieces:
        while at < len(merged) and merged[at][1] <= start:
            at += 1
        for left, right in merged[at:]:
            if left >= end:
                break
            total += max(0, min(right, end) - max(left, start))
    return total
