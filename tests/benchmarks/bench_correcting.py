"""Correcting a text of 1,000,000 characters that bears 10,000 codings."""

import tempfile
from functools import partial
from pathlib import Path

from qda_app.services.correcting import correction, preview
from tests.benchmarks.bench_project import Row, study, timed
from tests.benchmarks.bench_retrieval import median


def run() -> list[Row]:
    rows: list[Row] = []
    with (
        tempfile.TemporaryDirectory() as folder,
        study(Path(folder) / "wide.qdaproj", 1, 1_000_000, 30, 2, 10_000) as project,
    ):
        read = project.read
        (source,) = (each.id for each in read.sources())
        text = read.text(source)
        lines = text.count("palabra\n")
        for name, new in (
            ("two places", f"Una vez: {text.rstrip()} Nada más."),
            (f"{lines:,} places", text.replace("palabra\n", "algo\n")),
        ):
            looking = median(partial(preview, read, source, new), 3)
            rows.append((f"correct {name}: looked at before", looking, "ms"))
            doing = timed(partial(project.run, correction(read, source, new)))
            rows.append((f"correct {name}: done, durable", doing, "ms"))
            rows.append((f"correct {name}: undone", timed(project.undo), "ms"))
    return rows
