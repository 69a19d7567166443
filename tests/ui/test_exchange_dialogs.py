"""The wizard for coming from another tool and the dialog for going to one, on real files."""

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QTableView,
    QWidget,
)
from refi_projects import CODES, USERS, content, project, qdpx, selection, sources

from qda_app.services.project import Project
from qda_app.ui.dialogs.exchange_in import CHOOSE, DONE, LOOK, ExchangeWizard
from qda_app.ui.dialogs.exchange_out import ExchangeOutDialog


@pytest.fixture
def file(tmp_path):
    inside = selection(0, 3, "Uno") + selection(2, 900, "x", 5)
    xml = project(
        USERS, CODES, sources(content("Uno dos 😀 tres", inside)), "<Graphs><Graph/></Graphs>"
    )
    return qdpx(tmp_path / "other.qdpx", xml)


def settled(qtbot, desk, wanted):
    qtbot.waitUntil(wanted, timeout=5_000)
    desk.jobs.wait()


def rows(table):
    model = table.model
    return [
        [model.index(r, c).data() for c in range(model.columnCount())]
        for r in range(model.rowCount())
    ]


def test_a_new_project_is_made_and_shown(qtbot, desk, file, tmp_path, monkeypatch):
    wizard = ExchangeWizard(None, desk.jobs)
    qtbot.addWidget(wizard)
    assert not wizard.go.isEnabled()
    assert wizard.here.isHidden()
    wizard.path.setText(str(file))
    wizard.go_on()
    settled(qtbot, desk, lambda: wizard.step() == LOOK)
    assert ["Codings", "1"] in rows(wizard.report.contents)
    kinds = [row[:2] for row in rows(wizard.report.losses)]
    assert kinds == [["left", "1"], ["left", "1"]]
    assert wizard.title.text() == "“P”, from Other 1.0"
    target = tmp_path / "new.qdaproj"
    monkeypatch.setattr(wizard, "ask_target", lambda: target)
    wizard.go_on()
    settled(qtbot, desk, lambda: wizard.step() == DONE)
    wizard.report.copy.click()
    assert QGuiApplication.clipboard().text().startswith("Read: 1 source, 1 node, 1 coding")
    with qtbot.waitSignal(wizard.made) as made:
        wizard.go_on()
    assert made.args == [target]
    with Project.open(target) as opened:
        assert len(opened.read.codings()) == 1


def test_the_open_project_takes_it_as_one_step(qtbot, desk, file):
    before = len(desk.project.read.sources())
    wizard = ExchangeWizard(desk.project, desk.jobs)
    qtbot.addWidget(wizard)
    wizard.path.setText(str(file))
    wizard.go_on()
    settled(qtbot, desk, lambda: wizard.step() == LOOK)
    wizard.here.setChecked(True)
    wizard.go_on()
    settled(qtbot, desk, lambda: wizard.step() == DONE)
    assert len(desk.project.read.sources()) == before + 1
    desk.project.undo()
    assert len(desk.project.read.sources()) == before


def test_what_is_wrong_is_said_and_the_way_back_is_open(qtbot, desk, file, tmp_path):
    wizard = ExchangeWizard(desk.project, desk.jobs)
    qtbot.addWidget(wizard)
    wizard.path.setText(str(tmp_path / "none.qdpx"))
    wizard.go_on()
    settled(qtbot, desk, lambda: bool(wizard.problem.text()))
    assert wizard.step() == CHOOSE
    assert not wizard.problem.isHidden()
    wizard.path.setText(str(file))
    wizard.go_on()
    settled(qtbot, desk, lambda: wizard.step() == LOOK)
    assert wizard.problem.isHidden()
    wizard.back.click()
    assert wizard.step() == CHOOSE


def test_the_project_goes_out_with_its_report(qtbot, desk, tmp_path):
    dialog = ExchangeOutDialog(desk.project, desk.jobs)
    qtbot.addWidget(dialog)
    dialog.write(tmp_path / "o.qdpx")
    settled(qtbot, desk, lambda: "o.qdpx was written" in dialog.said.text())
    assert (tmp_path / "o.qdpx").exists()
    assert any("Who speaks where" in row[2] for row in rows(dialog.table))
    dialog.kind.setCurrentIndex(1)
    assert not dialog.profile.isEnabled()
    dialog.write(tmp_path / "no" / "o.qdc")
    settled(qtbot, desk, lambda: "could not be written" in dialog.said.text())


def test_every_control_has_a_name(qtbot, desk):
    for dialog in (
        ExchangeWizard(desk.project, desk.jobs),
        ExchangeOutDialog(desk.project, desk.jobs),
    ):
        qtbot.addWidget(dialog)
        for each in dialog.findChildren(QWidget):
            if each.objectName().startswith("qt_") or isinstance(each.parentWidget(), QComboBox):
                continue
            if isinstance(each, QLineEdit | QComboBox | QTableView):
                assert each.accessibleName(), each
            elif isinstance(each, QPushButton | QRadioButton | QCheckBox):
                assert each.text() or each.accessibleName(), each
