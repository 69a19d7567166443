"""Into the paper: 5,000 excerpts in each format, the report pack of the sample, the Paper page."""

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from qda_app.services.commands.quotations import ChooseQuotations
from qda_app.services.paper.pack import PackSettings, write_pack
from qda_app.services.paper.themes import themes
from qda_app.services.paper.transcripts import write_transcript
from qda_app.services.project import Project
from qda_app.services.quoting import write_excerpts
from qda_app.services.sample import write_sample
from qda_app.ui.desk import Desk
from qda_app.ui.jobs import Jobs
from qda_app.ui.preferences import Preferences
from qda_app.ui.theme import Theme
from qda_app.ui.views.paper.page import PaperPage
from tests.benchmarks.bench_project import Row, study, timed


def run() -> list[Row]:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with study(folder / "big.qdaproj", 21, 40_000, 30, 2, 5_000) as project:
            rows += _big(project, folder)
        with Project.open(write_sample(folder / "sample")) as project:
            settings = PackSettings(by="role")
            packed = timed(lambda: write_pack(project, folder / "pack", settings))
            rows.append(("report pack of the sample", packed / 1_000, "s"))
    return rows


def _big(project: Project, folder: Path) -> list[Row]:
    read = project.read
    signs: list[int] = []

    def excerpts(kind: str) -> Callable[[], object]:
        return lambda: write_excerpts(
            read, folder / f"x.{kind}", progress=lambda done, _of, _name: signs.append(done)
        )

    kinds = ("docx", "xlsx", "csv", "html", "md", "tex")
    rows: list[Row] = [
        (f"5,000 excerpts to {kind}", timed(excerpts(kind)) / 1_000, "s") for kind in kinds
    ]
    rows.append(("signs of progress over all of them", len(signs), ""))
    source = read.sources()[0].name
    word, page = folder / "t.docx", folder / "t.html"
    rows += [
        ("theme table of 5,000 codings", timed(lambda: themes(read, examples=2)) / 1_000, "s"),
        ("coded transcript to docx", timed(lambda: write_transcript(read, source, word)), "ms"),
        ("coded transcript to html", timed(lambda: write_transcript(read, source, page)), "ms"),
    ]
    return rows + _screen(project, folder)


def _screen(project: Project, folder: Path) -> list[Row]:
    codings = [c for c in project.read.codings() if c.end < 39_000][::25]
    project.run(ChooseQuotations([(c.source, c.start, c.end, c.node) for c in codings]))
    app = QApplication.instance() or QApplication(sys.argv[:1])
    theme = Theme()
    theme.apply(app, "light")
    window = QWidget()
    desk = Desk(project, theme, Jobs(window), Preferences(folder), window)
    page = PaperPage(desk)
    page.resize(1290, 700)

    def shown() -> None:
        page.show()
        app.processEvents()

    def moved() -> None:
        page.list.go_to(page.list.order()[100])
        page.list.move(1)
        page.refresh()
        app.processEvents()

    def offered() -> None:
        page.tabs.setCurrentIndex(1)
        app.processEvents()

    rows: list[Row] = [
        (f"Paper page with {len(codings)} quotations until painted", timed(shown), "ms"),
        ("one of them moved, on disk and painted", timed(moved), "ms"),
        ("5,000 passages offered", timed(offered), "ms"),
    ]
    page.stop()
    page.close()
    return rows
