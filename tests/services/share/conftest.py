"""The project in which names stand everywhere, for the tests of copies to share."""

from pathlib import Path

import pytest
from share_study import named_study


@pytest.fixture
def named(tmp_path: Path) -> Path:
    """Two sources, two coders, and names wherever there are words."""
    return named_study(tmp_path / "named.qdaproj")
