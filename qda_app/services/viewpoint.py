"""Who is looking, and whose codings that person may see. The one place that decides it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say
from qda_app.domain.people import Coder
from qda_app.domain.rounds import Round, Sight


@dataclass(frozen=True, slots=True)
class Viewpoint:
    """The viewing coder, or the project's owner where `coder` is None."""

    coder: Coder | None = None

    @property
    def author(self) -> int | None:
        """The id under which this person's change sets are written."""
        return self.coder.id if self.coder else None

    def leads(self, coders: Sequence[Coder]) -> bool:
        """Say whether this person may plan rounds and settle what coders disagree on.

        The owner and the leads may; where nobody was named a lead, everybody.
        """
        leads = [coder.id for coder in coders if coder.lead]
        return self.coder is None or not leads or self.coder.id in leads

    def blinded_by(self, coders: Sequence[Coder], rounds: Sequence[Round]) -> list[Round]:
        """Return the rounds in which this person may not see what others do.

        The project's owner sees everything, and so does a lead who does not code in the round or
        has submitted; a lead who codes is as blind as anyone until then.
        """
        if self.coder is None:
            return []
        leading = any(coder.id == self.coder.id and coder.lead for coder in coders)
        found = []
        for one in rounds:
            own = one.assignment(self.coder.id)
            exempt = leading and (own is None or bool(own.submitted))
            if one.hides and not exempt:
                found.append(one)
        return found

    def sight(
        self,
        coders: Sequence[Coder],
        rounds: Sequence[Round],
        invented: Mapping[int, Collection[int]],
    ) -> Sight:
        """Return what may be shown, where `rounds` keep the viewer blind.

        In their sources nobody else's codings are seen, nor anywhere the nodes that others invented
        in them (`invented`, by coder), the memos and, since they were made, the steps of others.
        """
        everybody = frozenset(coder.id for coder in coders)
        if not rounds or self.coder is None:
            return Sight(everybody)
        me = self.coder.id
        sources = frozenset(source for one in rounds for source in one.sources)
        nodes = {n for coder, found in invented.items() if coder != me for n in found}
        others = everybody - {me}
        since = min(one.created for one in rounds)
        return Sight(
            everybody,
            dict.fromkeys(others, sources),
            frozenset(nodes),
            dict.fromkeys(others, since),
        )


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
