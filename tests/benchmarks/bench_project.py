"""Projects on disk: applying, agreement from the file, importing, starting."""

import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from qda_app.domain.transcript import Transcript
from qda_app.services.commands.coders import AddCoder
from qda_app.services.commands.codings import ApplyNode
from qda_app.services.commands.nodes import Branch, GrowTree
from qda_app.services.commands.sources import ImportSources
from qda_app.services.importing import import_files
from qda_app.services.project import Project
from qda_app.services.work import NewCoding, Work

Row = tuple[str, float, str]


class Bulk:
    """Many codings as one command."""

    label = "bulk"

    def __init__(self, codings: list[NewCoding]) -> None:
        self.codings = codings

    def run(self, work: Work) -> None:
        work.open_codings(self.codings)


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1_000


def study(path: Path, sources: int, length: int, nodes: int, coders: int, codings: int) -> Project:
    project = Project.create(path)
    people = [project.run(AddCoder(f"C{number}")) for number in range(coders)]
    project.run(GrowTree([Branch(f"N{n % 10} > node {n}") for n in range(nodes)]))
    texts = [
        Transcript(f"s{n}", f"{n} " + ("palabra " * 74 + "palabra\n") * (length // 600), "txt")
        for n in range(sources)
    ]
    keys = project.run(ImportSources(texts))
    leaves = project.read.tree().leaves()
    draw = random.Random(1)
    rows = []
    for _ in range(codings):
        start = draw.randrange(length - 400)
        span = (start, start + draw.randrange(20, 400))
        rows.append(NewCoding(draw.choice(keys), draw.choice(leaves), draw.choice(people), *span))
    project.run(Bulk(rows))
    return project


def fsync(folder: Path) -> float:
    with (folder / "probe").open("wb") as file:
        times = []
        for _ in range(50):
            file.write(b"x" * 4096)
            file.flush()
            times.append(timed(lambda: os.fsync(file.fileno())))
    return statistics.median(times)


def run() -> list[Row]:
    here = Path(__file__).resolve().parent
    with tempfile.TemporaryDirectory(dir=here) as name:
        folder = Path(name)
        return [*_small(folder), *_large(folder), *_importing(folder), *_starting()]


def _small(folder: Path) -> list[Row]:
    with study(folder / "small.qdaproj", 21, 40_000, 30, 2, 4_000) as project:
        project.become("C0")
        leaf, source = project.read.tree().leaves()[0], project.read.sources()[0].id
        applied = [
            timed(lambda n=n: project.run(ApplyNode([leaf], source, n, n + 50))) for n in range(60)
        ]
        project.agreement()
        compared = [timed(project.agreement) for _ in range(20)]
        return [
            ("apply one node, durable (fsync included)", statistics.median(applied), "ms"),
            ("this disk's own fsync of 4 kB", fsync(folder), "ms"),
            (
                "agreement 21 x 40,000, 4,000 codings, from the file",
                statistics.median(compared),
                "ms",
            ),
        ]


def _large(folder: Path) -> list[Row]:
    with study(folder / "large.qdaproj", 1_000, 100_000, 200, 3, 500_000) as project:
        compared = [timed(lambda: project.agreement(coders=["C0", "C1"])) for _ in range(3)]
        taken = timed(project.undo)
        checked = timed(project.check)
        return [
            ("agreement 1,000 x 100,000, 500,000 codings", statistics.median(compared), "ms"),
            ("undo of an import of 500,000 codings", taken, "ms"),
            ("check of 500,000 codings, 100 MB", checked, "ms"),
        ]


def _importing(folder: Path) -> list[Row]:
    texts = folder / "texts"
    texts.mkdir()
    draw = random.Random(2)
    words = [f"palabr{draw.choice('aáéíñ')}{n}" for n in range(40_000)]
    for number in range(1_000):
        turns = [f"{'EP'[t % 2]}: {' '.join(draw.choices(words, k=90))}" for t in range(100)]
        (texts / f"{number}.txt").write_text("\n\n".join(turns), encoding="utf-8")
    size = sum(path.stat().st_size for path in texts.iterdir()) / 1e6
    with Project.create(folder / "texts.qdaproj") as project:
        spent = timed(lambda: import_files(project, [texts]))
    return [(f"import of {size:.0f} MB in 1,000 files, with search index", spent / 1_000, "s")]


def _starting() -> list[Row]:
    command = [sys.executable, "-m", "qda_app", "--version"]
    window = (
        "from PySide6.QtWidgets import QApplication\n"
        "from qda_app.ui.main_window import MainWindow\n"
        "from qda_app.ui.preferences import Preferences; from qda_app.ui.theme import Theme\n"
        "from pathlib import Path; app = QApplication([]); theme = Theme(); theme.apply(app)\n"
        "w = MainWindow(theme, Preferences(Path('none'))); w.show(); app.processEvents()"
    )
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    shown = [
        timed(lambda: subprocess.run([sys.executable, "-c", window], check=True, env=env))
        for _ in range(5)
    ]
    called = [timed(lambda: subprocess.run(command, check=True, stdout=-3)) for _ in range(5)]
    return [
        ("start to a usable window (offscreen)", statistics.median(shown), "ms"),
        ("command line, start to end of --version", statistics.median(called), "ms"),
    ]
