"""What makes it an application: keys that can be changed, languages, tour, preferences, drops."""

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QInputDialog

from qda_app.domain.text import Span
from qda_app.services.commands.codings import RemoveCodings
from qda_app.services.sample import write_sample
from qda_app.ui.application import Windows
from qda_app.ui.dialogs.about import AboutDialog, licences
from qda_app.ui.dialogs.defect import DefectDialog
from qda_app.ui.dialogs.definition import DefinitionDialog
from qda_app.ui.dialogs.merge_nodes import MergeDialog
from qda_app.ui.dialogs.preferences_dialog import PreferencesDialog
from qda_app.ui.dialogs.shortcuts_dialog import ShortcutsDialog
from qda_app.ui.dialogs.split_node import SplitDialog
from qda_app.ui.main_window import MainWindow
from qda_app.ui.preferences import Preferences
from qda_app.ui.remembered import PROJECTS, Remembered
from qda_app.ui.translation import Languages


@pytest.fixture
def window(qtbot, theme, tmp_path, desk):
    path = desk.project.path
    desk.project.close()
    made = MainWindow(theme, Preferences(tmp_path / "mine"))
    qtbot.addWidget(made)
    made.show()
    made.open_project(path, viewer="Ana")
    yield made
    made.close()


def node(window, name):
    return next(n.id for n in window.workspace.nodes.model.tree.order if n.name == name)


def test_every_action_of_the_table_runs_something_and_no_two_share_keys(window):
    table = window.actions_table
    assert set(table.by_name) == set(table._run)
    keys = [table.keys(name) for name in table.entries if table.keys(name)]
    assert len(keys) == len(set(keys))


def test_a_letter_codes_only_in_the_transcript(qtbot, window):
    page = window.workspace.page
    page.select(Span(36, 45))
    window.workspace.gestures.recent = [node(window, "Time")]
    before = len(window.project.read.codings())
    qtbot.keyClick(window.workspace.nodes.filter, "r")
    assert len(window.project.read.codings()) == before
    qtbot.keyClick(page, "r")
    assert len(window.project.read.codings()) == before + 1


def test_keys_can_be_changed_refused_and_brought_back(qtbot, window):
    dialog = ShortcutsDialog(window.actions_table, window)
    qtbot.addWidget(dialog)
    dialog.choose("repeat")
    dialog.set_keys("V")
    assert "In vivo" in dialog.said.text()
    dialog.set_keys("Ctrl+Y")
    assert "single letter" in dialog.said.text()
    dialog.set_keys("Q")
    assert window.actions_table.keys("repeat") == "Q"
    dialog.choose("undo")
    dialog.set_keys("U")
    assert "Hold Ctrl" in dialog.said.text()
    dialog.set_keys("7")
    assert "favourite" in dialog.said.text()
    page = window.workspace.page
    page.select(Span(36, 45))
    window.workspace.gestures.recent = [node(window, "Time")]
    before = len(window.project.read.codings())
    qtbot.keyClick(page, "q")
    assert len(window.project.read.codings()) == before + 1
    again = MainWindow(window.theme, Preferences(window.preferences._path.parent))
    qtbot.addWidget(again)
    assert again.actions_table.keys("repeat") == "Q"
    dialog.reset()
    assert window.actions_table.keys("repeat") == "R"
    dialog.filter.setText("vivo")
    shown = [
        not dialog.list.topLevelItem(r).isHidden() for r in range(dialog.list.topLevelItemCount())
    ]
    assert sum(shown) == 1


def test_preferences_act_at_once_and_are_remembered(qtbot, window):
    dialog = PreferencesDialog(window.theme, window.preferences, window)
    qtbot.addWidget(dialog)
    dialog.reading_changed.connect(window.workspace.pane.dress_text)
    dialog.points.setValue(18)
    dialog.face.setCurrentIndex(1)
    assert window.workspace.page.document().defaultFont().pointSizeF() == 18
    assert window.preferences.get("face", "") == "sans"
    dialog.mode.setCurrentIndex(2)
    assert window.theme.dark
    window.action("larger")()
    assert window.preferences.get("text points", 0.0) == 19
    window.action("normal")()
    assert window.workspace.page.document().defaultFont().pointSizeF() == 12


def test_another_language_makes_the_window_anew_with_its_project(qtbot, theme, tmp_path, desk):
    path = desk.project.path
    desk.project.close()
    languages = Languages(QApplication.instance())
    preferences = Preferences(tmp_path / "mine")
    preferences.set("language", "en")
    windows = Windows(theme, preferences, languages)
    windows.show()
    windows.window.open_project(path, viewer="Ana")
    first = windows.window
    try:
        preferences.set("language", "es")
        first.language_changed.emit()
        assert windows.window is not first
        assert windows.window.project.viewer == "Ana"
        assert windows.window.actions_table.by_name["undo"].text() == "Deshacer"
    finally:
        windows.window.close()
        languages.switch("en")


