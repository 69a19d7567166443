"""The wizard for coming from another tool and the dialog for going to one, on real files."""

from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QProgressDialog,
    QPushButton,
    QRadioButton,
    QTableView,
    QWidget,
)
from refi_projects import CODES, USERS, content, numbered, project, qdpx, selection, sources

from qda_app.domain.joining import ADD, COPY, LEAVE
from qda_app.services.commands.cases import CaseLine, ImportCases
from qda_app.services.commands.coders import NameLead
from qda_app.services.commands.codings import RemoveCodings
from qda_app.services.exchange.leaving import export
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
    assert wizard.where.here.isHidden()
    wizard.path.setText(str(file))
    wizard.go_on()
    settled(qtbot, desk, lambda: wizard.step() == LOOK)
    assert ["Codings", "1"] in rows(wizard.report.contents.kinds)
    kinds = [row[:2] for row in rows(wizard.report.losses)]
    assert kinds == [["left", "1"], ["left", "1"]]
    assert wizard.title.text() == "“P”, from Other 1.0"
    assert wizard.report.note.text() == "Left: 2."
    assert wizard.report.note.property("role") == "warn"
    wizard.report.see.click()
    assert wizard.report.tabs.currentWidget() is wizard.report.losses
    assert wizard.report.see.isHidden()
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
    wizard.where.here.setChecked(True)
    wizard.go_on()
    settled(qtbot, desk, lambda: wizard.step() == DONE)
    assert len(desk.project.read.sources()) == before + 1
    desk.project.undo()
    assert len(desk.project.read.sources()) == before


def test_where_it_is_unsure_how_positions_count_is_said(qtbot, desk, tmp_path):
    unsure = [content("😀.........", selection(3, 5, "", n), numbered(40 + n), f"I_{n}")
              for n in range(5)]  # fmt: skip
    for number, names in ((1, "in I_0: see"), (5, "5 sources (I_0; I_1; I_2; …)")):
        file = qdpx(tmp_path / f"{number}.qdpx", project(USERS, CODES, sources(*unsure[:number])))
        report = shown(qtbot, desk, file).report
        assert names in report.note.text()
        assert "the tab “Positions”" in report.note.text()
        assert "Positions" in [report.tabs.tabText(n) for n in range(report.tabs.count())]


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
    assert {row[0] for row in rows(dialog.table)} <= {"not written", "changed", "contained"}
    dialog.kind.setCurrentIndex(1)
    assert not dialog.profile.isEnabled()
    dialog.write(tmp_path / "no" / "o.qdc")
    settled(qtbot, desk, lambda: "cannot be written" in dialog.said.text())


def test_whose_words_go_out_against_their_wish_is_said(qtbot, desk, tmp_path):
    desk.project.become(None)
    desk.project.run(ImportCases([CaseLine(1, "P", {"consent": "no"}, "I_1")], {"consent": "text"}))
    dialog = ExchangeOutDialog(desk.project, desk.jobs)
    qtbot.addWidget(dialog)
    dialog.write(tmp_path / "o.qdpx")
    settled(qtbot, desk, lambda: "o.qdpx was written" in dialog.said.text())
    sentence = "It contains the words of 1 participant who does not allow sharing."
    assert sentence in dialog.said.text()
    assert rows(dialog.table)[0] == ["contained", "1", sentence, "P"]


def shown(qtbot, desk, file):
    """Return the wizard as it looks at a file."""
    wizard = ExchangeWizard(desk.project, desk.jobs)
    qtbot.addWidget(wizard)
    wizard.show()
    wizard.path.setText(str(file))
    wizard.go_on()
    settled(qtbot, desk, lambda: wizard.step() == LOOK)
    return wizard


