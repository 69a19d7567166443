"""The search page by real keys and clicks: find, go there, code, count, look at context."""

import csv
import time

import pytest
from PySide6.QtCore import QPoint, QRunnable, Qt
from PySide6.QtWidgets import QApplication
from shiboken6 import getAllValidWrappers

from qda_app.domain.errors import QdaError
from qda_app.domain.transcript import Transcript, Turn
from qda_app.services.commands.sources import ImportSources
from qda_app.services.word_tables import StopWords, project_stop_words
from qda_app.ui.views.search.hit_list import hint
from qda_app.ui.views.search.hit_model import Heading
from qda_app.ui.views.search.page import SearchPage
from qda_app.ui.views.search.stop_dialog import StopWordsDialog


@pytest.fixture
def page(qtbot, desk):
    made = SearchPage(desk)
    qtbot.addWidget(made)
    made.resize(1120, 700)
    desk.project.on_changed(made.on_changed)
    desk.gone = []
    desk.passage_requested.connect(lambda source, span: desk.gone.append((source, span)))
    desk.refusals = []
    desk.refused.connect(desk.refusals.append)
    made.show()
    yield made
    made.stop()


def rest(qtbot, lane):
    qtbot.waitUntil(lambda: not lane.running())


def searched(qtbot, page, text, *boxes):
    for box in boxes:
        box.setChecked(not box.isChecked())
    page.look_for(text)
    rest(qtbot, page.finder._lane)
    return [row for row in page.finder.list.hits.rows if not isinstance(row, Heading)]


def node(desk, name):
    return next(n.id for n in desk.project.read.tree().order if n.name == name)


def test_typing_finds_and_enter_goes_there(qtbot, desk, page):
    finder = page.finder
    assert finder.stack.currentWidget() is finder.empty
    qtbot.keyClicks(finder.field, "uno")
    qtbot.waitUntil(lambda: bool(finder.list.hits.rows))
    assert "1 hit in 1 of 2 sources" in finder.summary.text()
    qtbot.keyClick(finder.field, Qt.Key.Key_Down)
    qtbot.keyClick(finder.list, Qt.Key.Key_Return)
    (source, span) = desk.gone[0]
    assert span.of(desk.project.read.text(source)) == "uno"


def test_the_options(qtbot, page):
    finder = page.finder
    assert [h.match for h in searched(qtbot, page, "CAMBIO")] == ["cambió", "cambió"]
    assert searched(qtbot, page, "CAMBIO", finder.accents) == []
    assert finder.empty.accents.isVisible()
    finder.empty.accents.click()
    rest(qtbot, finder._lane)
    assert len(finder.list.hits.rows) == 4
    assert [h.match for h in searched(qtbot, page, "cambiar", finder.forms)] == ["cambió"] * 2
    assert searched(qtbot, page, "cambiar", finder.scope.participants) == []
    assert [h.match for h in searched(qtbot, page, "entrar")] == ["entro"]


def test_nothing_found_offers_what_is_not_tried(qtbot, page):
    assert searched(qtbot, page, "zzz") == []
    empty = page.finder.empty
    assert "zzz" in empty.heading.text()
    assert empty.forms.isVisible()
    assert not empty.accents.isVisible()
    page.finder.field.clear()
    page.finder.search()
    assert "everything" in empty.heading.text()


def test_nodes_are_found_and_open_their_excerpts(qtbot, desk, page):
    shown = []
    desk.excerpts_requested.connect(shown.append)
    searched(qtbot, page, "teachers")
    page.finder.list.setCurrentIndex(page.finder.list.hits.index(1))
    qtbot.keyClick(page.finder.list, Qt.Key.Key_Return)
    assert shown[0].nodes == {node(desk, "Teachers")}


