"""Marks: codings as the transcript shows them, indexed by paragraph, filtered by node and coder."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from qda_app.domain.text import Span
from qda_app.ui.views.transcript.offsets import Offsets


@dataclass(frozen=True, slots=True)
class Mark:
    """One coding as drawn; `color` is a node colour as `colours.node_colour` reads it.

    `path` is the node with what stands above it; `certainty` is 0 where none was given.
    """

    id: int
    node_id: int
    node_name: str
    color: str
    coder_id: int
    coder_name: str
    start: int
    end: int
    memo: bool = False
    own: bool = True
    certainty: int = 0
    path: str = ""

    @property
    def span(self) -> Span:
        """The passage as a span."""
        return Span(self.start, self.end)


class MarkIndex:
    """The marks of one source, each filed under every paragraph that it touches.

    Marks that the filter hides stay filed, but nothing here finds them.
    """

    def __init__(self, offsets: Offsets) -> None:
        self._offsets = offsets
        self._by_id: dict[int, Mark] = {}
        self._filed: dict[int, dict[int, Mark]] = {}
        self._numbers: Counter[tuple[int, int]] = Counter()
        self._nodes: frozenset[int] | None = None
        self._coders: frozenset[int] | None = None

    def __len__(self) -> int:
        """Return how many marks are shown."""
        return len(self._by_id) - self.hidden()[0]

    def __iter__(self) -> Iterator[Mark]:
        """Iterate over the marks that are shown, in the order in which they came."""
        return iter(self._shown(self._by_id.values()))

    def set_filter(self, nodes: frozenset[int] | None, coders: frozenset[int] | None) -> bool:
        """Show only marks of these nodes by these coders, None meaning all; say if that is new."""
        if (nodes, coders) == (self._nodes, self._coders):
            return False
        self._nodes, self._coders = nodes, coders
        return True

    def shows(self, mark: Mark) -> bool:
        """Say whether the filter lets a mark through."""
        return self._lets_through(mark.node_id, mark.coder_id)

    def _lets_through(self, node: int, coder: int) -> bool:
        return (self._nodes is None or node in self._nodes) and (
            self._coders is None or coder in self._coders
        )

    def _shown(self, marks: Iterable[Mark]) -> Iterable[Mark]:
        if self._nodes is None and self._coders is None:
            return marks
        return filter(self.shows, marks)

    def hidden(self) -> tuple[int, int]:
        """Return how many marks the filter hides, and of how many nodes it leaves none."""
        if self._nodes is None and self._coders is None:
            return 0, 0
        hidden = {pair: n for pair, n in self._numbers.items() if not self._lets_through(*pair)}
        shown = {node for node, coder in self._numbers if (node, coder) not in hidden}
        return sum(hidden.values()), len({node for node, _ in hidden} - shown)

    def get(self, mark_id: int | None) -> Mark | None:
        """Return the mark with this id, if it is here and shown."""
        mark = self._by_id.get(mark_id) if mark_id is not None else None
        return mark if mark is not None and self.shows(mark) else None

    def held(self, mark_id: int) -> Mark | None:
        """Return the mark with this id, also when the filter hides it."""
        return self._by_id.get(mark_id)

    def paragraphs_of(self, mark: Mark) -> range:
        """Return the numbers of the paragraphs that a mark touches."""
        first = self._offsets.paragraph_at(mark.start)
        if mark.end <= mark.start + 1:
            return range(first, first + 1)
        return range(first, self._offsets.paragraph_at(mark.end - 1) + 1)

    def add(self, mark: Mark) -> range:
        """File a mark, replacing one of the same id, and return the paragraphs it touches."""
        self.remove(mark.id)
        touched = self.paragraphs_of(mark)
        self._by_id[mark.id] = mark
        self._numbers[mark.node_id, mark.coder_id] += 1
        for paragraph in touched:
            self._filed.setdefault(paragraph, {})[mark.id] = mark
        return touched

    def remove(self, mark_id: int) -> range:
        """Take a mark out and return the paragraphs it touched; none when it is not here."""
        mark = self._by_id.pop(mark_id, None)
        if mark is None:
            return range(0)
        pair = mark.node_id, mark.coder_id
        self._numbers[pair] -= 1
        if not self._numbers[pair]:
            del self._numbers[pair]
        touched = self.paragraphs_of(mark)
        for paragraph in touched:
            filed = self._filed[paragraph]
            del filed[mark_id]
            if not filed:
                del self._filed[paragraph]
        return touched

    def within(self, paragraph: int) -> Iterable[Mark]:
        """Return the marks shown that touch a paragraph."""
        return self._shown(self._filed.get(paragraph, {}).values())

    def between(self, first: int, last: int) -> list[Mark]:
        """Return the marks shown that touch any of the paragraphs first to last, each once."""
        found: dict[int, Mark] = {}
        for paragraph in range(first, last + 1):
            found.update(self._filed.get(paragraph, {}))
        return list(self._shown(found.values()))

    def at(self, position: int) -> list[Mark]:
        """Return the marks shown that cover a code point, shortest first."""
        filed = self.within(self._offsets.paragraph_at(position))
        covering = (m for m in filed if m.start <= position < m.end)
        return sorted(covering, key=lambda m: (m.end - m.start, m.start, m.id))
