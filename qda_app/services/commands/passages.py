"""What can be done with several passages at once."""

from collections.abc import Sequence
from dataclasses import dataclass

from qda_app.domain.messages import counted
from qda_app.services.commands.codings import ApplyNode
from qda_app.services.work import Work


@dataclass(frozen=True)
class CodePassages:
    """Code several passages, each (source, start, end), at one node as one step."""

    node: int
    passages: Sequence[tuple[int, int, int]]
    name: str = ""

    @property
    def label(self) -> str:
        """What the history shows."""
        count = len(self.passages)
        return counted(
            "Coded 1 passage at “{name}”",
            "Coded {count} passages at “{name}”",
            count,
            name=self.name,
        )

    def run(self, work: Work) -> list[str]:
        """Code them and return the GUIDs of the codings that are new."""
        return [
            guid
            for source, start, end in self.passages
            for guid in ApplyNode([self.node], source, start, end).run(work)
        ]