@pytest.fixture
def own(desk, tmp_path):
    """The open project itself as a file, with one coding that the project has lost since."""
    export(desk.project.read, tmp_path / "own.qdpx")
    desk.project.become("Ana")
    mine = [c for c in desk.project.read.codings() if c.coder == desk.project.viewer_id]
    desk.project.run(RemoveCodings([mine[0].id]))
    return tmp_path / "own.qdpx"


def test_what_is_there_already_is_shown_and_asked_for(qtbot, desk, own):
    wizard = shown(qtbot, desk, own)
    where = wizard.where
    assert where.way() is None
    assert not where.ways.isVisible()
    where.here.setChecked(True)
    assert where.known.text() == "2 sources are in it already:"
    offers = [where.ways.itemData(n) for n in range(where.ways.count())]
    assert (offers, where.way()) == ([LEAVE, ADD, COPY], LEAVE)
    assert {row[0] for row in rows(wizard.report.known)} == {"I_1", "II_4"}
    assert ["Codings", "3", "2"] in rows(wizard.report.contents.kinds)
    assert any("not in the project" in row[2] for row in rows(wizard.report.losses))
    where.ways.setCurrentIndex(offers.index(COPY))
    assert any("came as copies" in row[2] for row in rows(wizard.report.losses))
    where.new.setChecked(True)
    assert rows(wizard.report.losses) == []


def test_what_a_study_holds_is_listed_kind_by_kind(qtbot, desk, own):
    wizard = shown(qtbot, desk, own)
    contents, read = wizard.report.contents, desk.project.read
    names = [row[0] for row in rows(contents.kinds)]

    def listed(kind):
        contents.kinds.choose_row(names.index(kind))
        return rows(contents.items)

    assert [row[0] for row in rows(contents.items)] == list(read.tree().paths().values())
    assert [row[:3] for row in listed("Sources")] == [
        [s.name, str(s.length), str(len(wizard_codings(wizard, s.guid)))] for s in read.sources()
    ]
    assert sum(int(row[1]) for row in listed("Coders")) == 3
    assert len(listed("Codings")) == 3
    assert [row[0] for row in listed("Participants")] == [case.name for case in read.cases()]
    assert listed("Saved queries") == []
    wizard.where.here.setChecked(True)
    assert listed("Sources")[0][1] == "yes"
    header = contents.items.model.headerData(1, Qt.Orientation.Horizontal)
    assert header == "There already"
    assert [row[1] for row in listed("Codings")].count("yes") == 2
    for name in names:
        assert len(listed(name)) == int(rows(contents.kinds)[names.index(name)][1])


def wizard_codings(wizard, guid):
    sources = wizard._found.brought.study.sources
    return next(source.codings for source in sources if source.guid == guid)


def test_of_very_many_the_first_are_listed(qtbot, desk, tmp_path):
    inside = "".join(selection(0, 3, "Uno", 10 + n) for n in range(1_001))
    file = qdpx(tmp_path / "many.qdpx", project(USERS, CODES, sources(content("Uno dos", inside))))
    contents = shown(qtbot, desk, file).report.contents
    contents.kinds.choose_row([row[0] for row in rows(contents.kinds)].index("Codings"))
    assert len(rows(contents.items)) == 1_000
    assert contents.more.text() == "The first 1,000 of 1,001"
    assert contents.more.isVisible()


@pytest.mark.parametrize("way", [LEAVE, ADD, COPY])
def test_preview_and_report_are_the_same_and_so_is_what_is_copied(qtbot, desk, own, way):
    wizard = shown(qtbot, desk, own)
    wizard.where.here.setChecked(True)
    wizard.where.ways.setCurrentIndex(wizard.where.ways.findData(way))
    wizard.report.copy.click()
    foreseen = (rows(wizard.report.losses), QGuiApplication.clipboard().text())
    before = len(desk.project.read.sources())
    wizard.go_on()
    settled(qtbot, desk, lambda: wizard.step() == DONE)
    wizard.report.copy.click()
    assert (rows(wizard.report.losses), QGuiApplication.clipboard().text()) == foreseen
    assert len(desk.project.read.sources()) == before * (2 if way == COPY else 1)
    assert len(desk.project.read.codings()) == {LEAVE: 2, ADD: 3, COPY: 5}[way]


