"""The audit of a project: who did what when, and whether the journal still holds."""

from collections.abc import Callable
from pathlib import Path

from qda_app import __version__
from qda_app.domain.disk import not_written
from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say
from qda_app.domain.source import AuditEntry
from qda_app.services.project import Project

CSV, HTML = ".csv", ".html"


def write_audit(
    project: Project, target: Path, progress: Callable[[str], None] = lambda _step: None
) -> tuple[int, str | None]:
    """Write the audit as .csv or .html; return the number of entries and the first fault found.

    A broken chain is no reason not to write: the file says where it is broken. Raises QdaError for
    another suffix, or where the file cannot be written.
    """
    from qda_app.formats.reports.audit import audit_page
    from qda_app.formats.tables import write_report_csv

    suffix = target.suffix.lower()
    if suffix not in {CSV, HTML}:
        raise QdaError(say("The audit is written as .csv or .html; name such a file."))
    fault = project.check(progress)
    entries = project.read.audit()
    about = statement(project, fault)
    if suffix == CSV:
        write_report_csv(target, header(), [line(entry) for entry in entries])
        write_report_csv(
            target.with_name(f"{target.stem} settings{CSV}"),
            [say("setting"), say("value")],
            list(about.items()),
        )
        return len(entries), fault
    page = audit_page(project.read.title(), about, header(), [line(entry) for entry in entries])
    try:
        target.write_text(page, encoding="utf-8")
    except OSError as error:
        raise not_written(target, error) from None
    return len(entries), fault


def statement(project: Project, fault: str | None) -> dict[str, str]:
    """Say what the audit is of and whether the journal holds."""
    return {
        say("Project"): project.read.title(),
        say("Project's GUID"): project.read.project_guid(),
        say("Check"): fault or say("pages, texts, journal and codings are sound"),
        say("Journal"): project.read.head(),
        say("Software"): f"qda-app {__version__}",
    }


def header() -> list[str]:
    """Return the names of the audit's columns."""
    return [
        say("file"), say("number"), say("time"), say("coder"), say("step"), say("kind"),
        say("coded"), say("uncoded"), say("rows changed"), say("guid"), say("hash before"),
        say("hash"),
    ]  # fmt: skip


def line(entry: AuditEntry) -> list[str | int]:
    """Return one entry as the audit's table shows it."""
    rows = ", ".join(f"{table} {number}" for table, number in entry.changed)
    who = entry.coder or say("owner")
    return [
        entry.copy or say("this file"), entry.number, entry.time, who, entry.label, entry.kind,
        entry.coded, entry.uncoded, rows, entry.guid, entry.previous, entry.hash,
    ]  # fmt: skip