def test_copying_rows(qtbot, page):
    searched(qtbot, page, "cambió")
    qtbot.keyClick(page.finder.list, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(page.finder.list, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QApplication.clipboard().text().split("\n")
    assert lines[1] == "II_4\tInterviewer\t¿Qué \tcambió\t?"


def coding(qtbot, page, text):
    searched(qtbot, page, text)
    page.finder.code_button.click()
    rest(qtbot, page.finder.panel._lane)
    return page.finder.panel


def test_hits_are_coded_as_one_step_after_unticking_one(qtbot, desk, page):
    panel = coding(qtbot, page, "cambió")
    assert panel.passages.rowCount() == 2
    assert not panel.apply.isEnabled()
    panel.node.choose(node(desk, "Time"))
    results = page.finder.list
    results.setCurrentIndex(results.hits.index(1))
    qtbot.keyClick(results, Qt.Key.Key_Space)
    rest(qtbot, panel._lane)
    assert panel.apply.text() == "Code 1 passage"
    before = len(desk.project.read.codings())
    qtbot.mouseClick(panel.apply, Qt.MouseButton.LeftButton)
    assert len(desk.project.read.codings()) == before + 1
    assert not panel.isVisible()
    desk.project.undo()
    assert len(desk.project.read.codings()) == before


def test_a_heading_unticks_all_below_it(qtbot, page):
    panel = coding(qtbot, page, "cambió")
    model = page.finder.list.hits
    state = Qt.ItemDataRole.CheckStateRole
    first = page.finder.list.visualRect(model.index(0))
    place = QPoint(first.left() + 20, first.bottom() - 12)
    qtbot.mouseClick(page.finder.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert model.index(0).data(state) == Qt.CheckState.Unchecked
    assert model.index(1).data(state) == Qt.CheckState.Unchecked
    rest(qtbot, panel._lane)
    assert panel.passages.rowCount() == 1
    assert len(model.ticked()) == 1


def test_a_new_node_from_the_palette(qtbot, desk, page):
    panel = coding(qtbot, page, "cambió")
    panel.node.click()
    field = QApplication.focusWidget()
    qtbot.keyClicks(field, "Change")
    qtbot.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    rest(qtbot, panel._lane)
    panel.spread.setCurrentIndex(3)
    rest(qtbot, panel._lane)
    panel.apply.click()
    texts = desk.project.read.texts()
    made = desk.project.read.codings(nodes=[node(desk, "Change")])
    assert {texts[c.source][c.start : c.end] for c in made} == {"¿Qué cambió?"}


def test_without_a_coder_nothing_is_coded(qtbot, desk, page):
    desk.project.become(None)
    panel = coding(qtbot, page, "cambió")
    panel.node.choose(node(desk, "Time"))
    rest(qtbot, panel._lane)
    assert not panel.apply.isEnabled()
    assert "who is coding" in panel.count.text()


def test_what_stands_already_is_counted_apart(qtbot, desk, page):
    panel = coding(qtbot, page, "Tiempo no")
    panel.node.choose(node(desk, "Time"))
    rest(qtbot, panel._lane)
    assert "1 is coded so already" in panel.count.text()
    assert not panel.apply.isEnabled()


def test_a_changed_source_is_searched_again(qtbot, desk, page):
    assert searched(qtbot, page, "novedad") == []
    desk.project.run(ImportSources([Transcript("new", "Una novedad.", "txt")]))
    rest(qtbot, page.finder._lane)
    assert len(page.finder.list.hits.rows) == 2


def test_typing_on_gives_up_what_runs(qtbot, page):
    for text in ("a", "an", "ant", "antes", "antes uno"):
        page.look_for(text)
    rest(qtbot, page.finder._lane)
    assert [h.match for h in page.finder.list.hits.rows[1:]] == ["Antes uno"]


def words(qtbot, page):
    page.show_words()
    rest(qtbot, page.words._lane)
    return {row[0]: row[1] for row in page.words.table.model._rows}


def test_words_are_counted_and_shown_in_context(qtbot, desk, page):
    assert words(qtbot, page)["entrar"] == 1
    page.words.lemmas.click()
    rest(qtbot, page.words._lane)
    assert "entro" in words(qtbot, page)
    page.words.table.filter.setText("entro")
    page.words.table.grid.setCurrentIndex(page.words.table.grid.model().index(0, 0))
    page.words.context.click()
    rest(qtbot, page.context._lane)
    assert page.tabs.currentWidget() is page.context
    (hit,) = page.context.list.hits.rows
    assert hit.match == "entro"
    qtbot.keyClick(page.context.list, Qt.Key.Key_Return)
    assert desk.gone[0][0] == hit.source


def test_words_coded_at_a_node_and_of_everybody(qtbot, desk, page):
    everything = words(qtbot, page)
    page.words.node.choose(node(desk, "Time"))
    rest(qtbot, page.words._lane)
    some = {row[0] for row in page.words.table.model._rows}
    assert "tiempo" in some
    assert some < set(everything)
    page.words.scope.participants.click()
    page.words.all_text.click()
    rest(qtbot, page.words._lane)
    assert "cambiar" in {row[0] for row in page.words.table.model._rows}


def test_a_word_left_out_is_a_stop_word_of_the_project(qtbot, desk, page):
    words(qtbot, page)
    page.words.table.filter.setText("puerta")
    page.words.table.grid.setCurrentIndex(page.words.table.grid.model().index(0, 0))
    page.words.omit.click()
    rest(qtbot, page.words._lane)
    assert project_stop_words(desk.project.read) == StopWords(frozenset({"puerta"}))
    assert "puerta" not in words(qtbot, page)
    desk.project.undo()
    rest(qtbot, page.words._lane)
    assert "puerta" in words(qtbot, page)


def test_the_stop_words_dialog(qtbot):
    dialog = StopWordsDialog(frozenset({"de", "Ñandú"}), frozenset({"de"}))
    qtbot.addWidget(dialog)
    dialog.field.appendPlainText("  Que  ya")
    assert dialog.words() == {"de", "ñandú", "que", "ya"}


def test_words_are_exported(qtbot, page, tmp_path):
    words(qtbot, page)
    page.words.export_to(tmp_path / "words.csv")
    with (tmp_path / "words.csv").open(encoding="utf-8") as file:
        rows = list(csv.reader(file))
    assert rows[0][:2] == ["word", "times"]
    assert ["entrar", "1"] in [row[:2] for row in rows]
    page.words.export_to(tmp_path / "words.xlsx")
    assert (tmp_path / "words.xlsx").stat().st_size > 1_000


def test_an_export_that_cannot_be_written_is_told(qtbot, desk, page, tmp_path):
    words(qtbot, page)
    page.words.export_to(tmp_path / "no" / "words.csv")
    assert desk.refusals


def test_context_is_sorted_and_copied(qtbot, page):
    page.show_context("cambiar")
    rest(qtbot, page.context._lane)
    assert [h.name for h in page.context.list.hits.rows] == ["II_4", "I_1"]
    page.context.order.setCurrentIndex(2)
    page.context.copy.click()
    assert QApplication.clipboard().text().count("\tcambió\t") == 2
    page.context.field.clear()
    page.context.search()
    assert page.context.stack.currentWidget() is page.context.empty


def questions(qtbot, page, least=2):
    page.questions.least.setValue(least)
    page.show_questions()
    qtbot.waitUntil(
        lambda: not page.questions._rest.isActive() and not page.questions._lane.running()
    )
    return page.questions


def test_answers_to_a_question_are_coded(qtbot, desk, page):
    pane = questions(qtbot, page)
    assert [q.label for q in pane.tree.questions] == ["¿Qué cambió?"]
    assert "2 answers in 2 sources, 1 node" in pane.told.text()
    pane.tree.topLevelItem(0).setText(0, "Change")
    pane.below.setText("Guide")
    pane.apply.click()
    tree = desk.project.read.tree()
    assert tree.path(node(desk, "Change")) == "Guide > Change"
    texts = desk.project.read.texts()
    coded = desk.project.read.codings(nodes=[node(desk, "Change")])
    assert [texts[c.source][c.start : c.end] for c in coded] == [
        "Antes uno cerraba la puerta 😀. Ahora entro.",
        "Tiempo no había. La reunión ayudó mucho.",
    ]
    desk.project.undo()
    assert "Guide" not in {n.name for n in desk.project.read.tree().order}


def test_questions_are_ticked_taken_out_and_gone_to(qtbot, desk, page):
    pane = questions(qtbot, page)
    item = pane.tree.topLevelItem(0)
    pane.tree.itemActivated.emit(item.child(1), 0)
    assert desk.gone[0][1].of(desk.project.read.text(desk.gone[0][0])) == "¿Qué cambió?"
    item.setCheckState(0, Qt.CheckState.Unchecked)
    assert not pane.apply.isEnabled()
    item.setExpanded(True)
    item.child(0).setSelected(True)
    qtbot.keyClick(pane.tree, Qt.Key.Key_Delete)
    assert pane.tree.questions[0].sources == 1
    assert pane.tree.unticked() == {"¿Qué cambió?"}
    pane.tree.topLevelItem(0).setSelected(True)
    qtbot.keyClick(pane.tree, Qt.Key.Key_Delete)
    assert pane.stack.currentWidget() is pane.empty


def test_questions_are_merged(qtbot, desk, page):
    text = "Interviewer: ¿Y el tiempo?\nTeacher: Poco.\n"
    turns = (Turn(0, 13, 26, "Interviewer", interviewer=True), Turn(27, 36, 41, "Teacher"))
    desk.project.run(ImportSources([Transcript("x", text, "txt", turns=turns, language="es")]))
    pane = questions(qtbot, page, least=1)
    assert len(pane.tree.questions) == 2
    pane.tree.selectAll()
    pane.merge.click()
    assert [len(q.members) for q in pane.tree.questions] == [3]
    assert pane.tree.selected()[0] == [0]


def test_every_control_has_a_name_for_screen_readers(page):
    named = [page.tabs, *(getattr(page.finder, n) for n in ("field", "list", "progress"))]
    named += [page.finder.panel.list, page.finder.panel.node, page.finder.scope.cases]
    named += [page.words.by, page.words.shortest, page.words.node, page.words.table.grid]
    named += [page.context.field, page.context.order, page.context.list]
    named += [page.questions.alike, page.questions.least, page.questions.below]
    named += [page.questions.tree]
    assert [widget for widget in named if not widget.accessibleName()] == []


def test_twenty_thousand_hits_stay_fluid(qtbot, desk, page):
    text = "una palabra y otra palabra más\n" * 10_000
    desk.project.run(ImportSources([Transcript("long", text, "txt")]))
    page.look_for("palabra")
    qtbot.waitUntil(lambda: len(page.finder.list.hits.rows) > 19_000, timeout=20_000)
    bar = page.finder.list.verticalScrollBar()
    spent = []
    for step in range(20):
        start = time.perf_counter()
        bar.setValue(bar.maximum() * step // 20)
        page.finder.list.viewport().repaint()
        spent.append(time.perf_counter() - start)
    assert sorted(spent)[10] < 0.1


def test_work_beside_the_desktop_leaves_no_stale_wrapper(qtbot, desk, page):
    """What a wrapper outlives, another object may take the place of in memory."""
    done = []
    desk.jobs.start(lambda _progress: 1, done.append)
    page.finder._lane.start(lambda _progress: 2, done.append)
    qtbot.waitUntil(lambda: sorted(done) == [1, 2])
    assert not [w for w in getAllValidWrappers() if isinstance(w, QRunnable)]


def test_what_goes_wrong_in_a_search_is_told(qtbot, desk, page, caplog):
    def fail(_progress):
        raise QdaError("No such thing.")

    page.finder._lane.start(fail, desk.gone.append)
    qtbot.waitUntil(lambda: bool(desk.refusals))
    assert desk.refusals == ["No such thing."]
    assert desk.gone == []


def test_a_hint_shows_the_context_and_no_markup(qtbot, desk, page):
    desk.project.run(ImportSources([Transcript("m", "Un <b>signo</b> raro.", "txt")]))
    (hit,) = searched(qtbot, page, "signo")
    assert hint(hit) == "<p>Un &lt;b&gt;<b>signo</b>&lt;/b&gt; raro.</p>"