def test_cancelling_leaves_the_file_as_it_was_at_each_stage(qtbot, desk, file, tmp_path):
    before = desk.project.path.read_bytes()

    def cancelled(wizard, act):
        """Act while the lane is busy, and cancel before its turn comes."""
        free = Event()
        desk.jobs.start_quietly(lambda: free.wait(20))
        try:
            act()
            desk.jobs.parent().findChildren(QProgressDialog)[-1].canceled.emit()
        finally:
            free.set()
        settled(qtbot, desk, lambda: "Cancelled" in wizard.problem.text())
        assert wizard.problem.isVisibleTo(wizard)
        assert desk.project.path.read_bytes() == before

    wizard = ExchangeWizard(desk.project, desk.jobs)
    qtbot.addWidget(wizard)
    wizard.path.setText(str(file))
    cancelled(wizard, wizard.go_on)
    assert wizard.step() == CHOOSE
    wizard.go_on()
    settled(qtbot, desk, lambda: wizard.step() == LOOK)
    wizard.where.here.setChecked(True)
    cancelled(wizard, wizard.go_on)
    wizard.where.new.setChecked(True)
    wizard.ask_target = lambda: tmp_path / "new.qdaproj"
    cancelled(wizard, wizard.go_on)
    assert not (tmp_path / "new.qdaproj").exists()
    assert wizard.step() == LOOK
    assert desk.project.check() is None


def test_a_project_that_cannot_take_it_says_so(qtbot, desk, file):
    desk.project.become(None)
    coder = desk.project.read.coders()[1]
    desk.project.run(NameLead(coder.id, lead=True))
    desk.project.become("Ana")
    wizard = shown(qtbot, desk, file)
    assert not wizard.where.here.isEnabled()
    assert "Only a lead" in wizard.where.here.toolTip()


@pytest.mark.parametrize("size", [(1366, 768), (900, 600), (720, 480)])
def test_nothing_of_a_sentence_is_cut(qtbot, desk, tmp_path, size):
    dialog = ExchangeOutDialog(desk.project, desk.jobs)
    qtbot.addWidget(dialog)
    dialog.resize(*size)
    dialog.show()
    dialog.write(tmp_path / "o.qdpx")
    settled(qtbot, desk, dialog.table.isVisible)
    grid = dialog.table.grid
    QApplication.processEvents()
    assert grid.horizontalScrollBar().maximum() == 0
    for row in range(grid.model().rowCount()):
        index = grid.model().index(row, 2)
        flags = Qt.TextFlag.TextWordWrap.value
        room = grid.visualRect(index).adjusted(8, 0, -8, 0)
        wanted = grid.fontMetrics().boundingRect(0, 0, room.width(), 9999, flags, index.data())
        assert wanted.height() <= room.height(), index.data()
        assert room.height() <= 6 * grid.fontMetrics().height(), "rows are no taller than needed"


def test_everything_is_reached_by_keyboard(qtbot, desk, own):
    wizard = shown(qtbot, desk, own)
    wizard.where.here.setChecked(True)
    wizard.activateWindow()
    met, at = {wizard.go}, wizard.go.nextInFocusChain()
    while at is not wizard.go:
        at = at.nextInFocusChain()
        if at.isVisible() and at.focusPolicy() & Qt.FocusPolicy.TabFocus:
            met.add(at)
    where, report = wizard.where, wizard.report
    wanted = {
        wizard.back,
        wizard.cancel,
        wizard.go,
        where.new,
        where.here,
        where.ways,
        where.speakers,
        report.copy,
        report.contents.kinds.grid,
        report.contents.items.filter,
        report.contents.items.grid,
    }
    assert wanted <= met


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
