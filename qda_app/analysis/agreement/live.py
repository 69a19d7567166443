"""A study that follows the coders' work: tables per source, replaced when a source changes."""

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property, partial
from typing import TypeAlias

import numpy as np

from qda_app.analysis.agreement import lengths, segments, units
from qda_app.analysis.agreement.study import Codings, ComparedText, Study, rolled_up, study
from qda_app.analysis.agreement.units import Units
from qda_app.analysis.arrays import Ints


class _View:
    """A study, or one source of it, with what several tables are made from."""

    def __init__(self, own: Study, parents: Ints, parts: Units | None) -> None:
        self.own, self.parts, self._parents = own, parts, parents

    @cached_property
    def whole(self) -> Study:
        return rolled_up(self.own, self._parents)

    @cached_property
    def segments(self) -> list[Codings]:
        """The segments of each coder."""
        return segments.segments_of(self.whole.codings, self.own.coders)

    @property
    def size(self) -> tuple[int, int]:
        return self.own.nodes, self.own.text.sources


_Make: TypeAlias = Callable[[_View], Ints]
_Derive: TypeAlias = Callable[[Ints], Ints]


class Live:
    """The tables of a study, kept up to date source by source.

    Made from a study of each node's own codings. `parents` [nodes] holds each node's parent, -1 at
    the top; the tables then include descendants by union, unless `own` is asked for. With `parts`
    tables count those units, else code points; `share` as for `units.table`. Tables are [sources,
    nodes, ...] as the intervals want them; their sums over sources are kept as well. They belong to
    this object: they change with it and must not be written to. Raises ValueError for fewer than
    two coders, or for so many that a table by pattern would exceed 2**24 cells.
    """

    def __init__(
        self, own: Study, parents: Ints, parts: Units | None = None, share: float = 0.0
    ) -> None:
        if own.coders < 2:
            raise ValueError("agreement needs two coders")
        self._all, self._parents, self._share = _View(own, parents, parts), parents, share
        self._changed: dict[int, _View] = {}
        self._makes: dict[object, _Make] = {}
        self._derives: dict[object, tuple[object, _Derive]] = {}
        self._tables: dict[object, Ints] = {}  # [nodes, sources, ...]
        self._sums: dict[object, Ints] = {}
        self.patterns()

    @property
    def text(self) -> ComparedText:
        """The text compared."""
        return self._all.own.text

    def replace_source(self, index: int, codings: Codings) -> None:
        """Put these codings, in code points of the whole source, in place of all in one source.

        Their column `source` is ignored. Raises ValueError for a source, node or coder out of range
        or an empty span; the tables are then left as they were.
        """
        if not 0 <= index < self.text.sources:
            raise ValueError(f"a source is not within 0..{self.text.sources - 1}")
        here = replace(codings, source=np.zeros_like(codings.source))
        own = self._all.own
        only = study(_one_source(self.text, index), own.nodes, own.coders, here)
        parts = self._all.parts
        inside = None if parts is None else _units_of_source(parts, self.text, index)
        view = _View(only, self._parents, inside)
        fresh = {key: make(view) for key, make in self._makes.items()}
        fresh |= {key: derive(fresh[base]) for key, (base, derive) in self._derives.items()}
        self._changed[index] = view
        for key, table in fresh.items():
            kept = self._tables[key]
            if key in self._sums:
                self._sums[key] += table[:, 0] - kept[:, index]
            kept[:, index] = table[:, 0]

    def patterns(self, *, own: bool = False) -> Ints:
        """Return text or units by pattern of coders [sources, nodes, 2**coders]."""
        return self._made(("patterns", own), partial(self._by_pattern, own=own))

    def pattern_sums(self, *, own: bool = False) -> Ints:
        """Return the same over all sources [nodes, 2**coders]."""
        return self._summed(("patterns", own), self.patterns(own=own))

    def pairs(self, a: int = 0, b: int = 1, *, own: bool = False) -> Ints:
        """Return n11, n10, n01, n00 of two coders [sources, nodes, 4]."""
        self.patterns(own=own)
        return self._derived(
            ("pairs", a, b, own), ("patterns", own), partial(lengths.pairs, a=a, b=b)
        )

    def pair_sums(self, a: int = 0, b: int = 1, *, own: bool = False) -> Ints:
        """Return the same over all sources [nodes, 4]."""
        return self._summed(("pairs", a, b, own), self.pairs(a, b, own=own))

    def segments(self) -> Ints:
        """Return how many segments each coder has [sources, nodes, coders]."""
        return self._made("segments", lambda of: segments.numbers(of.segments, *of.size))

    def segment_sums(self) -> Ints:
        """Return the same over all sources [nodes, coders]."""
        return self._summed("segments", self.segments())

    def matches(self, a: int = 0, b: int = 1, threshold: float = 0.5) -> Ints:
        """Return segments matched, the first's only, the second's only [sources, nodes, 3]."""
        return self._made(
            ("matches", a, b, threshold),
            lambda of: _matched(of, a, b, threshold),
        )

    def longest_shared(self, a: int = 0, b: int = 1) -> Ints:
        """Return the longest stretch that both coders gave each node [nodes], in code points."""
        by_source = self._made(
            ("longest", a, b),
            lambda of: segments.longest_shared(of.segments[a], of.segments[b], *of.size),
        )
        longest: Ints = by_source.max(axis=0, initial=0)
        return longest

    def _by_pattern(self, of: _View, *, own: bool) -> Ints:
        which = of.own if own else of.whole
        if of.parts is None:
            return lengths.table(which)
        return units.table(which, of.parts, self._share)

    def _made(self, key: object, make: _Make) -> Ints:
        """Return a table by source, made of the whole study when it is first asked for."""
        if key not in self._tables:
            table = make(self._all)
            for index, view in self._changed.items():
                table[:, index] = make(view)[:, 0]
            self._tables[key], self._makes[key] = table, make
        return np.swapaxes(self._tables[key], 0, 1)

    def _derived(self, key: object, base: object, derive: _Derive) -> Ints:
        """Return a table by source that follows from another one."""
        if key not in self._tables:
            self._tables[key] = derive(self._tables[base])
            self._derives[key] = base, derive
        return np.swapaxes(self._tables[key], 0, 1)

    def _summed(self, key: object, table: Ints) -> Ints:
        if key not in self._sums:
            self._sums[key] = table.sum(axis=0)
        return self._sums[key]


def _matched(of: _View, a: int, b: int, threshold: float) -> Ints:
    found = segments.matching(of.segments[a], of.segments[b], threshold)
    return segments.counts(found, *of.size)


def _one_source(text: ComparedText, index: int) -> ComparedText:
    """Return the compared text of one source alone."""
    first, last = int(text.first[index]), int(text.first[index + 1])
    pieces = slice(first, last)
    ends = np.array([0, last - first], dtype=np.int64)
    length = text.length[index : index + 1]
    return ComparedText(ends, text.start[pieces], text.end[pieces], text.base[pieces], length)


def _units_of_source(units: Units, text: ComparedText, index: int) -> Units:
    """Return the units of one source, its text beginning at 0."""
    here = slice(*np.searchsorted(units.source, [index, index + 1]))
    origin = text.origin[index]
    start, end = units.start[here] - origin, units.end[here] - origin
    return Units(np.zeros_like(start), start, end, 1)
