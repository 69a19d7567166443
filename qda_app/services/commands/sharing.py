"""Putting a study with replaced names into a new project file."""

from dataclasses import dataclass, field

from qda_app.domain.messages import say
from qda_app.services.commands.exchange import BringStudy
from qda_app.services.work import Work
from qda_app.storage.tables import (
    CertaintyRow,
    CoderRow,
    NodeRow,
    ProgressRow,
    Row,
    SettingRow,
    SourceRow,
)


@dataclass(frozen=True)
class FillCopy(BringStudy):
    """Add everything of a study, and by GUID who is done with what, how sure, what is retired.

    `settings` are choices kept with the project.
    """

    done: tuple[tuple[str, str], ...] = ()
    certainty: dict[str, int] = field(default_factory=dict)
    retired: frozenset[str] = frozenset()
    settings: dict[str, str] = field(default_factory=dict)
    barrier = True

    @property
    def label(self) -> str:
        """What the history shows."""
        return say("Made a copy in which listed names were replaced")

    def run(self, work: Work) -> dict[str, int]:
        """Add the study, then what stands beside it."""
        counts = super().run(work)
        coders, sources = _ids(work, CoderRow), _ids(work, SourceRow)
        work.rows.add_all(
            ProgressRow(coder_id=coders[coder], source_id=sources[source], done=True)
            for coder, source in self.done
        )
        work.rows.add_all(
            CertaintyRow(target=guid, level=level) for guid, level in self.certainty.items()
        )
        work.rows.add_all(SettingRow(name=n, value=v) for n, v in self.settings.items())
        for node in work.live(NodeRow):
            node.retired = node.guid in self.retired
        work.rows.flush()
        return counts


def _ids(work: Work, kind: type[Row]) -> dict[str, int]:
    return {row.guid: row.id for row in work.live(kind)}
