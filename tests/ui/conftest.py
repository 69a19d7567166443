from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from qda_app.ui.theme import Theme


def pytest_configure(config: pytest.Config) -> None:
    """Let pass what the offscreen platform says whenever a window is shown."""
    config.addinivalue_line("qt_log_ignore", "This plugin does not support")


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    """Return the light theme, applied."""
    theme = Theme()
    theme.apply(qapp, "light")
    yield theme
    theme.apply(qapp, "light")
