"""While a round is blind, no page of the window shows a coder what another did in it."""

import re

import pytest
from blind_twins import SECRETS, twins
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from qda_app.ui.main_window import MainWindow
from qda_app.ui.page_list import PageList
from qda_app.ui.preferences import Preferences

ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)


def cells(model: QAbstractItemModel, parent: QModelIndex) -> list[str]:
    found = []
    for row in range(model.rowCount(parent)):
        flat = isinstance(model, QAbstractListModel)  # whose columnCount is private
        for column in range(1 if flat else model.columnCount(parent)):
            index = model.index(row, column, parent)
            found += [str(index.data(role)) for role in ROLES if index.data(role)]
            if column == 0 and not flat:
                found += cells(model, index)
    return found


def words(page: QWidget) -> list[str]:
    """Everything that can be read on a page, tooltips and hidden widgets included."""
    found = []
    for widget in [page, *page.findChildren(QWidget)]:
        found += [widget.toolTip(), widget.accessibleDescription()]
        if isinstance(widget, QLabel | QAbstractButton | QLineEdit):
            found.append(widget.text())
        elif isinstance(widget, QPlainTextEdit | QTextEdit):
            found.append(widget.toPlainText())
        elif isinstance(widget, QComboBox):
            found += [widget.itemText(row) for row in range(widget.count())]
        elif isinstance(widget, QAbstractItemView) and widget.model() is not None:
            found += cells(widget.model(), QModelIndex())
    return [re.sub(r"\b[0-9a-f]{12,64}\b", "HASH", text) for text in found if text]


def told(window: MainWindow, name: str) -> list[str]:
    window.show_page(name)
    window.jobs.wait()
    QApplication.processEvents()
    assert window.pages is not None
    return words(window.pages.page(name))


@pytest.fixture
def windows(qtbot, theme, tmp_path):
    made = []
    for path in twins(tmp_path):
        window = MainWindow(theme, Preferences(tmp_path / f"preferences {len(made)}"))
        qtbot.addWidget(window)
        window.resize(1366, 768)
        window.show()
        window.open_project(path, viewer="Bruno")
        window.workspace.sources.choose_first()
        made.append(window)
    yield made
    for window in made:
        window.close_project()


def test_no_page_shows_what_another_did(windows):
    for item in PageList(windows[0]).items():
        still, busy = (told(window, item.name) for window in windows)
        assert not [line for line in busy for secret in SECRETS if secret in line], item.name
        if item.name == "reconcile":  # it may say who has submitted
            still, busy = (list(map(whoever_submitted, lines)) for lines in (still, busy))
        if item.name != "team":  # the board says who has submitted, and when
            assert busy == still, item.name
    still, busy = (words(window.statusBar()) for window in windows)
    assert busy == still


def whoever_submitted(line):
    for told in ("assigned", "partly submitted", "waits for Ana, Bruno", "waits for Bruno"):
        line = line.replace(told, "STATE")
    return line


def test_the_owner_would_see_it(windows):
    """The comparison above can fail: whoever sees everything reads other words."""
    for window in windows:
        window.project.become(None)
        window.workspace.stale = True
    found = [told(window, "memos") for window in windows]
    assert found[0] != found[1]
