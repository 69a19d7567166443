"""Coders, versions of the codebook, codings to be made anew and invented nodes on the team page."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QInputDialog
from test_team import begin, cells, shown, submit_all

from qda_app.services.codebook_changes import FRESH, GONE, SAME, compared_words
from qda_app.services.commands.coders import NameLead
from qda_app.services.commands.codings import ApplyNewNode
from qda_app.services.commands.nodes import CreateNode, DefineNode, RenameNode
from qda_app.services.commands.versions import MakeVersion
from qda_app.ui.models.nodes import NodeModel


def tab(qtbot, desk, name):
    page = shown(qtbot, desk)
    panel = getattr(page, name)
    page.tabs.setCurrentWidget(panel)
    return panel


def node(desk, name):
    return next(n for n in desk.project.read.tree().order if n.name == name)


# -- coders --------------------------------------------------------------------------------------


def test_coders_have_their_role_and_the_viewer_is_named(qtbot, desk, monkeypatch):
    panel = tab(qtbot, desk, "coders")
    assert "You are Ana. Nobody was named a lead" in panel.who.text()
    panel.lead.click()
    assert cells(panel.table) == [["Ana", "lead (you)", ""], ["Bruno", "coder", ""]]
    assert "Led by Ana." in panel.who.text()
    monkeypatch.setattr(QInputDialog, "getText", lambda *_a, **_k: ("Carla", True))
    panel.add.click()
    assert [row[0] for row in cells(panel.table)] == ["Ana", "Bruno", "Carla"]
    desk.project.undo()
    assert [row[0] for row in cells(panel.table)] == ["Ana", "Bruno"]
    panel.table.choose_row(0)
    assert panel.lead.text() == "End the lead"


def test_the_viewer_goes_on_under_another_name(qtbot, desk, monkeypatch):
    panel = tab(qtbot, desk, "coders")
    monkeypatch.setattr(QInputDialog, "getText", lambda *_a, **_k: ("Anita", True))
    panel.rename.click()
    assert desk.project.viewer == "Anita"
    assert "You are Anita" in panel.who.text()


def test_who_does_not_lead_cannot_say_who_leads(qtbot, desk):
    desk.project.run(NameLead(2, lead=True, name="Bruno"))
    panel = tab(qtbot, desk, "coders")
    assert not panel.lead.isEnabled()
    assert panel.lead.toolTip() == "Only a lead can say who leads."
    asked = []
    desk.identity_requested.connect(lambda: asked.append(1))
    panel.change.click()
    assert asked == [1]


# -- versions ------------------------------------------------------------------------------------


def test_versions_are_compared_with_the_words_that_changed(qtbot, desk):
    time = node(desk, "Time")
    desk.project.run(DefineNode(time.id, definition="Lack of time"))
    desk.project.run(MakeVersion("first"))
    desk.project.run(DefineNode(time.id, definition="Lack of any time"))
    desk.project.run(RenameNode(node(desk, "Teachers").id, "Staff"))
    panel = tab(qtbot, desk, "versions")
    assert "changed since" in panel.state.text()
    assert [row[0] for row in cells(panel.changes)] == [
        "renamed “Teachers” to “Staff”",
        "defined “Time” anew",
    ]
    panel.changes.choose_row(1)
    assert "<b><u>any</u></b>" in panel.words.label.text()
    desk.project.run(MakeVersion("second"))
    rows = cells(panel.table)
    assert [row[0] for row in rows] == ["2", "1"]
    assert [row[2:4] for row in rows] == [["Ana", "second"], ["Ana", "first"]]
    assert "as in the newest version" in panel.state.text()
    assert panel.before.currentText() == "version 1"
    panel.after.setCurrentIndex(0)
    panel.before.setCurrentIndex(0)
    panel.compare()
    assert "Nothing changed" in panel.words.label.text()


def test_a_version_is_made_with_its_rationale(qtbot, desk, monkeypatch):
    panel = tab(qtbot, desk, "versions")
    assert "No version yet" in panel.state.text()
    said = "The pilot showed\nthat Time was unclear"
    monkeypatch.setattr(QInputDialog, "getMultiLineText", lambda *_a: (said, True))
    panel.make.click()
    assert desk.project.read.versions()[0].rationale == said
    refused = []
    desk.refused.connect(refused.append)
    panel.make.click()
    assert "as in version 1" in refused[0]


def test_words_are_compared_one_by_one():
    old, new = compared_words("no time at all", "no spare time")
    assert [(w.text, w.mark) for w in old] == [("no", SAME), ("time", SAME), ("at all", GONE)]
    assert [(w.text, w.mark) for w in new] == [("no", SAME), ("spare", FRESH), ("time", SAME)]


# -- coding anew ---------------------------------------------------------------------------------


@pytest.fixture
def defined_anew(desk):
    desk.project.run(MakeVersion("first"))
    desk.project.run(DefineNode(node(desk, "Time").id, definition="Only lack of time"))
    desk.project.run(MakeVersion("second"))
    return desk


def press(qtbot, panel, key, modifier=Qt.KeyboardModifier.NoModifier):
    panel.table.grid.setFocus()
    qtbot.keyClick(panel.table.grid, key, modifier)


def test_the_queue_of_a_coder_holds_the_own_codings_only(qtbot, defined_anew):
    defined_anew.project.run(NameLead(2, lead=True, name="Bruno"))
    panel = tab(qtbot, defined_anew, "recode")
    assert [row[:2] + row[3:] for row in cells(panel.table)] == [["Time", "II_4", "Ana", "1"]]
    assert "Only lack of time" in panel.words.label.text()
    assert "Tiempo no había." in panel.passage.toPlainText()


def test_keys_confirm_and_undo_brings_back(qtbot, defined_anew):
    panel = tab(qtbot, defined_anew, "recode")
    press(qtbot, panel, Qt.Key.Key_Y)
    assert panel.body.isHidden()
    assert "Nothing to code anew" in panel.empty.text()
    defined_anew.project.undo()
    assert len(cells(panel.table)) == 1
    press(qtbot, panel, Qt.Key.Key_Y, Qt.KeyboardModifier.ShiftModifier)
    assert panel.body.isHidden()


def test_the_node_is_changed_the_coding_opened_or_removed(qtbot, defined_anew):
    desk = defined_anew
    panel = tab(qtbot, desk, "recode")
    asked = []
    desk.passage_requested.connect(lambda *a: asked.append(a))
    press(qtbot, panel, Qt.Key.Key_O)
    assert asked[0][0] == 2
    press(qtbot, panel, Qt.Key.Key_N)
    panel._palette.picked.emit(node(desk, "Teachers").id)
    panel._palette.hide()
    assert {c.node for c in desk.project.read.codings([1])} == {node(desk, "Teachers").id}
    desk.project.undo()
    before = len(desk.project.read.codings([1]))
    press(qtbot, panel, Qt.Key.Key_Delete)
    assert len(desk.project.read.codings([1])) == before - 1


def test_a_lead_sees_everybodys_and_why_they_are_not_theirs_to_change(qtbot, defined_anew):
    desk = defined_anew
    desk.project.run(NameLead(1, lead=True, name="Ana"))
    panel = tab(qtbot, desk, "recode")
    assert [row[3] for row in cells(panel.table)] == ["Bruno", "Ana"]
    panel.table.choose_row(0)
    assert "Only Bruno can change this coding." in panel.note.text()
    assert not panel.confirm.isEnabled()
    assert panel.confirm_node.isEnabled()
    submit_all(desk, begin(desk))
    panel.refresh()
    assert cells(panel.table) == []  # what was submitted stays as it is: no work
    assert not panel.empty.isHidden()


# -- invented nodes ------------------------------------------------------------------------------


def invent(desk, viewer, name, start):
    before = desk.project.viewer
    desk.project.become(viewer)
    made = desk.project.run(ApplyNewNode(1, start, start + 12, name))
    desk.project.become(before)
    return made


def test_while_blind_the_inventor_sees_the_node_as_private(qtbot, desk):
    begin(desk)
    made = invent(desk, "Ana", "Fear", 5)
    invent(desk, "Bruno", "Worry", 5)
    panel = tab(qtbot, desk, "invented")
    assert [row[:5] for row in cells(panel.table)] == [
        ["Fear", "Pilot", "Ana", "Ana 1", "private while blind"]
    ]
    assert "Private" in panel.note.text()
    assert not panel.keep.isEnabled()
    model = NodeModel(lambda *_a: None, lambda *_a: None)
    model.show_tree(desk.project.read.tree(), {}, dark=False)
    index = model.index_of(made)
    assert index.data(Qt.ItemDataRole.FontRole).italic()
    assert "Private" in index.data(Qt.ItemDataRole.ToolTipRole)
    other = model.index_of(node(desk, "Time").id)
    assert other.data(Qt.ItemDataRole.FontRole) is None


def test_after_comparison_nodes_are_kept_unified_or_retired(qtbot, desk, monkeypatch):
    key = begin(desk)
    first = invent(desk, "Ana", "Fear", 5)
    second = invent(desk, "Bruno", "fear", 25)
    third = invent(desk, "Bruno", "Odd", 45)
    submit_all(desk, key)
    panel = tab(qtbot, desk, "invented")
    assert [row[0] for row in cells(panel.table)] == ["Fear", "fear", "Odd"]
    assert "The same name is at fear" in panel.note.text()
    assert panel.examples.item(0).text().startswith("I_1: ")
    panel.keep.click()
    assert desk.project.read.tree().by_id[first].inventor is None
    assert [row[0] for row in cells(panel.table)] == ["fear", "Odd"]
    chosen = []

    def accept(dialog):
        chosen.append(dialog.target())
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(QDialog, "exec", accept)
    panel.unify.click()
    assert chosen == [first]
    tree = desk.project.read.tree()
    assert second not in tree.by_id
    panel.retire.click()
    assert desk.project.read.tree().by_id[third].retired
    assert cells(panel.table)[0][4] == "retired"
    panel.retire.click()
    assert not desk.project.read.tree().by_id[third].retired


def test_without_an_invented_node_the_tab_says_what_would_be_here(qtbot, desk):
    desk.project.run(CreateNode("Plain"))
    panel = tab(qtbot, desk, "invented")
    assert "No node waits" in panel.empty.text()
    assert panel.body.isHidden()


def test_rows_are_copied(qtbot, desk):
    panel = tab(qtbot, desk, "coders")
    panel.table.grid.selectRow(0)
    qtbot.keyClick(panel.table.grid, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text().startswith("Ana\t")
