"""The audit to a file: who did what when, and whether the journal holds."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication

from qda_app.domain.messages import counted
from qda_app.services.auditing import write_audit
from qda_app.ui.desk import Desk
from qda_app.ui.jobs import Progress
from qda_app.ui.saving import ask_file

STEPS = 5  # of the check that goes before


def tr(sentence: str) -> str:
    """Return a sentence in the user's language."""
    return QCoreApplication.translate("audit", sentence)


def ask_audit(desk: Desk) -> None:
    """Ask where the audit goes, and write it."""
    kinds = [tr("Web page (*.html)"), tr("Table (*.csv)")]
    path = ask_file(None, tr("Audit"), kinds)
    if path is not None:
        audit_to(desk, path)


def audit_to(desk: Desk, path: Path) -> None:
    """Write the audit as .csv or .html beside the desktop's work, and say what it found."""

    def work(progress: Progress) -> tuple[int, str | None]:
        steps = iter(range(1, 100))
        return write_audit(desk.project, path, lambda name: progress(next(steps), STEPS, name))

    def told(found: tuple[int, str | None]) -> None:
        count, fault = found
        if fault is not None:
            words = tr("The audit is in {0}. The journal does not hold: {1}")
            desk.refused.emit(words.format(path.name, fault))
        else:
            words = counted(
                "1 step is in {name}; the journal is whole.",
                "{count} steps are in {name}; the journal is whole.",
                count,
                name=path.name,
            )
            desk.said.emit(words, False)  # noqa: FBT003

    desk.jobs.start(work, told, tr("Writing the audit"), desk.refused.emit)
