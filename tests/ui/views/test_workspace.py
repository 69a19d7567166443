"""The coding page: every gesture of the hands on a real project, and what is remembered."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QInputDialog

from qda_app.domain.text import Span
from qda_app.services.commands.participants import SetCaseValues, TieMany
from qda_app.ui.bridge import Bridge
from qda_app.ui.views.code.workspace import Workspace


@pytest.fixture
def space(qtbot, desk):
    made = Workspace(desk)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    bridge = Bridge(desk.project, made)
    bridge.changed.connect(made.on_changed)
    said = []
    desk.said.connect(lambda sentence, _u: said.append(sentence))
    desk.refused.connect(said.append)
    made.said_last = lambda: said[-1] if said else ""
    made.sources.choose(next(s.id for s in desk.project.read.sources() if s.name == "I_1"))
    yield made
    made.stop()


def node(space, name):
    return next(n.id for n in space.nodes.model.tree.order if n.name == name)


def at(space, words):
    start = space.page.text.index(words)
    return Span(start, start + len(words))


def names(space):
    tree = space.nodes.model.tree
    return [(c.span.of(space.page.text), tree.by_id[c.node].name) for c in space.pane.here()]


def mine(space):
    own = space.project.viewer_id
    found = space.project.read.codings(source=space.source)
    return [c.span.of(space.page.text) for c in found if c.coder == own]


def test_enter_codes_the_selection_through_the_palette(qtbot, space):
    space.page.select(at(space, "Ahora entro"))
    space.gestures.open_palette()
    qtbot.keyClicks(space.palette_box._field, "tim")
    qtbot.keyClick(space.palette_box._field, Qt.Key.Key_Return)
    assert names(space) == [("Ahora entro", "Time")]
    assert space.said_last() == "Coded “Time”"
    space.gestures.repeat()
    assert "already" in space.said_last()


def test_a_new_node_from_the_palette_is_one_step(qtbot, space):
    space.page.select(at(space, "Ahora entro"))
    space.gestures.open_palette()
    qtbot.keyClicks(space.palette_box._field, "Factors > Doors")
    qtbot.keyClick(space.palette_box._field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert names(space) == [("Ahora entro", "Doors")]
    space.project.undo()
    assert names(space) == []
    assert "Doors" not in [n.name for n in space.nodes.model.tree.order]


def test_in_vivo_needs_words_and_names_the_node_after_them(space):
    space.page.select(None)
    space.gestures.in_vivo()
    assert "Select the words" in space.said_last()
    space.page.select(at(space, "Ahora entro"))
    space.gestures.in_vivo()
    assert names(space) == [("Ahora entro", "Ahora entro")]
    assert space.gestures.recent[0] == node(space, "Ahora entro")


def test_favourites_are_on_the_figures_and_survive(space):
    space.gestures.apply_favourite(3)
    assert "No node is on the key 3" in space.said_last()
    space.gestures.set_favourite(3, node(space, "Time"))
    space.page.select(at(space, "Ahora entro"))
    space.page.key_command.emit("3")
    assert names(space) == [("Ahora entro", "Time")]
    assert space.gestures.favourites()[2] == node(space, "Time")
    space.gestures.set_favourite(3, None)
    assert space.gestures.favourites() == [None] * 9


def test_uncode_only_ones_own(space):
    space.page.select(at(space, "Antes uno"))
    assert len(space.pane.here()) == 2
    space.gestures.uncode()
    assert mine(space) == []
    space.gestures.uncode()
    assert "No coding of yours" in space.said_last()


def test_change_node_certainty_split_and_boundary(qtbot, space):
    space.page.select(at(space, "cerraba"))
    space.gestures.change_node()
    space.palette_box.picked.emit(node(space, "Time"))
    assert names(space)[-1][1] == "Time"
    for expected in (3, 2, 1, 0):
        space.gestures.next_certainty()
        assert space.pane.here()[0].certainty == expected
    cut = space.page.text.index("cerraba")
    space.page.select(None)
    space.pane.put_caret(cut)
    space.gestures.split()
    assert mine(space) == ["Antes uno", "cerraba la puerta 😀."]
    coding = space.gestures.own_here()[0]
    space.gestures.move_boundary(coding.id, Span(cut, cut + 7))
    assert mine(space)[-1] == "cerraba"


def test_a_memo_on_a_coding_of_another_is_ones_own(monkeypatch, space):
    space.gestures.uncode()
    space.pane.put_caret(space.page.text.index("Antes"))
    bruno = next(c for c in space.pane.here() if c.coder != space.project.viewer_id)
    asked = []

    def answer(_parent, _title, _label, old):
        asked.append(old)
        return "why so?", True

    monkeypatch.setattr(QInputDialog, "getMultiLineText", answer)
    space.gestures.write_memo(bruno.id)
    space.gestures.write_memo(bruno.id)
    assert asked == ["", "why so?"]
    assert space.project.read.codings(ids=[bruno.id])[0].memo == "why so?"


def test_filters_say_what_they_hide_and_show_all_brings_it_back(space):
    assert not space.pane.banner.isVisible()
    space.pane.put_caret(space.page.text.index("Antes"))
    space.pane.filter.choose_coders({space.project.viewer_id})
    assert len(space.pane.here()) == 1
    assert space.pane.banner.text() == "Showing Ana only · 1 coding of this source not shown"
    space.nodes.view.setCurrentIndex(
        space.nodes._proxy.mapFromSource(space.nodes.model.index_of(node(space, "Results")))
    )
    space.pane.filter.hide_node_requested.emit()
    assert space.pane.here() == []
    assert "2 nodes hidden" in space.pane.banner.text()
    space.pane.banner.show_all_requested.emit()
    assert len(space.pane.here()) == 2
    assert not space.pane.banner.isVisible()


def test_moving_by_coding_uncoded_passage_and_turn(space):
    space.pane.put_caret(0)
    space.step(1)
    assert space.page.selected_span().of(space.page.text) == "Antes uno"
    space.page.select(None)
    space.pane.put_caret(0)
    space.step_uncoded(1)
    assert space.page.selected_span().of(space.page.text) == "Ahora entro."
    space.step_uncoded(1)
    assert "no further uncoded" in space.said_last()
    space.pane.put_caret(0)
    space.step_turn(1)
    space.step_turn(1)
    assert space.page.text[space.page.caret() :].startswith("Antes uno")
    space.step_turn(-1)
    assert space.page.text[space.page.caret() :].startswith("¿Qué cambió?")


def test_find_bar_walks_around_the_end(qtbot, space):
    space.pane.find_words()
    qtbot.keyClicks(space.pane.find_bar.field, "CAMBIO")
    assert space.pane.find_bar.count.text() == "1 of 1"
    assert space.page.selected_span().of(space.page.text) == "cambió"
    space.pane.find_bar.exact.setChecked(True)
    assert space.pane.find_bar.count.text() == "0 hits"
    space.pane.find_bar.leave()
    assert space.pane.find_bar.isHidden()


def test_tabs_places_and_open_sources_are_remembered(qtbot, space, desk):
    first = space.source
    other = next(s.id for s in desk.project.read.sources() if s.id != first)
    space.sources.choose(other)
    assert space.pane.tabs.count() == 2
    space.pane.tabs.step(1)
    assert space.source == first
    space.sources.choose(other)
    space.stop()
    again = Workspace(desk)
    qtbot.addWidget(again)
    assert again.source == other
    assert again.pane.tabs.count() == 2
    again.pane.tabs.close_tab()
    assert again.pane.tabs.count() == 1
    again.stop()


def test_history_goes_back_to_a_step_and_forward_again(qtbot, space):
    space.page.select(at(space, "Ahora entro"))
    space.gestures.apply(node(space, "Time"))
    space.gestures.apply(node(space, "Teachers"))
    space.history.refresh()
    labels = [space.history.list.item(row).text()[7:] for row in range(2)]
    assert labels[:2] == ["Coded “Teachers”", "Coded “Time”"]
    space.history._go(space.history.list.item(1))
    assert [name for _t, name in names(space)] == ["Time"]
    space.history.refresh()
    space.history._go(space.history.list.item(0))
    assert len(names(space)) == 2


def test_the_inspector_lets_only_ones_own_be_changed(space):
    space.page.select(at(space, "Antes uno"))
    rows = space.inspector.list
    owners = [rows.item(row).text().splitlines()[1] for row in range(rows.count())]
    for row, owner in enumerate(owners):
        rows.setCurrentRow(row)
        assert [b.isEnabled() for b in space.inspector._own] == [owner == "Ana"] * 3
    assert "Not defined yet" in space.inspector.about.text()


def test_sources_are_grouped_by_an_attribute_and_found_by_one(space):
    ids = {s.name: s.id for s in space.project.read.sources()}
    cells = {name: {"role": role} for name, role in (("I_1", "Director"), ("II_4", "Teacher"))}
    space.run(SetCaseValues(cells, {}))
    cases = {case.name: case.id for case in space.project.read.cases()}
    space.run(TieMany({cases[name]: [(ids[name], "")] for name in ids}))
    panel = space.sources
    panel.grouped.emit("role")
    tops = [panel.list.topLevelItem(row) for row in range(panel.list.topLevelItemCount())]
    assert [(top.text(0), top.child(0).text(0)) for top in tops] == [
        ("Director", "I_1"),
        ("Teacher", "II_4"),
    ]
    panel.filter.setText("teach")
    assert [top.isHidden() for top in tops] == [True, False]
    panel.choose(ids["II_4"])
    assert space.source == ids["II_4"]
    panel.grouped.emit("")
    assert panel.list.topLevelItemCount() == 2
    panel.filter.clear()
    assert [panel.list.topLevelItem(row).text(0) for row in range(2)] == ["I_1", "II_4"]


def test_a_stripe_or_the_list_selects_a_coding_and_e_moves_its_end(qtbot, space):
    mine = next(c for c in space.pane.codings.values() if c.coder == space.project.viewer_id)
    space.page.stripe_clicked.emit(mine.id)
    assert space.page.selected_span() == mine.span
    assert space.pane.here()[0].id == mine.id
    space.gestures.begin_edge()
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Return):
        qtbot.keyClick(space.page, key)
    assert space.project.read.codings(source=space.source)[-1].span == Span(
        mine.start, mine.end - 2
    )
    space.pane.put_caret(len(space.page.text) - 2)
    space.gestures.begin_edge()
    assert "No coding of yours" in space.said_last()


def test_a_sentence_is_coded_without_selecting_it(space):
    space.page.select(None)
    space.pane.put_caret(space.page.text.index("entro"))
    space.gestures.apply(node(space, "Time"))
    assert names(space)[0] == ("Ahora entro.", "Time")


def test_keys_act_on_the_coding_that_the_panel_has_chosen(space):
    space.page.select(at(space, "Antes uno cerraba la puerta 😀."))
    space.gestures.apply(node(space, "Time"))
    space.page.select(None)
    space.pane.put_caret(space.page.text.index("cerraba"))
    rows = space.inspector.list
    assert rows.count() == 2
    for row in range(2):
        rows.setCurrentRow(row)
        chosen = space.inspector.chosen()
        assert space.pane.active() == chosen
        assert space.gestures.own_here()[0].id == chosen
        space.gestures.set_certainty(row + 1)
        assert space.project.read.codings(ids=[chosen])[0].certainty == row + 1
        assert space.inspector.chosen() == chosen


def test_coding_what_the_filter_hides_says_so(space):
    bruno = next(c.id for c in space.project.read.coders() if c.name == "Bruno")
    space.pane.filter.choose_coders({bruno})
    space.page.select(at(space, "Ahora entro"))
    space.gestures.apply(node(space, "Time"))
    assert "leaves it out" in space.said_last()
