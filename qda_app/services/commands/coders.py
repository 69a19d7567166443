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
    lead: bool = False

    @property
    def label(self) -> str:
        """What the history shows."""
        return say("Added coder {name}", name=self.name)

    def run(self, work: Work) -> int:
        """Add the coder and return the id."""
        return work.add(CoderRow(name=_checked(self.name), lead=self.lead)).id


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


@dataclass(frozen=True)
class NameLead:
    """Let a coder plan rounds and settle disagreements, or end that right."""

    coder: int
    lead: bool
    name: str = ""

    @property
    def label(self) -> str:
        """What the history shows."""
        if self.lead:
            return say("Made {name} a lead", name=self.name)
        return say("{name} is no lead any more", name=self.name)

    def run(self, work: Work) -> None:
        """Give or end the right; while there are leads, one of them or the owner does it."""
        leads = {row.id for row in work.live(CoderRow, CoderRow.lead.is_(True))}
        if leads and work.author is not None and work.author not in leads:
            raise QdaError(say("Only a lead can say who leads."))
        work.get(CoderRow, self.coder).lead = self.lead
