"""Pictures of every main screen, for people who judge them."""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QPoint, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from qda_app.services.commands.nodes import DefineNode
from qda_app.services.commands.quotations import ChooseQuotations
from qda_app.services.commands.rounds import CreateRound, SubmitRound
from qda_app.services.commands.versions import MakeVersion
from qda_app.services.project import Project
from qda_app.services.rounds.rounds import whole
from qda_app.services.sample import write_sample
from qda_app.ui.application import choose_platform
from qda_app.ui.dialogs.identity import IdentityDialog
from qda_app.ui.main_window import MainWindow
from qda_app.ui.page_list import PageList
from qda_app.ui.preferences import Preferences
from qda_app.ui.theme import Theme

SETTLED = 1_200  # milliseconds
PILOT = 3  # sources


def write_shots(folder: Path) -> list[Path]:
    """Write a PNG of every main screen, light and dark, and return where they are."""
    choose_platform()
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)  # noqa: S101
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []

    def shoot(widget: QWidget, name: str) -> None:
        for _ in range(3):
            app.processEvents()
        path = folder / f"{name}.png"
        widget.grab().save(str(path))
        written.append(path)

    with tempfile.TemporaryDirectory() as place:
        sample = write_sample(Path(place) / "sample")
        _begin_rounds(sample)
        theme = Theme()
        for mode in ("light", "dark"):
            theme.apply(app, "dark" if mode == "dark" else "light")
            window = MainWindow(theme, Preferences(Path(place)))
            window.resize(1366, 768)
            window.show()
            shoot(window, f"start-{mode}")
            with Project.open(sample) as project:
                shoot(IdentityDialog(project), f"identity-{mode}")
            window.open_project(sample, viewer="Ana")
            _visit(window, mode, shoot)
            window.close()
    return written


def _begin_rounds(sample: Path) -> None:
    """Let the coders have compared one round, and begin another that is blind."""
    with Project.open(sample) as project:
        read = project.read
        sources, people = read.sources(), [coder.id for coder in read.coders()]
        parts = whole(sources[:PILOT])
        pilot = project.run(CreateRound("Pilot", parts, people, pilot=True))
        for coder in people:
            project.run(SubmitRound(pilot, coder, "Pilot"))
        first = next(node for node in read.tree().order if node.definition)
        words = f"{first.definition} Only what the person saw."
        project.run(DefineNode(first.id, definition=words))
        project.run(MakeVersion("The pilot showed what was unclear"))
        project.run(CreateRound("Main round", whole(sources[PILOT : PILOT + 2]), people))


def _visit_team(window: MainWindow, mode: str, shoot: Callable[[QWidget, str], None]) -> None:
    from qda_app.ui.views.team.new_round import NewRoundDialog
    from qda_app.ui.views.team.page import TeamPage

    assert window.pages is not None  # noqa: S101
    page = window.pages.page("team")
    assert isinstance(page, TeamPage)  # noqa: S101
    for tab, name in enumerate(("team", "coders", "versions", "recode", "invented")):
        page.tabs.setCurrentIndex(tab)
        _settle(window)
        shoot(window, f"{name}-{mode}")
    dialog = NewRoundDialog(page.project, window.theme, window)
    dialog.text.drawn.setChecked(True)
    dialog.work_out()
    shoot(dialog, f"round-{mode}")


def _visit(window: MainWindow, mode: str, shoot: Callable[[QWidget, str], None]) -> None:
    space = window.workspace
    assert space is not None  # noqa: S101
    space.sources.choose_first()
    space.page.setFocus()
    space.step(1)
    space.step(1)
    shoot(window, f"main-{mode}")
    space.gestures.open_palette()
    space.palette_box.move(QPoint(420, 160))
    shoot(window, f"palette-{mode}")
    space.palette_box.hide()
    space.pane.filter.choose_coders({space.project.viewer_id or 0})
    shoot(window, f"filtered-{mode}")
    space.pane.filter.show_all()
    for item in PageList(window).items()[1:]:
        window.show_page(item.name)
        if item.name == "search":
            _visit_search(window, mode, shoot)
        elif item.name == "team":
            _visit_team(window, mode, shoot)
        elif item.name == "report":
            _visit_report(window, mode, shoot)
        elif item.name == "paper":
            _choose_quotations(window)
            shoot(window, f"paper-{mode}")
        else:
            shoot(window, f"{item.name}-{mode}")


def _settle(window: MainWindow) -> None:
    """Wait until the worker's lane is empty and what it found is shown."""
    loop = QEventLoop()
    QTimer.singleShot(SETTLED, loop.quit)
    loop.exec()
    window.jobs.wait()
    QApplication.processEvents()


def _visit_search(window: MainWindow, mode: str, shoot: Callable[[QWidget, str], None]) -> None:
    from qda_app.ui.views.search.page import SearchPage

    assert window.pages is not None  # noqa: S101
    page = window.pages.page("search")
    assert isinstance(page, SearchPage)  # noqa: S101
    page.look_for("tiempo")
    _settle(window)
    shoot(window, f"search-{mode}")
    for name, show in (
        ("words", page.show_words),
        ("context", lambda: page.show_context("escuela")),
        ("questions", page.show_questions),
    ):
        show()
        _settle(window)
        shoot(window, f"{name}-{mode}")


def _choose_quotations(window: MainWindow) -> None:
    """Choose some passages for the paper, so that its page has something to show."""
    assert window.workspace is not None  # noqa: S101
    project = window.workspace.project
    codings = project.read.codings()[::60][:8]
    project.run(ChooseQuotations([(c.source, c.start, c.end, c.node) for c in codings]))


def _visit_report(window: MainWindow, mode: str, shoot: Callable[[QWidget, str], None]) -> None:
    from qda_app.ui.views.report.choices import BY, FREQUENCIES
    from qda_app.ui.views.report.page import ReportPage

    assert window.pages is not None  # noqa: S101
    page = window.pages.page("report")
    assert isinstance(page, ReportPage)  # noqa: S101
    for kind in (FREQUENCIES, BY):
        page.choices.choose(kind)
        shoot(window, f"report-{kind}-{mode}")
    page.as_chart.click()
    _settle(window)
    shoot(window, f"chart-{mode}")


if __name__ == "__main__":
    for shot in write_shots(Path(sys.argv[1])):
        print(shot)  # noqa: T201
