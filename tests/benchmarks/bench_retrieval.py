"""Retrieval on screen: everything of a project, scrolling, finding, queries, relations of nodes."""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PySide6.QtWidgets import QApplication, QWidget

from qda_app.analysis.relations import near_matrix, overlap_matrix
from qda_app.domain.query import Near, Overlapping, Term
from qda_app.services.project import Project
from qda_app.services.retrieval.excerpts import retrieve
from qda_app.services.retrieval.queries import evaluate
from qda_app.ui.desk import Desk
from qda_app.ui.jobs import Jobs
from qda_app.ui.preferences import Preferences
from qda_app.ui.theme import Theme
from qda_app.ui.views.retrieve.page import RetrievePage
from tests.benchmarks.bench_project import Row, study, timed


def median(work: Callable[[], object], times: int = 7) -> float:
    return statistics.median(timed(work) for _ in range(times))


def run() -> list[Row]:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    here = Path(__file__).resolve().parent
    with tempfile.TemporaryDirectory(dir=here) as name:
        folder = Path(name)
        with study(folder / "small.qdaproj", 21, 40_000, 30, 2, 4_000) as project:
            rows = [*_services(project), *_screen(project, folder, "4,000")]
        with study(folder / "more.qdaproj", 21, 40_000, 30, 2, 5_000) as project:
            rows += _screen(project, folder, "5,000")
        with study(folder / "wide.qdaproj", 1, 1_000_000, 30, 2, 10_000) as project:
            rows += _screen(project, folder, "1,000,000 characters, 10,000")
    return [*rows, *_many()]


def _services(project: Project) -> list[Row]:
    read, leaves = project.read, project.read.tree().leaves()
    a, b = Term(tuple(leaves[:10])), Term(tuple(leaves[10:]))

    def relations() -> None:
        rows = read.coding_arrays()
        nodes = np.unique(rows[:, 1])
        at = np.searchsorted(nodes, rows[:, 1])
        overlap_matrix(rows[:, 0], at, rows[:, 3], rows[:, 4], len(nodes))

    return [
        ("retrieve 21 x 40,000, 4,000 codings, as excerpts", median(lambda: retrieve(read)), "ms"),
        (
            "query: 10 nodes that overlap 20",
            median(lambda: evaluate(read, Overlapping(a, b))),
            "ms",
        ),
        ("query: in the same turn", median(lambda: evaluate(read, Near(a, b, "turn"))), "ms"),
        ("node by node overlaps from the file", median(relations), "ms"),
    ]


def _screen(project: Project, folder: Path, size: str) -> list[Row]:
    app = QApplication.instance() or QApplication(sys.argv[:1])
    theme = Theme()
    theme.apply(app, "light")
    window = QWidget()
    desk = Desk(project, theme, Jobs(window), Preferences(folder), window)
    page = RetrievePage(desk)
    page.resize(1600, 1000)

    def shown() -> None:
        page.show()
        app.processEvents()

    opened = timed(shown)
    scrolled = []
    bar = page.list.verticalScrollBar()
    for number in range(200):
        start = time.perf_counter()
        bar.setValue(bar.value() + (900 if number < 100 else -700))
        app.processEvents()
        scrolled.append((time.perf_counter() - start) * 1_000)
    typed = []
    for text in ("p", "pa", "pal", "pala", ""):
        start = time.perf_counter()
        page.field.setText(text)
        app.processEvents()
        typed.append((time.perf_counter() - start) * 1_000)
    page.close()
    return [
        (f"everything retrieved until painted, {size} codings", opened, "ms"),
        (f"page up or down in it, median, {size}", statistics.median(scrolled), "ms"),
        (f"page up or down in it, p95, {size}", sorted(scrolled)[int(0.95 * 200)], "ms"),
        (f"find in the excerpts, one key, {size}", statistics.median(typed), "ms"),
    ]


def _many() -> list[Row]:
    draw, count = np.random.default_rng(1), 500_000
    place, node = draw.integers(0, 1_000, count), draw.integers(0, 200, count)
    start = draw.integers(0, 99_000, count)
    end = start + draw.integers(20, 400, count)
    overlaps = median(lambda: overlap_matrix(place, node, start, end, 200), 3)
    near = median(lambda: near_matrix(place, node, start, end, 200, 500), 3)
    return [
        ("node by node overlaps of 500,000 codings", overlaps, "ms"),
        ("node by node nearness (500 characters) of 500,000 codings", near, "ms"),
    ]
