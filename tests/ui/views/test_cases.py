"""The grid of cases: edit, paste from a spreadsheet, filter, tie voices."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QInputDialog

from qda_app.ui.bridge import Bridge
from qda_app.ui.views.cases.grid import cells_of
from qda_app.ui.views.cases.page import CasesPage


@pytest.fixture
def page(qtbot, desk):
    made = CasesPage(desk)
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    bridge = Bridge(desk.project, made)
    bridge.changed.connect(made.on_changed)
    made.said = []
    desk.refused.connect(made.said.append)
    return made


SHEET = 'Participant\trole\tage\nI_1\tdirector\t51\nII_4\t"teacher,\nmusic"\t9\n'


def values(page):
    return {case.name: case.attributes for case in page.project.read.cases()}


def paste(qtbot, page, text):
    QGuiApplication.clipboard().setText(text)
    qtbot.keyClick(page.grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def at(page, name, column):
    names = [case.name for case in page.model.cases]
    index = page.grid.rows.mapFromSource(page.model.index(names.index(name), column))
    page.grid.clearSelection()
    page.grid.setCurrentIndex(index)
    return index


def test_a_sheet_pasted_into_an_empty_grid_makes_cases_and_attributes_in_one_step(qtbot, page):
    assert page.empty.isVisible()
    paste(qtbot, page, SHEET)
    assert values(page) == {
        "I_1": {"role": "director", "age": "51"},
        "II_4": {"role": "teacher, music", "age": "9"},
    }
    assert dict(page.project.read.attributes()) == {"role": "text", "age": "number"}
    assert not page.empty.isVisible()
    page.project.undo()
    assert values(page) == {}


def test_a_block_fills_cells_from_the_chosen_one_in_the_order_shown(qtbot, page):
    paste(qtbot, page, SHEET)
    page.grid.sortByColumn(2, Qt.SortOrder.AscendingOrder)
    shown = [page.grid.rows.index(row, 0).data() for row in range(2)]
    assert shown == ["II_4", "I_1"]
    at(page, "II_4", 1)
    paste(qtbot, page, "a\t1\nb\t2\nc\t3")
    assert values(page) == {"II_4": {"role": "a", "age": "1"}, "I_1": {"role": "b", "age": "2"}}
    at(page, "II_4", 0)
    paste(qtbot, page, "a\tb")
    assert "Choose the attribute cell" in page.said[-1]
    paste(qtbot, page, "")
    assert "nothing to paste" in page.said[-1]


def test_cells_are_edited_cleared_copied_and_refused(qtbot, page):
    paste(qtbot, page, SHEET)
    index = at(page, "I_1", 2)
    page.grid.model().setData(index, "fifty")
    assert "is no number" in page.said[-1]
    page.grid.model().setData(index, "52")
    assert values(page)["I_1"]["age"] == "52"
    page.grid.model().setData(at(page, "I_1", 0), "I_1 Director")
    assert "I_1 Director" in values(page)
    at(page, "I_1 Director", 1)
    qtbot.keyClick(page.grid, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "director"
    qtbot.keyClick(page.grid, Qt.Key.Key_Delete)
    assert values(page)["I_1 Director"]["role"] == ""


def test_attributes_and_cases_by_the_buttons(qtbot, page, monkeypatch):
    paste(qtbot, page, SHEET)
    page.grid.clearSelection()
    page.remove_cases()
    assert "Choose cases" in page.said[-1]
    monkeypatch.setattr(QInputDialog, "getText", lambda *_a, **_k: ("district", True))
    monkeypatch.setattr(QInputDialog, "getItem", lambda *_a, **_k: ("Number", True))
    page.new_case()
    page.new_attribute()
    assert dict(page.project.read.attributes())["district"] == "number"
    at(page, "I_1", 0)
    page.change_attribute()
    assert "attribute's column" in page.said[-1]
    at(page, "I_1", 2)
    page.remove_attribute()
    assert "age" not in dict(page.project.read.attributes())
    at(page, "district", 0)
    page.remove_cases()
    assert set(values(page)) == {"I_1", "II_4"}


def test_the_filter_ignores_case_and_accents(qtbot, page):
    paste(qtbot, page, "Case\trole\nA\tDirección\nB\tother")
    page.filter.setText("direccion")
    assert page.grid.rows.rowCount() == 1


def test_voices_are_tied_by_choice_and_by_name(qtbot, page):
    paste(qtbot, page, SHEET)
    page.tie()
    assert "Choose one case" in page.said[-1]
    page.tie_by_name()
    ties = {case.name: case.links for case in page.project.read.cases()}
    names = {source.name: source.id for source in page.project.read.sources()}
    assert ties["I_1"] == ((names["I_1"], "Director"),)
    assert ties["II_4"] == ((names["II_4"], "Teacher"),)
    page.tie_by_name()
    assert "still untied" in page.said[-1]
    row = [v.speaker for v in page._voices].index("Teacher")
    page.voices.grid.selectRow(row)
    page.untie()
    assert page._voices[row].case == ""
    at(page, "I_1", 0)
    page.voices.grid.selectRow(row)
    page.tie()
    assert page._voices[row].case == "I_1"


def test_cells_from_a_spreadsheet_keep_quotes_and_line_breaks_inside():
    assert cells_of('a\t"b ""c"""\r\nd\t"e\nf"\r\n\r\n') == [["a", 'b "c"'], ["d", "e f"]]
