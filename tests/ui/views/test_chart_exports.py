"""Charts are written as wide as is asked for, from the pages Report and Compare."""

import re

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QInputDialog, QWidget

from qda_app.formats.reports.charts import NARROWEST
from qda_app.ui.dialogs.chart_width import ask_width, least_width
from qda_app.ui.views.compare.page import ComparePage
from qda_app.ui.views.report.page import ReportPage

INCH, DOTS = 2.54, 200


@pytest.fixture
def answer(monkeypatch):
    """Answer the questions for file and width; keep which width was offered."""
    offered = []

    def given(path, width, kind="", *, accepted=True):
        def double(_parent, _title, words, value, least, most, _decimals):
            assert least <= value <= most
            assert f"{least:g}" in words
            offered.append(value)
            return width, accepted

        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a: (str(path), kind))
        monkeypatch.setattr(QInputDialog, "getDouble", double)
        return offered

    return given


def pixels(width):
    return pytest.approx(width / INCH * DOTS, abs=1.5)


def test_the_report_asks_for_the_width_and_offers_it_again(qtbot, desk, answer, tmp_path):
    page = ReportPage(desk)
    qtbot.addWidget(page)
    page.show()
    offered = answer(tmp_path / "a.png", 14.5)
    page.export.click()
    assert QImage(str(tmp_path / "a.png")).width() == pixels(14.5)
    answer(tmp_path / "b", 17.0, "Chart (*.svg *.pdf *.png)")
    page.export.click()
    assert offered == [20.0, 14.5]
    (points,) = re.findall(r'<svg [^>]*width="([\d.]+)pt"', (tmp_path / "b.svg").read_text("utf-8"))
    assert float(points) == pytest.approx(17 / INCH * 72, abs=0.5)
    answer(tmp_path / "c.png", 17.0, accepted=False)
    page.export.click()
    assert not (tmp_path / "c.png").exists()
    asked = len(offered)
    answer(tmp_path / "d.csv", 17.0)
    page.export.click()
    assert (tmp_path / "d.csv").exists()
    assert len(offered) == asked


@pytest.mark.parametrize("menu", [3, 4])
def test_the_comparison_asks_for_the_width_of_both_its_charts(qtbot, desk, answer, tmp_path, menu):
    page = ComparePage(desk)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: page.comparison is not None, timeout=20_000)
    answer(tmp_path / "chart.png", 15.0)
    page.export.menu().actions()[menu].trigger()
    assert QImage(str(tmp_path / "chart.png")).width() == pixels(15)
    answer(tmp_path / "chart", 16.0, accepted=False)
    page.export.menu().actions()[menu].trigger()
    assert not (tmp_path / "chart.svg").exists()


def test_a_heat_map_asks_for_the_room_that_its_columns_need():
    assert least_width(1) == NARROWEST
    assert least_width(2) == NARROWEST
    assert least_width(20) == pytest.approx(11.6)


def test_a_chart_wider_than_an_upright_page_says_so(qtbot, desk, monkeypatch):
    asked = []
    monkeypatch.setattr(QInputDialog, "getDouble", lambda *words: asked.append(words[2]) or (0, 0))
    parent = QWidget()
    qtbot.addWidget(parent)
    for columns in (2, 50):
        assert ask_width(desk.preferences, 16, parent, columns) is None
    assert "(a printed page has about 17)" in asked[0]
    assert "21.5 at least for what is drawn. That is wider than an upright page" in asked[1]
