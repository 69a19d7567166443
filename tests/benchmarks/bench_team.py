"""Working in a team: handing out and merging copies with 100,000 codings each."""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from qda_app.services.handouts import hand_out
from qda_app.services.merging.copies import read_copy
from qda_app.services.merging.doing import merge
from qda_app.services.merging.planning import plan_merge
from qda_app.services.project import Project
from qda_app.services.work import NewCoding
from tests.benchmarks.bench_project import Bulk, Row, study

MANY = 100_000


def run() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        main = study(Path(folder) / "main.qdaproj", 20, 30_000, 100, 2, 1_000)
        for number, name in enumerate(("C0", "C1")):
            path = Path(folder) / f"{name}.qdaproj"
            begun = time.perf_counter()
            hand_out(main, name, path)
            yield f"hand out to {name}", time.perf_counter() - begun, "s"
            _code(path, name)
            yield from _merge(main, path, f"merge copy {number + 1} of 100,000 codings")
        begun = time.perf_counter()
        main.undo()
        yield "undo a merge of 100,000 codings", time.perf_counter() - begun, "s"
        main.close()


def _code(path: Path, name: str) -> None:
    with Project.open(path, viewer=name) as copy:
        read = copy.read
        leaves, sources = read.tree().leaves(), [s.id for s in read.sources()]
        rows = [
            NewCoding(
                sources[n % 20],
                leaves[n // 20 % 100],
                copy.viewer_id or 0,
                n % 29_000,
                n % 29_000 + 50 + n % 7,
            )
            for n in range(MANY)
        ]
        copy.run(Bulk(rows))


def _merge(main: Project, path: Path, label: str) -> Iterator[Row]:
    begun = time.perf_counter()
    copy = read_copy(main, path)
    yield f"{label}: open, check and read", time.perf_counter() - begun, "s"
    planned = time.perf_counter()
    plan = plan_merge(main, copy)
    yield f"{label}: plan", time.perf_counter() - planned, "s"
    doing = time.perf_counter()
    done = merge(main, plan)
    yield f"{label}: backup and write", time.perf_counter() - doing, "s"
    yield f"{label}: altogether", time.perf_counter() - begun, "s"
    figures = done.plan.conservation
    yield f"{label}: codings brought, not doubled", figures.brought - figures.identical, "codings"
