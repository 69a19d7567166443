"""A short run through the main job in a temporary folder, to see that an installation works."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say
from qda_app.domain.text import normalise
from qda_app.services.commands.coders import AddCoder
from qda_app.services.commands.codings import ApplyNode
from qda_app.services.importing import import_files
from qda_app.services.project import Project
from qda_app.services.quoting import write_excerpts
from qda_app.services.result_tables import agreement_sheets, frequency_sheets
from qda_app.services.trees import tree_command

_TEXT = "Interviewer: What changed? 😀\n\nDirector: We opened the doors.\n\n" * 6


def run_self_test() -> Iterator[str]:
    """Yield a line per step: create, import, code, agree, export, check.

    Raises QdaError that names the first step which did not do what it should.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with Project.create(folder / "self-test.qdaproj") as project:
            project.run(tree_command("cic"))
            yield _passed(say("create"), len(project.read.tree().order) > 10)
            (folder / "interview.txt").write_text(_TEXT, encoding="utf-8")
            import_files(project, [folder / "interview.txt"])
            source = project.read.sources()[0]
            yield _passed(say("import"), project.read.text(source.id) == normalise(_TEXT))
            yield _passed(say("code"), _code(project, source.id))
            overall = project.agreement().report.overall
            yield _passed(say("agree"), overall.mean_kappa == 1.0)
            yield _passed(say("export"), _export(project, folder))
            yield _passed(say("check"), project.check() is None)


def _passed(step: str, good: bool) -> str:
    if not good:
        raise QdaError(say("The self-test failed at: {step}.", step=step))
    return say("{step}: ok", step=step)


def _code(project: Project, source: int) -> bool:
    start = project.read.text(source).index("We opened")
    node = project.read.tree().leaves()[0]
    for name in ("A", "B"):
        coder = project.run(AddCoder(name))
        project.run(ApplyNode([node], source, start, start + 9, coder=coder))
    project.undo()
    project.redo()
    return len(project.read.codings()) == 2


def _export(project: Project, folder: Path) -> bool:
    from docx import Document

    from qda_app.formats.tables import read_table, write_xlsx

    write_xlsx(folder / "agreement.xlsx", agreement_sheets(project.agreement()))
    write_xlsx(folder / "frequencies.xlsx", frequency_sheets(project.frequencies()))
    write_excerpts(project.read, folder / "excerpts.docx")
    paragraphs = [p.text for p in Document(str(folder / "excerpts.docx")).paragraphs]
    rows = read_table(folder / "frequencies.xlsx").rows
    return "We opened" in paragraphs and len(rows) == len(project.read.tree().order)
