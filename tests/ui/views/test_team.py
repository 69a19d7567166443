"""The team page: who is how far, what each may do, and what a new round is about."""

import pytest
from blind_twins import SECRETS, twins
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog

from qda_app.services.commands.coders import AddCoder, NameLead
from qda_app.services.commands.rounds import CloseRound, CreateRound, SubmitRound
from qda_app.services.commands.sources import MarkDone
from qda_app.services.project import Project
from qda_app.services.rounds.rounds import whole
from qda_app.services.rounds.steps import CLOSE, COMPARE, RECONCILE, SUBMIT, submission
from qda_app.ui.desk import Desk
from qda_app.ui.dialogs.round_steps import CloseDialog, SubmitDialog
from qda_app.ui.jobs import Jobs
from qda_app.ui.models.table import TableView
from qda_app.ui.preferences import Preferences
from qda_app.ui.views.team.new_round import NewRoundDialog
from qda_app.ui.views.team.page import TeamPage


def begin(desk, name="Pilot", sources=None, **more):
    read = desk.project.read
    chosen = [s for s in read.sources() if sources is None or s.name in sources]
    people = [c.id for c in read.coders()]
    return desk.project.run(CreateRound(name, whole(chosen), people, **more))


def submit_all(desk, key):
    viewer = desk.project.viewer
    desk.project.become(None)
    for coder in desk.project.read.coders():
        desk.project.run(SubmitRound(key, coder.id))
    desk.project.become(viewer)


def shown(qtbot, desk):
    page = TeamPage(desk)
    qtbot.addWidget(page)
    desk.project.on_changed(page.on_changed)
    page.resize(1250, 640)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    return page


def settle(desk):
    desk.jobs.wait()
    QApplication.processEvents()


