"""A small project to act on."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from qda_app.domain.transcript import Transcript
from qda_app.services.commands.coders import AddCoder
from qda_app.services.commands.nodes import Branch, GrowTree
from qda_app.services.commands.sources import ImportSources
from qda_app.services.project import Project

TEXT = "Antes uno cerraba la puerta 😀. Ahora entro y miro a los niños, no al profesor.\n" * 5


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """Two coders, four nodes, two sources."""
    with Project.create(tmp_path / "study.qdaproj", "Study") as made:
        made.run(AddCoder("Ana"))
        made.run(AddCoder("Bruno"))
        made.run(GrowTree([Branch("A > B"), Branch("A > C"), Branch("D", "defined")]))
        made.run(ImportSources([Transcript("one", TEXT, "txt"), Transcript("two", TEXT, "txt")]))
        yield made
