"""What a window still holds is never taken by the garbage collector."""

import gc
from collections import Counter

import pytest
from PySide6.QtCore import QObject, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from qda_app.services.commands.rounds import CreateRound, SubmitRound
from qda_app.services.project import Project
from qda_app.services.rounds.rounds import whole
from qda_app.services.sample import write_sample
from qda_app.ui.main_window import MainWindow
from qda_app.ui.page_list import PageList
from qda_app.ui.preferences import Preferences


@pytest.fixture
def window(qtbot, theme, tmp_path):
    made = MainWindow(theme, Preferences(tmp_path / "mine"))
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    path = write_sample(tmp_path / "s")
    with Project.open(path) as project:
        people = [coder.id for coder in project.read.coders()]
        pilot = project.run(CreateRound("Pilot", whole(project.read.sources()[:4]), people))
        for coder in people:
            project.run(SubmitRound(pilot, coder, "Pilot"))
    gc.collect()
    gc.disable()  # it comes when a test calls for it
    made.open_project(path, viewer="Ana")
    yield made
    gc.enable()
    made.close()


def held(window: QObject) -> list[str]:
    """Return a line for everything below a window, asked of Qt alone: wrappers would hold it."""
    lines: list[str] = []
    before = qInstallMessageHandler(lambda _kind, _where, line: lines.append(line))
    try:
        window.dumpObjectTree()
    finally:
        qInstallMessageHandler(before)
    return lines


def taken(window: QObject) -> list[str]:
    """Return what a collection takes from a window."""
    before = Counter(held(window))
    assert before.total() > 100
    gc.collect()
    return sorted((before - Counter(held(window))).elements())


def test_the_collector_takes_nothing_of_any_page(window):
    for item in PageList(window).items():
        window.show_page(item.name)
        assert taken(window) == [], item.name
        QApplication.processEvents()
        assert taken(window) == [], item.name


def test_the_collector_takes_no_transcript_that_another_has_replaced(window):
    pane = window.workspace.pane
    for source in window.project.read.sources()[:3]:
        pane.open_source(source.id)
        assert taken(window) == [], source.name
