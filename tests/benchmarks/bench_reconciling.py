"""Reconciliation of a round with over 5,000 disagreements: opening the queue, one decision."""

import random
import statistics
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from qda_app.domain.transcript import Transcript
from qda_app.services.commands.coders import AddCoder
from qda_app.services.commands.decisions import Decide
from qda_app.services.commands.nodes import Branch, GrowTree
from qda_app.services.commands.rounds import CreateRound, SubmitRound
from qda_app.services.commands.sources import ImportSources
from qda_app.services.project import Project
from qda_app.services.reconciling import Reconciliation
from qda_app.services.rounds import whole
from qda_app.services.work import NewCoding, Work
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
    with (
        tempfile.TemporaryDirectory(dir=Path(__file__).parent) as folder,
        disputed(Path(folder) / "r.qdaproj") as project,
    ):
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
    name = f"queue of {len(of.items):,} disagreements"
    return [
        (f"{name}: open, median (asked 300)", statistics.median(opened), "ms"),
        (f"{name}: decide, durable, median", statistics.median(decided), "ms"),
        (f"{name}: decide, durable, p95 (asked 100)", sorted(decided)[-DECISIONS // 20], "ms"),
    ]
