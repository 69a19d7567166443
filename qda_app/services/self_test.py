"""A short run through the main job in a temporary folder, to see that an installation works.

It reads one tiny file per format, because a packaged application can lack a reader or a library
that nothing imports by name.
"""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from qda_app.domain.errors import QdaError
from qda_app.domain.messages import say
from qda_app.domain.text import normalise
from qda_app.services.coding_tables import export_codings
from qda_app.services.commands.coders import AddCoder
from qda_app.services.commands.codings import ApplyNode, RemoveCodings
from qda_app.services.importing import import_files
from qda_app.services.project import Project
from qda_app.services.quoting import write_excerpts
from qda_app.services.result_tables import agreement_sheets, frequency_sheets
from qda_app.services.sample import sample_files
from qda_app.services.trees import tree_command

_PROJECT = "self-test.qdaproj"
_QUOTE = "We opened 😀 the doors;\nnobody had done that."
_TEXT = f"Interviewer: What changed?\r\n\r\nDirector: {_QUOTE}\r\n\r\n" * 3
_PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 100]/Contents 4 0 R"
    b"/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj\n"
    b"4 0 obj<</Length 39>>stream\nBT /F 12 Tf 20 50 Td (Open doors.) Tj ET\nendstream endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)
_SMALL = {
    "interview.txt": _TEXT.encode(),
    "small.md": b"**A:** Open doors.\n",
    "small.html": b"<p>Open doors.</p>",
    "small.rtf": rb"{\rtf1\ansi Open doors.\par}",
    "small.srt": b"1\n00:00:01,000 --> 00:00:02,000\nOpen doors.\n",
    "small.pdf": _PDF,
    "answers.csv": b"case,answer\nP1,We opened the doors and nobody had ever done that before.\n",
}


def run_self_test() -> Iterator[str]:
    """Yield a line per step: create, import, code, agree, count, export, check.

    Raises QdaError that names the first step which did not do what it should, and why.
    """
    steps: tuple[tuple[str, Callable[[Path], None]], ...] = (
        (say("create"), _create),
        (say("import"), _import),
        (say("code"), _code),
        (say("agree"), _agree),
        (say("count"), _count),
        (say("export"), _export),
        (say("check"), _check),
    )
    with tempfile.TemporaryDirectory(prefix="qda-app-", ignore_cleanup_errors=True) as folder:
        for name, step in steps:
            try:
                step(Path(folder))
            except Exception as error:
                reason = str(error) or type(error).__name__
                sentence = say(
                    "The self-test failed at “{step}”: {reason}", step=name, reason=reason
                )
                raise QdaError(sentence) from error
            yield say("{step}: ok", step=name)


def _expect(what: str, found: object, wanted: object) -> None:
    if found != wanted:
        sentence = "{what}: {found} instead of {wanted}."
        raise QdaError(say(sentence, what=what, found=repr(found), wanted=repr(wanted)))


def _opened(folder: Path, viewer: str | None = None) -> Project:
    return Project.open(folder / _PROJECT, viewer)


def _create(folder: Path) -> None:
    with Project.create(folder / _PROJECT) as project:
        project.run(tree_command("cic"))
        for name in ("Ana", "Bruno"):
            project.run(AddCoder(name))
        _expect("coders", len(project.read.coders()), 2)
        _expect("nodes without a definition", _undefined(project), [])


def _undefined(project: Project) -> list[str]:
    return [node.name for node in project.read.tree().order if not node.definition]


def _import(folder: Path) -> None:
    """Read every format: small files made here, and one shipped interview of each suffix."""
    files = []
    for name, content in _SMALL.items():
        files.append(folder / name)
        files[-1].write_bytes(content)
    shipped = {path.suffix: path for path in sample_files() if path.suffix != ".csv"}
    with _opened(folder) as project:
        reports = import_files(project, [*files, *shipped.values()])
        _expect("problems", [report.problem for report in reports if report.problem], [])
        _expect("sources", len(project.read.sources()), len(reports))
        source = _interview(project)
        _expect("text", project.read.text(source), normalise(_TEXT))
        _expect("turns", len(project.read.turns()[source]), 6)


def _interview(project: Project) -> int:
    return next(source.id for source in project.read.sources() if source.name == "interview")


def _passage(project: Project) -> tuple[int, int, int]:
    source = _interview(project)
    start = project.read.text(source).index(_QUOTE)
    return source, start, start + len(_QUOTE)


def _code(folder: Path) -> None:
    """Apply, take back, bring back and remove; Ana ends with one coding, Bruno with two."""
    for name, nodes in (("Ana", 1), ("Bruno", 2)):
        with _opened(folder, name) as project:
            before = len(project.read.codings())
            leaves = project.read.tree().leaves()[:nodes]
            project.run(ApplyNode(leaves, *_passage(project)))
            project.undo()
            _expect("undo", len(project.read.codings()), before)
            project.redo()
            _expect("redo", len(project.read.codings()), before + nodes)
            project.run(RemoveCodings([project.read.codings()[-1].id]))
            _expect("remove", len(project.read.codings()), before + nodes - 1)
            project.undo()
            _expect("codings", len(project.read.codings()), before + nodes)


def _agree(folder: Path) -> None:
    with _opened(folder) as project:
        entries = project.agreement().report.node_entries()
        tree = project.read.tree()
        kappas = {entry.node: entry.kappa for entry in entries}
        both, one = (tree.path(node) for node in tree.leaves()[:2])
        _expect("kappa", (kappas[both], kappas[one]), (1.0, 0.0))


def _count(folder: Path) -> None:
    with _opened(folder) as project:
        tree = project.read.tree()
        rows = {row.node: row.counts for row in project.frequencies().rows}
        counts = rows[tree.path(tree.leaves()[0])]
        _expect("codings", (counts.codings, counts.characters), (2, len(_QUOTE)))


def _export(folder: Path) -> None:
    """Write Word, Excel and csv, and read the quotation and the rows back."""
    from docx import Document

    from qda_app.formats.tables import read_table, write_report_csv, write_xlsx

    with _opened(folder) as project:
        nodes = len(project.read.tree().order)
        write_excerpts(project.read, folder / "excerpts.docx")
        sheets = frequency_sheets(project.frequencies())
        write_xlsx(folder / "frequencies.xlsx", sheets)
        write_xlsx(folder / "agreement.xlsx", agreement_sheets(project.agreement()))
        write_report_csv(folder / "frequencies.csv", *next(iter(sheets.values())))
        export_codings(project.read, folder / "codings.csv")
    paragraphs = Document(str(folder / "excerpts.docx")).paragraphs
    _expect("quotations", sum(_QUOTE in paragraph.text for paragraph in paragraphs), 2)
    for name in ("frequencies.xlsx", "agreement.xlsx", "frequencies.csv"):
        _expect(name, len(read_table(folder / name).rows), nodes)
    texts = [row["text"] for _line, row in read_table(folder / "codings.csv").rows]
    _expect("codings.csv", texts, [_QUOTE] * 3)


def _check(folder: Path) -> None:
    with _opened(folder) as project:
        _expect("check", project.check(), None)
