"""The reconciliation workspace: keys alone settle everything, names stay hidden, all is undone."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from qda_app.domain.text import Span
from qda_app.services.commands.coders import AddCoder, NameLead
from qda_app.services.commands.codings import ApplyNode
from qda_app.services.commands.rounds import CloseRound, CreateRound, SubmitRound
from qda_app.services.project import Project
from qda_app.services.rounds.rounds import whole
from qda_app.ui.views.reconcile.page import ReconcilePage

Key = Qt.Key
CONFLICTS = 50
TEXT = "".join(f"Frase número {n} de la entrevista 😀.\n" for n in range(CONFLICTS + 5))


@pytest.fixture
def page(qtbot, desk):
    """Fifty simple conflicts: what Ana coded, Bruno missed; three passages both coded alike."""
    project = desk.project
    from qda_app.domain.transcript import Transcript
    from qda_app.services.commands.sources import ImportSources

    project.become(None)
    project.run(ImportSources([Transcript("III_1", TEXT, "txt")]))
    source = next(s for s in project.read.sources() if s.name == "III_1")
    people = {c.name: c.id for c in project.read.coders()}
    nodes = {n.name: n.id for n in project.read.tree().order}
    at = 0
    for number, line in enumerate(TEXT.splitlines(keepends=True)):
        span = (at, at + len(line) - 1)
        at += len(line)
        project.run(ApplyNode([nodes["Time"]], source.id, *span, coder=people["Ana"]))
        if number >= CONFLICTS + 2:
            project.run(ApplyNode([nodes["Time"]], source.id, *span, coder=people["Bruno"]))
    made = project.run(CreateRound("first", whole([source]), list(people.values())))
    for coder in people.values():
        project.run(SubmitRound(made, coder, "first"))
    return opened(qtbot, desk)


def opened(qtbot, desk):
    page = ReconcilePage(desk)
    qtbot.addWidget(page)
    desk.project.on_changed(page.on_changed)
    page.resize(1250, 640)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    page.take_focus()
    return page


def press(qtbot, page, *keys, modifier=Qt.KeyboardModifier.NoModifier):
    for key in keys:
        qtbot.keyClick(page.queue.tree, key, modifier)


def progress(page):
    found = page.of.progress()
    return found.settled, found.total


def consensus(page):
    layer = [c.id for c in page.project.read.coders() if c.consensus]
    return page.project.read.codings(layer) if layer else []


def accept_key(page):
    """The key that accepts Ana, who is A in some items and B in others."""
    coders = list(page.of.letters(page.item).values())
    return Key.Key_1 if page.of.names[coders[0]] == "Ana" else Key.Key_2


def test_fifty_simple_conflicts_are_cleared_in_a_hundred_keystrokes(qtbot, page):
    strokes = 0
    while progress(page)[0] < CONFLICTS:
        press(qtbot, page, accept_key(page))
        strokes += 1
        assert strokes <= 2 * CONFLICTS
    assert strokes == CONFLICTS
    assert len(consensus(page)) == CONFLICTS
    assert page.project.check() is None


def test_each_key_does_what_its_button_says(qtbot, page):
    first = page.item
    press(qtbot, page, Key.Key_0)
    assert page.of.decision(first).outcome == "neither"
    second = page.item
    assert second.key != first.key
    press(qtbot, page, Key.Key_3)
    assert page.of.decision(second).outcome == "both"
    third = page.item
    press(qtbot, page, Key.Key_D)
    assert page.of.decision(third).outcome == "defer"
    assert page.item.key != third.key
    assert progress(page) == (2, CONFLICTS + 2)
    assert "2 of 52 settled" in page.bar.counted.text()
    press(qtbot, page, Key.Key_Z)
    assert page.of.decision(third) is None
    assert page.item.key == third.key
    press(qtbot, page, Key.Key_Z, Key.Key_Z)
    assert progress(page)[0] == 0


def test_the_boundary_moves_by_words_and_is_settled_with_enter(qtbot, page):
    item = page.item
    text = page.of.texts[item.source]
    press(qtbot, page, Key.Key_Left)
    assert page.passage.proposed == Span(item.start, text.index("entrevista") + len("entrevista"))
    press(qtbot, page, Key.Key_Left)
    press(qtbot, page, Key.Key_Right, modifier=Qt.KeyboardModifier.ShiftModifier)
    press(qtbot, page, Key.Key_Escape)
    assert page.passage.proposed is None
    press(qtbot, page, Key.Key_Left, Key.Key_Left)
    press(qtbot, page, Key.Key_Right, modifier=Qt.KeyboardModifier.ShiftModifier)
    press(qtbot, page, Key.Key_Return)
    (coding,) = consensus(page)
    assert text[coding.start : coding.end] == "número 0 de la"
    assert page.of.decision(item).outcome == "adjust"


def test_another_node_is_chosen_in_the_palette(qtbot, page):
    item = page.item
    press(qtbot, page, Key.Key_N)
    teachers = next(n.id for n in page.of.tree.order if n.name == "Teachers")
    page._palette.picked.emit(teachers)
    assert page.of.decision(item).outcome == "another"
    assert [c.node for c in consensus(page)] == [teachers]


def test_typing_a_reason_or_a_note_settles_nothing(qtbot, page):
    item = page.item
    page.side.reason.setFocus()
    qtbot.keyClicks(page.side.reason, "1 23 0 nd")
    assert page.side.reason.text() == "1 23 0 nd"
    assert page.of.decision(item) is None
    page.queue.tree.setFocus()
    press(qtbot, page, Key.Key_0)
    assert page.of.decision(item).note == "1 23 0 nd"
    page.queue.choose(item.key)
    qtbot.keyClicks(page.side.note, "we spoke 123")
    page.side.keep.click()
    assert [m.text for m in page.project.read.memos() if m.target == item.key] == ["we spoke 123"]
    assert "we spoke 123" in page.side.talk.text()


def test_what_all_coded_alike_is_accepted_with_one_click(qtbot, page):
    assert "3" in page.bar.accept_agreed.text()
    page.bar.accept_agreed.click()
    assert len(consensus(page)) == 3
    assert page.bar.accept_agreed.isHidden()
    assert progress(page)[0] == 0


def shown(page):
    found = [page.heading.text(), page.hint.text(), page.side.talk.text(), page.side.verdict.text()]
    found += [b.text() for b in page.deeds.accept if not b.isHidden()]
    found += [page.bar.coder.itemText(n) for n in range(page.bar.coder.count())]
    found += [page.passage.accessibleDescription(), page.side.card.text()]
    return " ".join(found)


def test_names_are_hidden_until_asked_for(qtbot, page):
    press(qtbot, page, accept_key(page))
    page.queue.choose_first()
    for item in page.queue.model.items()[:6]:
        page.queue.choose(item.key)
        assert "Ana" not in shown(page)
        assert "Bruno" not in shown(page)
    page.bar.hidden.setChecked(False)
    assert "Ana" in shown(page)


def test_filters_and_orders_narrow_the_queue(qtbot, page):
    press(qtbot, page, Key.Key_0, Key.Key_D)
    for state, count in (("open", 51), ("settled", 1), ("deferred", 1), ("all", 52)):
        page.bar.state.setCurrentIndex(page.bar.state.findData(state))
        page.fill()
        assert len(page.queue.model.items()) == count, state
    page.bar.by.setCurrentIndex(1)
    page.fill()
    assert page.queue.model.rowCount() == 1
    page.bar.cause.setCurrentIndex(page.bar.cause.findData("boundary"))
    page.fill()
    assert page.item is None
    assert "No disagreement" in page.hint.text()
    press(qtbot, page, Key.Key_1)
    assert progress(page)[0] == 1


def test_the_queue_can_be_copied(qtbot, page):
    qtbot.keyClick(page.queue.tree, Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == (
        "○ Time Frase número 0 de la entrevista 😀.\tmissed"
    )


def test_a_coder_who_does_not_lead_sees_how_it_was_settled_and_changes_nothing(qtbot, page):
    press(qtbot, page, accept_key(page))
    page.project.run(NameLead(1, lead=True, name="Ana"))
    page.project.become("Bruno")
    page = opened(qtbot, page.desk)
    assert not page.deeds.both.isEnabled()
    assert "Only a lead" in page.hint.text()
    before = progress(page)
    press(qtbot, page, Key.Key_0, Key.Key_1, Key.Key_Left, Key.Key_Return)
    assert progress(page) == before


def test_a_closed_round_can_only_be_looked_at(qtbot, page):
    page.project.run(CloseRound(1))
    assert not page.deeds.both.isEnabled()
    assert "closed" in page.hint.text()


def test_without_a_round_the_page_says_what_would_be_here(qtbot, desk, tmp_path):
    page = ReconcilePage(desk)
    qtbot.addWidget(page)
    page.show()
    assert "Nothing to reconcile yet" in page.empty.text()
    asked = []
    desk.page_requested.connect(asked.append)
    page.to_team.click()
    assert asked == ["team"]


def test_a_round_that_waits_says_for_whom(qtbot, desk):
    people = [c.id for c in desk.project.read.coders()]
    desk.project.run(CreateRound("first", whole(desk.project.read.sources()), people))
    page = ReconcilePage(desk)
    qtbot.addWidget(page)
    page.show()
    assert "waits for Ana, Bruno" in page.empty.text()


def test_three_coders_have_a_key_each(qtbot, desk):
    project: Project = desk.project
    project.become(None)
    project.run(AddCoder("Carla"))
    people = [c.id for c in project.read.coders()]
    made = project.run(CreateRound("first", whole(project.read.sources()), people))
    for coder in people:
        project.run(SubmitRound(made, coder, "first"))
    page = opened(qtbot, desk)
    shown = [b for b in (*page.deeds.accept, page.deeds.both) if not b.isHidden()]
    assert [b.text() for b in shown] == [
        "Accept A (1)", "Accept B (2)", "Accept C (3)", "All (B)",
    ]  # fmt: skip
    assert page.deeds.both.accessibleName() == "All"
    item = page.item
    third = list(page.of.letters(item).values())[2]
    press(qtbot, page, Key.Key_3)
    assert page.of.decision(item).accepted == third
    item = page.item
    press(qtbot, page, Key.Key_B)
    assert page.of.decision(item).outcome == "both"


def test_the_report_is_written_from_the_page(qtbot, page, tmp_path):
    page.report_to(tmp_path / "d.xlsx")
    assert (tmp_path / "d.xlsx").exists()
    refused = []
    page.desk.refused.connect(refused.append)
    page.report_to(tmp_path / "nothing" / "d.xlsx")
    assert len(refused) == 1


def test_a_row_of_the_queue_carries_the_first_words_of_its_passage(page):
    index = page.queue.model.index_of(page.item.key)
    assert "Frase número 0" in index.data()
    assert page.of.texts[page.item.source][page.item.start : page.item.end] in index.data(
        Qt.ItemDataRole.ToolTipRole
    )


def test_after_a_decision_the_next_passage_begins_in_the_upper_third(qtbot, page):
    for _ in range(20):
        press(qtbot, page, Key.Key_0)
    view = page.passage
    top = view.cursorRect().top()
    assert 0 <= top <= view.viewport().height() / 3 + 1


def test_a_narrow_window_gives_the_text_most_room_and_keeps_the_persons_own_widths(qtbot, page):
    page.resize(930, 560)
    queue, text, side = page.body.sizes()
    assert text > queue > side
    page.body.moveSplitter(300, 1)
    mine = page.body.sizes()[0]
    page.resize(940, 560)
    assert abs(page.body.sizes()[0] - mine) < 12
    again = ReconcilePage(page.desk)
    qtbot.addWidget(again)
    again.resize(940, 560)
    again.show()
    assert abs(again.body.sizes()[0] - mine) < 20


def test_the_palette_for_another_node_leaves_the_passage_in_sight(qtbot, page):
    page.resize(930, 560)
    press(qtbot, page, Key.Key_N)
    palette = page._palette
    assert palette.isVisible()
    left = page.passage.mapTo(page.window(), page.passage.rect().topLeft()).x()
    assert palette.geometry().right() <= left


def test_the_nodes_that_compete_say_what_their_numbers_count(qtbot, page):
    page.bar.matrix.setChecked(True)
    assert page.competing.isVisible()
    assert "counts the passages" in page.competing.caption.text()
    assert page.heading.isHidden()
    page.bar.matrix.setChecked(False)
    assert page.passage.isVisible()
    assert not page.heading.isHidden()
