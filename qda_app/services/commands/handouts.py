"""What can be done with copies handed out to coders."""

from dataclasses import dataclass

from qda_app.domain.messages import say
from qda_app.services.work import Work
from qda_app.storage.team_tables import HandoutRow


@dataclass(frozen=True)
class RecordHandout:
    """Remember a copy made for a coder, so that it is known when it comes back."""

    guid: str
    coder: int
    round: int | None
    head: str
    made: str
    name: str
    leading = True

    @property
    def label(self) -> str:
        """What the history shows."""
        return say("Handed a copy out to {name}", name=self.name)

    def run(self, work: Work) -> None:
        """Keep the hand-out."""
        work.add(
            HandoutRow(
                guid=self.guid,
                coder_id=self.coder,
                round_id=self.round,
                head=self.head,
                made=self.made,
            )
        )
