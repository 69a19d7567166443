"""What all tests share: how many random cases are drawn, and that nothing unexpected is logged."""

import logging
import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "daily",
    max_examples=60,
    derandomize=True,  # the same cases for everybody; the deep run draws new ones
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "deep", settings.get_profile("daily"), max_examples=3_000, derandomize=False
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "daily"))

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["QDA_LANGUAGE"] = "en"


@pytest.fixture(autouse=True)
def no_unexpected_log_line(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fail a test in which anything was logged as a warning or worse."""
    yield
    lines = [r for r in caplog.get_records("call") if r.levelno >= logging.WARNING]
    assert not lines, [line.getMessage() for line in lines]
