"""The page of agreement: figures that follow the work, and the passages behind them."""

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from qda_app.services.commands.cases import CaseLine, ImportCases
from qda_app.services.commands.coders import AddCoder
from qda_app.services.commands.codings import ApplyNode
from qda_app.services.commands.rounds import CreateRound, SubmitRound
from qda_app.services.comparing.figures import figure, interval, share
from qda_app.services.rounds.rounds import whole
from qda_app.ui.bridge import Bridge
from qda_app.ui.views.compare.page import ComparePage

NAME, VALUE, BRACKET = 0, 1, 3


@pytest.fixture
def page(qtbot, desk):
    ana, bruno = desk.project.read.coders()
    source = next(s for s in desk.project.read.sources() if s.name == "II_4")
    node = next(n for n in desk.project.read.tree().order if n.name == "Time")
    start = desk.project.read.text(source.id).index("Tiempo")
    desk.project.become("Bruno")
    desk.project.run(ApplyNode([node.id], source.id, start, start + 6, coder=bruno.id))
    desk.project.become("Ana")
    made = ComparePage(desk)
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    bridge = Bridge(desk.project, made)
    bridge.changed.connect(made.on_changed)
    made.gone, made.said = [], []
    desk.passage_requested.connect(lambda source, span: made.gone.append((source, span)))
    desk.said.connect(lambda sentence, _u: made.said.append(sentence))
    made.time, made.ana = node.id, ana.id
    return made


def cells(page, name):
    proxy, found = page.nodes.proxy, []

    def walk(above):
        for row in range(proxy.rowCount(above)):
            index = proxy.index(row, NAME, above)
            if index.data() == name:
                found.append(index)
            walk(index)

    walk(page.nodes.tree.rootIndex())
    return found[0]


def choose(page, name):
    page.nodes.tree.setCurrentIndex(cells(page, name))


def test_figures_are_the_engines_and_follow_an_edit(page, desk):
    entry = next(e for e in desk.project.agreement().report.node_entries() if "Time" in e.node)
    before = cells(page, "Time").siblingAtColumn(VALUE).data()
    assert before == figure(entry.kappa)
    made = page.comparison
    source = next(s for s in made.sources if s.name == "I_1")
    start = desk.project.read.text(source.id).index("Antes")
    desk.project.run(ApplyNode([page.time], source.id, start, start + 9, coder=page.ana))
    entry = next(e for e in desk.project.agreement().report.node_entries() if "Time" in e.node)
    assert page.comparison is made
    after = cells(page, "Time").siblingAtColumn(VALUE).data()
    assert after == figure(entry.kappa) != before


def test_a_node_leads_to_its_passages_and_on_to_the_text(page):
    choose(page, "Time")
    assert page.passages.list.count() == 2
    assert "2 passages, 2 disagreements" in page.passages.heading.text()
    first = page.passages.current()
    page.passages.step(1)
    assert page.passages.current() is not first
    page.passages._open(page.passages.list.currentItem())
    source, span = page.gone[-1]
    text = page.project.read.text(source)
    assert text[span.start : span.end] == page.passages.current().text == "Antes uno"


def test_cells_of_both_grids_lead_to_passages(page):
    made = page.comparison
    row = [n.id for n in made.tree.order].index(page.time)
    page.tabs.setCurrentWidget(page.heat)
    page.heat.cell_chosen.emit(row, 0)
    assert page.passages.list.count() == 1
    page.tabs.setCurrentWidget(page.confusions)
    values = page.crossed.model_.values
    cell = next((r, c) for r, row in enumerate(values) for c, v in enumerate(row) if v)
    page.crossed.cell_chosen.emit(*cell)
    assert page.tabs.currentWidget() is page.passages
    assert all(page.passages.current().spans)


def test_an_edit_leaves_tab_order_and_choice_as_they_are(page, desk):
    choose(page, "Time")
    page.nodes.tree.sortByColumn(VALUE, page.nodes.tree.header().sortIndicatorOrder())
    page.tabs.setCurrentWidget(page.heat)
    source = page.comparison.sources[0]
    desk.project.run(ApplyNode([page.time], source.id, 30, 34, coder=page.ana))
    assert page.tabs.currentWidget() is page.heat
    assert page.nodes.current() == page.time
    assert page.nodes.tree.header().sortIndicatorSection() == VALUE


