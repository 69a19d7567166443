"""The page of counts: every report, its chart, its export, and the excerpts behind a number."""

import csv

import openpyxl
import pytest
from docx import Document

from qda_app.services.commands.codings import ApplyNode
from qda_app.ui.bridge import Bridge
from qda_app.ui.views.report.choices import BY, FREQUENCIES, PROGRESS, TOGETHER
from qda_app.ui.views.report.page import ReportPage


@pytest.fixture
def page(qtbot, desk):
    made = ReportPage(desk)
    qtbot.addWidget(made)
    made.resize(1100, 600)
    made.show()
    bridge = Bridge(desk.project, made)
    bridge.changed.connect(made.on_changed)
    made.said, made.behind = [], []
    desk.refused.connect(made.said.append)
    desk.said.connect(lambda sentence, _u: made.said.append(sentence))
    desk.excerpts_requested.connect(made.behind.append)
    return made


def cell(page, row, column):
    return page.table._proxy.index(row, column)


@pytest.mark.parametrize("kind", [FREQUENCIES, BY, TOGETHER, PROGRESS])
def test_every_report_is_shown_drawn_and_written(qtbot, page, kind, tmp_path):
    page.choices.choose(kind)
    assert page.table.model.rowCount() == (2 if kind == PROGRESS else 4)
    assert "Journal" in page.caption.toolTip()
    page.as_chart.click()
    nothing = kind == TOGETHER  # no codings of one coder overlap in this small project
    qtbot.waitUntil(lambda: not page.chart._picture.isNull() or nothing, timeout=20_000)
    assert page.chart._label.text().startswith("There is nothing") == nothing
    for name in ("t.xlsx", "t.csv", "t.svg", "t.docx"):
        page.export_to(tmp_path / name)
        assert (tmp_path / name).stat().st_size > 40
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    assert book.sheetnames == ["Table", "Settings"]
    assert book["Table"].max_row == page.table.model.rowCount() + 1
    (table,) = Document(str(tmp_path / "t.docx")).tables
    assert len(table.rows) == page.table.model.rowCount() + 1
    with (tmp_path / "t settings.csv").open(encoding="utf-8-sig") as lines:
        assert "Journal" in [row[0] for row in csv.reader(lines)]


def test_a_number_leads_to_the_excerpts_behind_it(page):
    page.choices.choose(BY)
    names = list(page._table.names)
    row, column = names.index("Factors > Time"), page._table.columns.index("Ana") + 1
    page._on_cell(cell(page, row, column))
    assert page.behind[-1].title == "Factors > Time · Ana"
    assert len(page.behind[-1].ids) == 1
    page._on_cell(cell(page, names.index("Factors"), column))
    assert "No excerpt" in page.said[-1]
    page.table.grid.clearSelection()
    page._on_cell(page.table._proxy.index(-1, -1))
    assert "Choose a number" in page.said[-1]


def test_counts_follow_the_codings_and_the_choices(page, desk):
    page.choices.choose(FREQUENCIES)
    names = list(page._table.names)
    row = names.index("Results")
    assert page._table.values[row][0] == 0
    source = desk.project.read.sources()[0].id
    node = next(n.id for n in desk.project.read.tree().order if n.name == "Results")
    desk.project.run(ApplyNode([node], source, 40, 45))
    assert page._table.values[row][0] == 1
    page.choices.coders.setCurrentIndex(page.choices.coders.findData("Bruno"))
    page.choices.coders.activated.emit(0)
    assert page._table.values[row][0] == 0


def test_only_the_choices_that_matter_are_shown(page):
    page.choices.choose(TOGETHER)
    assert page.choices.near.isVisible()
    assert not page.choices.distance.isVisible()
    page.choices.near.setCurrentIndex(1)
    page.choices.near.activated.emit(1)
    assert page.choices.distance.isVisible()
    assert not page.choices.by.isVisible()
    page.choices.choose(PROGRESS)
    assert not page.choices.coders.isVisible()


def test_a_chart_that_cannot_be_written_is_said(page, tmp_path):
    page.choices.choose(BY)
    page.export_to(tmp_path / "nowhere" / "a.png")
    assert "cannot be written" in page.said[-1]
