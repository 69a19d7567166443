"""What can be done with the choices kept with a project."""

from dataclasses import dataclass

from qda_app.domain.messages import say
from qda_app.services.work import Work
from qda_app.storage.tables import SettingRow


@dataclass(frozen=True)
class KeepSetting:
    """Keep a choice with the project, in place of the one of the same name."""

    name: str
    value: str
    said: str = ""

    @property
    def label(self) -> str:
        """What the history shows."""
        return self.said or say("Changed a setting of the project")

    def run(self, work: Work) -> None:
        """Write the setting."""
        found = work.live(SettingRow, SettingRow.name == self.name)
        if found:
            found[0].value = self.value
        else:
            work.add(SettingRow(name=self.name, value=self.value))