def test_tables_chart_and_paragraph_are_written(page, tmp_path):
    for name in ("t.xlsx", "t.csv", "t.svg", "t.docx", "t.pdf", "t.png"):
        page.export_to(tmp_path / name)
        assert (tmp_path / name).stat().st_size > 40
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    assert book.sheetnames == [
        "Nodes", "Sources", "Nodes by source", "History", "Plan", "Settings",
    ]  # fmt: skip
    page.export_to(tmp_path / "t.bmp")
    assert not (tmp_path / "t.bmp").exists()
    assert (tmp_path / "t settings.csv").exists()
    page.methods.click()
    assert "2 sources" in QGuiApplication.clipboard().text()


def test_what_is_missing_is_said(page):
    page.choices.coders.choose({page.ana})
    assert "two coders" in page.empty.text()
    assert not page.body.isVisible()
    page.choices.coders.choose(coder.id for coder in page.project.read.coders())
    assert page.body.isVisible()
    assert cells(page, "Results").siblingAtColumn(BRACKET).data(Qt.ItemDataRole.ToolTipRole)


def test_figures_have_two_decimals_and_no_leading_zero():
    assert [figure(v) for v in (0.784, -0.05, 1.0, 0.999, -0.001, None)] == [
        ".78",
        "−.05",
        "1.00",
        "1.00",
        ".00",
        "–",
    ]
    assert interval(0.69, 0.86) == "[.69, .86]"
    assert interval(None, None) == "–"
    assert [share(v) for v in (0.14, 0.006, None)] == ["14%", "0.6%", "–"]


def add_third(page, desk):
    carla = desk.project.run(AddCoder("Carla"))
    desk.project.become("Carla")
    for source in page.comparison.sources:
        desk.project.run(ApplyNode([page.time], source.id, 14, 40, coder=carla))
    desk.project.become("Ana")
    page.choices.coders.choose({page.ana, carla, *(c.id for c in page.comparison.coders)})
    return carla


def test_three_coders_have_pairs_that_can_be_compared_alone(page, desk):
    assert not page.tabs.isTabVisible(page.tabs.indexOf(page.by_pair))
    carla = add_third(page, desk)
    assert len(page.comparison.coders) == 3
    assert page.choices.view.measure == "fleiss_kappa"
    choose(page, "Time")
    assert "Carla" in page.passages.detail.toPlainText()
    page.tabs.setCurrentWidget(page.by_pair)
    table = page.by_pair
    names = [table.proxy.index(row, NAME).data() for row in range(3)]
    assert names == ["Ana × Bruno", "Ana × Carla", "Bruno × Carla"]
    table.tree.clicked.emit(table.proxy.index(1, NAME))
    assert [c.id for c in page.comparison.coders] == [page.ana, carla]
    assert page.choices.coders.text() == "Ana × Carla"
    assert page.choices.view.measure == "kappa"


def test_every_unit_level_and_interval_can_be_chosen(page):
    choices = page.choices
    for unit in range(choices.unit.count()):
        choices.unit.setCurrentIndex(unit)
        choices.unit.activated.emit(unit)
        assert page.comparison.unit == choices.unit.currentData()
        for level in range(choices.level.count()):
            choices.level.setCurrentIndex(level)
            choices.level.activated.emit(level)
            for tab in range(page.tabs.count()):
                page.tabs.setCurrentIndex(tab)
    assert choices.share.isVisible()
    assert choices.match.isVisible()
    choices.match.setCurrentIndex(1)
    choices.match.activated.emit(1)
    assert page.comparison.match.share == 0.9
    choices.share.setValue(30)
    assert page.comparison.match.share == 0.3


