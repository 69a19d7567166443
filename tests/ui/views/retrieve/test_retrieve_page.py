"""The retrieve page driven as a person drives it: keys, clicks, menus."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QInputDialog

from qda_app.services.commands.cases import CaseLine, ImportCases
from qda_app.services.commands.codings import ApplyNode, SetCertainty
from qda_app.services.commands.memos import WriteMemo
from qda_app.services.project import Project
from qda_app.ui.desk import Behind, Desk
from qda_app.ui.views.retrieve.page import RetrievePage

Key = Qt.Key
POINT = "Antes uno cerraba la puerta 😀."


def node(project, name):
    return next(n.id for n in project.read.tree().order if n.name == name)


@pytest.fixture
def page(qtbot, desk: Desk):
    page = RetrievePage(desk)
    qtbot.addWidget(page)
    page.resize(1120, 700)
    end = desk.project.on_changed(page.on_changed)
    page.show()
    page.list.setFocus()
    yield page
    page.stop()
    end()
    page.grab()


def texts(page):
    return [e.text for e in map(page.model.excerpt, range(page.model.rowCount())) if e]


def choose(page, text):
    row = next(
        row
        for row in range(page.model.rowCount())
        if (e := page.model.excerpt(row)) and e.text == text
    )
    page.list.go_to_row(row)
    return page.model.excerpt(row)


def pick(qtbot, page, name):
    assert page.palette_box.isVisible()
    qtbot.keyClicks(QApplication.focusWidget(), name)
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_Return)


def test_everything_stands_there_at_first_with_counts_and_attributions(page):
    assert sorted(texts(page)) == sorted([POINT, "Tiempo no había.", "Antes uno"])
    assert page.count.text() == "3 excerpts · 2 sources · 10 words"
    found = choose(page, POINT)
    assert page.words.line(found) == "Director · I_1 · Ana · Results › Teachers"
    index = page.list.currentIndex()
    spoken = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == f"{POINT} — Director · I_1 · Ana · Results › Teachers"
    assert [page.model.index(row).data() for row in page.model.headings] == [
        "Results > Teachers (1)",
        "Factors > Time (2)",
    ]


def test_choosing_nodes_retrieves_theirs_and_escape_all(qtbot, page):
    page.nodes.choose([node(page.project, "Factors")])
    assert sorted(texts(page)) == ["Antes uno", "Tiempo no había."]
    assert page.heading.text() == "Factors"
    page.nodes.below.click()
    assert texts(page) == []
    assert not page.empty.isHidden()
    assert page.to_code.isHidden()
    page.nodes.view.setFocus()
    qtbot.keyClick(page.nodes.view, Key.Key_Escape)
    assert len(texts(page)) == 3


def test_other_nodes_begin_at_the_top(page):
    page.stack.setFixedHeight(120)
    QApplication.processEvents()
    choose(page, "Tiempo no había.")
    assert page.list.verticalOffset() > 0
    page.nodes.choose([node(page.project, "Factors"), node(page.project, "Teachers")])
    assert page.heading.text() == "Teachers, Factors"
    assert page.list.verticalOffset() == 0
    assert not page.list.currentIndex().isValid()


def test_enter_and_a_double_click_go_to_the_passage(qtbot, page):
    found = choose(page, "Tiempo no había.")
    with qtbot.waitSignal(page.desk.passage_requested) as heard:
        qtbot.keyClick(page.list, Key.Key_Return)
    assert heard.args == [found.source, found.span]
    place = page.list.visualRect(page.list.currentIndex()).center()
    with qtbot.waitSignal(page.desk.passage_requested) as heard:
        view = page.list.viewport()
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=place)
        qtbot.mouseDClick(view, Qt.MouseButton.LeftButton, pos=place)
    assert heard.args == [found.source, found.span]


def test_arrows_pass_over_headings_and_fold_groups(qtbot, page):
    qtbot.keyClick(page.list, Key.Key_Home)
    seen = []
    for _ in range(4):
        seen.append(page.model.excerpt(page.list.currentIndex().row()).text)
        qtbot.keyClick(page.list, Key.Key_Down)
    assert len(set(seen)) == 3
    assert seen[2] == seen[3]
    qtbot.keyClick(page.list, Key.Key_Left)
    assert page.model.rowCount() == 3
    assert page.list.chosen() == []
    qtbot.keyClick(page.list, Key.Key_Up)
    assert page.list.chosen()[0].text == POINT
    qtbot.keyClick(page.list, Key.Key_Down)
    qtbot.keyClick(page.list, Key.Key_Return)
    assert len(texts(page)) == 3
    first = page.list.visualRect(page.model.index(0)).center()
    qtbot.mouseClick(page.list.viewport(), Qt.MouseButton.LeftButton, pos=first)
    assert len(texts(page)) == 2


def test_re_coding_asks_the_palette_and_can_be_undone(qtbot, page):
    project = page.project
    choose(page, POINT)
    qtbot.keyClick(page.list, Key.Key_C)
    pick(qtbot, page, "time")
    time = node(project, "Time")
    assert {c.node for c in project.read.codings()} == {time}
    assert len(texts(page)) == 3
    assert page.list.chosen()[0].text == POINT
    project.undo()
    assert [c.node for c in project.read.codings(nodes=[node(project, "Teachers")])] != []


def test_uncoding_takes_own_codings_and_says_why_not_others(qtbot, page):
    choose(page, "Antes uno")
    with qtbot.waitSignal(page.desk.refused) as heard:
        qtbot.keyClick(page.list, Key.Key_Delete)
    assert "Bruno" in heard.args[0]
    assert len(page.project.read.codings()) == 3
    choose(page, "Tiempo no había.")
    qtbot.keyClick(page.list, Key.Key_Delete)
    assert sorted(texts(page)) == ["Antes uno", POINT]
    assert page.list.chosen() != []


def test_a_memo_is_written_on_the_coding(qtbot, page, monkeypatch):
    monkeypatch.setattr(QInputDialog, "getMultiLineText", lambda *_a: ("ojo", True))
    found = choose(page, POINT)
    qtbot.keyClick(page.list, Key.Key_M)
    (coding,) = page.project.read.codings(ids=found.ids)
    assert coding.memo == "ojo"
    assert page.words.line(choose(page, POINT)).endswith("· memo")
    page.project.run(SetCertainty([coding.id], 1))
    assert "unsure" in page.words.line(choose(page, POINT))


def test_copying_takes_the_quotation_as_it_is_with_its_attribution(qtbot, page):
    choose(page, POINT)
    qtbot.keyClick(page.list, Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    said = QApplication.clipboard().text()
    assert said == f"{POINT}\n(Director · I_1 · Ana · Results › Teachers)"
    page.list.selectAll()
    page.list.asked.emit("copy")
    assert QApplication.clipboard().text().count("\n\n") == 2


def test_q_chooses_quotations_for_the_paper_but_of_who_refuses(qtbot, page):
    found = choose(page, POINT)
    qtbot.keyClick(page.list, Key.Key_Q)
    project = page.project
    (chosen,) = project.read.quotations()
    assert (chosen.source, chosen.start, chosen.end) == (found.source, found.start, found.end)
    assert chosen.node == node(project, "Teachers")
    told = []
    page.desk.refused.connect(told.append)
    project.run(
        ImportCases([CaseLine(2, "P2", {"consent": "share"}, "II_4", "")], {"consent": "text"})
    )
    choose(page, "Tiempo no había.")
    qtbot.keyClick(page.list, Key.Key_Q)
    assert len(project.read.quotations()) == 1
    assert told == ["1 passage of 1 participant who does not allow quotation is left out."]
    page.list.asked.emit("copy")
    assert QApplication.clipboard().text() == ""


def test_finding_ignores_accents_and_case_and_says_what_is_hidden(qtbot, page):
    qtbot.keyClick(page.list, Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(page.field, "HABIA")
    assert texts(page) == ["Tiempo no había."]
    assert page.words.hits("Tiempo no había.") == [(10, 15)]
    assert not page.hidden_line.isHidden()
    assert "1 of 3" in page.hidden_words.text()
    qtbot.keyClick(page.field, Key.Key_Return)
    assert page.list.chosen()[0].text == "Tiempo no había."
    qtbot.mouseClick(page.show_all, Qt.MouseButton.LeftButton)
    assert len(texts(page)) == 3
    assert page.hidden_line.isHidden()


def test_a_coder_is_filtered_and_the_others_are_announced(page):
    page.bar.coder.setCurrentIndex(page.bar.coder.findText("Bruno"))
    page.bar.coder.activated.emit(page.bar.coder.currentIndex())
    assert texts(page) == ["Antes uno"]
    assert page.hidden_words.text() == "Only Bruno: 1 of 3 excerpts are shown."
    page.show_all.click()
    assert len(texts(page)) == 3


def test_participants_are_filtered_by_their_attributes_and_grouped(page):
    rows = [
        CaseLine(1, "P1", {"role": "director"}, "I_1"),
        CaseLine(2, "P2", {"role": "teacher"}, "II_4"),
    ]
    assert not page.bar.cases.isEnabled()
    page.project.run(ImportCases(rows, {"role": "text"}))
    page.bar.group.setCurrentIndex(page.bar.group.findText("Grouped by role"))
    page.bar.group.activated.emit(0)
    headings = [page.model.index(row).data() for row in page.model.headings]
    assert headings == ["director (2)", "teacher (1)"]
    role = page.bar.cases.fill().actions()[0].menu()
    next(a for a in role.actions() if a.text() == "teacher").trigger()
    assert texts(page) == ["Tiempo no había."]
    assert page.hidden_words.text() == "Only role: teacher: 1 of 3 excerpts are shown."
    page.show_all.click()
    assert len(texts(page)) == 3
    page.bar.cases.tick("role", "director", on=True)
    page.bar.cases.tick("role", "teacher", on=True)
    assert len(texts(page)) == 3
    page.bar.cases.fill().actions()[-1].trigger()
    assert page.hidden_line.isHidden()


def test_shared_passages_are_shown_once(page):
    project = page.project
    found = choose(page, POINT)
    project.run(ApplyNode([node(project, "Time")], found.source, found.start, found.end))
    assert texts(page).count(POINT) == 2
    page.bar.group.setCurrentIndex(page.bar.group.findData(""))
    page.bar.group.activated.emit(0)
    page.bar.once.click()
    assert texts(page).count(POINT) == 1
    assert choose(page, POINT).nodes == (node(project, "Teachers"), node(project, "Time"))
    assert page.model.headings == []


def test_context_is_muted_around_the_passage(page):
    page.bar.context.setCurrentIndex(page.bar.context.findData("turn"))
    page.bar.context.activated.emit(0)
    found = choose(page, "Tiempo no había.")
    assert page.sheet.look.around(found) == ("Teacher: ", " La reunión ayudó mucho.")
    assert RetrievePage(page.desk).bar.context.currentData() == "turn"


def test_sentences_are_learnt_beside_the_desktop(qtbot, page):
    page.bar.context.setCurrentIndex(page.bar.context.findData("sentence"))
    page.bar.context.activated.emit(0)
    found = choose(page, "Tiempo no había.")
    assert page.sheet.look.around(found) == ("", "")
    after = " La reunión ayudó mucho."
    qtbot.waitUntil(lambda: page.sheet.look.around(found)[1] == after, timeout=20_000)


def test_the_codings_behind_a_figure_are_shown_until_one_goes_back(page):
    ids = frozenset(c.id for c in page.project.read.codings(nodes=[node(page.project, "Time")]))
    page.show_behind(Behind("Time, two coders", ids=ids))
    assert len(texts(page)) == 2
    assert page.behind_words.text() == "Time, two coders"
    assert not page.behind_line.isHidden()
    page.back.click()
    assert len(texts(page)) == 3
    assert page.behind_line.isHidden()
    page.show_behind(Behind("Bruno", coders=frozenset({page.project.read.coders()[1].id})))
    assert texts(page) == ["Antes uno"]
    page.show_behind(Behind("none", coders=frozenset()))
    assert texts(page) == []


def test_the_menu_offers_everything(page):
    choose(page, POINT)
    page._menu(page.list.visualRect(page.list.currentIndex()).center())
    menu = QApplication.activePopupWidget()
    words = [action.text().split("\t")[0] for action in menu.actions()]
    menu.close()
    assert words == [
        "Go to the passage",
        "Re-code…",
        "Code at a node as well…",
        "Memo…",
        "Uncode",
        "Choose for the paper",
        "Copy with attribution",
    ]


def test_several_passages_are_coded_as_one_step(qtbot, page):
    page.list.selectAll()
    page.acts.code(page.list.chosen(), QPoint(0, 0))
    pick(qtbot, page, "factors")
    found = page.project.read.codings(nodes=[node(page.project, "Factors")])
    assert len(found) == 3
    page.project.undo()
    assert len(page.project.read.codings()) == 3


@pytest.mark.parametrize("kind", ["csv", "docx"])
def test_what_is_shown_is_exported(qtbot, page, tmp_path, monkeypatch, kind):
    target = tmp_path / "out"
    chosen = (str(target), f"It (*.{kind})")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a: chosen)
    with qtbot.waitSignal(page.desk.said) as heard:
        page.export.click()
    assert heard.args[0].startswith("3 excerpts")
    assert target.with_suffix(f".{kind}").stat().st_size > 0


def test_changes_by_commands_are_read_and_the_place_is_kept(page):
    found = choose(page, "Tiempo no había.")
    page.project.run(WriteMemo(found.source_name, "source", "x"))
    assert page.list.chosen()[0].text == "Tiempo no había."
    page.project.run(ApplyNode([node(page.project, "Time")], found.source, 0, 5))
    assert page.list.chosen()[0].text == "Tiempo no había."
    assert len(texts(page)) == 4
    page.hide()
    page.project.undo()
    assert len(texts(page)) == 4
    page.show()
    assert len(texts(page)) == 3


def test_a_project_without_codings_says_where_to_begin(qtbot, page):
    for name in ("Ana", "Bruno"):
        page.project.become(name)
        while page.project.undo_label:
            page.project.undo()
    page.project.become(None)
    while page.project.read.codings():
        page.project.undo()
    assert "Nothing is coded yet" in page.empty.text()
    with qtbot.waitSignal(page.desk.page_requested) as heard:
        page.to_code.click()
    assert heard.args == ["code"]


def test_the_page_is_open_on_an_empty_project(qtbot, desk, tmp_path):
    with Project.create(tmp_path / "empty.qdaproj") as project:
        empty = Desk(project, desk.theme, desk.jobs, desk.preferences, desk)
        page = RetrievePage(empty)
        qtbot.addWidget(page)
        page.show()
        assert "Nothing is coded yet" in page.empty.text()
        assert not page.export.isEnabled()
        page.new_query()
        page.list.selectAll()
        for what in ("copy", "recode", "memo", "uncode", "find"):
            page.list.asked.emit(what)
        page.grab()
