"""Charts: every kind is written, text stays text, and odd input is refused or drawn."""

import re

import pytest

from qda_app.domain.errors import QdaError
from qda_app.formats.reports.charts import Chart, draw, write_chart

BARS = Chart("Title", ["Ñandú & co <b>", "$b$"], ["n"], [[3], [None]], "codings", "a note")
HEAT = Chart("Heat", ["one", "two"], ["x", "y"], [[1, 0], [0.25, None]], "share")
EMPTY = Chart("Empty", ["one"], ["x", "y"], [[0, 0]], "codings")
STARTS = {"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF"}


@pytest.mark.parametrize("chart", [BARS, HEAT, EMPTY], ids=["bars", "heat", "empty"])
@pytest.mark.parametrize("kind", STARTS)
def test_every_kind_is_drawn_and_the_same_again(chart, kind):
    first = draw(chart, kind)
    assert first.startswith(STARTS[kind])
    assert draw(chart, kind) == first


def test_words_in_a_drawing_stay_words():
    svg = draw(BARS, "svg").decode()
    found = re.findall(r"<text[^>]*>([^<]*)</text>", svg)
    assert "Ñandú &amp; co &lt;b&gt;" in found
    assert "$b$" in found
    assert "3" in found
    assert "–" in found


def test_another_ending_and_a_missing_folder_are_said(tmp_path):
    with pytest.raises(QdaError, match="png, svg or pdf"):
        write_chart(BARS, tmp_path / "chart.gif")
    with pytest.raises(QdaError, match="could not be written"):
        write_chart(BARS, tmp_path / "nowhere" / "chart.png")
    write_chart(HEAT, tmp_path / "chart.PDF", 8)
    assert (tmp_path / "chart.PDF").read_bytes().startswith(b"%PDF")
