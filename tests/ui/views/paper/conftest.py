"""The page over the study, empty and with three quotations."""

import pytest
from paper_study import write_study
from PySide6.QtWidgets import QWidget

from qda_app.services.commands.quotations import ChooseQuotations
from qda_app.services.project import Project
from qda_app.services.retrieval.excerpts import retrieve
from qda_app.ui.desk import Desk
from qda_app.ui.jobs import Jobs
from qda_app.ui.preferences import Preferences
from qda_app.ui.views.paper.page import PaperPage


@pytest.fixture
def made(qtbot, theme, tmp_path):
    """The page over the study, with nothing chosen yet."""
    with Project.open(write_study(tmp_path / "study.qdaproj")) as project:
        window = QWidget()
        qtbot.addWidget(window)
        desk = Desk(project, theme, Jobs(window), Preferences(tmp_path / "mine"), window)
        page = PaperPage(desk)
        qtbot.addWidget(page)
        page.resize(1290, 640)
        page.show()
        project.on_changed(page.on_changed)
        yield page
        desk.jobs.wait()
        page.stop()


@pytest.fixture
def page(made):
    """The page with three quotations: P1's third line, P2's and P3's second."""
    node = next(n.id for n in made.project.read.tree().order if n.name == "B")
    found = retrieve(made.project.read, [node], merge_same=True)
    wanted = [found[1], found[2], found[4]]
    made.project.run(ChooseQuotations([(e.source, e.start, e.end, node) for e in wanted]))
    return made
