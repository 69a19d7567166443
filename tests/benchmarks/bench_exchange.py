"""A REFI-QDA project of 500 sources and 100,000 codings, out and in, each in its own process."""

import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from qda_app.domain.transcript import Transcript
from qda_app.services.commands.coders import AddCoder
from qda_app.services.commands.nodes import Branch, GrowTree
from qda_app.services.commands.sources import ImportSources
from qda_app.services.exchange.arriving import convert
from qda_app.services.exchange.leaving import export
from qda_app.services.project import Project
from qda_app.services.work import NewCoding, Work
from tests.benchmarks.bench_project import Row

SOURCES, LENGTH, CODINGS = 500, 20_000, 100_000


class Bulk:
    """Many codings as one command."""

    label = "bulk"

    def __init__(self, codings: list[NewCoding]) -> None:
        self.codings = codings

    def run(self, work: Work) -> None:
        work.open_codings(self.codings)


def build(path: Path) -> None:
    """Make the study: two coders, 100 nodes, every fifth text with emoji."""
    draw = random.Random(1)
    with Project.create(path) as project:
        people = [project.run(AddCoder(f"C{number}")) for number in range(2)]
        project.run(GrowTree([Branch(f"N{n % 10} > node {n}") for n in range(100)]))
        words = ["palabra", "tiempo", "escuela", "niño", "equipo", "docente", "😀", "apoyo", "aula"]
        texts = []
        for n in range(SOURCES):
            known = words if n % 5 == 0 else [w for w in words if w != "😀"]
            lines = [" ".join(draw.choices(known, k=12)) for _ in range(LENGTH // 70)]
            texts.append(Transcript(f"s{n}", "\n".join(lines), "txt"))
        keys = project.run(ImportSources(texts))
        lengths = [len(text.text) for text in texts]
        leaves = project.read.tree().leaves()
        rows = []
        for _ in range(CODINGS):
            at = draw.randrange(SOURCES)
            start = draw.randrange(lengths[at] - 400)
            span = (start, start + draw.randrange(20, 400))
            rows.append(NewCoding(keys[at], draw.choice(leaves), draw.choice(people), *span))
        project.run(Bulk(rows))


def measure(task: str, folder: Path) -> None:
    """Do one thing and print its seconds and the process's peak memory in MB."""
    begun = time.perf_counter()
    if task == "out":
        with Project.open(folder / "big.qdaproj") as project:
            export(project.read, folder / "big.qdpx")
    else:
        convert(folder / "big.qdpx", folder / "back.qdaproj")
    spent = time.perf_counter() - begun
    print(spent, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_000)


def run() -> list[Row]:
    """Return (name, value, unit) for out and in."""
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        build(folder / "big.qdaproj")
        for task in ("out", "in"):
            call = (
                f"from tests.benchmarks.bench_exchange import *; measure({task!r}, Path({place!r}))"
            )
            done = subprocess.run(
                [sys.executable, "-c", call], capture_output=True, text=True, check=True
            )
            seconds, peak = map(float, done.stdout.split())
            rows.append((f"qdpx {task}: 500 sources, 100,000 codings", seconds, "s"))
            rows.append((f"qdpx {task}: peak memory", peak, "MB"))
        rows.append(("qdpx size", (folder / "big.qdpx").stat().st_size / 1e6, "MB"))
    return rows
