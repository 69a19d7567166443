"""Every page works by keyboard and by a screen reader: names, focus, small rooms."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QTabBar,
    QWidget,
)

from qda_app.services.commands.rounds import CreateRound, SubmitRound
from qda_app.services.project import Project
from qda_app.services.rounds.rounds import whole
from qda_app.services.sample import write_sample
from qda_app.ui.main_window import MainWindow
from qda_app.ui.page_list import PageList
from qda_app.ui.preferences import Preferences
from qda_app.ui.translation import Languages

CONTROLS = (QAbstractButton, QAbstractScrollArea, QAbstractSpinBox, QComboBox, QLineEdit, QTabBar)


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    """The sample study with a round to reconcile, so that every page has something to show."""
    path = write_sample(tmp_path_factory.mktemp("sample") / "s")
    with Project.open(path) as project:
        people = [coder.id for coder in project.read.coders()]
        made = project.run(CreateRound("Pilot", whole(project.read.sources()[:4]), people))
        for coder in people:
            project.run(SubmitRound(made, coder, "Pilot"))
    return path


@pytest.fixture
def window(qtbot, theme, tmp_path, sample):
    made = MainWindow(theme, Preferences(tmp_path / "mine"))
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    made.open_project(sample, viewer="Ana")
    yield made
    made.close()


def pages(window):
    for item in PageList(window).items():
        window.show_page(item.name)
        QApplication.processEvents()
        yield item.name, window.pages.currentWidget()


def name_of(widget):
    if widget.accessibleName():
        return widget.accessibleName()
    if isinstance(widget, QAbstractButton):
        return widget.text() or widget.toolTip()
    return ""


def own(widget):
    """Leave out what Qt makes inside its own widgets."""
    return not widget.objectName().startswith("qt_") and not isinstance(
        widget.parentWidget(), QComboBox | QAbstractSpinBox | QTabBar
    )


def test_every_control_has_a_name(window):
    nameless = []
    for page, widget in pages(window):
        for each in widget.findChildren(QWidget):
            takes_focus = each.isVisible() and each.focusPolicy() != Qt.FocusPolicy.NoFocus
            if takes_focus and isinstance(each, CONTROLS) and own(each) and not name_of(each):
                nameless.append((page, type(each).__name__, each.objectName()))
    assert nameless == []


def test_the_tab_key_goes_around_every_page_and_comes_back(qtbot, window):
    for page, widget in pages(window):
        seen = []
        for _ in range(80):
            now = QApplication.focusWidget()
            if now is None or now in seen:
                break
            seen.append(now)
            qtbot.keyClick(now, Qt.Key.Key_Tab)
        assert len([w for w in seen if widget.isAncestorOf(w)]) >= 3, page


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_page_is_wider_than_a_small_screen(qtbot, theme, tmp_path, sample, language):
    languages = Languages(QApplication.instance())
    languages.switch(language)
    try:
        made = MainWindow(theme, Preferences(tmp_path / "mine"))
        qtbot.addWidget(made)
        made.resize(1366, 768)
        made.show()
        made.open_project(sample, viewer="Ana")
        for page, widget in pages(made):
            assert widget.minimumSizeHint().width() <= 1290, page
            assert widget.minimumSizeHint().height() <= 640, page
            assert made.width() == 1366, page
        made.close()
    finally:
        languages.switch("en")
