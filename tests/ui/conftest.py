from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from qda_app.services.commands.coders import AddCoder
from qda_app.services.commands.codings import ApplyNode
from qda_app.services.commands.nodes import Branch, GrowTree
from qda_app.services.importing import import_files
from qda_app.services.project import Project
from qda_app.ui.desk import Desk
from qda_app.ui.jobs import Jobs
from qda_app.ui.preferences import Preferences
from qda_app.ui.theme import Theme


def pytest_configure(config: pytest.Config) -> None:
    """Let pass what the offscreen platform says whenever a window is shown."""
    config.addinivalue_line("qt_log_ignore", "This plugin does not support")


@pytest.fixture(autouse=True)
def widgets_end_with_their_test(qapp: QApplication) -> Iterator[None]:
    """Delete what a test left behind: every living widget is dressed anew by each theme."""
    yield
    for widget in qapp.topLevelWidgets():
        widget.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    """Return the light theme, applied."""
    theme = Theme()
    theme.apply(qapp, "light")
    yield theme
    theme.apply(qapp, "light")


STUDY = {
    "I_1": "Interviewer: ¿Qué cambió?\nDirector: Antes uno cerraba la puerta 😀. Ahora entro.\n",
    "II_4": "Interviewer: ¿Qué cambió?\nTeacher: Tiempo no había. La reunión ayudó mucho.\n",
}


@pytest.fixture
def desk(
    qtbot: QtBot, theme: Theme, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Desk]:
    """Return a desk over a small project: Ana (who looks) and Bruno, two sources, three codings."""
    project = Project.create(tmp_path / "study.qdaproj")
    for name in ("Ana", "Bruno"):
        project.run(AddCoder(name))
    project.run(GrowTree([Branch("Results > Teachers"), Branch("Factors > Time")]))
    files = []
    for name, text in STUDY.items():
        path = tmp_path / f"{name}.txt"
        path.write_text(text, encoding="utf-8")
        files.append(path)
    import_files(project, files)
    ana, bruno = (coder.id for coder in project.read.coders())
    teachers, time = (
        next(n.id for n in project.read.tree().order if n.name == name)
        for name in ("Teachers", "Time")
    )
    ids = {source.name: source.id for source in project.read.sources()}
    for coder, node, source, words in (
        (ana, teachers, "I_1", "Antes uno cerraba la puerta 😀."),
        (ana, time, "II_4", "Tiempo no había."),
        (bruno, time, "I_1", "Antes uno"),
    ):
        start = project.read.text(ids[source]).index(words)
        project.run(ApplyNode([node], ids[source], start, start + len(words), coder=coder))
    project.become("Ana")
    window = QWidget()
    qtbot.addWidget(window)
    yield Desk(project, theme, Jobs(window), Preferences(tmp_path / "preferences"), window)
    project.close()
