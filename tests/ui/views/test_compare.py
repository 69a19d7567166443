"""The page of agreement: figures that follow the work, and the passages behind them."""

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from qda_app.services.commands.codings import ApplyNode
from qda_app.ui.bridge import Bridge
from qda_app.ui.views.compare.figures import figure, interval, share
from qda_app.ui.views.compare.node_table import BRACKET, NAME, VALUE
from qda_app.ui.views.compare.page import ComparePage


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
    proxy, found = page.nodes._proxy, []

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
    page.heat.cell_chosen.emit(row, 0)
    assert page.passages.list.count() == 1
    page.tabs.setCurrentWidget(page.crossed)
    values = page.crossed.model_.values
    cell = next((r, c) for r, row in enumerate(values) for c, v in enumerate(row) if v)
    page.crossed.cell_chosen.emit(*cell)
    assert page.tabs.currentWidget() is page.passages
    assert page.passages.current().first
    assert page.passages.current().second


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
    for name in ("t.xlsx", "t.csv", "t.svg"):
        page.export_to(tmp_path / name)
        assert (tmp_path / name).stat().st_size > 40
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    assert book.sheetnames == ["Nodes", "Sources", "Nodes by source", "Settings"]
    assert (tmp_path / "t settings.csv").exists()
    page.methods.click()
    assert "2 sources" in QGuiApplication.clipboard().text()


def test_what_is_missing_is_said(page):
    page.choices.second.setCurrentIndex(page.choices.first.currentIndex())
    page.compare_anew()
    assert "different" in page.empty.text()
    assert not page.body.isVisible()
    page.choices.second.setCurrentIndex(1)
    page.compare_anew()
    assert page.body.isVisible()
    assert cells(page, "Results").siblingAtColumn(BRACKET).data(Qt.ItemDataRole.ToolTipRole)


def test_figures_have_two_decimals_and_no_leading_zero():
    assert [figure(v) for v in (0.784, -0.05, 1.0, 0.999, -0.001, None)] == [
        ".78",
        "-.05",
        "1.00",
        "1.00",
        ".00",
        "–",
    ]
    assert interval(0.69, 0.86) == "[.69, .86]"
    assert interval(None, None) == "–"
    assert [share(v) for v in (0.14, 0.006, None)] == ["14 %", "0.6 %", "–"]
