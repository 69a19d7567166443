"""The window of a job that takes long: it comes by itself, stays, and cancels."""

from threading import Event

import pytest
from PySide6.QtWidgets import QProgressDialog, QPushButton

from qda_app.domain.errors import QdaError


@pytest.mark.parametrize("told", [[], [(1, 1)], [(0, 4), (4, 4)], [(0, 9)]])
def test_it_comes_whatever_the_work_says_and_cancels(qtbot, desk, told):
    """Also where the work says nothing at first, or says that a part of it is done."""
    free, said = Event(), []

    def work(progress):
        for done, of in told:
            progress(done, of, "part")
        free.wait(20)
        progress(5, 9, "more")

    desk.jobs.start(work, said.append, "Working", said.append)
    dialog = desk.jobs.parent().findChildren(QProgressDialog)[-1]
    try:
        qtbot.waitUntil(dialog.isVisible, timeout=3_000)  # Qt's own wait is four seconds
        dialog.findChild(QPushButton).click()
    finally:
        free.set()
    qtbot.waitUntil(lambda: bool(said), timeout=5_000)
    assert said == ["Cancelled; nothing was changed."]


def refuse(_progress):
    raise QdaError("No.")


def test_waiting_for_a_job_tells_what_came_of_it_before_anything_is_taken_down(qtbot, desk):
    said = []
    desk.jobs.start(lambda progress: progress(1, 1, "") or "made", said.append, "Working")
    desk.jobs.start(refuse, said.append, "Working", said.append)
    desk.jobs.wait()
    assert said == ["made", "No."]
