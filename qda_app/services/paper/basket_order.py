"""The quotations chosen for a paper in the order of nodes, participants or sources."""

from collections.abc import Sequence

from qda_app.domain.text import natural
from qda_app.services.paper.quotation_documents import CASE, NODE
from qda_app.services.paper.quotes import Entry
from qda_app.services.reads import Reads


def sorted_quotations(read: Reads, entries: Sequence[Entry], by: str) -> list[int]:
    """Return the ids of entries by node, case or source; those that have none come last."""
    place = {node.id: at for at, node in enumerate(read.tree().order)}
    names = {source.id: source.name for source in read.sources()}

    def key(entry: Entry) -> tuple[bool, int, list[tuple[bool, int, str]]]:
        if by == NODE:
            at = place.get(entry.of.node or 0)
            return at is None, at or 0, []
        name = names[entry.of.source]
        if by == CASE:
            name = entry.quote.of.case if entry.quote else ""
        return not name, 0, natural(name)

    return [entry.of.id for entry in sorted(entries, key=key)]
