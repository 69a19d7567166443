"""Who is looking, and whose codings that person may see. The one place that decides it."""

from collections.abc import Sequence
from dataclasses import dataclass

from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say
from qda_app.domain.people import Coder


@dataclass(frozen=True, slots=True)
class Viewpoint:
    """The viewing coder, or the project's owner where `coder` is None."""

    coder: Coder | None = None

    @property
    def author(self) -> int | None:
        """The id under which this person's change sets are written."""
        return self.coder.id if self.coder else None

    def sees(self, coders: Sequence[Coder]) -> frozenset[int]:
        """Return the ids of the coders whose codings this person may be shown.

        No round is blind before rounds exist, so everybody sees everybody.
        """
        return frozenset(coder.id for coder in coders)


def named(coders: Sequence[Coder], name: str) -> Coder:
    """Return the coder of that name, or refuse with those that there are."""
    for coder in coders:
        if coder.name.casefold() == name.strip().casefold():
            return coder
    if not coders:
        raise QdaError(say("This project has no coders yet. Add “{name}” first.", name=name))
    raise QdaError(
        say(
            "There is no coder “{name}”. The coders are: {known}.",
            name=name,
            known=", ".join(coder.name for coder in coders),
        )
    )
