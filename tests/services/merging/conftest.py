"""A project with a history, copies of it, and a hand-out."""

import pytest
from merging_studies import node

from qda_app.services.commands.codings import (
    ApplyNode,
)
from qda_app.services.commands.rounds import CreateRound
from qda_app.services.handouts import hand_out
from qda_app.services.project import Project
from qda_app.services.rounds.rounds import whole


@pytest.fixture
def study(project):
    """The project with a coding of each coder, so that both sides share a history."""
    project.run(ApplyNode([node(project, "A > B")], 1, 0, 10, coder=1))
    project.run(ApplyNode([node(project, "A > B")], 1, 0, 12, coder=2))
    return project


@pytest.fixture
def copied(study, tmp_path):
    """Open a copy of the file as it is now."""
    opened = []

    def copy(name="copy.qdaproj"):
        path = tmp_path / name
        study.backup(path)
        opened.append(Project.open(path))
        return opened[-1]

    yield copy
    for project in opened:
        project.close()


@pytest.fixture
def handed(study, tmp_path):
    """Open Ana's hand-out of a blind round of both coders over the first source."""
    study.run(CreateRound("R", whole([study.read.sources()[0]]), [1, 2]))
    hand_out(study, "Ana", tmp_path / "ana.qdaproj", "R")
    with Project.open(tmp_path / "ana.qdaproj", viewer="Ana") as opened:
        yield opened
