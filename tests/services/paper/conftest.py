from collections.abc import Iterator
from pathlib import Path

import pytest
from paper_study import write_study

from qda_app.services.project import Project


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Project]:
    """A small study as a paper quotes it, opened by its owner."""
    with Project.open(write_study(tmp_path / "study.qdaproj")) as project:
        yield project
