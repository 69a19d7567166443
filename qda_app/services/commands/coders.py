"""What can be done with coders."""

from dataclasses import dataclass

from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say
from qda_app.domain.people import OWNER
from qda_app.services.work import Work
from qda_app.storage.tables import CoderRow


def _checked(name: str) -> str:
    name = " ".join(name.split())
    if not name or "," in name:
        raise QdaError(say("A coder needs a name without commas."))
    if name.casefold() == OWNER:
        raise QdaError(say("“{name}” stands for the project itself; choose a name.", name=name))
    return name


@dataclass(frozen=True)
class AddCoder:
    """Let a person code in this project."""

    name: str

    @property
    def label(self) -> str:
        """What the history shows."""
        return say("Added coder {name}", name=self.name)

    def run(self, work: Work) -> int:
        """Add the coder and return the id."""
        return work.add(CoderRow(name=_checked(self.name))).id


@dataclass(frozen=True)
class RenameCoder:
    """Give a coder another name; the codings stay theirs."""

    coder: int
    name: str

    @property
    def label(self) -> str:
        """What the history shows."""
        return say("Renamed a coder to {name}", name=self.name)

    def run(self, work: Work) -> None:
        """Rename the coder."""
        work.get(CoderRow, self.coder).name = _checked(self.name)