def test_the_share_of_a_unit_is_kept_apart_from_that_of_segments(page):
    choices = page.choices
    choices.unit.setCurrentIndex(choices.unit.findData("sentence"))
    choices.unit.activated.emit(1)
    assert choices.share.text() == "any of it"
    choices.share.setValue(50)
    assert page.comparison.share == 0.5
    choices.unit.setCurrentIndex(choices.unit.findData("segment"))
    choices.unit.activated.emit(4)
    assert (page.comparison.share, page.comparison.match.share) == (0, 0.5)


def test_a_blind_round_is_announced_where_figures_are_missing(page, desk):
    people = [c.id for c in desk.project.read.coders()]
    one, other = desk.project.read.sources()
    desk.project.run(CreateRound("pilot", whole([one]), people))
    assert "Blind in pilot" in page.universe.text()
    assert [s.id for s in page.comparison.sources] == [other.id]
    desk.project.run(CreateRound("second", whole([other]), people))
    assert page.comparison is None
    assert "Blind in pilot, second" in page.empty.text()


def test_the_line_above_says_what_is_compared_and_what_is_not(page):
    words = page.universe.text()
    assert "2 sources coded by both" in words
    assert "none left out" in words
    assert "too narrow" in words
    first = page.comparison.sources[0]
    page.choices.sources.tick(first.id, on=False)
    assert f"1 left out: {first.name} (not chosen)" in page.universe.text()
    assert page.choices.sources.text() == "1 source"


def test_only_the_participants_chosen_are_compared_and_the_line_says_so(page, desk):
    one, other = desk.project.read.sources()
    lines = [
        CaseLine(1, "C1", {"role": "teacher"}, one.name),
        CaseLine(2, "C2", {"role": "head"}, other.name),
    ]
    desk.project.run(ImportCases(lines, {"role": "text"}))
    page.choices.cases.tick("role", "head", on=True)
    assert [source.id for source in page.comparison.sources] == [other.id]
    assert "only participants with role: head" in page.universe.text()
    assert "none of its text is compared" in page.universe.text()


def test_a_source_leads_to_all_its_passages(page):
    page.tabs.setCurrentWidget(page.by_source)
    table = page.by_source
    row = [source.name for source in page.comparison.sources].index("I_1")
    table.tree.activated.emit(table.proxy.index(row, NAME))
    assert page.tabs.currentWidget() is page.passages
    nodes = {p.node for p in page.passages._shown}
    assert len(nodes) == 2
    assert all(p.source == page.comparison.sources[row].id for p in page.passages._shown)


def test_the_keys_step_through_disagreements_wherever_the_focus_is(page, qtbot):
    choose(page, "Time")
    page.nodes.tree.setFocus()
    first = page.passages.list.currentRow()
    qtbot.keyClick(page.nodes.tree, "n")
    assert page.passages.list.currentRow() != first
    qtbot.keyClick(page.nodes.tree, "p")
    assert page.passages.list.currentRow() == first


def test_confusions_show_only_nodes_that_were_confused(page):
    page.tabs.setCurrentWidget(page.confusions)
    model = page.crossed.model_
    assert all(any(row) for row in model.values)
    assert 0 < len(model.rows) < len(page.comparison.tree.order)


def test_rows_are_found_whatever_their_accents_and_copied(page):
    page.nodes.filter.setText("tíme")
    assert cells(page, "Time")
    with pytest.raises(IndexError):
        cells(page, "Teachers")
    page.nodes.filter.clear()
    choose(page, "Time")
    page.nodes.tree.copy_rows()
    copied = QGuiApplication.clipboard().text().split("\t")
    assert copied[0] == "Time"
    assert copied[1] == cells(page, "Time").siblingAtColumn(VALUE).data()


def test_history_follows_the_journal_and_the_plan_the_wanted_width(page, qtbot):
    page.tabs.setCurrentWidget(page.history)
    rows = page.history.chart.rows
    assert len({row.codings for row in rows}) == len(rows) >= 3
    assert rows[-1].figures.value is not None
    assert page.history.chart.grab().width() > 100
    assert rows[-1].name in page.history.chart.said_at(10_000)
    page.tabs.setCurrentWidget(page.planner)
    assert "five" in page.planner.said.text()
    with qtbot.waitSignal(page.planner.changed):
        page.planner.wanted.setValue(0.2)


