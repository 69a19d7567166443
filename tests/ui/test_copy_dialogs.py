"""The dialogs for copies: handing out, and merging what comes back, by mouse and by keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from qda_app.services.commands.codings import ApplyNode
from qda_app.services.commands.nodes import CreateNode, DefineNode, RenameNode
from qda_app.services.commands.rounds import CreateRound
from qda_app.services.project import Project
from qda_app.services.rounds.rounds import whole
from qda_app.ui.dialogs.hand_out import HandOutDialog
from qda_app.ui.dialogs.merge_copy import MergeCopyDialog


def node(project, name):
    return next(n.id for n in project.read.tree().order if n.name == name)


@pytest.fixture
def copied(desk, tmp_path):
    """A copy in which three things were changed that were changed here too, and one coded."""
    desk.project.become(None)
    path = tmp_path / "copy.qdaproj"
    desk.project.backup(path)
    with Project.open(path) as copy:
        for project, text in ((copy, "there"), (desk.project, "here")):
            project.run(RenameNode(node(project, "Time"), text))
            project.run(DefineNode(node(project, "Teachers"), definition=text))
            project.run(CreateNode("New", definition=text))
        copy.run(ApplyNode([node(copy, "New")], 1, 0, 5, coder=1))
    return path


def dialog_on(qtbot, desk, path, jobs=None):
    dialog = MergeCopyDialog(desk.project, jobs, path=path)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_a_hand_out_is_asked_for_and_written(qtbot, desk, tmp_path):
    project = desk.project
    project.run(CreateRound("R", whole([project.read.sources()[0]]), [1]))
    dialog = HandOutDialog(project, None)
    qtbot.addWidget(dialog)
    assert dialog.round.currentText() == "R"
    assert [dialog.coder.itemText(n) for n in range(dialog.coder.count())] == ["Ana"]
    assert not dialog.go.isEnabled()
    dialog.coder.setCurrentIndex(0)
    assert dialog.file.text() == str(tmp_path / "study - Ana - R.qdaproj")
    dialog.go.click()
    assert dialog.made.path.exists()
    again = HandOutDialog(project, None)
    qtbot.addWidget(again)
    again.round.setCurrentIndex(0)
    assert again.coder.count() == 2
    again.coder.setCurrentIndex(0)
    again.file.setText(str(dialog.made.path))
    again.go.click()
    assert "exists already" in again.problem.text()
    assert again.made is None


def test_conflicts_are_answered_by_keys_and_then_merged(qtbot, desk, copied):
    dialog = dialog_on(qtbot, desk, copied)
    panel = dialog.conflicts
    assert panel.total() == 3
    assert not dialog.go.isEnabled()
    assert not [c for c, radio in panel.radios.items() if radio.isChecked()]
    assert dialog.state.text() == "0 of 3 settled"
    with qtbot.waitActive(dialog):
        dialog.activateWindow()
    panel.list.grid.setFocus()
    for _ in range(3):
        choices = panel.current().choices
        key = "3" if len({"both", "unify"} & set(choices)) else "2"
        qtbot.keyClick(panel.list.grid, getattr(Qt.Key, f"Key_{key}"))
    QApplication.processEvents()
    assert panel.open_count() == 0
    assert dialog.go.isEnabled()
    dialog.go.click()
    assert "Codings: 3 here + 1 from the copy" in dialog.report.toPlainText()
    tree = desk.project.read.tree()
    assert {"there", "New", "Teachers"} <= {n.name for n in tree.order}
    assert tree.by_id[node(desk.project, "Teachers")].definition == "here\n\nthere"
    assert desk.project.undo_label == "Merged copy.qdaproj"
    desk.project.undo()
    assert "here" in {n.name for n in desk.project.read.tree().order}


def test_the_preview_lists_what_changes_by_name(qtbot, desk, tmp_path):
    desk.project.become(None)
    path = tmp_path / "named.qdaproj"
    desk.project.backup(path)
    with Project.open(path) as copy:
        copy.run(RenameNode(node(copy, "Time"), "Hours"))
        copy.run(CreateNode("Fresh"))
    dialog = dialog_on(qtbot, desk, path)
    model = dialog.named.model
    shown = {model.index(row, 0).data() for row in range(model.rowCount())}
    assert shown == {"New node “Fresh”", "Node “Time”: name → “Hours”"}


def test_an_answer_can_be_changed_and_decides(qtbot, desk, copied):
    dialog = dialog_on(qtbot, desk, copied)
    panel = dialog.conflicts
    for row in range(3):
        panel.list.choose_row(row)
        next(r for r in panel.radios.values() if r.isVisible()).click()
    panel.list.choose_row([c.key.startswith("name") for c in panel._conflicts].index(True))
    panel.radios["theirs"].click()
    assert panel.radios["theirs"].isChecked()
    dialog.go.click()
    assert "there" in {n.name for n in desk.project.read.tree().order}


def test_a_copy_that_cannot_be_merged_says_why(qtbot, desk, tmp_path):
    (tmp_path / "bad.qdaproj").write_text("nothing")
    dialog = dialog_on(qtbot, desk, tmp_path / "bad.qdaproj")
    assert "not a project" in dialog.problem.text()
    assert dialog.problem.isVisible()
    assert not dialog.go.isEnabled()


def test_a_copy_with_nothing_new_cannot_be_merged_twice(qtbot, desk, tmp_path):
    desk.project.backup(tmp_path / "same.qdaproj")
    dialog = dialog_on(qtbot, desk, tmp_path / "same.qdaproj")
    assert dialog.state.text() == "The copy brings nothing new."
    assert not dialog.go.isEnabled()


def test_reading_and_merging_run_in_the_lane(qtbot, desk, copied):
    dialog = dialog_on(qtbot, desk, copied, desk.jobs)
    qtbot.waitUntil(lambda: dialog.plan is not None)
    for row in range(3):
        dialog.conflicts.list.choose_row(row)
        dialog.conflicts.press("1")
    qtbot.waitUntil(dialog.go.isEnabled)
    dialog.merge_now()
    qtbot.waitUntil(lambda: dialog.merged is not None)
    assert dialog.merged.backup.exists()


def test_the_dialog_begins_with_the_round_asked_for(qtbot, desk):
    project = desk.project
    project.become(None)
    coder = project.read.coders()[0].id
    rounds = [
        project.run(CreateRound(name, whole(project.read.sources()), [coder]))
        for name in ("first", "second")
    ]
    for asked, name in ((rounds[0], "first"), (rounds[1], "second"), (None, "second")):
        dialog = HandOutDialog(project, desk.jobs, None, asked)
        qtbot.addWidget(dialog)
        assert dialog.round.currentText() == name


def test_what_is_missing_for_a_hand_out_is_said(qtbot, desk, tmp_path):
    dialog = HandOutDialog(desk.project, None)
    qtbot.addWidget(dialog)
    dialog.show()
    for coder, file, said in (
        (-1, "", "Choose the coder who gets the copy."),
        (-1, "copy.qdaproj", "Choose the coder who gets the copy."),
        (0, " ", "Name the file of the copy."),
        (0, "copy.qdaproj", ""),
    ):
        dialog.coder.setCurrentIndex(coder)
        dialog.file.setText(file)
        assert dialog.missing.text() == said
        assert dialog.missing.isVisible()
        assert dialog.go.isEnabled() is not bool(said)
    with Project.create(tmp_path / "empty.qdaproj") as project:
        alone = HandOutDialog(project, None)
        qtbot.addWidget(alone)
        alone.file.setText("copy.qdaproj")
        assert alone.missing.text() == "There is no coder yet. Add one on the Team page first."
        assert not alone.go.isEnabled()
