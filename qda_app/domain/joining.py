"""How a study of another tool meets a project that has some of it already."""

from dataclasses import dataclass, field

from qda_app.domain.losses import Losses

LEAVE, ADD, COPY = "leave", "add", "copy"
WAYS = (LEAVE, ADD, COPY)  # what is done with sources that the project has already


@dataclass(frozen=True, slots=True)
class Known:
    """A source of a study that the project knows as `there`; `identical` by its text.

    Of its `codings` the project does not have `fresh`.
    """

    source: str
    name: str
    there: str
    identical: bool
    codings: int = 0
    fresh: int = 0


@dataclass(slots=True)
class Joining:
    """What of a study is in a project already; keys are the study's GUIDs.

    `ids` leads from (kind, GUID) to the row that is joined, `codings` to the GUIDs of codings that
    stand, `names` to what is called otherwise as it comes. `left` are the codings and
    memos that do not come, `losses` what is to be said of all this.
    """

    ids: dict[tuple[str, str], int] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    codings: dict[str, str] = field(default_factory=dict)
    left: set[str] = field(default_factory=set)
    attributes: int = 0
    known: list[Known] = field(default_factory=list)
    losses: Losses = field(default_factory=Losses)

    def counts(self) -> dict[str, int]:
        """Return how much is there already, by the names that a study counts by."""
        kinds = {"user": "coders", "node": "nodes", "source": "sources", "case": "cases",
                 "relation": "relations", "memo": "memos", "query": "queries"}  # fmt: skip
        found = dict.fromkeys(kinds.values(), 0)
        for kind, _guid in self.ids:
            found[kinds[kind]] += 1
        beside = {"codings": len(self.codings), "attributes": self.attributes}
        return found | beside if self.ids else {}
