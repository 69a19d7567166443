"""A coding: one node applied by one coder to one span of one source."""

from dataclasses import dataclass

from qda_app.domain.text import Span


@dataclass(frozen=True, slots=True)
class Coding:
    """One node applied by one coder to text[start:end] of one source; ids are the project's own."""

    id: int
    guid: str
    source: int
    node: int
    coder: int
    start: int
    end: int
    memo: str = ""
    certainty: int = 0  # 1 unsure, 2 fairly sure, 3 sure; 0 where nothing was said

    @property
    def span(self) -> Span:
        """The passage as a span."""
        return Span(self.start, self.end)
