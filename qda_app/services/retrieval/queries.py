"""Queries over coded passages, evaluated to excerpts."""

from bisect import bisect_left
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from qda_app.domain.coding import Coding
from qda_app.domain.query import And, Near, Not, Or, Overlapping, Query, Term, Within, terms
from qda_app.services.reads import Reads
from qda_app.services.retrieval.excerpts import Excerpt, Where, below, excerpt, finished
from qda_app.services.retrieval.transcripts import Context, Transcripts

if TYPE_CHECKING:
    from qda_app.analysis.arrays import Bools, Ints


def evaluate(
    read: Reads,
    query: Query,
    *,
    coders: Collection[int] | None = None,
    sources: Collection[int] | None = None,
    where: Where | None = None,
    context: Context | None = None,
    transcripts: Transcripts | None = None,
) -> list[Excerpt]:
    """Return the passages that a query finds in the codings that may be seen, in text order.

    A passage carries the codings that it was found by: those that are exactly it, otherwise those
    that it overlaps. `coders` and `sources` limit what is looked at, `where` the cases of a result.
    """
    from qda_app.analysis.passages import off_axis

    transcripts = transcripts or Transcripts(read, sources)
    codings = [
        coding
        for coding in read.codings(coders)
        if coding.source in transcripts.sources and (sources is None or coding.source in sources)
    ]
    asked = _Evaluation(read, transcripts, codings, sources)
    passages = asked.passages(query)
    behind = _Behind(asked.codings_of(query))
    places, edges = off_axis(passages)
    rows = zip(places.tolist(), edges.tolist(), strict=True)
    spans = [(asked.order[place], start, end) for place, (start, end) in rows]
    found = [
        excerpt(transcripts, s, start, end, behind.of(s, start, end)) for s, start, end in spans
    ]
    return finished(transcripts, found, where, context)


class _Evaluation:
    """One query over one state of the project; passages are arrays on the common axis."""

    def __init__(
        self,
        read: Reads,
        transcripts: Transcripts,
        codings: list[Coding],
        sources: Collection[int] | None,
    ) -> None:
        import numpy as np

        from qda_app.analysis.passages import on_axis

        self._transcripts = transcripts
        self._tree = read.tree()
        self.order = [s for s in transcripts.sources if sources is None or s in sources]
        number = {source: place for place, source in enumerate(self.order)}
        self._codings = codings
        rows = [(number[c.source], c.node, c.start, c.end) for c in codings]
        table = np.array(rows, dtype=np.int64).reshape(-1, 4)
        self._node = table[:, 1]
        self._spans = on_axis(table[:, 0], table[:, 2], table[:, 3])
        self._units: dict[tuple[str, bool], Ints] = {}

    def _rows(self, term: Term) -> "Bools":
        import numpy as np

        wanted = below(self._tree, term.nodes, with_below=term.with_below)
        return np.isin(self._node, np.array(sorted(wanted), dtype=np.int64))

    def codings_of(self, query: Query) -> list[Coding]:
        """Return the codings that the results can come from."""
        chosen: dict[int, Coding] = {}
        for term in terms(query):
            for row in self._rows(term).nonzero()[0].tolist():
                chosen[row] = self._codings[row]
        return list(chosen.values())

    def passages(self, query: Query) -> "Ints":
        """Return what a query finds (n, 2), sorted, each passage once."""
        import numpy as np

        if isinstance(query, Term):
            return _once(self._spans[self._rows(query)])
        if isinstance(query, Or):
            parts = [self.passages(part) for part in query.parts]
            return _once(np.concatenate([np.empty((0, 2), np.int64), *parts]))
        if isinstance(query, And):
            return self._shared(query)
        if isinstance(query, Not):
            return self._rest(query)
        return self._related(query)

    def _shared(self, query: And) -> "Ints":
        import numpy as np

        from qda_app.analysis.passages import intersection

        parts = [self.passages(part) for part in query.parts]
        found = parts[0] if parts else np.empty((0, 2), np.int64)
        for part in parts[1:]:
            found = intersection(found, part)
        return found

    def _rest(self, query: Not) -> "Ints":
        from qda_app.analysis.passages import difference, without

        inner = self.passages(query.part)
        if query.scope == "text":
            return difference(self.units("source"), inner)
        return without(self.units(query.scope, spoken=True), inner)

    def _related(self, query: Query) -> "Ints":
        from qda_app.analysis.passages import near, overlapping, sharing, within

        if isinstance(query, Term | And | Or | Not):
            raise TypeError(query)
        a, b = self.passages(query.a), self.passages(query.b)
        if isinstance(query, Within):
            return a[within(a, b)]
        if isinstance(query, Overlapping):
            return a[overlapping(a, b)]
        if query.reach is None:
            met = overlapping(a, b)
        elif isinstance(query.reach, int):
            met = near(a, b, query.reach)
        else:
            met = sharing(a, b, self.units(query.reach))
        return a[met] if isinstance(query, Near) else a[~met]

    def units(self, kind: str, *, spoken: bool = False) -> "Ints":
        """Return the turns, paragraphs or whole sources on the axis (n, 2)."""
        import numpy as np

        from qda_app.analysis.passages import on_axis

        if (kind, spoken) not in self._units:
            rows = [
                (place, start, end)
                for place, source in enumerate(self.order)
                for start, end in self._transcripts.units(source, kind, spoken=spoken)
            ]
            table = np.array(rows, dtype=np.int64).reshape(-1, 3)
            self._units[kind, spoken] = on_axis(table[:, 0], table[:, 1], table[:, 2])
        return self._units[kind, spoken]


def _once(passages: "Ints") -> "Ints":
    import numpy as np

    return np.unique(passages, axis=0)


class _Behind:
    """Finds the codings behind a passage: the same span, else all that overlap it."""

    def __init__(self, codings: list[Coding]) -> None:
        self._exact: dict[tuple[int, int, int], list[Coding]] = {}
        self._by_source: dict[int, list[Coding]] = {}
        for coding in sorted(codings, key=lambda c: (c.source, c.start, c.end, c.id)):
            self._exact.setdefault((coding.source, coding.start, coding.end), []).append(coding)
            self._by_source.setdefault(coding.source, []).append(coding)
        self._longest = {
            source: max(c.end - c.start for c in group) for source, group in self._by_source.items()
        }

    def of(self, source: int, start: int, end: int) -> list[Coding]:
        """Return the codings behind one passage, in text order."""
        exact = self._exact.get((source, start, end))
        return exact if exact is not None else list(self._overlapping(source, start, end))

    def _overlapping(self, source: int, start: int, end: int) -> Iterator[Coding]:
        group = self._by_source.get(source, [])
        first = bisect_left(group, start - self._longest.get(source, 0), key=lambda c: c.start)
        for coding in group[first:]:
            if coding.start >= end:
                return
            if coding.end > start:
                yield coding
