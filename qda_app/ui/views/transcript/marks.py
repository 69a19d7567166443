"""Marks: codings as the transcript shows them, indexed by paragraph."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from qda_app.domain.text import Span
from qda_app.ui.views.transcript.offsets import Offsets


@dataclass(frozen=True, slots=True)
class Mark:
    """One coding as drawn; `color` is a node colour as `colours.node_colour` reads it."""

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

    @property
    def span(self) -> Span:
        """The passage as a span."""
        return Span(self.start, self.end)


class MarkIndex:
    """The marks of one source, each filed under every paragraph that it touches."""

    def __init__(self, offsets: Offsets) -> None:
        self._offsets = offsets
        self._by_id: dict[int, Mark] = {}
        self._filed: dict[int, dict[int, Mark]] = {}

    def __len__(self) -> int:
        """Return how many marks there are."""
        return len(self._by_id)

    def __iter__(self) -> Iterator[Mark]:
        """Iterate over the marks in the order in which they came."""
        return iter(self._by_id.values())

    def get(self, mark_id: int) -> Mark | None:
        """Return the mark with this id, if it is here."""
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
        for paragraph in touched:
            self._filed.setdefault(paragraph, {})[mark.id] = mark
        return touched

    def remove(self, mark_id: int) -> range:
        """Take a mark out and return the paragraphs it touched; none when it is not here."""
        mark = self._by_id.pop(mark_id, None)
        if mark is None:
            return range(0)
        touched = self.paragraphs_of(mark)
        for paragraph in touched:
            filed = self._filed[paragraph]
            del filed[mark_id]
            if not filed:
                del self._filed[paragraph]
        return touched

    def within(self, paragraph: int) -> Iterable[Mark]:
        """Return the marks that touch a paragraph."""
        return self._filed.get(paragraph, {}).values()

    def between(self, first: int, last: int) -> list[Mark]:
        """Return the marks that touch any of the paragraphs first to last, each once."""
        found: dict[int, Mark] = {}
        for paragraph in range(first, last + 1):
            found.update(self._filed.get(paragraph, {}))
        return list(found.values())

    def at(self, position: int) -> list[Mark]:
        """Return the marks that cover a code point, shortest first."""
        filed = self.within(self._offsets.paragraph_at(position))
        covering = (m for m in filed if m.start <= position < m.end)
        return sorted(covering, key=lambda m: (m.end - m.start, m.start, m.id))
