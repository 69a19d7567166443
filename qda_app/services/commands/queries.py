"""What can be done with saved queries."""

from dataclasses import dataclass

from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say
from qda_app.services.work import Work
from qda_app.storage.tables import SavedQueryRow


def _free_name(work: Work, name: str, but: int | None = None) -> str:
    """Return the name in one line, or refuse one that is empty or borne already."""
    name = " ".join(name.split())
    if not name:
        raise QdaError(say("A query needs a name."))
    for row in work.live(SavedQueryRow):
        if row.id != but and row.name.casefold() == name.casefold():
            raise QdaError(
                say("There is already a query called “{name}”. Choose another name.", name=name)
            )
    return name


@dataclass(frozen=True)
class SaveQuery:
    """Keep a query under a name, or give the saved one `query` another definition."""

    name: str
    definition: str
    query: int | None = None

    @property
    def label(self) -> str:
        """What the history shows."""
        return say("Saved the query “{name}”", name=self.name)

    def run(self, work: Work) -> int:
        """Keep the query and return its id."""
        name = _free_name(work, self.name, self.query)
        if self.query is None:
            return work.add(SavedQueryRow(name=name, definition=self.definition)).id
        row = work.get(SavedQueryRow, self.query)
        row.name, row.definition = name, self.definition
        return row.id


@dataclass(frozen=True)
class RenameQuery:
    """Give a saved query another name."""

    query: int
    name: str

    @property
    def label(self) -> str:
        """What the history shows."""
        return say("Renamed a query to “{name}”", name=self.name)

    def run(self, work: Work) -> None:
        """Rename the query."""
        work.get(SavedQueryRow, self.query).name = _free_name(work, self.name, self.query)


@dataclass(frozen=True)
class DeleteQuery:
    """Take a saved query out of the list."""

    query: int
    name: str = ""

    @property
    def label(self) -> str:
        """What the history shows."""
        return say("Deleted the query “{name}”", name=self.name)

    def run(self, work: Work) -> None:
        """Mark the query gone."""
        work.get(SavedQueryRow, self.query).gone = True
