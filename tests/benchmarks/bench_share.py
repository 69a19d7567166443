"""A copy to share of 500 sources and 100,000 codings, each kind of file in its own process."""

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from qda_app.domain.replacing import Name
from qda_app.services.project import Project
from qda_app.services.share.planning import plan
from qda_app.services.share.writing import write
from tests.benchmarks.bench_exchange import build
from tests.benchmarks.bench_project import Row

# One word in nine is a listed name; the others stand nowhere.
NAMES = [Name("equipo", "Grupo"), *(Name(f"Persona{n} Apellido{n}", f"P {n}") for n in range(100))]


def measure(suffix: str, folder: Path) -> None:
    """Make one copy and print the seconds of plan and writing, hits and peak memory in MB."""
    with Project.open(folder / "big.qdaproj") as project:
        begun = time.perf_counter()
        made = plan(project.read, NAMES)
        planned = time.perf_counter() - begun
        write(made, folder / f"copy{suffix}")
        spent = time.perf_counter() - begun - planned
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_000
    print(planned, spent, len(made.hits), peak)


def run() -> list[Row]:
    """Return (name, value, unit) for both kinds of file."""
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as place:
        build(Path(place) / "big.qdaproj")
        for suffix in (".qdaproj", ".qdpx"):
            call = (
                f"from tests.benchmarks.bench_share import *; measure({suffix!r}, Path({place!r}))"
            )
            done = subprocess.run(
                [sys.executable, "-c", call], capture_output=True, text=True, check=True
            )
            planned, spent, hits, peak = map(float, done.stdout.split())
            rows.append((f"share {suffix}: plan, {hits:,.0f} names found", planned, "s"))
            rows.append((f"share {suffix}: written and checked", spent, "s"))
            rows.append((f"share {suffix}: peak memory", peak, "MB"))
    return rows