def test_a_narrow_page_keeps_intervals_in_figures_and_drops_their_drawing(page):
    drawn = next(n for n, c in enumerate(page.nodes.model.columns) if c.drawn)
    page.resize(1300, 700)
    assert not page.nodes.tree.isColumnHidden(drawn)
    page.resize(900, 700)
    assert page.nodes.tree.isColumnHidden(drawn)
    assert not page.nodes.tree.isColumnHidden(BRACKET)


def test_the_choices_go_on_in_the_next_line_where_it_is_narrow(page):
    page.resize(1000, 700)
    wide = page.choices.heightForWidth(1600)
    narrow = page.choices.heightForWidth(500)
    assert narrow > wide
    shown = [w for w in page.choices.findChildren(QWidget) if w.parent() is page.choices]
    for widget in shown:
        if widget.isVisible():
            assert widget.geometry().right() <= page.choices.width()


def test_menus_of_coders_and_sources_stay_open_and_tick(page, qtbot):
    menu = page.choices.sources.menu()
    menu.popup(page.mapToGlobal(page.rect().center()))
    actions = [action for action in menu.actions() if action.isCheckable()]
    assert [a.text() for a in actions] == [s.name for s in page.project.read.sources()]
    menu.setActiveAction(actions[0])
    qtbot.keyClick(menu, Qt.Key.Key_Space)
    assert menu.isVisible()
    assert len(page.choices.sources.ticked) == 1
    menu.close()


def test_confusions_say_whose_rows_and_columns_they_are_and_what_is_counted(page):
    page.tabs.setCurrentWidget(page.confusions)
    said = page.confusions.caption.text()
    assert "only Ana" in said
    assert "only Bruno" in said
    assert "characters" in said
    page.choices.unit.setCurrentIndex(page.choices.unit.findData("sentence"))
    page.choices.unit.activated.emit(0)
    assert "sentences" in page.confusions.caption.text()


def test_the_overall_row_says_whether_it_is_pooled_or_a_mean(page):
    assert cells(page, "All leaf nodes, pooled")
    choices = page.choices
    choices.measure.setCurrentIndex(choices.measure.findData("alpha"))
    choices.measure.activated.emit(0)
    tip = cells(page, "All leaf nodes, mean").data(Qt.ItemDataRole.ToolTipRole)
    assert "each node counting alike" in tip


def test_two_coders_spans_stand_side_by_side(page):
    choose(page, "Time")
    html = page.passages.detail.toHtml()
    assert html.count("<td") == 2


def test_a_third_who_codes_is_said_to_be_left_out_and_confusions_are_not_offered(page, desk):
    assert "not ticked" not in page.universe.text()
    desk.project.run(AddCoder("Carla"))
    desk.project.become("Carla")
    carla = desk.project.read.coders()[-1].id
    source = desk.project.read.sources()[0]
    desk.project.run(ApplyNode([page.time], source.id, 0, 5, coder=carla))
    assert "not ticked above: Carla" in page.universe.text()
    assert "confusions" in page.passages.detail.toPlainText()
    page.choices.coders.choose([c.id for c in desk.project.read.coders()])
    assert "not ticked" not in page.universe.text()
    assert "confusions" not in page.passages.detail.toPlainText()


def test_the_chart_of_the_history_marks_the_rounds(page, desk):
    people = [c.id for c in desk.project.read.coders()]
    made = desk.project.run(CreateRound("first", whole(desk.project.read.sources()), people))
    for name, key in (("Ana", people[0]), ("Bruno", people[1])):
        desk.project.become(name)
        desk.project.run(SubmitRound(made, key, "first"))
    page.tabs.setCurrentWidget(page.history)
    chart = page.history.chart
    assert [one.name for one in chart.rounds] == ["Round “first”"]
    assert chart.rounds[0].time
    assert "Round “first”" in chart.accessibleDescription()
    assert "first" in chart.said_at(chart.place(chart._when(chart.rounds[0].time), 0).x())