def cells(table):
    model = table.model
    return [
        [str(model.index(row, column).data()) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


@pytest.fixture
def accepting(monkeypatch):
    """Answer every dialog with its affirmative button, and keep what was asked."""
    asked = []
    monkeypatch.setattr(QDialog, "exec", lambda self: asked.append(self) or 1)
    return asked


def test_without_a_round_the_board_says_what_would_be_here(qtbot, desk):
    page = shown(qtbot, desk)
    assert "No round yet" in page.board.empty.text()
    assert page.board.body.isHidden()
    assert page.board.new.isEnabled()


def test_the_board_shows_every_round_newest_first_and_who_is_how_far(qtbot, desk):
    begin(desk, pilot=True, sources=["I_1"])
    begin(desk, "Second", sources=["II_4"], blind=False)
    desk.project.run(MarkDone(1, [1]))
    board = shown(qtbot, desk).board
    rows = cells(board.table)
    assert [row[0] for row in rows] == ["Second", "Pilot"]
    assert rows[1][1:6] == ["assigned", "pilot, blind", "1 whole source", "version 1", "0 of 2"]
    board.choose(1)
    assert cells(board.seats) == [
        ["Ana (you)", "1 of 1", "not yet", "1"],
        ["Bruno", "–", "not yet", "–"],
    ]
    assert "guarantee is the copy" in board.blind.text()
    board.choose(2)
    assert cells(board.seats)[1] == ["Bruno", "0 of 1", "not yet", "0"]
    assert board.blind.isHidden()


def test_submitting_says_what_it_locks_and_cannot_be_undone(qtbot, desk, accepting):
    begin(desk)
    desk.project.run(MarkDone(1, [1]))
    board = shown(qtbot, desk).board
    board.steps[SUBMIT].click()
    (dialog,) = accepting
    assert isinstance(dialog, SubmitDialog)
    assert "locks 2 codings in 2 of 2 sources" in dialog.said.text()
    assert "Not marked done: II_4." in dialog.said.text()
    assert not dialog.do.isDefault()
    assert cells(board.table)[0][1] == "partly submitted"
    assert not board.steps[SUBMIT].isEnabled()
    assert "already" in board.steps[SUBMIT].toolTip()
    assert desk.project.undo_label is None


def test_a_submission_names_what_was_not_coded(desk):
    begin(desk)
    (one,) = desk.project.read.rounds()
    found = submission(desk.project.read, one, 2)
    assert (found.codings, found.coded, found.sources) == (0, 0, 2)
    desk.project.become("Bruno")
    found = submission(desk.project.read, one, 2)
    assert (found.codings, found.uncoded, found.unmarked) == (1, ("II_4",), ("II_4", "I_1"))


def test_steps_are_refused_with_their_reason(qtbot, desk):
    key = begin(desk)
    desk.project.run(NameLead(2, lead=True, name="Bruno"))
    board = shown(qtbot, desk).board
    said = {
        step: button.toolTip() for step, button in board.steps.items() if not button.isEnabled()
    }
    assert said[COMPARE] == said[RECONCILE] == "The round waits for Ana, Bruno."
    assert said[CLOSE] == "Only a lead can do this."
    assert SUBMIT not in said
    assert not board.new.isEnabled()
    submit_all(desk, key)
    board.refresh()
    assert board.steps[COMPARE].isEnabled()
    assert not board.steps[CLOSE].isEnabled()


def test_compare_and_reconcile_lead_to_their_pages(qtbot, desk):
    submit_all(desk, begin(desk))
    board = shown(qtbot, desk).board
    wanted = []
    desk.round_requested.connect(lambda name, one: wanted.append((name, one.name)))
    board.steps[COMPARE].click()
    board.steps[RECONCILE].click()
    assert wanted == [("compare", "Pilot"), ("reconcile", "Pilot")]


def test_figures_of_a_compared_round_come_in_the_background(qtbot, desk):
    key = begin(desk)
    page = shown(qtbot, desk)
    assert cells(page.board.table)[0][6:] == ["–", "–", "–"]
    reason = page.board.table.model.index(0, 6).data(Qt.ItemDataRole.ToolTipRole)
    assert reason == "Known when all have submitted."
    submit_all(desk, key)
    settle(desk)
    percent, pooled, mean = cells(page.board.table)[0][6:]
    assert percent.endswith("%")
    assert float(pooled.replace("−", "-")) < 1
    assert float(mean.replace("−", "-")) < 1


def test_closing_says_what_stays_and_ends_the_round(qtbot, desk, accepting):
    submit_all(desk, begin(desk))
    board = shown(qtbot, desk).board
    board.steps[CLOSE].click()
    (dialog,) = accepting
    assert isinstance(dialog, CloseDialog)
    assert "no decision can be made" in dialog.said.text()
    assert "Nothing was settled" in dialog.said.text()
    assert cells(board.table)[0][1] == "closed"
    assert board.steps[CLOSE].toolTip() == "The round is closed."
    assert desk.project.read.rounds()[0].closed


# -- a new round ---------------------------------------------------------------------------------


def dialog_of(qtbot, desk):
    dialog = NewRoundDialog(desk.project, desk.theme)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_a_new_round_says_what_is_missing_and_begins_as_one_step(qtbot, desk, accepting):
    page = shown(qtbot, desk)
    dialog = dialog_of(qtbot, desk)
    assert dialog.coders.ticked() == [1, 2]
    assert dialog.blind.isChecked()
    assert "needs a name" in dialog.missing.text()
    dialog.name.setText("First")
    assert "at least one source" in dialog.missing.text()
    dialog.coders.tick([])
    assert "who codes" in dialog.missing.text()
    dialog.coders.tick([1, 2])
    dialog.text.words.setText("ii")
    dialog.text.every.click()
    dialog.work_out()
    assert dialog.missing.text() == ""
    assert [row[:2] for row in cells(dialog.passages)] == [["II_4", "whole source"]]
    desk.run(dialog.command())
    (one,) = desk.project.read.rounds()
    assert (one.name, one.blind, one.pilot, one.coders) == ("First", True, False, (1, 2))
    assert cells(page.board.table)[0][0] == "First"
    desk.project.undo()
    assert desk.project.read.rounds() == []


def test_with_three_coders_nobody_is_ticked(qtbot, desk):
    desk.project.run(AddCoder("Carla"))
    assert dialog_of(qtbot, desk).coders.ticked() == []


def test_the_preview_shows_what_is_drawn_and_why_a_stratum_is_not_covered(qtbot, desk):
    from qda_app.services.commands.participants import SetCaseValues, TieVoices

    project = desk.project
    values = {"P": {"role": "director"}, "Q": {"role": "teacher"}}
    project.run(SetCaseValues(values, {"role": "text"}))
    ids = {case.name: case.id for case in project.read.cases()}
    names = {source.name: source.id for source in project.read.sources()}
    project.run(TieVoices([(names["I_1"], "")], ids["P"]))
    project.run(TieVoices([(names["II_4"], "")], ids["Q"]))
    begin(desk, "Before", sources=["I_1"])
    dialog = dialog_of(qtbot, desk)
    dialog.text.drawn.setChecked(True)
    assert dialog.text.sources.ticked() == [names["II_4"], names["I_1"]]
    dialog.text.strata.choose([0])
    dialog.work_out()
    assert [row[0] for row in cells(dialog.passages)] == ["II_4"]
    assert [row[:2] for row in cells(dialog.strata)] == [["director", "0"], ["teacher", "75"]]
    assert "Nothing was drawn for director" in dialog.notes.text()
    dialog.text.fresh.setChecked(False)
    dialog.work_out()
    assert [row[0] for row in cells(dialog.passages)] == ["I_1", "II_4"]
    dialog.name.setText("Drawn")
    plan = dialog.command().plan
    assert (plan["share"], plan["strata"], plan["seed"], plan["fresh"]) == (0.2, ["role"], 1, False)


def test_when_no_text_is_left_the_preview_says_so(qtbot, desk):
    begin(desk)
    dialog = dialog_of(qtbot, desk)
    dialog.name.setText("Second")
    dialog.text.drawn.setChecked(True)
    dialog.work_out()
    assert "No text is left" in dialog.missing.text()
    assert not dialog.begin.isEnabled()


def test_sources_are_filtered_by_the_attributes_of_their_participants(qtbot, desk):
    from qda_app.services.commands.participants import SetCaseValues, TieVoices

    desk.project.run(SetCaseValues({"P": {"role": "director"}}, {"role": "text"}))
    case = desk.project.read.cases()[0].id
    desk.project.run(TieVoices([(2, "")], case))
    dialog = dialog_of(qtbot, desk)
    text = dialog.text
    text.cases.tick("role", "director", on=True)
    text.every.click()
    assert text.sources.ticked() == [2]


def test_sources_are_ticked_with_the_space_bar(qtbot, desk):
    dialog = dialog_of(qtbot, desk)
    ticks = dialog.text.sources
    ticks.setFocus()
    ticks.setCurrentRow(0)
    qtbot.keyClick(ticks, Qt.Key.Key_Space)
    assert len(ticks.ticked()) == 1


# -- blindness -----------------------------------------------------------------------------------


def words_of(qtbot, theme, tmp_path, path):
    from test_blind_screens import words

    with Project.open(path, viewer="Bruno") as project:
        from PySide6.QtWidgets import QWidget

        window = QWidget()
        qtbot.addWidget(window)
        desk = Desk(project, theme, Jobs(window), Preferences(tmp_path / "mine"), window)
        page = shown(qtbot, desk)
        found = []
        for tab in range(page.tabs.count()):
            page.tabs.setCurrentIndex(tab)
            settle(desk)
            found += words(page)
        page.stop()
        return found


def test_a_blind_coder_learns_from_the_board_who_has_submitted_and_nothing_else(
    qtbot, theme, tmp_path
):
    still, busy = twins(tmp_path)
    with Project.open(still, viewer="Ana") as project:
        project.run(SubmitRound(1, project.viewer_id))
    one, other = (words_of(qtbot, theme, tmp_path, path) for path in (still, busy))
    times = [[word for word in found if not word.startswith("20")] for found in (one, other)]
    assert times[0] == times[1]
    assert not [word for word in other for secret in SECRETS if secret in word]


def test_a_closed_round_stays_on_the_board(qtbot, desk):
    key = begin(desk)
    submit_all(desk, key)
    desk.project.run(CloseRound(key))
    board = shown(qtbot, desk).board
    assert board.steps[RECONCILE].isEnabled()
    assert board.steps[SUBMIT].toolTip() == "The round is closed."


def test_what_was_settled_stands_after_an_arrow(qtbot, desk):
    from qda_app.domain.disagreements import NEITHER
    from qda_app.services.commands.decisions import Decide
    from qda_app.services.reconciling.reconciling import Reconciliation

    submit_all(desk, begin(desk))
    page = shown(qtbot, desk)
    settle(desk)
    before = cells(page.board.table)[0][6]
    (one,) = desk.project.read.rounds()
    for item in Reconciliation(desk.project.read, one).items:
        desk.project.run(Decide(one.id, item, NEITHER))
    settle(desk)
    row = cells(page.board.table)[0]
    assert row[1] == "resolving"
    assert row[6] == f"{before} → 100%"


def test_the_board_says_that_nobody_leads_until_a_lead_is_named(qtbot, desk):
    page = shown(qtbot, desk)
    assert page.board.nobody.isVisible()
    desk.project.run(NameLead(desk.project.viewer_id, lead=True))
    assert page.board.nobody.isHidden()


def test_tabs_say_on_hover_what_they_hold(qtbot, desk):
    page = shown(qtbot, desk)
    for panel in (page.recode, page.invented):
        at = page.tabs.indexOf(panel)
        assert page.tabs.tabToolTip(at) == panel.about.text() != ""


def test_four_coders_are_in_sight_where_a_round_is_planned(qtbot, desk):
    for name in ("Carla", "Diego"):
        desk.project.run(AddCoder(name))
    dialog = dialog_of(qtbot, desk)
    with qtbot.waitExposed(dialog):
        dialog.show()
    names = dialog.coders
    last = names.visualItemRect(names.item(3))
    assert names.viewport().rect().contains(last)


def test_a_wide_column_of_a_table_takes_the_spare_width_and_never_too_little(qtbot, desk):
    table = TableView("Passages")
    qtbot.addWidget(table)
    table.show_rows(("a", "b", "c"), [("x", "a long passage", "z")])
    table.widen_column(1, 180)
    table.show()
    header = table.grid.horizontalHeader()
    for width in (700, 900):
        table.resize(width, 200)
        assert header.length() == table.grid.viewport().width()
    table.resize(120, 200)
    assert header.sectionSize(1) == 180


def test_a_new_round_says_who_has_coded_there_before(qtbot, desk):
    dialog = NewRoundDialog(desk.project, desk.theme)
    qtbot.addWidget(dialog)
    dialog.text.every.click()
    dialog.work_out()
    assert "Ana has coded 2 passages here before" in dialog.before.text()
    dialog.text.none.click()
    dialog.work_out()
    assert dialog.before.text() == ""
