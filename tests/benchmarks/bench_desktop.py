"""The main window on a large project from disk: opening, applying, memory."""

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from PySide6.QtWidgets import QApplication

from qda_app.domain.text import Span
from qda_app.ui.main_window import MainWindow
from qda_app.ui.preferences import Preferences
from qda_app.ui.theme import Theme
from tests.benchmarks.bench_project import Row, study


def resident() -> float:
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    line = next(row for row in status.splitlines() if row.startswith("VmRSS"))
    return int(line.split()[1]) / 1_000


def run() -> list[Row]:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication.instance() or QApplication(sys.argv[:1])
    theme = Theme()
    theme.apply(app, "light")
    with tempfile.TemporaryDirectory(dir=Path(__file__).resolve().parent) as folder:
        path = Path(folder) / "wide.qdaproj"
        study(path, 1, 1_000_000, 30, 2, 10_000).close()
        window = MainWindow(theme, Preferences(Path(folder)))
        window.resize(1366, 768)
        window.show()
        app.processEvents()
        start = time.perf_counter()
        window.open_project(path, viewer="C0")
        app.processEvents()
        opened = (time.perf_counter() - start) * 1_000
        space = window.workspace
        leaf = window.project.read.tree().leaves()[0]
        applied = []
        for number in range(60):
            space.page.select(Span(number * 9, number * 9 + 40))
            app.processEvents()
            start = time.perf_counter()
            space.gestures.apply(leaf)
            app.processEvents()
            applied.append((time.perf_counter() - start) * 1_000)
        memory = resident()
        window.close()
    return [
        ("open 1,000,000 characters, 10,000 codings, to first paint", opened, "ms"),
        ("apply one node until repainted and durable", statistics.median(applied), "ms"),
        ("memory with it open", memory, "MB"),
    ]
