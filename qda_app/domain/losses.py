"""What an exchange between tools could not keep as it was, counted and named; the loss report."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from qda_app.domain.loss_sentences import changed, joined, left
from qda_app.domain.loss_sentences_out import contained

CHANGED, LEFT, JOINED, CONTAINED = "changed", "left", "joined", "contained"
EXAMPLES = 5


@dataclass(frozen=True, slots=True)
class Loss:
    """One line of the report: how much of what was changed, left, joined or contained."""

    what: str
    kind: str
    count: int
    sentence: str
    examples: tuple[str, ...]


@dataclass(slots=True)
class _Counted:
    count: int = 0
    examples: list[str] = field(default_factory=list)


class Losses:
    """Counts what was changed and what was left while something is read or written."""

    def __init__(self) -> None:
        self._found: dict[str, _Counted] = {}

    def add(self, what: str, example: str = "", count: int = 1) -> None:
        """Count something by the name that `sentences` knows."""
        if count < 1:
            return
        counted = self._found.setdefault(what, _Counted())
        counted.count += count
        shown = " ".join(example.split())[:80]
        if shown and shown not in counted.examples and len(counted.examples) < EXAMPLES:
            counted.examples.append(shown)

    def take(self, other: "Losses") -> None:
        """Add everything that another report holds."""
        for what, counted in other._found.items():  # noqa: SLF001
            self.add(what, "", counted.count)
            for example in counted.examples:
                self.add(what, example, 0)
                mine = self._found[what].examples
                if example not in mine and len(mine) < EXAMPLES:
                    mine.append(example)

    def copy(self) -> "Losses":
        """Return a report that can grow while this one stays."""
        made = Losses()
        made.take(self)
        return made

    def __contains__(self, what: str) -> bool:
        """Say whether anything was counted under a name."""
        return what in self._found

    def __bool__(self) -> bool:
        """Say whether anything was counted at all."""
        return bool(self._found)

    def count(self, what: str) -> int:
        """Return how often something was counted."""
        return self._found[what].count if what in self._found else 0

    def __iter__(self) -> Iterator[Loss]:
        """Yield the lines: what must be known, what was left, changed, and there already."""
        kinds = {CONTAINED: contained, LEFT: left, CHANGED: changed, JOINED: joined}
        for kind, sentences in kinds.items():
            known = sentences()
            for what, sentence in known.items():
                if what in self._found:
                    counted = self._found[what]
                    said = sentence(counted.count)
                    yield Loss(what, kind, counted.count, said, tuple(counted.examples))

    def as_json(self) -> list[dict[str, Any]]:
        """Return the lines as plain data."""
        return [asdict(loss) for loss in self]