def test_the_tour_walks_to_its_end_by_keys(qtbot, window):
    window.start_tour()
    from qda_app.ui.tour import Card

    card = window.findChild(Card)
    titles = []
    for _ in range(6):
        titles.append(card.title.text())
        assert window.rect().contains(card.geometry())
        qtbot.keyClick(card, Qt.Key.Key_Right)
    assert titles[0] == "Sources"
    assert len(set(titles)) == 6
    assert card.isHidden()


def test_the_sample_opens_with_the_tour(qtbot, window, tmp_path):
    from qda_app.ui.tour import Card

    window.files.sample_built.emit(write_sample(tmp_path / "sample"))
    assert window.project.viewer == "Ana"
    assert len(window.project.read.sources()) == 21
    assert not window.findChildren(Card)[-1].isHidden()


def drop(window, *paths):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    place, none = QPointF(5, 5), Qt.KeyboardModifier.NoModifier
    copy, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    window.dropEvent(QDropEvent(place, copy, data, button, none))


def test_a_project_dropped_is_opened_and_files_without_a_project_are_explained(
    window, monkeypatch, tmp_path
):
    path = window.project.path
    window.close_project()
    drop(window, tmp_path / "a.txt")
    assert "Open or create a project first" in window.messages.text()
    monkeypatch.setattr("qda_app.ui.dialogs.identity.ask_identity", lambda *_a: True)
    drop(window, path)
    assert window.project is not None


def test_a_copy_and_a_check(qtbot, window, monkeypatch, tmp_path):
    target = tmp_path / "copy"
    monkeypatch.setattr(
        "qda_app.ui.project_files.QFileDialog.getSaveFileName", lambda *_a: (str(target), "")
    )
    window.action("backup")()
    qtbot.waitUntil(lambda: "copy.qdaproj" in window.messages.text())
    assert target.with_suffix(".qdaproj").exists()
    window.action("check")()
    qtbot.waitUntil(lambda: "sound" in window.messages.text())


def test_about_and_defects_hold_what_can_be_copied(qtbot):
    assert "PySide6" in licences()
    assert "ISC" in licences()
    about, defect = AboutDialog(), DefectDialog("Traceback: x")
    for dialog in (about, defect):
        qtbot.addWidget(dialog)
    box = defect.findChild(QDialogButtonBox)
    next(b for b in box.buttons() if "Copy" in b.text()).click()
    assert QGuiApplication.clipboard().text() == "Traceback: x"


def test_only_so_many_projects_are_remembered(desk, tmp_path):
    class Fake:
        def __init__(self, number):
            self.path = tmp_path / f"{number}.qdaproj"

    preferences = Preferences(tmp_path / "mine")
    for number in range(PROJECTS + 5):
        Remembered(preferences, Fake(number)).set("places", {"a": number})
    assert len(preferences.get("projects", {})) == PROJECTS
    assert Remembered(preferences, Fake(44)).get("places", {}) == {"a": 44}
    assert Remembered(preferences, Fake(0)).get("places", {}) == {}


# -- the node tree ---------------------------------------------------------------------------


def chosen(window, *names):
    panel = window.workspace.nodes
    panel.view.clearSelection()
    panel.choose(node(window, names[0]))
    panel.select({node(window, name) for name in names})


def paths(window):
    return list(window.project.read.tree().paths().values())


def test_cut_and_paste_copy_gather_and_delete_branches(qtbot, window, monkeypatch):
    panel = window.workspace.nodes
    chosen(window, "Time")
    panel.view.cut.emit()
    assert QGuiApplication.clipboard().text() == "Factors > Time"
    chosen(window, "Results")
    panel.view.pasted.emit()
    assert "Results > Time" in paths(window)
    panel.view.pasted.emit()
    assert "Cut or copy" in window.messages.text()
    chosen(window, "Teachers")
    panel.view.copied.emit()
    chosen(window, "Factors")
    panel.view.pasted.emit()
    assert "Factors > Teachers" in paths(window)
    monkeypatch.setattr(QInputDialog, "getText", lambda *_a, **_k: ("All", True))
    chosen(window, "Results", "Factors")
    assert len(panel.selected()) == 2
    window.node_menu.gather(panel.selected())
    assert paths(window)[0] == "All"
    window.node_menu.sort(by_use=True)
    chosen(window, "All")
    panel.view.removed.emit()
    assert "Bruno's" in window.messages.text()
    before = paths(window)
    window.project.become(None)
    window.workspace.run(RemoveCodings([c.id for c in window.project.read.codings()]))
    panel.view.removed.emit()
    assert paths(window) == []
    assert not panel.empty.isHidden()
    window.action("undo")()
    assert paths(window) == before


def test_search_in_the_tree_reads_definitions_and_ignores_accents(window):
    from qda_app.services.commands.nodes import DefineNode

    panel = window.workspace.nodes
    window.workspace.run(DefineNode(node(window, "Time"), definition="Falta de organización"))
    panel.filter.setText("organizacion")
    assert panel._proxy.rowCount() == 1
    assert panel._proxy.rowCount(panel._proxy.index(0, 0)) == 1
    panel.filter.setText("nothing of that kind")
    assert panel._proxy.rowCount() == 0


