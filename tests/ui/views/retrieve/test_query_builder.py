"""Queries built, said, asked, saved, renamed and deleted on the retrieve page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QInputDialog

from qda_app.domain.query import And, Near, Not, Or, Overlapping, Term, Within, Without
from qda_app.services.commands.codings import ApplyNode
from qda_app.services.commands.nodes import CreateNode, DeleteNode, RenameNode
from qda_app.services.commands.queries import SaveQuery
from qda_app.services.retrieval.query_json import to_json
from qda_app.ui.desk import Desk
from qda_app.ui.views.retrieve import steps as chain
from qda_app.ui.views.retrieve.page import RetrievePage
from qda_app.ui.views.retrieve.steps import Step, query_of, steps_of

REACHES = st.sampled_from([0, 50, 200, "paragraph", "turn", "source"])
LATER = st.one_of(
    st.builds(
        Step,
        st.sampled_from([chain.AND, chain.OR, chain.OVERLAPPING, chain.WITHIN]),
        st.integers(1, 9),
    ),
    st.builds(Step, st.just(chain.NEAR), st.integers(1, 9), REACHES),
    st.builds(Step, st.just(chain.WITHOUT), st.integers(1, 9), st.one_of(st.none(), REACHES)),
)


@given(
    st.builds(Step, st.sampled_from(chain.FIRST), st.integers(1, 9)), st.lists(LATER, max_size=4)
)
def test_what_the_rows_say_is_what_is_asked_and_back(first, later):
    steps = [first, *later]
    assert steps_of(query_of(steps)) == steps


def test_a_query_that_is_no_chain_has_no_rows():
    a, b = Term((1,)), Term((2,))
    for query in (
        Term((1, 2)),
        Overlapping(a, Not(b)),
        Not(Or((a, b))),
        Not(a, "text"),
        And((a, Near(a, b, 5))),
        And(()),
        Within(Without(Term(()), b), a),
    ):
        assert steps_of(query) is None
    assert query_of([]) is None


@pytest.fixture
def page(qtbot, desk: Desk):
    page = RetrievePage(desk)
    qtbot.addWidget(page)
    page.resize(1120, 700)
    end = desk.project.on_changed(page.on_changed)
    page.show()
    yield page
    page.stop()
    end()


def node(project, name):
    return next(n.id for n in project.read.tree().order if n.name == name)


def texts(page):
    return [e.text for e in map(page.model.excerpt, range(page.model.rowCount())) if e]


def pick(qtbot, page, name):
    assert page.palette_box.isVisible()
    qtbot.keyClicks(QApplication.focusWidget(), name)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)


def set_box(box, data):
    box.setCurrentIndex(box.findData(data))
    box.activated.emit(box.currentIndex())


def build(qtbot, page):
    qtbot.mouseClick(page.saved.add, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(page.builder.rows[0].button, Qt.MouseButton.LeftButton)
    pick(qtbot, page, "time")
    qtbot.mouseClick(page.builder.more, Qt.MouseButton.LeftButton)
    pick(qtbot, page, "teach")


def test_rows_read_like_a_sentence_and_count_as_they_are_built(qtbot, page):
    qtbot.mouseClick(page.saved.add, Qt.MouseButton.LeftButton)
    assert page.builder.query() is None
    assert "Choose the nodes" in page.empty.text()
    assert not page.builder.save.isEnabled()
    page.leave_query()
    build(qtbot, page)
    assert texts(page) == ["Antes uno"]
    assert page.builder.said.text() == (
        "Passages coded at “Time” that overlap passages coded at “Teachers”: 1 passage in 1 source"
    )
    row = page.builder.rows[1]
    assert row.reach.isHidden()
    set_box(row.operator, chain.NEAR)
    assert not row.reach.isHidden()
    set_box(row.reach, "source")
    assert texts(page) == ["Antes uno"]
    set_box(row.operator, chain.WITHOUT)
    assert texts(page) == ["Tiempo no había."]
    set_box(row.operator, chain.OR)
    assert len(texts(page)) == 3
    examples = set()
    for operator in chain.NEXT:
        set_box(row.operator, operator)
        examples.add(page.builder.example.text())
    assert len(examples) == len(chain.NEXT)
    qtbot.mouseClick(row.drop, Qt.MouseButton.LeftButton)
    assert len(texts(page)) == 2
    set_box(page.builder.rows[0].operator, chain.SOURCES)
    assert "No passage fits" in page.empty.text()
    qtbot.mouseClick(page.builder.close_button, Qt.MouseButton.LeftButton)
    assert len(texts(page)) == 3
    assert page.builder.isHidden()


def test_a_passage_cut_out_by_a_query_is_coded_anew_not_changed(qtbot, page):
    source = next(s.id for s in page.project.read.sources() if s.name == "I_1")
    start = page.project.read.text(source).index("uno cerraba")
    page.project.run(ApplyNode([node(page.project, "Time")], source, start, start + 11))
    build(qtbot, page)
    set_box(page.builder.rows[1].operator, chain.AND)
    assert set(texts(page)) == {"Antes uno cerraba"}
    page.list.go_to_row(page.model.rowCount() - 1)
    page.list.setFocus()
    before = len(page.project.read.codings())
    with qtbot.waitSignal(page.desk.refused):
        qtbot.keyClick(page.list, Qt.Key.Key_M)
    qtbot.keyClick(page.list, Qt.Key.Key_C)
    pick(qtbot, page, "results")
    assert len(page.project.read.codings()) == before + 1


def test_a_query_is_saved_asked_again_renamed_and_deleted(qtbot, page, monkeypatch):
    build(qtbot, page)
    monkeypatch.setattr(QInputDialog, "getText", lambda *_a, **_k: ("Time and teachers", True))
    qtbot.mouseClick(page.builder.save, Qt.MouseButton.LeftButton)
    assert [q.name for q in page.project.read.saved_queries()] == ["Time and teachers"]
    page.leave_query()
    assert page.saved.list.count() == 1
    page.project.run(RenameNode(node(page.project, "Time"), "Hours"))
    place = page.saved.list.visualItemRect(page.saved.list.item(0)).center()
    qtbot.mouseClick(page.saved.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert texts(page) == ["Antes uno"]
    assert "“Hours”" in page.builder.said.text()
    set_box(page.builder.rows[1].operator, chain.WITHIN)
    qtbot.mouseClick(page.builder.save, Qt.MouseButton.LeftButton)
    (kept,) = page.project.read.saved_queries()
    assert '"within"' in kept.definition
    monkeypatch.setattr(QInputDialog, "getText", lambda *_a, **_k: ("Other", True))
    page.saved.rename(page.saved.current())
    assert page.saved.list.item(0).text() == "Other"
    page.saved._menu(place)
    menu = QApplication.activePopupWidget()
    next(a for a in menu.actions() if a.text() == "Delete").trigger()
    menu.close()
    assert page.project.read.saved_queries() == []
    assert not page.saved.empty.isHidden()


def test_a_saved_query_says_when_its_node_is_gone(qtbot, page):
    project = page.project
    alone = project.run(CreateNode("Alone"))
    project.run(SaveQuery("q", to_json(Term((alone,)), project.read.tree())))
    project.run(DeleteNode(alone))
    with qtbot.waitSignal(page.desk.refused) as heard:
        page.ask_saved(project.read.saved_queries()[0])
    assert "“Alone”" in heard.args[0]
    assert page.builder.isHidden()


def test_a_query_that_is_no_chain_is_asked_and_said(page):
    project, tree = page.project, page.project.read.tree()
    query = Or((Term((node(project, "Time"), node(project, "Teachers"))), Not(Term(()), "source")))
    project.run(SaveQuery("wide", to_json(query, tree)))
    page.ask_saved(project.read.saved_queries()[0])
    assert page.builder.rows == []
    assert not page.builder.more.isEnabled()
    assert "“Time” or “Teachers”" in page.builder.said.text()
    assert len(set(texts(page))) == 5
    page.new_query()
    assert page.builder.more.isEnabled()
