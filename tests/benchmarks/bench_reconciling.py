"""Reconciliation of a round with over 5,000 disagreements: opening the queue, one decision."""

import os
import random
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from qda_app.domain.transcript import Transcript
from qda_app.services.commands.coders import AddCoder
from qda_app.services.commands.decisions import Decide
from qda_app.services.commands.nodes import Branch, GrowTree
from qda_app.services.commands.rounds import CreateRound, SubmitRound
from qda_app.services.commands.sources import ImportSources
from qda_app.services.project import Project
from qda_app.services.reconciling.reconciling import Reconciliation
from qda_app.services.rounds.rounds import whole
from qda_app.services.work import NewCoding, Work
from qda_app.ui.desk import Desk
from qda_app.ui.jobs import Jobs
from qda_app.ui.preferences import Preferences
from qda_app.ui.theme import Theme
from qda_app.ui.views.reconcile.page import ReconcilePage
from tests.benchmarks.bench_project import Row

CODINGS, SOURCES, DECISIONS = 5_600, 40, 300


@dataclass(frozen=True)
class _CodeMany:
    codings: list[NewCoding]
    label = "Coded"
    team = True

    def run(self, work: Work) -> None:
        work.open_codings(self.codings)


def disputed(path: Path) -> Project:
    """Return a project with a submitted round on which its coders agree hardly anywhere."""
    chance = random.Random(1)
    project = Project.create(path)
    people = [project.run(AddCoder(name)) for name in ("Ana", "Bruno")]
    project.run(GrowTree([Branch(f"N{number}") for number in range(30)]))
    words = "palabra " * 5_000
    texts = [Transcript(f"s{number}", f"{words}{number}", "txt") for number in range(SOURCES)]
    project.run(ImportSources(texts))
    sources = project.read.sources()
    nodes = [node.id for node in project.read.tree().order]
    codings = []
    for number in range(CODINGS):
        source, node = sources[number % SOURCES].id, chance.choice(nodes)
        start = chance.randrange(0, 4_900) * 8
        codings.append(NewCoding(source, node, people[0], start, start + 80))
        if number % 2:
            codings.append(NewCoding(source, node, people[1], start + 16, start + 96))
    project.run(_CodeMany(codings))
    made = project.run(CreateRound("r", whole(sources), people))
    for coder in people:
        project.run(SubmitRound(made, coder))
    return project


def run() -> list[Row]:
    with tempfile.TemporaryDirectory(dir=Path(__file__).parent) as name:
        folder = Path(name)
        with disputed(folder / "r.qdaproj") as project:
            return [*_services(project), *_page(project, folder)]


def _services(project: Project) -> list[Row]:
    opened, decided = [], []
    for _ in range(7):
        begin = time.perf_counter()
        of = Reconciliation(project.read, project.read.rounds()[0])
        opened.append((time.perf_counter() - begin) * 1_000)
    for item in of.items[:DECISIONS]:
        begin = time.perf_counter()
        project.run(Decide(of.round.id, item, "both"))
        of.reread()
        decided.append((time.perf_counter() - begin) * 1_000)
    return _rows(f"queue of {len(of.items):,} disagreements", opened, decided)


def _page(project: Project, folder: Path) -> list[Row]:
    """The same on screen: until the page is painted, and until the next passage is."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication.instance() or QApplication(sys.argv[:1])
    theme, window = Theme(), QWidget()
    desk = Desk(project, theme, Jobs(window), Preferences(folder / "preferences"), window)
    opened, decided = [], []
    for _ in range(3):
        begin = time.perf_counter()
        page = ReconcilePage(desk)
        page.resize(1280, 700)
        page.show()
        app.processEvents()
        opened.append((time.perf_counter() - begin) * 1_000)
    end = project.on_changed(page.on_changed)
    for _ in range(DECISIONS):
        begin = time.perf_counter()
        page.act("neither", None)
        app.processEvents()
        decided.append((time.perf_counter() - begin) * 1_000)
    end()
    page.stop()
    return _rows("the same on screen, painted", opened, decided)


def _rows(name: str, opened: list[float], decided: list[float]) -> list[Row]:
    return [
        (f"{name}: open, median (asked 300)", statistics.median(opened), "ms"),
        (f"{name}: decide, durable, median", statistics.median(decided), "ms"),
        (f"{name}: decide, durable, p95 (asked 100)", sorted(decided)[-DECISIONS // 20], "ms"),
    ]