def test_counts_own_or_with_what_is_below(window):
    panel = window.workspace.nodes
    index = panel.model.index_of(node(window, "Results"), 1)
    assert index.data() == 1
    panel.own.setChecked(True)
    assert index.data() == ""


def test_the_definition_card_is_one_step(qtbot, window):
    tree = window.workspace.nodes.model.tree
    time = tree.by_id[node(window, "Time")]
    dialog = DefinitionDialog(time, "Factors > Time", window.theme)
    qtbot.addWidget(dialog)
    dialog.name.setText("Time to plan")
    dialog.parts["not_when"].setPlainText("when it is about age")
    dialog.color.setCurrentIndex(dialog.color.findData("gold"))
    window.workspace.run(dialog.command())
    found = window.project.read.tree().by_id[time.id]
    assert (found.name, found.color, found.not_when) == (
        "Time to plan",
        "gold",
        "when it is about age",
    )
    window.action("undo")()
    assert window.project.read.tree().by_id[time.id].name == "Time"


def test_a_merge_says_beforehand_what_it_does(qtbot, window):
    dialog = MergeDialog(window.project, [node(window, "Time")])
    qtbot.addWidget(dialog)
    dialog.into.setCurrentIndex(dialog.into.findText("Results > Teachers"))
    assert "Factors > Time" in dialog.preview.text()
    assert "Ana 1, Bruno 1" in dialog.preview.text() or "Bruno 1, Ana 1" in dialog.preview.text()
    window.workspace.run(dialog.command())
    assert "Factors > Time" not in paths(window)
    wrong = MergeDialog(window.project, [node(window, "Results")])
    qtbot.addWidget(wrong)
    wrong.into.setCurrentIndex(wrong.into.findText("Results > Teachers"))
    assert "below it" in wrong.preview.text()
    assert not wrong.buttons.button(QDialogButtonBox.StandardButton.Ok).isEnabled()


def test_a_split_puts_chosen_excerpts_into_parts(qtbot, window):
    dialog = SplitDialog(window.project, node(window, "Time"))
    qtbot.addWidget(dialog)
    assert dialog.list.topLevelItemCount() == 2
    dialog.put()
    assert dialog.parts() == []
    dialog.list.setCurrentItem(dialog.list.topLevelItem(0))
    dialog.part.setText(" No  time ")
    dialog.put()
    assert [name for name, _codings in dialog.parts()] == ["No time"]
    window.workspace.run(dialog.command())
    assert "Factors > Time > No time" in paths(window)


def test_the_nodes_menu_opens_by_mouse_for_one_and_for_several(qtbot, window):
    chosen(window, "Time")
    window.node_menu._open(QPoint(0, 0), window.workspace.nodes.selected())
    QApplication.activePopupWidget().close()
    chosen(window, "Time", "Teachers")
    window.node_menu._open(QPoint(0, 0), window.workspace.nodes.selected())
    QApplication.activePopupWidget().close()


def test_searching_the_project_takes_the_selected_words_along(qtbot, window):
    window.workspace.page.select(Span(36, 41))
    words = window.workspace.page.selected_span().of(window.workspace.page.text)
    window.action("search")()
    page = window.pages.currentWidget()
    assert page.finder.field.text() == words
    assert QApplication.focusWidget() is page.finder.field
    window.show_page("code")
    window.workspace.page.select(None)
    window.action("search")()
    assert page.finder.field.text() == words


def test_a_merge_waits_for_a_node_that_there_is(qtbot, window):
    dialog = MergeDialog(window.project, [node(window, "Time")])
    qtbot.addWidget(dialog)
    ok = dialog.buttons.button(QDialogButtonBox.StandardButton.Ok)
    assert not ok.isEnabled()
    dialog.into.setEditText("Resul")
    assert dialog.target() is None
    assert not ok.isEnabled()
    dialog.into.setEditText("Results")
    assert dialog.target() == node(window, "Results")
    assert ok.isEnabled()
    assert "This node stays: Results" in dialog.preview.text()
    assert dialog.command().label == "Merged 1 node into “Results”"


def test_enter_in_the_search_of_the_shortcuts_changes_no_key(qtbot, window):
    dialog = ShortcutsDialog(window.actions_table, window)
    qtbot.addWidget(dialog)
    dialog.show()
    before = {name: window.actions_table.keys(name) for name in window.actions_table.entries}
    dialog.filter.setFocus()
    qtbot.keyClicks(dialog.filter, "repeat")
    qtbot.keyClick(dialog.filter, Qt.Key.Key_Return)
    assert dialog.chosen() == "repeat"
    assert {n: window.actions_table.keys(n) for n in before} == before


def test_folding_outlasts_a_search_in_the_tree(window):
    panel = window.workspace.nodes
    index = panel._index(node(window, "Results"))
    panel.view.expandAll()
    panel.filter.setText("time")
    panel.filter.clear()
    index = panel._index(node(window, "Results"))
    assert panel.view.isExpanded(index)
