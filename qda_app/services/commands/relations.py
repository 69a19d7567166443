"""What can be done with the relations between nodes."""

from dataclasses import dataclass

from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say
from qda_app.domain.relation import KINDS
from qda_app.services.work import Work
from qda_app.storage.tables import NodeRow, RelationRow


@dataclass(frozen=True)
class RelateNodes:
    """Say that one node is a condition, context, action or consequence of another."""

    node: int
    other: int
    kind: str

    @property
    def label(self) -> str:
        """What the history shows."""
        return say("Related two nodes")

    def run(self, work: Work) -> str:
        """Keep the relation, or the one there already, and return its GUID."""
        if self.kind not in KINDS:
            raise QdaError(say("There is no relation of the kind “{kind}”.", kind=self.kind))
        if self.node == self.other:
            raise QdaError(say("A node cannot be related to itself. Choose another one."))
        there = work.live(
            RelationRow,
            RelationRow.node_id == work.get(NodeRow, self.node).id,
            RelationRow.other_id == work.get(NodeRow, self.other).id,
            RelationRow.kind == self.kind,
        )
        if there:
            return there[0].guid
        row = RelationRow(node_id=self.node, other_id=self.other, kind=self.kind)
        return work.add(row).guid


@dataclass(frozen=True)
class RemoveRelation:
    """Take a relation between two nodes back."""

    relation: int

    @property
    def label(self) -> str:
        """What the history shows."""
        return say("Removed a relation")

    def run(self, work: Work) -> None:
        """Mark the relation gone."""
        work.get(RelationRow, self.relation).gone = True
